from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from cases.telemetry.canonical import Outcome, canonicalize
from cases.telemetry.formats import look
from cases.telemetry.mapping import Mapping, guess
from cases.telemetry.schema import Kind
from cases.telemetry.typed import Input


@pytest.fixture
def database() -> Iterator[DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


@pytest.fixture
def import_file(tmp_path: Path, database: DuckDBPyConnection) -> Callable[..., Outcome]:
    """`import_file(content)` runs one text or binary file through the whole import."""

    def run(
        content: str | bytes,
        mapping: Mapping | None = None,
        kind: Kind = Kind.INTERACTIONS,
        earlier: tuple[Path, ...] = (),
        zone: str = "UTC",
    ) -> Outcome:
        folder = tmp_path / f"run-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        path = folder / "file"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        seen = look(path, "log.csv")
        guessed, _ = guess(kind, seen.columns, seen.rows)
        return canonicalize(
            database,
            kind,
            mapping or Mapping(guessed.columns, zone),
            [Input(path, "log.csv", "ab" * 32)],
            folder,
            lambda done, total, unit: None,
            earlier=earlier,
        )

    return run
