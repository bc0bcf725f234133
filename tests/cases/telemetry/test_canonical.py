import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.telemetry.canonical import Outcome, canonicalize
from cases.telemetry.formats import UnreadableFile, look
from cases.telemetry.mapping import Mapping, MappingWrong, guess
from cases.telemetry.schema import Kind
from cases.telemetry.typed import Counts, Input

Import = Callable[..., Outcome]
HEAD = "id,account,ts,output_tokens\n"


def _kept(outcome: Outcome) -> list[dict]:
    return [row for path in outcome.kept for row in pq.read_table(path).to_pylist()]


def _refused(outcome: Outcome) -> list[tuple]:
    rows = pq.read_table(outcome.refused).to_pylist()
    return [(row["row"], row["column"], row["value"], row["reason"]) for row in rows]


def test_every_bad_row_is_listed_with_its_number_column_and_reason(import_file: Import) -> None:
    outcome = import_file(
        HEAD + "1,a,2026-06-05,10\n"
        "2,,2026-06-05,10\n"
        "3,a,yesterday,ten\n"
        "4,a,2026-06-05\n"
        "5,a,2026-06-05,-4\n"
        "6,a,1026-06-05,4\n"
        "\n"
        "7,a,2026-06-05,11,\n"
        "8,a,2026-06-05,12\n"
    )

    assert outcome.files == [Counts(read=8, kept=2, refused=6, duplicate=0)]
    assert [row["interaction_id"] for row in _kept(outcome)] == ["1", "8"]
    assert [(row, column) for row, column, *_ in _refused(outcome)] == [
        (3, "platform_account"),
        (4, "occurred_at"),
        (4, "output_tokens"),
        (5, ""),
        (6, "output_tokens"),
        (7, "occurred_at"),
        (8, ""),
    ]
    assert _refused(outcome)[2] == (4, "output_tokens", "ten", "is not a whole number")


def test_times_are_read_with_their_zone(import_file: Import) -> None:
    times = [
        "2026-06-05T12:00:00Z",
        "2026-06-05T14:00:00+02:00",
        "2026-06-05 14:00:00",
        "1780660800",
        "1780660800.000",
        "1780660800000",
        "1780660800000000",
        "1780660800000000000",
    ]
    rows = "".join(f"{number},a,{time},1\n" for number, time in enumerate(times))

    outcome = import_file(HEAD + rows, zone="Europe/Berlin")

    assert {row["occurred_at"] for row in _kept(outcome)} == {datetime(2026, 6, 5, 12)}  # noqa: DTZ001
    assert outcome.total.kept == len(times)


def test_a_time_format_can_be_given(import_file: Import) -> None:
    mapping = Mapping({"platform_account": "who", "occurred_at": "at"}, "UTC", "%d/%m/%Y %H:%M")

    outcome = import_file("who,at\na,05/06/2026 12:00\nb,06/05/26\n", mapping)

    assert [row["occurred_at"] for row in _kept(outcome)] == [datetime(2026, 6, 5, 12)]  # noqa: DTZ001
    assert _refused(outcome)[0][3] == "is not a time of the form %d/%m/%Y %H:%M"


def test_the_same_row_twice_is_a_duplicate_another_with_its_id_is_refused(
    import_file: Import,
) -> None:
    outcome = import_file(
        HEAD + "1,a,2026-06-05,10\n1,a,2026-06-05,10\n1,a,2026-06-05,11\n2,a,2026-06-05,10\n"
    )

    assert outcome.total == Counts(read=4, kept=2, refused=1, duplicate=1)
    assert _refused(outcome) == [
        (4, "interaction_id", "1", "is used by an earlier row with other values")
    ]


def test_rows_of_earlier_imports_are_duplicates(import_file: Import) -> None:
    first = import_file(HEAD + "1,a,2026-06-05,10\n2,a,2026-06-05,10\n")

    second = import_file(
        HEAD + "2,a,2026-06-05,10\n1,a,2026-06-05,99\n3,a,2026-06-05,10\n", earlier=first.kept
    )

    assert second.total == Counts(read=3, kept=1, refused=1, duplicate=1)


def test_rows_without_an_id_are_named_after_their_file_and_row(import_file: Import) -> None:
    outcome = import_file("account,ts\na,2026-06-05\na,2026-06-05\nb,2026-06-05\n")

    assert outcome.total == Counts(read=3, kept=2, refused=0, duplicate=1)
    assert [row["interaction_id"] for row in _kept(outcome)] == ["abababababab-2", "abababababab-4"]


def test_rows_without_an_id_are_known_again_in_a_later_import(import_file: Import) -> None:
    first = import_file("account,ts\na,2026-06-05\nb,2026-06-05\n")

    second = import_file("account,ts\nb,2026-06-05\nc,2026-06-05\n", earlier=first.kept)

    assert second.total == Counts(read=2, kept=1, refused=0, duplicate=1)


def test_each_day_is_a_file_sorted_by_platform_account_and_time(import_file: Import) -> None:
    outcome = import_file(
        HEAD + "1,b,2026-06-06T01:00:00Z,1\n2,b,2026-06-05T23:59:59Z,1\n"
        "3,a,2026-06-06T02:00:00Z,1\n4,a,2026-06-06T00:00:00Z,1\n"
    )

    assert [(day.day, day.rows) for day in outcome.days] == [("2026-06-05", 1), ("2026-06-06", 3)]
    assert [row["interaction_id"] for row in _kept(outcome)] == ["2", "4", "3", "1"]


def test_prompts_may_run_over_lines_but_names_may_not(import_file: Import) -> None:
    outcome = import_file(
        'id,account,ts,prompt\n1,a,2026-06-05,"two\nlines"\n2,"b\nc",2026-06-05,x\n'
    )

    assert outcome.total == Counts(read=2, kept=1, refused=1, duplicate=0)
    assert "never closed" in _refused(outcome)[0][3]


def test_a_quotation_mark_left_open_does_not_swallow_rows_unseen(import_file: Import) -> None:
    outcome = import_file(
        'id,account,ts,prompt\n1,a,2026-06-05,x\n2,a,2026-06-05,"open\n3,a,2026-06-05,y\n'
    )

    assert outcome.total.kept == 1
    assert _refused(outcome)[0][0] == 3
    assert "never closed" in _refused(outcome)[0][3]


def test_broken_bytes_cost_their_row_alone(import_file: Import) -> None:
    outcome = import_file(
        b"id,account,ts,model\n1,a,2026-06-05,m\n2,a,2026-06-05,caf\xe9\n3,a,2026-06-05,m\n"
    )

    assert outcome.total == Counts(read=3, kept=2, refused=1, duplicate=0)
    assert _refused(outcome) == [(3, "model", "caf\ufffd", "is not UTF-8 text")]


def test_a_nul_character_is_refused(import_file: Import) -> None:
    outcome = import_file(
        '{"account":"a\\u0000b","ts":"2026-06-05"}\n{"account":"c","ts":1780660800}'
    )

    assert outcome.total == Counts(read=2, kept=1, refused=1, duplicate=0)
    assert "NUL" in _refused(outcome)[0][3]


def test_jsonl_is_read_line_by_line(import_file: Import) -> None:
    lines = [
        {"id": 1, "account": "a", "ts": "2026-06-05", "usage": {"output_tokens": 7}},
        {"id": 2, "account": "a", "ts": "2026-06-05", "refused": True},
        [1, 2],
        {"id": 3, "account": "a", "ts": None},
    ]
    text = "\n".join(json.dumps(line) for line in lines) + "\n\n{broken\n"

    outcome = import_file(text)

    assert outcome.total == Counts(read=5, kept=2, refused=3, duplicate=0)
    kept = {row["interaction_id"]: row for row in _kept(outcome)}
    assert kept["1"]["output_tokens"] == 7
    assert kept["2"]["is_refused"] is True
    assert [(row, column, reason) for row, column, _, reason in _refused(outcome)] == [
        (3, "", "is not a JSON object"),
        (4, "occurred_at", "is empty"),
        (6, "", "is not a JSON object"),
    ]


def test_lists_of_devices_are_read_in_any_form(import_file: Import) -> None:
    text = 'account,device_ids\na,d2;d1;d1\nb,"[""d1"",""d3""]"\nc,\n'

    outcome = import_file(text, kind=Kind.ACCOUNTS)

    assert [row["devices"] for row in _kept(outcome)] == [["d1", "d2"], ["d1", "d3"], None]


def test_parquet_keeps_its_types(tmp_path: Path, import_file: Import) -> None:
    table = pa.table(
        {
            "account": ["a", "b", None],
            "ts": pa.array([1_780_660_800_000] * 3, pa.timestamp("ms", "UTC")),
            "output_tokens": pa.array([1.0, 2.0, 3.0]),
            "device_ids": [["x"], [], None],
        }
    )
    pq.write_table(table, tmp_path / "log.parquet")

    outcome = import_file((tmp_path / "log.parquet").read_bytes())

    assert outcome.total == Counts(read=3, kept=2, refused=1, duplicate=0)
    assert [row["output_tokens"] for row in _kept(outcome)] == [1, 2]
    assert _kept(outcome)[0]["occurred_at"] == datetime(2026, 6, 5, 12)  # noqa: DTZ001
    assert _refused(outcome) == [(3, "platform_account", None, "is empty")]


def test_a_row_longer_than_a_block_is_named(import_file: Import) -> None:
    row = '1,"' + "x" * 40_000_000 + "\n"

    with pytest.raises(UnreadableFile, match=r"log\.csv.*longer than 16 MB, or a quotation mark"):
        import_file("account,ts\n" + row * 2)


def test_names_from_a_file_are_never_sql(import_file: Import) -> None:
    hostile = 'account"); DROP TABLE x; --'
    mapping = Mapping({"platform_account": hostile, "occurred_at": "it's"})
    text = '"account""); DROP TABLE x; --",it\'s\na,2026-06-05\n'

    assert import_file(text, mapping).total.kept == 1


_cell = st.one_of(
    st.sampled_from(["", "1", "a", "2026-06-05", '"', '"x"', ",", "\n", "\r", "\\", "é", "\x00"]),
    st.text(max_size=8),
)
_junk = st.one_of(
    st.lists(_cell, max_size=60).map("".join).map(lambda text: text.encode("utf-8", "replace")),
    st.lists(st.binary(max_size=20), max_size=6).map(b"\n".join),
    st.lists(st.lists(_cell, min_size=3, max_size=5).map(",".join), max_size=12)
    .map("\n".join)
    .map(lambda text: text.encode("utf-8", "replace")),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    junk=_junk, head=st.sampled_from([b"id,account,ts,n\n", b'{"account":"a","ts":"2026-06-05"}\n'])
)
def test_whatever_comes_every_row_is_accounted_for(junk: bytes, head: bytes) -> None:
    with tempfile.TemporaryDirectory() as name, duckdb.connect(config={"threads": 1}) as database:
        path, folder = Path(name, "file"), Path(name)
        path.write_bytes(head + junk)
        try:
            seen = look(path, "junk")
            mapping, _ = guess(Kind.INTERACTIONS, seen.columns, seen.rows)
            outcome = canonicalize(
                database,
                Kind.INTERACTIONS,
                mapping,
                [Input(path, "junk", "ab" * 32)],
                folder,
                lambda done, total, unit: None,
            )
        except (UnreadableFile, MappingWrong):
            return
        refused = {row["row"] for row in pq.read_table(outcome.refused).to_pylist()}
        assert outcome.total.add_up
        assert len(refused) == outcome.total.refused
        assert sum(pq.read_metadata(path).num_rows for path in outcome.kept) == outcome.total.kept
