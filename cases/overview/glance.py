"""The case in one minute, gathered from its rooms: what is established, only said, and missing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from audit.models import Entry
from cases.claims.figures import Beside
from cases.claims.models import Claim
from cases.claims.queries import name_speakers
from cases.claims.signatures import Assessment, Response
from cases.claims.vocabulary import Kind, Status
from cases.core.models import Case, Party, WatchItem
from cases.overview.measures import beside
from cases.packs.models import Pack
from cases.reports.models import Revision
from cases.telemetry import charts
from cases.telemetry.charts import Chart
from cases.telemetry.models import Activity

MOST = 6

#: The order of the bar and its legend, and the column in which each status is read.
ESTABLISHED = [Status.CONFIRMED, Status.REFUTED]
ONLY_SAID = [Status.REPORTED, Status.ALLEGED, Status.DISPUTED]
OUR_JUDGEMENT = [Status.ASSESSED]
MISSING = [Status.NOT_ESTABLISHED]
#: What a reader asks first: who did it, what was done, how much, and only then who said so.
ASKED_FIRST = [
    Kind.ATTRIBUTION,
    Kind.CONDUCT,
    Kind.FIGURE,
    Kind.LEGAL,
    Kind.UTTERANCE,
    Kind.CONTEXT,
]
#: Actions are participles; as a sentence these few read otherwise.
PAST = {"written": "wrote", "drawn": "drew", "taken": "took", "frozen": "froze"}


@dataclass(frozen=True)
class Part:
    """A status in the bar: how many claims have it, where it begins and how wide it is."""

    status: str
    label: str
    count: int
    x: float
    width: float
    speakers: str = ""


@dataclass(frozen=True)
class StatusBar:
    parts: list[Part]
    total: int


@dataclass(frozen=True)
class Column:
    """Claims that a reader takes together, the weightiest first."""

    title: str
    claims: list[Claim]
    count: int
    nothing: str

    @property
    def more(self) -> int:
        return self.count - len(self.claims)


@dataclass(frozen=True)
class Change:
    """Something that was done in the case, in words."""

    who: str
    what: str
    at: datetime


@dataclass(frozen=True)
class Glance:
    """What the overview of a case shows."""

    bar: StatusBar
    columns: list[Column]
    overstated: int
    figures: list[Beside]
    activity: Chart | None
    revision: Revision | None
    pack: Pack | None
    responses: list[Response]
    subjects: list[Party]
    parties: list[Party]
    watched: list[WatchItem]
    changes: list[Change]


def of(case: Case) -> Glance:
    """Look at every room of the case once."""
    claims = _claims(case)
    parties = list(case.parties.order_by("role", "name"))
    watching = case.watch_items.filter(outcome=WatchItem.Outcome.WATCHING)
    return Glance(
        bar=_bar(claims),
        columns=[column for column in _columns(claims) if column.claims or column.nothing],
        overstated=sum(claim.is_overstated for claim in claims),
        figures=beside(case, claims),
        activity=_activity(case),
        revision=_revision(case),
        pack=case.packs.ready().select_related("case").order_by("-number").first(),
        responses=list(case.responses.select_related("party").order_by("-pk")[:3]),
        subjects=[party for party in parties if party.role == Party.Role.SUBJECT],
        parties=parties,
        watched=list(watching.order_by("look_again_on", "pk")[:MOST]),
        changes=_changes(case),
    )


def _claims(case: Case) -> list[Claim]:
    """Every claim, with its speaker and, where our assessment is its status, the last of it."""
    claims = list(case.claims.defer("explanation", "supported").order_by("number"))
    prefetch_related_objects([c for c in claims if c.kind == Kind.FIGURE], "observations")
    name_speakers(claims)
    latest = {
        assessment.claim_id: assessment
        for assessment in Assessment.objects.filter(
            claim__case=case, claim__status=Status.ASSESSED
        ).order_by("pk")
    }
    for claim in claims:
        claim.assessment = latest.get(claim.pk)  # type: ignore[attr-defined]
    return claims


def _bar(claims: list[Claim]) -> StatusBar:
    parts, x = [], 0.0
    for status in [*ESTABLISHED, *OUR_JUDGEMENT, *ONLY_SAID, *MISSING]:
        those = [claim for claim in claims if claim.status == status]
        if not those:
            continue
        width = 100 * len(those) / len(claims)
        said_by = _names(those) if status == Status.ALLEGED else ""
        label = Status(status).label.lower()
        parts.append(Part(status, label, len(those), round(x, 3), round(width, 3), said_by))
        x += width
    return StatusBar(parts, len(claims))


def _names(claims: list[Any]) -> str:
    names = sorted({name for claim in claims for name in claim.sayers})
    return " and ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} others"


def _columns(claims: list[Claim]) -> list[Column]:
    return [
        _column("Established", ESTABLISHED, claims, "Nothing has been signed by two people yet."),
        _column("Our judgement", OUR_JUDGEMENT, claims),
        _column("Only said, and by whom", ONLY_SAID, claims, "No claim yet says who says what."),
        _column("Missing", MISSING, claims, "No open question is named yet."),
    ]


def _column(title: str, statuses: list[Status], claims: list[Claim], nothing: str = "") -> Column:
    those = [claim for claim in claims if claim.status in statuses]
    those.sort(key=lambda claim: (ASKED_FIRST.index(Kind(claim.kind)), claim.number))
    return Column(title, those[:MOST], len(those), nothing)


def _activity(case: Case) -> Chart | None:
    """Interactions by day, where telemetry is held."""
    days = Activity.objects.filter(roll_up__case=case, roll_up__query="telemetry.by_day")
    rows = list(days.select_related("roll_up").order_by("at"))
    if not rows:
        return None
    return charts.by_day(rows, as_of=f"{rows[0].roll_up.made_at:%B %-d, %Y, %H:%M} UTC")


def _revision(case: Case) -> Revision | None:
    """The approved report that stands, the newest first."""
    standing = Revision.objects.standing().filter(report__case=case)
    return standing.select_related("report__case", "decided_by").order_by("-decided_at").first()


def _changes(case: Case) -> list[Change]:
    entries = Entry.objects.filter(case=case.reference).order_by("-pk")[:5]
    return [Change(entry.actor.split(" <")[0], _words(entry), entry.at) for entry in entries]


def _words(entry: Entry) -> str:
    """What an entry says, as a sentence without its subject: "proposed claim C-12"."""
    verb = entry.action.rpartition(".")[2].replace("_", " ")
    return f"{PAST.get(verb, verb)} {entry.subject}"
