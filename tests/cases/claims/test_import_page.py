"""A table is read before anybody's eyes, and entered only when they say so."""

import csv
from io import StringIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from audit.models import Entry
from cases.claims.models import Assertion, Claim, Source
from cases.claims.rows import WHY
from cases.core.models import Case, Party

SOURCES = "title,publisher,kind\nLetter,Lab,letter\nReport,Nobody,article"


def _url(name: str, case: Case) -> str:
    return reverse(f"claims:{name}", args=[case.reference])


def test_a_preview_counts_rows_and_saves_nothing(
    case: Case, cast: dict[str, Party], analyst: User, signed_in: Any
) -> None:
    before = Entry.objects.count()

    page = signed_in(analyst).post(_url("source_import", case), {"text": SOURCES}).content.decode()

    assert "2 rows read = 1 to keep + 0 already there + 1 refused." in page
    assert '<th scope="row" class="number">3</th>' in page
    assert "No party of this case is called “Nobody” (publisher)." in page
    assert not Source.objects.exists()
    assert Entry.objects.count() == before


def test_entering_keeps_what_was_shown_and_a_second_time_nothing(
    case: Case, cast: dict[str, Party], analyst: User, signed_in: Any
) -> None:
    browser, sent = signed_in(analyst), {"text": SOURCES, "act": "enter"}

    first = browser.post(_url("source_import", case), sent).content.decode()
    second = browser.post(_url("source_import", case), sent).content.decode()

    assert "2 rows read = 1 kept + 0 already there + 1 refused." in first
    assert "2 rows read = 0 kept + 1 already there + 1 refused." in second
    assert Source.objects.get().title == "Letter"


def test_claims_of_two_sources_become_one_claim(
    case: Case, letter: Source, wire: Source, analyst: User, signed_in: Any
) -> None:
    table = (
        "kind,statement,source\n"
        f"context,A letter exists.,{letter}\n"
        f"context,a letter exists.,{wire}\n"
        f"context,A letter exists.,{wire}\n"
    )

    page = signed_in(analyst).post(_url("import", case), {"text": table, "act": "enter"})

    assert "3 rows read = 2 kept + 1 already there + 0 refused." in page.content.decode()
    assert Claim.objects.count() == 1
    assert Assertion.objects.count() == 2


def test_refused_rows_come_back_as_a_table_that_can_be_entered(
    case: Case, cast: dict[str, Party], analyst: User, signed_in: Any
) -> None:
    browser, url = signed_in(analyst), _url("import", case)
    table = "kind,statement,speaker\nconduct,=1+1 <b>so</b>,Nobody\ncontext,A thing.,"

    shown = browser.post(url, {"text": table}).content.decode()
    answer = browser.post(url, {"text": table, "act": "refused"})
    refused = answer.content.decode()

    assert "&lt;b&gt;so&lt;/b&gt;" in shown
    assert answer["Content-Disposition"].endswith('-claims-refused.csv"')
    rows = list(csv.reader(StringIO(refused, newline="")))
    assert rows[0] == ["kind", "statement", "speaker", WHY]
    assert rows[1][1] == "'=1+1 <b>so</b>"
    assert len(rows) == 2
    file = SimpleUploadedFile("mended.csv", refused.replace("Nobody,", "Lab,").encode())
    browser.post(url, {"file": file, "act": "enter"})
    assert Claim.objects.get().statement == "=1+1 <b>so</b>"


def test_dates_and_numbers_that_are_none_name_their_column(
    case: Case, analyst: User, signed_in: Any
) -> None:
    table = "kind,statement,value,window\nfigure,Many.,many,\nfigure,Few.,3,soon"

    page = signed_in(analyst).post(_url("import", case), {"text": table}).content.decode()

    assert "is not a number (value)" in page
    assert "(window)" in page


def test_an_empty_table_names_every_column(case: Case, analyst: User, signed_in: Any) -> None:
    answer = signed_in(analyst).get(_url("source_import", case), {"template": "csv"})

    assert answer.content.decode().startswith("title,publisher,kind,reliability,")
