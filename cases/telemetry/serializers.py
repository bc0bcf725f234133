from typing import Any, ClassVar

from rest_framework import serializers

from cases.core.serializers import PersonSerializer
from cases.telemetry.mapping import Mapping
from cases.telemetry.models import (
    AccountActivity,
    Activity,
    Figure,
    FigureRun,
    Import,
    ImportedFile,
    RefusedRow,
    RollUp,
)

DERIVED = ["query", "query_version", "engine", "derived_from"]
COUNTS = ["read_count", "kept_count", "refused_count", "duplicate_count"]


class ImportedFileSerializer(serializers.ModelSerializer[ImportedFile]):
    exhibit: Any = serializers.IntegerField(source="exhibit.number", read_only=True)
    columns = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = ImportedFile
        fields: ClassVar[list[str]] = ["exhibit", "format", "columns", *COUNTS]


class ImportSerializer(serializers.ModelSerializer[Import]):
    """Exhibits read as telemetry: rows read = kept + refused + duplicate."""

    files = ImportedFileSerializer(many=True, read_only=True)
    requested_by = PersonSerializer(read_only=True)
    mapping = serializers.DictField(child=serializers.CharField(), read_only=True)
    reasons = serializers.DictField(child=serializers.CharField(), read_only=True)
    trial = serializers.DictField(read_only=True)
    mapping_from: Any = serializers.IntegerField(
        source="mapping_from.number",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="The import whose confirmed mapping was proposed.",
    )
    job: Any = serializers.IntegerField(source="job_id", read_only=True, allow_null=True)

    class Meta:
        model = Import
        fields: ClassVar[list[str]] = [
            "number",
            "kind",
            "state",
            "files",
            "mapping",
            "mapping_from",
            "reasons",
            "zone",
            "time_format",
            "trial",
            *COUNTS,
            "first_at",
            "last_at",
            "why_failed",
            "job",
            "requested_at",
            "requested_by",
            "confirmed_at",
            "finished_at",
            "withdrawn_at",
            "withdrawn_why",
        ]


class BeginImportSerializer(serializers.Serializer[Import]):
    kind = serializers.ChoiceField(choices=Import.Kind.choices)
    names = serializers.CharField(
        max_length=200,
        default="",
        allow_blank=True,
        help_text="All exhibits whose name is like this, such as 2026-05-*.csv",
    )
    exhibits = serializers.ListField(
        child=serializers.IntegerField(), default=list, max_length=1000, help_text="Numbers."
    )


class MappingSerializer(serializers.Serializer[Import]):
    """Which column of the files is which of ours."""

    columns = serializers.DictField(
        child=serializers.CharField(), help_text="Our column: the file's column."
    )
    zone = serializers.CharField(max_length=60, default="UTC")
    time_format = serializers.CharField(max_length=60, default="", allow_blank=True)

    def mapping(self) -> Mapping:
        """What was sent, checked."""
        return Mapping(**self.validated_data)


class TrialSerializer(serializers.Serializer[Import]):
    everything = serializers.BooleanField(default=False, help_text="All rows, not the first only.")


class WithdrawSerializer(serializers.Serializer[Import]):
    reason = serializers.CharField()


class RefusedImportRowSerializer(serializers.ModelSerializer[RefusedRow]):
    exhibit: Any = serializers.IntegerField(source="file.exhibit.number", read_only=True)

    class Meta:
        model = RefusedRow
        fields: ClassVar[list[str]] = ["exhibit", "row", "column", "value", "reason"]


class RollUpSerializer(serializers.ModelSerializer[RollUp]):
    class Meta:
        model = RollUp
        fields: ClassVar[list[str]] = [*DERIVED, "made_at"]


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    class Meta:
        model = Activity
        fields: ClassVar[list[str]] = [
            "at",
            "label",
            "interactions",
            "platform_accounts",
            "input_tokens",
            "output_tokens",
            "refused",
        ]


class AccountActivitySerializer(serializers.ModelSerializer[AccountActivity]):
    class Meta:
        model = AccountActivity
        fields: ClassVar[list[str]] = [
            "platform_account",
            "interactions",
            "input_tokens",
            "output_tokens",
            "refused",
            "active_days",
            "first_at",
            "last_at",
        ]


class FigureRunSerializer(serializers.ModelSerializer[FigureRun]):
    by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = FigureRun
        fields: ClassVar[list[str]] = [
            "stated",
            "found",
            "is_same",
            "engine",
            "derived_from",
            "ran_at",
            "by",
        ]


class FigureSerializer(serializers.ModelSerializer[Figure]):
    """A measured quantity, with all that is needed to measure it again."""

    parameters = serializers.DictField(read_only=True)

    class Meta:
        model = Figure
        fields: ClassVar[list[str]] = [
            "key",
            "label",
            "value",
            "unit",
            "window",
            "counting_rule",
            *DERIVED,
            "engine_version",
            "parameters",
            "measured_at",
        ]
