"""When platform accounts work, as values that they can share: no Django, no engine.

Three readings of the clock, all in UTC:
- *hours*: the shortest stretch of the day that holds nine in ten interactions, and whether the
  weekend is worked. Thousands keep office hours, so this describes and hardly ever links;
- *from … to …*: first and last activity in the same five minutes as another's first and last;
- *hand-over*: one account falls silent in the five minutes in which another begins.

An account that was active within a day of either end of the telemetry has no known start or stop:
where the record begins is nobody's rhythm.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cases.clusters.uses import SCHEMA, Flags, Floats, Ints

KIND = "rhythm"
SLOT = 5 * 60_000_000
DAY = 86_400_000_000
#: With fewer interactions the hours of an account are not known.
LEAST_INTERACTIONS = 30
#: Of its interactions, the share that the stretch of hours holds; a longer stretch is no habit.
HELD, LONGEST = 0.9, 18
_FIVE_WORKDAYS, _MOSTLY_WEEKEND = 0.05, 0.6


def uses(people: pa.Table, hours: pa.Table) -> pa.Table:
    """The rhythms of the accounts as uses: `hours` counts interactions by account and hour."""
    return pa.concat_tables([_starts_and_stops(people), _hours(people, hours)])


def _starts_and_stops(people: pa.Table) -> pa.Table:
    seen = people.filter(people["first_seen_at"].is_valid())
    first, last = _moments(seen, "first_seen_at"), _moments(seen, "last_seen_at")
    if not len(first):
        return SCHEMA.empty_table()
    has_start, has_stop = first > first.min() + DAY, last < last.max() - DAY
    begins, ends = first // SLOT, last // SLOT
    both = np.flatnonzero(has_start & has_stop)
    spans = [f"from {_clock(begins[n])} to {_clock(ends[n])} UTC" for n in both]
    rows, slots = _handed_over(begins, ends, has_start, has_stop)
    overs = [f"hand-over at {_clock(slot)} UTC" for slot in slots]
    return _table(seen, np.concatenate([both, rows]), spans + overs)


def _handed_over(begins: Ints, ends: Ints, has_start: Flags, has_stop: Flags) -> tuple[Ints, Ints]:
    """Who begins or stops in five minutes in which someone else does the other."""
    starters, stoppers = np.flatnonzero(has_start), np.flatnonzero(has_stop)
    slots = np.intersect1d(begins[starters], ends[stoppers])
    starters = starters[np.isin(begins[starters], slots)]
    stoppers = stoppers[np.isin(ends[stoppers], slots)]
    rows = np.concatenate([starters, stoppers])
    return rows, np.concatenate([begins[starters], ends[stoppers]])


def _hours(people: pa.Table, hours: pa.Table) -> pa.Table:
    """The stretch of the day in which each account that is busy enough works."""
    names = people["platform_account"].combine_chunks()
    place = np.asarray(pc.index_in(hours["account"], names), dtype=np.int64)
    count = np.zeros((len(people), 2, 24))
    is_weekend = np.asarray(hours["is_weekend"], dtype=np.int64)
    np.add.at(count, (place, is_weekend, np.asarray(hours["hour"])), np.asarray(hours["times"]))
    total = count.sum(axis=(1, 2))
    known = np.flatnonzero(total >= LEAST_INTERACTIONS)
    weekend = count[known, 1].sum(axis=1) / total[known]
    start, length = _stretch(count[known].sum(axis=1) / total[known, None])
    habit = length <= LONGEST
    said = [
        f"{_days(share)} {begin:02}:00–{(begin + hours) % 24:02}:00 UTC"
        for share, begin, hours in zip(weekend[habit], start[habit], length[habit], strict=True)
    ]
    return _table(people, known[habit], said)


def _stretch(shares: Floats) -> tuple[Ints, Ints]:
    """For each account the start and length of the shortest stretch that holds enough."""
    start, length = np.zeros(len(shares), dtype=np.int64), np.full(len(shares), 24)
    around = np.concatenate([np.zeros((len(shares), 1)), np.tile(shares, 2).cumsum(axis=1)], axis=1)
    for hours in range(23, 0, -1):
        held = around[:, hours : hours + 24] - around[:, :24]
        enough = held.max(axis=1) >= HELD - 1e-9
        length[enough], start[enough] = hours, held.argmax(axis=1)[enough]
    return start, length


def _days(weekend: float) -> str:
    if weekend < _FIVE_WORKDAYS:
        return "Monday to Friday"
    return "mostly weekends" if weekend > _MOSTLY_WEEKEND else "all week"


def _clock(slot: int) -> str:
    return str(np.datetime64(int(slot) * SLOT, "us").astype("datetime64[m]")).replace("T", " ")


def _moments(people: pa.Table, column: str) -> Ints:
    return np.asarray(people[column].cast(pa.timestamp("us")).cast(pa.int64()), dtype=np.int64)


def _table(people: pa.Table, rows: Ints, values: list[str]) -> pa.Table:
    chosen = people.take(pa.array(rows))
    at = pa.timestamp("us", tz="UTC")
    return pa.table(
        [
            chosen["platform_account"].cast(pa.string()),
            pa.array([KIND] * len(values), pa.string()),
            pa.array(values, pa.string()),
            chosen["first_seen_at"].cast(pa.timestamp("us")).cast(at),
            chosen["last_seen_at"].cast(pa.timestamp("us")).cast(at),
            pa.array([False] * len(values)),
        ],
        schema=SCHEMA,
    )
