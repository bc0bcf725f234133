"""Whether a measured figure still bears what was observed of it: its runs speak for themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cases.claims.models import Claim, Observation
from cases.claims.stated import Stated
from cases.core.models import Case
from cases.exhibits.models import Alarm
from cases.telemetry import tables
from cases.telemetry.models import FigureRun, Import


@dataclass(frozen=True)
class Measured:
    """A figure as it is measured now, and the last time that it was run again."""

    value: Decimal
    unit: str
    window: str
    is_withdrawn: bool
    run: FigureRun | None

    @property
    def is_reproduced(self) -> bool:
        """Whether its last run gave the same as it says now."""
        return self.run is not None and self.run.is_same and self.run.found == self.value


def read_figures(case: Case) -> dict[str, Measured]:
    """The figures of the case by key, each with its last run."""
    runs = FigureRun.objects.filter(figure__case=case).order_by("figure_id", "-pk")
    last = {run.figure_id: run for run in runs.distinct("figure_id")}
    withdrawn = _withdrawn(case)
    return {
        figure.key: Measured(
            figure.value,
            figure.unit,
            figure.window,
            not withdrawn.isdisjoint(figure.derived_from),
            last.get(figure.pk),
        )
        for figure in case.figures.all()
    }


def take_up_runs(case: Case) -> None:
    """Keep beside each observation of a figure the figure's last run, for all who read it.

    A run that nobody signed is never put in anybody's name: it weighs, and is not written here.
    """
    seen = Observation.objects.filter(claim__case=case).exclude(figure_key="")
    figures = read_figures(case) if seen.exists() else {}
    for row in seen:
        figure = figures.get(row.figure_key)
        run = figure.run if figure else None
        if run is None or run.by_id is None or row.rerun_at == run.ran_at:
            continue
        row.rerun_at, row.rerun_by_id = run.ran_at, run.by_id
        row.rerun_gave_the_same = run.is_same
        row.save(update_fields=["rerun_at", "rerun_by", "rerun_gave_the_same"])


def observed(claim: Claim) -> list[Observation]:
    """What our exhibits show of the claim; `void` says why one of them shows nothing any more."""
    case = claim.case
    rows = list(claim.observations.select_related("rerun_by", "claim").prefetch_related("exhibits"))
    figures = read_figures(case) if any(row.figure_key for row in rows) else {}
    damaged = damaged_in(case)
    for row in rows:
        row.void = void_because(row, figures, damaged)  # type: ignore[attr-defined]
    return rows


def damaged_in(case: Case) -> frozenset[int]:
    """The exhibits whose stored bytes are not those that were received, by primary key."""
    open_alarms = Alarm.objects.filter(case=case, settled_at=None)
    return frozenset(open_alarms.values_list("exhibit_id", flat=True))


def void_because(
    observation: Observation, figures: Mapping[str, Measured], damaged: frozenset[int]
) -> str:
    """Why the observation shows nothing any more, for a reader, or empty."""
    exhibits = sorted(observation.exhibits.all(), key=lambda e: e.number)
    if not exhibits:
        return "it names no exhibit"
    if hurt := [exhibit for exhibit in exhibits if exhibit.pk in damaged]:
        names = ", ".join(str(exhibit) for exhibit in hurt)
        return f"the stored bytes of {names} are not those that were received"
    if not observation.figure_key:
        return "" if observation.rerun_gave_the_same is not False else "run again, it differed"
    figure = figures.get(observation.figure_key)
    if figure is None:
        return "it is not measured any more"
    return _moved(figure, observation.figure_value) or _unlike(figure, observation)


def _withdrawn(case: Case) -> set[str]:
    """The digests of exhibits that were counted once and are not any more."""
    rows = Import.objects.filter(case=case, state=Import.State.WITHDRAWN)
    gone = set(rows.values_list("files__exhibit__sha256", flat=True))
    return gone.difference(tables.made_from(case)) if gone else gone


def _moved(figure: Measured, observed: Decimal | None) -> str:
    if figure.is_withdrawn:
        return "telemetry that it was counted in is withdrawn"
    if observed is not None and observed != figure.value:
        return f"it was {_said(observed)} when it was observed and is {_said(figure.value)} now"
    if figure.run and not figure.run.is_same and figure.run.stated == figure.value:
        return f"run again, it gave {_said(figure.run.found)} instead of {_said(figure.value)}"
    return ""


def _unlike(figure: Measured, observation: Observation) -> str:
    """Why the number shows nothing of the figure that the claim states, or empty."""
    claim = observation.claim
    if claim.value is None:
        return ""
    stated = Stated(claim.value, claim.value_high, claim.precision, claim.unit, claim.window)
    if reason := stated.why_not_of(figure.unit, figure.window):
        return reason
    if stated.agrees_with(figure.value) != observation.contradicts:
        return ""
    is_not = "is" if observation.contradicts else "is not"
    return f"{_said(figure.value)} {is_not} the number that the claim states"


def _said(number: Decimal) -> str:
    whole = number.to_integral_value()
    return f"{int(whole):,}" if whole == number else f"{number.normalize():,f}"
