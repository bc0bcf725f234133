"""Samples, report and pack of Exercise Meridian: what leaves the house."""

from cases.core.models import Case
from cases.demo.jobs import finish
from cases.demo.meridian_desk import Evidence
from cases.demo.people import People
from cases.packs import services as packs
from cases.packs.audience import Audience
from cases.reports import services as reports
from cases.samples import services as samples
from cases.samples.models import Draw, Label

REPORT_TITLE = "Accounts on the Meridian platform: what the evidence shows, and what it can't"
RATING = "exercise: shared operation shown, direction disputed"
SUMMARY = """\
The platform accounts of K-1 were operated together [[C-7]], and so were those of K-2 [[C-8]]. \
Meridian Models alleges that Orchard Deep Research directed them [[C-4]]; Orchard Deep Research \
denies that. This rests on one origin [[C-4]], which is disputed. Nothing held in this case shows \
who directed them."""
PROSE = {
    "alleged": "Meridian Models alleges that nearly 420 platform accounts took part [[C-2]]. This "
    "rests on one origin [[C-2]]. According to Meridian Models they sent about 125,000 "
    "interactions [[C-3]]. This rests on one origin, too [[C-3]].",
    "confirmed": "The letter is held, so that it was sent is confirmed [[C-1]]. What it says is "
    "another matter.",
    "evidence": "The export holds [[figure:interactions]] interactions of the whole platform, not "
    "of the campaign alone, so its figures are not those of the letter.",
    "hypotheses": """\
- **A reseller's customers.** Strangers who buy through one reseller may share its cards. Against \
it speaks that the accounts of K-1 were operated together [[C-7]]: they share devices, too.
- **A mixed pool.** Honest customers may use the same proxies. They would share a network and \
nothing else.
- **One operator behind both.** Whether one operator runs both groups is assessed above.""",
    "method": "The telemetry of this exercise is simulated. What the linker may conclude, and what "
    "it may not, is said on the page of its run.",
"""The report of Exercise Meridian: figures measured beside figures alleged."""

from cases.core.models import Case
from cases.demo.meridian_desk import LAB, SUBJECT, Evidence
from cases.demo.people import People
from cases.reports import services

TITLE = "Exercise Meridian: what the evidence shows, and what it can't"
RATING = "Exercise: shared operation shown, direction disputed"
SUMMARY = """\
{lab} alleges that nearly 420 platform accounts took part [[C-{accounts}]] and sent about \
125,000 requests [[C-{requests}]]; both figures rest on one origin, its letter \
[[C-{accounts}]] [[C-{requests}]]. The telemetry that is held shows two groups of accounts, \
each operated together [[C-{first}]] [[C-{second}]].

Whether {subject} directed them is disputed [[C-{direction}]]: {lab} alleges it, with no \
second origin, and {subject} denies it [[C-{direction}]].
"""
PROSE = {
    "alleged": """\
{lab} alleges that the requests were meant to yield training data for a model of {subject} \
[[C-{purpose}]]. Two newspapers repeat it, and all of it rests on one letter [[C-{purpose}]].
""",
    "confirmed": """\
The export lists interactions that the platform answered [[C-{traffic}]]. Nothing on this rung \
shows who directed the accounts.
""",
    "assessment": """\
We assess that it is unlikely that one operator runs both groups of accounts [[C-{one_hand}]]. \
Our confidence is low.
""",
    "hypotheses": """\
One explanation is that one operator runs both groups through a proxy service. Another \
explanation is that two customers of that service share nothing else. A third hypothesis is \
that a reseller opened accounts for customers of its own.
""",
    "method": """\
Telemetry is simulated. It was imported, linked and measured by the jobs that real telemetry \
goes through.
""",
}


def write(case: Case, people: People, evidence: Evidence) -> None:
    """Draw and label samples, have the report approved by a second person, and build a pack."""
    _draw(case, people, evidence)
    report = reports.open_report(case=case, title=REPORT_TITLE, by=people.analyst)
    report = reports.save_draft(
        report=report,
        title=REPORT_TITLE,
        rating=RATING,
        summary=SUMMARY,
        prose=PROSE,
        version=report.version,
        by=people.analyst,
    )
    revision = reports.request_approval(report=report, by=people.analyst)
    reports.approve_revision(revision=revision, digest=revision.digest, by=people.reviewer)
    pack = packs.request_pack(
        case=case, audience=Audience.COUNSEL, purpose="For counsel of the exercise", by=people.lead
    )
    finish(pack.job)


def _draw(case: Case, people: People, evidence: Evidence) -> None:
    """Sixty interactions of the first cluster, as many of everyone else's, and some labels."""
    draw = samples.request_draw(
        case=case,
        purpose="What the first cluster asked for",
        size=60,
        accounts=list(evidence.clusters[0].members.values_list("external_id", flat=True)),
        seed="meridian-2026",
        by=people.analyst,
    )
    finish(draw.job)
    finish(samples.request_control(draw=Draw.objects.get(pk=draw.pk), by=people.analyst).job)
    capabilities = {capability.label.lower(): capability for capability in Label.Capability}
    for sample in case.samples.filter(draw=draw).order_by("number")[:20]:
        if capability := capabilities.get(sample.capability.lower()):
            samples.label_sample(sample=sample, capability=capability, by=people.analyst)
    """Write the report, and have a second person approve it."""
    words = _numbers(case, evidence) | {"lab": LAB, "subject": SUBJECT}
    report = services.open_report(case=case, title=TITLE, by=people.analyst)
    report = services.save_draft(
        report=report,
        title=TITLE,
        rating=RATING,
        summary=SUMMARY.format(**words),
        prose={key: text.format(**words) for key, text in PROSE.items()},
        version=report.version,
        by=people.analyst,
    )
    revision = services.request_approval(report=report, by=people.analyst)
    services.approve_revision(revision=revision, digest=revision.digest, by=people.reviewer)


def _numbers(case: Case, evidence: Evidence) -> dict[str, object]:
    first, second = evidence.clusters[:2]
    begins = {
        "accounts": "Nearly 420 platform accounts",
        "requests": "These accounts sent",
        "direction": f"{SUBJECT} directed",
        "purpose": "The requests were meant",
        "traffic": "The platform answered",
        "first": f"The {first.member_count} platform accounts of {first}",
        "second": f"The {second.member_count} platform accounts of {second}",
        "one_hand": "One operator runs both",
    }
    return {
        key: case.claims.get(statement__startswith=statement).number
        for key, statement in begins.items()
    }
