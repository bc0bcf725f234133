"""What platform accounts can share, and how much each kind of sharing is worth believing.

Inside a family only the rarest shared value counts: an address and its /24 are one signal, not two.
"""

import hashlib
import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """Groups of signals that have one cause, so that two of a family never corroborate."""

    PAYMENT = "payment"
    DEVICE = "device"
    NETWORK = "network"
    IDENTITY = "identity"
    CLIENT = "client"
    PROMPT = "prompt"
    TIMING = "timing"
    REGISTRATION = "registration"
    RESELLER = "reseller"
    CREDENTIAL = "credential"

    @property
    def label(self) -> str:
        return FAMILY_LABELS[self]

    def counted(self, number: int) -> str:
        """For example "12 devices"."""
        return f"{number:,} {NOUNS[self][number != 1]}"


FAMILY_LABELS = {
    Family.PAYMENT: "payment",
    Family.DEVICE: "device",
    Family.NETWORK: "network",
    Family.IDENTITY: "identity",
    Family.CLIENT: "client stack",
    Family.PROMPT: "prompt",
    Family.TIMING: "timing",
    Family.REGISTRATION: "registration",
    Family.RESELLER: "reseller",
    Family.CREDENTIAL: "credential",
}

#: What the values of a family are called, one and several.
NOUNS = {
    Family.PAYMENT: ("card or wallet", "cards or wallets"),
    Family.DEVICE: ("device", "devices"),
    Family.NETWORK: ("network or address", "networks and addresses"),
    Family.IDENTITY: ("mail domain or telephone number", "mail domains and telephone numbers"),
    Family.CLIENT: ("client program", "client programs"),
    Family.PROMPT: ("prompt template", "prompt templates"),
    Family.TIMING: ("rhythm", "rhythms"),
    Family.REGISTRATION: ("sign-up minute", "sign-up minutes"),
    Family.RESELLER: ("reseller", "resellers"),
    Family.CREDENTIAL: ("API key", "API keys"),
}

#: The most platform accounts that may use a value for it to make links.
CAPS: dict[Family, int] = dict.fromkeys(Family, 50) | {Family.REGISTRATION: 10, Family.TIMING: 10}


@dataclass(frozen=True)
class Kind:
    """One kind of signal: its family, its reliability `m`, its words and its innocent reading."""

    name: str
    family: Family
    reliability: float
    label: str
    innocent: str
    folds: bool = True
    is_exclusive: bool = False  # one holder has it: it can hold a group together


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "instrument",
            Family.PAYMENT,
            0.95,
            "payment instrument",
            "A family, a firm or a reseller paying for several people with one card.",
            folds=False,
            is_exclusive=True,
        ),
        Kind(
            "bin",
            Family.PAYMENT,
            0.5,
            "card range (BIN)",
            "Customers of the same bank or card programme.",
        ),
        Kind(
            "device",
            Family.DEVICE,
            0.95,
            "device",
            "A shared or second-hand machine, or a laboratory's computers from one image.",
            folds=False,
            is_exclusive=True,
        ),
        Kind(
            "address",
            Family.NETWORK,
            0.8,
            "network address",
            "A household, office, campus or mobile carrier behind one address.",
            is_exclusive=True,
        ),
        Kind(
            "prefix",
            Family.NETWORK,
            0.6,
            "network (/24 or /48)",
            "Neighbours on the same provider's network.",
        ),
        Kind("asn", Family.NETWORK, 0.4, "provider (ASN)", "Customers of the same provider."),
        Kind(
            "phone",
            Family.IDENTITY,
            0.95,
            "telephone number",
            "A family or office number, or a number given to a new owner.",
            folds=False,
            is_exclusive=True,
        ),
        Kind(
            "email_pattern",
            Family.IDENTITY,
            0.7,
            "e-mail pattern",
            "An organisation that gives its people addresses of one form.",
        ),
        Kind(
            "email_domain",
            Family.IDENTITY,
            0.6,
            "e-mail domain",
            "Colleagues, or users of one mail service.",
        ),
        Kind(
            "client",
            Family.CLIENT,
            0.7,
            "client (user agent and TLS fingerprint)",
            "The default of a common library or browser release.",
        ),
        Kind(
            "ja4",
            Family.CLIENT,
            0.5,
            "TLS fingerprint (JA4)",
            "The default of a common library or browser release.",
        ),
        Kind(
            "user_agent",
            Family.CLIENT,
            0.5,
            "user agent",
            "The default of a common library or browser release.",
        ),
        Kind(
            "template",
            Family.PROMPT,
            0.8,
            "prompt template",
            "A published benchmark, a tutorial, or the default prompt of a public tool.",
            folds=False,
        ),
        Kind(
            "rhythm",
            Family.TIMING,
            0.6,
            "working rhythm",
            "A timetable that many keep: office hours, a class, a common scheduler, an outage.",
        ),
        Kind(
            "signup",
            Family.REGISTRATION,
            0.5,
            "sign-up minute",
            "A launch, a class or a conference at which many sign up at once.",
        ),
        Kind(
            "reseller",
            Family.RESELLER,
            0.8,
            "reseller or parent organisation",
            "Unrelated customers of one reseller, or openly declared colleagues.",
        ),
        Kind(
            "api_key",
            Family.CREDENTIAL,
            0.95,
            "API key",
            "A key that leaked or was stolen and is used by strangers.",
            folds=False,
            is_exclusive=True,
        ),
    )
}

LONGEST = 300
_EMPTY_DIGESTS = {
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
}
JUNK = frozenset(
    {"", "-", "0", "?", "[]", "{}", "anonymous", "empty", "false", "n/a", "na", "nan", "nil"}
    | {"none", "not available", "not set", "null", "other", "redacted", "true", "undefined"}
    | {"unknown", "unspecified"}
    | _EMPTY_DIGESTS
)
_ALL_ZERO = re.compile(r"[0\W_]*")


def normalize(kind: str, value: str) -> str | None:
    """The value as it is compared, or None if it identifies nobody."""
    text = value.strip()
    if text.lower() in JUNK or _ALL_ZERO.fullmatch(text):
        return None
    if kind == "address":
        return _public_address(text)
    if kind == "asn":
        return text.upper().removeprefix("AS").strip().lstrip("0") or None
    return _short(text.lower() if KINDS[kind].folds else text)


def _short(text: str) -> str:
    """Long texts by their beginning and digest, so that each fits an index and a line."""
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST // 2]}… sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def prefix_of(address: str) -> str:
    """The network that a normalized address lies in: the coarser value nested in its family."""
    if ":" not in address:
        return address.rpartition(".")[0] + ".0/24"
    return str(ipaddress.ip_network((address, 48), strict=False))


def _public_address(text: str) -> str | None:
    """An address that is somebody's: not private, shared, local or unspecified."""
    try:
        parsed = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, ipaddress.IPv6Address):
        # A household holds a /64: the addresses inside are one machine's privacy addresses.
        parsed = ipaddress.ip_network((parsed, 64), strict=False).network_address
    return str(parsed) if parsed.is_global or _is_documentation(parsed) else None


def _is_documentation(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Exercises use the ranges that are kept free for examples, benchmarking and the future."""
    return address != _BROADCAST and any(
        address in network for network in _EXAMPLES if network.version == address.version
    )


_BROADCAST = ipaddress.ip_address("255.255.255.255")
_EXAMPLES = [
    ipaddress.ip_network(text)
    for text in (
        "192.0.2.0/24",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "2001:db8::/32",
    )
]
