from cases.clusters.models import (
    Cluster,
    ClusterMember,
    Judgement,
    Link,
    LinkerRun,
    PlatformAccount,
    SignalUse,
)
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
    "Cluster",
    "ClusterMember",
    "Counter",
    "CustodyEntry",
    "DerivedFile",
    "Draw",
    "Exhibit",
    "Job",
    "JobLogLine",
    "Judgement",
    "Label",
    "LegalHold",
    "Link",
    "LinkerRun",
    "Member",
    "Note",
    "Party",
    "PlatformAccount",
    "RefusedPair",
    "Reveal",
    "Sample",
    "SampleImport",
    "SignalUse",
    "Task",
    "WatchItem",
]
