"""Charts as plain values: what is drawn, what is said of it, and what every format makes of it."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as Svg

import docx
import pypdf
import pytest

from cases.claims.quantity import Quantity
from cases.reports.charts import Measured, Picture, Placed, Series
from cases.reports.check import Passage, check
from cases.reports.comparison import compare
from cases.reports.compose import Draft, compose, passages_of
from cases.reports.document import Block, Document, from_json
from cases.reports.drawing import columns
from cases.reports.exporters import FORMATS, web
from cases.reports.ledger import Ledger
from cases.reports.queries import check_draft
from cases.reports.snapshot import changes, snapshot_of
from tests.cases.reports import judges
from tests.cases.reports.drafts import DRAFT
from tests.cases.reports.ledger import LEDGER

BY_DAY = LEDGER.charts["chart:by-day"]
OF_CLUSTER = replace(
    BY_DAY,
    title="Interactions of K-2 by day, beside accounts in no cluster",
    series=(Series("K-2", (50.0, 0.0, 50.0)), Series("In no cluster", (20.0, 30.0, 50.0))),
)
COUNTED = Quantity(
    Decimal(24_987), "accounts", window="2026-04-22/2026-06-05", counting_rule="Each once."
)


def charted(of: str, caption: str = "", ledger: Ledger = LEDGER, draft: Draft = DRAFT) -> Document:
    return compose(replace(draft, charts=(Placed(1, "evidence", of, caption),)), ledger)


def chart_of(document: Document) -> tuple[Block, Picture]:
    ((block, picture),) = [
        (block, block.picture)
        for section in document.sections
        for block in section.blocks
        if block.picture
    ]
    return block, picture


def elements(svg: str) -> list[Svg.Element]:
    return list(Svg.fromstring(svg).iter())  # noqa: S314  our own


def with_chart(measured: Measured) -> Ledger:
    return replace(LEDGER, charts={"chart:by-day": measured})


def comparable() -> Ledger:
    """A figure that is alleged and one that is measured, over one window and by one rule."""
    stated = replace(COUNTED, value=Decimal(25_000), precision="at_most")
    claim = replace(LEDGER.claims[3], figure=stated, measured_by=("accounts",))
    figure = replace(LEDGER.figures["accounts"], quantity=COUNTED)
    return replace(LEDGER, claims={3: claim}, figures={"accounts": figure})


@pytest.mark.parametrize("of", ["by-day", "K-2", "figures"])
def test_a_picture_is_the_same_bytes_each_time_and_runs_nothing(of: str) -> None:
    ledger = replace(comparable(), charts={"chart:by-day": BY_DAY, "chart:K-2": OF_CLUSTER})
    _, picture = chart_of(charted(of, ledger=ledger))
    _, again = chart_of(charted(of, ledger=ledger))

    tags = {element.tag.rpartition("}")[2] for element in elements(picture.svg)}
    assert picture.svg == again.svg
    assert tags <= {"svg", "defs", "pattern", "rect", "line", "polyline", "text"}
    assert not re.search(r"style=|href|url\((?!#)|on[a-z]+=|@|<\?", picture.svg)


def test_columns_stand_as_high_as_their_numbers() -> None:
    svg = columns(BY_DAY, name="1", alt="", is_synthetic=False)

    bars = [e for e in elements(svg) if e.tag.endswith("rect")]
    heights = [float(bar.get("height", "0")) for bar in bars]
    assert heights[1] == 0
    assert heights[0] / heights[2] == pytest.approx(1_200 / 3_400, rel=0.01)


def test_two_series_are_told_apart_without_colour() -> None:
    svg = columns(OF_CLUSTER, name="1", alt="", is_synthetic=False)

    lines = [e for e in elements(svg) if e.tag.endswith("polyline")]
    assert [bool(line.get("stroke-dasharray")) for line in lines] == [False, True]


def test_synthetic_data_is_marked_inside_the_picture() -> None:
    _, exercise = chart_of(charted("by-day"))
    _, real = chart_of(charted("by-day", draft=replace(DRAFT, is_synthetic=False)))

    assert ">SYNTHETIC<" in exercise.svg
    assert exercise.alt.startswith("SYNTHETIC")
    assert "SYNTHETIC" not in real.svg + real.alt


def test_a_hostile_name_stays_a_name() -> None:
    name = '<script>alert(1)</script>"\u202e&\x00'
    _, picture = chart_of(charted("by-day", ledger=with_chart(replace(BY_DAY, title=name))))

    words = [e.text or "" for e in elements(picture.svg)]
    assert '<script>alert(1)</script>"[U+202E]&[U+0000]' in words


def test_the_table_and_the_data_hold_the_numbers_of_the_picture() -> None:
    block, picture = chart_of(charted("by-day"))

    assert block.head == ("Day (UTC)", "Interactions")
    assert [[cell.text for cell in row] for row in block.rows] == [
        ["2026-04-22", "1,200"], ["2026-04-23", "0"], ["2026-04-24", "3,400"],
    ]  # fmt: skip
    assert picture.series[0].values == (1_200, 0, 3_400)
    assert picture.facts == BY_DAY.facts


def test_figures_stand_beside_each_other_with_the_status_and_the_difference() -> None:
    block, picture = chart_of(charted("figures", ledger=comparable()))

    words = [e.text or "" for e in elements(picture.svg) if e.text]
    assert any(w.startswith("C-3, alleged by Halden, beside") for w in words)
    assert "nearly 25,000 accounts" in words
    assert any("About 13 fewer" in w for w in words)
    assert picture.series[0].values == (25_000,)
    assert picture.series[1].values == (24_987,)
    assert block.rows[0][1].status == "alleged"


def test_figures_of_different_windows_are_not_subtracted() -> None:
    ledger = comparable()
    figure = replace(ledger.figures["accounts"], quantity=replace(COUNTED, window="2026-05"))
    _, picture = chart_of(charted("figures", ledger=replace(ledger, figures={"accounts": figure})))

    words = [e.text or "" for e in elements(picture.svg) if e.text]
    assert any(w.startswith("Not compared: they cover different windows") for w in words)
    assert not any("fewer" in w for w in words)


def test_a_chart_without_data_says_so_and_is_an_error() -> None:
    placed = (Placed(4, "evidence", "by-day"),)
    draft, ledger = replace(DRAFT, charts=placed), replace(LEDGER, charts={})

    notes = [s.text for s in compose(draft, ledger).sentences() if "Chart 4" in s.text]
    (finding,) = [f for f in check_draft(draft, ledger, {}) if f.place == "caption:4"]
    assert notes == ["Chart 4 is not drawn: this case holds no telemetry by the hour and day."]
    assert finding.is_error


@pytest.mark.parametrize(
    ("caption", "rules"),
    [
        ("Operators used nearly 25,000 accounts [[C-3]].", {"unattributed"}),
        ("Halden alleges that nearly 35,000 accounts were used [[C-3]].", {"number"}),
        ("Meridian stole the outputs.", {"uncited"}),
        ("Meridian rotated 400 payment cards every week.", {"uncited"}),
        ("Interactions in the export, by day.", set()),
        ("Halden alleges that nearly 25,000 accounts were used [[C-3]]; one origin.", set()),
        ("", set()),
    ],
)
def test_a_caption_is_held_to_the_rules_of_prose(caption: str, rules: set[str]) -> None:
    draft = replace(DRAFT, title="A report", charts=(Placed(2, "evidence", "by-day", caption),))
    passages = [Passage(*each) for each in passages_of(draft)]

    found = {f.rule for f in check(passages, LEDGER) if f.place == "caption:2"}
    assert rules <= found if rules else not found


def test_what_a_caption_cites_is_among_what_is_cited() -> None:
    document = charted("by-day", "Halden alleges it [[C-9]].", draft=replace(DRAFT, prose={}))

    assert "C-9" in {note.token for note in document.notes}


def test_a_reader_who_does_not_get_the_section_does_not_get_its_chart() -> None:
    kept = tuple(c for c in DRAFT.template.choices if c.key != "evidence")
    draft = replace(
        DRAFT,
        template=replace(DRAFT.template, choices=kept),
        charts=(Placed(1, "evidence", "by-day", "Meridian stole it."),),
    )

    assert "caption:1" not in dict(passages_of(draft))
    assert not any(b.picture for s in compose(draft, LEDGER).sections for b in s.blocks)


def test_a_document_with_a_chart_is_read_back_and_sealed_with_it() -> None:
    document = charted("by-day")
    other = charted("by-day", ledger=with_chart(replace(BY_DAY, labels=("a", "b", "c"))))

    assert from_json(json.loads(json.dumps(document.as_json()))) == document
    assert document.digest != other.digest


def test_a_document_without_a_chart_keeps_its_digest() -> None:
    document = compose(replace(DRAFT, charts=()), LEDGER)

    assert '"picture":' not in json.dumps(document.as_json())


def test_later_data_is_a_change_with_its_reason() -> None:
    before = snapshot_of(LEDGER)
    later = replace(BY_DAY, series=(Series("Interactions", (1_200, 0, 9_999)),))

    assert "chart:by-day" not in changes(before, LEDGER)
    reason = changes(before, with_chart(later))["chart:by-day"]
    assert "its data was “3 rows, 4,600 together" in reason
    assert "is now “3 rows, 11,199 together" in reason


def test_what_changed_of_a_chart_is_one_sentence() -> None:
    without = compose(replace(DRAFT, charts=()), LEDGER)
    before = charted("by-day")
    other = replace(BY_DAY, series=(Series("Interactions", (1_200, 0, 9_999)),))
    after = charted("by-day", ledger=with_chart(other))

    (added,) = compare(without, before)
    (moved,) = compare(before, after)
    assert added.before == ()
    assert len(added.after) == 1
    assert added.after[0].startswith("Chart 1. Interactions on each day: n = 4,600 interactions")
    assert BY_DAY.digest[:16] in moved.before[0]
    assert other.digest[:16] in moved.after[0]


def test_the_web_page_shows_the_picture_with_its_words() -> None:
    page = FORMATS["html"].render(charted("by-day", "Interactions in the export.")).decode()

    assert page.count("<svg") == 1
    assert 'viewBox="0 0 720' in page
    assert 'role="img" aria-label="SYNTHETIC. Column chart.' in page
    assert "style=" not in web.fragment(charted("by-day"))
    words = " ".join(judges.outside("html.py", page.encode()).split())
    assert "Chart 1. Interactions on each day. Interactions in the export." in words
    assert "n = 4,600 interactions; zone: UTC." in words


def test_the_pdf_holds_a_vector_with_a_description_in_a_figure() -> None:
    reader = pypdf.PdfReader(BytesIO(FORMATS["pdf"].render(charted("by-day"))))

    figures = list(_figures(reader.trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]
    assert [f["/Alt"][:24] for f in figures] == ["SYNTHETIC. Column chart."]
    assert not [image for page in reader.pages for image in page.images]
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Chart 1. Interactions on each day." in text


def test_word_holds_a_picture_with_a_description_and_the_table() -> None:
    word = docx.Document(BytesIO(FORMATS["docx"].render(charted("by-day"))))

    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr").startswith("SYNTHETIC. Column chart.")
    assert ["2026-04-24", "3,400"] in [
        [cell.text for cell in row.cells] for table in word.tables for row in table.rows
    ]


def test_markdown_describes_the_picture_and_gives_the_table() -> None:
    text = FORMATS["md"].render(charted("by-day")).decode()

    plain = judges.pandoc(text.encode(), "gfm")
    assert "SYNTHETIC. Column chart. Interactions on each day." in plain
    assert "| 2026-04-24 | 3,400 |" in text


def test_json_holds_the_numbers_and_their_digest() -> None:
    body = json.loads(FORMATS["json"].render(charted("by-day")))

    blocks = [b for section in body["content"]["sections"] for b in section["blocks"]]
    (picture,) = [b["picture"] for b in blocks if "picture" in b]
    assert picture["series"] == [{"name": "Interactions", "values": [1200, 0, 3400]}]
    assert picture["sha256"] == BY_DAY.digest
    assert picture["derived_from"] == ["ab" * 32]


def test_claimreview_holds_nothing_of_a_chart_and_stix_its_words() -> None:
    document = charted("by-day")

    assert b"Chart 1" not in FORMATS["claimreview"].render(document)
    stix = FORMATS["stix"].render(document).decode()
    assert "Chart 1. Interactions on each day" in stix
    assert "<svg" not in stix


def _figures(node):  # type: ignore[no-untyped-def]
    """The elements of a PDF's structure that are figures."""
    node = node.get_object()
    if isinstance(node, dict):
        if node.get("/S") == "/Figure":
            yield node
        for child in [node["/K"]] if "/K" in node else []:
            yield from _figures(child)
    elif isinstance(node, list):
        for child in node:
            yield from _figures(child)
