from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection

from accounts.models import User
from cases.core.models import Case
from cases.exhibits import services as exhibits
from cases.exhibits import store
from cases.exhibits.models import Exhibit
from cases.jobs import worker
from cases.packs import services
from cases.packs.audience import Audience
from cases.packs.models import Pack
from cases.samples import services as samples
from cases.timeline import services as timeline
from tests.factories import reports
from tests.factories.claims import ClaimFactory


@pytest.fixture(autouse=True)
def _own_places(settings: Any, tmp_path: Path) -> None:
    """An object store in a folder, as by default, and a secret of the test's own."""
    settings.PACK_KEY_PATH = tmp_path / "pack.key"
    settings.STORAGES = settings.STORAGES | {
        "objects": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "objects"},
        }
    }


@pytest.fixture
def exhibit(case: Case, analyst: User) -> Exhibit:
    return exhibits.receive_exhibit(
        case=case, file=BytesIO(b"as received"), name="../100% log.csv", how="By hand", by=analyst
    )


@pytest.fixture
def full(case: Case, exhibit: Exhibit, analyst: User, reviewer: User) -> Case:
    """A case with something of every kind, its audit sealed."""
    report = reports.write(reports.furnish(case, analyst), analyst)
    reports.approve(report, analyst, reviewer)
    timeline.add_event(case=case, lane="public", title="A letter", happened="2026-06", by=analyst)
    text = "Mail me at someone@example.com with sk-live-abcdefghijklmnopqrstuvwx"
    samples.add_sample(case=case, prompt=text, output="Done.", note="By hand.", by=analyst)
    ugly = samples.add_sample(case=case, prompt="An ugly one", output="Yes.", by=analyst)
    samples.mark_harmful(sample=ugly, is_harmful=True, by=analyst)
    ClaimFactory.create(case=case, statement="A letter was sent.", by=analyst)
    ClaimFactory.create(case=case, statement="<b>Many</b> accounts were used.", by=analyst)
    seal_audit()
    return case


def seal_audit() -> None:
    """Have the database seal the audit now, as it does at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def make_pack(case: Case, by: User, audience: Audience = Audience.COUNSEL, **options: Any) -> Pack:
    """A pack, built as a worker would build it."""
    pack = services.request_pack(
        case=case, audience=audience, purpose="For the hearing.", by=by, **options
    )
    worker.do(pack.job_id)
    return Pack.objects.get(pk=pack.pk)


def unpack(pack: Pack, folder: Path) -> Path:
    """The pack's folder, unpacked."""
    with store.open_object(pack.sha256) as file, ZipFile(file) as archive:
        archive.extractall(folder)
    return folder / pack.file_name
