from typing import Any, ClassVar

from rest_framework import serializers

from cases.core.serializers import PersonSerializer
from cases.reports.exporters import FORMATS
from cases.reports.models import Report, Revision
from cases.reports.sections import WRITTEN


class ReportSerializer(serializers.ModelSerializer[Report]):
    changed_by = PersonSerializer(read_only=True)

    class Meta:
        model = Report
        fields: ClassVar[list[str]] = [
            "number", "title", "rating", "summary", "prose", "version", "opened_at", "changed_at",
            "changed_by",
        ]  # fmt: skip


class RevisionSerializer(serializers.ModelSerializer[Revision]):
    requested_by = PersonSerializer(read_only=True)
    decided_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Revision
        fields: ClassVar[list[str]] = [
            "number", "title", "rating", "marking", "digest", "change_note", "outcome",
            "requested_at", "requested_by", "decided_at", "decided_by", "decision_note",
        ]  # fmt: skip


class OpenReportSerializer(serializers.Serializer[Report]):
    title = serializers.CharField(max_length=300)


class ProseSerializer(serializers.Serializer[Report]):
    """The analyst's Markdown, by section."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {
            key: serializers.CharField(
                required=False, allow_blank=True, trim_whitespace=False, max_length=200_000
            )
            for key in WRITTEN
            if key != "bottom_line"
        }


class TextSerializer(serializers.Serializer[Report]):
    """A whole text of a report."""

    title = serializers.CharField(max_length=300)
    rating = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    summary = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, default="", max_length=200_000
    )
    prose = ProseSerializer(required=False, default=dict)


class DraftSerializer(TextSerializer):
    version = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, help_text="The version that was read."
    )


class FindingSerializer(serializers.Serializer[Any]):
    """What the check found; `mend` may take the place of characters start to end of `place`."""

    rule = serializers.CharField()
    severity = serializers.ChoiceField(choices=["error", "warning"])
    place = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField()
    title = serializers.CharField()
    message = serializers.CharField()
    why = serializers.CharField()
    mend = serializers.CharField(allow_blank=True)


class RequestSerializer(serializers.Serializer[Revision]):
    change_note = serializers.CharField(required=False, allow_blank=True, default="")


class ApproveSerializer(serializers.Serializer[Revision]):
    digest = serializers.RegexField(
        "^[0-9a-f]{64}$", help_text="Of the text that was read.", min_length=64, max_length=64
    )


class FormatSerializer(serializers.Serializer[Revision]):
    form = serializers.ChoiceField(choices=[(f.name, f.label) for f in FORMATS.values()])
