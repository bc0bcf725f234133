import pytest

from accounts.models import User
from cases.claims import services
from cases.claims.models import Claim, Source
from cases.claims.signatures import Proposal
from cases.claims.vocabulary import Status
from cases.core.models import Case, Party
from tests.factories.claims import ClaimFactory, SourceFactory, parties, say


@pytest.fixture
def cast(case: Case) -> dict[str, Party]:
    return parties(case)


@pytest.fixture
def claim(case: Case, analyst: User) -> Claim:
    return ClaimFactory.create(case=case, by=analyst)


@pytest.fixture
def letter(cast: dict[str, Party], analyst: User) -> Source:
    return SourceFactory.create(publisher=cast["lab"], kind="letter", by=analyst)


@pytest.fixture
def wire(cast: dict[str, Party], analyst: User) -> Source:
    return SourceFactory.create(publisher=cast["wire"], by=analyst)


@pytest.fixture
def paper(cast: dict[str, Party], analyst: User) -> Source:
    return SourceFactory.create(publisher=cast["paper"], by=analyst)


@pytest.fixture
def confirmable(claim: Claim, wire: Source, paper: Source, analyst: User) -> Claim:
    say(wire, claim, analyst)
    say(paper, claim, analyst)
    claim.refresh_from_db()
    return claim


@pytest.fixture
def proposal(confirmable: Claim, analyst: User) -> Proposal:
    return services.propose_status(
        claim=confirmable, status=Status.CONFIRMED, rationale="Two witnesses.", by=analyst
    )
