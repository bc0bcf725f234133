from datetime import date
from typing import Any

from cases.claims.models import Claim, Source
from cases.core import paperwork
from cases.demo.meridian_desk import LAB, SUBJECT, WINDOW, Desk
from cases.timeline import services as timeline


def write(
    desk: Desk, sources: dict[str, Source], said: dict[str, Claim], shown: list[Claim]
) -> None:
    """Enter what happened and what was said of it, and what to look out for."""
    events: list[dict[str, Any]] = [
        {
            "lane": "said",
            "title": "The window of the letter and of the export",
            "happened": WINDOW,
            "became_public": "2026-04-20",
            "claims": [said["requests"], shown[0]],
        },
        {
            "lane": "said",
            "title": "Accounts closed by the platform, and others taking over",
            "happened": "2026-03-26~",
            "claims": shown[1:],
        },
        {
            "lane": "public",
            "title": f"{LAB} writes to the Department",
            "happened": "2026-04-20",
            "source": sources["letter"],
            "claims": [said["utterance"]],
        },
        {
            "lane": "public",
            "title": "Harbour Wire reports the letter",
            "happened": "2026-04-21",
            "source": sources["wire"],
        },
        {
            "lane": "public",
            "title": f"{SUBJECT} denies having directed the accounts",
            "happened": "2026-04-24",
            "source": sources["answer"],
            "claims": [said["direction"]],
        },
    ]
    for event in events:
        timeline.add_event(case=desk.case, by=desk.analyst, **event)
    _open_questions(desk)


def _open_questions(desk: Desk) -> None:
    paperwork.watch_for(
        case=desk.case,
        what="Whether the Department asks the proxy service for its customers",
        why="It would settle whether one operator stands behind both groups.",
        look_again_on=date(2026, 7, 1),
        by=desk.analyst,
    )
    paperwork.watch_for(
        case=desk.case,
        what="Whether Orchard Deep Research says anything about resellers",
        why="Its denial leaves room for accounts that others ran.",
        look_again_on=date(2026, 7, 1),
        by=desk.analyst,
    )
