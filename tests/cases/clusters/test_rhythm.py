from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from cases.clusters import rhythm
from cases.clusters.linker import Parameters, link
from cases.clusters.signals import KINDS, Family
from cases.clusters.uses import read_uses, together
from tests.cases.clusters.worlds import World

START = datetime(2026, 4, 22, tzinfo=UTC)
END = START + timedelta(days=45)
#: Active from one end of the telemetry to the other: nothing is known of when it began or stopped.
ALWAYS = (START, END)


def people(*seen: tuple[datetime, datetime] | None) -> pa.Table:
    first, last = ([one and one[end] for one in seen] for end in (0, 1))
    at = pa.timestamp("us", tz="UTC")
    return pa.table(
        {
            "platform_account": [f"a{n:05}" for n in range(len(seen))],
            "first_seen_at": pa.array(first, at),
            "last_seen_at": pa.array(last, at),
        }
    )


def by_hour(*counted: tuple[int, bool, int, int]) -> pa.Table:
    """Rows of account, weekend, hour, times."""
    account, is_weekend, hour, times = zip(*counted, strict=True) if counted else ((), (), (), ())
    return pa.table(
        {
            "account": pa.array([f"a{n:05}" for n in account], pa.string()),
            "is_weekend": pa.array(is_weekend, pa.bool_()),
            "hour": pa.array(hour, pa.int32()),
            "times": pa.array(times, pa.int64()),
        }
    )


def said(table: pa.Table) -> list[tuple[str, str]]:
    return sorted(zip(table["account"].to_pylist(), table["value"].to_pylist(), strict=True))


def day(number: float, minute: float = 0) -> datetime:
    return START + timedelta(days=number, minutes=minute)


def office(account: int, begin: int, *, weekends: bool = False) -> Iterable[tuple]:
    for hour in range(begin, begin + 9):
        yield account, False, hour % 24, 10
        if weekends:
            yield account, True, hour % 24, 4


def test_uses_says_the_same_start_and_stop_with_one_value() -> None:
    found = said(rhythm.uses(people(ALWAYS, (day(3), day(9)), (day(3, 4), day(9, 2))), by_hour()))
    assert found == [
        ("a00001", "from 2026-04-25 00:00 to 2026-05-01 00:00 UTC"),
        ("a00002", "from 2026-04-25 00:00 to 2026-05-01 00:00 UTC"),
    ]


def test_uses_says_a_hand_over_to_both_and_to_nobody_else() -> None:
    stops, begins, later = (day(3), day(9, 1)), (day(9, 3), day(20)), (day(9, 30), day(21))
    found = said(rhythm.uses(people(ALWAYS, stops, begins, later), by_hour()))
    overs = [account for account, value in found if value == "hand-over at 2026-05-01 00:00 UTC"]
    assert overs == ["a00001", "a00002"]


def test_uses_knows_no_start_or_stop_at_the_ends_of_the_telemetry() -> None:
    """Where the record begins or ends, everyone seems to begin or stop at once."""
    early, late = (day(0.5), day(20)), (day(22), day(44.5))
    assert said(rhythm.uses(people(ALWAYS, early, early, late, late), by_hour())) == []


def test_uses_says_the_hours_that_hold_nine_in_ten() -> None:
    counted = [*office(0, 1), *office(1, 22, weekends=True), (0, False, 20, 5)]
    assert said(rhythm.uses(people(ALWAYS, ALWAYS), by_hour(*counted))) == [
        ("a00000", "Monday to Friday 01:00–10:00 UTC"),
        ("a00001", "all week 22:00–07:00 UTC"),
    ]


def test_uses_says_no_hours_of_the_rare_or_the_restless() -> None:
    rare = [(0, False, 9, rhythm.LEAST_INTERACTIONS - 1)]
    restless = [(1, False, hour, 10) for hour in range(24)]
    assert said(rhythm.uses(people(ALWAYS, ALWAYS), by_hour(*rare, *restless))) == []


def test_uses_of_accounts_that_were_never_seen_are_none() -> None:
    assert len(rhythm.uses(people(None, None), by_hour())) == 0


def rhythmic(world: World, *spans: tuple[int, datetime, datetime]) -> pa.Table:
    """The world's uses together with the rhythms of accounts that were active so."""
    seen: list[tuple[datetime, datetime] | None] = [ALWAYS] * len(world.accounts)
    for user, first, last in spans:
        seen[user] = (first, last)
    return together(world.table(), rhythm.uses(people(*seen), by_hour()))


def test_a_rhythm_and_a_card_link_where_a_card_alone_does_not() -> None:
    spans = []
    world = World()
    world.everyone_apart()
    for team in range(10):
        members = range(team * 3, team * 3 + 3)
        world.use("instrument", f"card-{team}", *members)
        world.use("instrument", f"card-{team + 1}", members[0])
        spans += [(user, day(3, team * 60), day(9, team * 60)) for user in members]
    linked = link(read_uses(rhythmic(world, *spans), world.accounts), Parameters(least_members=3))
    assert len(link(world.uses(), Parameters(least_members=3)).clusters) == 0
    assert {len(found.members) for found in linked.clusters} == {3}


def test_a_mass_closure_makes_no_links() -> None:
    """Everyone who opened at a launch and was closed in one sweep keeps the same rhythm."""
    world = World()
    world.everyone_apart()
    for user in range(0, 600, 2):
        world.use("device", f"family-{user}", user, user + 1)
    spans = [(user, day(3), day(9)) for user in range(600)]
    result = link(read_uses(rhythmic(world, *spans), world.accounts), Parameters())
    assert len(result.links.a) == 0


def test_office_hours_of_thousands_make_no_links() -> None:
    world = World()
    world.everyone_apart()
    world.use("address", "203.0.113.9", *range(40))
    hours = by_hour(*(row for user in range(2000) for row in office(user, 8)))
    used = together(world.table(), rhythm.uses(people(*[ALWAYS] * 2000), hours))
    assert len(link(read_uses(used, world.accounts), Parameters()).links.a) == 0


def test_a_hand_over_counts_once_beside_the_same_hours() -> None:
    """All rhythms are one family: two of them never corroborate each other."""
    assert KINDS[rhythm.KIND].family is Family.TIMING
    world = World()
    world.everyone_apart()
    spans = [(user, day(3), day(9)) for user in range(3)] + [(3, day(9), day(12))]
    result = link(read_uses(rhythmic(world, *spans), world.accounts), Parameters(threshold=1.0))
    assert len(result.links.a) == 0
