from pathlib import Path

import pytest
from django.conf import settings

from cases.telemetry.mapping import guess
from cases.telemetry.schema import COLUMNS, Kind


@pytest.mark.parametrize("kind", Kind)
def test_the_docs_list_every_column(kind: Kind) -> None:
    text = (Path(settings.BASE_DIR) / "docs/telemetry.md").read_text()

    rows = [
        f"| `{c.name}` | {c.type.value} | {c.meaning} | "
        f"{'*needed*' if c.is_required else c.without} |"
        for c in COLUMNS[kind]
    ]

    assert [row for row in rows if row not in text] == []


@pytest.mark.parametrize("kind", Kind)
def test_every_column_is_guessed_by_its_own_name(kind: Kind) -> None:
    names = [column.name for column in COLUMNS[kind]]

    mapping, _ = guess(kind, names, [])

    assert mapping.columns == {name: name for name in names}
