from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.core.serializers import PersonSerializer
from cases.reports.authorship import authors_of, people_of
from cases.reports.charts import KINDS, Picture, Series
from cases.reports.exporters import FORMATS
from cases.reports.models import Report, Revision
from cases.reports.sections import SECTIONS, WRITTEN
from cases.reports.templates import BUILT_IN, FULL, MOST_PAGES, Choice


class ReportSerializer(serializers.ModelSerializer[Report]):
    changed_by = PersonSerializer(read_only=True)

    class Meta:
        model = Report
        fields: ClassVar[list[str]] = [
            "number", "title", "template", "rating", "summary", "prose", "version", "opened_at",
            "changed_at", "changed_by",
        ]  # fmt: skip


class RevisionSerializer(serializers.ModelSerializer[Revision]):
    authors = serializers.SerializerMethodField(help_text="None of them may approve it.")
    requested_by = PersonSerializer(read_only=True)
    decided_by = PersonSerializer(read_only=True, allow_null=True)
    standing = serializers.CharField(
        read_only=True, help_text="What was decided of it, and what became of it since."
    )
    retracted_at = serializers.DateTimeField(
        source="retraction.retracted_at", read_only=True, allow_null=True, default=None
    )
    retracted_because = serializers.CharField(
        source="retraction.reason", read_only=True, allow_null=True, default=None
    )
    later = serializers.IntegerField(
        source="later.number",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="The number of the revision that stands in its place.",
    )

    class Meta:
        model = Revision
        fields: ClassVar[list[str]] = [
            "number", "title", "rating", "marking", "digest", "change_note", "authors", "outcome",
            "requested_at", "requested_by", "decided_at", "decided_by", "decision_note", "standing",
            "retracted_at", "retracted_because", "later",
        ]  # fmt: skip

    @extend_schema_field(PersonSerializer(many=True))
    def get_authors(self, revision: Revision) -> list[Any]:
        return list(PersonSerializer(people_of(authors_of(revision)), many=True).data)


class OpenReportSerializer(serializers.Serializer[Report]):
    title = serializers.CharField(max_length=300)
    template = serializers.ChoiceField(
        choices=list(BUILT_IN), default=FULL.key, help_text="For which reader it is written."
    )
    begin_with = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False,
        help_text="The number of a report whose text it begins with.",
    )  # fmt: skip


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
    template = serializers.ChoiceField(
        choices=list(BUILT_IN), required=False, help_text="Another reader; left out: the same."
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


class ChartSerializer(serializers.Serializer[Any]):
    """A chart of the case's measured figures, in a section of a draft."""

    number = serializers.IntegerField(read_only=True)
    section = serializers.ChoiceField(choices=list(WRITTEN))
    of = serializers.RegexField(
        f"^({'|'.join(KINDS)}|K-[1-9][0-9]{{0,8}})$", max_length=20,
        help_text="What it draws: by-day, by-hour, figures, or a cluster such as K-2.",
    )  # fmt: skip
    caption = serializers.CharField(
        max_length=2_000, allow_blank=True, default="", help_text="Prose under the report check."
    )


class SeriesSerializer(serializers.Serializer[Series]):
    name = serializers.CharField()
    values = serializers.ListField(child=serializers.FloatField(allow_null=True))


class PictureSerializer(serializers.Serializer[Picture]):
    """The picture as SVG, the same numbers, and what a reader must know of them."""

    svg = serializers.CharField()
    alt = serializers.CharField()
    unit = serializers.CharField()
    labels = serializers.ListField(child=serializers.CharField())
    series = SeriesSerializer(many=True)
    facts = serializers.ListField(child=serializers.CharField())
    sha256 = serializers.CharField(help_text="Of the numbers, in canonical JSON (RFC 8785).")
    derived_from = serializers.ListField(child=serializers.CharField())


class DrawnSerializer(serializers.Serializer[Any]):
    """A chart, and its picture unless nothing is held to draw it from."""

    chart = ChartSerializer()
    picture = PictureSerializer(allow_null=True)


class RequestSerializer(serializers.Serializer[Revision]):
    change_note = serializers.CharField(required=False, allow_blank=True, default="")


class ApproveSerializer(serializers.Serializer[Revision]):
    digest = serializers.RegexField(
        "^[0-9a-f]{64}$", help_text="Of the text that was read.", min_length=64, max_length=64
    )


class FormatSerializer(serializers.Serializer[Revision]):
    form = serializers.ChoiceField(choices=[(f.name, f.label) for f in FORMATS.values()])


class ChoiceSerializer(serializers.Serializer[Choice]):
    """A section as a template prints it; without a limit, all of the ledger's entries."""

    key = serializers.ChoiceField(choices=list(SECTIONS))
    heading = serializers.CharField(max_length=100, allow_blank=True, default="")
    introduction = serializers.CharField(max_length=5_000, allow_blank=True, default="")
    limit = serializers.IntegerField(min_value=1, max_value=10_000, allow_null=True, default=None)


class TemplateSerializer(serializers.Serializer[Any]):
    """What a reader gets: the sections in their order, and the room there is."""

    key = serializers.CharField(read_only=True)
    name = serializers.CharField(max_length=60)
    reader = serializers.CharField(max_length=200)
    pages = serializers.IntegerField(
        min_value=1, max_value=MOST_PAGES, allow_null=True, default=None
    )
    is_numbered = serializers.BooleanField(default=False)
    choices = ChoiceSerializer(many=True)


class AdjustSerializer(TemplateSerializer):
    reason = serializers.CharField(help_text="Kept for good, with your name.")
