"""An import whose worker is killed goes on from the last part that it finished."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from psycopg.conninfo import make_conninfo

from accounts.models import User
from cases.core.models import Case
from cases.exhibits import store
from cases.exhibits.models import Exhibit
from cases.jobs import worker
from cases.telemetry import services
from cases.telemetry.models import Import

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

FILES = 30
WORKER = """
import sys, django
django.setup()
from django.conf import settings
settings.STORAGES["objects"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": sys.argv[1]},
}
from cases.jobs import worker
worker.do_next()
"""


def _file(number: int) -> str:
    """Three rows of its own, one that is refused, and one that the file before had."""
    rows = [f"{number}-{row},a{row},2026-06-{1 + number % 3:02}T10:00:00Z" for row in range(3)]
    before = f"{number - 1}-0,a0,2026-06-{1 + (number - 1) % 3:02}T10:00:00Z"
    return "\n".join(["id,account,ts", *rows, f"{number}-x,,2026-06-01", before, ""])


def _start_worker(settings: Any) -> subprocess.Popen[bytes]:
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
        [sys.executable, "-c", WORKER, str(objects)], cwd=configured.BASE_DIR, env=environment
    )


def _wait_for_parts(asked: Import, count: int) -> None:
    until = time.monotonic() + 120
    while asked.parts.count() < count:
        assert time.monotonic() < until, "no part was ever finished"
        time.sleep(0.01)


def test_a_killed_import_goes_on_from_the_last_finished_part(
    case: Case, analyst: User, receive: Callable[..., Exhibit], settings: Any
) -> None:
    files = [receive(f"log-{number:02}.csv", _file(number)) for number in range(FILES)]
    asked = services.request_import(case=case, kind="interactions", exhibits=files, by=analyst)
    worker.do(asked.job.pk)
    services.confirm_mapping(telemetry_import=asked, by=analyst)

    first = _start_worker(settings)
    _wait_for_parts(asked, 3)
    first.send_signal(signal.SIGKILL)
    first.wait()

    asked.refresh_from_db()
    finished = asked.parts.filter(name__startswith="file").count()
    assert (asked.state, asked.job.state) == ("importing", "running")
    assert 3 <= finished < FILES
    # Whoever reads a finished file again fails: its bytes are gone.
    for exhibit in files[:finished]:
        with store.local_path(exhibit.sha256) as path:
            path.unlink()
    time.sleep(2.5)  # the lease of the killed worker runs out
    assert _start_worker(settings).wait(timeout=120) == 0

    asked.refresh_from_db()
    assert (asked.state, asked.job.state, asked.job.attempt) == ("ready", "done", 2), (
        asked.job.error
    )
    log = list(asked.job.log_lines.values_list("text", flat=True))
    assert f"Goes on after {finished} finished parts" in " ".join(log)
    counts = asked.files.order_by("place").values_list(
        "read_count", "kept_count", "refused_count", "duplicate_count"
    )
    assert list(counts) == [(5, 4, 1, 0)] + [(5, 3, 1, 1)] * (FILES - 1)
    assert case.figures.get(key="interactions").value == 3 * FILES + 1
    assert not asked.parts.exists()
    assert not any(
        path.is_file()
        for path in (settings.STORAGES["objects"]["OPTIONS"]["location"] / "unfinished").rglob("*")
    )
