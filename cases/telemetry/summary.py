"""What the telemetry page shows, read from the roll-ups in PostgreSQL alone."""

from dataclasses import dataclass, field

from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.telemetry import charts
from cases.telemetry.charts import Chart
from cases.telemetry.mapping import Mapping, missing
from cases.telemetry.models import Activity, Figure, Import, RollUp
from cases.telemetry.queries import QUERIES
from cases.telemetry.schema import Column, Kind

SHOWN = ("by_day", "by_hour", "by_capability", "by_model", "volume")
UNLABELLED = {"not labelled"}


@dataclass(frozen=True)
class Shown:
    """A chart with its roll-up: how it was derived, and where all its rows are."""

    chart: Chart
    roll_up: RollUp
    meaning: str
    exhibits: list[Exhibit]

    @property
    def slug(self) -> str:
        """The query's name in a URL."""
        return self.roll_up.query.removeprefix("telemetry.")


@dataclass(frozen=True)
class Summary:
    """A case's telemetry on one page."""

    figures: list[Figure]
    shown: list[Shown] = field(default_factory=list)
    absent: list[Column] = field(default_factory=list)


def summarize(case: Case) -> Summary:
    """The charts, the figures and what can't be concluded."""
    roll_ups = {each.query: each for each in case.roll_ups.all()}
    figures = list(case.figures.order_by("pk"))
    rows = {
        query: list(roll_up.activities.order_by("at", "label"))
        for query, roll_up in roll_ups.items()
        if query.removeprefix("telemetry.") in SHOWN
    }
    exhibits = {exhibit.sha256: exhibit for exhibit in case.exhibits.order_by("-number")}
    window = charts.window_of(rows.get("telemetry.by_day", []))
    shown = [
        Shown(
            _chart(query, of_query, window, roll_ups[query]),
            roll_ups[query],
            QUERIES[query].meaning,
            [exhibits[d] for d in roll_ups[query].derived_from if d in exhibits],
        )
        for query in (f"telemetry.{name}" for name in SHOWN)
        if (of_query := rows.get(query))
        and (query != "telemetry.by_capability" or {row.label for row in of_query} != UNLABELLED)
    ]
    return Summary(figures, shown, absent_columns(case))


def absent_columns(case: Case) -> list[Column]:
    """Our columns that no import fills, with what can't be concluded without them."""
    absent: dict[str, Column] = {}
    for kind in Kind:
        imports = list(Import.objects.ready().filter(case=case, kind=kind))
        if not imports:
            continue
        filled = {name for each in imports for name in each.mapping}
        for column in missing(kind, Mapping(dict.fromkeys(filled, "filled"))):
            absent.setdefault(column.name, column)
    return list(absent.values())


def _chart(query: str, rows: list[Activity], window: str, roll_up: RollUp) -> Chart:
    as_of = f"{roll_up.made_at:%B %-d, %Y, %H:%M} UTC"
    match query:
        case "telemetry.by_hour":
            return charts.by_hour(rows, as_of=as_of)
        case "telemetry.by_day":
            return charts.by_day(rows, as_of=as_of)
        case "telemetry.by_capability":
            return charts.by_label(rows, "capability", as_of=as_of)
        case "telemetry.by_model":
            return charts.by_label(rows, "model", as_of=as_of)
        case _:
            return charts.volume(rows, window, as_of=as_of)
