"""The first pages of a pack on paper: the same as README.html, from the same context."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.loader import render_to_string

from cases.core import paper
from cases.core.paper import Block, Paper, Section


def render(context: dict[str, Any]) -> bytes:
    """README.pdf."""
    pack, case = context["pack"], context["case"]
    sections = [
        Section(_opening(context)),
        *([Section(_reports(context), "The report")] if context["reports"] else []),
        *([Section(_claims(context), "What is alleged and what is confirmed")] * _has(context)),
        *([Section(_exhibits(context), "Exhibits")] if context["exhibits"] else []),
        Section(_holds(context), "What is in this pack"),
        Section(_withheld(context), "What was withheld, and why"),
        Section(_checking(context), "How to check it"),
    ]
    synthetic = "SYNTHETIC. This is an exercise: its names are invented, its evidence is made up."
    return paper.render(
        context["plan"].names.told(
            Paper(
                title=case.title,
                author=context["organization"],
                foot=f"Evidence pack {pack} of case {case.reference}",
                marking=pack.marking,
                sections=sections,
                warning=synthetic if case.is_synthetic else "",
            )
        )
    )


def _has(context: dict[str, Any]) -> bool:
    return bool(context["statuses"])


def _opening(context: dict[str, Any]) -> list[Block]:
    pack, case = context["pack"], context["case"]
    pairs = [
        ("Evidence pack", f"{pack} of case {case.reference}"),
        ("Made by", context["organization"]),
        ("Audience", context["plan"].profile.says),
        ("Purpose", pack.purpose),
        ("Records as of", f"{pack.as_of:%Y-%m-%d %H:%M:%S} UTC"),
        ("Rating", case.rating),
    ]
    return [paper.facts(pairs), *([paper.text(case.summary)] if case.summary else [])]


def _reports(context: dict[str, Any]) -> list[Block]:
    return [paper.items([f"{each['title']}: {each['path']}.pdf" for each in context["reports"]])]


def _claims(context: dict[str, Any]) -> list[Block]:
    blocks = [
        paper.text(
            "Each sentence below is a claim of this case, under the status that it was signed "
            "with. Only what stands under “Confirmed” is stated as a fact."
        )
    ]
    for group in context["statuses"]:
        blocks += [paper.heading(group["status"]), paper.note(group["means"])]
        blocks.append(paper.items([_claim(claim) for claim in group["claims"]]))
    return blocks


def _claim(claim: Any) -> str:
    words = [f"{claim}: {claim.statement}"]
    if claim.word:
        words.append(f"({claim.word})")
    if assessments := list(claim.assessments.all()):
        words.append(f"Likelihood: {assessments[-1].get_likelihood_display().lower()}.")
        words.append(f"Confidence: {assessments[-1].get_confidence_display().lower()};")
        words.append(assessments[-1].basis)
    if claim.would_settle and claim.status == "not_established":
        words.append(f"What would settle it: {claim.would_settle}")
    if claim.overstated_because:
        words.append(f"Overstated: {claim.overstated_because}")
    return " ".join(words)


def _exhibits(context: dict[str, Any]) -> list[Block]:
    rows = [[e["number"], e["name"], intcomma(e["size"]), e["sha256"]] for e in context["exhibits"]]
    return [paper.table(["Exhibit", "Name as received", "Bytes", "SHA-256"], [2, 6, 3, 8], rows)]


def _holds(context: dict[str, Any]) -> list[Block]:
    rows = [
        [part["title"], f"data/{part['path']}", intcomma(part["written"])]
        for section in context["sections"]
        for part in section["parts"]
    ]
    counted = "All that was chosen was written: the counts of both are in data/contents.json."
    return [paper.table(["What", "Where", "How many"], [5, 6, 2], rows), paper.text(counted)]


def _withheld(context: dict[str, Any]) -> list[Block]:
    if not context["withheld"]:
        return [paper.text("Nothing that the case holds.")]
    return [
        paper.items(
            [f"{intcomma(i['count'])} {i['what']}: {i['why']}" for i in context["withheld"]]
        )
    ]


def _checking(context: dict[str, Any]) -> list[Block]:
    return [
        paper.text(
            "Nothing of ours is needed. The pack is a BagIt 1.0 bag (RFC 8493) whose list of "
            "digests is signed with Ed25519. This must be the key’s fingerprint that "
            f"{context['organization']} published elsewhere (SHA-256 of its DER form), because a "
            "pack can’t vouch for itself:"
        ),
        paper.code(context["fingerprint"]),
        paper.text("In the unpacked folder, with whichever of these tools you trust:"),
        paper.code(render_to_string("cases/packs/pack/commands.txt").strip()),
    ]
