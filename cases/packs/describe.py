"""What a pack says of itself: to archives in bag-info.txt, to machines in PROV and RO-Crate."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils import timezone

from cases.core.scales import Tlp
from cases.packs import crate, prov
from cases.packs.bag import Bag
from cases.packs.models import Pack
from cases.packs.provenance import Describing, Item, Provenance, media_type
from cases.packs.staging import Stage

#: What every pack promises as a bag (BagIt Profiles 1.3); it travels with the pack.
PROFILE_TEXT = Path(__file__).with_name("bagit-profile.json").read_bytes()
PROFILE = json.loads(PROFILE_TEXT)


def files(bag: Bag, stage: Stage, pack: Pack) -> None:
    """Say of every file where it came from, for readers of PROV and of RO-Crate."""
    items = [
        Item(file.path, entry.size, entry.sha256, file.name, file.media_type)
        for file, entry in zip(stage.files, bag.payload, strict=True)
    ]
    about = stage.names.told(_describing(pack))
    known = Provenance(about, items, stage.arrivals, stage.makings, stage.quantities)
    entry = bag.add(prov.FILE, [prov.render(known)], compress=True)
    title = "Where each file came from, in PROV"
    itself = Item(prov.FILE, entry.size, entry.sha256, title, media_type(prov.FILE))
    bag.add(crate.FILE, [crate.render(replace(known, items=[*items, itself]))], compress=True)


def _describing(pack: Pack) -> Describing:
    case, marking = pack.case, Tlp(pack.marking)
    synthetic = " SYNTHETIC: an exercise, invented." if case.is_synthetic else ""
    return Describing(
        id=uuid(pack),
        name=f"Evidence pack {pack} of case {case.reference}",
        description=f"Evidence pack of “{case.title}”: {pack.purpose}{synthetic}",
        organization=settings.ORGANIZATION,
        software_version=settings.VERSION,
        marking=marking.value,
        marking_means=marking.label,
        at=moment(pack),
    )


def info(pack: Pack) -> list[tuple[str, str]]:
    """bag-info.txt (RFC 8493 §2.2.2)."""
    case = pack.case
    return [
        ("BagIt-Profile-Identifier", PROFILE["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]),
        ("Source-Organization", settings.ORGANIZATION),
        ("External-Identifier", f"{case.reference} {pack}"),
        ("External-Identifier", f"urn:uuid:{uuid(pack)}"),
        ("External-Description", f"Evidence pack of “{case.title}”: {pack.purpose}"),
        ("Bagging-Date", f"{moment(pack):%Y-%m-%d}"),
        ("Bag-Software-Agent", f"Probata {settings.VERSION}"),
        ("Marking", pack.marking),
        ("Audience", pack.get_audience_display()),
        ("Synthetic", "yes: an exercise, invented" if case.is_synthetic else "no"),
    ]


def uuid(pack: Pack) -> str:
    """The pack's name among all packs anywhere; it says nothing of where it was made."""
    return str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL}{pack.get_absolute_url()}"))


def moment(pack: Pack) -> datetime:
    """The moment of the pack's records."""
    return pack.as_of or timezone.now()
