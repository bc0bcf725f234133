from typing import Any

from rest_framework import serializers

from cases.claims.models import Assertion, Claim, Lineage, Observation, Source
from cases.claims.queries import whose_word
from cases.claims.services.bulk import CLAIM_COLUMNS, SOURCE_COLUMNS
from cases.claims.signatures import Assessment, Proposal, Response
from cases.claims.vocabulary import Kind, Precision, Rung, SourceKind, Stance, Status, Weight
from cases.core.scales import Confidence, Credibility, Likelihood, Reliability
from cases.core.serializers import PersonSerializer

EDTF = "EDTF: 2026-06-05~ is about June 5; 2026-04-22/2026-06-05 is a span"


def _number(help_text: str, **more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(help_text=help_text, **more)


def _text(**more: Any) -> serializers.CharField:
    return serializers.CharField(allow_blank=True, required=False, **more)


class GroundSerializer(serializers.ModelSerializer[Lineage]):
    rests_on = serializers.IntegerField(source="rests_on.number", help_text="3 for S-3")

    class Meta:
        model = Lineage
        fields = ["id", "rests_on", "passage"]
        read_only_fields = fields


class SourceSerializer(serializers.ModelSerializer[Source]):
    exhibit = serializers.IntegerField(
        source="exhibit.number", allow_null=True, read_only=True, default=None
    )
    grounds = GroundSerializer(many=True, read_only=True)
    url = serializers.CharField(read_only=True)

    class Meta:
        model = Source
        fields = [
            "number", "title", "publisher", "kind", "basis", "reliability", "reliability_reason",
            "published", "url", "exhibit", "grounds", "note", "added_at",
        ]  # fmt: skip
        read_only_fields = fields


class EditSourceSerializer(serializers.Serializer[Source]):
    title = serializers.CharField(max_length=300)
    publisher = _number("The id of a party of the case")
    kind = serializers.ChoiceField(choices=SourceKind.choices)
    published = _text(max_length=40, help_text=EDTF)
    url = _text(max_length=1000)
    text = _text()
    note = _text()


class AddSourceSerializer(EditSourceSerializer):
    basis = serializers.ChoiceField(
        choices=Source.Basis.choices[:2], required=False, help_text="first_hand: an origin"
    )
    reliability = serializers.ChoiceField(choices=Reliability.choices, required=False)
    reliability_reason = _text()
    exhibit = _number("7 for E-7", required=False, allow_null=True)


class GradeSerializer(serializers.Serializer[Source]):
    reliability = serializers.ChoiceField(choices=Reliability.choices)
    reason = serializers.CharField()


class RestSerializer(serializers.Serializer[Lineage]):
    rests_on = _number("3 for S-3")
    passage = serializers.CharField()


class HoldCopySerializer(serializers.Serializer[Source]):
    exhibit = _number("7 for E-7, or null for none", allow_null=True)


class AssertionSerializer(serializers.ModelSerializer[Assertion]):
    source = serializers.IntegerField(source="source.number", read_only=True)  # type: ignore[assignment]

    class Meta:
        model = Assertion
        fields = [
            "id", "source", "stance", "quotation", "locator", "credibility", "has_seen",
            "resolution", "resolved_at",
        ]  # fmt: skip
        read_only_fields = fields


class AssertSerializer(serializers.Serializer[Assertion]):
    source = _number("3 for S-3")  # type: ignore[assignment]
    stance = serializers.ChoiceField(choices=Stance.choices)
    quotation = _text()
    locator = _text(max_length=200)
    credibility = serializers.ChoiceField(choices=Credibility.choices, required=False)
    has_seen = serializers.BooleanField(required=False)


class ObservationSerializer(serializers.ModelSerializer[Observation]):
    figure_key = serializers.CharField(read_only=True)
    exhibits = serializers.SlugRelatedField[Any](slug_field="number", many=True, read_only=True)

    class Meta:
        model = Observation
        fields = [
            "id", "exhibits", "figure_key", "finding", "method", "contradicts",
            "rerun_at", "rerun_gave_the_same",
        ]  # fmt: skip
        read_only_fields = fields


class ObserveSerializer(serializers.Serializer[Observation]):
    exhibits = serializers.ListField(
        child=serializers.IntegerField(), help_text="7 for E-7", required=False
    )
    figure_key = serializers.SlugField(max_length=50, allow_blank=True, required=False)
    finding = serializers.CharField()
    method = serializers.CharField()
    contradicts = serializers.BooleanField(default=False)


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    proposed_by = PersonSerializer(read_only=True)
    decided_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Proposal
        fields = [
            "id", "status_before", "status", "rationale", "proposed_at", "proposed_by",
            "proposer_saw", "outcome", "decided_at", "decided_by", "decider_saw", "decision_note",
        ]  # fmt: skip
        read_only_fields = fields


class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    assessed_by = PersonSerializer(read_only=True)

    class Meta:
        model = Assessment
        fields = ["likelihood", "confidence", "basis", "reasoning", "assessed_at", "assessed_by"]
        read_only_fields = fields


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    rung = serializers.CharField(read_only=True, help_text="L0 to L4, or empty")
    precision = serializers.CharField(read_only=True, help_text="Of a figure, or empty")
    figure_key = serializers.CharField(read_only=True)
    content_of = serializers.SlugRelatedField[Any](slug_field="number", many=True, read_only=True)
    said_by = serializers.SerializerMethodField(
        help_text="The parties whose word the status is: who reports it, or who says so"
    )

    class Meta:
        model = Claim
        fields = [
            "number", "kind", "rung", "statement", "weight", "speaker", "actor", "content_of",
            "happened", "would_settle", "value", "value_high", "unit", "precision", "window",
            "counting_rule", "as_of", "figure_key", "status", "said_by", "signed_at",
            "published_at", "ceiling", "supported", "explanation", "origin_count", "echo_count",
            "overstated_because", "added_at", "changed_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_said_by(self, claim: Claim) -> list[int]:
        return whose_word(claim, claim.status, claim.explanation)


class WholeClaimSerializer(ClaimSerializer):
    """A claim with everything that was said and signed of it."""

    assertions = AssertionSerializer(many=True, read_only=True)
    observations = ObservationSerializer(many=True, read_only=True)
    proposals = ProposalSerializer(many=True, read_only=True)
    assessments = AssessmentSerializer(many=True, read_only=True)

    class Meta(ClaimSerializer.Meta):
        fields = [
            *ClaimSerializer.Meta.fields,
            "assertions",
            "observations",
            "proposals",
            "assessments",
        ]
        read_only_fields = fields


class EditClaimSerializer(serializers.Serializer[Claim]):
    kind = serializers.ChoiceField(choices=Kind.choices)
    rung = serializers.ChoiceField(choices=Rung.choices, allow_blank=True, required=False)
    statement = serializers.CharField()
    weight = serializers.ChoiceField(choices=Weight.choices, required=False)
    speaker = _number("The id of a party", required=False, allow_null=True)
    actor = _number("The id of a party", required=False, allow_null=True)
    happened = _text(max_length=40, help_text=EDTF)
    would_settle = _text()
    value = serializers.DecimalField(
        max_digits=24, decimal_places=6, required=False, allow_null=True
    )
    value_high = serializers.DecimalField(
        max_digits=24, decimal_places=6, required=False, allow_null=True
    )
    unit = _text(max_length=60)
    precision = serializers.ChoiceField(choices=Precision.choices, allow_blank=True, required=False)
    window = _text(max_length=40, help_text=EDTF)
    counting_rule = _text()
    as_of = _text(max_length=40, help_text=EDTF)
    figure_key = serializers.SlugField(max_length=50, allow_blank=True, required=False)


class AddClaimSerializer(EditClaimSerializer):
    content_of = serializers.ListField(
        child=serializers.IntegerField(), required=False, help_text="Utterances: 1 for C-1"
    )


class ProposeSerializer(serializers.Serializer[Proposal]):
    status = serializers.ChoiceField(choices=Status.choices)
    rationale = serializers.CharField()


class DecideSerializer(serializers.Serializer[Proposal]):
    note = _text()


class AssessSerializer(serializers.Serializer[Assessment]):
    likelihood = serializers.ChoiceField(choices=Likelihood.choices)
    confidence = serializers.ChoiceField(choices=Confidence.choices)
    basis = serializers.CharField()
    reasoning = _text()


class ResponseSerializer(serializers.ModelSerializer[Response]):
    source = serializers.IntegerField(  # type: ignore[assignment]
        source="source.number", allow_null=True, read_only=True, default=None
    )
    claims = serializers.SlugRelatedField[Any](slug_field="number", many=True, read_only=True)

    class Meta:
        model = Response
        fields = [
            "id", "party", "asked_on", "asked_by", "channel", "question", "answer_due", "outcome",
            "answered_on", "answer", "source", "claims", "recorded_at",
        ]  # fmt: skip
        read_only_fields = fields


class AnswerSerializer(serializers.Serializer[Response]):
    outcome = serializers.ChoiceField(choices=Response.Outcome.choices)
    answered_on = serializers.CharField(max_length=40, help_text=EDTF)
    answer = _text()
    source = _number("3 for S-3", required=False, allow_null=True)  # type: ignore[assignment]


class RecordResponseSerializer(serializers.Serializer[Response]):
    party = _number("The id of a party")
    asked_on = serializers.CharField(max_length=40, help_text=EDTF)
    asked_by = serializers.CharField(max_length=200)
    channel = serializers.CharField(max_length=200)
    question = serializers.CharField()
    answer_due = _text(max_length=40, help_text=EDTF)
    outcome = serializers.ChoiceField(choices=Response.Outcome.choices, required=False)
    answered_on = _text(max_length=40, help_text=EDTF)
    answer = _text()
    source = _number("3 for S-3", required=False, allow_null=True)  # type: ignore[assignment]
    claims = serializers.ListField(
        child=serializers.IntegerField(), required=False, help_text="12 for C-12"
    )


class TableSerializer(serializers.Serializer[dict[str, Any]]):
    text = serializers.CharField(
        max_length=2_000_000,
        help_text=f"Claims: {', '.join(CLAIM_COLUMNS)}. Sources: {', '.join(SOURCE_COLUMNS)}.",
    )


class RefusedRowSerializer(serializers.Serializer[dict[str, Any]]):
    line = serializers.IntegerField()
    reason = serializers.CharField()


class OutcomeSerializer(serializers.Serializer[dict[str, Any]]):
    """Rows read = kept + already there + refused."""

    read_count = serializers.IntegerField()
    kept = serializers.ListField(child=serializers.CharField())
    already_there = serializers.ListField(child=serializers.CharField())
    refused = RefusedRowSerializer(many=True)
