"""Files are read in parts; what was finished is taken over, unless what it rests on changed."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.files.storage import storages
from duckdb import DuckDBPyConnection

from accounts.models import User
from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.jobs import lease, worker
from cases.jobs.run import Run
from cases.telemetry import ingest, keeping, parts, services
from cases.telemetry.canonical import Done, Outcome, Part, canonicalize
from cases.telemetry.formats import look
from cases.telemetry.mapping import guess
from cases.telemetry.models import Import
from cases.telemetry.schema import Kind
from cases.telemetry.typed import Input

ROWS = 42_000
LONG = "x" * 1_000
LOG = "id,account,ts\n1,a,2026-06-05\n2,a,2026-06-06\n"


def _csv() -> bytes:
    """Some blocks of rows, with misshapen, repeated, refused and empty ones in all of them."""
    lines = ["id,account,ts,prompt"]
    for number in range(ROWS):
        lines.append(f"{number},a{number % 7},2026-06-{1 + number % 5:02},{LONG}")
        if number % 4_000 == 0:
            lines += [f"{number},misshapen", f"x{number},,2026-06-01,p", ""]
            lines += [lines[-4], f"{number},other,2026-06-01,{LONG}"]
    return "\n".join(lines).encode()


def _jsonl() -> bytes:
    rows = (
        f'{{"id": {number % 39_000}, "account": "a", "ts": "2026-06-05", "prompt": "{LONG}"}}'
        for number in range(ROWS)
    )
    return "\n\n".join(rows).encode()


def _parquet() -> bytes:
    ids = [number % 50 for number in range(64)]
    out = BytesIO()
    pq.write_table(pa.table({"id": ids, "account": ["a"] * 64, "ts": ["2026-06-05"] * 64}), out)
    return out.getvalue()


def _read(database: DuckDBPyConnection, path: Path, folder: Path, done: Done) -> Outcome:
    seen = look(path, "log")
    mapping, _ = guess(Kind.INTERACTIONS, seen.columns, seen.rows)
    folder.mkdir()
    return canonicalize(
        database,
        Kind.INTERACTIONS,
        mapping,
        [Input(path, "log", "ab" * 32)],
        folder,
        lambda *_: None,
        part_rows=10,
        done=done,
    )


def _rows(paths: list[Path]) -> list[dict[str, Any]]:
    return [row for path in paths for row in pq.read_table(path).to_pylist()]


@pytest.mark.parametrize("content", [_csv, _jsonl, _parquet])
def test_going_on_after_any_part_ends_as_reading_all_at_once(
    content: Callable[[], bytes], database: DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content())
    finished: list[Part] = []

    def note(part: Part) -> Part:
        finished.append(part)
        return part

    whole = _read(database, path, tmp_path / "whole", Done(part_is_done=note))

    assert len(finished) >= 3
    assert whole.total.duplicate
    assert all(counts.add_up for counts in whole.files)
    for number in range(1, len(finished) + 1):
        again = _read(database, path, tmp_path / f"{number}", Done(finished[:number]))
        assert again.files == whole.files
        assert _rows([again.refused]) == _rows([whole.refused])
        assert _rows(again.kept) == _rows(whole.kept)


@pytest.fixture(params=["FileSystemStorage", "InMemoryStorage"])
def any_store(request: pytest.FixtureRequest, settings: Any) -> None:
    """Once with a store that is a folder, and once with one that isn't, as S3 is not."""
    if request.param == "InMemoryStorage":
        backend = f"django.core.files.storage.{request.param}"
        settings.STORAGES = settings.STORAGES | {"objects": {"BACKEND": backend}}


@pytest.fixture
def confirmed(case: Case, analyst: User, receive: Callable[..., Exhibit]) -> Import:
    """An import of two files whose job a worker has taken up."""
    files = [receive("one.csv", LOG), receive("two.csv", LOG.replace("\n1,", "\n3,"))]
    asked = services.request_import(case=case, kind="interactions", exhibits=files, by=analyst)
    worker.do(asked.job.pk)
    return services.confirm_mapping(telemetry_import=asked, by=analyst)


def _begin(confirmed: Import, bench: parts.Bench, folder: Path) -> Outcome:
    folder.mkdir()
    with ingest._inputs(confirmed) as inputs, ingest._earlier(confirmed) as earlier:
        return ingest._canonical(bench.run, confirmed, inputs, folder, done=bench.done(), **earlier)


def test_finished_parts_are_taken_over_from_any_store(
    any_store: None, confirmed: Import, tmp_path: Path
) -> None:
    run = Run(lease.claim("one", confirmed.job.pk))
    with parts.bench(run, confirmed) as bench:
        before = _begin(confirmed, bench, tmp_path / "before")

    with parts.bench(run, confirmed) as bench:
        done = bench.done()
        assert [part.counts.read for part in done.parts] == [2, 2]
        assert list(done.days) == ["2026-06-05", "2026-06-06"]
        after = _begin(confirmed, bench, tmp_path / "after")
        assert keeping.keep(bench, after)
    parts.clear(confirmed)

    assert after.files == before.files
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.kept_count, confirmed.duplicate_count) == ("ready", 3, 1)
    assert storages["objects"].listdir("unfinished")[1] == []


def test_a_part_whose_file_is_lost_is_read_again_with_what_follows(
    confirmed: Import, tmp_path: Path
) -> None:
    run = Run(lease.claim("one", confirmed.job.pk))
    with parts.bench(run, confirmed) as bench:
        _begin(confirmed, bench, tmp_path / "before")
        bench.done().parts[0].kept.unlink()

    with parts.bench(run, confirmed) as bench:
        done = bench.done()

    assert [part.place for part in done.parts] == [1]
    assert not done.days


def test_nothing_is_taken_over_where_another_import_became_ready(
    case: Case, confirmed: Import, imported: Callable[..., Import], tmp_path: Path
) -> None:
    run = Run(lease.claim("one", confirmed.job.pk))
    with parts.bench(run, confirmed) as bench:
        outcome = _begin(confirmed, bench, tmp_path / "before")
        imported(LOG.replace("\n1,", "\n9,"))

        assert not keeping.keep(bench, outcome)

    with parts.bench(run, confirmed) as bench:
        assert not bench.done().parts
    counts = ingest.bring_in(run, confirmed)
    assert counts == {"read": 4, "kept": 2, "refused": 0, "duplicate": 2}
