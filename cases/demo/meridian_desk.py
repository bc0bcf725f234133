"""The desk at which Exercise Meridian is entered, and the evidence that lies on it."""

from dataclasses import dataclass
from typing import Any

from cases.claims import services as ledger
from cases.claims.models import Claim, Source
from cases.clusters.models import Cluster
from cases.core import paperwork
from cases.core.models import Case, Party
from cases.demo.people import People
from cases.exhibits.models import Exhibit

LAB, SUBJECT = "Meridian Models", "Orchard Deep Research"
WINDOW = "2026-03-02/2026-04-15"


@dataclass(frozen=True)
class Evidence:
    """What the ledger of the exercise rests on."""

    interactions: Exhibit
    accounts: Exhibit
    letter: Exhibit
    clusters: list[Cluster]


class Desk:
    """The analyst's desk: each entry of the exercise is made by the same two people."""

    def __init__(self, case: Case, people: People) -> None:
        self.case, self.people = case, people
        self.analyst, self.reviewer = people.analyst, people.reviewer

    def party(self, name: str, kind: str, role: str) -> Party:
        return paperwork.add_party(case=self.case, name=name, kind=kind, role=role, by=self.analyst)

    def source(self, title: str, publisher: Party, kind: str, **more: Any) -> Source:
        return ledger.add_source(
            case=self.case, title=title, publisher=publisher, kind=kind, by=self.analyst, **more
        )

    def claim(self, kind: str, statement: str, **more: Any) -> Claim:
        return ledger.add_claim(
            case=self.case, kind=kind, statement=statement, by=self.analyst, **more
        )

    def says(self, source: Source, claim: Claim, stance: str, **more: Any) -> None:
        ledger.assert_claim(source=source, claim=claim, stance=stance, by=self.analyst, **more)

    def sign(self, claim: Claim, status: str, rationale: str) -> None:
        """Propose a status, and have it countersigned where one signature is not enough."""
        proposal = ledger.propose_status(
            claim=claim, status=status, rationale=rationale, by=self.analyst
        )
        if proposal.outcome == proposal.Outcome.OPEN:
            ledger.countersign_status(proposal=proposal, by=self.reviewer)

    def shown(self, claim: Claim, exhibits: list[Exhibit], finding: str, method: str) -> None:
        """Record an analysis, and that the reviewer ran it again with the same result."""
        observation = ledger.observe_claim(
            claim=claim, exhibits=exhibits, finding=finding, method=method, by=self.analyst
        )
        ledger.rerun_observation(observation=observation, gave_the_same=True, by=self.reviewer)
