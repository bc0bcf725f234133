"""Telemetry in a real browser: from an exhibit to charts, at both widths and in both themes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.core.models import Case
from cases.exhibits import services as exhibits
from cases.jobs import worker
from cases.telemetry.simulation.run import Plan, simulate
from cases.telemetry.simulation.scenario import SCENARIOS
from tests.browser.reading import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def received(case: Case, analyst: User, settings: Any, tmp_path: Path) -> Case:
    """The exercise with its simulated logs, two rows of them spoilt, as exhibits."""
    settings.STORAGES = settings.STORAGES | {
        "objects": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "objects"},
        }
    }
    plan = Plan(SCENARIOS["hydra"], 40, 160, 4_000, seed=7, days=14, format="csv.gz")
    files = simulate(plan, tmp_path / "exercise", lambda done, total: None)
    with (tmp_path / "more.csv").open("w") as more:
        more.write("account_id,timestamp,model\npa_x,yesterday,m\n,2026-03-03T00:00:00Z,m\n")
        more.write("pa_y,2026-03-03T00:00:00Z,meridian-small-3\n")
    for path in (files["interactions"], tmp_path / "more.csv"):
        with path.open("rb") as file:
            exhibits.receive_exhibit(
                case=case, file=file, name=path.name, how="Exported for the exercise.", by=analyst
            )
    return case


def _work(page: Page, case: Case) -> None:
    """Do what the page waits for, as a worker would, and look again."""
    expect(page.get_by_role("progressbar").first).to_be_visible()
    for job in case.jobs.unfinished():
        assert worker.do(job.pk).state == "done"
    page.reload()


def test_an_analyst_imports_telemetry(
    open_as: Callable[..., Page],
    received: Case,
    analyst: User,
    complaints: list[str],
) -> None:
    page = open_as(analyst, reverse("telemetry:list", args=[received.reference]))
    wrong: list[str] = []

    def look(at: str = "main h1") -> None:
        """As a telephone shows it by night, and a desk by day."""
        for scheme, width in (("dark", 390), ("light", 1280)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            page.reload()
            expect(page.locator(at).first).to_be_visible(timeout=30_000)
            wrong.extend(barriers(page))

    look()
    page.get_by_role("link", name="Import telemetry").first.click()
    look()
    page.get_by_label("interactions.csv.gz").check()
    page.get_by_label("more.csv").check()
    page.get_by_role("button", name="Read the columns").click()
    expect(page.get_by_role("heading", name="I-1 Interactions")).to_be_visible()
    _work(page, received)
    expect(page.get_by_text("“timestamp” is another name for it.")).to_be_visible()
    look()
    page.get_by_role("button", name="Try the first rows").click()
    _work(page, received)
    expect(page.get_by_text("4,003 rows read: 4,001 would be kept, 2 refused")).to_be_visible()
    page.get_by_role("button", name="Import all rows").click()
    _work(page, received)
    expect(page.get_by_text("is not a time")).to_be_visible()
    look()
    page.get_by_role("link", name="See the charts").click()
    look(".chart-plot svg.main-svg")
    page.goto(reverse("telemetry:figures", args=[received.reference]))
    look()
    page.get_by_role("link", name="Output tokens").click()
    page.get_by_role("button", name="Run again").click()
    _work(page, received)
    expect(page.get_by_role("cell", name="Same")).to_be_visible()
    look()
    page.goto(reverse("telemetry:accounts", args=[received.reference]))
    look()

    assert wrong == []
    assert complaints == []
