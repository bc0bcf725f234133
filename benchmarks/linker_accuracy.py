"""How well the linker finds what the generator hid, scenario by scenario, beside its peers.

    python benchmarks/linker_accuracy.py [--accounts 3000] [--campaign 600] [--seed 7] [--peers]

The generator's truth is read only to score. Pairs: of all pairs of platform accounts put into one
cluster, how many are one operator's (precision), and of all pairs of one operator's accounts, how
many were put together (recall). Accounts: the same for being in any cluster. B-cubed: the mean of
each account's own precision and recall. An innocent account in a cluster is always wrong.

`--peers` (needs requirements/bench.txt) runs co-sharing networks and Splink on the same cleaned
uses and with the same least size of a cluster. "best" is their threshold that scores best against
the truth, chosen anew in each scenario: more than anyone could know. Seconds are from cleaned uses
to clusters.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import duckdb
import ibis
import numpy as np
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.cosharing import Trace
from benchmarks.methods import Row, World, co_sharing, ours, splink
from cases.clusters import reading, rhythm
from cases.clusters.uses import Ints, read_uses, together
from cases.telemetry.simulation.run import Plan, simulate
from cases.telemetry.simulation.scenario import SCENARIOS as GENERATED
from cases.telemetry.simulation.scenario import Scenario

SCENARIOS = GENERATED | {"quiet": Scenario("quiet", "An ordinary platform without any campaign")}
COLUMNS = {
    "interactions": "request_id AS interaction_id, account_id AS platform_account, "
    "timestamp::TIMESTAMP AS occurred_at, ip AS address, asn, user_agent, ja4, "
    "api_key_id AS api_key, template_hash AS template, output_tokens",
    "accounts": "account_id AS platform_account, created_at::TIMESTAMP AS created_at, "
    "closed_at::TIMESTAMP AS closed_at, organization, reseller, email_domain, email_pattern, "
    "phone_hash AS phone, "
    "card_bin AS bin, signup_ip AS sign_up_address, "
    "string_split(payment_instruments, ';') AS payment_instruments, "
    "string_split(device_ids, ';') AS devices",
}
HALF_HOURS = """
SELECT platform_account, epoch(occurred_at)::BIGINT // 1800 AS slot, count(*) AS times
FROM '{}' GROUP BY ALL ORDER BY ALL
"""
HEAD = [
    "scenario", "method", "clusters", "accounts in them", "of the campaign",
    "pairs P", "pairs R", "B-cubed P", "B-cubed R", "accounts P", "accounts R", "seconds",
]  # fmt: skip


@dataclass(frozen=True)
class Read:
    """A simulated world, and the seconds that reading and cleaning it took."""

    world: World
    reading: float
    cleaning: float


def run(name: str, arguments: argparse.Namespace) -> None:
    """Simulate one scenario, read it once, and have each method look at it."""
    with tempfile.TemporaryDirectory() as folder:
        read = _read(name, arguments, Path(folder))
    methods = (ours, co_sharing, splink) if arguments.peers else (ours,)
    for method in methods:
        for row in method(read.world):
            print(_line(name, row), flush=True)
    print(
        f"{name}: read in {read.reading:.1f} s, cleaned in {read.cleaning:.1f} s", file=sys.stderr
    )


def _read(name: str, arguments: argparse.Namespace, folder: Path) -> Read:
    files = simulate(_plan(name, arguments), folder, lambda done, total: None)
    began = perf_counter()
    backend = ibis.duckdb.from_connection(duckdb.connect(config={"threads": 2}))
    tables = {kind: _canonical(backend, kind, files[kind], folder) for kind in COLUMNS}
    interactions, accounts = tables["interactions"], tables["accounts"]
    people = backend.to_pyarrow(reading.population(interactions, accounts))
    used = backend.to_pyarrow(reading.uses(interactions, accounts))
    rhythms = rhythm.uses(people, backend.to_pyarrow(reading.by_hour(interactions)))
    table = together(used, rhythms)
    read = perf_counter()
    names = people["platform_account"].to_pylist()
    firms = zip(names, people["organization"].to_pylist(), strict=True)
    uses = read_uses(table, names, {n: firm for n, firm in firms if firm})
    cleaned = perf_counter()
    world = World(
        uses,
        _half_hours(folder, uses.accounts) if arguments.peers else None,
        _truth(folder, uses.accounts),
        arguments.seed,
    )
    return Read(world, read - began, cleaned - read)


def _truth(folder: Path, accounts: list[str]) -> Ints:
    """A number for each operator, -1 for everyone else."""
    rows = pq.read_table(folder / "truth/accounts.parquet").to_pylist()
    operators = {row["platform_account"]: row["operator"] or "" for row in rows}
    numbers = {one: n for n, one in enumerate(sorted(set(operators.values()) - {""}))}
    return np.array([numbers.get(operators[n], -1) for n in accounts])


def _half_hours(folder: Path, accounts: list[str]) -> Trace:
    """In which half-hours each account was active, and how often."""
    with duckdb.connect() as database:
        rows = database.execute(HALF_HOURS.format(folder / "interactions.canonical.parquet"))
        found = rows.fetchnumpy()
    names, slots = found["platform_account"].astype(str), np.asarray(found["slot"])
    return Trace(np.searchsorted(accounts, names), slots - slots.min(), np.asarray(found["times"]))


def _plan(name: str, arguments: argparse.Namespace) -> Plan:
    scenario = SCENARIOS[name]
    campaign = arguments.campaign or round(arguments.accounts * scenario.campaign_accounts)
    campaign = campaign if scenario.operators else 0
    interactions = arguments.interactions or arguments.accounts * 60
    others = arguments.accounts - campaign
    return Plan(scenario, campaign, others, interactions, arguments.seed, has_texts=False)


def _canonical(backend: ibis.BaseBackend, kind: str, file: Path, folder: Path) -> ibis.Table:
    path = folder / f"{kind}.canonical.parquet"
    duckdb.sql(f"SELECT {COLUMNS[kind]} FROM '{file}'").write_parquet(str(path))
    return backend.read_parquet(str(path))


def _line(name: str, row: Row) -> str:
    one = row.scored
    cells = [name, row.method, f"{one.clusters:,}", f"{one.clustered:,}", f"{one.campaign:,}"]
    for precision, recall in (one.pairs, one.b_cubed, one.accounts):
        cells.append(f"{precision:.3f}" if one.clustered else "–")
        cells.append(f"{recall:.3f}" if one.campaign else "–")
    return _cells([*cells, f"{row.seconds:.2f}"])


def _cells(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=3000)
    parser.add_argument("--campaign", type=int)
    parser.add_argument("--interactions", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), action="append")
    parser.add_argument("--peers", action="store_true")
    arguments = parser.parse_args()
    print(f"{arguments.accounts:,} accounts, seed {arguments.seed}\n")
    print(_cells(HEAD), _cells(["---"] * len(HEAD)), sep="\n")
    for name in arguments.scenario or SCENARIOS:
        run(name, arguments)


if __name__ == "__main__":
    main()
