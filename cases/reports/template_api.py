from typing import Any, ClassVar

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.core.api import InCase, read
from cases.core.roles import Permission
from cases.reports import adjusting, queries
from cases.reports.models import TemplateVersion
from cases.reports.serializers import AdjustSerializer, TemplateSerializer
from cases.reports.templates import Choice, Template


class TemplateViewSet(InCase, GenericViewSet[Any]):
    """What a report of the case prints for which reader."""

    serializer_class = TemplateSerializer
    queryset = TemplateVersion.objects.none()
    pagination_class = None
    lookup_field = "key"
    lookup_value_converter = "slug"
    may: ClassVar[dict[str, Permission]] = {
        "list": Permission.READ,
        "retrieve": Permission.READ,
        "update": Permission.MANAGE,
    }

    def list(self, request: Request, reference: str) -> Response:
        """List the templates in use."""
        found = queries.templates_of(self.case).values()
        return Response(TemplateSerializer(list(found), many=True).data)

    def retrieve(self, request: Request, reference: str, key: str) -> Response:
        """Show the template in use."""
        return Response(TemplateSerializer(self._template(key)).data)

    @extend_schema(request=AdjustSerializer)
    def update(self, request: Request, reference: str, key: str) -> Response:
        """Adjust the template for this case; what is frozen stays as it was."""
        self._template(key)
        values = read(AdjustSerializer, request)
        reason = values.pop("reason")
        choices = tuple(Choice(**choice) for choice in values.pop("choices"))
        template = Template(key=key, choices=choices, **values)
        version = adjusting.adjust_template(
            case=self.case, template=template, reason=reason, by=self.by
        )
        return Response(TemplateSerializer(version.template).data)

    def _template(self, key: str) -> Template:
        template = queries.templates_of(self.case).get(key)
        if template is None:
            raise Http404
        return template
