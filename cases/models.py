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
from cases.jobs.models import Job, JobLogLine

__all__ = [
    "Case",
    "Counter",
    "Job",
    "JobLogLine",
    "LegalHold",
    "Member",
    "Note",
    "Party",
    "Task",
    "WatchItem",
]
