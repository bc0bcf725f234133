"""Every pair of colours that is read as text has a contrast of 4.5:1 or more, in both themes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
COLORS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS)}
STATUSES = ["reported", "alleged", "disputed", "refuted", "not-established", "assessed"]

GROUNDS = ["paper", "surface", "sunk", "hover"]

READ_ON = [
    *[
        (ink, ground)
        for ink in ("ink", "ink-soft")
        for ground in ("paper", "surface", "sunk", "hover")
    ],
    *[("accent", ground) for ground in ("paper", "surface", "sunk", "hover", "accent-wash")],
    ("ink", "accent-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("danger", "surface"),
    ("danger", "paper"),
    ("danger", "danger-wash"),
    ("on-danger", "danger"),
    ("warn", "warn-wash"),
    ("ink", "warn-wash"),
    ("ink", "danger-wash"),
    ("ink", "note-wash"),
    ("on-confirmed", "confirmed"),
    *[(status, ground) for status in STATUSES for ground in ("surface", "paper", "hover")],
]


def _luminance(color: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _mixed(color: str, ground: str, share: float) -> str:
    """CSS color-mix in sRGB."""
    channels = [
        round(int(color[i : i + 2], 16) * share + int(ground[i : i + 2], 16) * (1 - share))
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_text_is_readable(text: str, ground: str, theme: int) -> None:
    assert _contrast(COLORS[text][theme], COLORS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("status", "share"), [("reported", 0.20), ("disputed", 0.16)])
def test_a_status_is_readable_on_its_tint(status: str, share: float, theme: int) -> None:
    color = COLORS[status][theme]

    assert _contrast(color, _mixed(color, COLORS["surface"][theme], share)) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface", "sunk"])
def test_edges_of_fields_can_be_seen(ground: str, theme: int) -> None:
    assert _contrast(COLORS["line-strong"][theme], COLORS[ground][theme]) >= 3
