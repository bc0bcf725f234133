from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.reading import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_gallery_has_no_violation(
    open_as: Callable[..., Page], lead: User, complaints: list[str], scheme: str, width: int
) -> None:
    page = open_as(lead, "/ui/", color_scheme=scheme, viewport={"width": width, "height": 900})
    expect(page.locator(".chart-plot .main-svg").first).to_be_visible()

    assert barriers(page) == []
    assert complaints == []
