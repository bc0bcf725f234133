"""Every question that is asked of telemetry, once, in Ibis: the engine that runs it is a setting.

A query has a name and a version; what it answered is kept with both, so that it can be run again.
The version changes whenever the same rows could give another answer.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis import _
from ibis.expr.types import Table


@dataclass(frozen=True)
class Query:
    """A question with a name: `build` turns the tables that it reads into its answer."""

    name: str
    version: str
    meaning: str
    build: Callable[..., Table]


QUERIES: dict[str, Query] = {}


def _query(
    name: str, version: str, meaning: str
) -> Callable[[Callable[..., Table]], Callable[..., Table]]:
    def register(build: Callable[..., Table]) -> Callable[..., Table]:
        QUERIES[name] = Query(name, version, meaning, build)
        return build

    return register


_COUNTS = {
    "interactions": _.count(),
    "platform_accounts": _.platform_account.nunique(),
    "input_tokens": _.input_tokens.sum().coalesce(0).cast("int64"),
    "output_tokens": _.output_tokens.sum().coalesce(0).cast("int64"),
    "refused": _.is_refused.sum().coalesce(0).cast("int64"),
}


@_query("telemetry.totals", "1", "Every interaction counted once, whatever became of it.")
def totals(interactions: Table) -> Table:
    """One row: the counts, and the first and last moment."""
    return interactions.aggregate(
        **_COUNTS, first_at=_.occurred_at.min(), last_at=_.occurred_at.max()
    )


@_query("telemetry.by_hour", "1", "Interactions in each hour, UTC.")
def by_hour(interactions: Table) -> Table:
    return _over_time(interactions, "h", label=ibis.literal(""))


@_query("telemetry.by_day", "1", "Interactions on each day, UTC.")
def by_day(interactions: Table) -> Table:
    return _over_time(interactions, "D", label=ibis.literal(""))


@_query("telemetry.by_capability", "1", "Interactions of each day and capability, as labelled.")
def by_capability(interactions: Table) -> Table:
    return _over_time(interactions, "D", label=_.capability.coalesce("not labelled"))


@_query("telemetry.by_model", "1", "Interactions of each day and model.")
def by_model(interactions: Table) -> Table:
    return _over_time(interactions, "D", label=_.model.coalesce("not recorded"))


def _over_time(interactions: Table, unit: str, label: object) -> Table:
    at = interactions.occurred_at.truncate(unit).cast("timestamp")
    rows = interactions.mutate(at=at, label=label)
    return rows.group_by("at", "label").aggregate(**_COUNTS).order_by("at", "label")


@_query("telemetry.by_account", "1", "The interactions of each platform account.")
def by_account(interactions: Table) -> Table:
    counts = {name: count for name, count in _COUNTS.items() if name != "platform_accounts"}
    return (
        interactions.group_by("platform_account")
        .aggregate(
            **counts,
            active_days=_.occurred_at.date().nunique(),
            first_at=_.occurred_at.min(),
            last_at=_.occurred_at.max(),
        )
        .order_by("platform_account")
    )


@_query(
    "telemetry.volume",
    "1",
    "Platform accounts by how many interactions each sent, in steps of a power of two.",
)
def volume(interactions: Table) -> Table:
    each = interactions.group_by("platform_account").aggregate(interactions=_.count())
    step = each.interactions.log2().floor().cast("int64")
    return (
        each.mutate(step=step)
        .group_by("step")
        .aggregate(platform_accounts=_.count(), interactions=_.interactions.sum().cast("int64"))
        .order_by("step")
    )


_USED = {
    "address": _.address,
    "asn": "AS" + _.asn.cast("string"),
    "user_agent": _.user_agent,
    "ja4": _.ja4,
    "client": _.user_agent + " " + _.ja4,
    "template": _.template,
    "api_key": _.api_key,
}
_HELD = {
    "bin": _.bin,
    "phone": _.phone,
    "email_domain": _.email_domain,
    "email_pattern": _.email_pattern + "@" + _.email_domain,
    "reseller": _.reseller,
    "signup": _.created_at.truncate("m").cast("string"),
}
_HELD_LISTS = {"instrument": "payment_instruments", "device": "devices"}


@_query("telemetry.signals_used", "1", "What platform accounts used, from when to when, how often.")
def signals_used(interactions: Table) -> Table:
    """One row for each platform account, kind of signal and value met in interactions."""
    parts = [
        interactions.select("platform_account", "occurred_at", value=value)
        .filter(_.value.notnull())
        .group_by("platform_account", "value")
        .aggregate(
            first_at=_.occurred_at.min(), last_at=_.occurred_at.max(), interactions=_.count()
        )
        .mutate(kind=ibis.literal(kind))
        for kind, value in _USED.items()
    ]
    return _signals(parts)


@_query("telemetry.signals_held", "1", "What platform accounts were registered with, while open.")
def signals_held(accounts: Table) -> Table:
    """One row for each platform account, kind of signal and value that it was registered with."""
    plain = [accounts.mutate(value=value, kind=ibis.literal(k)) for k, value in _HELD.items()]
    lists = [
        accounts.filter(accounts[column].notnull())
        .mutate(value=accounts[column].unnest())
        .mutate(kind=ibis.literal(kind))
        for kind, column in _HELD_LISTS.items()
    ]
    parts = [
        part.filter(_.value.notnull()).mutate(
            first_at=_.created_at, last_at=_.closed_at, interactions=ibis.literal(0, "int64")
        )
        for part in plain + lists
    ]
    return _signals(parts)


def _signals(parts: list[Table]) -> Table:
    columns = ["platform_account", "kind", "value", "first_at", "last_at", "interactions"]
    return ibis.union(*(part.select(columns) for part in parts)).order_by(
        "kind", "value", "platform_account"
    )


def describe(name: str) -> str:
    """A query as people are shown it: its name and version."""
    return f"{name} {QUERIES[name].version}"
