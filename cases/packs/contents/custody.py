from cases.exhibits.models import CustodyEntry
from cases.packs.parts import Chosen, Content, Plan, Reader, Records, held_back


def _choose(plan: Plan) -> Chosen:
    entries = (
        CustodyEntry.objects.filter(exhibit__case=plan.case)
        .select_related("exhibit")
        .order_by("exhibit__number", "pk")
    )
    if not plan.profile.has_custody:
        why = "They name the people who handled the evidence."
        return Chosen(withheld=held_back(entries, "custody entries", why))
    fields: dict[str, Reader] = {
        "exhibit": lambda entry: str(entry.exhibit),
        "at": "at",
        "action": "get_action_display",
        "what": "what",
        "who": "by_name",
        "tool": "tool",
        "sha256 before": "sha256_before",
        "sha256 after": "sha256_after",
    }
    return Chosen([Records("Custody entries", "custody/custody.json", entries, fields)])


CONTENT = Content(
    "custody",
    "Custody",
    "Everything that happened to each exhibit: who, what, when, with what, and its digests.",
    _choose,
)
