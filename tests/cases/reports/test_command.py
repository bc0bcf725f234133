import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from cases.core.models import Case
from tests.factories.reports import furnish, write


def test_check_report_fails_on_an_error_and_says_where(case: Case, analyst: User) -> None:
    world = furnish(case, analyst)
    loud = write(world, analyst, summary=f"It used 9,000 accounts [[C-{world.accounts.number}]].")
    out = StringIO()

    with pytest.raises(CommandError, match="says more than the ledger") as refused:
        call_command("check_report", case.reference, str(loud), stdout=out)

    assert refused.value.returncode == 1
    assert "summary:1:1: error: number: " in out.getvalue()


def test_check_report_prints_json_with_the_line_of_each_finding(case: Case, analyst: User) -> None:
    world = furnish(case, analyst)
    calm = f"Halden wrote [[C-{world.accounts.number}]]."
    loud = f"It used 9,000 accounts [[C-{world.accounts.number}]]."
    report = write(world, analyst, summary=f"{calm}\n\n- {loud}")
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("check_report", case.reference, str(report), "--json", stdout=out)

    found = [f for f in json.loads(out.getvalue()) if f["rule"] == "number"]
    assert [(f["place"], f["line"], f["column"], f["text"]) for f in found] == [
        ("summary", 3, 3, loud)
    ]


def test_check_report_is_content_with_a_sound_report(case: Case, analyst: User) -> None:
    report = write(furnish(case, analyst), analyst)
    out = StringIO()

    call_command("check_report", case.reference, str(report), stdout=out)

    assert out.getvalue() == "0 errors, 0 warnings\n"


@pytest.mark.parametrize("name", ["R-9", "nonsense"])
def test_check_report_says_when_there_is_none(name: str, case: Case) -> None:
    with pytest.raises(CommandError, match="There is no") as refused:
        call_command("check_report", case.reference, name)

    assert refused.value.returncode == 2
