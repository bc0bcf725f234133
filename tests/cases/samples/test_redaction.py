import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.samples.redaction import Reason, find, redact

REMOVED = [
    ("write to ana.lopez+x@mail.lab.example today", "ana.lopez+x@mail.lab.example", Reason.EMAIL),
    (
        "key sk-ant-api03-AbCdEfGhIjKlMnOpQrStUv ok",
        "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUv",
        Reason.KEY,
    ),
    ("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE", Reason.KEY),
    ('{"api_key": "0123456789abcdef0123"}', "0123456789abcdef0123", Reason.KEY),
    ("Authorization: Bearer abcdefghijklmnop1234", "abcdefghijklmnop1234", Reason.KEY),
    ("pay with 4111 1111 1111 1111 now", "4111 1111 1111 1111", Reason.CARD),
    ("to DE89 3704 0044 0532 0130 00.", "DE89 3704 0044 0532 0130 00", Reason.IBAN),
    ("call +49 30 901820 or", "+49 30 901820", Reason.PHONE),
    ("call (555) 010-9999.", "(555) 010-9999", Reason.PHONE),
    ("from 203.0.113.7 at", "203.0.113.7", Reason.ADDRESS),
    ("from 2001:db8::1 at", "2001:db8::1", Reason.ADDRESS),
]


@pytest.mark.parametrize(("text", "secret", "reason"), REMOVED)
def test_find_takes_what_must_not_leave(text: str, secret: str, reason: Reason) -> None:
    (span,) = find(text)

    assert (text[span.start : span.end], span.reason) == (secret, reason)
    assert secret not in redact(text).text
    assert f"[{reason} removed]" in redact(text).text


@pytest.mark.parametrize(
    "text",
    [
        "version 1.2.3 of 2026-06-05 at 12:30:45",
        "order 4111 1111 1111 1112 fails Luhn's check",
        "std::vector<int> a[10]; x = y @ z",
        "999.1.1.1 is no address",
        "for (int i = 0; i < 1000000; i++) total += 28800000;",
        "0000000000000000",
    ],
)
def test_find_leaves_ordinary_text_alone(text: str) -> None:
    assert find(text) == ()


def test_a_private_key_goes_whole_even_when_cut_short() -> None:
    text = "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\nMIIdef"

    assert redact(text).text == "[key or token removed]"


@given(st.text(st.sampled_from("ab1@.+-: \n49"), max_size=200))
def test_spans_are_in_order_and_apart(text: str) -> None:
    spans = find(text)

    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(st.text(max_size=50), st.sampled_from(REMOVED), st.text(max_size=50))
def test_a_secret_between_any_words_is_removed(before: str, case, after: str) -> None:
    text, secret, _ = case

    assert secret not in redact(f"{before} {text} {after}").text
