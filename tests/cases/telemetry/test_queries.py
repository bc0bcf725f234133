"""Each query against plain SQL that says the same in other words."""

from collections.abc import Iterator

import ibis
import pytest
from ibis.backends.duckdb import Backend

from cases.telemetry import queries
from cases.telemetry.canonical import Outcome
from cases.telemetry.schema import Kind

SQL = {
    "totals": """SELECT count(*), count(DISTINCT platform_account), sum(input_tokens)::BIGINT,
      sum(output_tokens)::BIGINT, sum(is_refused::INT)::BIGINT, min(occurred_at), max(occurred_at)
      FROM log""",
    "by_hour": """SELECT date_trunc('hour', occurred_at), '', count(*),
      count(DISTINCT platform_account), sum(input_tokens)::BIGINT, sum(output_tokens)::BIGINT,
      coalesce(sum(is_refused::INT), 0)::BIGINT FROM log GROUP BY 1, 2 ORDER BY 1""",
    "by_day": """SELECT occurred_at::DATE::TIMESTAMP, '', count(*),
      count(DISTINCT platform_account), sum(input_tokens)::BIGINT, sum(output_tokens)::BIGINT,
      coalesce(sum(is_refused::INT), 0)::BIGINT FROM log GROUP BY 1, 2 ORDER BY 1""",
    "by_capability": """SELECT occurred_at::DATE::TIMESTAMP, coalesce(capability, 'not labelled'),
      count(*), count(DISTINCT platform_account), sum(input_tokens)::BIGINT,
      sum(output_tokens)::BIGINT, coalesce(sum(is_refused::INT), 0)::BIGINT
      FROM log GROUP BY 1, 2 ORDER BY 1, 2""",
    "by_model": """SELECT occurred_at::DATE::TIMESTAMP, coalesce(model, 'not recorded'),
      count(*), count(DISTINCT platform_account), sum(input_tokens)::BIGINT,
      sum(output_tokens)::BIGINT, coalesce(sum(is_refused::INT), 0)::BIGINT
      FROM log GROUP BY 1, 2 ORDER BY 1, 2""",
    "by_account": """SELECT platform_account, count(*), sum(input_tokens)::BIGINT,
      sum(output_tokens)::BIGINT, coalesce(sum(is_refused::INT), 0)::BIGINT,
      count(DISTINCT occurred_at::DATE), min(occurred_at), max(occurred_at)
      FROM log GROUP BY 1 ORDER BY 1""",
    "account_days": """SELECT occurred_at::DATE::TIMESTAMP, platform_account, count(*),
      coalesce(sum(input_tokens), 0)::BIGINT, coalesce(sum(output_tokens), 0)::BIGINT,
      coalesce(sum(is_refused::INT), 0)::BIGINT, min(occurred_at), max(occurred_at)
      FROM log GROUP BY 1, 2 ORDER BY 1, 2""",
    "volume": """SELECT floor(log2(n))::BIGINT, count(*), sum(n)::BIGINT FROM
      (SELECT count(*) AS n FROM log GROUP BY platform_account) GROUP BY 1 ORDER BY 1""",
}
ROWS = """id,account,ts,model,capability,output_tokens,input_tokens,ip,refused
1,a,2026-06-05T23:59:59Z,m1,writing,10,1,192.0.2.1,false
2,a,2026-06-06T00:00:00Z,m1,,20,2,192.0.2.1,true
3,b,2026-06-06T00:30:00Z,m2,grading,30,3,192.0.2.1,false
4,b,2026-06-06T01:00:00+02:00,m2,grading,40,4,192.0.2.2,false
5,b,2026-06-07T12:00:00Z,,grading,50,5,,
6,c,2026-06-07T12:00:00Z,m1,writing,60,6,192.0.2.3,false
"""
ACCOUNTS = """account,created_at,closed_at,payment_instruments,device_ids,email_domain,email_pattern
a,2026-06-01T10:00:30Z,,p1;p2,d1,x.example,first.last
b,2026-06-01T10:00:50Z,2026-06-08T00:00:00Z,p1,,x.example,nickname
c,,,,,,
"""


@pytest.fixture
def backend(database) -> Backend:
    return ibis.duckdb.from_connection(database)


@pytest.fixture
def log(import_file, backend: Backend) -> Iterator[ibis.Table]:
    outcome: Outcome = import_file(ROWS)
    return backend.read_parquet(outcome.kept, table_name="log")


@pytest.mark.parametrize("name", SQL)
def test_query_answers_as_plain_sql_does(name: str, log, backend: Backend, database) -> None:
    query = queries.QUERIES[f"telemetry.{name}"]

    answer = [tuple(row.values()) for row in backend.to_pyarrow(query.build(log)).to_pylist()]

    assert answer == database.execute(SQL[name]).fetchall()
    assert answer


def test_listed_accounts_are_counted_once(import_file, backend: Backend) -> None:
    outcome = import_file(ACCOUNTS, kind=Kind.ACCOUNTS)
    accounts = backend.read_parquet(outcome.kept)

    [row] = backend.to_pyarrow(queries.listed_accounts(accounts)).to_pylist()

    assert row["listed_accounts"] == 3


def test_every_query_says_what_it_means() -> None:
    assert all(query.meaning.endswith(".") and query.version for query in queries.QUERIES.values())


@pytest.mark.parametrize("name", ["totals", "by_account", "volume"])
def test_counts_added_up_from_days_are_those_of_all_rows(name: str, log, backend: Backend) -> None:
    days = ibis.memtable(backend.to_pyarrow(queries.account_days(log)))

    added_up = backend.to_pyarrow(getattr(queries, f"{name}_of_days")(days))

    assert added_up == backend.to_pyarrow(getattr(queries, name)(log))
