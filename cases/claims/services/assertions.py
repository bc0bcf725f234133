from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.claims import policies
from cases.claims.entry import delete_unless_in_use, open_ledger, require_same_case
from cases.claims.errors import (
    AlreadySaid,
    ClaimMalformed,
    NoSecondOrigin,
    NotADenial,
    ReasonMissing,
    RunsSpeak,
)
from cases.claims.models import Assertion, Claim, Observation, Source
from cases.claims.reading import read_lineage
from cases.claims.upkeep import settle, told
from cases.claims.vocabulary import OPPOSES, SUPPORTS, Kind
from cases.core.scales import Credibility
from cases.exhibits.models import Exhibit
from cases.telemetry.models import Figure

EDITABLE = ("stance", "quotation", "locator", "credibility", "has_seen")


@transaction.atomic
def assert_claim(
    *,
    source: Source,
    claim: Claim,
    stance: str,
    by: User,
    quotation: str = "",
    locator: str = "",
    credibility: str = Credibility.CANNOT_BE_JUDGED,
    has_seen: bool = False,
) -> Assertion:
    """Record what a source says of a claim, in its own words and with the place."""
    open_ledger(claim.case, by)
    require_same_case(claim.case, source)
    if source.assertions.filter(claim=claim).exists():
        raise AlreadySaid(f"What {source} says of {claim} is recorded already: change that.")
    _require_utterance(claim, has_seen=has_seen)
    _require_second_origin(claim, source, credibility)
    assertion = Assertion.objects.create(
        source=source,
        claim=claim,
        stance=stance,
        quotation=quotation,
        locator=locator,
        credibility=credibility,
        has_seen=has_seen,
        added_by=by,
    )
    _record(claim, "claim.asserted", by, {"source": str(source), "stance": stance})
    return assertion


@transaction.atomic
def edit_assertion(*, assertion: Assertion, by: User, **changes: Any) -> Assertion:
    """Correct a stance, a quotation, its place or its grade."""
    assertion = _open(assertion, by)
    before = {name: getattr(assertion, name) for name in EDITABLE if name in changes}
    for name in before:
        setattr(assertion, name, changes[name])
    _require_utterance(assertion.claim, has_seen=assertion.has_seen)
    _require_second_origin(assertion.claim, assertion.source, assertion.credibility)
    if assertion.stance not in OPPOSES:
        assertion.resolved_at = assertion.resolved_by = None
        assertion.resolution = ""
    assertion.save()
    changed = {n: [str(v), str(changes[n])] for n, v in before.items() if v != changes[n]}
    detail = {"source": str(assertion.source), "changed": changed}
    _record(assertion.claim, "claim.assertion_edited", by, detail)
    return assertion


@transaction.atomic
def remove_assertion(*, assertion: Assertion, reason: str, by: User) -> None:
    """Take out what a source was wrongly recorded to say."""
    assertion = _open(assertion, by)
    claim, source = assertion.claim, assertion.source
    if why_not := policies.why_not_remove(by, claim.case):
        raise PermissionDenied(why_not)
    if not reason.strip():
        raise ReasonMissing("Say why the assertion is taken out.")
    detail = {
        "source": str(source),
        "stance": assertion.stance,
        "quotation": assertion.quotation,
        "reason": reason.strip(),
    }
    delete_unless_in_use(assertion)
    _record(claim, "claim.assertion_removed", by, detail)


@transaction.atomic
def resolve_denial(*, assertion: Assertion, resolution: str, by: User) -> Assertion:
    """Record why a denial no longer stands: taken back, or answered by better evidence."""
    assertion = _open(assertion, by)
    if not assertion.speaks_against:
        raise NotADenial(f"{assertion.source} does not deny {assertion.claim}.")
    if not resolution.strip():
        raise ReasonMissing("Say why the denial no longer stands.")
    assertion.resolved_at, assertion.resolved_by = timezone.now(), by
    assertion.resolution = resolution.strip()
    assertion.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    detail = {"source": str(assertion.source), "resolution": assertion.resolution}
    _record(assertion.claim, "claim.denial_resolved", by, detail)
    return assertion


@transaction.atomic
def observe_claim(
    *,
    claim: Claim,
    finding: str,
    method: str,
    by: User,
    exhibits: Iterable[Exhibit] = (),
    figure_key: str = "",
    contradicts: bool = False,
) -> Observation:
    """Record what an analysis of held exhibits shows of a claim, and how to run it again.

    A figure that was measured in this case names its exhibits itself.
    """
    open_ledger(claim.case, by)
    exhibits, figure_value = list(exhibits), None
    if figure_key:
        figure = _figure(claim, figure_key)
        figure_value = figure.value
        exhibits = list(claim.case.exhibits.filter(sha256__in=figure.derived_from))
    require_same_case(claim.case, *exhibits)
    if not exhibits:
        raise ClaimMalformed("Name the exhibits that the analysis reads.")
    observation = Observation.objects.create(
        claim=claim,
        figure_key=figure_key,
        figure_value=figure_value,
        finding=finding,
        method=method,
        contradicts=contradicts,
        added_by=by,
    )
    observation.exhibits.set(exhibits)
    detail = {"finding": finding, "exhibits": [str(exhibit) for exhibit in exhibits]}
    _record(claim, "claim.observed", by, detail)
    return observation


@transaction.atomic
def rerun_observation(*, observation: Observation, gave_the_same: bool, by: User) -> Observation:
    """Record that an analysis was run again by hand, and whether it gave the same.

    A figure's runs are taken up by themselves, whatever anybody says of them.
    """
    open_ledger(observation.claim.case, by)
    observation = Observation.objects.select_for_update().get(pk=observation.pk)
    if observation.figure_key:
        raise RunsSpeak("A figure's runs count by themselves: run it again on its own page.")
    observation.rerun_at, observation.rerun_by = timezone.now(), by
    observation.rerun_gave_the_same = gave_the_same
    observation.save(update_fields=["rerun_at", "rerun_by", "rerun_gave_the_same"])
    detail: dict[str, Any] = {"finding": observation.finding, "gave_the_same": gave_the_same}
    _record(observation.claim, "claim.observation_rerun", by, detail)
    return observation


def _figure(claim: Claim, key: str) -> Figure:
    figure = Figure.objects.filter(case=claim.case, key=key).first()
    if figure is None:
        raise ClaimMalformed(f"No figure “{key}” is measured in this case.")
    return figure


def _require_utterance(claim: Claim, *, has_seen: bool) -> None:
    if has_seen and claim.kind != Kind.UTTERANCE:
        raise ClaimMalformed("Only an utterance can be seen: a document read, a statement heard.")


def _require_second_origin(claim: Claim, source: Source, credibility: str) -> None:
    """Grade 1 says "confirmed by other sources", which an echo of the same origin is not."""
    if credibility != Credibility.CONFIRMED:
        return
    others = claim.assertions.filter(stance__in=sorted(SUPPORTS)).exclude(source=source)
    found = dict(others.values_list("source_id", "source__number"))
    lineage, numbers = read_lineage(claim.case, [source.pk, *found]), found.values()
    if not lineage.origins_of(numbers) - lineage.origins(source.number):
        raise NoSecondOrigin(
            "Grade 1 means confirmed by other sources, and the lineage shows no second origin."
        )


def _open(assertion: Assertion, by: User) -> Assertion:
    open_ledger(assertion.claim.case, by)
    rows = Assertion.objects.select_for_update(of=("self",))
    return rows.select_related("claim__case", "source").get(pk=assertion.pk)


def _record(claim: Claim, action: str, by: User, detail: dict[str, Any]) -> None:
    detail["overstated"] = told(settle(claim.case))["overstated"]
    claim.refresh_from_db()
    audit.record(by=by, action=action, subject=claim, case=claim.case.reference, detail=detail)
