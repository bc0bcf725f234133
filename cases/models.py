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
from cases.exhibits.models import Alarm, CustodyEntry, DerivedFile, Exhibit
from cases.jobs.models import Job, JobLogLine

__all__ = [
    "Alarm",
    "Case",
    "Counter",
    "CustodyEntry",
    "DerivedFile",
    "Exhibit",
    "Job",
    "JobLogLine",
    "LegalHold",
    "Member",
    "Note",
    "Party",
    "Task",
    "WatchItem",
]
