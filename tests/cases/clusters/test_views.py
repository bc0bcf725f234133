from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from cases.clusters import services
from cases.clusters.models import Cluster, LinkerRun
from cases.core.models import Case
from tests.cases.clusters.test_proposals import run, world  # noqa: F401

Page = Any


@pytest.fixture
def cluster(run: LinkerRun) -> Cluster:  # noqa: F811
    return run.clusters.get()


def url(name: str, case: Case, *args: object) -> str:
    return reverse(f"clusters:{name}", args=[case.reference, *args])


def test_the_list_says_why_each_is_held_together(
    cluster: Cluster, case: Case, policy: User, signed_in: Page
) -> None:
    page = signed_in(policy).get(url("list", case)).content.decode()

    assert "30 platform accounts are held together by 11 devices and 11 cards or wallets" in page
    assert "may not add to and change this case" in page


def test_the_list_says_what_to_do_first(case: Case, analyst: User, signed_in: Page) -> None:
    page = signed_in(analyst).get(url("list", case)).content.decode()

    assert "No clusters yet" in page


def test_a_cluster_s_page_states_signals_innocent_reasons_and_what_speaks_against(
    cluster: Cluster, case: Case, analyst: User, signed_in: Page
) -> None:
    page = signed_in(analyst).get(cluster.get_absolute_url()).content.decode()

    assert "crew-card-1" in page
    assert "6 of 400" in page
    assert "A family, a firm or a reseller paying" in page
    assert "Nothing here says who operates the accounts, or why." in page
    assert "times as likely for accounts run together as for strangers" in page


@pytest.mark.parametrize(("name", "status"), [("accept", "accepted"), ("reject", "rejected")])
def test_judging_from_the_page(
    name: str, status: str, cluster: Cluster, case: Case, analyst: User, signed_in: Page
) -> None:
    answer = signed_in(analyst).post(
        url(name, case, cluster.number), {"reason": "Two families."}, follow=True
    )

    cluster.refresh_from_db()
    assert cluster.status == status
    assert f"{cluster} was {status}. You can undo that." in answer.content.decode()


def test_judging_without_a_reason_changes_nothing(
    cluster: Cluster, case: Case, analyst: User, signed_in: Page
) -> None:
    signed_in(analyst).post(url("accept", case, cluster.number), {"reason": ""})

    cluster.refresh_from_db()
    assert cluster.status == "proposed"


def test_splitting_keeps_what_was_typed_when_it_is_refused(
    cluster: Cluster, case: Case, analyst: User, signed_in: Page
) -> None:
    answer = signed_in(analyst).post(
        url("split", case, cluster.number), {"accounts": "a00001", "reason": "One alone."}
    )

    page = answer.content.decode()
    assert "Name at least two of its members" in page
    assert "One alone." in page


def test_splitting_merging_and_undoing(
    cluster: Cluster, case: Case, analyst: User, signed_in: Page
) -> None:
    client = signed_in(analyst)
    data = {"accounts": "a00001, a00002\na00003", "reason": "Two crews."}
    client.post(url("split", case, cluster.number), data)
    part, rest = cluster.made_into.order_by("number")
    assert part.member_count == 3

    client.post(url("merge", case, part.number), {"clusters": [rest.pk], "reason": "One."})
    whole = part.made_into.get()
    assert whole.member_count == 30

    judgement = whole.judgements.get()
    client.post(url("undo", case, whole.number, judgement.pk), {"reason": "No."})
    part.refresh_from_db()
    assert part.status == "proposed"
    assert "undid a judgement" in client.get(whole.get_absolute_url()).content.decode()


def test_members_can_be_downloaded(
    cluster: Cluster, case: Case, policy: User, signed_in: Page
) -> None:
    answer = signed_in(policy).get(url("members", case, cluster.number), {"as": "csv"})

    assert b"a00029" in b"".join(answer.streaming_content)


def test_a_run_is_asked_for_with_its_parameters(case: Case, analyst: User, signed_in: Page) -> None:
    data = {
        "accident_rate": "0.01",
        "least_members": "4",
        "gap_hours": "12",
        "cap": "40",
        "shuffles": "10",
        "seed": "3",
    }
    answer = signed_in(analyst).post(url("run_start", case), data, follow=True)

    run = case.linker_runs.get()  # noqa: F811
    assert (run.parameters["caps"]["payment"], run.parameters["caps"]["registration"]) == (40, 8)
    assert run.parameters["accident_rate"] == 0.01
    assert "Linker run 1" in answer.content.decode()


def test_an_account_s_page_says_what_it_shares(
    cluster: Cluster, case: Case, policy: User, signed_in: Page
) -> None:
    account = case.platform_accounts.get(external_id="a00000")
    page = signed_in(policy).get(account.get_absolute_url()).content.decode()

    assert "crew-card-0" in page
    assert "K-1" in page


def test_pages_ask_the_database_as_often_for_many_as_for_few(
    cluster: Cluster, case: Case, analyst: User, signed_in: Page, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(analyst)
    for _ in range(20):
        services.note_cluster(cluster=cluster, text="Again.", by=analyst)
    for path in (url("list", case), url("members", case, cluster.number), url("accounts", case)):
        with django_assert_max_num_queries(14):
            client.get(path)
    with django_assert_max_num_queries(26):
        client.get(cluster.get_absolute_url())


def test_the_api_draws_judges_and_undoes(
    cluster: Cluster, case: Case, analyst: User, signed_in: Page
) -> None:
    client = signed_in(analyst)
    at = f"/api/v1/cases/{case.reference}/clusters"
    drawn = client.post(
        f"{at}/", {"accounts": ["a00100", "a00101"], "reason": "A hunch."}, "application/json"
    ).json()
    assert (drawn["reference"], drawn["status"]) == ("K-2", "proposed")

    accepted = client.post(f"{at}/2/accept/", {"reason": "Sure."}, "application/json").json()
    assert accepted["status"] == "accepted"
    judgements = client.get(f"{at}/2/judgements/").json()
    last = next(one for one in judgements["results"] if one["verb"] == "accepted")
    undone = client.post(
        f"{at}/2/undo/", {"judgement": last["id"], "reason": "No."}, "application/json"
    )
    assert undone.status_code == 201
    assert client.get(f"{at}/2/").json()["status"] == "proposed"
