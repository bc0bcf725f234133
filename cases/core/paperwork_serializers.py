from typing import ClassVar

from rest_framework import serializers

from cases.core.models import Note, Party, Task, WatchItem
from cases.core.serializers import PersonSerializer


class PartySerializer(serializers.ModelSerializer[Party]):
    class Meta:
        model = Party
        fields: ClassVar[list[str]] = [
            "id",
            "name",
            "aliases",
            "kind",
            "role",
            "controlled_by",
            "note",
        ]


class WritePartySerializer(serializers.Serializer[Party]):
    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=Party.Kind.choices)
    role = serializers.ChoiceField(choices=Party.Role.choices)
    aliases = serializers.ListField(
        child=serializers.CharField(max_length=200), required=False, max_length=50
    )
    controlled_by = serializers.IntegerField(
        required=False, allow_null=True, help_text="The id of another party of the case."
    )
    note = serializers.CharField(required=False, allow_blank=True)


class TaskSerializer(serializers.ModelSerializer[Task]):
    assignee = PersonSerializer(read_only=True, allow_null=True)
    done_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Task
        fields: ClassVar[list[str]] = [
            "id",
            "title",
            "detail",
            "assignee",
            "due_on",
            "added_at",
            "done_at",
            "done_by",
        ]


class AddTaskSerializer(serializers.Serializer[Task]):
    title = serializers.CharField(max_length=200)
    detail = serializers.CharField(required=False, allow_blank=True)
    assignee = serializers.EmailField(
        required=False, allow_null=True, help_text="The address of a member of the case."
    )
    due_on = serializers.DateField(required=False, allow_null=True)


class NoteSerializer(serializers.ModelSerializer[Note]):
    written_by = PersonSerializer(read_only=True)

    class Meta:
        model = Note
        fields: ClassVar[list[str]] = ["id", "body", "written_at", "written_by"]


class WriteNoteSerializer(serializers.Serializer[Note]):
    body = serializers.CharField()


class WatchItemSerializer(serializers.ModelSerializer[WatchItem]):
    added_by = PersonSerializer(read_only=True)

    class Meta:
        model = WatchItem
        fields: ClassVar[list[str]] = [
            "id",
            "what",
            "why",
            "look_again_on",
            "outcome",
            "outcome_note",
            "added_at",
            "added_by",
        ]


class WatchForSerializer(serializers.Serializer[WatchItem]):
    what = serializers.CharField(max_length=300)
    why = serializers.CharField(required=False, allow_blank=True)
    look_again_on = serializers.DateField(required=False, allow_null=True)


class LookAgainSerializer(serializers.Serializer[WatchItem]):
    outcome = serializers.ChoiceField(choices=WatchItem.Outcome.choices)
    note = serializers.CharField(required=False, allow_blank=True)
    look_again_on = serializers.DateField(required=False, allow_null=True)
