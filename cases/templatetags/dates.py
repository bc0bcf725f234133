from django import template

from cases.core.dates import describe

register = template.Library()


@register.filter
def known_date(edtf: str) -> str:
    """A date as it is known, in words: "about June 5, 2026"."""
    return describe(edtf) if edtf else ""
