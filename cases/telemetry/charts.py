"""Charts as plain Plotly dictionaries: what each shows, of how many, in which window and zone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Cells = list[list[str]]
#: The theme has six colours: what comes after them is also hatched.
_PATTERNS = ("", "/", ".", "x")


class Row(Protocol):
    """What a chart needs of a row of a roll-up."""

    at: datetime | None
    label: str
    interactions: int
    platform_accounts: int
    output_tokens: int


@dataclass(frozen=True)
class Chart:
    """A chart, and the same numbers as a table."""

    id: str
    title: str
    how: str
    figure: dict[str, Any]
    head: list[str] = field(default_factory=list)
    rows: Cells = field(default_factory=list)


def by_hour(rows: Sequence[Row], *, as_of: str) -> Chart:
    """Interactions in each hour."""
    trace = {
        "type": "scatter",
        "mode": "lines",
        "line": {"width": 1, "shape": "hv"},
        "x": [_moment(row) for row in rows],
        "y": [row.interactions for row in rows],
        "hovertemplate": "%{x|%b %-d, %Y, %H:%M} UTC<br>%{y:,} interactions<extra></extra>",
    }
    return Chart(
        "by-hour",
        "Interactions in each hour",
        _how(rows, as_of),
        _figure([trace], "interactions"),
        ["Hour (UTC)", "Interactions", "Platform accounts", "Output tokens"],
        [[f"{row.at:%Y-%m-%d %H:%M}", *_numbers(row)] for row in rows],
    )


def by_day(rows: Sequence[Row], *, as_of: str) -> Chart:
    """Interactions on each day."""
    trace = {
        "type": "bar",
        "x": [_moment(row) for row in rows],
        "y": [row.interactions for row in rows],
        "customdata": [row.platform_accounts for row in rows],
        "hovertemplate": "%{x|%b %-d, %Y} (UTC)<br>%{y:,} interactions"
        "<br>%{customdata:,} platform accounts<extra></extra>",
    }
    return Chart(
        "by-day",
        "Interactions on each day",
        _how(rows, as_of),
        _figure([trace], "interactions"),
        ["Day (UTC)", "Interactions", "Platform accounts", "Output tokens"],
        [[f"{row.at:%Y-%m-%d}", *_numbers(row)] for row in rows],
    )


def by_label(rows: Sequence[Row], what: str, *, as_of: str) -> Chart:
    """Interactions on each day, parted by capability or model; the largest part lies lowest."""
    totals: dict[str, int] = {}
    for row in rows:
        totals[row.label] = totals.get(row.label, 0) + row.interactions
    labels = sorted(totals, key=lambda label: (-totals[label], label))
    traces = [
        {
            "type": "bar",
            "name": _plain(label),
            "x": [_moment(row) for row in rows if row.label == label],
            "y": [row.interactions for row in rows if row.label == label],
            "marker": {"pattern": {"shape": _PATTERNS[place // 6 % len(_PATTERNS)]}},
            "hovertemplate": f"{_plain(label)}<br>%{{x|%b %-d, %Y}} (UTC)<br>%{{y:,}} interactions"
            "<extra></extra>",
        }
        for place, label in enumerate(labels)
    ]
    whole = sum(totals.values()) or 1
    tokens = {label: sum(r.output_tokens for r in rows if r.label == label) for label in labels}
    return Chart(
        f"by-{what}",
        f"Interactions on each day, by {what}",
        _how(rows, as_of),
        _figure(
            traces,
            "interactions",
            barmode="stack",
            legend={"traceorder": "normal"},
            height=340 + 12 * len(labels),
        ),
        [what.capitalize(), "Interactions", "Share", "Output tokens"],
        [
            [label, f"{totals[label]:,}", f"{totals[label] / whole:.1%}", f"{tokens[label]:,}"]
            for label in labels
        ],
    )


def volume(rows: Sequence[Row], window: str, *, as_of: str) -> Chart:
    """How many platform accounts sent how much; steps double."""
    ordered = sorted(rows, key=lambda row: int(row.label))
    steps = [_step(int(row.label)) for row in ordered]
    trace = {
        "type": "bar",
        "x": steps,
        "y": [row.platform_accounts for row in ordered],
        "customdata": [row.interactions for row in ordered],
        "hovertemplate": "%{x} interactions each<br>%{y:,} platform accounts"
        "<br>%{customdata:,} interactions together<extra></extra>",
    }
    accounts = sum(row.platform_accounts for row in ordered)
    figure = _figure([trace], "platform accounts")
    figure["layout"]["xaxis"] = {"type": "category", "title": {"text": "interactions of each"}}
    return Chart(
        "volume",
        "Platform accounts by how many interactions each sent",
        f"n = {accounts:,} platform accounts; {window}; all imports; as of {as_of}.",
        figure,
        ["Interactions of each", "Platform accounts", "Interactions together"],
        [
            [step, f"{row.platform_accounts:,}", f"{row.interactions:,}"]
            for step, row in zip(steps, ordered, strict=True)
        ],
    )


def window_of(rows: Sequence[Row]) -> str:
    """From the first to the last day that has a row, in words."""
    days = sorted(row.at for row in rows if row.at)
    if not days:
        return "no days"
    first, last = days[0], days[-1]
    if first.date() == last.date():
        return f"{first:%B %-d, %Y} (UTC)"
    return f"{first:%B %-d, %Y} to {last:%B %-d, %Y} (UTC)"


def _how(rows: Sequence[Row], as_of: str) -> str:
    count = sum(row.interactions for row in rows)
    return f"n = {count:,} interactions; {window_of(rows)}; all imports; as of {as_of}."


def _figure(traces: list[dict[str, Any]], unit: str, **layout: Any) -> dict[str, Any]:
    return {
        "data": traces,
        "layout": {
            "xaxis": {"type": "date"},
            "yaxis": {"title": {"text": unit}, "rangemode": "tozero", "tickformat": ",d"},
            "showlegend": len(traces) > 1,
            "height": 320,
        }
        | layout,
    }


def _moment(row: Row) -> str:
    return f"{row.at:%Y-%m-%d %H:%M}"


def _numbers(row: Row) -> list[str]:
    return [f"{row.interactions:,}", f"{row.platform_accounts:,}", f"{row.output_tokens:,}"]


def _step(step: int) -> str:
    low, high = 2**step, 2 ** (step + 1) - 1
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _plain(label: str) -> str:
    """A label that Plotly can't take for markup or for a template."""
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("%{", "% {")):
        label = label.replace(mark, entity)
    return label
