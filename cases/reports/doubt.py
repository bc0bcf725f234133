"""What a clause does not assert: it denies, leaves open, supposes, or reports that somebody denies.

"Has Halden shown …?", "if …", "nobody has shown …" and "Meridian denies …" assert nothing.
"""

import re

from cases.reports import lexicon
from cases.reports.prose import MARK

_AUXILIARY = "is|are|was|were|has|have|had|do|does|did|can|could|will|would|should|may|might|must"
_NEGATION = re.compile(
    rf"\b(?:{_AUXILIARY})(?:\s+(?:it|they|he|she|we|[A-Z]\w+))?(?:\s+(?:yet|so far|\w+ly))?\s+not\b"
    r"|n't\b|\bcannot\b|\bnever\b|\bneither\b|\bnor\b|\bnobody\b|\bno one\b|\bnone\b|\bnothing\b"
    r"|\byet\s+to\b|\b(?:failed|fails|fail|unable)\s+to\b|\bnot\s+(?:established|known|clear|proved|"
    r"proven|shown|adjudicated|confirmed|public|one|a\s+single|every|all)\b|\bstops?\s+short\b"
    r"|(?:^|[,;:]\s*|\b(?:and|but|so far|that|because|while)\s+)no\b(?!\.)"
    r"|\b(?:is|are|was|were|has|have|had|found|finds|gives?|gave|offers?|offered|provides?|provided|holds?|"
    r"held|contains?|sees?|saw|made|makes|named|names|identified|there)\s+(?:as\s+yet\s+)?no\b"
    r"|\w+\s+no\s+(?:public\s+|technical\s+)?(?:evidence|charges?|finding|proof|ruling|answer|comment|"
    r"record|reply|response|statement|admission|logs)\b",
    re.IGNORECASE,
)
_NOTHING_BUT = re.compile(
    r"\b(?:nobody|no one|none|nothing|no\s+\w+)\s+(?:but|except|other than|save)\b", re.IGNORECASE
)
_DID_NONE = re.compile(rf"{lexicon.any_verb('conduct').pattern}\s+(?:no|nothing)\b", re.IGNORECASE)
_NEAR_NEGATION = re.compile(
    r"\b(?:without|no|short\s+of|far\s+from|rather\s+than|instead\s+of|hardly|not)\b", re.IGNORECASE
)


def is_negated(text: str, before: int | None = None) -> bool:
    """Tell a clause that denies; with `before`, one in which a denial governs that word."""
    if lexicon.any_of("false_negators").search(text):
        return False
    match = _NEGATION.search(text)
    if _NOTHING_BUT.search(text):
        return False
    if before is None:
        return match is not None or bool(_DID_NONE.search(text))
    return bool(_NEGATION.search(text[:before])) or bool(
        _NEAR_NEGATION.search(" ".join(text[:before].split()[-5:]))
    )


def is_open(text: str) -> bool:
    """Tell what leaves the matter open: "whether", "not established", "unknown"."""
    return bool(lexicon.any_of("open_words").search(text))


def is_conditional(text: str) -> bool:
    return bool(lexicon.any_of("conditional").search(text))


def is_denial(text: str) -> bool:
    """Tell a report that somebody denies."""
    if lexicon.any_of("false_negators").search(text):
        return False
    return any(
        len(text[match.end() :].strip(f" .,!?{MARK}").split()) > 1
        or len(text[: match.start()].split()) <= 3
        for match in lexicon.any_verb("denial").finditer(text)
    )
