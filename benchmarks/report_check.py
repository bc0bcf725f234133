"""How long the report check takes, as an analyst types: a draft of 20 pages, 1,000 claims.

    python -m benchmarks.report_check [--pages 20] [--claims 1000]

It reads the sentences that the tests keep, over and over, so that what is caught and what is let
through are both there. Nothing is asserted: a figure is for people to read.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import perf_counter

from cases.reports.check import Passage, check
from cases.reports.ledger import Ledger, Speaker
from tests.cases.reports.corpus import examples
from tests.cases.reports.ledger import LEDGER

SENTENCES_A_PAGE = 25
SECTIONS = ("alleged", "confirmed", "disputed", "evidence", "assessment", "method")
HOSTILE = {
    "words": "a " * 20_000 + "[[C-2]] " * 200,
    "one word": "a" * 50_000 + " b. C",
    "dots": "a.b " * 12_000,
    "full stops": "Halden said so. " * 3_000,
    "clauses": ", and it used " * 3_000 + "[[C-2]]",
    "speakers": "Halden says that " * 3_000,
    "numbers": "1,000 and " * 5_000,
    "brackets": "[[" * 25_000,
    "open brackets": "(a [[C-2]] " * 4_000,
    "stars": "*" * 50_000,
    "adverbs": "verily " * 7_000,
    "commas": "," * 50_000,
    "spaces": " " * 50_000 + "x",
}


def main() -> None:
    """Print milliseconds for the draft, for 1,000 sentences, and for text made to be slow."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--claims", type=int, default=1_000)
    options = parser.parse_args()
    ledger = _ledger(options.claims)
    for kind, names in {
        "careful": ["let_through", "blind_let_through"],
        "careless": ["caught", "blind_caught"],
    }.items():
        texts = [e.text for name in names for e in examples(name) if e.place == "section"]
        wanted = options.pages * SENTENCES_A_PAGE
        draft = _draft((texts * (wanted // len(texts) + 1))[:wanted])
        first = _milliseconds(partial(check, draft, ledger))
        typed = [replace(draft[0], text=draft[0].text + "\n\nHalden wrote [[C-1]]."), *draft[1:]]
        again = _milliseconds(partial(check, typed, ledger))
        print(
            f"{kind}, {options.pages} pages, {options.claims} claims: {first:8.1f} ms, "
            f"{first * 1000 / wanted:.1f} ms per 1,000 sentences, {again:.1f} ms after a keystroke"
        )
    for name, text in HOSTILE.items():
        took = _milliseconds(partial(check, [Passage("section", text)], ledger))
        print(f"made to be slow: {name:<16}{len(text):>8} characters {took:>10.1f} ms")


def _draft(sentences: list[str]) -> list[Passage]:
    size = len(sentences) // len(SECTIONS) + 1
    parts = [sentences[i * size : (i + 1) * size] for i in range(len(SECTIONS))]
    return [
        Passage(
            f"section:{name}", "\n\n".join(" ".join(part[i : i + 4]) for i in range(0, size, 4))
        )
        for name, part in zip(SECTIONS, parts, strict=True)
    ]


def _ledger(count: int) -> Ledger:
    claims = dict(LEDGER.claims)
    for number in range(len(claims) + 1, count + 1):
        like = LEDGER.claims[number % len(LEDGER.claims) + 1]
        claims[number] = replace(like, number=number)
    parties = tuple(Speaker(f"Publisher {n}", (), "publisher") for n in range(40))
    return replace(LEDGER, claims=claims, parties=(*LEDGER.parties, *parties))


def _milliseconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
