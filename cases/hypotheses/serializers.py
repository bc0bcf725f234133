from typing import Any

from rest_framework import serializers

from cases.hypotheses.models import EvidenceRow, Hypothesis, Rating
from cases.hypotheses.naming import HELP


class HypothesisSerializer(serializers.ModelSerializer[Hypothesis]):
    claim = serializers.SlugRelatedField[Any](slug_field="number", read_only=True, allow_null=True)
    usual = serializers.CharField(read_only=True, help_text="Which usual rival it is, if one.")

    class Meta:
        model = Hypothesis
        fields = [
            "number",
            "statement",
            "would_change",
            "status",
            "set_aside_because",
            "claim",
            "usual",
            "added_at",
        ]
        read_only_fields = fields


class WriteHypothesisSerializer(serializers.Serializer[Hypothesis]):
    statement = serializers.CharField()
    would_change = serializers.CharField(allow_blank=True, default="")
    claim = serializers.IntegerField(allow_null=True, default=None, help_text="12 for C-12")


class RatingSerializer(serializers.ModelSerializer[Rating]):
    hypothesis = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)

    class Meta:
        model = Rating
        fields = ["hypothesis", "mark", "note", "rated_at", "superseded_at"]
        read_only_fields = fields


class EvidenceRowSerializer(serializers.ModelSerializer[EvidenceRow]):
    of = serializers.SerializerMethodField(help_text="What it refers to; empty for an absence.")
    credibility = serializers.CharField(
        read_only=True, help_text="low, medium or high; empty: as the ledger grades it."
    )
    ratings = RatingSerializer(many=True, read_only=True)

    class Meta:
        model = EvidenceRow
        fields = [
            "number",
            "kind",
            "of",
            "says",
            "credibility",
            "relevance",
            "reason",
            "left_out_because",
            "ratings",
        ]
        read_only_fields = fields

    def get_of(self, row: EvidenceRow) -> str:
        return str(row.referent or "")


class AddRowSerializer(serializers.Serializer[EvidenceRow]):
    of = serializers.CharField(
        max_length=40, allow_blank=True, default="", help_text=f"{HELP} Empty: an absence."
    )
    says = serializers.CharField(allow_blank=True, default="")
    credibility = serializers.ChoiceField(
        choices=EvidenceRow.Weight.choices, allow_blank=True, default=""
    )
    relevance = serializers.ChoiceField(
        choices=EvidenceRow.Weight.choices, default=EvidenceRow.Weight.MEDIUM
    )
    reason = serializers.CharField(allow_blank=True, default="")


class CellSerializer(serializers.Serializer[Rating]):
    hypothesis = serializers.IntegerField(min_value=1, help_text="3 for H-3")
    mark = serializers.ChoiceField(
        choices=Rating.Mark.choices, allow_blank=True, help_text="Empty: blank again."
    )
    note = serializers.CharField(max_length=1000, allow_blank=True, default="")


class RateSerializer(serializers.Serializer[EvidenceRow]):
    cells = CellSerializer(many=True)


class PlaceSerializer(serializers.Serializer[Any]):
    hypothesis = serializers.IntegerField(source="hypothesis.number")
    rank = serializers.CharField(help_text="In words.")
    against = serializers.FloatField(help_text="Weighted inconsistency; never a probability.")
    at_most = serializers.FloatField(help_text="If every blank cell spoke against it.")
    blanks = serializers.IntegerField()
