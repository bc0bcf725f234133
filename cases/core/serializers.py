from typing import ClassVar

from rest_framework import serializers

from accounts.models import User
from audit.models import Entry
from cases.core.models import Case, LegalHold, Marking, Member
from cases.core.roles import Role


class PersonSerializer(serializers.ModelSerializer[User]):
    """A person who signs in, as the API names them."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["id", "name", "email"]


class CaseSerializer(serializers.ModelSerializer[Case]):
    opened_by = PersonSerializer(read_only=True)
    closed_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = [
            "reference",
            "title",
            "summary",
            "rating",
            "marking",
            "is_synthetic",
            "status",
            "status_reason",
            "opened_at",
            "opened_by",
            "closed_at",
            "closed_by",
        ]


class OpenCaseSerializer(serializers.Serializer[Case]):
    title = serializers.CharField(max_length=200)
    summary = serializers.CharField(required=False, allow_blank=True)
    rating = serializers.CharField(max_length=200, required=False, allow_blank=True)
    marking = serializers.ChoiceField(choices=Marking.choices, default=Marking.AMBER)
    is_synthetic = serializers.BooleanField(default=False)


class ReasonSerializer(serializers.Serializer[Case]):
    reason = serializers.CharField()


class MemberSerializer(serializers.ModelSerializer[Member]):
    user = PersonSerializer(read_only=True)

    class Meta:
        model = Member
        fields: ClassVar[list[str]] = ["id", "user", "role", "added_at"]


class AddMemberSerializer(serializers.Serializer[Member]):
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=Role.choices)


class ChangeRoleSerializer(serializers.Serializer[Member]):
    role = serializers.ChoiceField(choices=Role.choices)


class HoldSerializer(serializers.ModelSerializer[LegalHold]):
    placed_by = PersonSerializer(read_only=True)
    lifted_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = LegalHold
        fields: ClassVar[list[str]] = [
            "id",
            "reason",
            "placed_at",
            "placed_by",
            "lifted_at",
            "lifted_by",
            "lift_reason",
        ]


class DescribeCaseSerializer(serializers.Serializer[Case]):
    title = serializers.CharField(max_length=200)
    summary = serializers.CharField(allow_blank=True)
    rating = serializers.CharField(max_length=200, allow_blank=True)
    marking = serializers.ChoiceField(choices=Marking.choices)


class EntrySerializer(serializers.ModelSerializer[Entry]):
    """One record of the audit, with its place in the chain."""

    at = serializers.DateTimeField(source="at_text")
    position = serializers.IntegerField(source="seal.position")
    hash = serializers.CharField(source="seal.hex")

    class Meta:
        model = Entry
        fields: ClassVar[list[str]] = [
            "position",
            "at",
            "actor",
            "action",
            "subject",
            "detail",
            "content",
            "hash",
        ]
