import pytest

from accounts.models import User
from cases.claims import services
from cases.claims.models import Claim, Source
from cases.claims.services.bulk import TableRefused
from cases.core.models import Case, Party


def test_import_sources_keeps_what_it_can_and_names_the_rest(
    case: Case, cast: dict[str, Party], analyst: User
) -> None:
    table = (
        "title,publisher,kind,reliability,reason,published,rests_on,passage,first_hand\n"
        "The letter,Lab,letter,F,,2026-06-10,,,yes\n"
        "Report,Wire,article,B,Has it,2026-06-24,S-1,from a copy,\n"
        "Report,Nobody,article,F,,,,,\n"
        "Report,Paper,poem,F,,,,,\n"
        "Report,Paper,article,F,,June,,,\n"
        "Report,Paper,article,F,,,S-99,p,\n"
        "Report,Paper,article,A,,,,,\n"
    )

    outcome = services.import_sources(case=case, text=table, by=analyst)

    assert outcome.kept == ["S-1", "S-2"]
    assert [line for line, _ in outcome.refused] == [4, 5, 6, 7, 8]
    assert "No party of this case is called “Nobody”" in outcome.refused[0][1]
    assert outcome.refused[4][1] == "Say why the source deserves grade A."
    assert outcome.read_count == 7
    assert Source.objects.get(number=2).basis == Source.Basis.RESTS
    assert Source.objects.count() == 2


def test_import_claims_enters_what_a_source_says_of_them(
    case: Case, cast: dict[str, Party], letter: Source, analyst: User
) -> None:
    table = (
        "kind;statement;rung;speaker;value;unit;precision;window;source;stance;credibility\n"
        "figure;About 28.8 million interactions.;;Lab;28,800,000;interactions;approximate;"
        "2026-04-22/2026-06-05;S-1;asserts;6\n"
        "attribution;The accused ran it.;;Lab;;;;;S-1;asserts;6\n"
        "figure;Many.;;Lab;many;interactions;;;S-1;asserts;6\n"
    )

    outcome = services.import_claims(case=case, text=table, by=analyst)

    assert outcome.kept == ["C-1"]
    assert "names its rung" in outcome.refused[0][1]
    assert "“many” is not a number" in outcome.refused[1][1]
    claim = Claim.objects.get()
    assert claim.ceiling == "alleged"
    assert claim.value == 28_800_000


def test_import_refuses_a_table_without_its_columns(case: Case, analyst: User) -> None:
    with pytest.raises(TableRefused, match="Missing: kind"):
        services.import_claims(case=case, text="statement\nA thing", by=analyst)
