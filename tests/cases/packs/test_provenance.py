"""Where everything came from, as read by RO-Crate's and PROV's own tools."""

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from accounts.models import User
from cases.core.models import Case
from cases.exhibits import store
from cases.exhibits.models import DerivedFile, Exhibit
from cases.packs.audience import Audience
from tests.cases.packs.conftest import make_pack, unpack
from tests.cases.reports import judges
from tests.factories.telemetry import FigureFactory

OUTSIDE = Path(__file__).parent / "outside"
DERIVED = "derived/telemetry.interactions-{}.parquet"
GONE = "cd" * 32
#: What the standards recommend and a pack leaves out: it holds no address of anything on the web.
NO_ADDRESS = ("url", "URL", "absolute URI", "affiliation")


@pytest.fixture
def derived(full: Case, exhibit: Exhibit) -> DerivedFile:
    """A table made from the exhibit, and a figure counted from it and from a file that is gone."""
    stored = store.put(BytesIO(b"PAR1"))
    FigureFactory.create(case=full, key="interactions", derived_from=[exhibit.sha256, GONE])
    return DerivedFile.objects.create(
        case=full,
        kind="telemetry.interactions",
        sha256=stored.sha256,
        size=stored.size,
        made_from=[exhibit.sha256],
        query="telemetry.canonical",
        query_version="3",
        parameters={"zone": "UTC", "mapping": {"at": "Zeit"}},
        engine="DuckDB 1.4",
    )


def crate(folder: Path, profile: str = "process-run-crate-0.5") -> dict[str, Any]:
    """What rocrate reads in the folder, and what roc-validator has against it."""
    done = judges.run("python", str(OUTSIDE / "crate.py"), str(folder), profile)
    assert done.returncode == 0, done.stderr.decode()
    return dict(json.loads(done.stdout))


def prov(folder: Path) -> dict[str, Any]:
    """What the package prov reads."""
    content = (folder / "data/provenance/prov.json").read_bytes()
    return dict(judges.outside(OUTSIDE / "provjson.py", content))


def serious(found: dict[str, Any]) -> list[str]:
    """What is against the crate, but for the addresses that it leaves out."""
    return [
        message
        for severity, message in found["against"]
        if severity == "REQUIRED" or not any(word in message for word in NO_ADDRESS)
    ]


def digests(folder: Path) -> dict[str, str]:
    """Every file below data/ but the metadata file itself, with its true digest."""
    return {
        path.relative_to(folder / "data").as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in (folder / "data").rglob("*")
        if path.is_file() and path.name != "ro-crate-metadata.json"
    }


def test_an_ro_crate_reader_sees_every_file_and_how_it_was_made(
    full: Case, exhibit: Exhibit, derived: DerivedFile, legal: User, tmp_path: Path
) -> None:
    pack = make_pack(full, legal)
    assert pack.built_at, pack.job.error
    folder = unpack(pack, tmp_path)

    found = crate(folder / "data")

    assert serious(found) == []
    assert found["read"]["name"] == f"Evidence pack {pack} of case {full.reference}"
    read = {unquote(name): digest for name, digest in found["read"]["files"].items()}
    assert read == digests(folder)
    actions = {action["name"]: action for action in found["read"]["actions"]}
    table = DERIVED.format(derived.sha256[:16])
    made = actions[f"{table} was made"]
    assert made["result"] == [table]
    assert made["object"][0] == "exhibits/E-1/100_%20log.csv"
    assert made["instrument"] == ["telemetry.canonical, on DuckDB 1.4"]
    assert actions["interactions was made"]["object"][1] == f"#sha256-{GONE}"
    assert actions["E-1 was received"]["object"] == ["exhibits/E-1/100_%20log.csv"]


def test_a_prov_reader_follows_what_was_derived_to_the_exhibit(
    full: Case, derived: DerivedFile, legal: User, tmp_path: Path
) -> None:
    folder = unpack(make_pack(full, legal), tmp_path)

    found = prov(folder)

    assert found["loose"] == []
    assert found["same in RDF"]
    assert found["prov-n"] > 0
    table, exhibit = (
        f"file:{DERIVED.format(derived.sha256[:16])}",
        "file:exhibits/E-1/100_%20log.csv",
    )
    came_from = {tuple(r[1:3]) for r in found["relations"] if r[0] == "ProvDerivation"}
    assert (table, exhibit) in came_from
    assert ("local:figure-interactions", exhibit) in came_from
    assert ("local:figure-interactions", f"local:sha256-{GONE}") in came_from
    generated = {r[1] for r in found["relations"] if r[0] == "ProvGeneration"}
    files = {element for element in found["elements"] if element.startswith("file:")}
    assert files == generated - {"local:figure-interactions"}
    assert {unquote(file.removeprefix("file:")) for file in files} == set(digests(folder)) - {
        "provenance/prov.json"
    }


def test_the_judges_see_what_is_wrong(full: Case, legal: User, tmp_path: Path) -> None:
    folder = unpack(make_pack(full, legal, contents=["exhibits"]), tmp_path)
    path = folder / "data/ro-crate-metadata.json"
    text = path.read_text()

    path.write_text(text.replace('"instrument"', '"hasPart"').replace('"license"', '"x"'))

    against = " ".join(message for _, message in crate(folder / "data")["against"])
    assert "instrument" in against
    assert "license" in against


def test_the_public_learns_of_no_person_and_of_no_evidence_file(
    full: Case, exhibit: Exhibit, derived: DerivedFile, legal: User, tmp_path: Path
) -> None:
    Case.objects.filter(pk=full.pk).update(marking="TLP:CLEAR")
    full.refresh_from_db()

    folder = unpack(make_pack(full, legal, Audience.PUBLIC), tmp_path)

    found = crate(folder / "data")
    assert serious(found) == []
    assert not [a for a in found["read"]["actions"] if "received" in a["name"]]
    (figure,) = [a for a in found["read"]["actions"] if a["name"] == "interactions was made"]
    assert figure["object"][0] == f"#sha256-{exhibit.sha256}"
    assert prov(folder)["loose"] == []
    written = (folder / "data/ro-crate-metadata.json").read_text()
    written += (folder / "data/provenance/prov.json").read_text()
    assert "Analyst" not in written
    assert "@lab.example" not in written
