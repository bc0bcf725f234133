from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What makes a link, beside its strength, and how chance is tried."""

    gap: int  # microseconds between two uses that still count as together
    least_families: int
    least_members: int
    shuffles: int
    seed: int
