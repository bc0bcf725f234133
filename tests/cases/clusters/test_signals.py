import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clusters.signals import CAPS, KINDS, Family, normalize, prefix_of

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    "value", ["", "  ", "NULL", "None", "unknown", "n/a", "0", "0000-0000", "-", EMPTY_SHA256]
)
def test_normalize_drops_what_identifies_nobody(value: str) -> None:
    assert normalize("instrument", value) is None


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0", "::", "127.0.0.1", "10.1.2.3", "192.168.0.9", "100.64.3.3", "nonsense"],  # noqa: S104
)
def test_normalize_drops_addresses_that_are_nobody_s(address: str) -> None:
    assert normalize("address", address) is None


def test_normalize_reads_one_address_in_all_its_spellings() -> None:
    assert normalize("address", " ::ffff:203.0.113.7 ") == normalize("address", "203.0.113.7")
    assert normalize("address", "2001:DB8::1") == normalize("address", "2001:db8:0:0:0::2")


def test_normalize_folds_case_only_where_case_means_nothing() -> None:
    assert normalize("email_domain", "Mail.Example") == "mail.example"
    assert normalize("instrument", "Xt5EWLLDS7") == "Xt5EWLLDS7"


def test_normalize_reads_a_provider_with_or_without_its_letters() -> None:
    assert normalize("asn", "AS64500") == normalize("asn", "64500")


def test_prefix_of_an_address() -> None:
    assert prefix_of("203.0.113.7") == "203.0.113.0/24"
    assert prefix_of("2001:db8:1:2::") == "2001:db8:1::/48"


@given(st.ip_addresses())
def test_prefix_of_any_address(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    network = ipaddress.ip_network(prefix_of(str(address)))

    assert address in network
    assert network.prefixlen == (24 if address.version == 4 else 48)


def test_every_family_has_a_cap_a_label_and_a_kind() -> None:
    assert set(CAPS) == set(Family) == {kind.family for kind in KINDS.values()}
    assert all(family.label for family in Family)
    assert all(kind.innocent and 0 < kind.reliability <= 1 for kind in KINDS.values())


@given(st.sampled_from(sorted(KINDS)), st.text())
def test_normalize_is_stable(kind: str, value: str) -> None:
    once = normalize(kind, value)
    assert once is None or normalize(kind, once) == once
