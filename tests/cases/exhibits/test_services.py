from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import User
from cases.core import services as cases
from cases.core.models import Case
from cases.exhibits import services, store
from cases.exhibits.models import Alarm, CustodyEntry, Exhibit
from cases.exhibits.names import displayable


def test_receive_exhibit_keeps_the_bytes_and_begins_custody(exhibit: Exhibit) -> None:
    assert (exhibit.number, exhibit.size) == (1, 11)
    assert exhibit.sha256 == sha256(b"as received").hexdigest()
    assert b"".join(store.chunks(exhibit.sha256)) == b"as received"
    entry = exhibit.custody_entries.get()
    assert (entry.action, entry.sha256_after) == ("received", exhibit.sha256)
    assert "Ana Analyst <analyst@lab.example>, Analyst" in entry.by_name


def test_receive_exhibit_refuses_a_file_past_the_bound(
    case: Case, analyst: User, settings: Any
) -> None:
    settings.EXHIBIT_MAX_BYTES = 10
    with pytest.raises(services.ExhibitTooLarge, match=r"“big\.bin” is larger than 10 bytes"):
        services.receive_exhibit(
            case=case, file=BytesIO(bytes(11)), name="big.bin", how="By hand", by=analyst
        )

    assert not case.exhibits.exists()


def test_receive_exhibit_refuses_an_empty_file(case: Case, analyst: User) -> None:
    with pytest.raises(services.ExhibitEmpty, match=r"“none\.csv”"):
        services.receive_exhibit(
            case=case, file=BytesIO(), name="none.csv", how="By hand", by=analyst
        )


def test_policy_may_not_bring_a_file_in(case: Case, policy: User) -> None:
    with pytest.raises(PermissionDenied):
        services.receive_exhibit(case=case, file=BytesIO(b"x"), name="x", how="By hand", by=policy)


@pytest.mark.parametrize(
    ("received", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\evidence\\log.csv", "log.csv"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "unnamed"),
    ],
)
def test_displayable_leaves_no_path_and_no_trick(received: str, shown: str) -> None:
    assert displayable(received) == shown


@pytest.mark.parametrize("change", [{"name": "other.csv"}, {"sha256": "0" * 64}])
def test_the_database_refuses_to_change_an_exhibit(
    exhibit: Exhibit, change: dict[str, str]
) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Exhibit.objects.filter(pk=exhibit.pk).update(**change)


def test_the_database_refuses_to_change_custody(exhibit: Exhibit) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CustodyEntry.objects.update(what="Nothing happened")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CustodyEntry.objects.all().delete()


def test_the_database_refuses_synthetic_evidence_in_a_real_case(
    exhibit: Exhibit, lead: User
) -> None:
    real = cases.open_case(title="A letter", by=lead)
    exhibit.pk, exhibit.case = None, real

    with pytest.raises(DatabaseError, match="never meet"), transaction.atomic():
        exhibit.save(force_insert=True)
    with pytest.raises(DatabaseError, match="first day"), transaction.atomic():
        Case.objects.filter(pk=real.pk).update(is_synthetic=True)


def test_release_exhibit_goes_on_record(exhibit: Exhibit, legal: User) -> None:
    entry = services.release_exhibit(exhibit=exhibit, by=legal)

    assert (entry.action, entry.sha256_before) == ("downloaded", exhibit.sha256)
    assert entry.by_name.endswith("Legal")


def test_settle_alarm_keeps_who_and_how(exhibit: Exhibit, lead: User, analyst: User) -> None:
    alarm = Alarm.objects.create(case=exhibit.case, exhibit=exhibit)

    with pytest.raises(PermissionDenied):
        services.settle_alarm(alarm=alarm, how="Restored.", by=analyst)
    with pytest.raises(services.ReasonMissing):
        services.settle_alarm(alarm=alarm, how=" ", by=lead)
    settled = services.settle_alarm(alarm=alarm, how="Restored from the backup.", by=lead)
    assert (settled.settled_by, settled.settled_how) == (lead, "Restored from the backup.")
    with pytest.raises(services.AlarmSettled):
        services.settle_alarm(alarm=alarm, how="Again.", by=lead)


def test_request_recheck_needs_something_to_check(case: Case, analyst: User) -> None:
    with pytest.raises(services.NothingToCheck):
        services.request_recheck(case=case, by=analyst)
