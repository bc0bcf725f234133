from typing import Any

from django import template

from cases.core.listing import Listing

register = template.Library()


@register.inclusion_tag("components/sort_header.html")
def sort_header(listing: Listing, key: str, label: str, *, number: bool = False) -> dict[str, Any]:
    """A column's heading that sorts by it, and by it the other way round when it does already."""
    orders = {key: "ascending", f"-{key}": "descending"}
    order = orders.get(listing.sorted_by, "")
    url = listing.url(sort=f"-{key}" if order == "ascending" else key)
    return {"label": label, "number": number, "order": order, "url": url}
