"""What is put before the standards: sources, what they say of a claim, and what we saw."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.claims.lineage import Lineage
from cases.claims.standing import Party, Standing
from cases.claims.vocabulary import OPPOSES, OWN_VOICE, SUPPORTS, Weight
from cases.core.scales import Credibility, Reliability


@dataclass(frozen=True)
class Source:
    """A source as the standards see it.

    `exhibit` is the label of the held copy, or empty. `is_first_hand` is a person's finding that it
    rests on no other source: a source that nobody has looked into is not an origin by default.
    """

    number: int
    publisher: int
    kind: str = "article"
    reliability: str = "F"
    exhibit: str = ""
    is_first_hand: bool = True
    #: The stored bytes of the held copy are not those that were received.
    is_damaged: bool = False

    @property
    def is_held(self) -> bool:
        return bool(self.exhibit) and not self.is_damaged


@dataclass(frozen=True)
class Assertion:
    """What one source says of the claim; `is_resolved` is for denials that no longer stand."""

    source: int
    stance: str
    credibility: str = "6"
    has_seen: bool = False
    is_resolved: bool = False


@dataclass(frozen=True)
class Observation:
    """What an analysis of held exhibits shows; reproduced when a second run gave the same.

    `void` says why it shows nothing any more: it differed, or what it was made from did.
    """

    label: str
    is_reproduced: bool
    contradicts: bool = False
    void: str = ""


@dataclass(frozen=True)
class Claim:
    """One claim with everything that was said of it; no other claim is in sight."""

    kind: str
    rung: str = ""
    speaker: int | None = None
    actor: int | None = None
    weight: str = Weight.AGAINST_SUBJECT
    statement: str = ""
    assertions: tuple[Assertion, ...] = ()
    observations: tuple[Observation, ...] = ()
    is_assessed: bool = False


@dataclass(frozen=True)
class Ledger:
    """What all claims of a case share: the sources, their lineage and the parties' standing."""

    sources: Mapping[int, Source]
    lineage: Lineage
    standing: Standing

    def publisher(self, source: int) -> Party:
        return self.standing.party(self.sources[source].publisher)

    def group(self, source: int) -> int:
        return self.standing.group(self.sources[source].publisher)

    def is_origin(self, source: int) -> bool:
        return self.sources[source].is_first_hand and self.lineage.is_origin(source)

    def is_bystander(self, source: int) -> bool:
        return self.standing.is_bystander(self.sources[source].publisher)

    def name(self, source: int) -> str:
        return f"S-{source} ({self.publisher(source).name})"

    def names(self, sources: Iterator[int] | frozenset[int] | list[int]) -> str:
        named = [self.name(source) for source in sorted(set(sources))]
        if len(named) > 4:
            named = [*named[:3], f"{len(named) - 3} more"]
        return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


@dataclass(frozen=True)
class Brief:
    """One side of a claim: what speaks for it, or, turned round, what speaks against it."""

    claim: Claim
    ledger: Ledger
    is_against: bool = False

    @property
    def said(self) -> list[Assertion]:
        """What is said on this side; a denial that was resolved says nothing any more."""
        return [a for a in self.claim.assertions if a.stance in self._stances and _stands(a)]

    @property
    def said_against(self) -> list[Assertion]:
        return self.turned.said

    @property
    def turned(self) -> "Brief":
        return Brief(self.claim, self.ledger, is_against=not self.is_against)

    @property
    def own_voice(self) -> list[Assertion]:
        """What origins say themselves: neither passed on by an echo nor "repeated"."""
        return [a for a in self.said if a.stance in OWN_VOICE and self.ledger.is_origin(a.source)]

    @property
    def bystanders(self) -> list[Assertion]:
        """What origins on nobody's side say themselves, the best graded of each source."""
        best: dict[int, Assertion] = {}
        for a in sorted(self.own_voice, key=lambda a: a.credibility, reverse=True):
            if self.ledger.is_bystander(a.source):
                best[a.source] = a
        return [best[source] for source in sorted(best)]

    def credibility(self, assertion: Assertion) -> Credibility:
        """The grade as it counts: 1 says "confirmed by other sources", as long as one still does.

        STANAG 2511: a grade 1 that no other origin bears out any more cannot be judged.
        """
        given = Credibility(assertion.credibility)
        if given != Credibility.CONFIRMED:
            return given
        lineage = self.ledger.lineage
        others = lineage.origins_of(a.source for a in self.said if a.source != assertion.source)
        borne_out = others - lineage.origins(assertion.source)
        return given if borne_out else Credibility.CANNOT_BE_JUDGED

    def grade(self, assertion: Assertion) -> str:
        reliability = self.ledger.sources[assertion.source].reliability
        grade, counts = f"{reliability}{assertion.credibility}", self.credibility(assertion)
        if counts == assertion.credibility:
            return grade
        return f"{grade}, which no other origin bears out, so it counts as {reliability}{counts}"

    def is_b2(self, assertion: Assertion) -> bool:
        reliability = Reliability(self.ledger.sources[assertion.source].reliability)
        credibility = self.credibility(assertion)
        return reliability.is_at_least(Reliability.B) and credibility.is_at_least(
            Credibility.PROBABLY_TRUE
        )

    @property
    def _stances(self) -> frozenset[str]:
        return frozenset(OPPOSES if self.is_against else SUPPORTS)


def _stands(assertion: Assertion) -> bool:
    return not (assertion.stance in OPPOSES and assertion.is_resolved)
