from collections.abc import Callable
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.claims import serializers as shapes
from cases.claims import services
from cases.claims.models import Claim, Source
from cases.claims.rows import Outcome
from cases.claims.signatures import Proposal
from cases.core.api import InCase, read
from cases.core.models import Case
from cases.core.roles import Permission
from cases.core.serializers import ReasonSerializer

#: What was read is what is decided: not what was proposed of the claim since.
PROPOSAL = "proposals/<int:pk>"
R, W, A = Permission.READ, Permission.WRITE, Permission.APPROVE


def found_in(case: Case, values: dict[str, Any]) -> dict[str, Any]:
    """What was named by number or id, looked up in the case and nowhere else."""
    rows: dict[str, tuple[Any, str]] = {
        "publisher": (case.parties, "pk"),
        "speaker": (case.parties, "pk"),
        "actor": (case.parties, "pk"),
        "party": (case.parties, "pk"),
        "source": (case.sources, "number"),
        "rests_on": (case.sources, "number"),
        "exhibit": (case.exhibits, "number"),
        "exhibits": (case.exhibits, "number"),
        "content_of": (case.claims, "number"),
        "claims": (case.claims, "number"),
    }
    for name in rows.keys() & values.keys():
        found, key = rows[name]
        given = values[name]
        if isinstance(given, list):
            values[name] = [get_object_or_404(found, **{key: one}) for one in given]
        elif given is not None:
            values[name] = get_object_or_404(found, **{key: given})
    return values


def _outcome(outcome: Outcome) -> Response:
    refused = [{"line": line, "reason": reason} for line, reason in outcome.refused]
    shape = {"read_count": outcome.read_count, "kept": outcome.kept, "refused": refused}
    shape |= {"already_there": outcome.there}
    return Response(shapes.OutcomeSerializer(shape).data)


class ClaimViewSet(InCase, GenericViewSet[Claim]):
    """The claims of a case: what is said, how far it holds, and who signed that."""

    serializer_class = shapes.ClaimSerializer
    queryset = Claim.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": R, "retrieve": R, "create": W, "partial_update": W, "bring": W, "say": W,
        "observe": W, "propose": W, "withdraw": W, "assess": W, "countersign": A, "reject": A,
    }  # fmt: skip

    def list(self, request: Request, reference: str) -> Response:
        """List the claims with their status and their ceiling."""
        page = self.paginate_queryset(self.case.claims.prefetch_related("content_of"))
        return self.get_paginated_response(shapes.ClaimSerializer(page, many=True).data)

    @extend_schema(request=shapes.AddClaimSerializer, responses={201: shapes.ClaimSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Enter a claim; it is not established until somebody signs another status."""
        values = found_in(self.case, read(shapes.AddClaimSerializer, request))
        claim = services.add_claim(case=self.case, **values, by=self.by)
        return Response(shapes.ClaimSerializer(claim).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=shapes.WholeClaimSerializer)
    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one claim with everything that was said and signed of it."""
        return self._whole(number)

    @extend_schema(request=shapes.EditClaimSerializer)
    def partial_update(self, request: Request, reference: str, number: int) -> Response:
        """Change what a claim says; what was signed is kept in its words."""
        claim = self._claim(number)
        sent = shapes.EditClaimSerializer(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        values = found_in(self.case, dict(sent.validated_data))
        claim = services.edit_claim(claim=claim, **values, by=self.by)
        return Response(shapes.ClaimSerializer(claim).data)

    @extend_schema(request=shapes.TableSerializer, responses=shapes.OutcomeSerializer)
    @action(detail=False, methods=["post"], url_path="import")
    def bring(self, request: Request, reference: str) -> Response:
        """Enter the claims of a table; a row that can't be kept is named and stops no other."""
        values = read(shapes.TableSerializer, request)
        return _outcome(services.import_claims(case=self.case, **values, by=self.by))

    @extend_schema(request=shapes.AssertSerializer, responses=shapes.WholeClaimSerializer)
    @action(detail=True, methods=["post"], url_path="assertions")
    def say(self, request: Request, reference: str, number: int) -> Response:
        """Record what a source says of the claim."""
        claim = self._claim(number)
        values = found_in(self.case, read(shapes.AssertSerializer, request))
        services.assert_claim(claim=claim, **values, by=self.by)
        return self._whole(number)

    @extend_schema(request=shapes.ObserveSerializer, responses=shapes.WholeClaimSerializer)
    @action(detail=True, methods=["post"], url_path="observations")
    def observe(self, request: Request, reference: str, number: int) -> Response:
        """Record what an analysis of held exhibits shows of the claim."""
        claim = self._claim(number)
        values = found_in(self.case, read(shapes.ObserveSerializer, request))
        services.observe_claim(claim=claim, **values, by=self.by)
        return self._whole(number)

    @extend_schema(request=shapes.ProposeSerializer, responses=shapes.WholeClaimSerializer)
    @action(detail=True, methods=["post"])
    def propose(self, request: Request, reference: str, number: int) -> Response:
        """Propose a status; what needs two signatures waits for another person."""
        claim = self._claim(number)
        values = read(shapes.ProposeSerializer, request)
        services.propose_status(claim=claim, **values, by=self.by)
        return self._whole(number)

    @extend_schema(request=shapes.DecideSerializer, responses=shapes.WholeClaimSerializer)
    @action(detail=True, methods=["post"], url_path=f"{PROPOSAL}/countersign")
    def countersign(self, request: Request, reference: str, number: int, pk: int) -> Response:
        """Put the second signature under a proposal that is open; never under one's own."""
        return self._decide(request, number, pk, services.countersign_status)

    @extend_schema(request=shapes.DecideSerializer, responses=shapes.WholeClaimSerializer)
    @action(detail=True, methods=["post"], url_path=f"{PROPOSAL}/reject")
    def reject(self, request: Request, reference: str, number: int, pk: int) -> Response:
        """Refuse the second signature, and say why."""
        return self._decide(request, number, pk, services.reject_status)

    @extend_schema(request=shapes.DecideSerializer, responses=shapes.WholeClaimSerializer)
    @action(detail=True, methods=["post"], url_path=f"{PROPOSAL}/withdraw")
    def withdraw(self, request: Request, reference: str, number: int, pk: int) -> Response:
        """Take one's own proposal back."""
        return self._decide(request, number, pk, services.withdraw_status)

    @extend_schema(request=shapes.AssessSerializer, responses=shapes.WholeClaimSerializer)
    @action(detail=True, methods=["post"])
    def assess(self, request: Request, reference: str, number: int) -> Response:
        """Record our own judgement: a likelihood and, apart from it, a confidence."""
        claim = self._claim(number)
        values = read(shapes.AssessSerializer, request)
        services.assess_claim(claim=claim, **values, by=self.by)
        return self._whole(number)

    def _claim(self, number: int) -> Claim:
        return get_object_or_404(self.case.claims.select_related("case"), number=number)

    def _decide(
        self, request: Request, number: int, pk: int, act: Callable[..., Proposal]
    ) -> Response:
        proposals = self._claim(number).proposals.select_related("claim__case")
        proposal = get_object_or_404(proposals, pk=pk)
        sent = {"note": ""} | read(shapes.DecideSerializer, request)
        act(proposal=proposal, **sent, by=self.by)
        return self._whole(number)

    def _whole(self, number: int) -> Response:
        rows = self.case.claims.prefetch_related(
            "content_of", "assertions__source", "observations__exhibits",
            "proposals__proposed_by", "proposals__decided_by", "assessments__assessed_by",
        )  # fmt: skip
        return Response(shapes.WholeClaimSerializer(get_object_or_404(rows, number=number)).data)


class SourceViewSet(InCase, GenericViewSet[Source]):
    """The sources of a case, their grades and what they rest on."""

    serializer_class = shapes.SourceSerializer
    queryset = Source.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": R, "retrieve": R, "create": W, "partial_update": W, "bring": W, "grade": W,
        "rest": W, "state_first_hand": W, "hold": W,
    }  # fmt: skip

    def list(self, request: Request, reference: str) -> Response:
        """List the sources."""
        page = self.paginate_queryset(self._rows())
        return self.get_paginated_response(shapes.SourceSerializer(page, many=True).data)

    @extend_schema(request=shapes.AddSourceSerializer, responses={201: shapes.SourceSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Enter a source; until someone says what it rests on, it is not an origin."""
        values = found_in(self.case, read(shapes.AddSourceSerializer, request))
        source = services.add_source(case=self.case, **values, by=self.by)
        return Response(shapes.SourceSerializer(source).data, status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one source."""
        return self._shown(number)

    @extend_schema(request=shapes.EditSourceSerializer)
    def partial_update(self, request: Request, reference: str, number: int) -> Response:
        """Correct what is recorded of a source."""
        source = self._source(number)
        sent = shapes.EditSourceSerializer(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        values = found_in(self.case, dict(sent.validated_data))
        services.edit_source(source=source, **values, by=self.by)
        return self._shown(number)

    @extend_schema(request=shapes.TableSerializer, responses=shapes.OutcomeSerializer)
    @action(detail=False, methods=["post"], url_path="import")
    def bring(self, request: Request, reference: str) -> Response:
        """Enter the sources of a table; a row that can't be kept is named and stops no other."""
        values = read(shapes.TableSerializer, request)
        return _outcome(services.import_sources(case=self.case, **values, by=self.by))

    @extend_schema(request=shapes.GradeSerializer)
    @action(detail=True, methods=["post"])
    def grade(self, request: Request, reference: str, number: int) -> Response:
        """Grade how far the source can be relied on, and say why."""
        source = self._source(number)
        values = read(shapes.GradeSerializer, request)
        services.grade_source(source=source, **values, by=self.by)
        return self._shown(number)

    @extend_schema(request=shapes.RestSerializer)
    @action(detail=True, methods=["post"], url_path="lineage")
    def rest(self, request: Request, reference: str, number: int) -> Response:
        """Record that the source rests on another, with the passage that shows it."""
        source = self._source(number)
        values = found_in(self.case, read(shapes.RestSerializer, request))
        services.rest_source_on(source=source, **values, by=self.by)
        return self._shown(number)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"], url_path="first-hand")
    def state_first_hand(self, request: Request, reference: str, number: int) -> Response:
        """State that the source rests on no other, so that it counts as an origin."""
        source = self._source(number)
        values = read(ReasonSerializer, request)
        services.state_first_hand(source=source, **values, by=self.by)
        return self._shown(number)

    @extend_schema(request=shapes.HoldCopySerializer)
    @action(detail=True, methods=["post"], url_path="copy")
    def hold(self, request: Request, reference: str, number: int) -> Response:
        """Name the exhibit that is the held copy of the source."""
        source = self._source(number)
        values = found_in(self.case, read(shapes.HoldCopySerializer, request))
        services.hold_copy(source=source, **values, by=self.by)
        return self._shown(number)

    def _rows(self) -> Any:
        rows = self.case.sources.select_related("case", "publisher", "exhibit")
        return rows.prefetch_related("grounds__rests_on")

    def _source(self, number: int) -> Source:
        source: Source = get_object_or_404(self._rows(), number=number)
        return source

    def _shown(self, number: int) -> Response:
        return Response(shapes.SourceSerializer(self._source(number)).data)
