"""The numbers that charts draw, read from the roll-ups that a case keeps in PostgreSQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from cases.clusters.models import Cluster, LinkerRun
from cases.core.dates import describe
from cases.core.models import Case
from cases.reports.charts import BY_DAY, BY_HOUR, KINDS, Measured, Series, placed_of, token_of
from cases.telemetry.models import RollUp
from cases.telemetry.queries import QUERIES

#: With more days a chart counts weeks; with more weeks than this, months.
MOST_BARS = 62
_NAMED = 6
_QUERIES = {BY_DAY: "telemetry.by_day", BY_HOUR: "telemetry.by_hour"}
_STEPS = ("day", "week", "month")


def wanted_in(case: Case) -> set[str]:
    """The tokens of all charts that reports of the case hold."""
    stored = case.reports.exclude(charts=[]).values_list("charts", flat=True)
    return {placed.token for charts in stored for placed in placed_of(charts)}


def measured_in(case: Case, tokens: Iterable[str]) -> dict[str, Measured]:
    """What these charts draw; one that nothing is held for is left out."""
    names = {token.removeprefix("chart:") for token in tokens}
    found: dict[str, Measured] = {}
    if rolled := names & _QUERIES.keys():
        exhibits = _exhibits(case)
        queries = [_QUERIES[name] for name in rolled]
        kept = {each.query: each for each in case.roll_ups.filter(query__in=queries)}
        for name in sorted(rolled):
            if roll_up := kept.get(_QUERIES[name]):
                drawn = _by_day if name == BY_DAY else _by_hour
                if measured := drawn(roll_up, exhibits):
                    found[token_of(name)] = measured
    numbers = [int(name[2:]) for name in names if name.startswith("K-") and name[2:].isdecimal()]
    if numbers:
        exhibits = _exhibits(case)
        for cluster in case.clusters.filter(number__in=numbers).select_related("run"):
            if measured := _of_cluster(cluster, exhibits):
                found[token_of(str(cluster))] = measured
    return found


def offered_in(case: Case) -> list[tuple[str, str]]:
    """What can be drawn of this case, as a field offers it."""
    found = list(KINDS.items())
    clusters = case.clusters.exclude(status=Cluster.Status.WITHDRAWN).exclude(run=None)
    return found + [
        (str(cluster), f"Days of {cluster} beside accounts in no cluster")
        for cluster in clusters.filter(explanation__has_key="days").order_by("number")
    ]


def _by_day(roll_up: RollUp, exhibits: Mapping[str, str]) -> Measured | None:
    counted = {at.date(): number for at, number in _activities(roll_up)}
    if not counted:
        return None
    step, bins = _binned([counted])
    return Measured(
        title=f"Interactions in each {step}" if step != "day" else KINDS[BY_DAY],
        across=_across(step),
        unit="interactions",
        labels=tuple(bins),
        series=(Series("Interactions", tuple(row[0] for row in bins.values())),),
        facts=_facts_of(roll_up, sum(counted.values()), sorted(counted), exhibits),
        derived_from=tuple(roll_up.derived_from),
    )


def _by_hour(roll_up: RollUp, exhibits: Mapping[str, str]) -> Measured | None:
    rows = _activities(roll_up)
    if not rows:
        return None
    counted = [0] * 24
    for at, number in rows:
        counted[at.hour] += number
    days = sorted({at.date() for at, _ in rows})
    return Measured(
        title=KINDS[BY_HOUR],
        across="Hour (UTC)",
        unit="interactions, all days of the window together",
        labels=tuple(f"{hour:02}:00" for hour in range(24)),
        series=(Series("Interactions", tuple(counted)),),
        facts=_facts_of(roll_up, sum(counted), days, exhibits),
        derived_from=tuple(roll_up.derived_from),
    )


def _activities(roll_up: RollUp) -> list[tuple[datetime, int]]:
    rows = roll_up.activities.order_by("at").values_list("at", "interactions")
    return [(at.astimezone(UTC), number) for at, number in rows if at]


def _facts_of(
    roll_up: RollUp, total: int, days: Sequence[date], exhibits: Mapping[str, str]
) -> tuple[str, ...]:
    return (
        (
            f"n = {total:,} interactions; window: {_window(days)}; zone: UTC; "
            f"as of {_as_of(roll_up.made_at)}."
        ),
        (
            f"Counted: {QUERIES[roll_up.query].meaning} Every interaction of every import that is "
            "ready, once, whatever became of it."
        ),
        (
            f"Derived by the query {roll_up.query} {roll_up.query_version} with {roll_up.engine}, "
            f"from {_named(roll_up.derived_from, exhibits)}."
        ),
    )


def _of_cluster(cluster: Cluster, exhibits: Mapping[str, str]) -> Measured | None:
    """The days of the members, beside those of everyone whom its run put into no cluster."""
    run, days = cluster.run, cluster.explanation.get("days")
    if run is None or run.finished_at is None or not days:
        return None
    counted = [{date.fromisoformat(row[0]): row[place] for row in days} for place in (1, 2)]
    totals = [sum(each.values()) for each in counted]
    if not all(totals):
        return None
    step, bins = _binned(counted)
    return Measured(
        title=f"Interactions of {cluster} by {step}, beside accounts in no cluster",
        across=_across(step),
        unit="% of each group's own interactions",
        labels=tuple(bins),
        series=tuple(
            Series(name, tuple(round(100 * row[place] / totals[place], 2) for row in bins.values()))
            for place, name in enumerate((str(cluster), "In no cluster"))
        ),
        facts=(
            _number_of(cluster, totals, sorted(counted[0]), run.finished_at),
            *_facts_of_run(run, exhibits),
        ),
        derived_from=tuple(run.derivation.get("read", ())),
    )


def _number_of(cluster: Cluster, totals: Sequence[int], days: Sequence[date], at: datetime) -> str:
    return (
        f"n = {totals[0]:,} interactions of {cluster.member_count:,} platform accounts of "
        f"{cluster}, beside {totals[1]:,} of accounts in no cluster; "
        f"window: {_window(days)}; zone: UTC; as of {_as_of(at)}."
    )


def _facts_of_run(run: LinkerRun, exhibits: Mapping[str, str]) -> Iterator[str]:
    made = run.derivation
    yield (
        "Counted: each interaction once, on its day. The control is every platform account that "
        f"{run} put into no cluster."
    )
    yield (
        f"Derived by the query {made.get('query', '')} and the linker {made.get('linker', '')} "
        f"with {made.get('engine', '')}, from {_named(made.get('read', ()), exhibits)}."
    )


def _binned(counted: Sequence[Mapping[date, int]]) -> tuple[str, dict[str, list[int]]]:
    """The days, or weeks, or months, without a gap: a day on which nothing was done is a zero."""
    first, last = (pick(day for each in counted for day in each) for pick in (min, max))
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    for step in _STEPS:
        bins: dict[str, list[int]] = {}
        for day in days:
            row = bins.setdefault(_bin(day, step), [0] * len(counted))
            for place, each in enumerate(counted):
                row[place] += each.get(day, 0)
        if len(bins) <= MOST_BARS or step == _STEPS[-1]:
            break
    return step, bins


def _bin(day: date, step: str) -> str:
    if step == "week":
        return (day - timedelta(days=day.weekday())).isoformat()
    return f"{day:%Y-%m}" if step == "month" else day.isoformat()


def _across(step: str) -> str:
    return {"day": "Day (UTC)", "week": "Week from Monday (UTC)", "month": "Month (UTC)"}[step]


def _window(days: Sequence[date]) -> str:
    first, last = days[0].isoformat(), days[-1].isoformat()
    return describe(first if first == last else f"{first}/{last}")


def _as_of(at: datetime) -> str:
    return f"{at.astimezone(UTC):%B %-d, %Y}"


def _exhibits(case: Case) -> dict[str, str]:
    rows = case.exhibits.order_by("-number").values_list("sha256", "number")
    return {sha256: f"E-{number}" for sha256, number in rows}


def _named(digests: Iterable[str], exhibits: Mapping[str, str]) -> str:
    """The exhibits by their numbers; a run of them by its ends."""
    held = {digest: exhibits.get(digest, "") for digest in digests}
    numbers = sorted(int(name[2:]) for name in held.values() if name)
    runs: list[list[int]] = [[number] for number in numbers[:1]]
    for before, number in pairwise(numbers):
        if number == before + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [f"E-{r[0]}" if len(r) == 1 else f"E-{r[0]} to E-{r[-1]}" for r in runs]
    if len(said) > _NAMED:
        said = [*said[:_NAMED], f"{len(said) - _NAMED:,} more"]
    unknown = len(held) - len(numbers)
    said += [f"{unknown:,} not among the exhibits"] if unknown else []
    return ", ".join(said) or "no exhibit"
