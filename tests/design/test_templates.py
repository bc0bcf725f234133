"""Mistakes in templates that no linter sees."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
POSTS = re.compile(r'{% include "components/(?:form|confirm|post)\.html"[^%]*%}')


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_form_that_posts_carries_the_token(path: Path) -> None:
    """`only` hides the token from the component, unless it is handed over."""
    includes = POSTS.findall(path.read_text())

    assert [tag for tag in includes if " only" in tag and "csrf_token=csrf_token" not in tag] == []
