"""An article is taken apart into claims, each with the words that say it."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from cases.claims import errors, services
from cases.claims.models import Claim, Source
from cases.core.models import Case, Party
from tests.factories.claims import SourceFactory

TEXT = "The lab says that accounts were operated\ntogether. Nobody else has “tested” it."


@pytest.fixture
def article(cast: dict[str, Party], analyst: User) -> Source:
    return SourceFactory.create(publisher=cast["wire"], text=TEXT, basis="unknown", by=analyst)


def test_take_claim_keeps_the_words_that_say_it(article: Source, analyst: User) -> None:
    claim = services.take_claim(
        source=article,
        quotation="accounts were operated together",
        stance="repeats",
        kind="attribution",
        rung="L1",
        statement="The accounts were operated together.",
        by=analyst,
    )

    said = claim.assertions.get()
    assert said.quotation == "accounts were operated together"
    assert said.locator == "line 1"
    assert Claim.objects.get(pk=claim.pk).ceiling == "alleged"


def test_take_claim_refuses_words_that_are_not_there(article: Source, analyst: User) -> None:
    with pytest.raises(errors.NotInTheText):
        services.take_claim(
            source=article, quotation="accounts were stolen", stance="asserts", kind="conduct",
            statement="Accounts were stolen.", by=analyst,
        )  # fmt: skip

    assert not Claim.objects.exists()


def test_take_page_takes_words_of_a_claim_that_is_known(
    article: Source, claim: Claim, case: Case, analyst: User, signed_in: Any
) -> None:
    url = reverse("claims:source_take", args=[case.reference, article.number])
    sent = {"quotation": 'has "tested" it', "stance": "repeats", "credibility": "6"}
    sent |= {"claim": claim.pk, "weight": "against"}

    page = signed_in(analyst).post(url, sent, follow=True).content.decode()

    assert "Taken so far" in page
    assert claim.assertions.count() == 1


def test_take_page_marks_what_was_taken_and_offers_what_is_left(
    article: Source, claim: Claim, case: Case, analyst: User, signed_in: Any
) -> None:
    services.take_claim(
        source=article, quotation="says that accounts", stance="repeats", claim=claim, by=analyst
    )
    url = reverse("claims:source_take", args=[case.reference, article.number])

    page = signed_in(analyst).get(url, {"quote": "Nobody else"}).content.decode()

    assert f"<mark>says that accounts</mark> <small>[{claim}]</small>" in page
    assert "1 of 2 sentences taken." in page
    assert ">Nobody else</textarea>" in page.replace("\n", "")
    assert page.count("Quote this") == 1
