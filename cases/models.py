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
from cases.samples.models import Draw, Label, RefusedPair, Reveal, Sample, SampleImport

__all__ = [
    "Alarm",
    "Case",
    "Counter",
    "CustodyEntry",
    "DerivedFile",
    "Draw",
    "Exhibit",
    "Job",
    "JobLogLine",
    "Label",
    "LegalHold",
    "Member",
    "Note",
    "Party",
    "RefusedPair",
    "Reveal",
    "Sample",
    "SampleImport",
    "Task",
    "WatchItem",
]
