"""What people's labels of a draw come to: shares of its frame, and how far the people agree."""

from collections import defaultdict
from dataclasses import dataclass, replace

from cases.samples.agreement import Agreement, Pair, agreements
from cases.samples.estimates import Basis, Estimate, Read, basis, estimate
from cases.samples.models import Draw, Label

_OF_A_LABEL = (
    "sample_id", "sample__stratum", "sample__platform_account", "by__email", "by__name",
    "capability",
)  # fmt: skip
LABELS = {str(choice.value): str(choice.label) for choice in Label.Capability}


@dataclass(frozen=True, slots=True)
class Findings:
    """Estimates in the order of the labels; pairs of people with most in common first."""

    basis: Basis
    estimates: list[Estimate]
    pairs: list[Pair]


def findings_of(draw: Draw) -> Findings:
    """What was read of the draw, and what that says of its frame.

    A sample counts as what at least one person labelled it; how often another says otherwise is
    what the agreement is for.
    """
    rows = list(Label.objects.filter(sample__draw=draw).order_by("pk").values_list(*_OF_A_LABEL))
    where = {sample: (stratum, account) for sample, stratum, account, *_ in rows}
    labels: dict[int, set[str]] = defaultdict(set)
    readings: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    names: dict[str, str] = {}
    for sample, _, _, email, name, capability in rows:
        labels[sample].add(capability)
        readings[email][sample].add(capability)
        names[email] = name
    reads = [Read(*where[sample], frozenset(said)) for sample, said in labels.items()]
    frame = {stratum: counts["frame"] for stratum, counts in draw.allocation.items()}
    estimates = (estimate(reads, frame, label, draw.seed) for label in LABELS)
    by_person = {
        email: {sample: frozenset(said) for sample, said in samples.items()}
        for email, samples in readings.items()
    }
    return Findings(
        basis(reads, frame),
        [_in_words(each) for each in estimates if each],
        [_named(pair, names) for pair in agreements(by_person, LABELS)],
    )


def _in_words(each: Estimate) -> Estimate:
    return replace(each, label=LABELS[each.label])


def _named(pair: Pair, names: dict[str, str]) -> Pair:
    given = [each for each in pair.labels if each.count > each.neither]
    worded: list[Agreement] = [replace(each, label=LABELS[each.label]) for each in given]
    return replace(pair, first=names[pair.first], second=names[pair.second], labels=tuple(worded))
