"""Measured numbers as a static picture: SVG, the same bytes for the same numbers.

No library among the dependencies draws without a browser, and what is needed is columns, lines and
bars, so they are drawn here. Nothing in a picture runs or is fetched. It reads in black and white:
one series is solid, the other hatched or dashed. Colours stand on a light and on a dark page, and
the words take the colour of the page.
"""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from xml.etree import ElementTree as Svg

from cases.reports.charts import Measured, Series
from cases.reports.spelling import spelled

WIDTH, _LEFT, _RIGHT, _TOP, _PLOT = 720, 76, 12, 62, 190
_BAR, _PAIR, _BARS = 17, 92, 470
_OPEN = {"stroke-dasharray": "3 3"}
_COLORS = ("#2f7fc1", "#c26a1b")
_DASHES = ("", "7 4")
_FONT = "Libertinus Serif, Georgia, serif"
_MOST_LABELS = 7
_PER_LINE, _PER_BOLD_LINE = 98, 84

#: What is said of a pair: the number stated, the number measured, and how they compare.
Told = tuple[str, str, str]


def columns(measured: Measured, *, name: str, alt: str, is_synthetic: bool) -> str:
    """A column for each label, or a line for each series where there are two."""
    picture = _picture(measured, alt, _TOP + _PLOT + 62, is_synthetic=is_synthetic)
    top = _nice(max((v or 0 for series in measured.series for v in series.values), default=0))
    _scale(picture, top)
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(measured.labels))
    if len(measured.series) == 1:
        _bars(picture, measured.series[0], step, top)
    else:
        for place, series in enumerate(measured.series):
            _line(picture, series, place, step, top)
        _legend(picture, [series.name for series in measured.series], name)
    every = ceil(len(measured.labels) / _MOST_LABELS)
    for place in range(0, len(measured.labels), every):
        x = _LEFT + (place + 0.5) * step
        _text(picture, x, _TOP + _PLOT + 18, measured.labels[place], anchor="middle")
    _facts(picture, measured, _TOP + _PLOT + 38)
    return _written(picture)


def pairs(
    measured: Measured, told: Sequence[Told], *, name: str, alt: str, is_synthetic: bool
) -> str:
    """A pair of bars for each label, each pair on a scale of its own that begins at zero.

    The first series is stated, the second measured; a third gives the upper ends of ranges.
    """
    height = _TOP + _PAIR * len(measured.labels) + 42
    picture = _picture(measured, alt, height, is_synthetic=is_synthetic)
    _legend(picture, [series.name for series in measured.series[:2]], name, bars=True)
    for place, (label, words) in enumerate(zip(measured.labels, told, strict=True)):
        y = _TOP + place * _PAIR + 16
        _text(picture, 12, y, _cut(label, _PER_BOLD_LINE)[0], weight="bold")
        stated, found, upper = (series.values[place] or 0 for series in measured.series)
        scale = _BARS / (max(stated, found, upper) or 1)
        for row, value in enumerate((stated, found)):
            top = y + 8 + row * (_BAR + 4)
            bar = {"x": 12, "y": top, "width": value * scale, "height": _BAR}
            _add(picture, "rect", bar, _paint(row, name))
            if row == 0 and upper:
                more = {"x": 12 + value * scale, "width": (upper - value) * scale}
                _add(picture, "rect", bar | more, {"fill": "none", "stroke": _COLORS[1]} | _OPEN)
            _text(picture, 20 + max(value, 0 if row else upper) * scale, top + 13, words[row])
        said, more_of_it = _cut(words[2], _PER_LINE)
        _text(picture, 12, y + 2 * _BAR + 27, f"{said} …" if more_of_it else said)
    _facts(picture, measured, height - 26)
    return _written(picture)


def _picture(measured: Measured, alt: str, height: float, *, is_synthetic: bool) -> Svg.Element:
    picture = Svg.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {_round(height)}",
            "role": "img", "aria-label": spelled(alt), "font-family": _FONT, "font-size": "12",
            "fill": "currentColor",
        },
    )  # fmt: skip
    _text(picture, 12, 20, measured.title, weight="bold", size="15")
    _text(picture, 12, 38, measured.unit)
    if is_synthetic:
        _text(picture, WIDTH - _RIGHT, 20, "SYNTHETIC", anchor="end", weight="bold", size="15")
    return picture


def _scale(picture: Svg.Element, top: float) -> None:
    for part in range(5):
        y = _TOP + _PLOT * (1 - part / 4)
        line = {"x1": _LEFT, "x2": WIDTH - _RIGHT, "y1": y, "y2": y}
        _add(picture, "line", line, {"stroke": "currentColor", "stroke-opacity": "0.35"})
        _text(picture, _LEFT - 8, y + 4, _number(top * part / 4), anchor="end")


def _bars(picture: Svg.Element, series: Series, step: float, top: float) -> None:
    for place, value in enumerate(series.values):
        height = _PLOT * (value or 0) / top
        box = {"x": _LEFT + (place + 0.1) * step, "y": _TOP + _PLOT - height}
        _add(picture, "rect", box | {"width": step * 0.8, "height": height}, {"fill": _COLORS[0]})


def _line(picture: Svg.Element, series: Series, place: int, step: float, top: float) -> None:
    points = " ".join(
        f"{_round(_LEFT + (at + 0.5) * step)},{_round(_TOP + _PLOT * (1 - (value or 0) / top))}"
        for at, value in enumerate(series.values)
    )
    paint = {"points": points, "fill": "none", "stroke": _COLORS[place], "stroke-width": "2"}
    if _DASHES[place]:
        paint["stroke-dasharray"] = _DASHES[place]
    Svg.SubElement(picture, "polyline", paint)


def _legend(picture: Svg.Element, names: Sequence[str], name: str, *, bars: bool = False) -> None:
    if bars:
        _hatch(picture, name)
    for place, said in enumerate(names):
        x = 330 + place * 190
        if bars:
            box = {"x": x, "y": 29, "width": 30, "height": 10}
            _add(picture, "rect", box, _paint(place, name))
        else:
            line = {"x1": x, "x2": x + 30, "y1": 34, "y2": 34}
            dash = {"stroke-dasharray": _DASHES[place]} if _DASHES[place] else {}
            _add(picture, "line", line, {"stroke": _COLORS[place], "stroke-width": "2"} | dash)
        _text(picture, x + 36, 38, said)


def _hatch(picture: Svg.Element, name: str) -> None:
    pattern = Svg.SubElement(
        Svg.SubElement(picture, "defs"),
        "pattern",
        {
            "id": f"hatch-{name}", "width": "6", "height": "6", "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        },
    )  # fmt: skip
    _add(pattern, "rect", {"width": 2.5, "height": 6}, {"fill": _COLORS[1]})


def _paint(row: int, name: str) -> dict[str, str]:
    """What is stated is hatched, what is measured is solid."""
    fill = _COLORS[0] if row else f"url(#hatch-{name})"
    return {"fill": fill, "stroke": _COLORS[1 - row]}


def _facts(picture: Svg.Element, measured: Measured, y: float) -> None:
    for place, line in enumerate(_cut(measured.facts[0], _PER_LINE)):
        if line:
            _text(picture, 12, y + 15 * place, line)


def _cut(said: str, most: int) -> tuple[str, str]:
    """The words that fit on a line, and those that do not."""
    end = len(said) if len(said) <= most else max(1, said.rfind(" ", 0, most))
    return said[:end], said[end:].strip()


def _text(
    picture: Svg.Element, x: float, y: float, said: str,
    anchor: str = "", weight: str = "", size: str = "",
) -> None:  # fmt: skip
    words = {"text-anchor": anchor, "font-weight": weight, "font-size": size}
    given = {key: value for key, value in words.items() if value}
    _add(picture, "text", {"x": x, "y": y}, given).text = spelled(said)


def _add(
    picture: Svg.Element, tag: str, numbers: Mapping[str, float], words: dict[str, str]
) -> Svg.Element:
    return Svg.SubElement(
        picture, tag, {key: _round(value) for key, value in numbers.items()} | words
    )


def _written(picture: Svg.Element) -> str:
    return Svg.tostring(picture, encoding="unicode")


def _nice(most: float) -> float:
    """The least 1, 2, 4 or 8 of a power of ten that the largest number does not pass."""
    if most <= 0:
        return 4
    power = 10.0 ** floor(log10(most))
    return next(step * power for step in (1, 2, 4, 8, 10) if step * power >= most)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def _round(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
