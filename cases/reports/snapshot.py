"""The ledger as it stood, small enough to keep, and what has changed in it since."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cases.reports.ledger import ClaimRef, Ledger
from cases.reports.wording import say

Snapshot = dict[str, dict[str, Any]]
_NAMES = {
    "status": "status",
    "statement": "wording",
    "speakers": "speaker",
    "figure": "figure",
    "window": "window",
    "origins": "number of origins",
    "likelihood": "likelihood",
    "confidence": "confidence",
    "sha256": "digest",
    "numbers": "data",
    "standing": "standard",
    "grade": "grade",
    "rests_on": "lineage",
}


def snapshot_of(ledger: Ledger) -> Snapshot:
    """What a text can rest on, as it stands."""
    found: Snapshot = {claim.token: _claim(claim) for claim in ledger.claims.values()}
    for source in ledger.sources.values():
        found[source.token] = {"grade": source.reliability, "rests_on": _named(source.rests_on)}
    for exhibit in ledger.exhibits.values():
        found[exhibit.token] = {"sha256": exhibit.sha256}
    for figure in ledger.figures.values():
        found[f"figure:{figure.key}"] = {
            "figure": say(figure.quantity), "window": figure.quantity.window,
        }  # fmt: skip
    for token, measured in ledger.charts.items():
        found[token] = {"numbers": measured.said}
    for response in ledger.responses:
        found[f"response of {response.party}"] = {"status": response.kind}
    return found


def changes(
    before: Snapshot, ledger: Ledger, tokens: Iterable[str] | None = None
) -> dict[str, str]:
    """What has changed since, in words, of these tokens or of all that was there."""
    now = snapshot_of(ledger)
    found: dict[str, str] = {}
    for token in before if tokens is None else tokens:
        if token in before and (said := "; ".join(_differences(before[token], now.get(token)))):
            found[token] = said + "."
    return found


def _claim(claim: ClaimRef) -> dict[str, Any]:
    return {
        "status": claim.status.replace("_", " "),
        "statement": claim.statement,
        "speakers": ", ".join(speaker.name for speaker in claim.speakers),
        "figure": say(claim.figure) if claim.figure else "",
        "window": claim.figure.window if claim.figure else "",
        "origins": claim.origins,
        "denied": " and ".join(claim.denied_by),
        "likelihood": claim.likelihood,
        "confidence": claim.confidence,
        # Of what is settled alone: who else says what is said, the number of origins tells.
        "standing": claim.standing if claim.status in {"confirmed", "refuted"} else "",
    }


def _named(sources: Iterable[int]) -> str:
    return ", ".join(f"S-{number}" for number in sources) or "nothing"


def _differences(before: Mapping[str, Any], now: Mapping[str, Any] | None) -> Iterator[str]:
    if now is None:
        yield "it is no longer in the ledger"
        return
    for key, was in before.items():
        if now.get(key) != was and key == "denied":
            yield f"it is denied by {now[key]}" if now[key] else f"{was} no longer denies it"
        elif now.get(key) != was:
            yield f"its {_NAMES.get(key, key)} was “{was}” and is now “{now.get(key)}”"
