from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.inclusion_tag("components/nav_item.html", takes_context=True)
def nav_item(
    context: dict[str, Any],
    view: str,
    label: str,
    *,
    go: str = "",
    begins: str = "",
    unless: str = "",
) -> dict[str, Any]:
    """A link to a room of the case; nothing while the room has no page.

    `go` is the key that follows `g`. The link is current on its own page and on those whose names
    begin with `begins`, but for those that begin with `unless`.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.view_name if match else ""
    inside = bool(begins) and here.startswith(begins)
    try:
        url = reverse(view, args=[context["case"].reference])
    except NoReverseMatch:
        url = ""
    return {
        "url": url,
        "label": label,
        "go": go,
        "is_current": here == view or (inside and not (unless and here.startswith(unless))),
    }
