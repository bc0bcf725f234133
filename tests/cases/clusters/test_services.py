import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import User
from audit.models import Entry
from cases.clusters import services
from cases.clusters.models import Cluster, Judgement, PlatformAccount
from cases.core.models import Case
from tests.factories.clusters import PlatformAccountFactory, SignalUseFactory

S = Cluster.Status


@pytest.fixture
def accounts(case: Case) -> list[PlatformAccount]:
    """Eight platform accounts; the first six share a card and a device."""
    made = [PlatformAccountFactory.create(case=case, external_id=f"pa_{n}") for n in range(8)]
    for account in made[:6]:
        SignalUseFactory.create(account=account, kind="instrument", value="card", used_by_count=6)
        SignalUseFactory.create(account=account, kind="device", value="phone", used_by_count=6)
    return made


@pytest.fixture
def cluster(case: Case, accounts: list[PlatformAccount], analyst: User) -> Cluster:
    return services.draw_cluster(
        case=case,
        accounts=[account.external_id for account in accounts[:6]],
        reason="One card paid for all of them.",
        by=analyst,
    )


def names(cluster: Cluster) -> set[str]:
    return set(cluster.members.values_list("external_id", flat=True))


def test_draw_cluster_proposes_it_and_says_what_its_members_share(cluster: Cluster) -> None:
    assert (str(cluster), cluster.status, cluster.member_count) == ("K-1", S.PROPOSED, 6)
    assert cluster.families == ["device", "payment"]
    assert "Several of them share 1 device, 1 card or wallet." in cluster.sentence
    assert cluster.explanation["signals"][0]["within"] == 6
    assert cluster.judgements.get().verb == "drew"
    assert Entry.objects.filter(content__contains="cluster.drew").exists()


def test_draw_cluster_refuses_accounts_of_another_case(
    case: Case, other_case: Case, analyst: User
) -> None:
    PlatformAccountFactory.create(case=other_case, external_id="pa_x")

    with pytest.raises(services.UnknownPlatformAccount, match="pa_x"):
        services.draw_cluster(case=case, accounts=["pa_x", "pa_y"], reason="?", by=analyst)


def test_draw_cluster_refuses_one_account(
    case: Case, accounts: list[PlatformAccount], analyst: User
) -> None:
    with pytest.raises(services.ClusterTooSmall):
        services.draw_cluster(case=case, accounts=["pa_1"], reason="Alone.", by=analyst)


def test_draw_cluster_that_shares_nothing_says_so(
    case: Case, accounts: list[PlatformAccount], analyst: User
) -> None:
    cluster = services.draw_cluster(
        case=case, accounts=["pa_6", "pa_7"], reason="A hunch.", by=analyst
    )

    assert "share no rare value" in cluster.sentence
    assert any("a person's word" in one for one in cluster.explanation["against"])


@pytest.mark.parametrize(
    ("judge", "status"),
    [(services.accept_cluster, S.ACCEPTED), (services.reject_cluster, S.REJECTED)],
)
def test_judging_is_signed_and_kept(judge, status: str, cluster: Cluster, reviewer: User) -> None:
    judged = judge(cluster=cluster, reason="Cards and devices agree.", by=reviewer)

    assert (judged.status, judged.judged_by, judged.reason) == (
        status,
        reviewer,
        "Cards and devices agree.",
    )
    assert judged.judgements.order_by("pk").last().verb == status


@pytest.mark.parametrize("judge", [services.accept_cluster, services.reject_cluster])
def test_judging_needs_a_reason(judge, cluster: Cluster, analyst: User) -> None:
    with pytest.raises(services.ReasonMissing):
        judge(cluster=cluster, reason="  ", by=analyst)


def test_legal_may_not_judge(cluster: Cluster, legal: User) -> None:
    with pytest.raises(PermissionDenied, match="may not add to"):
        services.accept_cluster(cluster=cluster, reason="I say so.", by=legal)


def test_split_cluster_parts_it_and_takes_its_place(cluster: Cluster, analyst: User) -> None:
    part, rest = services.split_cluster(
        cluster=cluster, accounts=["pa_0", "pa_1"], reason="Two crews.", by=analyst
    )

    cluster.refresh_from_db()
    assert (names(part), names(rest)) == ({"pa_0", "pa_1"}, {"pa_2", "pa_3", "pa_4", "pa_5"})
    assert (cluster.status, part.origin, part.status) == (S.REPLACED, "split", S.PROPOSED)
    assert set(cluster.made_into.all()) == {part, rest}


@pytest.mark.parametrize(
    "some", [["pa_0"], ["pa_0", "pa_7"], ["pa_0", "pa_1", "pa_2", "pa_3", "pa_4"]]
)
def test_split_cluster_refuses_what_is_no_part(
    some: list[str], cluster: Cluster, analyst: User
) -> None:
    with pytest.raises(services.NotAPart):
        services.split_cluster(cluster=cluster, accounts=some, reason="Two crews.", by=analyst)


def test_merge_clusters_holds_them_to_be_one(case: Case, cluster: Cluster, analyst: User) -> None:
    other = services.draw_cluster(
        case=case, accounts=["pa_5", "pa_6", "pa_7"], reason="Same hours.", by=analyst
    )

    whole = services.merge_clusters(clusters=[cluster, other], reason="One crew.", by=analyst)

    assert whole.member_count == 8
    assert {c.status for c in whole.made_from.all()} == {S.REPLACED}


def test_merge_clusters_refuses_one_alone(cluster: Cluster, analyst: User) -> None:
    with pytest.raises(services.NothingToMerge):
        services.merge_clusters(clusters=[cluster, cluster], reason="?", by=analyst)


def last(cluster: Cluster) -> Judgement:
    return cluster.judgements.order_by("-pk")[0]


def test_undo_judgement_puts_the_state_before_back(cluster: Cluster, analyst: User) -> None:
    services.accept_cluster(cluster=cluster, reason="Sure.", by=analyst)
    services.undo_judgement(judgement=last(cluster), reason="Too soon.", by=analyst)

    cluster.refresh_from_db()
    assert (cluster.status, cluster.judged_by, cluster.reason) == (S.PROPOSED, None, "")
    assert [j.verb for j in cluster.judgements.order_by("pk")] == ["drew", "accepted", "undid"]


def test_undo_judgement_of_a_split_withdraws_the_parts(cluster: Cluster, analyst: User) -> None:
    services.accept_cluster(cluster=cluster, reason="Sure.", by=analyst)
    part, _rest = services.split_cluster(
        cluster=cluster, accounts=["pa_0", "pa_1"], reason="Two crews.", by=analyst
    )
    services.undo_judgement(judgement=last(cluster), reason="One, after all.", by=analyst)

    cluster.refresh_from_db()
    part.refresh_from_db()
    assert (cluster.status, cluster.reason, part.status) == (S.ACCEPTED, "Sure.", S.WITHDRAWN)


def test_undo_judgement_refuses_while_a_later_one_stands(cluster: Cluster, analyst: User) -> None:
    services.split_cluster(
        cluster=cluster, accounts=["pa_0", "pa_1"], reason="Two crews.", by=analyst
    )
    split = last(cluster)
    part = cluster.made_into.order_by("pk")[0]
    services.accept_cluster(cluster=part, reason="Sure.", by=analyst)

    with pytest.raises(PermissionDenied, match="undo that first"):
        services.undo_judgement(judgement=split, reason="No.", by=analyst)
    services.undo_judgement(judgement=last(part), reason="No.", by=analyst)
    services.undo_judgement(judgement=split, reason="No.", by=analyst)


def test_undo_judgement_refuses_twice(cluster: Cluster, analyst: User) -> None:
    services.accept_cluster(cluster=cluster, reason="Sure.", by=analyst)
    accepted = last(cluster)
    services.undo_judgement(judgement=accepted, reason="No.", by=analyst)

    with pytest.raises(PermissionDenied, match="undone already"):
        services.undo_judgement(judgement=accepted, reason="No.", by=analyst)


def test_a_replaced_cluster_is_judged_no_more(cluster: Cluster, analyst: User) -> None:
    services.split_cluster(
        cluster=cluster, accounts=["pa_0", "pa_1"], reason="Two crews.", by=analyst
    )

    with pytest.raises(PermissionDenied, match="no longer stands"):
        services.accept_cluster(cluster=cluster, reason="Sure.", by=analyst)


def test_note_cluster_is_kept_for_good(cluster: Cluster, analyst: User) -> None:
    note = services.note_cluster(cluster=cluster, text="Ask the payments team.", by=analyst)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Judgement.objects.filter(pk=note.pk).update(reason="Nothing.")


def test_members_of_a_cluster_never_change(cluster: Cluster) -> None:
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Cluster.objects.filter(pk=cluster.pk).update(member_count=5)


def test_request_run_keeps_its_parameters_and_asks_for_a_job(case: Case, analyst: User) -> None:
    run = services.request_run(case=case, by=analyst)

    assert (run.number, run.job.kind, run.parameters["least_families"]) == (1, "clusters.link", 2)
    with pytest.raises(PermissionDenied, match="running already"):
        services.request_run(case=case, by=analyst)
