"""Every telemetry query on a real Spark cluster of two workers, against DuckDB: row for row.

Run by CI after `scripts/install spark`; without the extra, or without Java, there is no cluster.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from django.test import override_settings
from ibis.expr.types import Table

from accounts.models import User
from cases.clusters import reading
from cases.core.models import Case
from cases.exhibits import services as exhibits
from cases.jobs import worker
from cases.samples import frame
from cases.samples.draw import allocate
from cases.telemetry import engine, services
from cases.telemetry.canonical import canonicalize
from cases.telemetry.formats import look
from cases.telemetry.mapping import guess
from cases.telemetry.models import Import
from cases.telemetry.queries import QUERIES
from cases.telemetry.schema import Kind
from cases.telemetry.simulation.run import Plan, simulate
from cases.telemetry.simulation.scenario import SCENARIOS
from cases.telemetry.typed import Input

pytestmark = [
    pytest.mark.spark,
    # pyspark leaves its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
if not shutil.which("java"):
    pytest.skip("Spark needs Java", allow_module_level=True)

CLUSTER = {
    "ENGINE": "spark",
    "SPARK_MASTER": "local-cluster[2,1,1024]",
    "SPARK_OPTIONS": {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "4",
    },
}
Files = dict[Kind, list[str]]
SEED = "a seed that was committed to"
#: What a simulation has none of: hours around midnight and a change of the clocks, names beyond
#: ASCII and beyond the BMP, empty and missing values, a template of quotes.
HEADER = (
    "request_id,account_id,timestamp,model,capability,output_tokens,input_tokens,ip,refused,"
    "template_hash,prompt,output\n"
)
AWKWARD = (
    HEADER
    + '''1,Ünder,2026-03-28T23:59:59.999999Z,m1,writing,10,1,192.0.2.1,false,"it's ""so""",p,o
2,Ünder,2026-03-29T00:00:00Z,m1,,20,2,192.0.2.1,true,,p,o
3,𝔟,2026-03-29T02:30:00+02:00,m2,grading,,3,192.0.2.1,,,,o
4,𝔟,2026-03-29T03:00:00+02:00,m2,Grading,9007199254740993,4,2001:db8::1,false,,p,
5,Zed,2026-03-29T12:00:00Z,,grading,50,5,,,,p,o
6,zed,2026-03-29T12:00:00Z,m1,writing,60,6,192.0.2.3,false,,p,o
'''
)


@dataclass
class Engine:
    """One engine with the same telemetry open in it."""

    settings: dict[str, Any]
    backend: Any
    interactions: Table
    accounts: Table

    def answer(self, query: Table) -> list[dict[str, Any]]:
        with override_settings(**self.settings):
            rows: list[dict[str, Any]] = engine.answer(self.backend, query).to_pylist()
        return rows


def _canonical(kind: Kind, sources: list[Path], folder: Path) -> list[str]:
    seen = look(sources[0], sources[0].name)
    mapping, _ = guess(kind, seen.columns, seen.rows)
    files = [Input(source, source.name, "ab" * 32) for source in sources]
    folder.mkdir()
    with engine.connected(folder) as database:
        outcome = canonicalize(database, kind, mapping, files, folder, lambda *_: None)
    return [str(path) for path in outcome.kept]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("spark")
    plan = Plan(SCENARIOS["hydra"], 40, 160, 5_000, seed=7, days=20)
    simulated = simulate(plan, folder / "simulated", lambda *_: None)
    awkward = folder / "awkward.csv"
    awkward.write_text(AWKWARD)
    return {
        Kind.INTERACTIONS: _canonical(
            Kind.INTERACTIONS, [simulated["interactions"], awkward], folder / "i"
        ),
        Kind.ACCOUNTS: _canonical(Kind.ACCOUNTS, [simulated["accounts"]], folder / "a"),
    }


@contextmanager
def _opened(files: Files, folder: Path, settings: dict[str, Any]) -> Iterator[Engine]:
    with override_settings(**settings), engine.queried(folder) as backend:
        yield Engine(
            settings,
            backend,
            engine.table(backend, files[Kind.INTERACTIONS], "interactions"),
            engine.table(backend, files[Kind.ACCOUNTS], "accounts"),
        )


@pytest.fixture(scope="module")
def duckdb(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with _opened(files, tmp_path_factory.mktemp("duckdb"), {"ENGINE": "duckdb"}) as opened:
        yield opened


@pytest.fixture(scope="module")
def spark(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with _opened(files, tmp_path_factory.mktemp("cluster"), CLUSTER) as opened:
        yield opened


def test_the_cluster_has_two_workers(spark: Engine) -> None:
    context = spark.backend._session.sparkContext

    executors = context._jsc.sc().statusTracker().getExecutorInfos()

    assert len(executors) == 3, "the driver and two workers"


def test_it_spills_to_a_folder_that_no_other_process_sweeps(spark: Engine) -> None:
    driver = spark.backend._session.sparkContext._jsc.sc().env()

    [spills] = driver.blockManager().diskBlockManager().localDirsString()

    [workshop] = [up for up in Path(spills).parents if up.name.startswith(engine.WORKSHOP)]
    with engine._locked(workshop) as is_nobodys:
        assert not is_nobodys


@pytest.mark.parametrize("name", QUERIES)
def test_query_answers_the_same_on_both(name: str, spark: Engine, duckdb: Engine) -> None:
    def ask(one: Engine) -> list[dict[str, Any]]:
        reads = one.accounts if name == "telemetry.accounts" else one.interactions
        return one.answer(QUERIES[name].build(reads))

    answer = ask(spark)

    assert answer == ask(duckdb)
    assert answer


def test_linker_reads_the_same_on_both(spark: Engine, duckdb: Engine) -> None:
    def read(one: Engine) -> list[list[dict[str, Any]]]:
        members = ibis.memtable(pa.table({"account": ["Zed", "zed"], "cluster": [0, 1]}))
        tables = [
            reading.uses(one.interactions, one.accounts),
            reading.population(one.interactions, one.accounts),
            reading.by_hour(one.interactions),
            reading.by_day(one.interactions, members),
            reading.by_slot(one.interactions, members),
            reading.by_account_day(one.interactions, members),
        ]
        return [sorted(one.answer(table), key=str) for table in tables]

    found = read(spark)

    assert found == read(duckdb)
    assert all(found)


@pytest.mark.parametrize("strata", [[], ["day", "model", "cluster", "volume"], ["capability"]])
def test_a_seed_draws_the_same_samples_on_both(
    strata: list[str], spark: Engine, duckdb: Engine
) -> None:
    def draw(one: Engine) -> tuple[Any, ...]:
        framed = frame.frame(one.interactions, strata, [], {"Zed": "K-1", "zed": "K-2"})
        counts = {row["stratum"]: row["frame"] for row in one.answer(frame.counts(framed))}
        drawn = one.answer(frame.drawn(framed, SEED, allocate(counts, 300)))
        return counts, one.answer(frame.ids(framed)), drawn

    found = draw(spark)

    assert found == draw(duckdb)
    assert len(found[2]) >= 300


@pytest.mark.django_db
def test_figure_measured_by_duckdb_is_found_again_by_spark(
    case: Case, analyst: User, settings: Any, tmp_path: Path
) -> None:
    settings.STORAGES = settings.STORAGES | {
        "objects": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    exhibit = exhibits.receive_exhibit(
        case=case, file=BytesIO(AWKWARD.encode()), name="log.csv", how="Handed over.", by=analyst
    )
    asked = services.request_import(case=case, kind="interactions", exhibits=[exhibit], by=analyst)
    worker.do(asked.job.pk)
    worker.do(services.confirm_mapping(telemetry_import=asked, by=analyst).job.pk)
    assert Import.objects.get(pk=asked.pk).state == "ready"
    figure = case.figures.get(key="output-tokens")
    assert figure.engine == "DuckDB"

    for name, value in CLUSTER.items():
        setattr(settings, name, value)
    worker.do(services.run_figure_again(figure=figure, by=analyst).pk)

    run = figure.runs.get()
    assert (run.is_same, run.found) == (True, figure.value)
    assert run.engine.startswith("Spark 4")

    counted = list(case.roll_ups.get(query="telemetry.by_hour").activities.values_list("at"))
    worker.do(services.measure_figures(case=case, by=analyst).pk)
    by_hour = case.roll_ups.get(query="telemetry.by_hour")
    assert (by_hour.engine[:5], list(by_hour.activities.values_list("at"))) == ("Spark", counted)
