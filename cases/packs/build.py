"""Building a pack: stage it as of one moment, stream it into a bag, seal it, then offer it.

Everything lands in a passing file. A worker that dies leaves nothing that anyone could download,
and the next one begins again from the start.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from django.db import connection, transaction
from django.utils import timezone

from audit import services as audit
from cases.core.errors import Refused
from cases.exhibits import services as exhibits
from cases.exhibits import store
from cases.exhibits.models import CustodyEntry
from cases.exhibits.recheck import raise_alarm
from cases.jobs.run import Run
from cases.packs import describe, keys, readme, seal, verifier, verify
from cases.packs.audience import PROFILES, Audience
from cases.packs.bag import Bag
from cases.packs.identities import pseudonyms
from cases.packs.models import Pack, SigningKey
from cases.packs.parts import Plan
from cases.packs.pseudonyms import KEY_BYTES, Pseudonyms
from cases.packs.selection import select
from cases.packs.staging import Stage, Staged

CONTENTS = "contents.json"


class Incomplete(Refused):
    pass


class Damaged(Refused):
    pass


def build(run: Run, pack: Pack) -> dict[str, Any]:
    """Build the pack and offer it; a second run finds it done."""
    if pack.built_at:
        return result(pack)
    run.stop_if_cancelled()
    key = keys.current()
    with TemporaryDirectory(prefix="pack-") as folder, store.passing_file() as path:
        stage = stage_records(pack, key, Path(folder))
        bag = _write(run, pack, stage, key, path)
        _offer(run, pack, stage, bag, key, store.adopt(path))
    return result(pack)


def result(pack: Pack) -> dict[str, Any]:
    """What a job says of a pack that is built."""
    return {"pack": pack.number, "sha256": pack.sha256, "size": pack.size, "files": pack.file_count}


def stage_records(pack: Pack, key: SigningKey, folder: Path) -> Stage:
    """Choose and stage everything as of one moment; what was chosen and written is kept by type."""
    with _one_moment():
        pack.as_of = timezone.now()
        plan = Plan(pack.case, Audience(pack.audience), _names(pack))
        stage = Stage(folder, about(pack), plan.names)
        selection = select(plan, pack.contents)
        pack.holds = []
        for content, part in selection.parts:
            kept = {"kind": content.key, "title": part.title, "path": part.path}
            counts = {"selected": part.selected, "written": part.write(stage)}
            pack.holds.append(kept | counts)
        pack.withheld = selection.withheld_as_json()
        contents = {"about": stage.about, "parts": pack.holds, "withheld": pack.withheld}
        listed = json.dumps(contents, indent=1, ensure_ascii=False).encode()
        stage.made(CONTENTS, listed, "What was chosen and written, and what was withheld")
        for section in selection.sections:
            stage.arrivals += map(plan.names.told, section.chosen.arrivals)
            stage.makings += map(plan.names.told, section.chosen.makings)
            stage.quantities += map(plan.names.told, section.chosen.quantities)
        stage.readme = readme.render(pack, plan, selection, key)
    for held in pack.holds:
        if held["selected"] != held["written"]:
            raise Incomplete(
                f"{held['title']}: {held['selected']} chosen, {held['written']} written. "
                "Nothing is offered that is not complete."
            )
    return stage


def _names(pack: Pack) -> Pseudonyms:
    """Its pseudonyms, under a key of its own that is kept, sealed, once it is built."""
    if PROFILES[Audience(pack.audience)].names_people:
        return Pseudonyms()
    key = token_bytes(KEY_BYTES)
    pack.sealed_pseudonym_key = keys.sealed(key, of=pack.pseudonyms_of)
    return pseudonyms(pack.case, key)


def about(pack: Pack) -> dict[str, Any]:
    """What every record file of the pack begins with."""
    case = pack.case
    return {
        "case": case.reference,
        "title": case.title,
        "pack": str(pack),
        "audience": pack.audience,
        "marking": pack.marking,
        "synthetic": case.is_synthetic,
        "as of": (pack.as_of or timezone.now()).isoformat(timespec="seconds"),
    }


def _write(run: Run, pack: Pack, stage: Stage, key: SigningKey, path: Path) -> Bag:
    """Stream what was staged into a sealed bag at the path."""
    done, total = 0, stage.size
    with ZipFile(path, "w", allowZip64=True) as archive:
        bag = Bag(archive, pack.file_name, made_at=describe.moment(pack))
        for file in stage.files:
            try:
                chunks = _told(run, file, done, total)
                found = bag.add(file.path, chunks, compress=file.folder is not None).sha256
            except FileNotFoundError:
                raise _damaged(run, pack, file, None) from None
            if file.sha256 and found != file.sha256:
                raise _damaged(run, pack, file, found)
            done += file.size
        describe.files(bag, stage, pack)
        for name, content in stage.readme.items():
            bag.add_tag(name, content)
        bag.add_tag("bagit-profile.json", describe.PROFILE_TEXT)
        bag.add_tag("verify.py", verifier.program())
        _sign(bag, key, bag.finish(stage.names.told(describe.info(pack))))
    return bag


def _told(run: Run, file: Staged, before: int, total: int) -> Iterator[bytes]:
    """The file's bytes; between two pieces the run says how far it is, and may stop."""
    done = before
    for chunk in file.chunks():
        done += len(chunk)
        run.progress(done, total, "bytes")
        yield chunk


def _damaged(run: Run, pack: Pack, file: Staged, found: str | None) -> Damaged:
    """Raise the alarm on every exhibit of those bytes, and say why there will be no pack."""
    for exhibit in pack.case.exhibits.filter(sha256=file.sha256):
        raise_alarm(exhibit, found, by=run.requested_by)
    what = "gone from the object store" if found is None else "damaged"
    return Damaged(f"{file.name} is {what}. A pack is made only of what was received.")


def _sign(bag: Bag, key: SigningKey, signed: bytes) -> None:
    made = keys.sign(key, signed)
    bag.add_beside(verify.SIGNATURE, made.signature)
    bag.add_beside(f"signature/{seal.SIGNED}.sshsig", made.ssh_signature.encode())
    bag.add_beside("signature/allowed_signers", seal.allowed_signers(key.public_key).encode())
    bag.add_beside(verify.PUBLIC_KEY, key.public_key.encode())


def _offer(
    run: Run, pack: Pack, stage: Stage, bag: Bag, key: SigningKey, stored: store.Stored
) -> None:
    """Make the pack one that can be downloaded, and record whose evidence is in it."""
    packed = {file.sha256 for file in stage.files if file.sha256}
    with run.holding():
        pack.built_at, pack.key = timezone.now(), key
        pack.sha256, pack.size, pack.file_count = stored.sha256, stored.size, len(bag.payload)
        pack.save()
        held = pack.case.exhibits.filter(sha256__in=packed).order_by("number")
        pack.exhibits.set(held)
        for exhibit in held:
            exhibits.record_custody(
                exhibit=exhibit,
                action=CustodyEntry.Action.PACKED,
                what=f"Read, found unchanged, and put into pack {pack} ({pack.audience}).",
                by=run.requested_by,
            )
        audit.record(
            by=run.requested_by,
            action="pack.built",
            subject=pack,
            case=pack.case.reference,
            detail=result(pack) | {"fingerprint": key.fingerprint},
        )


@contextmanager
def _one_moment() -> Iterator[None]:
    """A snapshot in which nothing changes while it is read; in a transaction, that transaction."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
