from typing import Any

from rest_framework import serializers

from cases.clusters.campaigns import CandidateCampaign
from cases.clusters.models import Cluster, Judgement, LinkerRun, PlatformAccount
from cases.core.serializers import PersonSerializer, ReasonSerializer


class ClusterSerializer(serializers.ModelSerializer[Cluster]):
    reference = serializers.CharField(source="__str__", read_only=True)
    judged_by = PersonSerializer(read_only=True, allow_null=True)
    run = serializers.IntegerField(source="run.number", read_only=True, allow_null=True)

    class Meta:
        model = Cluster
        fields: tuple[str, ...] = (
            "number",
            "reference",
            "name",
            "origin",
            "status",
            "digest",
            "member_count",
            "interaction_count",
            "families",
            "stability",
            "sentence",
            "run",
            "judged_at",
            "judged_by",
            "reason",
        )


class ClusterDetailSerializer(ClusterSerializer):
    explanation = serializers.JSONField(read_only=True)

    class Meta(ClusterSerializer.Meta):
        fields: tuple[str, ...] = (*ClusterSerializer.Meta.fields, "explanation")


class PlatformAccountSerializer(serializers.ModelSerializer[PlatformAccount]):
    class Meta:
        model = PlatformAccount
        fields: tuple[str, ...] = (
            "external_id",
            "organization",
            "created_at",
            "closed_at",
            "first_seen_at",
            "last_seen_at",
            "interaction_count",
            "output_token_count",
            "attributes",
        )


class JudgementSerializer(serializers.ModelSerializer[Judgement]):
    by = PersonSerializer(read_only=True)

    class Meta:
        model = Judgement
        fields: tuple[str, ...] = ("id", "verb", "reason", "at", "by", "undoes")


class LinkerRunSerializer(serializers.ModelSerializer[LinkerRun]):
    requested_by = PersonSerializer(read_only=True)
    job = serializers.PrimaryKeyRelatedField[Any](read_only=True, allow_null=True)

    class Meta:
        model = LinkerRun
        fields: tuple[str, ...] = (
            "number",
            "version",
            "parameters",
            "requested_at",
            "requested_by",
            "job",
            "finished_at",
            "population_count",
            "use_count",
            "threshold",
            "link_count",
            "pair_link_count",
            "expected_link_count",
            "grouped_count",
            "expected_grouped_count",
            "set_aside_count",
            "proposed_count",
            "control",
            "changes",
            "derivation",
        )


class CandidateCampaignSerializer(serializers.ModelSerializer[CandidateCampaign]):
    judged_by = PersonSerializer(read_only=True, allow_null=True)
    run = serializers.IntegerField(source="run.number", read_only=True)
    drawn_as = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = CandidateCampaign
        fields: tuple[str, ...] = (
            "number",
            "status",
            "digest",
            "member_count",
            "clustered_count",
            "sentence",
            "explanation",
            "run",
            "judged_at",
            "judged_by",
            "reason",
            "drawn_as",
        )


class DrawCandidateSerializer(ReasonSerializer):
    name = serializers.CharField(max_length=200, required=False)


class SplitSerializer(ReasonSerializer):
    accounts = serializers.ListField(child=serializers.CharField(), min_length=2)


class MergeSerializer(ReasonSerializer):
    clusters = serializers.ListField(
        child=serializers.IntegerField(), min_length=1, help_text="Numbers of the other clusters."
    )


class DrawClusterSerializer(SplitSerializer):
    name = serializers.CharField(max_length=200, required=False)


class NoteClusterSerializer(serializers.Serializer[None]):
    text = serializers.CharField()


class UndoSerializer(ReasonSerializer):
    judgement = serializers.IntegerField(help_text="The id of the judgement to undo.")


class RequestRunSerializer(serializers.Serializer[None]):
    accident_rate = serializers.FloatField(min_value=0.001, max_value=0.5, required=False)
    threshold = serializers.FloatField(min_value=1, max_value=100, required=False)
    least_members = serializers.IntegerField(min_value=2, max_value=1000, required=False)
    gap_hours = serializers.IntegerField(min_value=0, max_value=2160, required=False)
    shuffles = serializers.IntegerField(min_value=5, max_value=100, required=False)
    seed = serializers.IntegerField(min_value=0, required=False)
