"""Two runs of one case beside each other, and one beside itself at another threshold."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from cases.clusters import comparing, services
from cases.clusters.comparing import NothingToCompare
from cases.clusters.linker import Parameters
from cases.clusters.models import LinkerRun
from cases.core.models import Case
from cases.jobs import worker
from tests.cases.clusters.test_build import _objects_on_disk, bring_in, linked  # noqa: F401
from tests.cases.clusters.test_lists import added

Page = Any


@pytest.fixture
def first(case: Case, analyst: User, tmp_path: Path) -> LinkerRun:
    bring_in(case, analyst, "hydra", tmp_path / "sim", "interactions", "accounts")
    return linked(case, analyst)


def again(run: LinkerRun, by: User, **told: Any) -> LinkerRun:
    parameters = replace(Parameters(), **told)
    later = services.request_run(case=run.case, parameters=parameters, by=by)
    assert worker.do(later.job.pk).state == "done"
    later.refresh_from_db()
    return later


def test_compared_with_a_run_told_the_same_nothing_moved(first: LinkerRun, analyst: User) -> None:
    found = comparing.compared(first, again(first, analyst))
    assert (found.moved, found.differences, found.notes) == ([], [], [])
    assert [move.clusters for move in found.moves] == [[1]]


def test_compared_says_what_moved_and_what_was_different(first: LinkerRun, analyst: User) -> None:
    added(first.case, analyst, b"0.0.0.0/0\n", name="Everything")
    later = again(first, analyst, least_members=1000)
    found = comparing.compared(first, later)
    (gone,) = found.moved
    assert gone.sentence.startswith("Gone: a cluster of 60")
    assert gone.clusters == [1]
    assert "Least members: 6 before, 1000 now." in found.differences
    assert any("first time: L-1, VPN exits, Everything" in one for one in found.differences)
    assert found.notes[0].startswith("60 platform accounts are in no cluster any more")


def test_choices_are_what_runs_at_these_thresholds_find(first: LinkerRun, analyst: User) -> None:
    """The preview is no estimate: a run with that threshold finds the same."""
    for choice in comparing.choices(first):
        if choice.is_own or choice.threshold in {first.threshold + 12, first.threshold - 8}:
            run = again(first, analyst, threshold=choice.threshold)
            assert run.proposed_count == choice.clusters
            sizes = run.clusters.values_list("member_count", flat=True)
            assert sum(sizes) == choice.accounts


def test_at_threshold_of_its_own_nothing_moves(first: LinkerRun) -> None:
    assert comparing.at_threshold(first, first.threshold).moved == []


def test_a_run_that_kept_too_little_says_so(first: LinkerRun) -> None:
    first.derivation = {name: one for name, one in first.derivation.items() if name != "links"}
    with pytest.raises(NothingToCompare, match="Run it again"):
        comparing.choices(first)


def test_the_pages_show_both(first: LinkerRun, case: Case, analyst: User, signed_in: Page) -> None:
    later = again(first, analyst, least_members=1000)
    person = signed_in(analyst)
    page = person.get(later.get_absolute_url()).content.decode()
    address = reverse("clusters:compare", args=[case.reference, later.number, first.number])
    assert address in page
    page = person.get(address).content.decode()
    assert "Gone: a cluster of 60" in page
    assert "Least members: 6 before, 1000 now." in page

    address = reverse("clusters:preview", args=[case.reference, first.number])
    assert "(this run)" in person.get(address).content.decode()
    page = person.get(address, {"threshold": "90"}).content.decode()
    assert "At 90.0 bits" in page
    start = reverse("clusters:run_start", args=[case.reference])
    assert f"{start}?threshold=90.0" in page
    assert 'value="90.0"' in person.get(start, {"threshold": "90.0"}).content.decode()


def test_the_page_says_what_is_wrong_with_a_threshold(
    first: LinkerRun, case: Case, analyst: User, signed_in: Page
) -> None:
    address = reverse("clusters:preview", args=[case.reference, first.number])
    page = signed_in(analyst).get(address, {"threshold": "many"}).content.decode()
    assert "Enter a number." in page


def test_the_pages_of_an_unfinished_run_say_so(case: Case, analyst: User, signed_in: Page) -> None:
    run = services.request_run(case=case, by=analyst)
    address = reverse("clusters:preview", args=[case.reference, run.number])
    assert f"Run {run.number} has not finished." in signed_in(analyst).get(address).content.decode()
