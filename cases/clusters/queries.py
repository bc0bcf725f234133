"""What the pages of clusters show, read out of PostgreSQL alone."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Count, QuerySet

from cases.clusters import chance, rarity
from cases.clusters.models import Cluster, Judgement, Link, LinkerRun, PlatformAccount, SignalUse
from cases.clusters.signals import KINDS
from cases.core.models import Case

STEPS = (0, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)


@dataclass(frozen=True)
class Chart:
    """A Plotly figure with its table and how it came about."""

    title: str
    how: str
    figure: dict[str, Any]
    head: list[str]
    rows: list[list[Any]]


@dataclass(frozen=True)
class Entry:
    """One line of a cluster's history."""

    judgement: Judgement
    who: str
    what: str
    at: Any
    why: str


@dataclass(frozen=True)
class Use:
    """A value that a platform account shares, how rare that is, and with whom."""

    label: str
    family: str
    value: str
    used_by: int
    bits: float
    in_words: str
    innocent: str
    first_at: Any
    last_at: Any


def membership(case: Case) -> dict[str, str]:
    """The accepted cluster of each platform account that is in one: external id to "K-2"."""
    rows = case.clusters.accepted().order_by("number").values_list("number", "members__external_id")
    return {account: f"K-{number}" for number, account in rows}


def history(cluster: Cluster) -> list[Entry]:
    """What people decided about the cluster, the latest first."""
    rows = cluster.judgements.select_related("by", "undone_by").order_by("-pk")
    return [
        Entry(
            judgement=row,
            who=str(row.by),
            what=row.get_verb_display() + (" (undone since)" if _is_undone(row) else ""),
            at=row.at,
            why=row.reason,
        )
        for row in rows
    ]


def undoable(cluster: Cluster) -> Judgement | None:
    """The judgement that could be undone next, if there is one."""
    rows = cluster.judgements.exclude(verb__in=["noted", "undid"]).filter(undone_by=None)
    return rows.order_by("-pk").first()


def strongest_links(cluster: Cluster) -> QuerySet[Link]:
    """Ten links, with what each rests on."""
    return cluster.links.select_related("a__case", "b__case").order_by("-bits", "pk")[:10]


def picture(cluster: Cluster) -> Chart | None:
    """The members, each beside those that it is linked with."""
    drawn = cluster.picture
    if not drawn:
        return None
    xs, ys = ([place[axis] for place in drawn["at"]] for axis in (0, 1))
    lines_x: list[float | None] = []
    lines_y: list[float | None] = []
    for a, b in drawn["lines"]:
        lines_x += [xs[a], xs[b], None]
        lines_y += [ys[a], ys[b], None]
    hidden = {"visible": False}
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"width": 1}}
    dots = {"type": "scatter", "mode": "markers", "marker": {"size": 6}, "hoverinfo": "text"}
    return Chart(
        title="How the members hang together",
        how=f"n = {len(xs):,} platform accounts; drawn are the {len(drawn['lines']):,} strongest "
        "links that alone hold them together. Distance means nothing by itself.",
        figure={
            "data": [
                line | {"x": lines_x, "y": lines_y, "opacity": 0.4},
                dots | {"x": xs, "y": ys, "text": drawn["names"]},
            ],
            "layout": {"showlegend": False, "xaxis": hidden, "yaxis": hidden, "height": 420},
        },
        head=[],
        rows=[],
    )


def volume(cluster: Cluster) -> Chart:
    """How many interactions a member made, beside all other platform accounts of the case."""
    inside = _spread(cluster.members.all())
    others = cluster.case.platform_accounts.exclude(pk__in=cluster.members.values("pk"))
    outside = _spread(others)
    words = [f"{low:,} to {high - 1:,}" for low, high in pairwise(STEPS)]
    words.append(f"{STEPS[-1]:,} or more")
    shown = [place for place in range(len(words)) if inside[place] or outside[place]]
    shares = [[_share(row, place) for place in shown] for row in (inside, outside)]
    head = ["Interactions", str(cluster), "share, %", "Others", "share, %"]
    return Chart(
        title="Interactions of each platform account",
        how=f"n = {sum(inside):,} members and {sum(outside):,} others; the whole of the telemetry.",
        figure={
            "data": [
                {"type": "bar", "name": name, "x": [words[p] for p in shown], "y": share}
                for name, share in zip((str(cluster), "Others"), shares, strict=True)
            ],
            "layout": {"yaxis": {"title": {"text": "% of accounts"}}, "height": 300},
        },
        head=head,
        rows=[
            [words[p], inside[p], shares[0][n], outside[p], shares[1][n]]
            for n, p in enumerate(shown)
        ],
    )


def activity(cluster: Cluster) -> Chart | None:
    """Interactions a day and account, of the members and of those who are in no cluster."""
    days = cluster.explanation.get("days")
    if not days or not cluster.run:
        return None
    standing = cluster.run.clusters.values_list("member_count", flat=True)
    others = max(1, cluster.run.population_count - sum(standing))
    sizes = (cluster.member_count, others)
    names = (str(cluster), "In no cluster")
    return Chart(
        title="Interactions of each day, for each platform account",
        how=f"n = {sum(day[1] for day in days):,} interactions of {sizes[0]:,} members; beside "
        f"them {sum(day[2] for day in days):,} of {others:,} accounts in no cluster; UTC.",
        figure={
            "data": [
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": name,
                    "x": [day[0] for day in days],
                    "y": [round(day[place + 1] / sizes[place], 2) for day in days],
                }
                for place, name in enumerate(names)
            ],
            "layout": {"yaxis": {"title": {"text": "a day and account"}}, "height": 300},
        },
        head=["Day", *names],
        rows=[[day, f"{own:,}", f"{rest:,}"] for day, own, rest in days],
    )


def curve(run: LinkerRun) -> Chart | None:
    """Links found and links by accident, as the threshold rises."""
    if not run.curve.get("thresholds"):
        return None
    rows = list(
        zip(run.curve["thresholds"], run.curve["observed"], run.curve["expected"], strict=True)
    )
    lines = [("Found", 1), ("By accident (E₀)", 2)]
    return Chart(
        title="Links found, and links that accident alone would make",
        how=f"Pairs that share two families, by their bits together; n = "
        f"{run.population_count:,} platform accounts; the threshold taken is {run.threshold:.1f}.",
        figure={
            "data": [
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": name,
                    "x": [row[0] for row in rows],
                    "y": [row[place] or None for row in rows],
                }
                for name, place in lines
            ],
            "layout": {
                "xaxis": {"title": {"text": "bits"}},
                "yaxis": {"type": "log", "title": {"text": "links"}},
                "shapes": [_threshold_line(run)],
                "height": 320,
            },
        },
        head=["Bits at least", "Found", "By accident"],
        rows=[[f"{at:.1f}", found, f"{accident:.2f}"] for at, found, accident in rows],
    )


def in_words(run: LinkerRun) -> list[str]:
    """What a finished run found, and what accident would have made of it, in sentences."""
    shuffles = int(run.parameters.get("shuffles", 0))
    said = [chance.in_words(run.expected_link_count or 0.0, run.pair_link_count, shuffles)]
    if run.grouped_count:
        said.append(
            f"{run.grouped_count:,} platform accounts are held together as groups, by at least two "
            f"families; random re-deals held {run.expected_grouped_count:,.1f} on average."
        )
    if run.set_aside_count:
        said.append(
            f"{run.set_aside_count:,} linked groups of fewer than "
            f"{run.parameters['least_members']} accounts were set aside as the size of a household."
        )
    if run.control:
        said.append(
            f"Control: of {run.control['accounts']:,} accounts presumed innocent (of a verified "
            f"organisation, or opened half a year before the telemetry begins) "
            f"{run.control['in_clusters']:,} fell into a cluster."
        )
    else:
        said.append("Control: the telemetry does not say which accounts may be presumed innocent.")
    return said


def shared_by(account: PlatformAccount) -> list[Use]:
    """The values that a platform account shares with others, the rarest first."""
    population = account.case.platform_accounts.count()
    said = []
    for use in account.signal_uses.all():
        kind = KINDS[use.kind]
        bits = rarity.bits(population, use.used_by_count, kind.reliability)
        said.append(
            Use(
                label=kind.label,
                family=kind.family.label,
                value=use.value,
                used_by=use.used_by_count,
                bits=round(bits, 1),
                in_words=rarity.in_words(bits),
                innocent=kind.innocent,
                first_at=use.first_at,
                last_at=use.last_at,
            )
        )
    return sorted(said, key=lambda use: (-use.bits, use.label, use.value))


def sharing(account: PlatformAccount) -> QuerySet[PlatformAccount]:
    """The platform accounts that share the most values with this one."""
    own = account.signal_uses.values_list("kind", "value")
    values = [value for _, value in own]
    same = SignalUse.objects.filter(
        account__case=account.case, kind__in={kind for kind, _ in own}, value__in=values
    ).exclude(account=account)
    counted = same.values("account").annotate(shared=Count("pk")).order_by("-shared", "account")
    counts = {row["account"]: row["shared"] for row in counted[:20]}
    return PlatformAccount.objects.select_related("case").filter(pk__in=counts)


def _is_undone(judgement: Judgement) -> bool:
    return hasattr(judgement, "undone_by")


def _spread(accounts: QuerySet[PlatformAccount]) -> list[int]:
    """How many accounts made so many interactions, step by step."""
    counts = accounts.values_list("interaction_count", flat=True)
    spread = [0] * len(STEPS)
    for count in counts:
        spread[max(place for place, low in enumerate(STEPS) if count >= low)] += 1
    return spread


def _share(spread: list[int], place: int) -> float:
    return round(100 * spread[place] / max(1, sum(spread)), 1)


def _threshold_line(run: LinkerRun) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": run.threshold,
        "x1": run.threshold,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"dash": "dot", "width": 2},
    }
