"""What the check and the document know of the ledger: plain values, frozen at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from cases.claims.quantity import Quantity
from cases.reports.charts import Measured

#: Statuses under which a sentence may state a claim in our own voice.
SETTLED = frozenset({"confirmed"})


@dataclass(frozen=True)
class Speaker:
    """A party of the case, under every name that prose may give it.

    `controller` is the party that directs it, and may answer for it.
    """

    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    controller: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class ClaimRef:
    """A claim as a sentence that cites it must treat it."""

    number: int
    kind: str
    status: str
    statement: str
    speakers: tuple[Speaker, ...] = ()
    figure: Quantity | None = None
    origins: int | None = None
    contents: tuple[int, ...] = ()
    likelihood: str = ""
    confidence: str = ""
    basis: str = ""
    rung: str = ""
    standing: str = ""
    settles: str = ""
    actor: str = ""
    measured_by: tuple[str, ...] = ()
    as_of: str = ""
    denied_by: tuple[str, ...] = ()
    reporters: tuple[Speaker, ...] = ()
    #: Why it is signed above what is said of it, where it is.
    overstated: str = ""

    @property
    def token(self) -> str:
        return f"C-{self.number}"

    @property
    def is_settled(self) -> bool:
        return self.status in SETTLED

    @property
    def said_by(self) -> tuple[str, ...]:
        """Whose word its status is: what is reported is so by who reports it."""
        by = self.reporters if self.status == "reported" and self.reporters else self.speakers
        return tuple(speaker.name for speaker in by)


@dataclass(frozen=True)
class FigureRef:
    """A figure measured in this case, and what it can be run again from."""

    key: str
    label: str
    quantity: Quantity
    query: str = ""
    engine: str = ""
    derived_from: tuple[str, ...] = ()
    measured_on: str = ""


@dataclass(frozen=True)
class ExhibitRef:
    number: int
    name: str
    sha256: str = ""
    size: int = 0
    received: str = ""

    @property
    def token(self) -> str:
        return f"E-{self.number}"


@dataclass(frozen=True)
class SourceRef:
    """A source as the list of sources prints it; `rests_on` are the numbers of other sources."""

    number: int
    title: str
    publisher: str = ""
    kind: str = ""
    published: str = ""
    reliability: str = ""
    url: str = ""
    rests_on: tuple[int, ...] = ()
    exhibit: int | None = None

    @property
    def token(self) -> str:
        return f"S-{self.number}"

    @property
    def is_origin(self) -> bool:
        return not self.rests_on


@dataclass(frozen=True)
class ResponseRef:
    """A subject's answer, denial or silence; `on` is when it was given or asked for."""

    party: str
    kind: str
    on: str = ""
    text: str = ""


@dataclass(frozen=True)
class Against:
    """What one row of evidence says, and the number of the claim whose words that is, if any.

    `says` is what an analyst wrote of it.
    """

    text: str
    claim: int = 0
    says: str = ""


@dataclass(frozen=True)
class HypothesisRef:
    """One explanation that competes with others: where it stands, and what speaks against it."""

    number: int
    statement: str
    rank: str = ""
    against: tuple[Against, ...] = ()

    @property
    def token(self) -> str:
        return f"H-{self.number}"


@dataclass(frozen=True)
class Ledger:
    """Everything that prose can rest on, and why some of it has changed since it was cited."""

    claims: Mapping[int, ClaimRef] = field(default_factory=dict)
    figures: Mapping[str, FigureRef] = field(default_factory=dict)
    exhibits: Mapping[int, ExhibitRef] = field(default_factory=dict)
    sources: Mapping[int, SourceRef] = field(default_factory=dict)
    parties: tuple[Speaker, ...] = ()
    responses: tuple[ResponseRef, ...] = ()
    watch: tuple[str, ...] = ()
    hypotheses: tuple[HypothesisRef, ...] = ()
    changed: Mapping[str, str] = field(default_factory=dict)
    charts: Mapping[str, Measured] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """The same for ledgers that say the same."""
        said = (self.claims, self.figures, sorted(self.exhibits), self.parties, self.changed)
        return sha256(repr(said).encode()).hexdigest()

    @property
    def subjects(self) -> tuple[Speaker, ...]:
        return tuple(party for party in self.parties if party.role == "subject")

    def contents_of(self, claim: ClaimRef) -> tuple[ClaimRef, ...]:
        """The claims that an utterance speaks of, or the claim itself where it is of none."""
        found = (self.claims.get(number) for number in claim.contents)
        return tuple(content for content in found if content) or (claim,)

    def is_settled(self, claim: ClaimRef) -> bool:
        """Confirmed, and so is all that it says."""
        return claim.is_settled and all(each.is_settled for each in self.contents_of(claim))
