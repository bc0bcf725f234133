from typing import Any

from django import template

from cases.core.models import Case

register = template.Library()


@register.inclusion_tag("cases/exhibits/alarms.html")
def alarm_band(case: Case) -> dict[str, Any]:
    """The exhibits of the case whose stored bytes are not what was received, on its every page."""
    alarms = case.alarms.filter(settled_at=None).select_related("exhibit__case").order_by("pk")
    return {"alarms": alarms}
