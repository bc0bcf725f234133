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


@_query("telemetry.account_days", "1", "What each platform account did on each day, UTC.")
def account_days(interactions: Table) -> Table:
    counts = {name: count for name, count in _COUNTS.items() if name != "platform_accounts"}
    return (
        interactions.mutate(day=_.occurred_at.truncate("D").cast("timestamp"))
        .group_by("day", "platform_account")
        .aggregate(**counts, first_at=_.occurred_at.min(), last_at=_.occurred_at.max())
        .order_by("day", "platform_account")
    )


@_query(
    "telemetry.volume",
    "1",
    "Platform accounts by how many interactions each sent, in steps of a power of two.",
)
def volume(interactions: Table) -> Table:
    return _steps(interactions.group_by("platform_account").aggregate(interactions=_.count()))


@_query("telemetry.accounts", "1", "Platform accounts that are listed, each once.")
def listed_accounts(accounts: Table) -> Table:
    """One row: how many platform accounts are listed, and when the first and last were opened."""
    return accounts.aggregate(
        listed_accounts=_.platform_account.nunique(),
        first_at=_.created_at.min(),
        last_at=_.created_at.max(),
    )


_SUMS = {
    name: _[name].sum().coalesce(0).cast("int64") for name in _COUNTS if name != "platform_accounts"
}


def totals_of_days(days: Table) -> Table:
    """What `totals` answers, added up from the answer of `account_days`."""
    return days.aggregate(
        interactions=_SUMS["interactions"],
        platform_accounts=_.platform_account.nunique(),
        **{name: each for name, each in _SUMS.items() if name != "interactions"},
        first_at=_.first_at.min(),
        last_at=_.last_at.max(),
    )


def by_account_of_days(days: Table) -> Table:
    """What `by_account` answers, added up from the answer of `account_days`."""
    return (
        days.group_by("platform_account")
        .aggregate(
            **_SUMS, active_days=_.count(), first_at=_.first_at.min(), last_at=_.last_at.max()
        )
        .order_by("platform_account")
    )


def volume_of_days(days: Table) -> Table:
    """What `volume` answers, added up from the answer of `account_days`."""
    return _steps(days.group_by("platform_account").aggregate(interactions=_SUMS["interactions"]))


def _steps(each: Table) -> Table:
    step = each.interactions.log2().floor().cast("int64")
    return (
        each.mutate(step=step)
        .group_by("step")
        .aggregate(platform_accounts=_.count(), interactions=_.interactions.sum().cast("int64"))
        .order_by("step")
    )
