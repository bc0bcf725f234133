"""A pack whose worker is killed is built by the next one, and is never offered half made."""

import os
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from psycopg.conninfo import make_conninfo

from accounts.models import User
from cases.core.models import Case
from cases.exhibits import services as exhibits
from cases.exhibits import store
from cases.packs import services, verify
from cases.packs.audience import Audience
from cases.packs.models import Pack
from tests.cases.packs.conftest import make_pack

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

SIZE = 96 * 1024 * 1024
WORKER = """
import sys, django
django.setup()
from django.conf import settings
settings.STORAGES["objects"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": sys.argv[1]},
}
settings.PACK_KEY_PATH = sys.argv[2]
from cases.jobs import worker
worker.do_next()
"""


@pytest.fixture
def pack(case: Case, legal: User, lead: User) -> Pack:
    exhibits.receive_exhibit(
        case=case, file=BytesIO(bytes(SIZE)), name="large.bin", how="By hand", by=lead
    )
    return services.request_pack(
        case=case, audience=Audience.COUNSEL, purpose="For the hearing.", by=legal
    )


def start_worker(settings: Any) -> subprocess.Popen[bytes]:
    database = connection.settings_dict
    url = make_conninfo(
        host=database["HOST"], port=database["PORT"] or None, user=database["USER"],
        password=database["PASSWORD"] or None, dbname=database["NAME"],
    )  # fmt: skip
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url,
        "JOB_LEASE_SECONDS": "2",
    }
    objects = settings.STORAGES["objects"]["OPTIONS"]["location"]
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(objects), settings.PACK_KEY_PATH],
        cwd=configured.BASE_DIR,
        env=environment,
    )


def wait_for(objects: Path, size: int) -> None:
    """Until the pack that is being made has so many bytes."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if any(path.stat().st_size >= size for path in objects.glob(f"{store.PREFIX}*")):
            return
        time.sleep(0.01)
    pytest.fail("The pack never grew.")


@pytest.mark.parametrize("moment", [1, SIZE // 2])
def test_a_killed_build_begins_again_and_ends_right(
    pack: Pack, moment: int, settings: Any, tmp_path: Path
) -> None:
    first = start_worker(settings)
    wait_for(tmp_path / "objects", moment)
    first.send_signal(signal.SIGKILL)
    first.wait()

    pack.refresh_from_db()
    assert (pack.built_at, pack.sha256, pack.job.state) == (None, "", "running")
    assert not store.holds(pack.sha256 or "0" * 64)

    time.sleep(2.5)  # the lease of the killed worker runs out
    assert start_worker(settings).wait(timeout=120) == 0

    pack.refresh_from_db()
    assert (pack.job.state, pack.job.attempt) == ("done", 2)
    with store.local_path(pack.sha256) as path:
        check = verify.Check(verify.open_pack(path))
        assert check.everything(), check.wrong
        check.pack.close()
    assert store.sweep(older_than=0) == 1


def test_a_pack_is_built_outside_any_transaction_of_its_caller(
    case: Case, legal: User, lead: User
) -> None:
    exhibits.receive_exhibit(
        case=case, file=BytesIO(b"as received"), name="log.csv", how="By hand", by=lead
    )

    assert make_pack(case, legal).state == "Ready"
