from typing import Any, ClassVar

from rest_framework import serializers

from cases.core.dates import NotADate, parse_edtf
from cases.core.serializers import PersonSerializer
from cases.exhibits.models import Alarm, CustodyEntry, Exhibit


class ExhibitSerializer(serializers.ModelSerializer[Exhibit]):
    received_by = PersonSerializer(read_only=True)

    class Meta:
        model = Exhibit
        fields: ClassVar[list[str]] = [
            "number",
            "name",
            "media_type",
            "sha256",
            "size",
            "is_synthetic",
            "how",
            "collected_by",
            "collected_on",
            "note",
            "received_at",
            "received_by",
        ]


class AccountSerializer(serializers.Serializer[Exhibit]):
    """How a file was collected."""

    how = serializers.CharField(help_text="By what way it came here and from where.")
    collected_by = serializers.CharField(max_length=200, required=False, allow_blank=True)
    collected_on = serializers.CharField(
        max_length=40, required=False, allow_blank=True, help_text="EDTF, such as 2026-06-05~."
    )
    note = serializers.CharField(required=False, allow_blank=True)

    def validate_collected_on(self, text: str) -> str:
        """An EDTF date, or nothing."""
        if text:
            try:
                parse_edtf(text)
            except NotADate as error:
                raise serializers.ValidationError(str(error)) from error
        return text


class ReceiveSerializer(AccountSerializer):
    file = serializers.FileField(allow_empty_file=True)


class ImportSerializer(AccountSerializer):
    address = serializers.CharField(
        max_length=1000,
        help_text="A path below the import folder, or an s3:// address in a named bucket.",
    )


class CustodySerializer(serializers.ModelSerializer[CustodyEntry]):
    class Meta:
        model = CustodyEntry
        fields: ClassVar[list[str]] = [
            "action",
            "at",
            "by_name",
            "what",
            "tool",
            "sha256_before",
            "sha256_after",
        ]


class AlarmSerializer(serializers.ModelSerializer[Alarm]):
    exhibit: Any = serializers.IntegerField(source="exhibit.number", read_only=True)
    settled_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Alarm
        fields: ClassVar[list[str]] = [
            "id",
            "exhibit",
            "raised_at",
            "found",
            "settled_at",
            "settled_by",
            "settled_how",
        ]


class SettleSerializer(serializers.Serializer[Alarm]):
    how = serializers.CharField(help_text="What was found out, and what was done.")
