"""What a clause does not assert: it denies, leaves open, supposes, or reports that somebody denies.

"Has Halden shown …?", "if …", "nobody has shown …" and "Meridian denies …" assert nothing. A doubt
reaches only what it governs: "Meridian, which did X, has not answered" asserts X, and so does
"Meridian has not admitted that it did X".
"""

import re
from collections.abc import Iterator

from cases.reports import lexicon
from cases.reports.prose import MARK

_AUXILIARY = "is|are|was|were|has|have|had|do|does|did|can|could|will|would|should|may|might|must"
_NEGATION = re.compile(
    rf"\b(?:{_AUXILIARY})(?:\s+(?:it|they|he|she|we|[A-Z]\w+))?(?:\s+(?:yet|so far|\w+ly))?\s+not\b"
    r"|n't\b|\bcannot\b|\bnever\b|\bnowhere\b|\bneither\b|\bnor\b|\bnobody\b|\bno one\b|\bnone\b"
    r"|\bnothing\b|\bnot\s+even\b"
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
#: What is denied here supposes what follows it: "has not admitted that", "did not stop -ing".
_SUPPOSES = re.compile(
    r",\s+(?:which|who)\b|\b(?:explain\w*|say|said|tell|told|disclos\w+)\s+why\b"
    rf"|{lexicon.any_of('presupposing').pattern}(?!\s+(?:if|whether|who|what)\b)",
    re.IGNORECASE,
)
#: Said by the way: what is denied in it is not what the sentence is about.
_ASIDE = re.compile(
    r",\s+(?:though|although|while|which|who|despite|even\s+if|if)\b[^,;]{1,120},", re.IGNORECASE
)
_RELATIVE = re.compile(r",\s+(?:which|who)\b[^,;]{1,120},", re.IGNORECASE)
_HOW = r"(?:how|when|where|why|by\s+whom|to\s+what\s+extent)"
_HOW_OPEN = re.compile(
    r"\b(?:(?:not|yet\s+to\s+be|never|un)\s*(?:yet\s+|been\s+)*(?:established|known|clear|shown|settled)|open\s+"
    rf"question)\s+{_HOW}\b"
    rf"|^\W*{_HOW}\b[^,;]*\b(?:is|are|was|were|remains?)\b[^,;]*\b(?:(?:not|un)\s*(?:yet\s+|been\s+)*"
    r"(?:established|known|clear|shown|settled)|open\s+question)\b",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"\b(?:whether|if)\b", re.IGNORECASE)
_WE_KNOW = re.compile(r"\b(?:we|I|it)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
#: A doubt that comes after what it is about: "… has not been shown", "… if Halden is right".
_AFTERTHOUGHT = re.compile(
    r"\b(?:not|never|nowhere|yet\s+to\s+be)\s+(?:\w+\s+){0,3}?(?:established|shown|proved|proven|shows?|"
    r"demonstrated|confirmed|verified|corroborated|known|documented|substantiated|tested|supported|follow|"
    r"settled?|decided|found|evident|clear|what|something)\b"
    r"|\b(?:is|was|are|were|been|remains?)\s+(?:\w+ly\s+)?(?:denied|disputed|rejected|contested|dismissed|"
    r"open|unproven|unknown|wrong|false|refuted|withdrawn|a\s+hypothesis|in\s+dispute)\b"
    r"|\b(?:untrue|baseless|unfounded|groundless|fiction|fabricated)\b"
    r"|\b(?:if|unless|assuming|provided\s+that|would)\b"
    r"|\b(?:no|without|lacks?|little)\s+(?:\w+\s+){0,2}(?:evidence|proof|finding|record|support|basis|"
    r"corroboration|documentation)\b",
    re.IGNORECASE,
)
#: "Meridian calls the allegation untrue": a denial in other words.
_CALLED_FALSE = re.compile(
    r"\b(?:call|calls|called|calling|say|says|said)\b[^;]*\b(?:untrue|false|baseless|unfounded|groundless|"
    r"fiction|fabricated|fabrications?|nonsense|absurd|invented|a\s+lie|lies)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\W*(?:(?:and|but|or|nor)\s+)?(?:that|whether|who|what|why|how|had|were|should)\b",
    re.IGNORECASE,
)
_PLAINLY = re.compile(
    r"\b(?:(?:is|are|was|were|has|have|had|do|does|did)(?:\s+not|n't)(?:\s+yet)?|never)\s+(?:\w+ly\s+)?"
    r"(?:been\s+)?$",
    re.IGNORECASE,
)


def leaves_open(text: str, deeds: re.Pattern[str]) -> bool:
    """Tell a clause that asserts none of these deeds; if it names none, that it doubts at all."""
    if leaves_only_how(text):
        return False
    if not (is_negated(text) or is_open(text) or is_conditional(text) or is_denial(text)):
        return False
    found = list(deeds.finditer(text))
    if not found and tells_in_an_aside(text):
        return False
    if not found and _ASIDE.search(text):
        return leaves_open(_ASIDE.sub(" ", text), deeds)
    return all(_is_governed(text, match) for match in found)


def _tells_a_deed(aside: str) -> bool:
    """Tell ", which ran all of it," from ", which has not been asked,"."""
    says = lexicon.any_verb("reporting", "denial").search(aside)
    doubts = is_negated(aside) or is_open(aside) or is_conditional(aside)
    return bool(lexicon.any_verb("conduct", "accusing").search(aside)) and not (says or doubts)


def in_aside(text: str, at: int) -> int:
    """Where the aside begins in which this character stands: no doubt outside it reaches in."""
    asides = (aside for aside in _RELATIVE.finditer(text) if aside.start() < at < aside.end())
    return next((aside.start() for aside in asides), 0)


def denies_plainly(text: str, deeds: re.Pattern[str]) -> bool:
    """Tell "Meridian did not direct …", which takes a side, from "nothing shows that …"."""
    if is_open(text) or is_conditional(text) or is_denial(text):
        return False
    for match in deeds.finditer(text):
        plain = _PLAINLY.search(text[: match.start()])
        if plain and not _NEGATION.search(text[: plain.start()]):
            return not _AFTERTHOUGHT.search(text[match.end() :])
    return False


def _is_governed(text: str, deed: re.Match[str]) -> bool:
    before, after = text[: deed.start()], text[deed.end() :]
    if _SUBORDINATE.match(text) or re.match(r"\s+(?:no|nothing|none|neither)\b", after):
        return True
    if _AFTERTHOUGHT.search(lexicon.any_of("false_conditionals").sub(_blank, after)):
        return True
    return any(not _is_supposed(before, at) for at in _doubts(before))


def _is_supposed(before: str, at: int) -> bool:
    near = before.rfind(" ", 0, max(at - 1, 0)) + 1
    match = _SUPPOSES.search(before, near)
    return match is not None and not _WE_KNOW.search(before[: match.start()])


def _doubts(text: str) -> Iterator[int]:
    """Where each word of doubt begins."""
    patterns = [lexicon.any_of("open_words"), lexicon.any_of("conditional")]
    if not lexicon.any_of("false_negators").search(text) and not _NOTHING_BUT.search(text):
        patterns += [_NEGATION, _NEAR_NEGATION, lexicon.any_verb("denial")]
    plain = lexicon.any_of("false_conditionals").sub(_blank, text)
    for pattern in patterns:
        yield from (match.start() for match in pattern.finditer(plain))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


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
    return bool(lexicon.any_of("open_words").search(text)) and not leaves_only_how(text)


def leaves_only_how(text: str) -> bool:
    """Tell "it is unclear how X did it", which supposes that X did, from "whether X did it"."""
    return bool(_HOW_OPEN.search(text)) and not _WHETHER.search(text)


def tells_in_an_aside(text: str) -> bool:
    """Tell "whether X, which did it, …": what is told by the way hangs on nothing."""
    return any(_tells_a_deed(aside[0]) for aside in _RELATIVE.finditer(text))


def is_conditional(text: str) -> bool:
    """Tell what only supposes: "if", "unless", "would"; not "if nothing else"."""
    plain = lexicon.any_of("false_conditionals").sub(_blank, text)
    return bool(lexicon.any_of("conditional").search(plain))


def is_denial(text: str) -> bool:
    """Tell a report that somebody denies."""
    if lexicon.any_of("false_negators").search(text):
        return False
    if _CALLED_FALSE.search(text):
        return True
    return any(
        len(text[match.end() :].strip(f" .,!?{MARK}").split()) > 1
        or len(text[: match.start()].split()) <= 3
        for match in lexicon.any_verb("denial").finditer(text)
    )
