"""A report as a document to be edited: its headings, lists and tables are styles, its charts are pictures."""

import io
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from PIL import Image

import policymcda as mcda
from policymcda.reporting.document import Chart, Code, Document, Items, Section, Table, Text
from policymcda.reporting.word_document import ROWS, word_document
from policymcda.reporting.wording import marked

if os.environ.get("CI") != "true":
    pytest.importorskip("docx")


def opened(content: bytes) -> Any:
    import docx

    return docx.Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = mcda.load("cyber-policy").select(groups=["no_formal_ties"])
    return mcda.report(case, tmp_path_factory.mktemp("word") / "report.docx")


def test_headings_are_styles_in_the_order_of_the_page(file: Path) -> None:
    document = opened(file.read_bytes())
    headings = [
        (one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith(("Heading", "Title"))
    ]
    assert headings[0][0] == "Title"
    assert {name for name, _ in headings[1:]} <= {"Heading 1", "Heading 2", "Heading 3"}
    assert ("Heading 1", "How this was done") in headings
    assert ("Heading 2", "What it hangs on") in headings
    assert any(one.style.name == "List Bullet" for one in document.paragraphs)


def test_charts_are_pictures_with_their_words(file: Path) -> None:
    document = opened(file.read_bytes())
    assert len(document.inline_shapes) >= 1
    for shape in document.inline_shapes:
        assert "first" in shape._inline.docPr.get("descr")
        part = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
        with Image.open(io.BytesIO(part.blob)) as picture:
            assert picture.format == "PNG"
            assert picture.width > 1000
            assert len(picture.convert("RGB").getcolors(1 << 24)) > 10


def test_numbers_are_those_of_the_results(file: Path) -> None:
    case = mcda.load("cyber-policy").select(groups=["no_formal_ties"])
    text = "\n".join(cell.text for table in opened(file.read_bytes()).tables for cell in table._cells)
    first = mcda.rank(case).table.sort_values("rank")["option"].iloc[0]
    assert case.options.set_index("option")["name"][first] in text
    assert "\ue000" not in text


def test_the_command_writes_it_and_the_same_bytes(file: Path, tmp_path: Path) -> None:
    from policymcda.cli import main

    case = str(mcda.load("cyber-policy").select(groups=["no_formal_ties"]).save(tmp_path / "case"))
    again = mcda.report(mcda.load(case), tmp_path / "again" / "a.docx").read_bytes()
    assert main(["report", case, "-o", str(tmp_path / "a.docx"), "--quiet"]) == 0
    assert (tmp_path / "a.docx").read_bytes() == again


def test_every_kind_of_block_has_its_style_and_hostile_text_is_text() -> None:
    hostile = "<w:p/>\x07 ]]> & ok"
    frame = pd.DataFrame({"first_option": [hostile] * (ROWS + 5), "share": 0.25})
    blocks = (
        Text(f"by {marked('a name')} it stands", "verdict", "contested"),
        Items((hostile, "two")),
        Code("policymcda rank x"),
        Chart("", "title", "words", frame.head(0)),
        Table(frame, "caption"),
    )
    document = opened(
        word_document(Document(hostile, "kicker", (Section("one", blocks, (Section("two"),)),), ("foot",)))
    )
    styles = {one.text: one.style.name for one in document.paragraphs}
    assert styles["Contested: by a name it stands"] == "Intense Quote"
    assert (styles["one"], styles["two"], styles["title"]) == ("Heading 1", "Heading 2", "Caption")
    assert styles["5 more rows"] == "Normal"
    bold = [run.text for one in document.paragraphs for run in one.runs if run.bold]
    assert bold == ["Contested: ", "a name"]
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["first option", "share"]
    assert len(table.rows) == ROWS + 1
    assert table.cell(1, 0).text == r"<w:p/>\x07 ]]> & ok"


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ImportError, match=r"policymcda\[docx\]"):
        mcda.report(mcda.load("cyber-policy"), tmp_path / "a.docx")
    assert not list(tmp_path.iterdir())
