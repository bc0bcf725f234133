"""Charts of how the members of a cluster work: by day, how evenly, and whether at once."""

from typing import Any

from cases.clusters.charts import Chart
from cases.clusters.failover import DRAWS as PLACEBO_DRAWS
from cases.clusters.failover import REACH
from cases.clusters.models import Cluster, LinkerRun
from cases.clusters.synchrony import DRAWS, MOST_ACCOUNTS


def activity(cluster: Cluster) -> Chart | None:
    """Interactions a day and account, of the members and of those who are in no cluster."""
    days = cluster.explanation.get("days")
    if not days or not cluster.run:
        return None
    standing = cluster.run.clusters.values_list("member_count", flat=True)
    others = max(1, cluster.run.population_count - sum(standing))
    sizes = (cluster.member_count, others)
    names = (str(cluster), "In no cluster")
    return Chart(
        title="Interactions of each day, for each platform account",
        how=f"n = {sum(day[1] for day in days):,} interactions of {sizes[0]:,} members; beside "
        f"them {sum(day[2] for day in days):,} of {others:,} accounts in no cluster; UTC.",
        figure={
            "data": [
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": name,
                    "x": [day[0] for day in days],
                    "y": [round(day[place + 1] / sizes[place], 2) for day in days],
                }
                for place, name in enumerate(names)
            ],
            "layout": {"yaxis": {"title": {"text": "a day and account"}}, "height": 300},
        },
        head=["Day", *names],
        rows=[[day, f"{own:,}", f"{rest:,}"] for day, own, rest in days],
    )


def balance(cluster: Cluster) -> Chart | None:
    """How evenly each day was shared out among the accounts that were active on it."""
    days = cluster.explanation.get("balance")
    if not days or not cluster.run or not cluster.run.finished_at:
        return None
    names = (str(cluster), "In no cluster")
    active = [sum(day[place] for day in days) for place in (1, 3)]
    return Chart(
        title="How evenly each day was shared out among its accounts",
        how=f"n = {active[0]:,} account-days of members, beside {active[1]:,} of accounts in no "
        f"cluster; window: {days[0][0]} to {days[-1][0]}; UTC; as of "
        f"{cluster.run.finished_at:%B %-d, %Y}. Variance over mean of what the accounts active on "
        "a day sent: a pool that deals requests out at random lies near 1; people differ far more. "
        f"It does not say who dealt. Derived by {cluster.run} with the query "
        f"{cluster.run.derivation.get('query', '')}.",
        figure={
            "data": [
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": name,
                    "line": {"dash": "dash" if place else "solid"},
                    "x": [day[0] for day in days],
                    "y": [day[2 * place + 2] or None for day in days],
                }
                for place, name in enumerate(names)
            ],
            "layout": {
                "yaxis": {"type": "log", "title": {"text": "variance over mean"}},
                "height": 300,
            },
        },
        head=["Day", f"{names[0]}, active", "dispersion", f"{names[1]}, active", "dispersion"],
        rows=[
            [day, own, _told(mine), rest, _told(theirs)] for day, own, mine, rest, theirs in days
        ],
    )


def synchrony(cluster: Cluster) -> Chart | None:
    """How often members are active in the same five minutes, beside what their hours explain."""
    met, run = cluster.explanation.get("synchrony"), cluster.run
    if not met or not run or not run.finished_at:
        return None
    groups = [(str(cluster), met["members"])]
    groups += [("In no cluster", met["control"])] if met["control"] else []
    return Chart(
        title="Active in the same five minutes",
        how=_how_they_met(groups, run),
        figure={
            "data": [
                {
                    "type": "bar",
                    "x": [name for name, _ in groups],
                    "y": [round(each["met"] / each["mean"], 3) for _, each in groups],
                    "marker": {"pattern": {"shape": ["", "/"]}},
                    "showlegend": False,
                },
                *(_spread_of(name, each) for name, each in groups),
            ],
            "layout": {"yaxis": {"title": {"text": "met over expected"}}, "height": 300},
        },
        head=["Group", "Accounts", "Pairs met", "Expected", "95 of 100 draws", "Ratio"],
        rows=[_meetings(name, each) for name, each in groups],
    )


def _how_they_met(groups: list[tuple[str, dict[str, Any]]], run: LinkerRun) -> str:
    told = " and ".join(f"{each['accounts']:,} accounts ({name})" for name, each in groups)
    return (
        f"n = {told}, at most {MOST_ACCOUNTS:,} of a group; window: {groups[0][1]['days']:,} days; "
        f"UTC; as of {run.finished_at:%B %-d, %Y}. Pairs of accounts active in one five-minute "
        f"slot, over the mean of {DRAWS:,} seeded draws in which each account is moved by whole "
        "days and keeps its hours: 1 is what hours alone explain; the line's ends hold 95 of 100 "
        "draws. Accounts that were opened or closed together meet more often, too; and where "
        f"several groups are looked at, a ratio just outside says little. Derived by {run} "
        f"with the query {run.derivation.get('query', '')}."
    )


def _spread_of(name: str, each: dict[str, Any]) -> dict[str, Any]:
    """What 95 of 100 draws gave, over their mean, as a line beside the bar."""
    ends = [round(each[end] / each["mean"], 3) for end in ("low", "high")]
    line = {"width": 6, "dash": "solid"}
    return {
        "type": "scatter", "mode": "lines+markers", "name": f"by hours alone, {name}",
        "x": [name, name], "y": ends, "line": line,
    }  # fmt: skip


def _meetings(name: str, each: dict[str, Any]) -> list[Any]:
    ends = f"{each['low']:,.0f} to {each['high']:,.0f}"
    ratio = f"{each['met'] / each['mean']:.2f}"
    return [name, each["accounts"], f"{each['met']:,}", f"{each['mean']:,.1f}", ends, ratio]


def failover(cluster: Cluster) -> Chart | None:
    """What the members who stayed open sent around the days on which others were closed."""
    met, run = cluster.explanation.get("failover"), cluster.run
    if not met or not run or not run.finished_at:
        return None
    days = list(range(-REACH, REACH + 1))
    band = list(zip(met["low"], met["high"], strict=True)) or [("", "")] * len(days)
    return Chart(
        title="What the others sent, day by day from the closing of members",
        how=_how_they_took_over(met, run),
        figure={
            "data": [
                *(_edge(name, days, met[end]) for name, end in _EDGES.items() if met[end]),
                {
                    "type": "scatter", "mode": "lines+markers", "name": str(cluster), "x": days,
                    "y": met["course"], "line": {"dash": "solid"},
                },
            ],
            "layout": {
                "yaxis": {"title": {"text": "over their week before"}, "rangemode": "tozero"},
                "height": 300,
            },
        },
        head=["Day from the closure", str(cluster), "Placebo, from", "to"],
        rows=[
            [f"{day:+d}", said, *ends]
            for day, said, ends in zip(days, met["course"], band, strict=True)
        ],
    )  # fmt: skip


_EDGES = {"placebo dates, lowest of 95 in 100": "low", "highest": "high"}


def _edge(name: str, days: list[int], values: list[float]) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": days, "y": values,
        "line": {"dash": "dot"},
    }  # fmt: skip


def _how_they_took_over(met: dict[str, Any], run: LinkerRun) -> str:
    near = f" {met['too_near']:,} more lie too near the ends." if met["too_near"] else ""
    chance = (
        "No day is a week away from every closure, so there is nothing to compare it with."
        if met["chance"] is None
        else f"Dotted: 95 of 100 of {PLACEBO_DRAWS:,} seeded draws from the {met['placebos']:,} "
        f"days that are a week away from any closure. The week after stands at {met['rise']:.2f} "
        f"of the week before; of those draws a share of {met['chance']:.4f} rises as much."
    )
    days = "1 day" if met["closures"] == 1 else f"{met['closures']:,} days"
    return (
        f"n = {days} on which {met['closed']:,} members were closed, day 0, and "
        f"{met['survivors']:,} who stayed open; window: {met['from']} to {met['to']}; UTC; as of "
        f"{run.finished_at:%B %-d, %Y}.{near} {chance} Customers who come back under another "
        "account rise too; and where several clusters are looked at, a small share in one says "
        f"little. Derived by {run} with the query {run.derivation.get('query', '')}."
    )


def _told(dispersion: float | None) -> str:
    return "" if dispersion is None else f"{dispersion:,.2f}"
