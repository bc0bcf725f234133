"""The June letter: what is publicly said of one accusation, each piece cited as reported.

Real names, public facts, our own words. The case holds no exhibit and no telemetry, because none
is public, so nothing in it can be more than reported but for the sending of the letter, which
several newsrooms say that they have read.
"""

from datetime import date

from django.db import transaction

from cases.core import paperwork
from cases.core import services as cases
from cases.core.models import Case, Party
from cases.core.roles import Role
from cases.demo import hypotheses, june_letter_report
from cases.demo import june_letter_ledger as ledger
from cases.demo.people import People
from cases.timeline import services as timeline
from cases.timeline.models import Event

TITLE = "The June letter"
RATING = "serious allegation, not adjudicated"
SUMMARY = (
    "Anthropic wrote to two U.S. senators and accused operators that it links to Alibaba of using "
    "fraudulent accounts to draw capabilities out of Claude. That the letter was sent is "
    "confirmed; what it says is an allegation by one party. No court or authority has tested it, "
    "the technical evidence is not public, and Alibaba had not answered when it was first "
    "reported. This case holds no telemetry, because none is public."
)

# name, kind, role, other names
PARTIES = [
    ("Anthropic", "organization", "complainant", []),
    ("Alibaba", "organization", "subject", ["Alibaba Group"]),
    ("Qwen lab", "organization", "subject", ["Qwen", "Alibaba's Qwen AI lab"]),
    ("Tim Scott", "person", "authority", ["Senator Scott"]),
    ("Elizabeth Warren", "person", "authority", ["Senator Warren"]),
    ("Bloomberg", "organization", "publisher", ["Bloomberg News"]),
    ("CNBC", "organization", "publisher", []),
    ("Reuters", "organization", "publisher", []),
    ("NoDechev", "organization", "publisher", []),
]

WATCHED = {
    "Anthropic publishes technical detail": "Account clusters, payment links, network "
    "fingerprints or samples would let others test how and by whom the accounts were operated.",
    "Alibaba denies, explains or admits": "A denial would make the allegation disputed; an "
    "explanation could offer another reading.",
    "Lawmakers act on the letter": "New penalties would show how the letter was used, not that "
    "what it says is so.",
}


# lane, title, date, detail, source, claims
EVENTS = [
    (
        Event.Lane.SAID, "Fraudulent accounts are said to have queried Claude at scale",
        ledger.WINDOW, "The window is the accuser's: alleged by Anthropic in its letter.",
        "letter", ("traffic", "interactions"),
    ),
    (
        Event.Lane.PUBLIC, "Anthropic writes to Senators Scott and Warren", ledger.LETTER_DAY,
        "The letter's date, as the newsrooms that read it report.", "letter", ("sent",),
    ),
    (
        Event.Lane.PUBLIC, "Newsrooms first report the letter", ledger.FIRST_REPORTS,
        "Bloomberg first, then CNBC and Reuters, each from a copy that it saw.",
        "bloomberg", ("sent",),
    ),
    (
        Event.Lane.PUBLIC, "Alibaba does not answer CNBC's request before publication",
        ledger.FIRST_REPORTS, "", "enquiry", ("silent",),
    ),
]  # fmt: skip


@transaction.atomic
def load(people: People) -> None:
    """Load the case, unless it is here."""
    if Case.objects.filter(title=TITLE, is_synthetic=False).exists():
        return
    case = cases.open_case(
        title=TITLE, summary=SUMMARY, rating=RATING, marking="TLP:CLEAR", by=people.lead
    )
    for part in ("analyst", "reviewer", "legal", "policy"):
        cases.add_member(case=case, user=getattr(people, part), role=Role(part), by=people.lead)
    entered = ledger.write(case, _name_parties(case, people), people)
    _tell(case, entered, people)
    _watch(case, people)
    hypotheses.compare_june(case, people)
    june_letter_report.write(case, people)


def _name_parties(case: Case, people: People) -> dict[str, Party]:
    parties: dict[str, Party] = {}
    for name, kind, role, aliases in PARTIES:
        parties[name] = paperwork.add_party(
            case=case,
            name=name,
            kind=kind,
            role=role,
            aliases=aliases,
            controlled_by=parties["Alibaba"] if name == "Qwen lab" else None,
            by=people.analyst,
        )
    return parties


def _tell(case: Case, entered: ledger.Entered, people: People) -> None:
    for lane, title, happened, detail, source, claims in EVENTS:
        timeline.add_event(
            case=case,
            lane=lane,
            title=title,
            happened=happened,
            became_public=ledger.FIRST_REPORTS,
            detail=detail,
            source=entered.sources[source],
            claims=[entered.claims[claim] for claim in claims],
            by=people.analyst,
        )


def _watch(case: Case, people: People) -> None:
    for what, why in WATCHED.items():
        paperwork.watch_for(
            case=case, what=what, why=why, look_again_on=date(2026, 12, 15), by=people.analyst
        )
    paperwork.add_task(
        case=case,
        title="Ask Anthropic and the committee for a copy of the letter",
        detail="With a copy held as an exhibit, its words can be quoted and checked.",
        assignee=people.analyst,
        by=people.lead,
    )
    paperwork.write_note(
        case=case,
        body=(
            "The newsrooms' own articles are not held here: what they say was read in coverage "
            "that cites them. Receive captures of them as exhibits before quoting."
        ),
        by=people.analyst,
    )
