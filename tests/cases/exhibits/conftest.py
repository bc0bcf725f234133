from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from accounts.models import User
from cases.core.models import Case
from cases.exhibits import services
from cases.exhibits.models import Exhibit


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """An object store in a folder, as by default."""
    settings.STORAGES = settings.STORAGES | {
        "objects": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "objects"},
        }
    }
    return tmp_path / "objects"


@pytest.fixture
def bucket(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    settings.IMPORT_BUCKETS = ["evidence"]
    settings.S3_ENDPOINT_URL = ""  # The bucket is in this process, wherever the store may be.
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="evidence")
        client.put_object(Bucket="evidence", Key="drop/log.csv", Body=b"as received")
        yield client


@pytest.fixture
def exhibit(case: Case, analyst: User) -> Exhibit:
    return services.receive_exhibit(
        case=case, file=BytesIO(b"as received"), name="log.csv", how="By hand", by=analyst
    )


def damage(folder: Path, exhibit: Exhibit) -> Path:
    """Change one byte of what is stored."""
    (path,) = folder.rglob(exhibit.sha256)
    path.chmod(0o600)
    path.write_bytes(b"as Received")
    return path
