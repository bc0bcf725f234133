from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.samples.models import Draw, Label, RefusedPair, Sample, SampleImport
from cases.samples.redaction import redact
from cases.samples.suggesting import suggest


class LabelSerializer(serializers.ModelSerializer[Label]):
    by = serializers.StringRelatedField[Label](read_only=True)

    class Meta:
        model = Label
        fields = ["capability", "by", "at"]
        read_only_fields = ["at"]


class SuggestionSerializer(serializers.Serializer[Any]):
    capability = serializers.ChoiceField(choices=Label.Capability.choices)
    meaning = serializers.CharField()
    words = serializers.CharField(help_text="Of the masked prompt.")


class SampleSerializer(serializers.ModelSerializer[Sample]):
    """A sample, masked."""

    prompt = serializers.SerializerMethodField()
    output = serializers.SerializerMethodField()
    draw = serializers.SlugRelatedField[Draw](slug_field="number", read_only=True, allow_null=True)
    labels = LabelSerializer(many=True, read_only=True)
    suggestions = serializers.SerializerMethodField(help_text="By rule; nobody has labelled so.")

    class Meta:
        model = Sample
        fields = [
            "number",
            "origin",
            "draw",
            "row",
            "interaction_id",
            "platform_account",
            "at",
            "model",
            "capability",
            "stratum",
            "prompt",
            "output",
            "is_harmful",
            "labels",
            "suggestions",
            "note",
            "added_at",
        ]
        read_only_fields = fields

    @extend_schema_field(SuggestionSerializer(many=True))
    def get_suggestions(self, sample: Sample) -> Any:
        return SuggestionSerializer(suggest(sample.masked_prompt), many=True).data

    def get_prompt(self, sample: Sample) -> str:
        return redact(sample.prompt).text

    def get_output(self, sample: Sample) -> str:
        return redact(sample.output).text


class RevealedSerializer(serializers.ModelSerializer[Sample]):
    """A sample as it is, for someone who gave a reason."""

    class Meta:
        model = Sample
        fields = ["number", "prompt", "output"]
        read_only_fields = fields


class AddSampleSerializer(serializers.Serializer[Sample]):
    prompt = serializers.CharField(trim_whitespace=False)
    output = serializers.CharField(trim_whitespace=False)
    note = serializers.CharField(allow_blank=True, default="")


class HarmfulSerializer(serializers.Serializer[Sample]):
    is_harmful = serializers.BooleanField()


class DrawSerializer(serializers.ModelSerializer[Draw]):
    state = serializers.CharField(source="job.state", read_only=True)
    control_of = serializers.SlugRelatedField[Draw](
        slug_field="number", read_only=True, allow_null=True
    )

    class Meta:
        model = Draw
        fields = [
            "number",
            "purpose",
            "method",
            "strata",
            "size",
            "accounts",
            "seed",
            "commitment",
            "committed_at",
            "control_of",
            "state",
            "drawn_at",
            "frame_count",
            "frame_digest",
            "allocation",
            "derivation",
        ]
        read_only_fields = fields


class IntervalSerializer(serializers.Serializer[Any]):
    share = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class EstimateSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    found = serializers.IntegerField(help_text="Samples that at least one person labelled so.")
    interval = IntervalSerializer(help_text="Of the frame's strata that were read, at 95 %.")
    design_effect = serializers.FloatField(allow_null=True)


class AgreementSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    both = serializers.IntegerField()
    first_only = serializers.IntegerField()
    second_only = serializers.IntegerField()
    neither = serializers.IntegerField()
    kappa = serializers.FloatField(allow_null=True, help_text="Cohen's")


class PairSerializer(serializers.Serializer[Any]):
    first = serializers.CharField()
    second = serializers.CharField()
    count = serializers.IntegerField(help_text="Samples that both read.")
    labels = AgreementSerializer(many=True)


class FindingsSerializer(serializers.Serializer[Any]):
    """What was read of a draw."""

    read = serializers.IntegerField(source="basis.read")
    accounts = serializers.IntegerField(source="basis.accounts")
    unread = serializers.FloatField(
        source="basis.unread", help_text="Share of the frame whose strata have nothing read."
    )
    estimates = EstimateSerializer(many=True)
    pairs = PairSerializer(many=True)


class RequestDrawSerializer(serializers.Serializer[Draw]):
    purpose = serializers.CharField(max_length=200)
    size = serializers.IntegerField(min_value=1, max_value=100_000)
    strata = serializers.MultipleChoiceField(choices=Draw.Stratum.choices, default=set)
    seed = serializers.CharField(min_length=8, max_length=64, allow_blank=True, default="")
    accounts = serializers.ListField(child=serializers.CharField(max_length=200), default=list)

    def validate_strata(self, strata: set[str]) -> list[str]:
        """A list, in the order in which the strata are declared."""
        return [stratum for stratum in Draw.Stratum.values if stratum in strata]


class RefusedPairSerializer(serializers.ModelSerializer[RefusedPair]):
    class Meta:
        model = RefusedPair
        fields = ["row", "reason"]
        read_only_fields = fields


class SampleImportSerializer(serializers.ModelSerializer[SampleImport]):
    exhibit = serializers.IntegerField(source="exhibit.number", read_only=True)
    state = serializers.CharField(source="job.state", read_only=True)
    error = serializers.CharField(source="job.error", read_only=True)
    refused_pairs = RefusedPairSerializer(many=True, read_only=True)

    class Meta:
        model = SampleImport
        fields = [
            "id",
            "exhibit",
            "state",
            "error",
            "read_count",
            "kept_count",
            "refused_count",
            "duplicate_count",
            "refused_pairs",
            "requested_at",
            "finished_at",
        ]
        read_only_fields = fields


class RequestImportSerializer(serializers.Serializer[SampleImport]):
    exhibit = serializers.IntegerField(min_value=1, help_text="The number of an exhibit: 7 for E-7")


class RevealSerializer(serializers.Serializer[Sample]):
    reason = serializers.CharField(max_length=500)
