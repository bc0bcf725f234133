"""What the lists of the ledger offer."""

from typing import Any

from django.db.models import Q

from cases.claims import queries
from cases.claims.models import Source
from cases.claims.vocabulary import Kind, Rung, SourceKind, Stance, Status
from cases.core.listing import Choice, Listing, Pick
from cases.core.scales import Reliability


class ClaimListing(Listing):
    noun = "claim", "claims"
    search = ("statement", "speaker__name", "would_settle")
    filters = {
        "status": Choice("Status", Status.choices),
        "kind": Choice("Kind", [(kind.value, kind.label.partition(":")[0]) for kind in Kind]),
        "rung": Choice("Rung", Rung.choices),
        "ceiling": Choice("Ceiling", Status.choices),
        "flag": Pick(
            "Needs",
            {
                "overstated": ("Overstated", ~Q(overstated_because="")),
                "open": ("Waiting for a signature", Q(proposals__outcome="open")),
                "question": ("Open question", Q(status="not_established") & ~Q(would_settle="")),
                "unspoken": ("Nobody says it", Q(assertions=None)),
            },
        ),
    }
    sorts = {"number": "number", "status": "status", "kind": "kind", "ceiling": "ceiling"}
    sort = "number"
    columns = {
        "claim": str,
        "status": "status",
        "said_by": lambda claim: "; ".join(claim.sayers),
        "ceiling": "ceiling",
        "kind": "kind",
        "rung": "rung",
        "statement": "statement",
        "speaker as entered": "speaker.name",
        "origins": "origin_count",
        "echoes": "echo_count",
        "overstated_because": "overstated_because",
        "value": "value",
        "value_high": "value_high",
        "unit": "unit",
        "precision": "precision",
        "window": "window",
        "counting_rule": "counting_rule",
        "as_of": "as_of",
        "would_settle": "would_settle",
    }

    def complete(self, rows: list[Any]) -> None:
        queries.name_speakers(rows)


class SourceListing(Listing):
    noun = "source", "sources"
    search = ("title", "publisher__name", "note")
    filters = {
        "kind": Choice("Kind", SourceKind.choices),
        "reliability": Choice("Reliability", Reliability.choices),
        "basis": Choice("Rests on", Source.Basis.choices),
        "copy": Pick(
            "Copy", {"held": ("Held", ~Q(exhibit=None)), "missing": ("Not held", Q(exhibit=None))}
        ),
    }
    sorts = {"number": "number", "publisher": "publisher__name", "published": "published"}
    sort = "number"
    columns = {
        "source": str,
        "title": "title",
        "publisher": "publisher.name",
        "kind": "kind",
        "reliability": "reliability",
        "published": "published",
        "rests_on": lambda source: " ".join(f"S-{g.rests_on.number}" for g in source.grounds.all()),
        "basis": "basis",
        "url": "url",
        "exhibit": "exhibit",
    }


class SaidListing(Listing):
    """What one source says, claim by claim."""

    noun = "claim it speaks of", "claims it speaks of"
    search = ("claim__statement", "quotation")
    filters = {"stance": Choice("It", Stance.choices)}
    sorts = {"claim": "claim__number"}
    sort = "claim"
    columns = {
        "claim": lambda said: f"C-{said.claim.number}",
        "stance": "stance",
        "statement": "claim.statement",
        "status": "claim.status",
        "said_by": lambda said: "; ".join(said.claim.sayers),
        "quotation": "quotation",
        "locator": "locator",
        "credibility": "credibility",
    }

    def complete(self, rows: list[Any]) -> None:
        queries.name_speakers([said.claim for said in rows])


class ContradictionListing(Listing):
    noun = "contradiction", "contradictions"
    search = ("statement", "assertions__quotation")
    filters = {"status": Choice("Status", Status.choices)}
    sorts = {"claim": "number"}
    sort = "claim"
    size = 20

    def complete(self, rows: list[Any]) -> None:
        queries.name_speakers(rows)
