from cases.core.models import (
    Case,
    Counter,
    LegalHold,
    Member,
    Note,
    Party,
    Task,
    WatchItem,
)

__all__ = [
    "Case",
    "Counter",
    "LegalHold",
    "Member",
    "Note",
    "Party",
    "Task",
    "WatchItem",
]
