"""What the linker reads out of telemetry, on the default engine."""

from datetime import UTC, datetime
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from cases.clusters import reading
from cases.clusters.linker import Parameters, link
from tests.cases.clusters.worlds import World

TEXT, TEXTS, TIME = pa.string(), pa.list_(pa.string()), pa.timestamp("us")
ACCOUNTS = pa.schema(
    [("platform_account", TEXT), ("created_at", TIME), ("closed_at", TIME)]
    + [(name, TEXT) for name in ("email_domain", "email_pattern", "phone", "bin", "reseller")]
    + [("sign_up_address", TEXT), ("payment_instruments", TEXTS), ("devices", TEXTS)]
)


def answer(build: Any, rows: list[dict[str, Any]], schema: pa.Schema) -> list[dict[str, Any]]:
    table = ibis.memtable(pa.Table.from_pylist(rows, schema=schema))
    backend = ibis.duckdb.from_connection(duckdb.connect())
    return backend.to_pyarrow(build(table)).to_pylist()


def patterns(*accounts: dict[str, Any]) -> list[tuple[str, str]]:
    rows = answer(lambda table: reading.uses(None, table), list(accounts), ACCOUNTS)
    return sorted((row["account"], row["value"]) for row in rows if row["kind"] == "email_pattern")


def test_uses_reads_the_pattern_of_an_address_with_its_domain() -> None:
    one = {"platform_account": "a", "email_pattern": "word+4 digits", "email_domain": "x.example"}
    assert patterns(one) == [("a", "word+4 digits@x.example")]


def test_uses_reads_no_pattern_where_the_domain_is_not_known() -> None:
    assert patterns({"platform_account": "a", "email_pattern": "first.last"}) == []
    assert patterns({"platform_account": "a", "email_domain": "x.example"}) == []


def test_a_pattern_and_its_domain_are_one_signal() -> None:
    """The domain is nested in the pattern: both are identity and never corroborate."""
    world = World()
    world.everyone_apart()
    world.use("email_domain", "small.example", *range(20))
    world.use("email_pattern", "first.last@small.example", *range(20))
    assert len(link(world.uses(), Parameters(threshold=1.0)).links.a) == 0


def test_the_pattern_of_a_large_mail_service_makes_no_links() -> None:
    world = World()
    world.everyone_apart()
    world.use("email_pattern", "first.last@mail.example", *range(400))
    world.use("device", "family-tablet", 1, 2, 3, 4, 5, 6)
    assert len(link(world.uses(), Parameters(threshold=1.0)).links.a) == 0


def test_a_pattern_and_a_device_link() -> None:
    world = World()
    world.everyone_apart()
    world.use("email_pattern", "word+4 digits@small.example", *range(8))
    world.use("device", "farm", *range(8))
    (cluster,) = link(world.uses(), Parameters(threshold=15.0)).clusters
    assert len(cluster.members) == 8


def test_by_hour_counts_in_utc_with_weekends_apart() -> None:
    schema = pa.schema([("platform_account", TEXT), ("occurred_at", TIME)])
    friday, saturday = datetime(2026, 4, 24, 23, 59, tzinfo=UTC), datetime(2026, 4, 25, tzinfo=UTC)
    rows = [{"platform_account": "a", "occurred_at": at} for at in (friday, saturday, saturday)]
    found = answer(reading.by_hour, rows, schema)
    assert sorted((r["account"], r["is_weekend"], r["hour"], r["times"]) for r in found) == [
        ("a", False, 23, 1),
        ("a", True, 0, 2),
    ]


def test_by_account_day_counts_the_days_of_those_who_were_picked() -> None:
    schema = pa.schema([("platform_account", TEXT), ("occurred_at", TIME)])
    late, early = datetime(2026, 5, 1, 23, 59, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)
    sent = [("a", late), ("a", late), ("a", early), ("b", early)]
    rows = [{"platform_account": name, "occurred_at": at} for name, at in sent]
    picked = ibis.memtable(pa.table({"account": ["a"]}))

    found = answer(lambda table: reading.by_account_day(table, picked), rows, schema)

    may_day = (late - datetime(1970, 1, 1, tzinfo=UTC)).days
    assert sorted((r["account"], r["day"], r["times"]) for r in found) == [
        ("a", may_day, 2),
        ("a", may_day + 1, 1),
    ]


def test_by_day_counts_who_was_active_and_how_evenly() -> None:
    schema = pa.schema([("platform_account", TEXT), ("occurred_at", TIME)])
    sent = {"a": 1, "b": 3, "c": 5}
    rows = [
        {"platform_account": name, "occurred_at": datetime(2026, 5, 1, hour)}  # noqa: DTZ001
        for name, times in sent.items()
        for hour in range(times)
    ]
    members = ibis.memtable(pa.table({"account": ["a", "b"], "cluster": [0, 0]}))

    found = answer(lambda table: reading.by_day(table, members), rows, schema)

    by_cluster = {row["cluster"]: row for row in found}
    assert by_cluster[0] == {
        "day": "2026-05-01", "cluster": 0, "interactions": 4, "accounts": 2, "squares": 10,
    }  # fmt: skip
    assert (by_cluster[None]["accounts"], by_cluster[None]["squares"]) == (1, 25)
