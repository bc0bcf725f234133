"""What has become of a text since it was composed, and what a receiver of it must do.

Approved revisions of a report form a line: each stands in place of the one before. A line ends when
its latest revision is retracted; what is approved later begins another, since a thing that is
revoked may never come back under its identifier (STIX 2.1, §3.2 `revoked`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Stands where a text was never saved, so that a rendering of it is the same every time.
NEVER = "2000-01-01T00:00:00.000Z"


@dataclass(frozen=True)
class Link:
    """An attribution that we stand behind: a claim, whom it names, and in what words."""

    token: str
    actor: str
    text: str


@dataclass(frozen=True)
class Version:
    """An approved revision: its times in ISO 8601, the claims it holds, the links it makes."""

    number: int
    approved: str
    retracted: str = ""
    tokens: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Run:
    """A link from the revision that first made it to the one that no longer did, if any."""

    link: Link
    begun: int
    created: str
    ended: str = ""


@dataclass(frozen=True)
class Life:
    """Where a text stands among those of its report; times are ISO 8601 in UTC.

    `standing` is draft, waiting, returned, voided, approved, superseded or retracted; `line` names
    what a receiver updates; `since` says when the line first held a claim.
    """

    standing: str = "draft"
    is_stale: bool = False
    line: str = "draft"
    created: str = NEVER
    modified: str = NEVER
    ended: str = ""
    is_revoked: bool = False
    since: tuple[tuple[str, str], ...] = ()
    runs: tuple[Run, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Whether two people signed it, so that others may build on it."""
        return self.standing in {"approved", "superseded", "retracted"}

    def since_of(self, token: str) -> str:
        return dict(self.since).get(token, self.created)


def line_of(version: Version, approved: Sequence[Version]) -> list[Version]:
    """The approved revisions of the version's line, up to it, in their order."""
    line: list[Version] = []
    for each in approved:
        if each.number > version.number:
            break
        if line and _ended_at(line[-1], approved) and line[-1].retracted < each.approved:
            line = []
        line.append(each)
    return line


def is_revoked(version: Version, approved: Sequence[Version]) -> bool:
    """Whether the version was retracted when it was the latest, so that nothing stands for it."""
    return _ended_at(version, approved)


def _ended_at(version: Version, approved: Sequence[Version]) -> bool:
    later = (each.approved for each in approved if each.number > version.number)
    return bool(version.retracted) and not any(at <= version.retracted for at in later)


def since(line: Iterable[Version]) -> tuple[tuple[str, str], ...]:
    """When each claim came into the line."""
    found: dict[str, str] = {}
    for version in line:
        for token in sorted(version.tokens):
            found.setdefault(token, version.approved)
    return tuple(found.items())


def runs(line: Iterable[Version]) -> tuple[Run, ...]:
    """Every link that the line makes or has made; one that comes back is another link."""
    going: dict[tuple[str, str], Run] = {}
    over: list[Run] = []
    for version in line:
        made = {(link.token, link.actor): link for link in version.links}
        for key in [key for key in going if key not in made]:
            run = going.pop(key)
            over.append(Run(run.link, run.begun, run.created, version.approved))
        for key, link in made.items():
            before = going.get(key) or Run(link, version.number, version.approved)
            going[key] = Run(link, before.begun, before.created)
    return (*over, *going.values())
