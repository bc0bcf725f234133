"""What the API's description says of every operation alike."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

METHODS = frozenset({"get", "post", "put", "patch", "delete"})
REFUSALS = {
    "400": "What was sent is not right; `fields` says what is wrong with which.",
    "401": "Nobody is signed in, or the token is unknown, revoked or expired.",
    "403": "Your role, your token's scope or the state of the case does not allow it.",
    "404": "There is no such thing, or none that you may know of.",
    "409": "It can't be done as things are.",
    "429": "Too many requests; wait for the seconds that `Retry-After` says.",
}
REFUSAL = {
    "type": "object",
    "description": "Why it was refused.",
    "properties": {
        "detail": {"type": "string"},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["detail", "fields"],
}


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "An API token, `prb_…`."}


def describe_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add to every operation how it refuses, and the part of the house that it belongs to."""
    result["components"]["schemas"]["Refusal"] = REFUSAL
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    rooms = {_room(path) for path, item in result["paths"].items() if "get" in item}
    for path, item in result["paths"].items():
        for method in METHODS & item.keys():
            operation = item[method]
            operation["tags"] = [room if (room := _room(path)) in rooms else "cases"]
            for status, description in REFUSALS.items():
                answer = {"description": description, "content": body}
                operation["responses"].setdefault(status, answer)
    return result


def _room(path: str) -> str:
    """The part of the house: the collection inside a case, or else the first word."""
    parts = path.removeprefix("/api/v1/").split("/")
    return parts[2] if parts[0] == "cases" and len(parts) > 3 else parts[0]
