import pytest

from accounts.models import User
from cases.claims.models import Claim
from cases.core.models import Case, Party
from cases.hypotheses import services
from cases.hypotheses.models import EvidenceRow, Hypothesis
from tests.factories.claims import ClaimFactory, parties


@pytest.fixture
def cast(case: Case) -> dict[str, Party]:
    return parties(case)


@pytest.fixture
def claim(case: Case, analyst: User) -> Claim:
    return ClaimFactory.create(case=case, by=analyst)


@pytest.fixture
def first(case: Case, analyst: User) -> Hypothesis:
    return services.add_hypothesis(case=case, statement="The lab ran it.", by=analyst)


@pytest.fixture
def second(case: Case, analyst: User) -> Hypothesis:
    return services.add_hypothesis(case=case, statement="A reseller ran it.", by=analyst)


@pytest.fixture
def row(case: Case, analyst: User, claim: Claim) -> EvidenceRow:
    return services.add_row(case=case, kind="claim", referent=claim, by=analyst)
