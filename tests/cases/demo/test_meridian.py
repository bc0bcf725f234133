"""Exercise Meridian loads through the real services and jobs, once, and is what it says."""

from typing import Any

import pytest

from accounts.models import User
from cases.clusters.models import Cluster
from cases.core.models import Case
from cases.demo import meridian, people


@pytest.fixture
def loaded(transactional_db: None, settings: Any, tmp_path: Any) -> Case:
    settings.STORAGES = settings.STORAGES | {
        "objects": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "objects"},
        }
    }
    everyone = people.bring_people()
    meridian.load(everyone)
    meridian.load(everyone)
    return Case.objects.get(title=meridian.TITLE)


def test_the_exercise_is_whole_and_synthetic(loaded: Case) -> None:
    assert Case.objects.count() == 1
    assert loaded.is_synthetic
    assert loaded.platform_accounts.count() == 2_000
    sizes = loaded.clusters.accepted().order_by("number").values_list("member_count", flat=True)
    assert list(sizes) == [240, 160]
    assert loaded.clusters.filter(status=Cluster.Status.REJECTED).count() == 1
    statuses = set(loaded.claims.values_list("status", flat=True))
    assert statuses == {"confirmed", "alleged", "disputed", "assessed", "not_established"}
    assert not loaded.claims.overstated().exists()
    assert loaded.events.count() == 5
    assert loaded.samples.filter(labels__isnull=False).exists()
    (report,) = loaded.reports.all()
    assert report.revisions.get().outcome == "approved"
    assert loaded.packs.get().sha256
    assert User.objects.filter(memberships__case=loaded).count() == 5
