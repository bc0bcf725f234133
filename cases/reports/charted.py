"""A chart as the document holds it: its picture, its caption, its facts and its numbers."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cases.claims.beside import Beside
from cases.reports import drawing
from cases.reports.charts import FIGURES, KINDS, Measured, Picture, Placed, Series
from cases.reports.document import Block, Sentence
from cases.reports.ledger import Ledger
from cases.reports.paired import pairs
from cases.reports.rules import ERROR, Finding
from cases.reports.sections.evidence import HEAD, rows
from cases.reports.setting import blocks_of_prose, status_of
from cases.reports.wording import note, plain, say


def blocks_of_charts(
    placed: Iterable[Placed], ledger: Ledger, *, is_synthetic: bool
) -> Iterator[Block]:
    """A block for each chart; one that nothing is held for says so."""
    for each in placed:
        measured = measured_for(each, ledger)
        if measured is None:
            yield note(f"Chart {each.number} is not drawn: {why_not_drawn(each)}")
        else:
            yield _block(each, measured, ledger, is_synthetic=is_synthetic)


def measured_for(placed: Placed, ledger: Ledger) -> Measured | None:
    """The numbers that the chart draws, as the ledger stands."""
    return _of_figures(ledger) if placed.of == FIGURES else ledger.charts.get(placed.token)


def check_charts(
    placed: Iterable[Placed], ledger: Ledger, moved: Mapping[str, str]
) -> Iterator[Finding]:
    """Charts that cannot be drawn, and charts whose data moved since their caption was read."""
    for each in placed:
        where = (ERROR, each.place, 0, 0, "")
        if measured_for(each, ledger) is None:
            said = f"Chart {each.number} is not drawn: {why_not_drawn(each)}"
            yield Finding("unknown-citation", *where, said)
        elif each.token in moved:
            yield Finding("stale", *where, f"Chart {each.number}: {moved[each.token]}")


def why_not_drawn(placed: Placed) -> str:
    """What is missing for a chart that cannot be drawn."""
    if placed.of == FIGURES:
        return "no figure is stated that one measured here stands beside."
    if placed.of in KINDS:
        return "this case holds no telemetry by the hour and day."
    return f"the days of {placed.of} are not held in this case."


def _block(placed: Placed, measured: Measured, ledger: Ledger, *, is_synthetic: bool) -> Block:
    is_pairs = placed.of == FIGURES
    alt = (_told_pairs if is_pairs else _told)(measured)
    alt = f"SYNTHETIC. {alt}" if is_synthetic else alt
    how: dict[str, Any] = {"name": str(placed.number), "alt": alt, "is_synthetic": is_synthetic}
    if is_pairs:
        told = [_compared(pair, ledger) for pair in _drawn(ledger)]
        svg = drawing.pairs(measured, told, **how)
    else:
        svg = drawing.columns(measured, **how)
    sentences = [s for each in blocks_of_prose(placed.caption, ledger) for s in each.sentences]
    return Block(
        "chart",
        tuple(sentences),
        caption=f"Chart {placed.number}. {measured.title}",
        head=HEAD if is_pairs else (measured.across, *(s.name for s in measured.series)),
        rows=rows(_drawn(ledger), ledger) if is_pairs else tuple(_rows(measured)),
        picture=Picture(
            of=placed.of,
            svg=svg,
            alt=alt,
            unit=measured.unit,
            labels=measured.labels,
            series=measured.series,
            facts=measured.facts,
            sha256=measured.digest,
            derived_from=measured.derived_from,
        ),
    )


def _rows(measured: Measured) -> Iterator[tuple[Sentence, ...]]:
    for place, label in enumerate(measured.labels):
        values = (series.values[place] for series in measured.series)
        yield (plain(label), *(plain(said(value)) for value in values))


def said(value: float | None) -> str:
    """A number as a table prints it."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def _told(measured: Measured) -> str:
    parts = [f"{'Column' if len(measured.series) == 1 else 'Line'} chart. {measured.title}"]
    for series in measured.series:
        known = [
            (value or 0, label) for value, label in zip(series.values, measured.labels, strict=True)
        ]
        most, least = max(known, key=lambda k: k[0]), min(known, key=lambda k: k[0])
        parts.append(
            f"{series.name}: from {said(least[0])} ({least[1]}) to {said(most[0])} ({most[1]})"
        )
    return f"{'. '.join(parts)}. {measured.facts[0]} The table gives every number."


def _told_pairs(measured: Measured) -> str:
    return (
        f"Bar chart. {measured.title}: {'; '.join(measured.labels)}. Each pair of bars stands on a "
        "scale of its own. The table gives every number."
    )


def _of_figures(ledger: Ledger) -> Measured | None:
    found = _drawn(ledger)
    if not found:
        return None
    stated, measured, upper = [], [], []
    for pair in found:
        claim = ledger.claims[pair.claim or 0].figure
        assert claim is not None  # noqa: S101  `_drawn` gives such pairs alone
        stated.append(_plain(claim.value))
        upper.append(_plain(claim.value_high) if claim.value_high is not None else None)
        measured.append(_plain(ledger.figures[pair.figure].quantity.value))
    return Measured(
        title=KINDS[FIGURES],
        across=HEAD[0],
        unit="each pair on its own scale",
        labels=tuple(_label(pair, ledger) for pair in found),
        series=(
            Series("Stated", tuple(stated)),
            Series("Measured here", tuple(measured)),
            Series("Stated, up to", tuple(upper)),
        ),
        facts=(
            (
                f"n = {len(found):,} pairs; the window, the counting rule and the date of each "
                "figure are in the table; days in UTC."
            ),
            (
                "A difference is given only where unit, window and counting rule are the same. "
                "What is measured here settles no status by itself."
            ),
            *_derived(found, ledger),
        ),
        derived_from=tuple(
            sorted({d for pair in found for d in ledger.figures[pair.figure].derived_from})
        ),
    )


def _drawn(ledger: Ledger) -> tuple[Beside, ...]:
    return tuple(pair for pair in pairs(ledger) if pair.claim and pair.figure)


def _label(pair: Beside, ledger: Ledger) -> str:
    claim, figure = ledger.claims[pair.claim or 0], ledger.figures[pair.figure]
    status = Sentence((), *status_of([claim])).label
    return f"{claim.token}, {status}, beside {figure.label} (figure:{figure.key})"


def _compared(pair: Beside, ledger: Ledger) -> tuple[str, str, str]:
    stated = ledger.claims[pair.claim or 0].figure
    measured = ledger.figures[pair.figure].quantity
    return (say(stated) if stated else "", say(measured), pair.words)


def _derived(found: Iterable[Beside], ledger: Ledger) -> Iterator[str]:
    figures = [ledger.figures[pair.figure] for pair in found]
    how = dict.fromkeys(f"{f.query} with {f.engine}" for f in figures if f.query)
    if how:
        yield f"Derived by the queries {'; '.join(how)}."


def _plain(value: object) -> int | float:
    number = float(str(value))
    return int(number) if number.is_integer() else number
