"""What docs/samples.md gives to others draws what the app draws."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from cases.core.models import Case
from cases.samples import services
from tests.cases.samples.test_build import ROWS, done, telemetry  # noqa: F401

DOCS = Path(__file__).parents[3] / "docs" / "samples.md"


@pytest.mark.usefixtures("telemetry")
def test_the_code_in_the_docs_draws_the_same(
    case: Case, analyst: User, signed_in: Any, tmp_path: Path
) -> None:
    asked = services.request_draw(case=case, purpose="x", size=70, strata=["model"], by=analyst)
    drawn, _ = done(asked)
    answer = signed_in(analyst).get(f"/api/v1/cases/{case.reference}/draws/1/")
    (tmp_path / "draw.json").write_bytes(answer.content)
    with (tmp_path / "frame.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["interaction_id", "stratum"])
        table.writerows([row[0], row[3]] for row in ROWS)
    (code,) = re.findall(r"```python\n(.+?)```", DOCS.read_text(), re.DOTALL)

    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout.split()

    assert json.loads(answer.content)["seed"] == drawn.seed
    assert sorted(printed) == sorted(drawn.samples.values_list("interaction_id", flat=True))
    assert len(printed) == 70 < len(ROWS)
