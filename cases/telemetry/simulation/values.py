"""Invented values: nothing here can belong to anyone.

Addresses come from ranges that are reserved for documentation, benchmarks, carriers' own networks
or the future (RFC 5737, 2544, 6598, 1112), network numbers from the private range (RFC 6996),
countries from the codes that ISO 3166 leaves to users, card issuers from numbers that no industry
holds, mail domains from `.example` (RFC 2606).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

COUNTRIES = [f"X{letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]
FUNDING = ["credit", "debit", "prepaid", "invoice"]
PROGRAMMES = ["direct", "trial credit", "student", "marketplace", "reseller"]
VERIFICATIONS = ["none", "e-mail", "telephone", "document"]
PLANS = ["free", "pay as you go", "team", "enterprise"]
MAIL_PATTERNS = ["first.last", "initial+last", "word+number", "random letters", "nickname"]
CLOSED_BECAUSE = ["terms of use", "owner's request", "payment failed"]
PUBLIC_MAIL = 30
DISPOSABLE_MAIL = 12
STACKS = [
    (f"meridian-sdk-{language}/{major}.{minor}", f"t13d{15 + index}{10 + minor}h2")
    for index, language in enumerate(("python", "typescript", "go", "java"))
    for major, minor in ((2, 4), (2, 5), (3, 0))
]

_CAMPUS, _OFFICE, _MORE_OFFICES = 0xCB007100, (0xC0000200, 0xC6336400), 0xF5000000
_CARRIER, _DATA_CENTRE, _RESIDENTIAL, _VPN = 0x64400000, 0xC6120000, 0xF1000000, 0xFA000000
_ISPS = 40


def scramble(values: Ints, salt: int) -> NDArray[np.uint64]:
    """Numbers that look like digests and stay distinct (the finaliser of splitmix64)."""
    mixed = values.astype(np.uint64) + np.uint64(salt * 0x9E3779B97F4A7C15 % (1 << 64))
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def tokens(prefix: str, values: Ints, salt: int) -> list[str | None]:
    """An opaque name for each number; none for a negative one."""
    return [
        None if value < 0 else f"{prefix}_{digest:016x}"
        for value, digest in zip(values.tolist(), scramble(values, salt).tolist(), strict=True)
    ]


def dotted(addresses: Sequence[int]) -> list[str]:
    """IPv4 addresses as they are written."""
    return [
        f"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"
        for address in addresses
    ]


def networks(addresses: Ints) -> Ints:
    """The network number of each address: one for each /16."""
    return 4_200_000_000 + (addresses >> 16)


def countries(addresses: Ints) -> Ints:
    """The country of each address, as an index of COUNTRIES."""
    return (addresses >> 16) * 7 % len(COUNTRIES)


def residential(rng: np.random.Generator, shape: int | tuple[int, ...]) -> Ints:
    """Home addresses, spread over the access providers; now and then one is met twice."""
    provider = rng.integers(0, _ISPS, shape)
    return _RESIDENTIAL + (provider << 16) + (rng.integers(0, 256, shape) << 8) + _host(rng, shape)


def data_centre(rng: np.random.Generator, size: int) -> Ints:
    """Addresses of rented servers."""
    return _DATA_CENTRE + (rng.integers(0, 512, size) << 8) + _host(rng, size)


def campus(number: int, hosts: int) -> Ints:
    """The few addresses behind which one campus hides."""
    return _CAMPUS + (number * 4 + np.arange(hosts)) % 254 + 1


def carrier(rng: np.random.Generator, shape: tuple[int, ...]) -> Ints:
    """Addresses that mobile carriers share out among thousands."""
    return _CARRIER + (rng.integers(0, 8, shape) << 16) + rng.integers(1, 33, shape)


def office(number: int) -> int:
    """The address of one office's VPN."""
    if number < 508:
        return _OFFICE[number // 254] + number % 254 + 1
    return _MORE_OFFICES + (number << 4) + 1


def privacy_vpn(rng: np.random.Generator, shape: tuple[int, ...]) -> Ints:
    """Exits of commercial VPN services."""
    return _VPN + (rng.integers(0, 6, shape) << 16) + rng.integers(1, 25, shape)


def _host(rng: np.random.Generator, shape: int | tuple[int, ...]) -> Ints:
    return rng.integers(1, 255, shape)


def mail_domains() -> list[str]:
    """Public providers first, then disposable ones."""
    return [f"mail{number:02}.example" for number in range(PUBLIC_MAIL)] + [
        f"brief{number:02}.example" for number in range(DISPOSABLE_MAIL)
    ]
