"""How the API answers: pages by cursor, and every refusal in one shape."""

import json
from typing import Any

from django.core.exceptions import ValidationError as ModelError
from rest_framework import exceptions, status
from rest_framework.pagination import CursorPagination
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler as answer_of_framework

from cases.core.errors import Refused


class Pages(CursorPagination):
    """Oldest first, by a cursor that stays true while rows are added."""

    ordering = "pk"
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500


class Bytes(BaseRenderer):
    """For operations that answer with a file: it lets a client ask for one; a refusal is JSON."""

    media_type = "application/octet-stream"
    format = "bytes"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        return json.dumps(data).encode()


def answer_to_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal in one shape: `detail` is a sentence, `fields` what is wrong with which."""
    if isinstance(error, Refused):
        return Response(_shape(str(error)), status=status.HTTP_409_CONFLICT)
    if isinstance(error, ModelError):
        error = exceptions.ValidationError(error.messages)
    response = answer_of_framework(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        response.data = _shape_of_invalid(error.detail)
    else:
        response.data = _shape(str(response.data["detail"]))
    return response


def _shape_of_invalid(detail: Any) -> dict[str, Any]:
    if isinstance(detail, dict):
        fields = {name: _messages(found) for name, found in detail.items()}
        general = fields.pop("non_field_errors", [])
        return _shape(" ".join(general) or "Some of what was sent is not right.", fields)
    return _shape(" ".join(_messages(detail)))


def _messages(found: Any) -> list[str]:
    """The messages about one field, however deep they lie."""
    if isinstance(found, dict):
        return [f"{key}: {text}" for key, inner in found.items() for text in _messages(inner)]
    if isinstance(found, list):
        return [text for inner in found for text in _messages(inner)]
    return [str(found)]


def _shape(detail: str, fields: dict[str, list[str]] | None = None) -> dict[str, Any]:
    return {"detail": detail, "fields": fields or {}}
