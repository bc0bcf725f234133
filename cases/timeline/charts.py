from collections.abc import Sequence
from itertools import groupby
from typing import Any

from cases.timeline.lanes import Placed, Spread, place
from cases.timeline.models import Event

#: Each lane with its mark: told apart by shape and height, not by colour alone.
LANES = ((Event.Lane.SAID, "diamond-open", "dash"), (Event.Lane.PUBLIC, "circle", "solid"))


def timeline_figure(events: Sequence[Event]) -> dict[str, Any]:
    """The timeline as Plotly JSON: what was publicly said and done above what is said to be so.

    A span of days is a line, an open end reaches to the edge, a single day is a mark.
    """
    data: list[dict[str, Any]] = []
    base = 0
    for lane, symbol, dash in LANES:
        mine = {event.number: event for event in events if event.lane == lane}
        placed = place(
            Spread(event.number, event.happened_earliest, event.happened_latest)
            for event in mine.values()
        )
        data.append(_trace(lane, symbol, dash, base, placed, mine))
        base += max((one.row for one in placed), default=0) + 3
    return {"data": data, "layout": _layout(base)}


def _trace(
    lane: Event.Lane,
    symbol: str,
    dash: str,
    base: int,
    placed: list[Placed],
    events: dict[int, Event],
) -> dict[str, Any]:
    x: list[str | None] = []
    y: list[int | None] = []
    text: list[str | None] = []
    names: list[str | None] = []
    for one in placed:
        event = events[one.key]
        words = f"{event}: {event.title}<br>{event.happened_in_words}"
        height = base + one.row + 1
        x += [one.start.isoformat(), one.end.isoformat(), None]
        y += [height, height, None]
        text += [_plain(words)] * 2 + [None]
        names += [str(event), None, None]
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": lane.label,
        "x": x,
        "y": y,
        "text": names,
        "textposition": "top right",
        "customdata": text,
        "hovertemplate": "%{customdata}<extra></extra>",
        "line": {"width": 4, "dash": dash},
        "marker": {"size": 11, "symbol": symbol},
        "connectgaps": False,
    }


def _plain(words: str) -> str:
    """Plotly reads a few tags in its texts: hostile words must not make any but our line break."""
    head, _, tail = words.rpartition("<br>")
    return f"{head.replace('<', '‹').replace('>', '›')}<br>{tail}"


def _layout(height: int) -> dict[str, Any]:
    return {
        "height": 170 + 30 * height,
        "xaxis": {"type": "date", "rangeslider": {"visible": True, "thickness": 0.08}},
        "yaxis": {"visible": False, "range": [0, height]},
        "legend": {"orientation": "h", "y": 1.12},
        "margin": {"l": 16, "r": 16, "t": 36, "b": 32},
        "hovermode": "closest",
    }


def by_year_and_month(events: Sequence[Event]) -> list[tuple[str, list[Event]]]:
    """The events as a text is divided: by the month of the day that they sort by."""
    months = groupby(events, key=lambda event: f"{event.sort_on:%B %Y}")
    return [(month, list(group)) for month, group in months]
