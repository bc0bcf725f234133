"""What the linker reads out of telemetry: who used what, from when to when. Written for the engine.

An attribute of an account (its card, its device) counts as used from the account's opening to its
closing, or to the end of the telemetry.
"""

from functools import reduce

import ibis
from ibis import Table, _
from ibis.expr.types import Value

from cases.clusters.synchrony import SLOT_SECONDS

NAME = "clusters.uses"
VERSION = "2"
#: Accounts opened this many days before the telemetry begins are presumed innocent (control).
LONG_STANDING_DAYS = 180
SECONDS_OF_A_DAY = 86_400


def uses(interactions: Table | None, accounts: Table | None) -> Table:
    """Every use of a value by a platform account: account, kind, value, first_at, last_at."""
    parts = [] if interactions is None else _from_interactions(interactions)
    if accounts is not None:
        parts += _from_accounts(accounts, interactions)
    return reduce(Table.union, parts)


def population(interactions: Table | None, accounts: Table | None) -> Table:
    """Every platform account that the case knows, with its attributes and what it did."""
    if interactions is None:
        return _never_seen(accounts)
    seen = interactions.group_by("platform_account").aggregate(
        first_seen_at=_.occurred_at.min(),
        last_seen_at=_.occurred_at.max(),
        interaction_count=_.count(),
        output_token_count=_.output_tokens.sum().coalesce(0),
    )
    if accounts is None:
        return seen.mutate(
            organization=ibis.null("string"),
            created_at=ibis.null("timestamp"),
            closed_at=ibis.null("timestamp"),
        )
    joined = accounts.outer_join(seen, "platform_account")
    return joined.mutate(
        platform_account=joined.platform_account.coalesce(joined.platform_account_right)
    ).drop("platform_account_right")


def by_hour(interactions: Table) -> Table:
    """The interactions of each account by hour of the day (UTC), weekends apart."""
    at = interactions.occurred_at
    hours = interactions.select(
        account=interactions.platform_account,
        is_weekend=at.day_of_week.index() >= 5,
        hour=at.hour(),
    )
    return hours.group_by("account", "is_weekend", "hour").aggregate(times=_.count())


def by_day(interactions: Table, members: Table) -> Table:
    """The interactions of each day (UTC), by cluster; those of nobody's cluster have none.

    `accounts` of them were active, and `squares` is the sum of the squares of what each sent.
    """
    each = (
        interactions.select(
            day=interactions.occurred_at.date().cast("string"),
            sender=interactions.platform_account,
        )
        .group_by("day", "sender")
        .aggregate(times=_.count())
    )
    joined = each.left_join(members, each.sender == members.account)
    days = joined.select(day=joined.day, times=joined.times, cluster=joined.cluster)
    return (
        days.group_by("day", "cluster")
        .aggregate(
            interactions=_.times.sum().cast("int64"),
            accounts=_.count(),
            squares=(_.times * _.times).sum().cast("int64"),
        )
        .order_by("day")
    )


def by_slot(interactions: Table, picked: Table) -> Table:
    """The five-minute slots (UTC) in which each of these accounts was active, each once."""
    rows = interactions.select(
        account=interactions.platform_account,
        slot=interactions.occurred_at.epoch_seconds().cast("int64") // SLOT_SECONDS,
    )
    joined = rows.semi_join(picked, "account")
    return joined.group_by("account", "slot").aggregate(times=_.count()).drop("times")


def by_account_day(interactions: Table, picked: Table) -> Table:
    """What each of these accounts sent on each day (UTC), days counted from 1970-01-01."""
    rows = interactions.select(
        account=interactions.platform_account,
        day=interactions.occurred_at.epoch_seconds().cast("int64") // SECONDS_OF_A_DAY,
    )
    joined = rows.semi_join(picked, "account")
    return joined.group_by("account", "day").aggregate(times=_.count().cast("int64"))


def _never_seen(accounts: Table | None) -> Table:
    if accounts is None:
        raise ValueError("neither interactions nor accounts")
    return accounts.mutate(
        first_seen_at=ibis.null("timestamp"),
        last_seen_at=ibis.null("timestamp"),
        interaction_count=ibis.literal(0),
        output_token_count=ibis.literal(0),
    )


def _from_interactions(rows: Table) -> list[Table]:
    """Interactions alike in all that is read are counted as one before each value is looked at."""
    alike = rows.group_by(
        "platform_account", "address", "asn", "user_agent", "ja4", "api_key", "template"
    ).aggregate(first_at=_.occurred_at.min(), last_at=_.occurred_at.max())
    of = {
        "address": alike.address,
        "asn": alike.asn.cast("string"),
        "client": alike.user_agent + " " + alike.ja4,
        "user_agent": alike.user_agent,
        "ja4": alike.ja4,
        "api_key": alike.api_key,
        "template": alike.template,
    }
    return [_used(alike, kind, value) for kind, value in of.items()]


def _used(rows: Table, kind: str, value: Value) -> Table:
    grouped = (
        rows.select("first_at", "last_at", account=rows.platform_account, value=value)
        .filter(_.value.notnull())
        .group_by("account", "value")
        .aggregate(first_at=_.first_at.min(), last_at=_.last_at.max())
    )
    return _shaped(grouped, kind)


def _from_accounts(accounts: Table, interactions: Table | None) -> list[Table]:
    known = accounts.mutate(until=_until(accounts, interactions))
    held = {
        "instrument": known.payment_instruments.unnest(),
        "device": known.devices.unnest(),
        "bin": known.bin,
        "phone": known.phone,
        "email_domain": known.email_domain,
        "email_pattern": known.email_pattern + "@" + known.email_domain,
        "reseller": known.reseller,
    }
    parts = [_held(known, kind, value, known.until) for kind, value in held.items()]
    at_sign_up = {
        "address": known.sign_up_address,
        "signup": known.created_at.truncate("m").cast("string"),
    }
    return parts + [_held(known, kind, v, known.created_at) for kind, v in at_sign_up.items()]


def _until(accounts: Table, interactions: Table | None) -> Value:
    if interactions is None:
        return accounts.closed_at
    latest = interactions.aggregate(latest=interactions.occurred_at.max()).as_scalar()
    return ibis.coalesce(accounts.closed_at, latest)


def _held(known: Table, kind: str, value: Value, until: Value) -> Table:
    rows = known.select(
        account=known.platform_account, value=value, first_at=known.created_at, last_at=until
    )
    return _shaped(rows.filter(_.value.notnull()), kind)


def _shaped(rows: Table, kind: str) -> Table:
    return rows.select(
        "account",
        kind=ibis.literal(kind),
        value=rows.value.cast("string"),
        first_at=rows.first_at.cast("timestamp"),
        last_at=rows.last_at.cast("timestamp"),
    )
