"""Samples, report and pack of Exercise Meridian: what leaves the house."""

from cases.core.models import Case
from cases.demo.jobs import finish
from cases.demo.meridian_desk import Evidence
from cases.demo.people import People
from cases.packs import services as packs
from cases.packs.audience import Audience
from cases.reports import charting
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
    "evidence": "The export is of the whole platform, not of the campaign alone "
    "[[figure:interactions]], so its figures are not those of the letter.",
    "hypotheses": """\
- **A reseller's customers.** Strangers who buy through one reseller may share its cards. Against \
it speaks that the accounts of K-1 were operated together [[C-7]]: they share devices, too.
- **A mixed pool.** Honest customers may use the same proxies. They would share a network and \
nothing else.
- **One operator behind both.** Whether one operator runs both groups is assessed above.""",
    "method": "The telemetry of this exercise is simulated. What the linker may conclude, and what "
    "it may not, is said on the page of its run.",
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
    charting.add_chart(
        report=report,
        section="evidence",
        of=str(evidence.clusters[0]),
        caption="The accounts of K-1 were operated together [[C-7]]; this does not show by whom.",
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
