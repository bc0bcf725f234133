"""Splink on the same uses: probabilistic record linkage, one record for each platform account.

A comparison asks whether two accounts' arrays of values meet; address and network are two levels of
one comparison, since they are not independent. Values that a single account uses stay in the
arrays: that two accounts differ is evidence, and without it training runs to m = 0, which Splink 5
refuses. Only to bring pairs together (blocking) are values of more than 50 accounts left out, as
our link makers are capped: without that the pairs would explode.

u is estimated by random sampling, m by expectation maximisation on pairs brought together by a
shared card, device and address in turn, and the prior from pairs that share two of these. A step is
left out where there is no such pair; Splink's own default then stands.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import duckdb
import numpy as np
import pyarrow as pa
import splink.comparison_level_library as levels
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from cases.clusters.signals import KINDS
from cases.clusters.uses import Floats, Ints, Uses

CAP = 50
BLOCKED = ("instrument", "device", "address", "phone", "api_key")
TRAINED_ON = BLOCKED[:3]
COMPARED = ("instrument", "device", "phone", "api_key", "email_domain", "client", "template")
COMPARED += ("signup", "reseller")
USUAL = 0.95
#: Match weights tried as a threshold: log2 of the odds, from far below even to far above.
WEIGHTS = range(-30, 41)


@dataclass(frozen=True)
class Predicted:
    """Pairs of accounts with the match weight that Splink gives them."""

    a: Ints
    b: Ints
    weight: Floats

    def at(self, weight: float) -> tuple[Ints, Ints]:
        kept = self.weight >= weight
        return self.a[kept], self.b[kept]


def predict(uses: Uses, seed: int) -> Predicted:
    """Train on the uses, and score every pair that a shared value brings together."""
    records = _records(uses)
    rare = [f"{kind}_rare" for kind in BLOCKED if f"{kind}_rare" in records.column_names]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.ArrayIntersectAtSizes(kind, 1)
            for kind in COMPARED
            if kind in records.column_names
        ]
        + [_network()],
        blocking_rules_to_generate_predictions=[
            block_on(kind, arrays_to_explode=[kind]) for kind in rare
        ],
        retain_matching_columns=False,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        database = DuckDBAPI(duckdb.connect(config={"threads": 2}))
        linker = Linker(database.register(records), settings, log_level="ERROR")
        _train(linker, records, rare, seed)
        found = linker.inference.predict(threshold_match_weight=None).as_pandas_dataframe()
    a, b = (np.asarray(found[f"unique_id_{side}"], dtype=np.int64) for side in "lr")
    firm = uses.organization  # each method is told who openly belongs together
    other = (firm[a] < 0) | (firm[a] != firm[b])
    return Predicted(a[other], b[other], np.asarray(found["match_weight"], dtype=float)[other])


def _network() -> compare.CustomComparison:
    return compare.CustomComparison(
        output_column_name="network",
        comparison_levels=[
            levels.NullLevel("address"),
            levels.ArrayIntersectLevel("address", 1),
            levels.ArrayIntersectLevel("prefix", 1),
            levels.ElseLevel(),
        ],
    )


def _train(linker: Linker, records: pa.Table, rare: list[str], seed: int) -> None:
    """Splink trains on no exploded array: the first value stands for all."""
    firsts = [f"{kind}[1]" for kind in rare]
    both = [pair for pair in combinations(firsts, 2) if _has_pairs(records, pair)]
    training = linker.training
    if both:
        rules = [block_on(*pair) for pair in both]
        training.estimate_probability_two_random_records_match(rules, recall=0.5)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=seed)
    for first in firsts[: len(TRAINED_ON)]:
        if _has_pairs(records, (first,)):
            training.estimate_parameters_using_expectation_maximisation(block_on(first))


def _has_pairs(records: pa.Table, columns: tuple[str, ...]) -> bool:
    """Whether two records agree in all of these."""
    known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    sql = f"SELECT 1 FROM records WHERE {known} GROUP BY {', '.join(columns)} HAVING count(*) > 1"
    with duckdb.connect() as database:
        database.register("records", records)
        return database.execute(sql).fetchone() is not None


def _records(uses: Uses) -> pa.Table:
    """One row an account; an account with no value of a kind has none, not an empty array."""
    columns: dict[str, list[int] | list[list[str] | None]]
    columns = {"unique_id": list(range(uses.population))}
    degrees = uses.degrees()[uses.value]
    for name, kind, most in _columns(uses.population):
        rows = (uses.kind[uses.value] == list(KINDS).index(kind)) & (degrees <= most)
        held: list[list[str] | None] = [None] * uses.population
        for account, value in zip(uses.account[rows], uses.value[rows], strict=True):
            held[account] = [*(held[account] or []), str(value)]
        if rows.any() or kind in {"address", "prefix"}:
            columns[name] = held
    return pa.table(columns)


def _columns(population: int) -> Iterator[tuple[str, str, int]]:
    """Each column with its kind of signal and the most accounts that may use its values."""
    for kind in (*COMPARED, "address", "prefix"):
        yield kind, kind, population
    for kind in BLOCKED:
        yield f"{kind}_rare", kind, CAP
