from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from accounts.models import User
from cases.core.models import Case
from cases.exhibits import services as exhibits
from cases.exhibits.models import Exhibit
from cases.jobs import worker
from cases.telemetry import services
from cases.telemetry.canonical import Outcome, canonicalize
from cases.telemetry.formats import look
from cases.telemetry.mapping import Mapping, guess
from cases.telemetry.models import Import
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
            named_after=frozenset({"ab" * 32}) if earlier else frozenset(),
        )

    return run


@pytest.fixture(autouse=True)
def _objects_on_disk(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The engine reads files: the object store of these tests is a folder."""
    place = {"location": tmp_path_factory.mktemp("objects")}
    settings.STORAGES = settings.STORAGES | {
        "objects": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": place,
        }
    }


@pytest.fixture
def receive(case: Case, analyst: User) -> Callable[..., Exhibit]:
    """`receive("log.csv", text)` takes a file into the case."""

    def take(name: str, content: str | bytes) -> Exhibit:
        raw = content.encode() if isinstance(content, str) else content
        return exhibits.receive_exhibit(
            case=case, file=BytesIO(raw), name=name, how="Handed over for the test.", by=analyst
        )

    return take


@pytest.fixture
def imported(case: Case, analyst: User, receive: Callable[..., Exhibit]) -> Callable[..., Import]:
    """`imported(text)` runs a file through every step of an import, as its jobs would."""

    def run(content: str | bytes, name: str = "log.csv", kind: str = "interactions") -> Import:
        asked = services.request_import(
            case=case, kind=kind, exhibits=[receive(name, content)], by=analyst
        )
        worker.do(asked.job.pk)
        confirmed = services.confirm_mapping(telemetry_import=asked, by=analyst)
        worker.do(confirmed.job.pk)
        return Import.objects.get(pk=asked.pk)

    return run
