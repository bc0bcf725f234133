"""A generated case with a large ledger: sources that rest on one another, claims, signatures.

Rows are written past the services, as a restored database would have them, and the ceilings are
worked out once at the end. The same size gives the same case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from accounts.models import User
from cases.claims.models import Assertion, Claim, Lineage, Source
from cases.claims.signatures import Proposal, Response
from cases.claims.upkeep import settle
from cases.core import services as cases
from cases.core.models import Case, Party
from cases.core.numbering import next_numbers
from cases.core.roles import Role
from cases.reports import services as reports
from cases.reports.models import Report

#: For every hundred claims.
SOURCES, ASSERTIONS, SIGNED, PROPOSED, RESPONSES, CITED = 30, 240, 50, 2, 1, 10
PUBLISHERS = 40
CHAIN = 40


@dataclass(frozen=True)
class Large:
    """The case, who works in it, and the source that most others rest on."""

    case: Case
    analyst: User
    reviewer: User
    letter: Source
    report: Report


def make(hundreds: int) -> Large:
    """A case of so many hundreds of claims, with a report that cites a tenth of them."""
    draw = Random(hundreds)  # noqa: S311
    lead, analyst, reviewer = (_person(f"{name}{hundreds}") for name in ("lead", "ana", "rea"))
    case = cases.open_case(title=f"{hundreds * 100} claims", is_synthetic=True, by=lead)
    cases.add_member(case=case, user=analyst, role=Role.ANALYST, by=lead)
    cases.add_member(case=case, user=reviewer, role=Role.REVIEWER, by=lead)
    parties = _parties(case)
    sources = _sources(case, parties, hundreds * SOURCES, analyst)
    Lineage.objects.bulk_create(_lineage(sources, draw, analyst), batch_size=2000)
    claims = _claims(case, parties["Halden"], hundreds * 100, analyst)
    said = _assertions(claims, sources, hundreds * ASSERTIONS, draw, analyst)
    Assertion.objects.bulk_create(said, batch_size=2000)
    settle(case, everything=True)
    _sign(case, hundreds, analyst)
    _ask(case, parties["Meridian"], hundreds * RESPONSES, analyst)
    return Large(case, analyst, reviewer, sources[0], _report(case, hundreds * CITED, analyst))


def _person(name: str) -> User:
    return User.objects.create_user(email=f"{name}@lab.example", name=name.title())


def _parties(case: Case) -> dict[str, Party]:
    roles = {"Halden": Party.Role.COMPLAINANT, "Meridian": Party.Role.SUBJECT}
    roles |= {f"Outlet {_word(n)}": Party.Role.PUBLISHER for n in range(PUBLISHERS)}
    made = [Party(case=case, name=name, role=role) for name, role in roles.items()]
    return {party.name: party for party in Party.objects.bulk_create(made)}


def _sources(case: Case, parties: dict[str, Party], count: int, by: User) -> list[Source]:
    """The complainant's letter, the subject's denial, then outlets; each twelfth is an origin."""
    halden, meridian, *outlets = parties.values()
    made = [
        Source(
            case=case,
            number=number,
            title=f"What was said, part {number}",
            publisher=outlets[number % PUBLISHERS],
            kind="article",
            basis="first_hand" if number % 12 == 0 or number < 3 else "rests_on_others",
            reliability="BCDF"[number % 4],
            published=f"2026-06-{number % 28 + 1:02d}",
            added_by=by,
        )
        for number in next_numbers(case, "source", count)
    ]
    made[0].publisher, made[1].publisher = halden, meridian
    return Source.objects.bulk_create(made, batch_size=1000)


def _lineage(sources: list[Source], draw: Random, by: User) -> Iterator[Lineage]:
    """Most rest on the letter, some on two origins, and some form chains."""
    letter = sources[0]
    origins = [source for source in sources if source.basis == "first_hand"]
    for place, source in enumerate(sources):
        if source.basis == "first_hand":
            continue
        grounds = {letter}
        if place % 10 == 3:
            grounds = {letter, draw.choice([o for o in origins if o != letter] or [letter])}
        elif place % 10 > 5:
            before = sources[max(place - 1, 0)]
            is_long = place % CHAIN == 0 or before.basis == "first_hand"
            grounds = {draw.choice(origins) if is_long else before}
        for ground in sorted(grounds, key=lambda each: each.number):
            yield Lineage(source=source, rests_on=ground, passage="As it was told.", added_by=by)


def _claims(case: Case, speaker: Party, count: int, by: User) -> list[Claim]:
    made = [
        Claim(
            case=case,
            number=number,
            kind="conduct",
            statement=f"Operators opened accounts through the reseller {_word(number)}.",
            speaker=speaker,
            supported=["not_established"],
            added_by=by,
        )
        for number in next_numbers(case, "claim", count)
    ]
    return Claim.objects.bulk_create(made, batch_size=1000)


def _assertions(
    claims: list[Claim], sources: list[Source], count: int, draw: Random, by: User
) -> Iterator[Assertion]:
    """The letter asserts half of the claims; others repeat them, and each twentieth is denied."""
    letter, denial, *others = sources
    made = 0
    for place, claim in enumerate(claims):
        saying = draw.sample(others, count // len(claims) + (place % 5 < 2) - 1)
        said = [(letter if place % 2 else draw.choice(others[:9]), "asserts")]
        said += [(source, "repeats") for source in saying if source != said[0][0]]
        said += [(denial, "denies")] if place % 20 == 5 else []
        for source, stance in said:
            made += 1
            yield Assertion(
                source=source,
                claim=claim,
                stance=stance,
                quotation=f"Words {made} as they stand in the source.",
                credibility="2",
                added_by=by,
            )


def _sign(case: Case, hundreds: int, by: User) -> None:
    """Sign half of the claims as what their ceiling is, and propose more for some."""
    rows = list(
        case.claims.exclude(ceiling__in=["not_established", "confirmed"]).order_by("number")
    )
    signed = rows[: hundreds * SIGNED]
    waiting = rows[hundreds * SIGNED :][: hundreds * PROPOSED]
    Proposal.objects.bulk_create(
        [_proposal(claim, by, "settled") for claim in signed]
        + [_proposal(claim, by, "open") for claim in waiting],
        batch_size=500,
    )
    for claim in signed:
        claim.status = claim.ceiling
    Claim.objects.bulk_update(signed, ["status"], batch_size=500)


def _proposal(claim: Claim, by: User, outcome: str) -> Proposal:
    proposal = Proposal(
        claim=claim,
        status_before=claim.status,
        status=claim.ceiling,
        rationale="As its ceiling says.",
        proposed_by=by,
        proposer_saw={"statement": claim.statement, "explanation": claim.explanation},
        outcome=outcome,
    )
    if outcome == "settled":
        proposal.decided_by, proposal.decided_at = by, proposal.proposed_at
    return proposal


def _ask(case: Case, subject: Party, count: int, by: User) -> None:
    made = Response.objects.bulk_create(
        Response(
            case=case,
            party=subject,
            asked_on="2026-06-11",
            asked_by="us",
            channel="e-mail",
            question=f"Question {number}: is it so?",
            outcome="no_answer",
            answered_on="2026-06-20",
            recorded_by=by,
        )
        for number in range(count)
    )
    for number, response in enumerate(made):
        response.claims.set(case.claims.filter(number__range=[number * 100, number * 100 + 3]))


def _report(case: Case, count: int, by: User) -> Report:
    """A report that cites so many claims, each attributed and disclosed as the check wants it."""
    cited = case.claims.filter(status="alleged").order_by("number")[:count]
    said = [
        f"Halden alleges that {claim.statement[0].lower()}{claim.statement[1:-1]} [[{claim}]]; "
        f"this rests on few origins, of which one origin is the letter [[{claim}]]."
        for claim in cited
    ]
    report = reports.open_report(case=case, title="The letter about Aria", by=by)
    paragraphs = [" ".join(said[at : at + 5]) for at in range(0, len(said), 5)]
    return reports.save_draft(
        report=report,
        title=report.title,
        rating="Serious allegation, not adjudicated",
        summary=said[0],
        prose={"alleged": "\n\n".join(paragraphs)},
        version=report.version,
        by=by,
    )


def _word(number: int) -> str:
    """A name without digits, such as "Bcd": the check holds numbers to what is cited."""
    letters = ""
    while True:
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
        if not number:
            return letters.title()
