"""Who a pack is for, and what that means for what goes in. The table is the rule."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Audience(TextChoices):
    INTERNAL = "internal", "Internal"
    COUNSEL = "counsel", "Counsel"
    REGULATOR = "regulator", "Regulator"
    PUBLIC = "public", "Public"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a pack for an audience may hold."""

    says: str
    has_files: bool = True  # exhibits and what was derived from them, byte for byte
    has_samples: bool = True  # always masked; see contents/samples.py
    has_disturbing_samples: bool = True
    has_open_proposals: bool = True  # what one person proposed and no second one signed
    has_custody: bool = True
    has_audit: bool = True
    #: Those who work on the case, and platform accounts; otherwise pseudonyms stand for them.
    names_people: bool = True


PROFILES: dict[Audience, Profile] = {
    Audience.INTERNAL: Profile(
        "For people of this organisation who work on the case or review it."
    ),
    Audience.COUNSEL: Profile("For counsel: everything that was relied upon, and who did what."),
    Audience.REGULATOR: Profile(
        "For an authority: the evidence and only what two people have signed. Pseudonyms stand for "
        "people and platform accounts, and the files that name these stay out.",
        has_disturbing_samples=False,
        has_open_proposals=False,
        has_audit=False,
        names_people=False,
    ),
    Audience.PUBLIC: Profile(
        "For anyone: the reasoning and its sources, no evidence files, pseudonyms for people.",
        has_files=False,
        has_samples=False,
        has_disturbing_samples=False,
        has_open_proposals=False,
        has_custody=False,
        has_audit=False,
        names_people=False,
    ),
}
