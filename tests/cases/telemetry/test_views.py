from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.jobs import worker
from cases.telemetry import forms
from cases.telemetry.models import Import

Imported = Callable[..., Import]
LOG = """id,account,ts,output_tokens,capability
1,a,2026-06-05T23:00:00Z,10,writing
2,a,2026-06-06T01:00:00Z,20,<b>grading</b>
3,b,2026-06-06T02:00:00Z,30,writing
4,=cmd(),2026-13-06T02:00:00Z,30,writing
"""


def test_telemetry_is_empty_before_the_first_import(
    case: Case, policy: User, signed_in: Any
) -> None:
    page = signed_in(policy).get(reverse("telemetry:list", args=[case.reference]))

    assert "No telemetry yet" in page.content.decode()


def test_an_import_from_the_exhibit_to_the_charts(
    case: Case, analyst: User, receive: Callable[..., Exhibit], signed_in: Any
) -> None:
    client, exhibit = signed_in(analyst), receive("log.csv", LOG)
    begin = reverse("telemetry:begin", args=[case.reference])

    page = client.post(begin, {"kind": "interactions", "exhibits": [exhibit.pk]}, follow=True)
    assert "Reading the columns" in page.content.decode()
    begun = case.imports.get()
    worker.do(begun.job.pk)

    page = client.get(begun.get_absolute_url()).content.decode()
    assert "“ts” is another name for it." in page
    assert "Shared payment" not in page
    assert "Shared networks can&#x27;t link platform accounts." in page

    form = {f"column_{ours}": theirs for ours, theirs in Import.objects.get().mapping.items()}
    url = reverse("telemetry:map", args=[case.reference, 1])
    client.post(url, form | {"zone": "UTC", "time_format": "", "then": "try"})
    worker.do(Import.objects.get().job.pk)
    page = client.get(begun.get_absolute_url()).content.decode()
    assert "4 rows read: 3 would be kept, 1 refused, 0 duplicate." in page

    client.post(url, form | {"zone": "UTC", "time_format": "", "then": "import"})
    worker.do(Import.objects.get().job.pk)
    page = client.get(begun.get_absolute_url()).content.decode()
    assert "Ready." in page
    assert "is not a time" in page

    page = client.get(reverse("telemetry:list", args=[case.reference])).content.decode()
    assert "Interactions on each day" in page
    assert "n = 3 interactions; June 5, 2026 to June 6, 2026 (UTC)" in page
    assert "telemetry.by_capability" in page
    assert "<b>grading" not in page


def test_a_wrong_mapping_is_told_and_nothing_typed_is_lost(
    case: Case, analyst: User, receive: Callable[..., Exhibit], signed_in: Any
) -> None:
    client, exhibit = signed_in(analyst), receive("log.csv", LOG)
    begin = reverse("telemetry:begin", args=[case.reference])
    client.post(begin, {"kind": "interactions", "exhibits": [exhibit.pk]})
    worker.do(case.imports.get().job.pk)

    page = client.post(
        reverse("telemetry:map", args=[case.reference, 1]),
        {
            "column_platform_account": "account",
            "column_occurred_at": "ts",
            "zone": "Mars/Olympus",
            "time_format": "",
        },
    )

    assert page.status_code == 422
    assert "There is no time zone “Mars/Olympus”" in page.content.decode()
    assert 'value="Mars/Olympus"' in page.content.decode()


def test_refused_rows_download_as_a_file_that_no_spreadsheet_runs(
    case: Case, analyst: User, imported: Imported, signed_in: Any
) -> None:
    imported(LOG.replace("2026-13-06T02:00:00Z", "=1+1"))

    answer = signed_in(analyst).get(reverse("telemetry:refused_download", args=[case.reference, 1]))

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0] == "exhibit,row,column,value,reason"
    assert lines[1].startswith("E-1,5,occurred_at,'=1+1,")


def test_withdraw_asks_for_a_reason(
    case: Case, analyst: User, imported: Imported, signed_in: Any
) -> None:
    imported(LOG)
    client, url = signed_in(analyst), reverse("telemetry:withdraw", args=[case.reference, 1])

    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "The wrong month."}).status_code == 302
    assert Import.objects.get().state == Import.State.WITHDRAWN


def test_a_figure_is_run_again_from_its_page(
    case: Case, policy: User, imported: Imported, signed_in: Any
) -> None:
    imported(LOG)
    client = signed_in(policy)

    client.post(reverse("telemetry:run_again", args=[case.reference, "interactions"]))
    worker.do(case.jobs.latest("pk").pk)

    page = client.get(reverse("telemetry:figure", args=[case.reference, "interactions"]))
    assert "Same" in page.content.decode()
    assert "DuckDB" in page.content.decode()


def test_lists_download(case: Case, policy: User, imported: Imported, signed_in: Any) -> None:
    imported(LOG)
    client = signed_in(policy)

    urls = [
        reverse("telemetry:imports", args=[case.reference]),
        reverse("telemetry:accounts", args=[case.reference]),
        reverse("telemetry:figures", args=[case.reference]),
        reverse("telemetry:roll_up", args=[case.reference, "by_capability"]),
        reverse("telemetry:refused", args=[case.reference, 1]),
    ]
    for url in urls:
        assert client.get(url).status_code == 200
        assert b"PRB-" in b"".join(client.get(url, {"as": "csv"}).streaming_content)


def test_the_page_asks_the_database_no_more_for_more_imports(
    case: Case,
    analyst: User,
    imported: Imported,
    signed_in: Any,
    django_assert_max_num_queries: Any,
) -> None:
    imported(LOG)
    client, url = signed_in(analyst), reverse("telemetry:imports", args=[case.reference])
    with django_assert_max_num_queries(30) as first:
        client.get(url)
    imported(LOG.replace("\n1,", "\n91,"))

    with django_assert_max_num_queries(len(first.captured_queries)):
        client.get(url)


@pytest.mark.parametrize("name", ["list", "imports", "accounts", "figures"])
def test_a_stranger_is_told_nothing(case: Case, stranger: User, signed_in: Any, name: str) -> None:
    page = signed_in(stranger).get(reverse(f"telemetry:{name}", args=[case.reference]))

    assert page.status_code == 404


NAMED = ["a/2026-05-01.csv", "2026-05-02.CSV", "2026-06-01.csv", "notes.txt"]


@pytest.mark.parametrize(
    ("names", "chosen", "read"),
    [
        ("2026-05-*.csv", [], ["2026-05-01.csv", "2026-05-02.CSV"]),
        ("2026-05-*.csv", [4], ["2026-05-01.csv", "2026-05-02.CSV", "notes.txt"]),
        ("", [4], ["notes.txt"]),
    ],
)
def test_exhibits_are_chosen_by_their_names_too(
    case: Case, analyst: User, receive: Callable[..., Exhibit], signed_in: Any,
    names: str, chosen: list[int], read: list[str],
) -> None:  # fmt: skip
    exhibits = [receive(name, LOG + name) for name in NAMED]
    client = signed_in(analyst)
    picked = {
        "page": [exhibit.pk for exhibit in exhibits if exhibit.number in chosen],
        "api": chosen,
    }
    page = reverse("telemetry:begin", args=[case.reference])
    api = f"/api/v1/cases/{case.reference}/imports/"

    client.post(page, {"kind": "interactions", "names": names, "exhibits": picked["page"]})
    client.post(
        api, {"kind": "interactions", "names": names, "exhibits": chosen}, "application/json"
    )

    for begun in case.imports.all():
        files = begun.files.order_by("place").values_list("exhibit__name", flat=True)
        assert list(files) == read
    assert case.imports.count() == 2


@pytest.mark.parametrize(
    ("names", "why"),
    [("2027-*", "No exhibit of this case has a name like this."), ("", "Choose exhibits, or")],
)
def test_an_import_of_nothing_says_which_field(
    case: Case, analyst: User, receive: Callable[..., Exhibit], signed_in: Any, names: str, why: str
) -> None:
    receive("log.csv", LOG)
    client = signed_in(analyst)
    page = reverse("telemetry:begin", args=[case.reference])

    answer = client.post(page, {"kind": "interactions", "names": names})
    assert why in " ".join(answer.context["form"].errors["names"])
    answer = client.post(
        f"/api/v1/cases/{case.reference}/imports/",
        {"kind": "interactions", "names": names},
        "application/json",
    )
    assert (answer.status_code, why in str(answer.json()["fields"]["names"])) == (400, True)
    assert not case.imports.exists()


def test_of_many_exhibits_the_page_says_how_many_it_lists(
    case: Case, analyst: User, receive: Callable[..., Exhibit], signed_in: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(forms, "MOST", 2)
    exhibits = [receive(name, LOG + name) for name in NAMED]
    page = reverse("telemetry:begin", args=[case.reference])
    client = signed_in(analyst)

    shown = client.get(f"{page}?exhibits={exhibits[0].pk}").content.decode()
    assert "Listed are 2 of 4 exhibits, the newest first" in shown
    assert shown.count('type="checkbox"') == 3, "and what is chosen already"
    client.post(page, {"kind": "interactions", "exhibits": [exhibits[1].pk]})
    assert case.imports.get().files.get().exhibit == exhibits[1]
