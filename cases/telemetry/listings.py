"""What the lists of telemetry offer."""

from typing import Any, ClassVar

from cases.core.listing import Choice, Listing
from cases.telemetry.models import Import


class ImportListing(Listing):
    noun = "import", "imports"
    search = ("files__exhibit__name",)
    filters: ClassVar[dict[str, Any]] = {
        "kind": Choice("Kind", Import.Kind.choices),
        "state": Choice("State", Import.State.choices),
    }
    sorts: ClassVar[dict[str, str]] = {"number": "number", "kept": "kept_count"}
    sort = "-number"
    columns: ClassVar[dict[str, Any]] = {
        "number": str,
        "kind": "kind",
        "state": "state",
        "rows read": "read_count",
        "kept": "kept_count",
        "refused": "refused_count",
        "duplicate": "duplicate_count",
        "first": "first_at",
        "last": "last_at",
        "requested by": "requested_by.email",
        "requested at": "requested_at",
        "why failed": "why_failed",
    }


class RefusedListing(Listing):
    noun = "refused row", "refused rows"
    search = ("column", "value", "reason")
    sorts: ClassVar[dict[str, str]] = {"row": "row", "column": "column"}
    sort = "row"
    columns: ClassVar[dict[str, Any]] = {
        "exhibit": "file.exhibit",
        "row": "row",
        "column": "column",
        "value": "value",
        "reason": "reason",
    }


class ActivityListing(Listing):
    noun = "row", "rows"
    search = ("label",)
    sorts: ClassVar[dict[str, str]] = {
        "at": "at",
        "label": "label",
        "interactions": "interactions",
        "platform_accounts": "platform_accounts",
        "output_tokens": "output_tokens",
    }
    sort = "at"
    columns: ClassVar[dict[str, Any]] = {
        "begins at (UTC)": "at",
        "label": "label",
        "interactions": "interactions",
        "platform accounts": "platform_accounts",
        "input tokens": "input_tokens",
        "output tokens": "output_tokens",
        "refused": "refused",
    }


class AccountListing(Listing):
    noun = "platform account", "platform accounts"
    search = ("platform_account",)
    sorts: ClassVar[dict[str, str]] = {
        "platform_account": "platform_account",
        "interactions": "interactions",
        "output_tokens": "output_tokens",
        "active_days": "active_days",
        "first": "first_at",
        "last": "last_at",
    }
    sort = "-interactions"
    columns: ClassVar[dict[str, Any]] = {
        "platform account": "platform_account",
        "interactions": "interactions",
        "input tokens": "input_tokens",
        "output tokens": "output_tokens",
        "refused": "refused",
        "active days": "active_days",
        "first (UTC)": "first_at",
        "last (UTC)": "last_at",
    }


class FigureListing(Listing):
    noun = "figure", "figures"
    search = ("key", "label", "counting_rule")
    sorts: ClassVar[dict[str, str]] = {"label": "label", "measured": "measured_at"}
    sort = "label"
    columns: ClassVar[dict[str, Any]] = {
        "key": "key",
        "label": "label",
        "value": "value",
        "unit": "unit",
        "window": "window",
        "counting rule": "counting_rule",
        "query": "query",
        "query version": "query_version",
        "engine": "engine",
        "engine version": "engine_version",
        "measured at": "measured_at",
    }
