"""The API of what the people of a case write down: parties, tasks, notes and what to watch."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.core import paperwork
from cases.core.api import InCase, read
from cases.core.models import Note, Party, Task, WatchItem
from cases.core.paperwork_serializers import (
    AddTaskSerializer,
    LookAgainSerializer,
    NoteSerializer,
    PartySerializer,
    TaskSerializer,
    WatchForSerializer,
    WatchItemSerializer,
    WriteNoteSerializer,
    WritePartySerializer,
)
from cases.core.roles import Permission


class PartyViewSet(InCase, GenericViewSet[Party]):
    """The organizations, people and public bodies that the case speaks of."""

    serializer_class = PartySerializer
    queryset = Party.objects.none()
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "retrieve": Permission.READ,
        "update": Permission.WRITE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the parties of a case."""
        page = self.paginate_queryset(self.case.parties.all())
        return self.get_paginated_response(PartySerializer(page, many=True).data)

    @extend_schema(request=WritePartySerializer, responses={201: PartySerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Name a party that the case speaks of."""
        party = paperwork.add_party(case=self.case, **self._read(request), by=self.by)
        return Response(PartySerializer(party).data, status=status.HTTP_201_CREATED)

    def retrieve(self, request: Request, reference: str, pk: int) -> Response:
        """Show one party."""
        return Response(PartySerializer(get_object_or_404(self.case.parties, pk=pk)).data)

    @extend_schema(request=WritePartySerializer)
    def update(self, request: Request, reference: str, pk: int) -> Response:
        """Correct what the case says of a party."""
        party = get_object_or_404(self.case.parties, pk=pk)
        party = paperwork.change_party(party=party, **self._read(request), by=self.by)
        return Response(PartySerializer(party).data)

    def _read(self, request: Request) -> dict[str, Any]:
        values = read(WritePartySerializer, request)
        if (pk := values.pop("controlled_by", None)) is not None:
            values["controlled_by"] = self.case.parties.filter(pk=pk).first()
            if values["controlled_by"] is None:
                raise exceptions.ValidationError({"controlled_by": "No party of this case."})
        return values


class TaskViewSet(InCase, GenericViewSet[Task]):
    """What somebody has to do."""

    serializer_class = TaskSerializer
    queryset = Task.objects.none()
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "finish": Permission.WRITE,
        "reopen": Permission.WRITE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the tasks of a case."""
        page = self.paginate_queryset(self.case.tasks.select_related("assignee", "done_by"))
        return self.get_paginated_response(TaskSerializer(page, many=True).data)

    @extend_schema(request=AddTaskSerializer, responses={201: TaskSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Say what has to be done, by whom and until when."""
        values = read(AddTaskSerializer, request)
        if email := values.pop("assignee", None):
            member = self.case.members.filter(user__email__iexact=email).first()
            if member is None:
                raise exceptions.ValidationError({"assignee": "No member of this case."})
            values["assignee"] = member.user
        task = paperwork.add_task(case=self.case, **values, by=self.by)
        return Response(TaskSerializer(task).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def finish(self, request: Request, reference: str, pk: int) -> Response:
        """Say that a task is done."""
        task = get_object_or_404(self.case.tasks, pk=pk)
        return Response(TaskSerializer(paperwork.finish_task(task=task, by=self.by)).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, reference: str, pk: int) -> Response:
        """Take back that a task is done."""
        task = get_object_or_404(self.case.tasks, pk=pk)
        return Response(TaskSerializer(paperwork.reopen_task(task=task, by=self.by)).data)


class NoteViewSet(InCase, GenericViewSet[Note]):
    """What somebody wrote down about the case; never evidence."""

    serializer_class = NoteSerializer
    queryset = Note.objects.none()
    may: ClassVar[dict[str, Permission]] = {"list": Permission.READ, "create": Permission.WRITE}

    def list(self, request: Request, reference: str) -> Response:
        """List the notes of a case."""
        page = self.paginate_queryset(self.case.notes.select_related("written_by"))
        return self.get_paginated_response(NoteSerializer(page, many=True).data)

    @extend_schema(request=WriteNoteSerializer, responses={201: NoteSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Write a note."""
        values = read(WriteNoteSerializer, request)
        note = paperwork.write_note(case=self.case, **values, by=self.by)
        return Response(NoteSerializer(note).data, status=status.HTTP_201_CREATED)


class WatchItemViewSet(InCase, GenericViewSet[WatchItem]):
    """What would change the picture if it happened, and when to look again."""

    serializer_class = WatchItemSerializer
    queryset = WatchItem.objects.none()
    lookup_value_converter = "int"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "create": Permission.WRITE,
        "look": Permission.WRITE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List what is watched for."""
        page = self.paginate_queryset(self.case.watch_items.select_related("added_by"))
        return self.get_paginated_response(WatchItemSerializer(page, many=True).data)

    @extend_schema(request=WatchForSerializer, responses={201: WatchItemSerializer})
    def create(self, request: Request, reference: str) -> Response:
        """Put something on the watch list."""
        values = read(WatchForSerializer, request)
        item = paperwork.watch_for(case=self.case, **values, by=self.by)
        return Response(WatchItemSerializer(item).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=LookAgainSerializer)
    @action(detail=True, methods=["post"])
    def look(self, request: Request, reference: str, pk: int) -> Response:
        """Say what was found on looking again, and when to look next."""
        item = get_object_or_404(self.case.watch_items, pk=pk)
        values = read(LookAgainSerializer, request)
        item = paperwork.look_again(item=item, **values, by=self.by)
        return Response(WatchItemSerializer(item).data)
