"""Co-sharing networks after Pacheco et al. 2021, "Uncovering Coordinated Networks on Social Media".

Accounts and the values of one kind of trace make a bipartite network. Each account is the vector of
its values, weighed by TF-IDF (the smoothed inverse frequency and the logarithm of counts, as in the
authors' published code); two accounts are as close as the cosine of their vectors; the closest
0.5 % of all edges stay; what is connected is coordinated. Accounts with too few values are left out
beforehand (the support filter): one who has a single value is at cosine 1 from all who share it.

Each kind of signal is a trace, and so are the half-hours in which an account was active (the
authors' fifth case). The values of ours carry no counts, so that their term frequency is 1; those
that nobody shares stay in an account's vector. A projection of more than 100 million rows is left
out, and named.
"""

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from cases.clusters.signals import KINDS
from cases.clusters.uses import Floats, Ints, Uses

PERCENTILES = (0.0, 50.0, 75.0, 90.0, 95.0, 98.0, 99.0, 99.5, 99.9)
SUPPORTS = (1, 2, 3, 5)
#: What the authors took: the closest 0.5 % of edges, among accounts of two values or more.
PUBLISHED = (2, 99.5)
MOST_ROWS = 100_000_000

PROJECTION = """
WITH kept AS (
    SELECT * FROM used QUALIFY count(*) OVER (PARTITION BY account) >= $support
), weighed AS (
    SELECT account, value, (1 + ln(times)) * (1 + ln(
        (1 + (SELECT count(DISTINCT account) FROM kept)) / (1 + count(*) OVER (PARTITION BY value))
    )) AS weight
    FROM kept
), unit AS (
    SELECT account, value, weight / sqrt(sum(weight * weight) OVER (PARTITION BY account)) AS weight
    FROM weighed
)
SELECT l.account AS a, r.account AS b, sum(l.weight * r.weight) AS similarity
FROM unit l JOIN unit r ON l.value = r.value AND l.account < r.account
GROUP BY ALL
"""


@dataclass(frozen=True)
class Trace:
    """Who showed which value how many times; one row for each account and value."""

    account: Ints
    value: Ints
    times: Ints

    @property
    def rows(self) -> float:
        """How many rows its projection has before they are added up."""
        return float((np.bincount(self.value).astype(float) ** 2).sum() / 2)


@dataclass(frozen=True)
class Projection:
    """The edges between accounts that one trace makes, with their weights."""

    a: Ints
    b: Ints
    similarity: Floats

    def from_percentile(self, percentile: float) -> tuple[Ints, Ints]:
        if not len(self.a):
            return self.a, self.b
        # Weights that are equal but for rounding are one weight.
        kept = self.similarity >= np.percentile(self.similarity, percentile) - 1e-9
        return self.a[kept], self.b[kept]


def traces(uses: Uses, half_hours: Trace | None) -> tuple[dict[str, Trace], list[str]]:
    """One trace for each kind of signal and one of active half-hours; and those too large."""
    made = {"half-hours": half_hours} if half_hours else {}
    row_kinds = uses.kind[uses.value]
    for place, kind in enumerate(KINDS):
        rows = row_kinds == place
        if rows.any():
            value = uses.value[rows]
            made[kind] = Trace(uses.account[rows], value, np.ones_like(value))
    too_large = [name for name, trace in made.items() if trace.rows > MOST_ROWS]
    return {name: trace for name, trace in made.items() if name not in too_large}, too_large


def projected(trace: Trace, support: int, firm: Ints) -> Projection:
    """Accounts of one declared organisation are no edge: each method is told as much."""
    database = duckdb.connect(config={"threads": 2})
    columns = {"account": trace.account, "value": trace.value, "times": trace.times}
    database.register("used", pa.table(columns))
    found = database.execute(PROJECTION, {"support": support}).fetchnumpy()
    a, b = np.asarray(found["a"]), np.asarray(found["b"])
    other = (firm[a] < 0) | (firm[a] != firm[b])
    return Projection(a[other], b[other], np.asarray(found["similarity"])[other])
