"""Charts of clusters and of runs, each with its table and how it came about."""

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np
from django.db.models import QuerySet

from cases.clusters.models import Cluster, LinkerRun, PlatformAccount

STEPS = (0, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)


@dataclass(frozen=True)
class Chart:
    """A Plotly figure with its table and how it came about."""

    title: str
    how: str
    figure: dict[str, Any]
    head: list[str]
    rows: list[list[Any]]


def picture(cluster: Cluster) -> Chart | None:
    """The members, each beside those that it is linked with; of a large cluster its hubs."""
    drawn = cluster.picture
    if not drawn:
        return None
    xs, ys = ([place[axis] for place in drawn["at"]] for axis in (0, 1))
    stands_for = drawn.get("stands_for") or [1] * len(xs)
    lines_x: list[float | None] = []
    lines_y: list[float | None] = []
    for a, b in drawn["lines"]:
        lines_x += [xs[a], xs[b], None]
        lines_y += [ys[a], ys[b], None]
    hidden = {"visible": False}
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"width": 1}}
    dots = {"type": "scatter", "mode": "markers", "hoverinfo": "text"}
    sizes = [round(min(20.0, 5 + sqrt(number) / 2), 1) for number in stands_for]
    return Chart(
        title="How the members hang together",
        how=_what_is_drawn(stands_for, len(drawn["lines"])),
        figure={
            "data": [
                line | {"x": lines_x, "y": lines_y, "opacity": 0.4},
                dots
                | {"x": xs, "y": ys, "marker": {"size": sizes}, "text": _named(drawn, stands_for)},
            ],
            "layout": {"showlegend": False, "xaxis": hidden, "yaxis": hidden, "height": 420},
        },
        head=[],
        rows=[],
    )


def _named(drawn: dict[str, Any], stands_for: list[int]) -> list[str]:
    return [
        name if number == 1 else f"{name} and {number - 1:,} folded into it"
        for name, number in zip(drawn["names"], stands_for, strict=True)
    ]


def _what_is_drawn(stands_for: list[int], lines: int) -> str:
    members, shown = sum(stands_for), len(stands_for)
    if members == shown:
        return (
            f"n = {members:,} platform accounts; drawn are the {lines:,} strongest links that "
            "alone hold them together. Distance means nothing by itself."
        )
    return (
        f"Shown are {shown:,} of {members:,} platform accounts: those with the most links. Each of "
        f"the other {members - shown:,} is folded into the one of these that is fewest of the "
        "strongest links away; a larger dot stands for more, and says for how many. A line joins "
        "two whose members are linked so. Distance means nothing by itself."
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


def _spread(accounts: QuerySet[PlatformAccount]) -> list[int]:
    """How many accounts made so many interactions, step by step."""
    counts = np.fromiter(accounts.values_list("interaction_count", flat=True), dtype=np.int64)
    step = np.searchsorted(STEPS, counts, side="right") - 1
    return [int(number) for number in np.bincount(step, minlength=len(STEPS))]


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
