from typing import ClassVar

from django.db.models import Q

from cases.clusters.campaigns import CandidateCampaign
from cases.clusters.dated_lists import InfrastructureList
from cases.clusters.models import Cluster
from cases.clusters.signals import Family
from cases.core.listing import Choice, Filter, Listing, Pick

HELD_BY = {family.value: (family.label, Q(families__contains=[family.value])) for family in Family}


class ClusterListing(Listing):
    noun = "cluster", "clusters"
    search = ("name", "reason")
    filters: ClassVar[dict[str, Filter]] = {
        "status": Choice("Status", Cluster.Status.choices),
        "origin": Choice("Origin", Cluster.Origin.choices),
        "family": Pick("Held by", HELD_BY),
    }
    sorts: ClassVar[dict[str, str]] = {
        "number": "number",
        "members": "member_count",
        "interactions": "interaction_count",
    }
    sort = "-members"
    columns = {
        "cluster": str,
        "name": "name",
        "status": "status",
        "origin": "origin",
        "members": "member_count",
        "interactions": "interaction_count",
        "held by": lambda cluster: ", ".join(cluster.families),
        "stability": "stability",
        "why": "sentence",
        "judged by": lambda cluster: str(cluster.judged_by or ""),
        "judged at": "judged_at",
        "reason": "reason",
        "digest of members": "digest",
    }


class MemberListing(Listing):
    noun = "member", "members"
    search = ("account__external_id", "account__organization")
    sorts: ClassVar[dict[str, str]] = {
        "account": "account__external_id",
        "links": "link_count",
        "interactions": "account__interaction_count",
    }
    sort = "account"
    columns = {
        "platform account": "account.external_id",
        "links": "link_count",
        "interactions": "account.interaction_count",
        "output tokens": "account.output_token_count",
        "opened": "account.created_at",
        "closed": "account.closed_at",
        "first seen": "account.first_seen_at",
        "last seen": "account.last_seen_at",
    }


class AccountListing(Listing):
    noun = "platform account", "platform accounts"
    search = ("external_id", "organization")
    sorts: ClassVar[dict[str, str]] = {
        "account": "external_id",
        "interactions": "interaction_count",
    }
    sort = "-interactions"
    columns = {
        "platform account": "external_id",
        "organisation": "organization",
        "interactions": "interaction_count",
        "output tokens": "output_token_count",
        "opened": "created_at",
        "closed": "closed_at",
        "first seen": "first_seen_at",
        "last seen": "last_seen_at",
    }


class RunListing(Listing):
    noun = "run", "runs"
    sorts: ClassVar[dict[str, str]] = {"number": "number"}
    sort = "-number"
    columns = {
        "run": "number",
        "asked for by": lambda run: str(run.requested_by),
        "finished": "finished_at",
        "platform accounts": "population_count",
        "threshold": "threshold",
        "links": "link_count",
        "expected by accident": "expected_link_count",
        "clusters": "proposed_count",
    }


class CandidateListing(Listing):
    noun = "candidate campaign", "candidate campaigns"
    search = ("reason",)
    filters: ClassVar[dict[str, Filter]] = {
        "status": Choice("Status", CandidateCampaign.Status.choices),
    }
    sorts: ClassVar[dict[str, str]] = {"number": "number", "members": "member_count"}
    sort = "-members"
    columns = {
        "candidate": "number",
        "status": "status",
        "platform accounts": "member_count",
        "of these in a cluster": "clustered_count",
        "why": "sentence",
        "marks": lambda row: "; ".join(f"{one['label']} {one['value']}" for one in row.marks),
        "judged by": lambda row: str(row.judged_by or ""),
        "judged at": "judged_at",
        "reason": "reason",
        "drawn as": lambda row: str(row.drawn_as or ""),
        "digest of marks": "digest",
    }


class InfrastructureListing(Listing):
    noun = "list", "lists"
    search = ("name",)
    filters: ClassVar[dict[str, Filter]] = {
        "kind": Choice("Lists", InfrastructureList.Kind.choices),
    }
    sorts: ClassVar[dict[str, str]] = {"number": "number", "as_of": "as_of"}
    sort = "number"
    columns = {
        "list": str,
        "kind": "kind",
        "name": "name",
        "as of": "as_of",
        "entries": "entry_count",
        "lines not understood": "refused_count",
        "exhibit": lambda row: str(row.exhibit),
        "sha256": "exhibit.sha256",
        "added by": lambda row: str(row.added_by),
        "added at": "added_at",
        "withdrawn at": "withdrawn_at",
        "withdrawn because": "withdrawn_why",
    }
