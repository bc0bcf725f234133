from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.timeline.lanes import ROOM, Spread, place

days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def spreads(draw) -> list[Spread]:
    result = []
    for key in range(draw(st.integers(0, 25))):
        first = draw(days)
        last = first + timedelta(days=draw(st.integers(0, 60)))
        ends = draw(st.sampled_from([(first, last), (first, None), (None, last), (None, None)]))
        result.append(Spread(key, *ends))
    return result


@given(spreads())
def test_place_keeps_the_spans_of_a_row_apart(events: list[Spread]) -> None:
    placed = place(events)

    for one in placed:
        for other in placed:
            if one.key != other.key and one.row == other.row:
                first, second = sorted((one, other), key=lambda it: it.start)
                assert first.end + ROOM <= second.start


@given(spreads())
def test_place_loses_no_event_that_has_a_day(events: list[Spread]) -> None:
    with_a_day = {one.key for one in events if one.earliest or one.latest}

    assert {one.key for one in place(events)} == with_a_day


@given(spreads(), st.randoms())
def test_place_does_not_depend_on_order(events: list[Spread], random) -> None:
    assert place(events) == place(random.sample(events, len(events)))
