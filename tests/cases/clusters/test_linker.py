"""The linker as a whole, and every trap known to fool one."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.clusters.linker import Parameters, Result, link
from cases.clusters.signals import Family
from cases.clusters.uses import UnknownKind, read_uses
from tests.cases.clusters.worlds import World

CREW = range(40)


def groups(result: Result) -> list[list[int]]:
    return [members.members.tolist() for members in result.clusters]


def found_in(world: World, **parameters: object) -> Result:
    return link(world.uses(), Parameters(**parameters))  # type: ignore[arg-type]


@pytest.fixture
def world() -> World:
    world = World()
    world.everyone_apart()
    world.operate(*CREW)
    return world


def test_link_finds_a_crew_and_nobody_else(world: World) -> None:
    result = found_in(world)
    assert groups(result) == [list(CREW)]
    assert result.clusters[0].stability > 0.9
    assert result.chance.false_discovery_at(result.threshold) <= 0.05


def test_link_is_free_of_the_order_of_its_input(world: World) -> None:
    result = found_in(world)
    world.rows.sort(key=lambda row: hash((row["value"], row["account"])))
    world.accounts.reverse()
    again = found_in(world)
    assert again.threshold == result.threshold
    assert [c.digest for c in again.clusters] == [c.digest for c in result.clusters]


def test_link_counts_what_is_said_twice_once(world: World) -> None:
    result = found_in(world)
    world.rows *= 3
    again = found_in(world)
    assert again.links.weight.tolist() == result.links.weight.tolist()


def test_link_refuses_a_kind_that_it_does_not_know(world: World) -> None:
    world.use("star sign", "libra", 1)
    with pytest.raises(UnknownKind, match="star sign"):
        world.uses()


def test_one_family_alone_never_links() -> None:
    world = World()
    world.everyone_apart()
    world.use("instrument", "card", 1, 2, 3, 4, 5, 6, 7)
    world.use("bin", "424242", 1, 2, 3, 4, 5, 6, 7)
    assert len(found_in(world).links.a) == 0


def test_an_address_and_its_network_are_one_signal() -> None:
    world = World()
    for n in range(10):
        world.use("address", "203.0.113.7", n)
        world.use("asn", "64500", n)
    assert len(found_in(world, threshold=1.0).links.a) == 0


def test_a_wallet_s_second_fingerprint_of_one_card_is_no_second_family() -> None:
    world = World()
    world.use("instrument", "card", 1, 2, 3, 4, 5, 6)
    world.use("instrument", "wallet-of-card", 1, 2, 3, 4, 5, 6)
    assert len(found_in(world, threshold=1.0).links.a) == 0


@pytest.mark.parametrize("junk", [None, "", "NULL", "unknown", "0.0.0.0", "none"])  # noqa: S104
def test_junk_never_links(junk: str | None) -> None:
    world = World()
    for kind in ("instrument", "device", "address", "phone"):
        world.use(kind, junk, *range(10))
    assert len(found_in(world, threshold=0.5).links.a) == 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("address", "203.0.113.9"), ("client", "sdk/1.0 t13d1516h2")),  # carrier, default SDK
        (("address", "203.0.113.9"), ("email_domain", "mail.example")),  # campus
        (("bin", "424242"), ("ja4", "t13d1516h2_8daaf6152771_02713d6af862")),  # card programme
        (("email_domain", "10minutes.example"), ("template", "benchmark-question")),
        (("signup", "2026-05-01T12:00"), ("reseller", "broad-street")),  # launch minute
    ],
)
def test_what_hundreds_share_never_links(first: tuple[str, str], second: tuple[str, str]) -> None:
    world = World()
    world.everyone_apart()
    world.use(*first, *range(300))
    world.use(*second, *range(300))
    result = found_in(world, threshold=0.5)
    assert len(result.links.a) == 0


def test_shared_infrastructure_never_decides(world: World) -> None:
    crowd = range(100, 120)
    world.use("instrument", "club-card", *crowd)
    world.use("address", "203.0.113.50", *crowd)
    assert len(found_in(world, threshold=12.0).clusters) == 2
    for row in world.rows:
        row["is_shared"] = row["value"] == "203.0.113.50"
    # The /24 falls with its address.
    assert groups(found_in(world, threshold=12.0)) == [list(CREW)]


def test_an_address_given_to_a_new_owner_links_nobody() -> None:
    world = World()
    world.everyone_apart()
    for user in range(8):
        world.use("address", "203.0.113.50", user, day=user * 5, days=2)
        world.use("phone", "+1-555-0100", user, day=user * 5, days=2)
    assert len(found_in(world, threshold=1.0, gap_hours=24).links.a) == 0
    assert len(found_in(world, threshold=1.0, gap_hours=24 * 4).links.a) == 7


def test_a_time_not_known_excludes_nothing() -> None:
    world = World()
    world.operate(*range(10))
    for row in world.rows[::2]:
        row["first_at"] = row["last_at"] = None
    assert len(found_in(world, threshold=10.0).links.a) > 0


def test_times_are_compared_in_one_zone() -> None:
    world = World()
    world.use("instrument", "c", 1, 2, days=0)
    world.use("device", "d", 1, 2, days=0)
    table = world.table()
    there = table["first_at"].cast(pa.timestamp("us", tz="Asia/Shanghai"))
    table = table.set_column(3, "first_at", there).set_column(4, "last_at", there)
    uses = read_uses(table, world.accounts)
    assert uses.first.tolist() == world.uses().first.tolist()


def test_rarity_is_taken_over_the_whole_population() -> None:
    """Ten of eleven suspects share it, and so do 40 of everyone else: the value is not rare."""
    world = World()
    world.use("instrument", "gift-card", *range(10), *range(1000, 1040))
    uses = world.uses()
    alone = read_uses(world.table(), world.accounts[:11])
    assert uses.degrees().max() == 50
    assert alone.degrees().max() == 10


def test_a_busy_account_does_not_chain_two_crews_together() -> None:
    world = World()
    world.everyone_apart()
    world.operate(*range(30), name="one")
    world.operate(*range(100, 130), name="two")
    hub = 999
    for n in range(400):
        world.use("instrument", f"hub-card-{n}", hub)
        world.use("device", f"hub-device-{n}", hub)
    for name in ("one", "two"):
        world.use("instrument", f"{name}-card-0", hub)
        world.use("device", f"{name}-device-0", hub)
    assert groups(found_in(world)) == [list(range(30)), list(range(100, 130))]


def test_a_crew_that_deals_from_separate_pools_is_held_together_as_a_group() -> None:
    world = World()
    world.everyone_apart()
    for user in range(300, 2000):
        world.use("device", f"own-device-{user}", user)
        world.use("phone", f"own-phone-{user}", user)
    world.deal(*range(300))
    result = found_in(world)
    assert groups(result) == [list(range(300))]
    assert result.chance.expected_in_groups < 1
    assert not result.is_pair.all()


def test_groups_that_random_dealing_makes_too_show_nothing() -> None:
    world = World(300)
    world.deal(*range(300))
    assert found_in(world).groups == []


def test_a_campus_s_network_and_another_s_laboratory_hold_no_group() -> None:
    world = World()
    world.everyone_apart()
    for lab in range(10):
        world.use("device", f"lab-{lab}", *range(lab * 30, lab * 30 + 6))
        world.use("address", f"203.0.113.{lab}", *range(lab * 30 + 5, lab * 30 + 35))
    assert groups(found_in(world)) == []


def test_a_bridge_between_two_crews_is_named() -> None:
    world = World()
    world.everyone_apart()
    world.operate(*range(30), name="one")
    world.operate(*range(100, 130), name="two")
    for kind in ("phone", "api_key"):
        world.use(kind, "between", 3, 105)
    (cluster,) = found_in(world).clusters
    assert {cut.members for cut in cluster.cuts if cut.is_link} == {(3, 105)}
    assert all(cut.parts[1] >= 29 for cut in cluster.cuts)


def test_a_household_is_set_aside() -> None:
    world = World()
    world.everyone_apart()
    world.use("instrument", "family-card", 1, 2, 3, 4)
    world.use("device", "family-tablet", 1, 2, 3, 4)
    result = found_in(world, threshold=15.0)
    assert (groups(result), result.set_aside) == ([], 1)


def test_a_fixed_prompt_describes_but_never_links(world: World) -> None:
    world.use("template", "fixed-prompt", *CREW, *range(500, 530))
    (cluster,) = found_in(world).clusters
    describer = cluster.describers[0]
    assert world.uses().values[describer.value] == ("template", "fixed-prompt")
    assert (describer.within, describer.used_by) == (40, 70)
    assert describer.enrichment > 20


def test_the_control_counts_innocents_who_were_linked(world: World) -> None:
    innocent = frozenset(world.accounts[1000:])
    clean = link(world.uses(), Parameters(), innocent).control
    assert clean is not None
    assert (clean.accounts, clean.in_clusters) == (100, 0)
    wrong = link(world.uses(), Parameters(), frozenset(world.accounts[:40])).control
    assert wrong is not None
    assert wrong.rate == 1.0


def test_colleagues_in_the_open_are_not_linked() -> None:
    world = World()
    world.everyone_apart()
    world.operate(*range(30))
    firm = dict.fromkeys(world.accounts[:30], "Verified Firm")
    uses = read_uses(world.table(), world.accounts, firm)
    assert len(link(uses, Parameters()).links.a) == 0


def test_no_accounts_and_no_uses_are_no_clusters() -> None:
    assert groups(found_in(World(0))) == groups(found_in(World(5))) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["instrument", "device", "address", "phone"]),
            st.sampled_from(["203.0.113.1", "203.0.113.2", "198.51.100.1"]),
            st.integers(0, 19),
        ),
        max_size=60,
    )
)
def test_every_link_has_two_families_and_enough_bits(uses: list[tuple[str, str, int]]) -> None:
    world = World(20)
    for kind, value, user in uses:
        world.use(kind, value, user)
    result = found_in(world, threshold=3.0, shuffles=2, caps=dict.fromkeys(Family, 5))
    assert (result.links.weight >= 3.0).all()
    assert all(families.bit_count() >= 2 for families in result.links.families.tolist())
    assert (result.links.a < result.links.b).all()
    degrees = result.uses.degrees()
    assert all(2 <= degrees[value] <= 5 for value in result.shared.value)
