from typing import ClassVar

from django.db.models import Q

from cases.core.listing import Choice, Filter, Listing, Pick
from cases.samples.models import Draw, Label, Sample
from cases.samples.redaction import redact


def _labels(sample: Sample) -> str:
    return "; ".join(f"{label} ({label.by})" for label in sample.labels.all())


class SampleListing(Listing):
    """Samples, always masked: what is downloaded as a list has lost what a reader may not see."""

    noun = "sample", "samples"
    search = ("prompt", "output", "note")
    filters: ClassVar[dict[str, Filter]] = {
        "label": Choice("Label", Label.Capability.choices, "labels__capability"),
        "origin": Pick(
            "Origin",
            {
                "drawn": ("Drawn", Q(draw__isnull=False)),
                "imported": ("Imported", Q(sample_import__isnull=False)),
                "by_hand": ("Added by hand", Q(draw=None, sample_import=None)),
            },
        ),
        "harmful": Pick(
            "Disturbing", {"yes": ("Yes", Q(is_harmful=True)), "no": ("No", Q(is_harmful=False))}
        ),
        "draw": Choice("Draw", (), "draw__number"),
    }
    sorts: ClassVar[dict[str, str]] = {"number": "number"}
    sort = "number"
    columns = {
        "number": "number",
        "origin": "origin",
        "draw": lambda sample: str(sample.draw or ""),
        "interaction": "interaction_id",
        "platform account": "platform_account",
        "at": "at",
        "model": "model",
        "stratum": "stratum",
        "prompt (masked)": lambda sample: redact(sample.prompt).text,
        "output (masked)": lambda sample: redact(sample.output).text,
        "labels": _labels,
        "disturbing": "is_harmful",
        "note": "note",
    }


class DrawListing(Listing):
    noun = "draw", "draws"
    search = ("purpose",)
    filters: ClassVar[dict[str, Filter]] = {"method": Choice("Method", Draw.Method.choices)}
    sorts: ClassVar[dict[str, str]] = {"number": "number"}
    sort = "-number"
    columns = {
        "draw": str,
        "purpose": "purpose",
        "method": "method",
        "strata": lambda draw: " × ".join(draw.strata),
        "size asked": "size",
        "seed": "seed",
        "commitment": "commitment",
        "committed at": "committed_at",
        "frame rows": "frame_count",
        "frame digest": "frame_digest",
        "drawn at": "drawn_at",
    }
