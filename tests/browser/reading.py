"""What keeps somebody out of a page."""

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

#: Of what is in order axe need not write a report, which takes a quarter of its time.
WRONG = {"resultTypes": ["violations"]}


def barriers(page: Page) -> list[str]:
    """What axe finds on the page, and whether it is wider than the screen: nothing, if all is well.

    Each names the page, the rule and the first place.
    """
    found = [
        f"{page.url} {rule['id']}: {rule['nodes'][0]['html'][:160]}"
        for rule in Axe().run(page, options=WRONG)["violations"]
    ]
    size = page.viewport_size
    if size and page.evaluate("document.documentElement.scrollWidth") > size["width"]:
        found.append(f"{page.url} is wider than {size['width']}")
    return found
