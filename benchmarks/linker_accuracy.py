"""How well the linker finds what the generator hid, scenario by scenario.

    python benchmarks/linker_accuracy.py [--accounts 2000] [--campaign 400] [--seed 7]

The generator's truth is read only to score. Pairs: of all pairs of platform accounts put into one
cluster, how many are one operator's (precision), and of all pairs of one operator's accounts, how
many were put together (recall). Accounts: the same for being in any cluster. B-cubed: the mean of
each account's own precision and recall. An innocent account in a cluster is always wrong.
"""

import argparse
import resource
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

from cases.clusters import reading
from cases.clusters.linker import Parameters, link
from cases.clusters.uses import Ints, read_uses
from cases.telemetry.simulation.run import Plan, simulate
from cases.telemetry.simulation.scenario import SCENARIOS

COLUMNS = {
    "interactions": "request_id AS interaction_id, account_id AS platform_account, "
    "timestamp::TIMESTAMP AS occurred_at, ip AS address, asn, user_agent, ja4, "
    "api_key_id AS api_key, template_hash AS template, output_tokens",
    "accounts": "account_id AS platform_account, created_at::TIMESTAMP AS created_at, "
    "closed_at::TIMESTAMP AS closed_at, organization, reseller, email_domain, phone_hash AS phone, "
    "card_bin AS bin, signup_ip AS sign_up_address, "
    "string_split(payment_instruments, ';') AS payment_instruments, "
    "string_split(device_ids, ';') AS devices",
}


@dataclass(frozen=True)
class Score:
    pairs: tuple[float, float]
    b_cubed: tuple[float, float]
    accounts: tuple[float, float]


def score(found: Ints, truth: Ints) -> Score:
    """Compare cluster numbers with operator numbers; -1 stands for none in both."""
    joint = (found >= 0) & (truth >= 0)
    both = found * (truth.max() + 2) + truth
    right = _pairs(both[joint])
    pairs = (right / max(1, _pairs(found[found >= 0])), right / max(1, _pairs(truth[truth >= 0])))
    mates = _sizes(both)[joint]
    b_cubed = (
        float((mates / _sizes(found)[joint]).sum() / max(1, (found >= 0).sum())),
        float((mates / _sizes(truth)[joint]).sum() / max(1, (truth >= 0).sum())),
    )
    accounts = (joint.sum() / max(1, (found >= 0).sum()), joint.sum() / max(1, (truth >= 0).sum()))
    return Score(pairs, b_cubed, accounts)


def _pairs(labels: Ints) -> float:
    _, counts = np.unique(labels, return_counts=True)
    return float((counts * (counts - 1) // 2).sum())


def _sizes(labels: Ints) -> Ints:
    """For each account, how many have its label."""
    _, place, counts = np.unique(labels, return_inverse=True, return_counts=True)
    return counts[place]


def run(name: str, arguments: argparse.Namespace) -> str:
    scenario = SCENARIOS[name]
    campaign = arguments.campaign or round(arguments.accounts * scenario.campaign_accounts)
    campaign = campaign if scenario.operators else 0
    plan = Plan(
        scenario,
        campaign,
        arguments.accounts - campaign,
        arguments.interactions or arguments.accounts * 60,
        arguments.seed,
        has_texts=False,
    )
    with tempfile.TemporaryDirectory() as folder:
        files = simulate(plan, Path(folder), lambda done, total: None)
        began = perf_counter()
        backend = ibis.duckdb.from_connection(duckdb.connect(config={"threads": 2}))
        tables = {kind: _canonical(backend, kind, files[kind], Path(folder)) for kind in COLUMNS}
        uses = backend.to_pyarrow(reading.uses(tables["interactions"], tables["accounts"]))
        people = backend.to_pyarrow(tables["accounts"].select("platform_account", "organization"))
        read = perf_counter() - began
        truth = pq.read_table(Path(folder) / "truth/accounts.parquet").to_pylist()
    began = perf_counter()
    names = people["platform_account"].to_pylist()
    firms = zip(names, people["organization"].to_pylist(), strict=True)
    known = read_uses(uses, names, {n: firm for n, firm in firms if firm})
    result = link(known, Parameters(seed=arguments.seed))
    linked = perf_counter() - began
    found = np.full(known.population, -1)
    for number, cluster in enumerate(result.clusters):
        found[cluster.members] = number
    operators = {row["platform_account"]: row["operator"] or "" for row in truth}
    numbers = {one: n for n, one in enumerate(sorted(set(operators.values()) - {""}))}
    real = np.array([numbers.get(operators[n], -1) for n in known.accounts])
    return _line(name, score(found, real), found, real, read, linked)


def _canonical(backend: ibis.BaseBackend, kind: str, file: Path, folder: Path) -> ibis.Table:
    path = folder / f"{kind}.canonical.parquet"
    backend.con.execute(f"COPY (SELECT {COLUMNS[kind]} FROM read_parquet('{file}')) TO '{path}'")
    return backend.read_parquet(str(path))


def _line(name: str, scored: Score, found: Ints, real: Ints, read: float, linked: float) -> str:
    cells = [name.ljust(14), f"{found.max() + 1:8,}", f"{(found >= 0).sum():9,}"]
    cells.append(f"{(real >= 0).sum():9,}")
    for precision, recall in (scored.pairs, scored.b_cubed, scored.accounts):
        precise = f"{precision:6.3f}" if (found >= 0).any() else "     –"
        cells.append(f"{precise} {recall:6.3f}" if (real >= 0).any() else f"{precise}      –")
    return "  ".join([*cells, f"{read:6.1f}", f"{linked:6.1f}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", type=int, default=2_000)
    parser.add_argument("--campaign", type=int)
    parser.add_argument("--interactions", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), action="append")
    arguments = parser.parse_args()
    print(
        "                clusters  clustered  campaign   pairs P/R      B-cubed P/R    accounts P/R"
        "   read s  link s"
    )
    for name in arguments.scenario or SCENARIOS:
        print(run(name, arguments), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"peak memory {peak:.1f} GB; {arguments.accounts:,} accounts, seed {arguments.seed}")


if __name__ == "__main__":
    main()
