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
    names_people: bool = True  # those who work on the case
    has_audit: bool = True


PROFILES: dict[Audience, Profile] = {
    Audience.INTERNAL: Profile(
        "For people of this organisation who work on the case or review it."
    ),
    Audience.COUNSEL: Profile("For counsel: everything that was relied upon, and who did what."),
    Audience.REGULATOR: Profile(
        "For an authority: all evidence, and only what two people have signed.",
        has_disturbing_samples=False,
        has_open_proposals=False,
    ),
    Audience.PUBLIC: Profile(
        "For anyone: the reasoning and its sources, no evidence files, nobody's name.",
        has_files=False,
        has_samples=False,
        has_disturbing_samples=False,
        has_open_proposals=False,
        names_people=False,
        has_audit=False,
    ),
}
