"""The matrix in plain words: the order, what is blank, and which rows the order rests on."""

from collections.abc import Iterable, Mapping

from cases.hypotheses.matrix import Matrix, Overheard, Place, Reliance, Unheard
from cases.hypotheses.weights import Row


def names(hypotheses: Iterable[int]) -> str:
    """H-1, H-2 and H-4."""
    return listed([f"H-{number}" for number in sorted(hypotheses)])


def listed(named: list[str]) -> str:
    """One, two and three."""
    *others, last = named or [""]
    return f"{', '.join(others)} and {last}" if others else last


def say_place(place: Place) -> str:
    """H-2, or "H-1 and H-4 tie"."""
    return f"{names(place.hypotheses)} tie" if place.is_tie else names(place.hypotheses)


def say_ranking(places: tuple[Place, ...]) -> str:
    """Least contradicted: H-2; then H-1 and H-4 tie; most contradicted: H-3."""
    if not places:
        return "Nothing is rated yet."
    if len(places) == 1:
        only = places[0]
        if only.is_tie:
            return f"{names(only.hypotheses)} tie: no row speaks more against one than another."
        return f"Only {names(only.hypotheses)} is rated: there is nothing to compare it with."
    said = [f"Least contradicted: {say_place(places[0])}"]
    said += [f"then {say_place(place)}" for place in places[1:-1]]
    return "; ".join([*said, f"most contradicted: {say_place(places[-1])}"]) + "."


def say_rank(matrix: Matrix, hypothesis: int) -> str:
    """Where one stands: "least contradicted", "place 2 of 4, tied with H-5", "not rated yet"."""
    place = next((p for p in matrix.ranking if hypothesis in p.hypotheses), None)
    if place is None:
        return "not rated yet"
    others = [h for h in place.hypotheses if h != hypothesis]
    tied = f", tied with {names(others)}" if others else ""
    if place.rank == 1:
        return f"least contradicted{tied}"
    return f"place {place.rank} of {len(matrix.compared)}{tied}"


def say_blanks(matrix: Matrix) -> str:
    """How many cells are unfilled, and what that leaves open."""
    if not matrix.cells:
        return ""
    if not matrix.blank_cells:
        return "Every cell is filled."
    cells = "cell is blank" if matrix.blank_cells == 1 else "cells are blank"
    said = f"{matrix.blank_cells} of {matrix.cells} {cells}; blank is not neutral."
    if matrix.not_compared:
        said += f" {names(matrix.not_compared)}: not rated at all, and not in the order."
    if matrix.ranking and not matrix.is_settled:
        said += " Filling the blanks could change which is least contradicted."
    elif matrix.ranking:
        said += " No way of filling the blanks changes which is least contradicted."
    return said


def say_row(row: Row, hypotheses: tuple[int, ...]) -> str:
    """What one row tells apart, if anything."""
    blank = row.blanks(hypotheses)
    if len(blank) == len(hypotheses):
        return "Not rated yet."
    against = [h for h in hypotheses if row.against(h)]
    also = f" Blank: {names(blank)}." if blank else ""
    if against and len(against) + len(blank) < len(hypotheses):
        return f"Speaks against {names(against)}, and not against the others.{also}"
    if row.spread(hypotheses):
        degree = "more against some than others" if against else "for some, against none"
        return f"Speaks {degree}.{also}"
    if blank:
        return f"Not known yet whether it discriminates.{also}"
    return "Says the same of every hypothesis: it discriminates nothing."


def say_reliance(reliance: Reliance, now: tuple[Place, ...]) -> str:
    """What happens to the order if the row is left out or wrong; nothing if nothing does."""
    said = []
    for when, places in (("Without it", reliance.without), ("If it were wrong", reliance.turned)):
        if _firsts(places) != _firsts(now):
            said.append(f"{when}, {_first(places)}.")
        elif [p.hypotheses for p in places] != [p.hypotheses for p in now]:
            said.append(f"{when}, the first place stays and the order below it changes.")
    return " ".join(said)


def say_unheard(unheard: Iterable[Unheard], now: tuple[Place, ...]) -> tuple[str, ...]:
    """On which origins the order rests; a sentence for each without which it is another."""
    said = []
    for each in unheard:
        if _firsts(each.places) != _firsts(now):
            said.append(f"Were {each.origin} not heard, {_first(each.places)}.")
        elif [p.hypotheses for p in each.places] != [p.hypotheses for p in now]:
            said.append(
                f"Were {each.origin} not heard, the first place stays and the order below changes."
            )
    return tuple(said)


def say_echoes(overheard: tuple[Overheard, ...], labels: Mapping[str, str]) -> str:
    """Which of its origins count already through another row; nothing if none does."""
    said = [
        f"Against {names(each.hypotheses)}, {each.origin} is heard in {labels[each.heard_in]} "
        "already: an origin counts once, at its heaviest."
        for each in overheard
    ]
    return " ".join(said)


def _firsts(places: tuple[Place, ...]) -> tuple[int, ...]:
    return places[0].hypotheses if places else ()


def _first(places: tuple[Place, ...]) -> str:
    place = places[0]
    verb = "tie for least contradicted" if place.is_tie else "is least contradicted"
    return f"{names(place.hypotheses)} {verb}"
