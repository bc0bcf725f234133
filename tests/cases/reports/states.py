"""A text in every state that a revision can be in, as readers of its formats meet it."""

from dataclasses import replace

from cases.reports.document import Document
from cases.reports.life import Life

CREATED, APPROVED, ENDED = (f"2026-06-{day}T10:00:00.000Z" for day in (20, 21, 28))
SIGNED = Life("approved", line="from-1", created=APPROVED, modified=APPROVED)
_UNSIGNED = "NOT APPROVED: this text has no second signature."
_STALE = "STALE: the ledger has changed since. C-3: alleged was disputed."
_SUPERSEDED = "SUPERSEDED by revision 2."
_RETRACTED = "RETRACTED on 2026-06-28: The letter was withdrawn."

#: State, warnings and life of each; a test holds that `rendering` gives the same ones.
STATES: dict[str, tuple[str, tuple[str, ...], Life]] = {
    "draft": ("draft", (), Life()),
    "submitted": (
        "revision 1, waiting for approval",
        (_UNSIGNED,),
        Life("waiting", line="revision-1", created=CREATED, modified=CREATED),
    ),
    "approved": ("revision 1, approved", (), SIGNED),
    "stale": ("revision 1, approved", (_STALE,), replace(SIGNED, is_stale=True)),
    "superseded": (
        "revision 1, approved",
        (_SUPERSEDED,),
        replace(SIGNED, standing="superseded", ended=ENDED),
    ),
    "retracted": (
        "revision 1, approved",
        (_RETRACTED,),
        replace(SIGNED, standing="retracted", modified=ENDED, ended=ENDED, is_revoked=True),
    ),
}


def in_state(document: Document, name: str) -> Document:
    """The document with the state's words and life around it."""
    state, warnings, life = STATES[name]
    return replace(document, state=state, warnings=warnings, life=life)
