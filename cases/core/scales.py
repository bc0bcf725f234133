"""The scales of the field, in the wording of their standards: what each grade says, and no more."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices


class Tlp(TextChoices):
    """TLP 2.0 (FIRST, August 2022), from the freest to the strictest."""

    CLEAR = "TLP:CLEAR", "no limit on disclosure"
    GREEN = "TLP:GREEN", "the community only, not through public channels"
    AMBER = "TLP:AMBER", "the organization and its clients, on a need-to-know basis"
    AMBER_STRICT = "TLP:AMBER+STRICT", "the organization only, on a need-to-know basis"
    RED = "TLP:RED", "the named recipients only"

    @property
    def strictness(self) -> int:
        return list(Tlp).index(self)

    @property
    def color(self) -> str:
        """The label's text colour, always on black (TLP 2.0, color-coding table)."""
        return _TLP_COLORS[self]


_TLP_COLORS = {
    Tlp.CLEAR: "#FFFFFF",
    Tlp.GREEN: "#33FF00",
    Tlp.AMBER: "#FFC000",
    Tlp.AMBER_STRICT: "#FFC000",
    Tlp.RED: "#FF2B2B",
}
TLP_BACKGROUND = "#000000"


def strictest(markings: Iterable[str]) -> Tlp:
    """The marking of something made of parts: as strict as its strictest part, RED if of none."""
    return max((Tlp(marking) for marking in markings), key=_strictness, default=Tlp.RED)


def _strictness(marking: Tlp) -> int:
    return marking.strictness


class Likelihood(TextChoices):
    """ICD 203 (Analytic Standards, 2015), D.6.e.(2)(a): the first row of its expressions."""

    ALMOST_NO_CHANCE = "almost_no_chance", "almost no chance"
    VERY_UNLIKELY = "very_unlikely", "very unlikely"
    UNLIKELY = "unlikely", "unlikely"
    ROUGHLY_EVEN = "roughly_even_chance", "roughly even chance"
    LIKELY = "likely", "likely"
    VERY_LIKELY = "very_likely", "very likely"
    ALMOST_CERTAIN = "almost_certain", "almost certain"

    @property
    def band(self) -> "Band":
        return BANDS[self]


@dataclass(frozen=True)
class Band:
    """One degree of likelihood: both rows of wording, the percentages, and STIX's numbers for it.

    `stix` is written and `stix_range` read back (STIX 2.1, Appendix A, the "DNI scale").
    """

    words: tuple[str, ...]
    other_words: tuple[str, ...]
    percent: tuple[int, int]
    stix: int
    stix_range: tuple[int, int]

    @property
    def range_label(self) -> str:
        return f"{self.percent[0]}–{self.percent[1]} %"


BANDS: dict[Likelihood, Band] = {
    Likelihood.ALMOST_NO_CHANCE: Band(("almost no chance",), ("remote",), (1, 5), 5, (0, 9)),
    Likelihood.VERY_UNLIKELY: Band(
        ("very unlikely",), ("highly improbable",), (5, 20), 15, (10, 19)
    ),
    Likelihood.UNLIKELY: Band(("unlikely",), ("improbable", "improbably"), (20, 45), 30, (20, 39)),
    Likelihood.ROUGHLY_EVEN: Band(
        ("roughly even chance",), ("roughly even odds",), (45, 55), 50, (40, 59)
    ),
    Likelihood.LIKELY: Band(("likely",), ("probable", "probably"), (55, 80), 70, (60, 79)),
    Likelihood.VERY_LIKELY: Band(("very likely",), ("highly probable",), (80, 95), 85, (80, 89)),
    Likelihood.ALMOST_CERTAIN: Band(
        ("almost certain", "almost certainly"), ("nearly certain",), (95, 99), 95, (90, 100)
    ),
}


class Confidence(TextChoices):
    """How good the basis of a judgement is; never how likely the thing is (ICD 203, D.6.e.(2))."""

    LOW = "low", "low"
    MODERATE = "moderate", "moderate"
    HIGH = "high", "high"

    @property
    def stix(self) -> int:
        """STIX 2.1, Appendix A, the Low/Medium/High scale."""
        return {Confidence.LOW: 15, Confidence.MODERATE: 50, Confidence.HIGH: 85}[self]


class Reliability(TextChoices):
    """How far a source can be relied on: the Admiralty code's letter (AJP-2.1, STANAG 2511)."""

    A = "A", "completely reliable"
    B = "B", "usually reliable"
    C = "C", "fairly reliable"
    D = "D", "not usually reliable"
    E = "E", "unreliable"
    F = "F", "reliability cannot be judged"

    def is_at_least(self, other: "Reliability") -> bool:
        """F ranks below every letter: what can't be judged supports nothing."""
        return self.value <= other.value


class Credibility(TextChoices):
    """How credible one piece of information is: the Admiralty code's digit (same standards).

    Grade 1 needs confirmation by sources that are independent, which the lineage decides.
    """

    CONFIRMED = "1", "confirmed by other sources"
    PROBABLY_TRUE = "2", "probably true"
    POSSIBLY_TRUE = "3", "possibly true"
    DOUBTFUL = "4", "doubtful"
    IMPROBABLE = "5", "improbable"
    CANNOT_BE_JUDGED = "6", "truth cannot be judged"

    def is_at_least(self, other: "Credibility") -> bool:
        """6 ranks below every digit: what can't be judged supports nothing."""
        return self.value <= other.value

    @property
    def stix(self) -> int | None:
        """STIX 2.1, Appendix A, the Admiralty scale; None leaves the property out."""
        return {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10, "6": None}[self.value]


def likelihood_of_stix(confidence: int) -> Likelihood:
    """Read a STIX confidence back on the DNI scale (STIX 2.1, Appendix A)."""
    for likelihood, band in BANDS.items():
        if band.stix_range[0] <= confidence <= band.stix_range[1]:
            return likelihood
    raise ValueError(f"A STIX confidence lies between 0 and 100, not at {confidence}.")


def likelihood_of_words(text: str) -> Likelihood | None:
    """The band that an expression names, in either row of ICD 203; None for words that are none."""
    words = " ".join(text.lower().split())
    for likelihood, band in BANDS.items():
        if words in band.words or words in band.other_words:
            return likelihood
    return None
