"""The ledger of a case as prose may rest on it, read in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from accounts.models import User
from cases.claims.figures import quantity_measured
from cases.claims.queries import moving
from cases.core.dates import describe
from cases.core.models import Case, Party, WatchItem
from cases.core.roles import Permission
from cases.hypotheses.board import Standing
from cases.hypotheses.queries import board_of
from cases.reports import ledger as plain
from cases.reports.brought import check_brought, check_words
from cases.reports.charted import blocks_of_charts, check_charts
from cases.reports.charts import Placed, placed_of
from cases.reports.check import Passage, check
from cases.reports.claimed import read_claims
from cases.reports.compose import Draft, compose, passages_of
from cases.reports.document import Block, Document
from cases.reports.ledger import HypothesisRef, Ledger
from cases.reports.listed import check_listed
from cases.reports.measured import measured_in, wanted_in
from cases.reports.models import Report, Revision
from cases.reports.rules import Finding
from cases.reports.sections import WRITTEN
from cases.reports.snapshot import changes
from cases.reports.templates import BUILT_IN, Template


def ledger_of(case: Case) -> Ledger:
    """Everything in the case that prose can rest on."""
    parties = {party.pk: _speaker(party) for party in _parties(case)}
    claims = read_claims(case, parties)
    return Ledger(
        claims={claim.number: claim for claim in claims},
        figures=_figures(case),
        exhibits={e.number: _exhibit(e) for e in case.exhibits.order_by("number")},
        sources=_sources(case, parties),
        parties=tuple(parties.values()),
        responses=tuple(
            _response(r) for r in case.responses.select_related("party").order_by("pk")
        ),
        watch=tuple(
            case.watch_items.filter(outcome=WatchItem.Outcome.WATCHING)
            .order_by("pk")
            .values_list("what", flat=True)
        ),
        hypotheses=tuple(_hypothesis(each) for each in board_of(case).standings),
        changed=moving(case) | {str(c): c.overstated_because for c in case.claims.overstated()},
        charts=measured_in(case, wanted_in(case)),
    )


def _hypothesis(standing: Standing) -> HypothesisRef:
    hypothesis = standing.hypothesis
    against = tuple(
        plain.Against(
            line.words_against(hypothesis.number),
            line.claim.number if line.claim else 0,
            line.row.says or (line.row.observation.finding if line.row.observation else ""),
        )
        for line in standing.lines
    )
    return HypothesisRef(hypothesis.number, hypothesis.statement, standing.rank, against)


def draft_of(report: Report) -> Draft:
    """The report's text as it is being worked on."""
    case = report.case
    return Draft(
        reference=str(report),
        case=case.reference,
        case_title=case.title,
        title=report.title,
        marking=case.marking,
        rating=report.rating,
        summary=report.summary,
        prose={key: report.prose.get(key, "") for key in WRITTEN},
        is_synthetic=case.is_synthetic,
        written=f"Written by {report.changed_by}, {report.changed_at:%Y-%m-%d %H:%M} UTC",
        template=templates_of(case)[report.template],
        charts=placed_of(report.charts),
    )


def preview_of(case: Case, template: Template) -> Document:
    """What the ledger alone gives a reader, before anything is written."""
    draft = Draft(
        reference="Preview",
        case=case.reference,
        case_title=case.title,
        title=template.name,
        marking=case.marking,
        rating=case.rating,
        is_synthetic=case.is_synthetic,
        template=template,
    )
    return compose(draft, ledger_of(case))


def templates_of(case: Case) -> dict[str, Template]:
    """The template for each reader: as the case last adjusted it, or as it comes."""
    latest = case.report_templates.order_by("key", "-number").distinct("key")
    return BUILT_IN | {version.key: version.template for version in latest}


def draft_with(
    draft: Draft, *, title: str, rating: str, summary: str, prose: dict[str, str]
) -> Draft:
    """The draft with another text, as somebody is typing it."""
    return replace(draft, title=title, rating=rating, summary=summary, prose=prose)


def composed(report: Report, ledger: Ledger | None = None) -> Document:
    """The draft as it would print."""
    return compose(draft_of(report), ledger or ledger_of(report.case))


def check_draft(draft: Draft, ledger: Ledger, based_on: dict[str, Any]) -> tuple[Finding, ...]:
    """Check a text against the ledger, and against the ledger that it was last saved with."""
    moved = dict(ledger.changed) | changes(based_on, ledger)
    passages = [Passage(place, text) for place, text in passages_of(draft)]
    return (
        *check(passages, with_changes(ledger, moved)),
        *check_charts(draft.drawn, ledger, moved),
        *check_listed(draft, ledger),
        *check_brought(draft, ledger),
    )


def check_report(report: Report, ledger: Ledger | None = None) -> tuple[Finding, ...]:
    """Everything in the draft that says more than the ledger."""
    return check_draft(draft_of(report), ledger or ledger_of(report.case), report.based_on)


def read_cover(case: Case, words: Mapping[str, str]) -> list[str]:
    """What says more than the ledger among words on a case, each fault in a sentence of its own."""
    ledger = ledger_of(case)
    return [
        f"{what.capitalize()}: “{finding.text}” {finding.message}"
        for what, text in words.items()
        for finding in check_words(text, ledger, what)
    ]


def with_changes(ledger: Ledger, moved: dict[str, str]) -> Ledger:
    """The same ledger, knowing what has changed since a text was written."""
    return replace(ledger, changed=moved)


def try_chart(report: Report, placed: Placed) -> tuple[tuple[Block, ...], tuple[Finding, ...]]:
    """How the chart would print, and what the check says of it; nothing is kept."""
    ledger = ledger_of(report.case)
    drawn = measured_in(report.case, {placed.token} - ledger.charts.keys())
    ledger = replace(ledger, charts={**ledger.charts, **drawn})
    draft = draft_of(report)
    others = tuple(each for each in draft.charts if each.number != placed.number)
    found = check_draft(replace(draft, charts=(*others, placed)), ledger, report.based_on)
    blocks = blocks_of_charts([placed], ledger, is_synthetic=draft.is_synthetic)
    return tuple(blocks), tuple(each for each in found if each.place == placed.place)


def why_stale(revision: Revision, ledger: Ledger) -> dict[str, str]:
    """What has changed in the ledger since the revision was composed, by token."""
    drawn = {token for token in revision.ledger if token.startswith("chart:")}
    if unread := drawn - ledger.charts.keys():
        more = measured_in(revision.report.case, unread)
        ledger = replace(ledger, charts={**ledger.charts, **more})
    overstated = {t: why for t, why in ledger.changed.items() if t in revision.ledger}
    return overstated | changes(revision.ledger, ledger)


def stale_revisions(user: User) -> list[tuple[Revision, dict[str, str]]]:
    """Standing revisions that the ledger has moved under, where this person may write anew."""
    rows = (
        Revision.objects.standing()
        .filter(report__case__in=Case.objects.where_may(user, Permission.WRITE))
        .filter(superseded_by=None)
        .select_related("report__case")
    )
    ledgers: dict[int, Ledger] = {}
    found = []
    for revision in rows:
        case = revision.report.case
        ledger = ledgers.setdefault(case.pk, ledgers.get(case.pk) or ledger_of(case))
        if reasons := why_stale(revision, ledger):
            found.append((revision, reasons))
    return found


def _speaker(party: Party) -> plain.Speaker:
    controller = party.controlled_by.name if party.controlled_by else ""
    return plain.Speaker(party.name, tuple(party.aliases), party.role, controller)


def _parties(case: Case) -> Iterable[Party]:
    return case.parties.select_related("controlled_by").order_by("name")


def _exhibit(exhibit: Any) -> plain.ExhibitRef:
    received = f"{exhibit.received_at:%Y-%m-%d %H:%M} UTC"
    return plain.ExhibitRef(exhibit.number, exhibit.name, exhibit.sha256, exhibit.size, received)


def _response(response: Any) -> plain.ResponseRef:
    asked = f"Asked by {response.asked_by}, {describe(response.asked_on)} ({response.channel}). "
    return plain.ResponseRef(
        party=response.party.name,
        kind=response.get_outcome_display().lower(),
        on=response.answered_on or response.asked_on,
        text=asked + response.answer,
    )


def _sources(case: Case, parties: dict[int, plain.Speaker]) -> dict[int, plain.SourceRef]:
    rows = case.sources.select_related("exhibit").prefetch_related("grounds__rests_on")
    return {
        source.number: plain.SourceRef(
            number=source.number,
            title=source.title,
            publisher=parties[source.publisher_id].name,
            kind=source.get_kind_display(),
            published=source.published,
            reliability=f"{source.reliability}: {source.get_reliability_display()}",
            url=source.url,
            rests_on=tuple(sorted(g.rests_on.number for g in source.grounds.all())),
            exhibit=source.exhibit.number if source.exhibit else None,
        )
        for source in rows.order_by("number")
    }


def _figures(case: Case) -> dict[str, plain.FigureRef]:
    return {
        figure.key: plain.FigureRef(
            key=figure.key,
            label=figure.label,
            quantity=quantity_measured(figure),
            query=f"{figure.query} {figure.query_version}",
            engine=f"{figure.engine} {figure.engine_version}",
            derived_from=tuple(figure.derived_from),
            measured_on=figure.measured_at.date().isoformat(),
        )
        for figure in case.figures.order_by("key")
    }
