"""What a row of evidence refers to: in words, with its place in the ledger and its grade."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from cases.claims.models import Assertion, Claim, Observation
from cases.claims.signatures import Response
from cases.claims.vocabulary import Status
from cases.claims.vocabulary import Weight as Burden
from cases.clusters.models import Cluster
from cases.core.models import Party
from cases.exhibits.models import Exhibit
from cases.hypotheses import grading
from cases.hypotheses.grading import Grade
from cases.hypotheses.models import EvidenceRow
from cases.telemetry.models import Figure


@dataclass(frozen=True)
class Reading:
    """One row as it is read; `because` says why it is listed without anyone choosing it.

    `lapsed` says why it no longer counts, where the ledger itself says so.
    """

    cites: str
    words: str
    url: str
    grade: Grade
    because: str = ""
    lapsed: str = ""


def read(row: EvidenceRow) -> Reading:
    """What the row refers to, from rows that were fetched with it."""
    return _READ[row.kind](row)


def _claim(row: EvidenceRow) -> Reading:
    claim: Claim = row.referent
    because = "It speaks for the subject." if claim.weight == Burden.FOR_SUBJECT else ""
    lapsed = "The claim is refuted." if claim.status == Status.REFUTED else ""
    grade = grading.grade_of_claim(claim.status)
    return Reading(str(claim), claim.statement, claim.get_absolute_url(), grade, because, lapsed)


def _assertion(row: EvidenceRow) -> Reading:
    said: Assertion = row.referent
    source, claim = said.source, said.claim
    quoted = f" “{said.quotation}”" if said.quotation else ""
    is_denial = said.speaks_against and claim.weight == Burden.AGAINST_SUBJECT
    because = "It denies what is said against the subject." if is_denial else ""
    lapsed = f"The denial no longer stands: {said.resolution}" if said.resolved_at else ""
    words = f"{source.title} {said.get_stance_display()}: {claim.statement}{quoted}"
    grade = grading.grade_of_source(source.reliability, said.credibility)
    cites = f"{source} {said.stance} {claim}"
    return Reading(cites, words, claim.get_absolute_url(), grade, because, lapsed)


def _observation(row: EvidenceRow) -> Reading:
    seen: Observation = row.referent
    grade = grading.grade_of_analysis(gave_the_same=seen.rerun_gave_the_same)
    is_counter = seen.contradicts and seen.claim.weight == Burden.AGAINST_SUBJECT
    because = "Our own analysis speaks for the subject." if is_counter else ""
    url = seen.claim.get_absolute_url()
    return Reading(f"Analysis for {seen.claim}", seen.finding, url, grade, because)


def _response(row: EvidenceRow) -> Reading:
    answer: Response = row.referent
    is_subject = answer.party.role == Party.Role.SUBJECT
    said = f"{answer.party}: {answer.get_outcome_display()}. {answer.answer}".strip()
    grade = grading.ungraded("a party's own word")
    if answer.source:
        grade = grading.grade_of_source(answer.source.reliability)
    because = "It is the subject's response." if is_subject else ""
    url = reverse("claims:response_list", args=[row.case.reference])
    return Reading(f"Response of {answer.party}", said, url, grade, because)


def _exhibit(row: EvidenceRow) -> Reading:
    exhibit: Exhibit = row.referent
    grade = grading.ungraded("what an exhibit shows")
    return Reading(str(exhibit), exhibit.name, exhibit.get_absolute_url(), grade)


def _figure(row: EvidenceRow) -> Reading:
    figure: Figure = row.referent
    runs = sorted(figure.runs.all(), key=lambda run: run.pk)
    grade = grading.grade_of_analysis(gave_the_same=runs[-1].is_same if runs else None)
    words = f"{figure.label}: {figure.shown:,} {figure.unit}"
    return Reading(str(figure), words, figure.get_absolute_url(), grade)


def _cluster(row: EvidenceRow) -> Reading:
    cluster: Cluster = row.referent
    words = str(cluster.explanation.get("sentence", f"{cluster.member_count:,} platform accounts"))
    spared = for_the_subject(cluster)
    because = "It lists what would be innocent, or speaks against it." if spared else ""
    words = " ".join([words, *spared])
    grade = grading.grade_of_cluster(cluster.status)
    return Reading(str(cluster), words, cluster.get_absolute_url(), grade, because)


def _absence(row: EvidenceRow) -> Reading:
    grade = grading.ungraded("what is not there")
    return Reading("Absence of evidence", row.says, "", grade)


def for_the_subject(cluster: Cluster) -> list[str]:
    """What the linker itself says against an accepted cluster, and what would be innocent."""
    if cluster.status != Cluster.Status.ACCEPTED:
        return []
    explained = cluster.explanation
    return [str(words) for part in ("innocent", "against") for words in explained.get(part, [])]


_READ: dict[str, Callable[[EvidenceRow], Reading]] = {
    "claim": _claim,
    "assertion": _assertion,
    "observation": _observation,
    "response": _response,
    "exhibit": _exhibit,
    "figure": _figure,
    "cluster": _cluster,
    "absence": _absence,
}
