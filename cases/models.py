from cases.claims.disturbances import Disturbance
from cases.claims.models import Assertion, Claim, Lineage, Observation, Source
from cases.claims.signatures import Assessment, Proposal, Response
from cases.clusters.campaigns import CandidateCampaign
from cases.clusters.dated_lists import InfrastructureList
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
from cases.hypotheses.models import EvidenceRow, Hypothesis, Rating
from cases.jobs.models import Job, JobLogLine
from cases.packs.models import Pack, PackReceipt, SigningKey
from cases.reports.models import Report, Retraction, Revision, TemplateVersion
from cases.samples.models import Draw, Label, RefusedPair, Reveal, Sample, SampleImport
from cases.telemetry.days import CountedDay, ImportedDay, ImportPart
from cases.telemetry.models import (
    AccountActivity,
    Activity,
    Figure,
    FigureRun,
    Import,
    ImportedFile,
    RefusedRow,
    RollUp,
)
from cases.timeline.models import Event

__all__ = [
    "AccountActivity",
    "Activity",
    "Alarm",
    "Assertion",
    "Assessment",
    "CandidateCampaign",
    "Case",
    "Claim",
    "Cluster",
    "ClusterMember",
    "CountedDay",
    "Counter",
    "CustodyEntry",
    "DerivedFile",
    "Disturbance",
    "Draw",
    "Event",
    "EvidenceRow",
    "Exhibit",
    "Figure",
    "FigureRun",
    "Hypothesis",
    "Import",
    "ImportPart",
    "ImportedDay",
    "ImportedFile",
    "InfrastructureList",
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
    "Pack",
    "PackReceipt",
    "Party",
    "PlatformAccount",
    "Proposal",
    "Rating",
    "RefusedPair",
    "RefusedRow",
    "Report",
    "Response",
    "Retraction",
    "Reveal",
    "Revision",
    "RollUp",
    "Sample",
    "SampleImport",
    "SignalUse",
    "SigningKey",
    "Source",
    "Task",
    "TemplateVersion",
    "WatchItem",
]
