import pytest

from accounts.models import User
from cases.claims.models import Claim, Source
from cases.core.models import Case, Party
from tests.factories.claims import ClaimFactory, SourceFactory, parties


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
