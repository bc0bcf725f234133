"""The frame of a draw, and the draw, as the engine computes them: draw.py is the rule."""

import ibis
from ibis import _
from ibis.expr.types import StringValue, Table

from cases.samples.models import Draw

NAME, VERSION = "samples.draw", "1"

#: What each stratum is made of, as text.
STRATA: dict[str, ibis.Deferred] = {
    Draw.Stratum.DAY: _.occurred_at.strftime("%Y-%m-%d"),
    Draw.Stratum.CAPABILITY: _.capability.coalesce("not labelled"),
    Draw.Stratum.MODEL: _.model.coalesce("not recorded"),
}
KEPT = ("platform_account", "occurred_at", "model", "capability", "prompt", "output")


def frame(interactions: Table, strata: list[str], accounts: list[str]) -> Table:
    """Every interaction that a draw may take, with its stratum; all platform accounts if none."""
    if accounts:
        interactions = interactions.filter(_.platform_account.isin(accounts))
    return _with_stratum(interactions, strata)


def control_frame(interactions: Table, strata: list[str], drawn_accounts: list[str]) -> Table:
    """What a control may take: the interactions of every other platform account."""
    others = interactions.filter(_.platform_account.notin(drawn_accounts))
    return _with_stratum(others, strata)


def counts(framed: Table) -> Table:
    """How many interactions each stratum of the frame has."""
    return framed.group_by("stratum").aggregate(frame=_.count()).order_by("stratum")


def ids(framed: Table) -> Table:
    """The frame's interaction ids in order, as its digest is taken over."""
    return framed.select("interaction_id").order_by("interaction_id")


def drawn(framed: Table, seed: str, shares: dict[str, int]) -> Table:
    """Of each stratum the interactions with the smallest places, as many as its share."""
    wanted = ibis.memtable(
        {"stratum": list(shares), "share": list(shares.values())},
        schema={"stratum": "string", "share": "int64"},
    )
    seeded: StringValue = ibis.literal(seed) + framed.interaction_id
    # Only ids are ranked: their texts, which are most of the frame, are fetched for those chosen.
    placed = framed.select("stratum", "interaction_id", place=seeded.hexdigest("sha256"))
    window = ibis.window(group_by="stratum", order_by=["place", "interaction_id"])
    ranked = placed.mutate(rank=ibis.row_number().over(window))
    chosen = ranked.join(wanted, "stratum").filter(_["rank"] < _.share)
    return (
        framed.semi_join(chosen, ["stratum", "interaction_id"])
        .select("stratum", "interaction_id", *KEPT)
        .order_by("stratum", "interaction_id")
    )


def _with_stratum(interactions: Table, strata: list[str]) -> Table:
    parts = [STRATA[stratum] for stratum in strata]
    stratum = ibis.literal("")
    framed = interactions.mutate(**{f"part_{n}": part for n, part in enumerate(parts)})
    for number in range(len(parts)):
        separator = " · " if number else ""
        stratum = stratum + separator + framed[f"part_{number}"]
    return framed.mutate(stratum=stratum).select("stratum", "interaction_id", *KEPT)
