import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from cases.core import access
from cases.core.errors import Refused
from cases.core.models import Case
from cases.core.numbering import next_number
from cases.core.roles import Permission
from cases.exhibits.models import Exhibit
from cases.jobs import services as jobs
from cases.samples import policies
from cases.samples.draw import commitment
from cases.samples.models import Draw, Label, Reveal, Sample, SampleImport


class ReasonMissing(Refused):
    pass


class EmptySample(Refused):
    pass


class NoClusters(Refused):
    pass


class SeedTooShort(Refused):
    pass


class ControlExists(Refused):
    pass


class AlreadyLabelled(Refused):
    pass


class NotLabelled(Refused):
    pass


class NoneOfThese(Refused):
    """A sample that exercises none of the capabilities exercises none."""


@transaction.atomic
def request_draw(
    *,
    case: Case,
    purpose: str,
    size: int,
    by: User,
    strata: list[str] | None = None,
    accounts: list[str] | None = None,
    seed: str = "",
    control_of: Draw | None = None,
) -> Draw:
    """Commit to a seed, on record, and then have a job draw the samples.

    The seed is stored and its digest audited before the job reads the frame, so it can't have been
    chosen to suit the result.
    """
    access.require(by, case, Permission.WRITE)
    if seed and len(seed) < 8:
        raise SeedTooShort("A seed has at least 8 characters; leave it empty to have one made.")
    if Draw.Stratum.CLUSTER in (strata or []) and not case.clusters.usable().exists():
        raise NoClusters("No cluster is proposed or accepted yet, so there are no such strata.")
    seed = seed or secrets.token_hex(16)
    draw = Draw.objects.create(
        case=case,
        number=next_number(case, "draw"),
        purpose=purpose,
        method=Draw.Method.STRATIFIED if strata else Draw.Method.SIMPLE,
        strata=[stratum for stratum in Draw.Stratum.values if stratum in (strata or [])],
        size=size,
        seed=seed,
        commitment=commitment(seed),
        accounts=sorted(set(accounts or [])),
        control_of=control_of,
        requested_by=by,
    )
    audit.record(
        by=by,
        action="draw.seed_committed",
        subject=draw,
        case=case.reference,
        detail={"commitment": draw.commitment, "size": size, "strata": draw.strata},
    )
    draw.job = jobs.request_job(
        case=case,
        kind="samples.draw",
        subject=str(draw),
        parameters={"draw_id": draw.pk},
        by=by,
    )
    draw.save(update_fields=["job"])
    return draw


@transaction.atomic
def request_control(*, draw: Draw, by: User) -> Draw:
    """Draw a control sample beside a draw: same days and models, other platform accounts.

    Where the draw has strata of volume, the control has as many of each.
    """
    access.require(by, draw.case, Permission.WRITE)
    draw = Draw.objects.select_for_update().get(pk=draw.pk)
    if Draw.objects.filter(control_of=draw).exists():
        raise ControlExists(f"{draw} has its control already.")
    matched = [str(Draw.Stratum.DAY), str(Draw.Stratum.MODEL)]
    if Draw.Stratum.VOLUME in draw.strata:
        matched.append(str(Draw.Stratum.VOLUME))
    control = request_draw(
        case=draw.case,
        purpose=f"Control for {draw}",
        size=draw.size,
        strata=matched,
        seed=draw.seed,
        control_of=draw,
        by=by,
    )
    audit.record(
        by=by,
        action="draw.control_requested",
        subject=draw,
        case=draw.case.reference,
        detail={"control": str(control)},
    )
    return control


@transaction.atomic
def request_import(*, exhibit: Exhibit, by: User) -> SampleImport:
    """Have a job read prompt–output pairs out of an exhibit."""
    access.require(by, exhibit.case, Permission.WRITE)
    sample_import = SampleImport.objects.create(case=exhibit.case, exhibit=exhibit, requested_by=by)
    sample_import.job = jobs.request_job(
        case=exhibit.case,
        kind="samples.import",
        subject=f"pairs of {exhibit}",
        parameters={"sample_import_id": sample_import.pk},
        by=by,
    )
    sample_import.save(update_fields=["job"])
    audit.record(
        by=by,
        action="samples.import_requested",
        subject=sample_import,
        case=exhibit.case.reference,
        detail={"exhibit": str(exhibit), "sha256": exhibit.sha256},
    )
    return sample_import


@transaction.atomic
def add_sample(*, case: Case, prompt: str, output: str, note: str = "", by: User) -> Sample:
    """Add one sample by hand; its note says where it comes from."""
    access.require(by, case, Permission.WRITE)
    if not prompt.strip() or not output.strip():
        raise EmptySample("A sample has both a prompt and an output.")
    sample = Sample.objects.create(
        case=case,
        number=next_number(case, "sample"),
        prompt=prompt,
        output=output,
        note=note,
        added_by=by,
    )
    audit.record(
        by=by,
        action="sample.added",
        subject=sample,
        case=case.reference,
        detail={"note": note},
    )
    return sample


@transaction.atomic
def label_sample(*, sample: Sample, capability: str, by: User) -> Label:
    """Say that the sample exercises a capability, or none; several people may say it of one.

    Raises AlreadyLabelled, or NoneOfThese beside a label of one's own that it contradicts.
    """
    if reason := policies.why_not_label(by, sample):
        raise PermissionDenied(reason)
    own = Label.objects.select_for_update().filter(sample=sample, by=by)
    none = Label.Capability.NONE
    beside = [label for label in own if (label.capability == none) != (capability == none)]
    if beside:
        raise NoneOfThese(f"You labelled it “{beside[0]}”: take that back first.")
    label, created = Label.objects.get_or_create(
        case=sample.case, sample=sample, capability=capability, by=by
    )
    if not created:
        raise AlreadyLabelled(f"You labelled {sample} so already.")
    audit.record(
        by=by,
        action="sample.labelled",
        subject=sample,
        case=sample.case.reference,
        detail={"capability": capability},
    )
    return label


@transaction.atomic
def remove_label(*, sample: Sample, capability: str, by: User) -> None:
    """Take one's own label back."""
    if reason := policies.why_not_label(by, sample):
        raise PermissionDenied(reason)
    removed, _ = sample.labels.filter(capability=capability, by=by).delete()
    if not removed:
        raise NotLabelled("That label is not yours.")
    audit.record(
        by=by,
        action="sample.label_removed",
        subject=sample,
        case=sample.case.reference,
        detail={"capability": capability},
    )


@transaction.atomic
def mark_harmful(*, sample: Sample, is_harmful: bool, by: User) -> Sample:
    """Mark a sample as disturbing, so that it is blurred until its reader asks; or take it back."""
    if reason := policies.why_not_label(by, sample):
        raise PermissionDenied(reason)
    sample = Sample.objects.select_for_update().get(pk=sample.pk)
    sample.is_harmful = is_harmful
    sample.save(update_fields=["is_harmful"])
    audit.record(
        by=by,
        action="sample.marked_harmful",
        subject=sample,
        case=sample.case.reference,
        detail={"is_harmful": is_harmful},
    )
    return sample


@transaction.atomic
def reveal_sample(*, sample: Sample, reason: str, by: User) -> Reveal:
    """Let the person read the sample unmasked for an hour, with their reason on record."""
    if why_not := policies.why_not_reveal(by, sample):
        raise PermissionDenied(why_not)
    if not reason.strip():
        raise ReasonMissing("Say why you need to read this sample unmasked.")
    reveal = Reveal.objects.create(sample=sample, by=by, reason=reason.strip(), at=timezone.now())
    audit.record(
        by=by,
        action="sample.revealed",
        subject=sample,
        case=sample.case.reference,
        detail={"reason": reveal.reason},
    )
    return reveal
