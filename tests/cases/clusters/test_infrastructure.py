from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from cases.clusters.infrastructure import Dated, Entries, marked, read_entries
from cases.clusters.linker import Parameters, Result, link
from cases.clusters.uses import read_uses, together
from tests.cases.clusters.worlds import START, World

BEGIN = START.date()
EXIT = "198.51.100.7"
DATA = Path(__file__).parents[4] / "shared/data"


def dated(*lines: str, name: str = "VPN exits", as_of: date = BEGIN, label: str = "L-1") -> Dated:
    return Dated(label, name, as_of, read_entries(lines))


def shared(world: World, *lists: Dated) -> dict[str, bool]:
    """Which values are marked as shared when these lists are looked up."""
    table, _ = marked(together(world.table()), lists)
    return dict(zip(table["value"].to_pylist(), table["is_shared"].to_pylist(), strict=True))


def found_with(world: World, *lists: Dated, threshold: float | None = None) -> Result:
    table, _ = marked(together(world.table()), lists)
    return link(read_uses(table, world.accounts), Parameters(threshold=threshold))


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("198.51.100.0/24", "address", "198.51.100.255"),
        ("198.51.100.9", "address", "198.51.100.9"),
        ("2001:db8:1::/48", "address", "2001:db8:1:7::"),
        ("AS64500  # an example", "asn", "64500"),
        ("Brief.Example", "email_domain", "brief.example"),
        ("brief.example", "email_domain", "very.brief.example"),
        ("brief.example", "email_pattern", "word+4 digits@brief.example"),
    ],
)
def test_read_entries_names(line: str, kind: str, value: str) -> None:
    assert read_entries([line]).names(kind, value)


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("198.51.100.0/24", "address", "198.51.101.0"),
        ("198.51.100.0/24", "address", "198.51.99.255"),
        ("198.51.100.0/24", "address", "2001:db8::"),
        ("brief.example", "email_domain", "notbrief.example"),
        ("very.brief.example", "email_domain", "brief.example"),
        ("brief.example", "user_agent", "brief.example"),
    ],
)
def test_read_entries_names_nothing_else(line: str, kind: str, value: str) -> None:
    assert not read_entries([line]).names(kind, value)


def test_read_entries_keeps_remarks_out_and_names_what_it_does_not_understand() -> None:
    entries = read_entries(["# VPN exits", "", "10.0.0.0/33", "198.51.100.0/24", "what is this"])
    assert (entries.count, entries.refused_count) == (1, 2)
    assert entries.refused == [(3, "10.0.0.0/33"), (5, "what is this")]


def test_networks_inside_one_another_are_one() -> None:
    entries = read_entries(["198.51.0.0/16", "198.51.100.0/24", "198.52.0.0/16"])
    assert entries.spans[4] == [(0xC6330000, 0xC634FFFF)]
    assert entries.names("address", "198.51.200.1")


def test_marked_counts_what_each_list_marked() -> None:
    world = World(10)
    world.use("address", EXIT, 1, 2)
    world.use("address", "203.0.113.1", 3)
    _, counts = marked(together(world.table()), [dated("198.51.100.0/24"), dated(label="L-2")])
    assert counts == {"L-1": 2, "L-2": 0}


def test_marked_looks_a_use_up_in_the_list_of_its_time() -> None:
    """A recycled address: an exit until the list of May, somebody's home after it."""
    april = dated("198.51.100.7", as_of=BEGIN)
    may = dated("198.51.100.8", as_of=BEGIN + timedelta(days=20), label="L-2")
    early, late = World(3), World(3)
    early.use("address", EXIT, 1, day=5, days=2)
    late.use("address", EXIT, 1, day=30, days=2)
    assert shared(early, april, may) == {EXIT: True}
    assert shared(late, april, may) == {EXIT: False}


def test_lists_of_other_names_do_not_end_each_other() -> None:
    world = World(3)
    world.use("address", EXIT, 1, day=30, days=2)
    tor = dated("203.0.113.0/24", name="Tor", as_of=BEGIN + timedelta(days=20), label="L-2")
    assert shared(world, dated("198.51.100.7"), tor) == {EXIT: True}


@pytest.mark.parametrize(
    ("days", "is_shared"), [(179, True), (-179, True), (400, False), (-400, False)]
)
def test_a_list_speaks_for_half_a_year_around_its_date(days: int, is_shared: bool) -> None:  # noqa: FBT001
    world = World(3)
    world.use("address", EXIT, 1, days=1)
    as_of = BEGIN + timedelta(days=days)
    assert shared(world, dated("198.51.100.7", as_of=as_of)) == {EXIT: is_shared}


def test_a_use_of_unknown_time_is_marked() -> None:
    table = together(pa.table({"account": ["a"], "kind": ["address"], "value": [EXIT]}))
    assert marked(table, [dated("198.51.100.7")])[0]["is_shared"].to_pylist() == [True]


def test_what_is_listed_makes_no_links_and_describes() -> None:
    world = World()
    world.everyone_apart()
    world.use("address", EXIT, *range(40))
    world.use("phone", "one-number", *range(40))
    assert len(found_with(world).clusters) == 1
    assert found_with(world, dated("198.51.100.0/24")).clusters == []


def test_being_listed_decides_nothing_where_two_other_families_hold() -> None:
    world = World()
    world.everyone_apart()
    world.operate(*range(40))
    world.use("address", EXIT, *range(40))
    (cluster,) = found_with(world, dated("198.51.100.0/24")).clusters
    assert len(cluster.members) == 40
    assert ("address", EXIT) in {
        found_with(world).uses.values[mark.value] for mark in cluster.describers
    }


def test_everybody_behind_one_exit_is_nobody_s_cluster() -> None:
    """Disposable mail and a VPN, shared by strangers: two families, both listed."""
    world = World()
    world.everyone_apart()
    world.use("address", EXIT, *range(6))
    world.use("email_domain", "brief.example", *range(6))
    lists = [dated("198.51.100.0/24"), dated("brief.example", name="Mail", label="L-2")]
    assert len(found_with(world, threshold=12.0).clusters) == 1
    assert found_with(world, *lists, threshold=12.0).clusters == []


@pytest.fixture(scope="module")
def vpn() -> Iterator[Entries]:
    path = DATA / "vpn-ipv4.txt"
    if not path.exists():
        pytest.skip("the public list of VPN networks is not beside the repository")
    with path.open() as lines:
        yield read_entries(lines)


def test_a_public_list_of_vpn_networks_is_understood_whole(vpn: Entries) -> None:
    assert vpn.count > 5_000
    assert vpn.refused == []
    first = vpn.spans[4][0][0]
    address = ".".join(str(byte) for byte in first.to_bytes(4))
    assert vpn.names("address", address)
    assert not vpn.names("address", "192.0.2.1")


@pytest.mark.skipif(
    not (DATA / "disposable-email-domains.txt").exists(),
    reason="the public list of disposable mail domains is not beside the repository",
)
def test_a_public_list_of_disposable_mail_is_understood_whole() -> None:
    with (DATA / "disposable-email-domains.txt").open() as lines:
        entries = read_entries(lines)
    assert entries.count > 1_000
    assert entries.refused == []
    assert not entries.names("email_domain", "gmail.com")


def test_midnight_of_the_date_belongs_to_the_list() -> None:
    world = World(2)
    world.use("address", EXIT, 1, days=0)
    assert datetime.combine(BEGIN, START.timetz()) == START
    assert shared(world, dated("198.51.100.7")) == {EXIT: True}
