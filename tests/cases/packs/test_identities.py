"""A pack for outside names nobody, in none of its files; inside, a reason says who is who."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import pypdf
import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from audit.models import Entry
from cases.clusters.models import Cluster, ClusterMember, Link
from cases.core.models import Case
from cases.exhibits import services as exhibits
from cases.packs import services, verify
from cases.packs.audience import Audience
from cases.packs.models import Pack
from cases.samples import services as samples
from cases.timeline import services as timeline
from tests.cases.packs.conftest import make_pack, unpack
from tests.cases.packs.test_build import records
from tests.factories.clusters import PlatformAccountFactory

ACCOUNTS = ("pa_alpha7", "pa_beta8", "o'brien@mail.example")
CARD = "card 4f3a<9c21"


@pytest.fixture
def linked(full: Case, analyst: User) -> Case:
    """A case that names its platform accounts and people wherever it can."""
    first, second, third = (
        PlatformAccountFactory.create(case=full, external_id=each) for each in ACCOUNTS
    )
    cluster = Cluster.objects.create(
        case=full,
        number=1,
        origin="linker",
        digest="cd" * 32,
        member_count=3,
        explanation={
            "sentence": f"They share {CARD}; without {first} it falls apart.",
            "signals": [{"value": CARD, "within": 3}],
        },
    )
    for account in (first, second, third):
        ClusterMember.objects.create(cluster=cluster, account=account, link_count=1)
    for a, b in pairwise((first, second, third)):
        Link.objects.create(
            cluster=cluster, a=a, b=b, bits=20, stands_alone=True, families=["instrument"],
            evidence=[{"value": CARD, "bits": 20}],
        )  # fmt: skip
    title = f"{first} and {third} were named by {analyst.name}"
    timeline.add_event(case=full, lane="conduct", title=title, happened="2026-06", by=analyst)
    samples.add_sample(case=full, prompt=f"I am {second}.", output="Hello.", by=analyst)
    letter = f"Dear {analyst.name}, {first} is yours.".encode()
    for name, content in ((f"on {first}.txt", letter), ("plain.txt", b"Nobody is named.")):
        exhibits.receive_exhibit(
            case=full, file=BytesIO(content), name=name, by=analyst,
            how=f"Sent by {analyst.name}", collected_by="Ivo Collector",
        )  # fmt: skip
    full.summary = f"{analyst.email} found {third}."
    full.save()
    return full


def originals() -> list[str]:
    people = User.objects.values_list("name", "email")
    return [*ACCOUNTS, CARD, "Ivo Collector", *(each for pair in people for each in pair)]


def read(path: Path) -> str:
    """A file as a reader of it sees it, as far as text can be taken out of it."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        pages = pypdf.PdfReader(BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    if is_zipfile(path):
        with ZipFile(path) as archive:
            content = b"".join(map(archive.read, archive.namelist()))
    words = content.decode("utf-8", "replace")
    return words.replace("&#x27;", "'").replace("&lt;", "<").replace("\\u0027", "'")


def left_in(folder: Path) -> set[tuple[str, str]]:
    """Each original that is left, and where: in a file's text, or in the path of one."""
    found = set()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        text = f"{path.relative_to(folder)} {read(path)}".lower()
        found |= {(path.name, each) for each in originals() if each.lower() in text}
    return found


def test_no_original_is_left_in_any_file_for_an_authority(
    linked: Case, legal: User, tmp_path: Path
) -> None:
    pack = make_pack(linked, legal, Audience.REGULATOR)
    assert pack.job.error == ""
    folder = unpack(pack, tmp_path)

    assert left_in(folder) == set()
    members = [row["platform account"] for row in records(folder, "clusters/members.json")]
    ends = {row[end] for row in records(folder, "clusters/links.json") for end in ("a", "b")}
    assert ends == set(members)
    assert all(member.startswith("Account-") for member in members)
    events = str(records(folder, "timeline/events.json"))
    assert sum(member in events for member in members) == 2
    assert records(folder, "custody/custody.json")[0]["who"].startswith("Person-")
    signed = records(folder, "reports/revisions.json")[0]
    assert signed["written by"] != signed["approved by"]
    check = verify.Check(verify.open_pack(folder))
    assert check.everything(), check.wrong


def test_an_exhibit_that_names_someone_stays_out_and_is_said(
    linked: Case, legal: User, tmp_path: Path
) -> None:
    pack = make_pack(linked, legal, Audience.REGULATOR, contents=["exhibits"])
    folder = unpack(pack, tmp_path)

    paths = [row["path in this pack"] for row in records(folder, "exhibits/exhibits.json")]
    assert paths == ["data/exhibits/E-1/100_ log.csv", "", "data/exhibits/E-3/plain.txt"]
    assert {w["what"]: w["count"] for w in pack.withheld}["exhibits"] == 1
    assert (folder / paths[2]).read_bytes() == b"Nobody is named."


def test_the_public_learns_nobodys_name_either(linked: Case, legal: User, tmp_path: Path) -> None:
    Case.objects.filter(pk=linked.pk).update(marking="TLP:CLEAR")
    linked.refresh_from_db()

    assert left_in(unpack(make_pack(linked, legal, Audience.PUBLIC), tmp_path)) == set()


def test_two_packs_have_no_pseudonym_in_common(linked: Case, legal: User, tmp_path: Path) -> None:
    def members(name: str) -> list[str]:
        pack = make_pack(linked, legal, Audience.REGULATOR, contents=["clusters"])
        folder = unpack(pack, tmp_path / name)
        return [row["platform account"] for row in records(folder, "clusters/members.json")]

    one, other = members("one"), members("other")
    assert set(one).isdisjoint(other)
    assert (one, other) == (sorted(one), sorted(other))


def test_counsel_gets_the_names(linked: Case, legal: User, tmp_path: Path) -> None:
    pack = make_pack(linked, legal, contents=["clusters"])

    assert ("members.json", ACCOUNTS[0]) in left_in(unpack(pack, tmp_path))
    assert pack.sealed_pseudonym_key is None


@pytest.fixture
def pack(linked: Case, legal: User) -> Pack:
    return make_pack(linked, legal, Audience.REGULATOR, contents=["clusters"])


def test_reidentify_says_who_it_is_and_keeps_who_asked_and_why(
    pack: Pack, analyst: User, signed_in: Any, tmp_path: Path
) -> None:
    member = records(unpack(pack, tmp_path), "clusters/members.json")[0]["platform account"]
    url = f"{pack.get_absolute_url()}reidentify/"

    page = signed_in(analyst).post(url, {"pseudonym": member, "reason": "A court asks."})

    found = page.content.decode()
    assert sum(each.replace("'", "&#x27;") in found for each in ACCOUNTS) == 1
    entry = Entry.objects.filter(action="pack.reidentified").get()
    assert "A court asks." in entry.content
    assert member in entry.content
    assert not any(each in entry.content for each in ACCOUNTS)


def test_reidentify_refuses_who_may_not_no_reason_and_what_is_not_there(
    pack: Pack, analyst: User, legal: User
) -> None:
    asked = {"pack": pack, "pseudonym": "Account-AAAAAAAAAAAA", "reason": "A court asks."}

    with pytest.raises(PermissionDenied):
        services.reidentify(**asked, by=legal)
    with pytest.raises(services.ReasonMissing):
        services.reidentify(**asked | {"reason": " "}, by=analyst)
    with pytest.raises(services.PseudonymUnknown):
        services.reidentify(**asked, by=analyst)
    assert not Entry.objects.filter(action="pack.reidentified").exists()
