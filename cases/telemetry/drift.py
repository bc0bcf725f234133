"""A mapping that was confirmed before, used again: what fits still, and what has changed since."""

from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass

from cases.telemetry.mapping import has

#: At least this share of the columns must be common, or the files are of another make.
ALIKE = 0.5


@dataclass(frozen=True)
class Drift:
    """How the columns differ from those of the files that the mapping was confirmed for."""

    new: list[str]
    missing: list[str]
    #: Our column, what it was read from, and what it seems to be read from now.
    renamed: list[tuple[str, str, str]]

    def __bool__(self) -> bool:
        return bool(self.new or self.missing or self.renamed)


def likeness(before: Sequence[str], now: Sequence[str]) -> float:
    """How many columns both have, whatever their case, as a share of those of the larger."""
    a, b = {name.lower() for name in before}, {name.lower() for name in now}
    return len(a & b) / max(len(a), len(b), 1)


def proposed(
    confirmed: Named[str, str], before: Sequence[str], now: Sequence[str], guessed: Named[str, str]
) -> dict[str, str]:
    """What was confirmed, as far as the files have it; guesses only where that fell away or is new.

    A column that was there and was left out stays out: someone decided that.
    """
    columns = {ours: source for ours, source in confirmed.items() if has(now, source)}
    taken = {source.lower() for source in columns.values()}
    for ours, source in guessed.items():
        if ours not in columns and source.lower() not in taken and not has(before, source):
            columns[ours] = source
            taken.add(source.lower())
    return columns


def drift(
    confirmed: Named[str, str], before: Sequence[str], now: Sequence[str], mapping: Named[str, str]
) -> Drift:
    """What is new, missing or renamed in the columns since the mapping was confirmed."""
    renamed = [
        (ours, source, mapping[ours])
        for ours, source in confirmed.items()
        if ours in mapping and not has(now, source)
        if has(now, mapping[ours]) and not has(before, mapping[ours])
    ]
    gone = {source.lower() for _, source, _ in renamed}
    come = {source.lower() for _, _, source in renamed}
    return Drift(
        [name for name in now if not has(before, name) and name.lower() not in come],
        [name for name in before if not has(now, name) and name.lower() not in gone],
        renamed,
    )
