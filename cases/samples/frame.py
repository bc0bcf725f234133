"""The frame of a draw, and the draw, as the engine computes them: draw.py is the rule."""

from collections.abc import Mapping

import ibis
from ibis import _
from ibis.expr.types import StringValue, Table

from cases.samples.models import Draw

NAME, VERSION = "samples.draw", "2"

#: How many interactions a platform account has in all the telemetry, in classes.
VOLUMES = ((10, "1 to 9"), (100, "10 to 99"), (1_000, "100 to 999"))
MOST = "1,000 or more"
APART = "in no cluster"
Clusters = Mapping[str, str]

#: What each stratum is made of, as text.
STRATA: dict[str, ibis.Deferred] = {
    Draw.Stratum.DAY: _.occurred_at.strftime("%Y-%m-%d"),
    Draw.Stratum.CAPABILITY: _.capability.coalesce("not labelled"),
    Draw.Stratum.MODEL: _.model.coalesce("not recorded"),
    Draw.Stratum.CLUSTER: _.cluster.coalesce(APART),
    Draw.Stratum.VOLUME: ibis.cases(
        *[(_.volume < below, f"account of {words}") for below, words in VOLUMES],
        else_=f"account of {MOST}",
    ),
}
KEPT = ("platform_account", "occurred_at", "model", "capability", "prompt", "output")


def frame(interactions: Table, strata: list[str], accounts: list[str], clusters: Clusters) -> Table:
    """Every interaction that a draw may take, with its stratum; all platform accounts if none.

    `clusters` says for platform accounts in which cluster each is.
    """
    if accounts:
        interactions = interactions.filter(_.platform_account.isin(accounts))
    return _with_stratum(interactions, strata, clusters)


def control_frame(interactions: Table, strata: list[str], drawn_accounts: list[str]) -> Table:
    """What a control may take: the interactions of every other platform account."""
    others = interactions.filter(_.platform_account.notin(drawn_accounts))
    return _with_stratum(others, strata, {})


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


def _with_stratum(interactions: Table, strata: list[str], clusters: Clusters) -> Table:
    if Draw.Stratum.CLUSTER in strata:
        interactions = _clustered(interactions, clusters)
    if Draw.Stratum.VOLUME in strata:
        volumes = interactions.group_by("platform_account").aggregate(volume=_.count())
        interactions = interactions.join(volumes, "platform_account")
    parts = [STRATA[stratum] for stratum in strata]
    stratum = ibis.literal("")
    framed = interactions.mutate(**{f"part_{n}": part for n, part in enumerate(parts)})
    for number in range(len(parts)):
        separator = " · " if number else ""
        stratum = stratum + separator + framed[f"part_{number}"]
    return framed.mutate(stratum=stratum).select("stratum", "interaction_id", *KEPT)


def _clustered(interactions: Table, clusters: Clusters) -> Table:
    members = ibis.memtable(
        {"platform_account": list(clusters), "cluster": list(clusters.values())},
        schema={"platform_account": "string", "cluster": "string"},
    )
    return interactions.left_join(members, "platform_account").drop("platform_account_right")
