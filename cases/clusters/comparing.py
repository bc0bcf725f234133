"""Two runs beside each other, and a run beside itself at another threshold."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from cases.clusters import moves, records
from cases.clusters.models import LinkerRun
from cases.core.errors import Refused

#: Thresholds that are shown beside the run's own, in bits from it.
AROUND = (-8, -6, -4, -2, -1, 0, 1, 2, 4, 6, 8, 12)


class NothingToCompare(Refused):
    pass


@dataclass(frozen=True)
class Told:
    """One move, with the numbers of the clusters that are in the case."""

    sentence: str
    clusters: list[int]
    is_nothing: bool


@dataclass(frozen=True)
class Comparison:
    """What moved, and what was different."""

    moves: list[Told]
    differences: list[str]
    notes: list[str]

    @property
    def moved(self) -> list[Told]:
        return [move for move in self.moves if not move.is_nothing]


@dataclass(frozen=True)
class Choice:
    """What a run would have found at one threshold."""

    threshold: float
    clusters: int
    accounts: int
    largest: int
    found: int
    by_accident: float
    is_own: bool


def compared(before: LinkerRun, after: LinkerRun) -> Comparison:
    """What the later run put together differently, and why that may be."""
    old, new = _linked(before), _linked(after)
    groupings = _grouped(before, old), _grouped(after, new)
    return Comparison(
        _told(after, moves.compare(*groupings)),
        moves.differences(_facts(before), _facts(after)),
        _notes(before, after, (old, new), groupings),
    )


def at_threshold(run: LinkerRun, threshold: float) -> Comparison:
    """What the run would have put together differently at another threshold."""
    linked = _linked(run)
    own, other = _grouped(run, linked), _grouped(run, linked, threshold)
    return Comparison(_told(run, moves.compare(own, other)), [], [])


def choices(run: LinkerRun) -> list[Choice]:
    """The run's own threshold among others: what each would have found."""
    linked, own = _linked(run), run.threshold or 0.0
    grid = np.array(run.curve["thresholds"])
    said = []
    for bits in sorted({max(1.0, own + step) for step in AROUND}):
        sizes = np.unique(list(_grouped(run, linked, bits).values()), return_counts=True)[1]
        place = min(int(np.searchsorted(grid, bits)), len(grid) - 1)
        said.append(
            Choice(
                bits,
                len(sizes),
                int(sizes.sum()),
                int(sizes.max(initial=0)),
                run.curve["observed"][place],
                run.curve["expected"][place],
                bits == own,
            )
        )
    return said


def _linked(run: LinkerRun) -> moves.Linked:
    if not run.finished_at:
        raise NothingToCompare(f"Run {run.number} has not finished.")
    try:
        return records.stored_links(run.derivation["links"], run.parameters["least_families"])
    except KeyError:
        raise NothingToCompare(
            f"Run {run.number} was made before runs kept what a comparison needs. Run it again."
        ) from None


def _grouped(
    run: LinkerRun, linked: moves.Linked, threshold: float | None = None
) -> moves.Grouping:
    least = run.parameters["least_members"]
    return linked.grouped(run.threshold or 0.0 if threshold is None else threshold, least)


def _facts(run: LinkerRun) -> dict[str, Any]:
    """All that may make a run differ from another, under the name that people know."""
    derivation = run.derivation
    facts = {name: value for name, value in run.parameters.items() if name != "caps"}
    facts |= {f"most accounts of a value, {k}": cap for k, cap in run.parameters["caps"].items()}
    return facts | {
        "threshold": round(run.threshold or 0.0, 1),
        "platform accounts": run.population_count,
        "linker": derivation["linker"],
        "query": derivation["query"],
        "read": derivation["read"],
        "lists": [
            f"{one['list']}, {one['kind']}, {one['name']}, as of {one['as_of']}"
            for one in derivation.get("lists", [])
        ],
    }


def _told(run: LinkerRun, made: list[moves.Move]) -> list[Told]:
    """Each move in words; by its digest a cluster is known again."""
    digests = {digest for move in made for digest, _ in move.before + move.after}
    named = run.case.clusters.filter(digest__in=digests).order_by("number")
    known = dict(named.values_list("digest", "number"))
    return [
        Told(
            move.sentence,
            sorted({known[digest] for digest, _ in move.before + move.after if digest in known}),
            move.is_nothing,
        )
        for move in made
    ]


def _notes(
    before: LinkerRun,
    after: LinkerRun,
    linked: tuple[moves.Linked, moves.Linked],
    groupings: tuple[moves.Grouping, moves.Grouping],
) -> list[str]:
    """How many accounts moved because a threshold is where it is."""
    left, came = (
        groupings[0].keys() - groupings[1].keys(),
        groupings[1].keys() - groupings[0].keys(),
    )
    said = []
    if left:
        weak = moves.too_weak(left, linked[1].strongest(), after.threshold or 0.0)
        said.append(
            f"{len(left):,} platform accounts are in no cluster any more; {weak:,} of them still "
            "share two families with someone, but not strongly enough for the threshold of now."
        )
    if came:
        weak = moves.too_weak(came, linked[0].strongest(), before.threshold or 0.0)
        said.append(
            f"{len(came):,} platform accounts are in a cluster for the first time; {weak:,} of "
            "them shared two families with someone before, too weakly for the threshold of then."
        )
    return said
