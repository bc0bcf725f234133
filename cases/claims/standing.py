"""Whose side a publisher is on, and which publishers are one voice.

Parties that one party controls speak with one voice: two of them are not independent of each other,
and none of them is independent of a complainant or a subject among them.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Literal

Side = Literal["complainant", "subject"]
_SIDES: dict[str, Side] = {"complainant": "complainant", "subject": "subject"}


@dataclass(frozen=True)
class Party:
    """What matters of a party here."""

    id: int
    name: str
    role: str
    is_public_body: bool = False
    controlled_by: int | None = None
    aliases: tuple[str, ...] = ()


class Standing:
    """The parties of a case, put into groups under one control."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self._parties = {party.id: party for party in parties}
        self._groups = {party: self._root(party) for party in self._parties}
        self._sides: dict[int, frozenset[Side]] = {}
        for party in self._parties.values():
            if side := _SIDES.get(party.role):
                group = self.group(party.id)
                self._sides[group] = self._sides.get(group, frozenset()) | {side}

    @property
    def fingerprint(self) -> str:
        """The same for as long as no party's role or control is changed."""
        facts = sorted(
            (p.id, p.role, p.is_public_body, p.controlled_by or 0) for p in self._parties.values()
        )
        return sha256(repr(facts).encode()).hexdigest()[:16]

    def party(self, party: int) -> Party:
        return self._parties[party]

    def group(self, party: int) -> int:
        """The one in control at the top, which stands for all that it controls."""
        return self._groups[party]

    def sides(self, party: int) -> frozenset[Side]:
        """The sides that the party's group is on; none for a bystander."""
        return self._sides.get(self.group(party), frozenset())

    def named_in(self, text: str) -> frozenset[int]:
        """The parties that the text names, by any of their names, however set."""
        plain = _plain(text)
        return frozenset(party for party, names in self._names.items() if names.search(plain))

    def groups_on(self, side: Side) -> set[int]:
        """The groups that are on this side."""
        return {group for group, sides in self._sides.items() if side in sides}

    def is_bystander(self, party: int) -> bool:
        return not self.sides(party)

    def is_authority(self, party: int) -> bool:
        """A public body or other authority that is on nobody's side."""
        who = self._parties[party]
        return self.is_bystander(party) and (who.role == "authority" or who.is_public_body)

    @cached_property
    def _names(self) -> dict[int, re.Pattern[str]]:
        return {
            party.id: re.compile(
                "|".join(rf"(?<!\w){re.escape(_bare(name))}(?!\w)" for name in _names_of(party))
                or r"(?!)"
            )
            for party in self._parties.values()
        }

    def _root(self, party: int) -> int:
        seen = [party]
        while (above := self._parties[seen[-1]].controlled_by) is not None:
            if above not in self._parties:
                break
            if above in seen:
                # Parties said to control each other are one voice, whichever was asked about.
                return min(seen[seen.index(above) :])
            seen.append(above)
        return seen[-1]


def _names_of(party: Party) -> list[str]:
    return [name for name in (party.name, *party.aliases) if _bare(name)]


def _bare(name: str) -> str:
    return _plain(name).removeprefix("the ")


def _plain(text: str) -> str:
    """As it is compared: one case, one width, one space, nothing that can't be seen."""
    wide = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in wide if unicodedata.category(c) != "Cf")
    return " ".join(seen.casefold().split())
