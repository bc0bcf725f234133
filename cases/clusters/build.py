"""One run of the linker: read what telemetry derived, link, and write what was found.

What people decided stays: a cluster that was judged, split or merged is never touched by a later
run, and the same set of accounts is never proposed to them twice.
"""

from datetime import timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from django.utils import timezone

from cases.clusters import (
    closures,
    infrastructure,
    leads,
    linker,
    lookup,
    meeting,
    proposals,
    reading,
    records,
    rhythm,
)
from cases.clusters.dated_lists import InfrastructureList
from cases.clusters.linker import Parameters, Result
from cases.clusters.models import LinkerRun
from cases.clusters.proposals import Day
from cases.clusters.signals import Family
from cases.clusters.uses import read_uses, together
from cases.core.errors import Refused
from cases.jobs.run import Run
from cases.telemetry import engine, tables

STEPS = 5


class NothingToLink(Refused):
    pass


def link_case(run: Run, linker_run: LinkerRun) -> dict[str, Any]:
    """Run the linker over everything that the case's telemetry holds."""
    run.progress(0, STEPS, "steps")
    with tables.opened(linker_run.case) as telemetry:
        interactions, accounts = telemetry.interactions, telemetry.accounts
        if interactions is None and accounts is None:
            raise NothingToLink("There is no telemetry yet: import interactions or accounts first.")
        people = telemetry.answer(reading.population(interactions, accounts))
        lists = lookup.lists_of(linker_run.case)
        uses, marked = infrastructure.marked(_uses(telemetry, people), lookup.dated(lists))
        run.progress(1, STEPS, "steps")
        result = _link(uses, people, linker_run)
        run.progress(3, STEPS, "steps")
        days = _days(telemetry, result)
        conduct = _conduct(telemetry, result, people)
    links = records.store_links(result)
    with run.holding():
        known = records.save_accounts(linker_run.case, people)
        records.save_signal_uses(result, known)
        run.progress(4, STEPS, "steps")
        changes: dict[str, Any] = dict(proposals.propose(linker_run, result, known, days, conduct))
        changes["candidates"] = leads.propose_candidates(linker_run, result, known)
        derivation = {"read": telemetry.made_from, "links": links}
        _finish(linker_run, result, changes, derivation | _lists(lists, marked))
    run.progress(STEPS, STEPS, "steps")
    return {"clusters": len(result.clusters), "links": len(result.links.a), **changes}


def parameters_of(linker_run: LinkerRun) -> Parameters:
    """The parameters as they were recorded."""
    said = dict(linker_run.parameters)
    said["caps"] = {Family(name): cap for name, cap in said["caps"].items()}
    return Parameters(**said)


def _uses(telemetry: tables.Telemetry, people: pa.Table) -> pa.Table:
    """Who used which value when, the rhythm of their work among it."""
    interactions = telemetry.interactions
    used = telemetry.answer(reading.uses(interactions, telemetry.accounts))
    if interactions is None:
        return together(used)
    by_hour = telemetry.answer(reading.by_hour(interactions))
    return together(used, rhythm.uses(people, by_hour))


def _lists(lists: dict[str, InfrastructureList], marked: dict[str, int]) -> dict[str, Any]:
    """Which lists were looked up, as of when, and how many uses each marked as shared."""
    return {
        "lists": [
            {
                "list": label,
                "kind": row.get_kind_display(),
                "name": row.name,
                "as_of": row.as_of.isoformat(),
                "sha256": row.exhibit.sha256,
                "marked": marked[label],
            }
            for label, row in lists.items()
        ]
    }


def _link(uses: pa.Table, people: pa.Table, linker_run: LinkerRun) -> Result:
    rows = people.select(["platform_account", "organization", "created_at"]).to_pylist()
    names = [row["platform_account"] for row in rows]
    organizations = {
        row["platform_account"]: row["organization"] for row in rows if row["organization"]
    }
    return linker.link(
        read_uses(uses, names, organizations),
        parameters_of(linker_run),
        _presumed_innocent(rows, people),
    )


def _days(telemetry: tables.Telemetry, result: Result) -> list[Day]:
    """What each cluster did on each day, beside everyone who is in none."""
    if telemetry.interactions is None or not result.clusters:
        return []
    clusters = [found.members for found in result.clusters]
    members = pa.table(
        {
            "account": [result.uses.accounts[m] for group in clusters for m in group],
            "cluster": np.repeat(np.arange(len(clusters)), [len(group) for group in clusters]),
        }
    )
    counted = telemetry.answer(reading.by_day(telemetry.interactions, ibis.memtable(members)))
    return [Day(**row) for row in counted.to_pylist()]


def _conduct(
    telemetry: tables.Telemetry, result: Result, people: pa.Table
) -> dict[int, dict[str, Any]]:
    """How the members of the largest clusters work together, by the cluster's place."""
    met = meeting.met(telemetry, result, people)
    taken_over = closures.taken_over(telemetry, result, people)
    return {
        place: {"synchrony": met.get(place, {}), "failover": taken_over.get(place, {})}
        for place in met.keys() | taken_over.keys()
    }


def _presumed_innocent(rows: list[dict[str, Any]], people: pa.Table) -> frozenset[str]:
    """Accounts of a verified organisation, or opened long before the telemetry begins."""
    seen = [at for at in people["first_seen_at"].to_pylist() if at]
    before = min(seen) - timedelta(days=reading.LONG_STANDING_DAYS) if seen else None
    return frozenset(
        row["platform_account"]
        for row in rows
        if row["organization"] or (before and row["created_at"] and row["created_at"] < before)
    )


def _finish(
    linker_run: LinkerRun, result: Result, changes: dict[str, Any], derivation: dict[str, Any]
) -> None:
    chance, control = result.chance, result.control
    linker_run.population_count = result.uses.population
    linker_run.use_count = len(result.uses.value)
    linker_run.threshold = result.threshold
    linker_run.link_count = len(result.links.a)
    linker_run.pair_link_count = int(result.is_pair.sum())
    linker_run.expected_link_count = chance.expected_at(result.threshold)
    linker_run.grouped_count = sum(len(group.members) for group in result.groups)
    linker_run.expected_grouped_count = chance.expected_in_groups
    linker_run.set_aside_count = result.set_aside
    linker_run.proposed_count = len(result.clusters)
    linker_run.control = control and {
        "accounts": control.accounts,
        "in_clusters": control.in_clusters,
        "links": control.links,
    }
    linker_run.curve = {
        "thresholds": chance.thresholds.tolist(),
        "observed": chance.observed.tolist(),
        "expected": chance.expected.tolist(),
    }
    linker_run.changes = changes
    linker_run.derivation = derivation | {
        "query": f"{reading.NAME} {reading.VERSION}",
        "linker": linker.VERSION,
        "engine": engine.version(),
    }
    linker_run.finished_at = timezone.now()
    linker_run.save()
