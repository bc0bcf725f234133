from collections.abc import Iterator
from typing import Any

from cases.packs.parts import Chosen, Content, Plan, Records, held_back, labels
from cases.packs.provenance import Making
from cases.samples.models import Sample
from cases.samples.redaction import redact


def _choose(plan: Plan) -> Chosen:
    case, profile = plan.case, plan.profile
    draws = _draws(plan)
    samples = (
        case.samples.select_related("draw", "sample_import__exhibit")
        .prefetch_related("labels")
        .order_by("number")
    )
    if not profile.has_samples:
        why = "What people and models wrote is not published; the draws can be made again."
        return Chosen([draws], held_back(samples, "samples", why))
    shown = samples if profile.has_disturbing_samples else samples.exclude(is_harmful=True)
    withheld = held_back(shown, "unmasked texts of samples", MASKED)
    if shown is not samples:
        disturbing = samples.filter(is_harmful=True)
        withheld += held_back(disturbing, "disturbing samples", "Marked as disturbing.")
    listed = Records("Samples", SAMPLES, shown, _fields())
    return Chosen([draws, listed], withheld, makings=_makings(plan))


def _makings(plan: Plan) -> Iterator[Making]:
    """The draws and imports that samples came by; what was added by hand has none."""
    for draw in plan.case.draws.exclude(drawn_at=None).order_by("number"):
        derivation = draw.derivation
        query, _, version = str(derivation.get("query", "")).partition(" version ")
        yield Making(
            makes=SAMPLES,
            query=query,
            version=version,
            engine=str(derivation.get("engine", "")),
            made_from=derivation.get("made_from", []),
            at=draw.drawn_at or draw.committed_at,
            parameters={"draw": str(draw), "method": draw.method, "seed": draw.seed},
        )
    imports = plan.case.sample_imports.exclude(finished_at=None).select_related("exhibit")
    for taken in imports.order_by("pk"):
        yield Making(
            makes=SAMPLES,
            query="prompt–output pairs read",
            version="",
            engine="Probata",
            made_from=[taken.exhibit.sha256],
            at=taken.finished_at or taken.requested_at,
            parameters={"import": str(taken)},
        )


SAMPLES = "samples/samples.json"
MASKED = "E-mail addresses, keys, telephone and card numbers are masked in every pack."


def _draws(plan: Plan) -> Records:
    return Records(
        "Draws of samples",
        "samples/draws.json",
        plan.case.draws.select_related("requested_by", "control_of").order_by("number"),
        {
            "draw": str,
            "purpose": "purpose",
            "method": "method",
            "strata": "strata",
            "size": "size",
            "seed": "seed",
            "commitment (sha256 of the seed)": "commitment",
            "committed at": "committed_at",
            "drawn at": "drawn_at",
            "interactions in the frame": "frame_count",
            "digest of the frame": "frame_digest",
            "allocation": "allocation",
            "derivation": "derivation",
            "control of": lambda d: str(d.control_of) if d.control_of else "",
            "requested by": lambda d: plan.person(d.requested_by),
        },
    )


def _fields() -> dict[str, Any]:
    return {
        "sample": "number",
        "origin": "origin",
        "draw": lambda s: str(s.draw) if s.draw else "",
        "from exhibit": lambda s: str(s.sample_import.exhibit) if s.sample_import else "",
        "row": "row",
        "interaction": "interaction_id",
        "platform account": "platform_account",
        "at": "at",
        "model": "model",
        "capability": "capability",
        "stratum": "stratum",
        "prompt": lambda s: redact(s.prompt).text,
        "output": lambda s: redact(s.output).text,
        "masked": _masked,
        "labels": lambda s: labels(s.labels.all()),
        "disturbing": "is_harmful",
        "note": lambda s: redact(s.note).text,
    }


def _masked(sample: Sample) -> list[str]:
    """The reason of each place that was masked, in order."""
    spans = [*redact(sample.prompt).spans, *redact(sample.output).spans]
    return [str(span.reason) for span in spans]


CONTENT = Content(
    "samples",
    "Samples",
    "Prompts and outputs, masked, and the draws that chose them, which anyone can make again.",
    _choose,
)
