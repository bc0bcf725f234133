"""A case with a letter, what it says, and a report that says no more than the ledger does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from accounts.models import User
from cases.claims import services as claims
from cases.claims.models import Claim
from cases.claims.vocabulary import Kind, Precision, SourceKind, Stance, Status
from cases.core.models import Case, Party
from cases.reports import services
from cases.reports.models import Report, Revision
from cases.telemetry.models import Activity, RollUp
from tests.factories.claims import PartyFactory, SourceFactory, say

SUMMARY = (
    "Halden alleges that operators linked to Meridian used nearly 25,000 accounts "
    "[[C-{accounts}]]. This rests on one origin, the letter [[C-{accounts}]]."
)


@dataclass(frozen=True)
class World:
    """The people and claims that a report of the case speaks of."""

    case: Case
    halden: Party
    meridian: Party
    accounts: Claim

    @property
    def summary(self) -> str:
        return SUMMARY.format(accounts=self.accounts.number)


def furnish(case: Case, by: User) -> World:
    """A letter of Halden's, the figure that it alleges, and Meridian's silence."""
    halden = PartyFactory.create(case=case, name="Halden", role=Party.Role.COMPLAINANT)
    meridian = PartyFactory.create(case=case, name="Meridian", role=Party.Role.SUBJECT)
    letter = SourceFactory.create(publisher=halden, kind=SourceKind.LETTER, by=by)
    accounts = claims.add_claim(
        case=case,
        kind=Kind.FIGURE,
        statement="Operators linked to Meridian used nearly 25,000 accounts.",
        speaker=halden,
        value=25_000,
        unit="accounts",
        precision=Precision.AT_MOST,
        by=by,
    )
    say(letter, accounts, by, Stance.ASSERTS)
    claims.propose_status(claim=accounts, status=Status.ALLEGED, rationale="The letter.", by=by)
    claims.record_response(
        case=case, party=meridian, asked_on="2026-06-12", asked_by="us", channel="e-mail",
        question="Is it so?", outcome="no_answer", answered_on="2026-06-20", by=by,
    )  # fmt: skip
    accounts.refresh_from_db()
    return World(case, halden, meridian, accounts)


def write(world: World, by: User, **changes: object) -> Report:
    """A report that the check finds nothing wrong with, unless changed."""
    report = services.open_report(case=world.case, title="The letter about Aria", by=by)
    fields = {
        "title": report.title, "rating": "Serious allegation, not adjudicated",
        "summary": world.summary, "prose": {}, "version": report.version,
    }  # fmt: skip
    return services.save_draft(report=report, by=by, **(fields | changes))  # type: ignore[arg-type]


def approve(report: Report, asked_by: User, by: User) -> Revision:
    """Ask for approval, and give it."""
    revision = services.request_approval(report=report, by=asked_by)
    return services.approve_revision(revision=revision, digest=revision.digest, by=by)


def deny(world: World, by: User, second: User | None = None) -> None:
    """The subject denies the claim, in a source of its own; once published, two sign that."""
    denial = SourceFactory.create(publisher=world.meridian, by=by)
    say(denial, world.accounts, by, Stance.DENIES)
    proposal = claims.propose_status(
        claim=world.accounts, status="disputed", rationale="It is denied.", by=by
    )
    if second:
        claims.countersign_status(proposal=proposal, by=second)


def measure(case: Case, days: Mapping[str, int] | None = None) -> RollUp:
    """Roll-ups by day and hour, as the import of telemetry keeps them; all at 09:00 UTC."""
    counted = days or {"2026-04-22": 1_200, "2026-04-24": 3_400}
    for query in ("telemetry.by_hour", "telemetry.by_day"):
        kept, _ = RollUp.objects.update_or_create(
            case=case,
            query=query,
            defaults={
                "query_version": "1", "engine": "DuckDB 1.5.5", "derived_from": ["ab" * 32],
                "made_at": datetime(2026, 6, 20, 12, tzinfo=UTC),
            },
        )  # fmt: skip
        kept.activities.all().delete()
        for day, interactions in counted.items():
            at = datetime.fromisoformat(f"{day}T09:00+00:00")
            Activity.objects.create(
                roll_up=kept, at=at, interactions=interactions, platform_accounts=7
            )
    return kept
