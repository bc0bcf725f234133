"""How much a row of evidence counts, worked out from the grades that the ledger holds already."""

from dataclasses import dataclass

from cases.hypotheses.weights import Weight

_RELIABILITY = {
    "A": Weight.HIGH,
    "B": Weight.HIGH,
    "C": Weight.MEDIUM,
    "D": Weight.LOW,
    "E": Weight.LOW,
}
_CREDIBILITY = {
    "1": Weight.HIGH,
    "2": Weight.HIGH,
    "3": Weight.MEDIUM,
    "4": Weight.LOW,
    "5": Weight.LOW,
}
_STATUS = {
    "confirmed": Weight.HIGH,
    "reported": Weight.MEDIUM,
    "assessed": Weight.MEDIUM,
    "alleged": Weight.LOW,
    "disputed": Weight.LOW,
    "refuted": Weight.LOW,
    "not_established": Weight.LOW,
}
_ORDER = list(Weight)


@dataclass(frozen=True)
class Grade:
    """A weight, and what it comes from in words."""

    weight: Weight
    why: str


def grade_of_source(reliability: str, credibility: str = "6") -> Grade:
    """By the Admiralty grades, the weaker axis deciding; what can't be judged is medium."""
    judged = [
        weight
        for weight in (_RELIABILITY.get(reliability), _CREDIBILITY.get(credibility))
        if weight
    ]
    grade = f"graded {reliability}{credibility}"
    if not judged:
        return Grade(Weight.MEDIUM, f"{grade}, which can't be judged: medium until somebody does")
    return Grade(min(judged, key=_ORDER.index), grade)


def grade_of_claim(status: str) -> Grade:
    """By how far the claim holds: what is only alleged counts for little."""
    return Grade(_STATUS[status], f"the claim is {status.replace('_', ' ')}")


def grade_of_analysis(*, gave_the_same: bool | None) -> Grade:
    """By whether it was run again, and with which result."""
    if gave_the_same is None:
        return Grade(Weight.MEDIUM, "not run again yet")
    if gave_the_same:
        return Grade(Weight.HIGH, "run again with the same result")
    return Grade(Weight.LOW, "run again with another result")


def grade_of_cluster(status: str) -> Grade:
    """By its judgement: a proposal of the linker is nobody's finding."""
    weight = {"accepted": Weight.HIGH, "proposed": Weight.MEDIUM}.get(status, Weight.LOW)
    return Grade(weight, f"the cluster is {status}")


def ungraded(what: str) -> Grade:
    """Where the ledger holds no grade of such a thing."""
    return Grade(Weight.MEDIUM, f"the ledger does not grade {what}")
