from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.core import access, beneath
from cases.core.errors import Refused
from cases.core.models import Case
from cases.core.numbering import next_number
from cases.core.roles import Permission
from cases.exhibits.models import Exhibit
from cases.jobs import services as jobs
from cases.jobs.models import Job
from cases.telemetry import mapping as mappings
from cases.telemetry import policies, tasks
from cases.telemetry.choosing import NoExhibits
from cases.telemetry.mapping import Mapping
from cases.telemetry.models import Figure, Import
from cases.telemetry.schema import Kind

State = Import.State


class NothingImported(Refused):
    pass


class ReasonMissing(Refused):
    pass


@transaction.atomic
def request_import(
    *, case: Case, kind: str, exhibits: Sequence[Exhibit], by: User, mapping: Mapping | None = None
) -> Import:
    """Begin an import: a job reads the files' columns and guesses what each is.

    With a mapping given, as kept from an earlier import, that one is proposed instead.
    """
    if reason := policies.why_not_import(by, case):
        raise PermissionDenied(reason)
    if not exhibits or any(exhibit.case_id != case.pk for exhibit in exhibits):
        raise NoExhibits("Choose at least one exhibit of this case.")
    telemetry_import = Import.objects.create(
        case=case, number=next_number(case, "import"), kind=Kind(kind), requested_by=by
    )
    if mapping:
        _keep(telemetry_import, mapping)
    for place, exhibit in enumerate(dict.fromkeys(exhibits)):
        telemetry_import.files.create(exhibit=exhibit, place=place)
    _start(telemetry_import, tasks.LOOK, by)
    audit.record(
        by=by,
        action="import.requested",
        subject=telemetry_import,
        case=case.reference,
        detail={"kind": kind, "exhibits": [str(exhibit) for exhibit in exhibits]},
    )
    return telemetry_import


@transaction.atomic
def correct_mapping(*, telemetry_import: Import, mapping: Mapping, by: User) -> Import:
    """Settle by hand which column is which. Raises MappingWrong, saying what is wrong."""
    telemetry_import = _lock(telemetry_import, by)
    for file in telemetry_import.files.select_related("exhibit"):
        mappings.check(Kind(telemetry_import.kind), mapping, file.columns, file.exhibit.name)
    before = telemetry_import.mapping
    _keep(telemetry_import, mapping)
    telemetry_import.state, telemetry_import.why_failed = State.MAPPING, ""
    telemetry_import.trial = {}
    telemetry_import.save()
    audit.record(
        by=by,
        action="import.mapping_corrected",
        subject=telemetry_import,
        case=telemetry_import.case.reference,
        detail={"before": before, "after": mapping.columns, "zone": mapping.zone},
    )
    return telemetry_import


@transaction.atomic
def try_mapping(*, telemetry_import: Import, everything: bool = False, by: User) -> Import:
    """Read the first rows of each file, or all, through the mapping, and keep none of them."""
    telemetry_import = _lock(telemetry_import, by)
    _require_columns(telemetry_import)
    telemetry_import.state = State.CHECKING
    _start(telemetry_import, tasks.CHECK, by, everything=everything)
    audit.record(
        by=by,
        action="import.tried",
        subject=telemetry_import,
        case=telemetry_import.case.reference,
        detail={"everything": everything},
    )
    return telemetry_import


@transaction.atomic
def confirm_mapping(*, telemetry_import: Import, by: User) -> Import:
    """Confirm the mapping and import every row through it."""
    telemetry_import = _lock(telemetry_import, by)
    _require_columns(telemetry_import)
    telemetry_import.state, telemetry_import.why_failed = State.IMPORTING, ""
    telemetry_import.confirmed_at, telemetry_import.confirmed_by = timezone.now(), by
    _start(telemetry_import, tasks.IMPORT, by)
    audit.record(
        by=by,
        action="import.confirmed",
        subject=telemetry_import,
        case=telemetry_import.case.reference,
        detail={"mapping": telemetry_import.mapping, "zone": telemetry_import.zone},
    )
    return telemetry_import


@transaction.atomic
def withdraw_import(*, telemetry_import: Import, reason: str, by: User) -> Import:
    """Take an import's rows out of what is counted; its files and its history stay."""
    with beneath.changing(telemetry_import.case, by=by):
        telemetry_import = Import.objects.select_for_update().get(pk=telemetry_import.pk)
        if why_not := policies.why_not_withdraw(by, telemetry_import):
            raise PermissionDenied(why_not)
        if not reason.strip():
            raise ReasonMissing("Please say why the import is withdrawn.")
        telemetry_import.state, telemetry_import.withdrawn_why = State.WITHDRAWN, reason
        telemetry_import.withdrawn_at, telemetry_import.withdrawn_by = timezone.now(), by
        telemetry_import.save()
        audit.record(
            by=by,
            action="import.withdrawn",
            subject=telemetry_import,
            case=telemetry_import.case.reference,
            detail={"reason": reason},
        )
    _request_roll_up(telemetry_import.case, by)
    return telemetry_import


@transaction.atomic
def measure_figures(*, case: Case, by: User) -> Job:
    """Count everything again: roll-ups and figures, from all imports that are ready."""
    access.require(by, case, Permission.WRITE)
    if not Import.objects.ready().filter(case=case).exists():
        raise NothingImported("No telemetry has been imported into this case yet.")
    job = _request_roll_up(case, by, afresh=True)
    audit.record(by=by, action="figures.requested", subject=case, case=case.reference)
    return job


@transaction.atomic
def run_figure_again(*, figure: Figure, by: User) -> Job:
    """Derive a figure afresh from its exhibits, to see whether it comes out the same."""
    access.require(by, figure.case, Permission.READ)
    job = jobs.request_job(
        case=figure.case,
        kind=tasks.FIGURE,
        subject=str(figure),
        parameters={"figure_id": figure.pk},
        by=by,
    )
    audit.record(by=by, action="figure.run_again", subject=figure, case=figure.case.reference)
    return job


def _lock(telemetry_import: Import, by: User) -> Import:
    telemetry_import = (
        Import.objects.select_for_update(of=("self",))
        .select_related("case", "job")
        .get(pk=telemetry_import.pk)
    )
    if reason := policies.why_not_map(by, telemetry_import):
        raise PermissionDenied(reason)
    return telemetry_import


def _keep(telemetry_import: Import, mapping: Mapping) -> None:
    telemetry_import.mapping = mapping.columns
    telemetry_import.reasons = {
        name: telemetry_import.reasons[name]
        for name in mapping.columns
        if name in telemetry_import.reasons
    }
    telemetry_import.zone, telemetry_import.time_format = mapping.zone, mapping.time_format


def _require_columns(telemetry_import: Import) -> None:
    mapping = Mapping(telemetry_import.mapping, telemetry_import.zone, telemetry_import.time_format)
    for file in telemetry_import.files.select_related("exhibit"):
        mappings.check(Kind(telemetry_import.kind), mapping, file.columns, file.exhibit.name)


def _start(telemetry_import: Import, kind: str, by: User, **parameters: bool) -> None:
    """Give the import its next job."""
    telemetry_import.job = jobs.request_job(
        case=telemetry_import.case,
        kind=kind,
        subject=str(telemetry_import),
        parameters={"import_id": telemetry_import.pk, **parameters},
        by=by,
    )
    telemetry_import.save()


def _request_roll_up(case: Case, by: User, *, afresh: bool = False) -> Job:
    return jobs.request_job(
        case=case,
        kind=tasks.ROLL_UP,
        subject="telemetry",
        parameters={"case_id": case.pk, "afresh": afresh},
        by=by,
    )
