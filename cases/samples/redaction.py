"""What is taken out of a text before it is shown or leaves the house, and why.

Each removal has a reason code that a reader can look up. Finding too much is mended with a reveal;
finding too little can't be mended, so patterns lean to finding.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address


class Reason(StrEnum):
    """Why a piece of text was removed."""

    EMAIL = "e-mail address"
    KEY = "key or token"
    CARD = "card number"
    IBAN = "bank account"
    PHONE = "phone number"
    ADDRESS = "network address"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, by its first and one past its last character."""

    start: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with the spans removed; `spans` points into the text as it was."""

    text: str
    spans: tuple[Span, ...]


EMAIL = re.compile(r"[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}\b")
KEY = re.compile(
    r"""
    \b(?:sk|pk|rk)[-_](?:[A-Za-z]+[-_])*[A-Za-z0-9_-]{16,}   # payment and model API keys
  | \b(?:AKIA|ASIA)[A-Z0-9]{16}\b                             # cloud access key ids
  | \bgh[opsur]_[A-Za-z0-9]{20,}\b | \bgithub_pat_\w{20,}\b
  | \bxox[abposr]-[A-Za-z0-9-]{10,}
  | \bAIza[\w-]{30,}
  | \beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{4,}                      # JSON web tokens
  | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----[\s\S]*?(?:-----END\ [A-Z ]*PRIVATE\ KEY-----|\Z)
  | (?i:\b(?:api[_-]?key|secret|token|passw(?:or)?d|bearer)\b["']?\s*[:=\s]\s*["']?)
    (?P<value>[\w+/.~-]{16,}=*)
    """,
    re.VERBOSE,
)
CARD = re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
PHONE = re.compile(
    r"(?<![\w.+-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){5,12}"
    r"|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4})(?![\w-])"
)
ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}"
    r"|(?:[0-9A-Fa-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}))(?![\w:])"
)


def _is_card(text: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1, annex B), which one in ten long numbers passes by chance."""
    digits = [int(char) for char in text if char.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_iban(text: str) -> bool:
    """The check of ISO 7064 MOD 97-10, as ISO 13616 uses it."""
    plain = text.replace(" ", "")
    number = "".join(str(int(char, 36)) for char in plain[4:] + plain[:4])
    return 15 <= len(plain) <= 34 and int(number) % 97 == 1


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def _always(_: str) -> bool:
    return True


#: In this order: what an earlier rule takes, a later one leaves alone.
RULES: tuple[tuple[Reason, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Reason.KEY, KEY, _always),
    (Reason.EMAIL, EMAIL, _always),
    (Reason.IBAN, IBAN, _is_iban),
    (Reason.CARD, CARD, _is_card),
    (Reason.ADDRESS, ADDRESS, _is_address),
    (Reason.PHONE, PHONE, _always),
)


def find(text: str) -> tuple[Span, ...]:
    """The spans to remove, in order and apart from one another."""
    taken: list[Span] = []
    for reason, pattern, holds in RULES:
        for match in pattern.finditer(text):
            group = "value" if match.re.groups and match["value"] else 0
            start, end = match.span(group)
            if holds(match[group]) and not any(s.start < end and start < s.end for s in taken):
                taken.append(Span(start, end, reason))
    return tuple(sorted(taken, key=lambda span: span.start))


def redact(text: str) -> Redacted:
    """The text with each span replaced by its reason in brackets."""
    spans = find(text)
    pieces, at = [], 0
    for span in spans:
        pieces += [text[at : span.start], f"[{span.reason} removed]"]
        at = span.end
    return Redacted("".join([*pieces, text[at:]]), spans)
