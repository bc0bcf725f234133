from cases.claims.models import Assertion, Claim, Lineage, Observation, Source
from cases.claims.signatures import Assessment, Proposal, Response
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
    "Assertion",
    "Assessment",
    "Case",
    "Claim",
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
    "Lineage",
    "Link",
    "LinkerRun",
    "Member",
    "Note",
    "Observation",
    "Party",
    "PlatformAccount",
    "Proposal",
    "RefusedPair",
    "Response",
    "Reveal",
    "Sample",
    "SampleImport",
    "SignalUse",
    "Source",
    "Task",
    "WatchItem",
]
