"""What left the platform: how much, by which clusters, over time, and what can't be known of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from cases.clusters.models import LinkerRun
from cases.core.models import Case
from cases.overview import sent
from cases.overview.sent import Part
from cases.overview.unknown import Unknown, what_is_unknown
from cases.samples.draw import Interval
from cases.samples.estimates import Basis
from cases.samples.findings import findings_of
from cases.samples.models import Draw
from cases.telemetry import charts
from cases.telemetry.charts import Chart
from cases.telemetry.models import AccountActivity, Activity, RollUp
from cases.telemetry.summary import Shown, summarize

KINDS = ("by_model", "by_capability")
#: Clusters that the chart shows each by itself.
MOST_IN_CHART = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A part beside the whole, in percent; of tokens only where the logs hold any."""

    part: Part
    of_interactions: float
    of_tokens: float | None


@dataclass(frozen=True, slots=True)
class Counted:
    """What the telemetry of a case adds up to.

    `run` is the linker run that clusters take their sums from; `is_behind` that telemetry was
    counted after it.
    """

    whole: Part
    refused: int
    accepted: list[Line]
    proposed: list[Line]
    judged: Line
    waiting: Line
    apart: Line
    over_time: Chart | None
    kinds: list[Shown]
    run: LinkerRun | None
    is_behind: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a draw's frame has a label: the estimate and its 95 % interval, in percent."""

    label: str
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Labelled:
    """What people's labels say of the frame of a draw."""

    draw: Draw
    basis: Basis
    shares: list[Share]


@dataclass(frozen=True, slots=True)
class Exposure:
    """Everything that the page shows; `counted` is None where there is no telemetry."""

    counted: Counted | None
    labelled: Labelled | None
    unknown: list[Unknown]


def exposure_of(case: Case) -> Exposure:
    """What was sent, of what kind, and what nobody can know of it."""
    labelled = _labelled(case)
    unknown = what_is_unknown(case, is_labelled=labelled is not None)
    return Exposure(_counted(case), labelled, unknown)


def _counted(case: Case) -> Counted | None:
    by_day = case.roll_ups.filter(query="telemetry.by_day").first()
    days = list(by_day.activities.order_by("at")) if by_day else []
    if not by_day or not days:
        return None
    whole = _whole(case, days)
    accepted, proposed = sent.accepted(case), sent.proposed(case)
    judged, waiting = sent.together(accepted, "accepted"), sent.together(proposed, "proposed")
    run = case.linker_runs.exclude(finished_at=None).order_by("-number").first()
    return Counted(
        whole=whole,
        refused=sum(day.refused for day in days),
        accepted=[_beside(each, whole) for each in sent.largest(case, accepted, sent.ACCEPTED)],
        proposed=[_beside(each, whole) for each in sent.largest(case, proposed, sent.PROPOSED)],
        judged=_beside(judged, whole),
        waiting=_beside(waiting, whole),
        apart=_beside(sent.rest(whole, judged, waiting), whole),
        over_time=_over_time(case, by_day, days),
        kinds=[each for each in summarize(case).shown if each.slug in KINDS],
        run=run,
        is_behind=_is_behind(by_day, run),
    )


def _whole(case: Case, days: list[Activity]) -> Part:
    return Part(
        "All platform accounts",
        AccountActivity.objects.filter(roll_up__case=case).count(),
        sum(day.interactions for day in days),
        sum(day.output_tokens for day in days),
        days[0].at,
        days[-1].at,
    )


def _beside(part: Part, whole: Part) -> Line:
    tokens = 100 * part.output_tokens / whole.output_tokens if whole.output_tokens else None
    return Line(part, 100 * part.interactions / whole.interactions, tokens)


def _is_behind(by_day: RollUp, run: LinkerRun | None) -> bool:
    return bool(run and run.finished_at and by_day.made_at > run.finished_at)


def _labelled(case: Case) -> Labelled | None:
    """The newest draw of which people labelled samples; a control says nothing of what was sent."""
    draws = case.draws.filter(control_of=None, samples__labels__isnull=False)
    draw = draws.order_by("-number").first()
    if draw is None:
        return None
    found = findings_of(draw)
    shares = [_share(each.label, each.interval) for each in found.estimates]
    return Labelled(draw, found.basis, shares)


def _share(label: str, interval: Interval) -> Share:
    return Share(label, 100 * interval.share, 100 * interval.low, 100 * interval.high)


def _over_time(case: Case, made: RollUp, days: list[Activity]) -> Chart | None:
    """Each day parted by cluster; None where no cluster has days of its own."""
    at = {f"{day.at:%Y-%m-%d}": day.at for day in days}
    left = {name: day.interactions for name, day in zip(at, days, strict=True)}
    parts: dict[tuple[datetime | None, str], int] = {}
    for label, own_days in _days_of_clusters(case):
        for name, own, _ in own_days:
            if own and name in left:
                parts[at[name], label] = parts.get((at[name], label), 0) + own
                left[name] = max(0, left[name] - own)
    if not parts:
        return None
    parts |= {(at[name], "in no cluster"): count for name, count in left.items()}
    rows = [Activity(at=day, label=label, interactions=n) for (day, label), n in parts.items()]
    chart = charts.by_label(rows, "cluster", as_of=f"{made.made_at:%B %-d, %Y, %H:%M} UTC")
    return replace(chart, head=chart.head[:3], rows=[row[:3] for row in chart.rows])


def _days_of_clusters(case: Case) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """A label, and each day with the members' interactions and others'; the largest first."""
    usable = case.clusters.usable().exclude(explanation__days=None)
    rows = usable.order_by("-interaction_count", "number")
    return [
        (f"K-{number}, {status}" if place < MOST_IN_CHART else "other clusters", days)
        for place, (number, status, days) in enumerate(
            rows.values_list("number", "status", "explanation__days")
        )
    ]
