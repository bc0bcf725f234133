"""The rules of the report check, as a table: what each is for, and an example of it."""

from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Rule:
    """One rule; `example` breaks it, `given` that something is so, and `mended` does not."""

    id: str
    title: str
    why: str
    example: str
    mended: str
    given: str = ""


_TABLE = (
    Rule(
        "unattributed",
        "Nobody is named as saying so",
        "The claim is not confirmed, so the sentence must say who says so, or mark it as alleged.",
        "Operators used nearly 25,000 accounts [[C-3]].",
        "Halden alleges that operators used nearly 25,000 accounts [[C-3]].",
    ),
    Rule(
        "verdict",
        "A word that settles what is not settled",
        "The word treats the claim as a fact, and the claim is not confirmed.",
        "Halden revealed that operators used resellers [[C-2]].",
        "Halden said that operators used resellers [[C-2]].",
    ),
    Rule(
        "wrong-speaker",
        "Somebody else said it",
        "The sentence names a speaker who is not the one who asserted the claim.",
        "The Courier alleges that operators used resellers [[C-2]].",
        "Halden alleges that operators used resellers [[C-2]].",
    ),
    Rule(
        "another-party",
        "A party that what is cited does not name",
        "A citation bears what it says of those whom it names, and nothing of anybody else.",
        "The accounts that Meridian Cloud directed shared 41 payment cards [[C-12]].",
        "The accounts in the export shared 41 payment cards [[C-12]].",
    ),
    Rule(
        "number",
        "Another number than what is cited",
        "A number in a sentence is the number of what the sentence cites.",
        "Halden alleges that nearly 35,000 accounts were used [[C-3]].",
        "Halden alleges that nearly 25,000 accounts were used [[C-3]].",
    ),
    Rule(
        "unit",
        "The right number of the wrong thing",
        "The figure cited counts something else.",
        "Halden alleges about 28.8 million accounts [[C-4]].",
        "Halden alleges about 28.8 million interactions [[C-4]].",
    ),
    Rule(
        "precision",
        "More precise, or less, than what is cited",
        'An approximate figure keeps its "about"; an exact one is not rounded without saying so.',
        "Halden alleges 28.8 million interactions [[C-4]].",
        "Halden alleges about 28.8 million interactions [[C-4]].",
    ),
    Rule(
        "window",
        "Another window than the figure was counted over",
        "A figure has a window: the dates beside it are those that it was counted over.",
        "Halden alleges nearly 25,000 accounts between May 1 and June 5, 2026 [[C-3]].",
        "Halden alleges nearly 25,000 accounts between April 22 and June 5, 2026 [[C-3]].",
    ),
    Rule(
        "uncited",
        "A statement of fact that cites nothing",
        "A reader must be able to see what the sentence rests on.",
        "Meridian rotated payment cards every week.",
        "Halden alleges that operators used resellers [[C-2]].",
    ),
    Rule(
        "said-is-not-so",
        "The letter is cited for what it says",
        "That something was said is confirmed; what was said is another claim. Cite that one, or "
        "say that it is said.",
        "Operators used thousands of accounts [[C-1]].",
        "Halden says that operators used thousands of accounts [[C-1]].",
    ),
    Rule(
        "dispute-untold",
        "A dispute that the sentence keeps to itself",
        "The claim is disputed or refuted: say so where it is stated.",
        "Halden alleges that Bluewater sold the accounts [[C-9]].",
        "Halden alleges that Bluewater sold the accounts [[C-9]], which is disputed.",
    ),
    Rule(
        "likelihood-scale",
        "A likelihood that names no band",
        "Likelihood is stated in the seven bands of ICD 203, and in no other words.",
        "We assess that it is highly likely that one team ran the accounts [[C-6]].",
        "We assess that it is very likely that one team ran the accounts [[C-6]].",
    ),
    Rule(
        "likelihood-row",
        "Both wordings of the scale in one report",
        "ICD 203 gives two wordings of each band; a report keeps to one.",
        "We assess that it is highly probable that one team ran the accounts [[C-6]].",
        "We assess that it is very likely that one team ran the accounts [[C-6]].",
    ),
    Rule(
        "likelihood-differs",
        "Another likelihood than was assessed",
        "The sentence states another band than the assessment that it cites.",
        "We assess that it is unlikely that one team ran the accounts [[C-6]].",
        "We assess that it is very likely that one team ran the accounts [[C-6]].",
    ),
    Rule(
        "likelihood-with-confidence",
        "Likelihood and confidence in one sentence",
        "ICD 203 keeps them apart: one speaks of the event, the other of our basis for judging it.",
        "We assess with moderate confidence that it is very likely that one team ran them [[C-6]].",
        "We assess that it is very likely that one team ran them [[C-6]]. "
        "Our confidence is moderate.",
    ),
    Rule(
        "single-origin",
        "One origin, undisclosed",
        "Everything that supports the claim rests on one origin, and the report does not say so.",
        "Halden alleges that operators used resellers [[C-2]].",
        "Halden alleges that operators used resellers [[C-2]]. This rests on one origin [[C-2]].",
    ),
    Rule(
        "response",
        "The subject's response is missing",
        "A report speaks of a subject only with its answer, its denial or its silence, dated.",
        "Halden alleges that Meridian directed the operators; this rests on one origin [[C-5]].",
        "",
        "where the ledger has no answer of Meridian, and no day on which it was asked",
    ),
    Rule(
        "stale",
        "What it cites has changed",
        "The ledger has moved since this was written or approved: read it again.",
        "Halden alleges that operators used resellers [[C-2]].",
        "",
        "where the grade of C-2 was lowered since the sentence was written",
    ),
    Rule(
        "too-long",
        "A sentence that nobody can read",
        "A sentence of more than 1,500 characters is not checked, so it can't stand.",
        "Halden alleges that operators used resellers, and more, … [[C-2]].",
        "Halden alleges that operators used resellers, and more [[C-2]].",
        "where “and more” stands there two hundred times",
    ),
    Rule(
        "unknown-citation",
        "A citation that leads nowhere",
        "Nothing of that number is in the ledger, or the citation cannot be read.",
        "Halden alleges that operators used resellers [[C-99]].",
        "Halden alleges that operators used resellers [[C-2]].",
    ),
)

RULES: dict[str, Rule] = {rule.id: rule for rule in _TABLE}


@dataclass(frozen=True)
class Finding:
    """One thing that the check found, and where; `mend` replaces source[start:end]."""

    rule: str
    severity: str
    place: str
    start: int
    end: int
    text: str
    message: str
    mend: str = ""

    @property
    def title(self) -> str:
        return RULES[self.rule].title

    @property
    def why(self) -> str:
        return RULES[self.rule].why

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR
