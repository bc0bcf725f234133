import pytest

from cases.claims.models import Claim
from cases.core.models import Case
from cases.demo import june_letter
from cases.demo.people import People, bring_people
from cases.hypotheses.queries import board_of
from cases.reports import queries


@pytest.fixture
def people(db: None) -> People:
    return bring_people()


@pytest.fixture
def letter(people: People) -> Case:
    june_letter.load(people)
    return Case.objects.get(title=june_letter.TITLE)


def _claim(case: Case, words: str) -> Claim:
    return case.claims.get(statement__contains=words)


def test_load_confirms_that_the_letter_was_sent_and_nothing_that_it_says(letter: Case) -> None:
    confirmed = letter.claims.filter(status="confirmed")

    assert [claim.kind for claim in confirmed] == ["utterance"]
    content = confirmed.get().contents.all()
    assert content.count() == 7
    assert {claim.status for claim in content} == {"alleged"}
    assert {claim.origin_count for claim in content} == {1}
    assert {claim.echo_count for claim in content} == {4}


def test_load_leaves_open_who_directed_it_and_whether_anything_was_trained(letter: Case) -> None:
    open_questions = letter.claims.open_questions().exclude(status="alleged")

    assert {claim.rung for claim in open_questions} == {"L2", "L4", ""}
    assert _claim(letter, "Alibaba itself directed").ceiling == "not_established"


def test_load_keeps_the_figures_with_their_window_and_speaker(letter: Case) -> None:
    interactions = _claim(letter, "28.8 million")

    assert interactions.value == 28_800_000
    assert interactions.window_words == "April 22 to June 5, 2026"
    assert interactions.speaker is not None
    assert interactions.speaker.name == "Anthropic"
    assert interactions.precision == "approximate"


def test_load_records_the_silence_of_the_subject(letter: Case) -> None:
    response = letter.responses.get()

    assert response.party.name == "Alibaba"
    assert response.outcome == "no_answer"


def test_load_holds_no_evidence_and_says_so(letter: Case) -> None:
    assert not letter.is_synthetic
    assert not letter.exhibits.exists()
    assert "holds no telemetry, because none is public" in letter.summary


def test_nothing_that_is_public_tells_the_hypotheses_apart(letter: Case) -> None:
    board = board_of(letter)
    assert len(board.open) == 6
    assert board.matrix.discriminating() == ()
    assert "no row speaks more against one than another" in board.ranking


def test_load_names_what_to_watch_and_dates_what_happened(letter: Case) -> None:
    assert letter.watch_items.count() == 3
    assert letter.events.count() == 4


def test_load_twice_loads_once(letter: Case, people: People) -> None:
    june_letter.load(people)

    assert Case.objects.filter(title=june_letter.TITLE).count() == 1


def test_load_publishes_a_report_that_the_check_finds_nothing_in(letter: Case) -> None:
    report = letter.reports.get()

    assert queries.check_report(report) == ()
    assert report.revisions.get().is_approved
