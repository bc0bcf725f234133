from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.core.api import InCase
from cases.core.roles import Permission
from cases.core.serializers import PersonSerializer
from cases.jobs import services
from cases.jobs.models import Job, JobLogLine


class JobLogLineSerializer(serializers.ModelSerializer[JobLogLine]):
    class Meta:
        model = JobLogLine
        fields: ClassVar[list[str]] = ["at", "attempt", "text"]


class JobSerializer(serializers.ModelSerializer[Job]):
    requested_by = PersonSerializer(read_only=True, allow_null=True)
    cancel_requested_by = PersonSerializer(read_only=True, allow_null=True)
    result = serializers.DictField(read_only=True)

    class Meta:
        model = Job
        fields: ClassVar[list[str]] = [
            "id",
            "kind",
            "subject",
            "state",
            "done_count",
            "total_count",
            "unit",
            "attempt",
            "requested_at",
            "requested_by",
            "started_at",
            "finished_at",
            "cancel_requested_at",
            "cancel_requested_by",
            "result",
            "error",
        ]


class JobViewSet(InCase, GenericViewSet[Job]):
    """Background work in a case: how far it is, what came of it, and why it failed."""

    serializer_class = JobSerializer
    queryset = Job.objects.none()
    lookup_value_converter = "int"
    # Whoever asked for a job may decide about it, so the service looks closer than the role.
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "retrieve": Permission.READ,
        "log": Permission.READ,
        "cancel": Permission.READ,
        "retry": Permission.READ,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the jobs of a case."""
        page = self.paginate_queryset(self._jobs())
        return self.get_paginated_response(JobSerializer(page, many=True).data)

    def retrieve(self, request: Request, reference: str, pk: int) -> Response:
        """Show one job."""
        return self._show(pk)

    @extend_schema(responses=JobLogLineSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def log(self, request: Request, reference: str, pk: int) -> Response:
        """Show what a job said while it ran, from its first line."""
        job = get_object_or_404(self.case.jobs, pk=pk)
        return Response(JobLogLineSerializer(job.log_lines.order_by("pk"), many=True).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, reference: str, pk: int) -> Response:
        """Stop a job: at once while it waits, at its next step while it runs."""
        services.cancel_job(job=get_object_or_404(self.case.jobs, pk=pk), by=self.by)
        return self._show(pk)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, reference: str, pk: int) -> Response:
        """Do a job again from the start that failed or was cancelled."""
        services.retry_job(job=get_object_or_404(self.case.jobs, pk=pk), by=self.by)
        return self._show(pk)

    def _show(self, pk: int) -> Response:
        return Response(JobSerializer(get_object_or_404(self._jobs(), pk=pk)).data)

    def _jobs(self) -> Any:
        return self.case.jobs.select_related("requested_by", "cancel_requested_by")
