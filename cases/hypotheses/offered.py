"""What is evidence for the subject, listed as rows without anyone choosing it."""

from collections.abc import Iterator
from typing import Any

from cases.claims.models import Assertion, Observation
from cases.claims.signatures import Response
from cases.claims.vocabulary import OPPOSES
from cases.claims.vocabulary import Weight as Burden
from cases.clusters.models import Cluster
from cases.core.models import Case, Party
from cases.hypotheses.models import EvidenceRow
from cases.hypotheses.referents import for_the_subject


def for_subject(case: Case) -> list[EvidenceRow]:
    """Rows that nobody has rated or left out yet, so not stored: they are listed all the same.

    Denials, the subject's responses, our own analyses that contradict, claims that speak for the
    subject, and innocent explanations of clusters.
    """
    return [EvidenceRow(case=case, kind=kind, **{kind: one}) for kind, one in _all(case)]


def find(case: Case, kind: str, pk: int) -> Any | None:
    """One of the things that are listed so, or nothing."""
    return next((one for found, one in _all(case) if found == kind and one.pk == pk), None)


def _all(case: Case) -> Iterator[tuple[str, Any]]:
    for claim in _new(case.claims.filter(weight=Burden.FOR_SUBJECT)).order_by("number"):
        yield "claim", claim
    against = {"claim__case": case, "claim__weight": Burden.AGAINST_SUBJECT}
    denials = Assertion.objects.filter(**against, stance__in=sorted(OPPOSES))
    denials = denials.select_related("source", "claim__case")
    for said in _new(denials).order_by("claim__number", "source__number"):
        yield "assertion", said
    seen = Observation.objects.filter(**against, contradicts=True).select_related("claim__case")
    for observation in _new(seen).order_by("claim__number", "pk"):
        yield "observation", observation
    answers = case.responses.filter(party__role=Party.Role.SUBJECT)
    answers = answers.exclude(outcome=Response.Outcome.WAITING).select_related("party", "source")
    for answer in _new(answers).order_by("pk"):
        yield "response", answer
    clusters = case.clusters.filter(status=Cluster.Status.ACCEPTED)
    for cluster in _new(clusters).order_by("number"):
        if for_the_subject(cluster):
            yield "cluster", cluster


def _new(rows: Any) -> Any:
    return rows.filter(evidence_rows=None)
