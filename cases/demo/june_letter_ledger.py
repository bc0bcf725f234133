"""The ledger of the June letter: its sources, their lineage, and what each says."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import User
from cases.claims import services
from cases.claims.models import Claim, Source
from cases.claims.vocabulary import Kind, Precision, Rung, SourceKind, Stance, Status, Weight
from cases.core.models import Case, Party
from cases.demo.people import People

WINDOW, LETTER_DAY, FIRST_REPORTS = "2026-04-22/2026-06-05", "2026-06-10", "2026-06-24"
NOT_PUBLIC = "How they were found and counted is not public."


@dataclass(frozen=True)
class Entered:
    """What was entered, by the names that this module uses."""

    sources: dict[str, Source]
    claims: dict[str, Claim]


# key: title, publisher, kind, date, reliability, why; what it rests on and the passage
SOURCES: dict[str, tuple[str, str, str, str, str, str]] = {
    "letter": (
        "Letter to Senators Tim Scott and Elizabeth Warren", "Anthropic", SourceKind.LETTER,
        LETTER_DAY, "F", "Not held, and its author is the complainant.",
    ),
    "bloomberg": (
        "First report of the letter", "Bloomberg", SourceKind.ARTICLE, FIRST_REPORTS, "B",
        "A newsroom with a long record; the article is not held.",
    ),
    "cnbc": (
        "Report on the letter", "CNBC", SourceKind.ARTICLE, FIRST_REPORTS, "B",
        "A newsroom with a long record; the article is not held.",
    ),
    "reuters": (
        "Report on the letter", "Reuters", SourceKind.ARTICLE, FIRST_REPORTS, "B",
        "A newsroom with a long record; the article is not held.",
    ),
    "enquiry": (
        "Its own request to Alibaba for comment", "CNBC", SourceKind.OBSERVATION, FIRST_REPORTS,
        "B", "It speaks of what it did itself.",
    ),
    "check": (
        "Context check of the allegation", "NoDechev", SourceKind.ARTICLE, "2026-06~", "C",
        "It names no source for what it reports, and keeps report and proof apart.",
    ),
    "reading": (
        "Its own reading of the public record", "NoDechev", SourceKind.OBSERVATION, "2026-06~",
        "C", "What it found, and did not find, in public.",
    ),
}  # fmt: skip

LINEAGE = [
    ("bloomberg", "letter", "It describes the letter from a copy that it obtained."),
    ("cnbc", "letter", "It describes the letter from a copy that it viewed."),
    ("reuters", "letter", "It describes the letter from a copy that it reviewed."),
    ("check", "letter", "Its figures and the accusation are those of the letter."),
    ("check", "bloomberg", "It relies on the first reports for what the letter says."),
]

# key: kind, statement, more; alleged by Anthropic in its letter and repeated by all
CONTENT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "traffic": (
        Kind.CONDUCT,
        "Fraudulent accounts sent requests to Claude at scale between April 22 and June 5, 2026.",
        {"rung": Rung.L0, "happened": WINDOW, "would_settle": "Access logs that others can test."},
    ),
    "accounts": (
        Kind.FIGURE,
        "The campaign used nearly 25,000 fraudulent accounts.",
        {
            "value": Decimal(25_000), "unit": "accounts", "precision": Precision.AT_MOST,
            "window": WINDOW, "as_of": LETTER_DAY,
            "counting_rule": f"Accounts that the complainant calls fraudulent. {NOT_PUBLIC}",
        },
    ),
    "interactions": (
        Kind.FIGURE,
        "The campaign generated about 28.8 million interactions with Claude.",
        {
            "value": Decimal(28_800_000), "unit": "interactions",
            "precision": Precision.APPROXIMATE, "window": WINDOW, "as_of": LETTER_DAY,
            "counting_rule": f"Interactions of those accounts. {NOT_PUBLIC}",
        },
    ),
    "targets": (
        Kind.CONDUCT,
        "The requests targeted software engineering, agentic reasoning and long tasks.",
        {"would_settle": "Prompt and output samples, drawn in a way that can be repeated."},
    ),
    "together": (
        Kind.ATTRIBUTION,
        "The accounts were operated together.",
        {
            "rung": Rung.L1,
            "would_settle": "Payment links, network fingerprints and timing that others can test.",
        },
    ),
    "operators": (
        Kind.ATTRIBUTION,
        "Operators linked to Alibaba's Qwen lab ran the accounts.",
        {
            "rung": Rung.L2, "actor": "Alibaba",
            "would_settle": "Evidence of who paid for and controlled the accounts.",
        },
    ),
    "purpose": (
        Kind.ATTRIBUTION,
        "The purpose was to distil Claude's capabilities into a competing model.",
        {"rung": Rung.L3, "actor": "Alibaba", "would_settle": "Records of the operators' aims."},
    ),
}  # fmt: skip


def write(case: Case, parties: dict[str, Party], people: People) -> Entered:
    """Enter sources, lineage, claims and what each source says, and have them signed."""
    by = people.analyst
    sources = _enter_sources(case, parties, people)
    sent = services.add_claim(
        case=case,
        kind=Kind.UTTERANCE,
        statement=(
            "Anthropic sent Senators Tim Scott and Elizabeth Warren a letter dated June 10, 2026 "
            "that accuses operators linked to Alibaba."
        ),
        speaker=parties["Anthropic"],
        weight=Weight.NEITHER,
        happened=LETTER_DAY,
        by=by,
    )
    for outlet in ("bloomberg", "cnbc", "reuters"):
        _say(sources[outlet], sent, Stance.ASSERTS, by, has_seen=True)
    _say(sources["check"], sent, Stance.REPEATS, by, credibility="3")
    content = {key: _allege(case, key, sent, sources, parties, by) for key in CONTENT}
    others = _enter_context(case, sources, parties, by) | _enter_questions(case, parties, by)
    claims = {"sent": sent} | content | others
    _sign(claims, people)
    entered = Entered(sources, claims)
    _record_silence(case, parties, entered, by)
    return entered


def _enter_sources(case: Case, parties: dict[str, Party], people: People) -> dict[str, Source]:
    resting = {source for source, _, _ in LINEAGE}
    sources = {
        key: services.add_source(
            case=case,
            title=title,
            publisher=parties[publisher],
            kind=kind,
            published=published,
            reliability=grade,
            reliability_reason=why,
            basis=Source.Basis.UNKNOWN if key in resting else Source.Basis.FIRST_HAND,
            by=people.analyst,
        )
        for key, (title, publisher, kind, published, grade, why) in SOURCES.items()
    }
    for source, ground, passage in LINEAGE:
        services.rest_source_on(
            source=sources[source], rests_on=sources[ground], passage=passage, by=people.analyst
        )
    return sources


def _allege(
    case: Case,
    key: str,
    sent: Claim,
    sources: dict[str, Source],
    parties: dict[str, Party],
    by: User,
) -> Claim:
    kind, statement, more = CONTENT[key]
    if actor := more.get("actor"):
        more = more | {"actor": parties[actor]}
    claim = services.add_claim(
        case=case,
        kind=kind,
        statement=statement,
        speaker=parties["Anthropic"],
        content_of=[sent],
        by=by,
        **more,
    )
    _say(sources["letter"], claim, Stance.ASSERTS, by, credibility="6", locator="as reported")
    for echo in ("bloomberg", "cnbc", "reuters", "check"):
        _say(sources[echo], claim, Stance.REPEATS, by, credibility="6")
    return claim


def _enter_context(
    case: Case, sources: dict[str, Source], parties: dict[str, Party], by: User
) -> dict[str, Claim]:
    context = {
        "silent": "Alibaba had not answered in public when the letter was first reported.",
        "ordinary": "Distilling a model is ordinary practice and not unlawful in itself.",
        "debate": "Officials and companies are debating limits on distillation and access.",
        "untested": "No court or authority has made a finding on the allegation.",
    }
    claims = {}
    for key, statement in context.items():
        claims[key] = services.add_claim(
            case=case,
            kind=Kind.LEGAL if key == "untested" else Kind.CONTEXT,
            statement=statement,
            weight=Weight.FOR_SUBJECT if key in {"ordinary", "untested"} else Weight.NEITHER,
            speaker=parties["CNBC" if key == "silent" else "NoDechev"],
            by=by,
        )
        _say(sources["enquiry" if key == "silent" else "reading"], claims[key], Stance.ASSERTS, by)
    return claims


def _enter_questions(case: Case, parties: dict[str, Party], by: User) -> dict[str, Claim]:
    """What nobody has shown, and what would settle it."""
    questions: dict[str, tuple[str, str, dict[str, Any]]] = {
        "directed": (
            "Alibaba itself directed the activity.",
            "An admission, a finding of an authority, or records of who gave the orders.",
            {"kind": Kind.ATTRIBUTION, "rung": Rung.L2, "actor": parties["Alibaba"]},
        ),
        "trained": (
            "The outputs were used to train a model.",
            "Training records, or an admission. Platform data can't show it.",
            {"kind": Kind.ATTRIBUTION, "rung": Rung.L4, "actor": parties["Alibaba"]},
        ),
        "published": (
            "The technical evidence behind the attribution can be tested in public.",
            "Publication of account clusters, payment links, network fingerprints or samples.",
            {"kind": Kind.CONTEXT, "weight": Weight.NEITHER},
        ),
    }
    return {
        key: services.add_claim(case=case, statement=statement, would_settle=settles, by=by, **more)
        for key, (statement, settles, more) in questions.items()
    }


def _say(
    source: Source, claim: Claim, stance: str, by: User, credibility: str = "2", **more: Any
) -> None:
    services.assert_claim(
        source=source, claim=claim, stance=stance, credibility=credibility, by=by, **more
    )


def _sign(claims: dict[str, Claim], people: People) -> None:
    """Sign each at its ceiling: what one person may, the analyst; the letter, two."""
    for key in CONTENT:
        services.propose_status(
            claim=claims[key],
            status=Status.ALLEGED,
            rationale="One origin, the complainant's letter. Every report of it is an echo.",
            by=people.analyst,
        )
    for key in ("silent", "ordinary", "debate", "untested"):
        services.propose_status(
            claim=claims[key],
            status=Status.REPORTED,
            rationale="One publisher on nobody's side says so; no second origin is on record.",
            by=people.analyst,
        )
    proposal = services.propose_status(
        claim=claims["sent"],
        status=Status.CONFIRMED,
        rationale="Three newsrooms independent of each other report having seen the letter.",
        by=people.analyst,
    )
    services.countersign_status(
        proposal=proposal,
        note="That it was sent, and nothing that it says.",
        by=people.reviewer,
    )


def _record_silence(case: Case, parties: dict[str, Party], entered: Entered, by: User) -> None:
    services.record_response(
        case=case,
        party=parties["Alibaba"],
        asked_on=FIRST_REPORTS,
        asked_by="CNBC",
        channel="a request for comment before publication",
        question="What the letter says of Alibaba and its Qwen lab.",
        outcome="no_answer",
        answered_on=FIRST_REPORTS,
        answer="No answer before publication. Silence is neither a denial nor an admission.",
        source=entered.sources["enquiry"],
        claims=[entered.claims["operators"], entered.claims["traffic"]],
        by=by,
    )
