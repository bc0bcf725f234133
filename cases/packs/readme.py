"""The pages that a pack begins with, for someone who has never seen Probata."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.template.loader import render_to_string

from cases.claims.models import Claim
from cases.claims.queries import name_speakers
from cases.claims.signatures import Assessment
from cases.claims.vocabulary import Kind, Status
from cases.core.models import Case
from cases.core.scales import Tlp
from cases.packs import readme_pdf
from cases.packs.contents.exhibits import place as place_of
from cases.packs.contents.reports import place
from cases.packs.models import Pack, SigningKey
from cases.packs.parts import Files, Plan
from cases.packs.selection import Selection
from cases.reports.models import Revision

#: What each status means, in the order in which a lawyer asks.
MEANINGS: dict[Status, str] = {
    Status.CONFIRMED: "Two people signed that one of the ledger's standards is met.",
    Status.ALLEGED: "Someone says so. That it was said does not make it so.",
    Status.REPORTED: "Others say so, on their own authority; it is not confirmed.",
    Status.DISPUTED: "Someone denies it or says otherwise, and that stands.",
    Status.REFUTED: "Two people signed that it is not so.",
    Status.ASSESSED: "Our own judgement, with a likelihood; not a finding.",
    Status.NOT_ESTABLISHED: "Nobody has shown it. What would settle it is named.",
}


def render(pack: Pack, plan: Plan, selection: Selection, key: SigningKey) -> dict[str, bytes]:
    """README.html, README.pdf and README.txt."""
    context = {
        "pack": pack,
        "case": pack.case,
        "plan": plan,
        "tlp_color": Tlp(pack.marking).color,
        "organization": settings.ORGANIZATION,
        "version": settings.VERSION,
        "fingerprint": key.fingerprint,
        "statuses": _by_status(pack.case) if "ledger" in pack.contents else [],
        "sections": [_section(pack, section) for section in selection.sections],
        "withheld": pack.withheld,
        "reports": _reports(plan) if "reports" in pack.contents else [],
        "exhibits": _exhibits(plan, selection) if "exhibits" in pack.contents else [],
    }
    pages = {
        name: plan.names.told(render_to_string(f"cases/packs/pack/{name}", context)).encode()
        for name in ("README.html", "README.txt")
    }
    return pages | {"README.pdf": readme_pdf.render(context)}


def _by_status(case: Case) -> list[dict[str, Any]]:
    claims: dict[str, list[Claim]] = {}
    assessments = Prefetch(
        "assessments", Assessment.objects.filter(claim__status=Status.ASSESSED).order_by("pk")
    )
    rows = list(case.claims.prefetch_related(assessments).order_by("number"))
    name_speakers(rows)
    for claim in rows:
        claim.word = _word(claim)  # type: ignore[attr-defined]
        claims.setdefault(claim.status, []).append(claim)
    return [
        {"status": status.label, "means": means, "claims": claims[status]}
        for status, means in MEANINGS.items()
        if status in claims
    ]


def _word(claim: Any) -> str:
    """Whose word a status is; what is confirmed is stated on nobody's word."""
    by = ", ".join(claim.sayers)
    if claim.status == Status.CONFIRMED:
        return "that it was said" if claim.kind == Kind.UTTERANCE else ""
    if claim.status in (Status.ALLEGED, Status.REPORTED):
        return f"{claim.status} by {by}" if by else f"{claim.status}; by whom is not recorded"
    return f"said by {by}" if by else ""


def _section(pack: Pack, section: Any) -> dict[str, Any]:
    held = [part for part in pack.holds if part["kind"] == section.content.key]
    return {"title": section.content.title, "about": section.content.about, "parts": held}


def _reports(plan: Plan) -> list[dict[str, str]]:
    standing = Revision.objects.standing().filter(report__case=plan.case, superseded_by=None)
    return [
        {
            "title": plan.names.told(f"{revision}: {revision.title}"),
            "path": f"data/{place(revision)}",
        }
        for revision in standing.select_related("report").order_by("report__number")
    ]


def _exhibits(plan: Plan, selection: Selection) -> list[dict[str, Any]]:
    held = {
        file.path for _, part in selection.parts if isinstance(part, Files) for file in part.files
    }
    return [
        {
            "number": str(exhibit),
            "name": plan.names.told(exhibit.name),
            "path": f"data/{path}" if (path := place_of(plan, exhibit)) in held else "",
            "size": exhibit.size,
            "sha256": exhibit.sha256,
        }
        for exhibit in plan.case.exhibits.order_by("number")
    ]
