from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.core.api import InCase, read
from cases.core.roles import Permission
from cases.timeline import services
from cases.timeline.models import Event


class EventSerializer(serializers.ModelSerializer[Event]):
    happened_in_words = serializers.CharField(read_only=True)
    source = serializers.SlugRelatedField[Any](  # type: ignore[assignment]
        slug_field="number", read_only=True, allow_null=True
    )
    claims = serializers.SlugRelatedField[Any](slug_field="number", many=True, read_only=True)

    class Meta:
        model = Event
        fields = [
            "number",
            "lane",
            "title",
            "detail",
            "happened",
            "happened_in_words",
            "happened_earliest",
            "happened_latest",
            "became_public",
            "source",
            "claims",
            "entered_at",
        ]
        read_only_fields = fields


class WriteEventSerializer(serializers.Serializer[Event]):
    lane = serializers.ChoiceField(choices=Event.Lane.choices)
    title = serializers.CharField(max_length=200)
    happened = serializers.CharField(max_length=40, help_text="EDTF: 2026-06-05~ is about June 5")
    became_public = serializers.CharField(max_length=40, allow_blank=True, default="")
    detail = serializers.CharField(allow_blank=True, default="")
    source = serializers.IntegerField(  # type: ignore[assignment]
        allow_null=True, default=None, help_text="3 for S-3"
    )
    claims = serializers.ListField(
        child=serializers.IntegerField(), default=list, help_text="12 for C-12"
    )


class EventViewSet(InCase, GenericViewSet[Event]):
    """The timeline: dated events, each date as exactly as it is known."""

    serializer_class = EventSerializer
    queryset = Event.objects.none()
    lookup_field = "number"
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "update": Permission.WRITE,
        "destroy": Permission.DELETE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the events of a case."""
        rows = self.case.events.select_related("source").prefetch_related("claims")
        return self.get_paginated_response(
            EventSerializer(self.paginate_queryset(rows), many=True).data
        )

    @extend_schema(request=WriteEventSerializer, responses={201: EventSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Enter an event."""
        event = services.add_event(case=self.case, **self._values(request), by=self.by)
        return Response(EventSerializer(event).data, status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, reference: str, number: int) -> Response:
        """Show one event."""
        return Response(EventSerializer(get_object_or_404(self.case.events, number=number)).data)

    @extend_schema(request=WriteEventSerializer)
    def update(self, request: Request, reference: str, number: int) -> Response:
        """Change an event; what it said before stays in the audit."""
        event = get_object_or_404(self.case.events, number=number)
        event = services.edit_event(event=event, **self._values(request), by=self.by)
        return Response(EventSerializer(event).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, reference: str, number: int) -> Response:
        """Take an event off the timeline; what it said stays in the audit."""
        event = get_object_or_404(self.case.events, number=number)
        services.delete_event(event=event, by=self.by)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _values(self, request: Request) -> dict[str, Any]:
        values = read(WriteEventSerializer, request)
        if values["source"] is not None:
            values["source"] = get_object_or_404(self.case.sources, number=values["source"])
        values["claims"] = [
            get_object_or_404(self.case.claims, number=number) for number in values["claims"]
        ]
        return values
