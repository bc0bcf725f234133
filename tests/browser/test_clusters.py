"""The pages of clusters in a real browser: read by axe, at both widths, in both themes."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.clusters.models import Cluster
from cases.core.models import Case
from tests.browser.reading import barriers
from tests.cases.clusters.test_proposals import run_linker
from tests.cases.clusters.worlds import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cluster(case: Case, analyst: User) -> Cluster:
    world = World(200)
    world.everyone_apart()
    world.operate(*range(20))
    return run_linker(case, world, analyst).clusters.get()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_pages_are_accessible(
    open_as: Callable[..., Page],
    cluster: Cluster,
    analyst: User,
    complaints: list[str],
    scheme: str,
    width: int,
) -> None:
    at = reverse("clusters:list", args=[cluster.case.reference])
    account = cluster.members.order_by("pk")[0]
    page = open_as(analyst, at, color_scheme=scheme, viewport={"width": width, "height": 900})
    wrong = []
    for path in (
        at,
        cluster.get_absolute_url(),
        f"{cluster.get_absolute_url()}members/",
        f"{cluster.get_absolute_url()}split/",
        f"{cluster.get_absolute_url()}merge/",
        f"{at}draw/",
        f"{at}runs/",
        f"{at}runs/1/",
        f"{at}runs/start/",
        f"{at}accounts/",
        account.get_absolute_url(),
    ):
        page.goto(path)
        wrong += barriers(page)

    assert wrong == []
    assert complaints == []


def test_a_cluster_is_accepted_and_that_is_undone(
    open_as: Callable[..., Page], cluster: Cluster, analyst: User
) -> None:
    page = open_as(analyst, cluster.get_absolute_url())

    page.get_by_text("Accept", exact=True).first.click()
    page.get_by_label("Reason").first.fill("Cards and devices agree.")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("was accepted. You can undo that.")).to_be_visible()

    page.get_by_text("Undo the last judgement").first.click()
    page.get_by_label("Reason").last.fill("Too soon.")
    page.get_by_role("button", name="Undo the last judgement").click()
    expect(page.get_by_text("That judgement was undone")).to_be_visible()
