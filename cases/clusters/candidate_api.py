from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.clusters import services
from cases.clusters.campaigns import CandidateCampaign
from cases.clusters.serializers import (
    CandidateCampaignSerializer,
    ClusterSerializer,
    DrawCandidateSerializer,
    PlatformAccountSerializer,
)
from cases.core.api import InCase, read
from cases.core.roles import Permission
from cases.core.serializers import ReasonSerializer


class CandidateCampaignViewSet(InCase, GenericViewSet[Any]):
    """Platform accounts marked by common values, for a person to draw as a cluster or dismiss."""

    serializer_class = CandidateCampaignSerializer
    queryset = CandidateCampaign.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "retrieve": Permission.READ,
        "members": Permission.READ,
        "draw": Permission.WRITE,
        "dismiss": Permission.WRITE,
        "reopen": Permission.WRITE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the candidate campaigns of a case, also those that are no longer found."""
        page = self.paginate_queryset(self._candidates())
        return self.get_paginated_response(CandidateCampaignSerializer(page, many=True).data)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one candidate campaign with its marks and what speaks against it."""
        return Response(CandidateCampaignSerializer(self._candidate(number)).data)

    @extend_schema(responses=PlatformAccountSerializer(many=True))
    @action(detail=True)
    def members(self, request: Request, reference: str, number: int) -> Response:
        """List the platform accounts that bear the marks."""
        page = self.paginate_queryset(self._candidate(number).members.all())
        return self.get_paginated_response(PlatformAccountSerializer(page, many=True).data)

    @extend_schema(request=DrawCandidateSerializer, responses={201: ClusterSerializer})
    @action(detail=True, methods=["post"])
    def draw(self, request: Request, reference: str, number: int) -> Response:
        """Hold its platform accounts together as a cluster, still to be accepted."""
        candidate, values = self._candidate(number), read(DrawCandidateSerializer, request)
        cluster = services.draw_candidate(candidate=candidate, **values, by=self.by)
        return Response(ClusterSerializer(cluster).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, reference: str, number: int) -> Response:
        """Judge that it is no campaign; no later run proposes it again."""
        candidate, values = self._candidate(number), read(ReasonSerializer, request)
        services.dismiss_candidate(candidate=candidate, **values, by=self.by)
        return Response(CandidateCampaignSerializer(self._candidate(number)).data)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, reference: str, number: int) -> Response:
        """Take a judged one up again."""
        candidate, values = self._candidate(number), read(ReasonSerializer, request)
        services.reopen_candidate(candidate=candidate, **values, by=self.by)
        return Response(CandidateCampaignSerializer(self._candidate(number)).data)

    def _candidates(self) -> Any:
        return self.case.candidate_campaigns.select_related("run", "judged_by", "drawn_as")

    def _candidate(self, number: int) -> CandidateCampaign:
        found: CandidateCampaign = get_object_or_404(self._candidates(), number=number)
        return found
