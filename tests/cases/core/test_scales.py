import pytest

from cases.core.models import Marking
from cases.core.scales import (
    BANDS,
    Confidence,
    Credibility,
    Likelihood,
    Reliability,
    Tlp,
    likelihood_of_stix,
    likelihood_of_words,
    strictest,
)


def test_tlp_is_the_marking_of_a_case_in_the_same_order() -> None:
    assert [tlp.value for tlp in Tlp] == Marking.values


def test_tlp_colors_are_those_of_the_standard() -> None:
    assert {tlp.value: tlp.color for tlp in Tlp} == {
        "TLP:RED": "#FF2B2B",
        "TLP:AMBER": "#FFC000",
        "TLP:AMBER+STRICT": "#FFC000",
        "TLP:GREEN": "#33FF00",
        "TLP:CLEAR": "#FFFFFF",
    }


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["TLP:CLEAR"], Tlp.CLEAR),
        (["TLP:GREEN", "TLP:AMBER"], Tlp.AMBER),
        (["TLP:AMBER+STRICT", "TLP:AMBER"], Tlp.AMBER_STRICT),
        (["TLP:RED", "TLP:AMBER+STRICT"], Tlp.RED),
        ([], Tlp.RED),
    ],
)
def test_strictest_marks_the_whole_like_its_strictest_part(parts: list[str], whole: Tlp) -> None:
    assert strictest(parts) is whole


def test_likelihood_bands_meet_and_cover_1_to_99() -> None:
    ranges = [band.percent for band in BANDS.values()]

    assert ranges == [(1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99)]


def test_likelihood_of_stix_reads_back_what_each_band_writes() -> None:
    assert [likelihood_of_stix(band.stix) for band in BANDS.values()] == list(Likelihood)


def test_likelihood_of_stix_knows_every_number() -> None:
    assert {likelihood_of_stix(number) for number in range(101)} == set(Likelihood)
    with pytest.raises(ValueError, match="between 0 and 100"):
        likelihood_of_stix(101)


@pytest.mark.parametrize("words", ["Probable", "likely", "probably"])
def test_likelihood_of_words_knows_both_rows(words: str) -> None:
    assert likelihood_of_words(words) is Likelihood.LIKELY


@pytest.mark.parametrize("words", ["possible", "may", "could", "presumably"])
def test_likelihood_of_words_takes_no_other_word_for_a_band(words: str) -> None:
    assert likelihood_of_words(words) is None


def test_reliability_that_cannot_be_judged_ranks_below_all() -> None:
    assert Reliability.B.is_at_least(Reliability.B)
    assert Reliability.A.is_at_least(Reliability.B)
    assert not any(Reliability.F.is_at_least(r) for r in Reliability if r is not Reliability.F)


def test_credibility_in_stix_leaves_out_what_cannot_be_judged() -> None:
    assert [credibility.stix for credibility in Credibility] == [90, 70, 50, 30, 10, None]


def test_confidence_in_stix() -> None:
    assert [confidence.stix for confidence in Confidence] == [15, 50, 85]
