"""What a pack begins with, on paper too, and what it promises as a bag."""

import json
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from accounts.models import User
from cases.claims import services as claims
from cases.claims.vocabulary import Kind
from cases.core.models import Case
from cases.exhibits.models import Exhibit
from cases.packs.models import SigningKey
from tests.cases.packs.conftest import make_pack, seal_audit, unpack
from tests.cases.packs.test_build import records
from tests.cases.reports import judges
from tests.factories.claims import ClaimFactory, PartyFactory, SourceFactory, say


@pytest.fixture
def folder(full: Case, legal: User, tmp_path: Path) -> Path:
    return unpack(make_pack(full, legal), tmp_path)


def test_the_paper_says_what_the_page_says(folder: Path, full: Case, exhibit: Exhibit) -> None:
    reader = pypdf.PdfReader(BytesIO((folder / "README.pdf").read_bytes()))
    words = " ".join("".join(page.extract_text() for page in reader.pages).split())

    assert "SYNTHETIC" in words
    assert words.count(full.marking) == 2 * len(reader.pages)
    assert "<b>Many</b> accounts were used." in words
    assert words.index("Confirmed") < words.index("Not established")
    assert exhibit.sha256[:32] in words
    assert SigningKey.objects.get().fingerprint in words
    assert "unmasked texts of samples" in words


def test_each_claim_names_whose_word_its_status_is(
    full: Case, legal: User, analyst: User, tmp_path: Path
) -> None:
    halden = full.parties.get(name="Halden")
    letter = full.sources.get(publisher=halden)
    wire = SourceFactory.create(publisher=PartyFactory.create(case=full, name="Wire"), by=analyst)
    sent = ClaimFactory.create(
        case=full, kind=Kind.UTTERANCE, statement="Halden wrote.", speaker=halden, by=analyst
    )
    done = ClaimFactory.create(case=full, statement="Accounts were shared.", by=analyst)
    say(wire, sent, analyst)
    say(letter, done, analyst)
    claims.assess_claim(
        claim=done, likelihood="very_likely", confidence="low", basis="Logs.", by=analyst
    )
    for claim, status in ((sent, "reported"), (done, "alleged")):
        claims.propose_status(claim=claim, status=status, rationale="So it is.", by=analyst)
    seal_audit()

    folder = unpack(make_pack(full, legal), tmp_path)

    page = " ".join((folder / "README.html").read_text().split())
    reader = pypdf.PdfReader(BytesIO((folder / "README.pdf").read_bytes()))
    paper = " ".join("".join(page.extract_text() for page in reader.pages).split())
    for text in (page.replace("<em>", "").replace("</em>", ""), paper):
        assert "Halden wrote. (reported by Wire)" in text
        assert "Accounts were shared. (alleged by Halden)" in text
        assert "said by Halden" not in text
        assert "very likely" not in text
    kept = {row["claim"]: row["said by"] for row in records(folder, "ledger/claims.json")}
    assert (kept[str(sent)], kept[str(done)]) == ("Wire", "Halden")


def test_a_pack_keeps_the_promises_of_its_profile(folder: Path) -> None:
    assert _judged(folder)

    (folder / "notes.txt").write_text("Left here by hand.")
    info = (folder / "bag-info.txt").read_text()
    assert not _judged(folder)
    (folder / "notes.txt").unlink()
    (folder / "bag-info.txt").write_text(info.replace("Marking: TLP:AMBER", "Marking: Secret"))
    assert not _judged(folder)


def _judged(folder: Path) -> bool:
    """Whether the validator of BagIt Profiles accepts it."""
    profile = folder / "bagit-profile.json"
    known = json.loads(profile.read_text())["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]
    assert f"BagIt-Profile-Identifier: {known}\n" in (folder / "bag-info.txt").read_text()
    flags = ("--no-logfile", "--file", str(profile))
    return judges.run("bagit_profile.py", *flags, known, str(folder)).returncode == 0
