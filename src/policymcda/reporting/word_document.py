"""A report as a Word document (.docx) to be edited: headings and lists are styles, charts are pictures, tables are tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pandas as pd

from policymcda.errors import plain
from policymcda.reporting.document import Chart, Document
from policymcda.reporting.markdown import findings_frame
from policymcda.reporting.wording import pieces, unmarked, unmarked_frame
from policymcda.tables import layout

ROWS = 200
"""Rows of a table that the document has; the page and the verbs have all."""

WIDTH = 6.0
"""Inches of a picture."""

STYLES = {"verdict": "Intense Quote", "note": "Quote"}
"""The style of a paragraph that stands out."""

MARKS = {True: "✓ ", False: "✗ "}
"""Whether a test holds."""


def word_document(document: Document) -> bytes:
    """The report as the bytes of a file, the same each time."""
    file = new_file()
    if document.kicker:
        _paragraph(file, document.kicker, "Subtitle")
    file.add_heading(_text(document.title), 0)
    for level, _, section in document.walk():
        file.add_heading(_text(section.heading), min(level - 1, 9))
        for block in section.blocks:
            _add(file, block)
    for line in document.foot:
        _paragraph(file, line, "Caption")
    file.core_properties.title = _text(document.title)[:255]
    written = io.BytesIO()
    file.save(written)
    return _same_each_time(written.getvalue())


def new_file() -> Any:
    """An empty document; an error that says what to install where there is nothing to write it with."""
    try:
        import docx
    except ImportError:
        raise ImportError("a report as .docx needs the extra: pip install 'policymcda[docx]'") from None
    return docx.Document()


def _add(file: Any, block: Any) -> None:
    """A block of the report; what only a page can hold (its explorer, files within) is left out."""
    writers: dict[str, Callable[[Any, Any], None]] = {
        "text": _add_text,
        "items": _add_items,
        "findings": lambda file, block: _add_rows(file, findings_frame(block)),
        "code": lambda file, block: _paragraph(file, block.text, "No Spacing"),
        "chart": _add_chart,
        "table": _add_table,
        "folder": _add_folder,
    }
    if block.block in writers:
        writers[block.block](file, block)


def _add_text(file: Any, block: Any) -> None:
    paragraph = file.add_paragraph(style=STYLES.get(block.kind))
    if block.word:
        paragraph.add_run(f"{_text(block.word.capitalize())}: ").bold = True
    _fill(paragraph, block.text)


def _add_items(file: Any, block: Any) -> None:
    holds = getattr(block, "holds", ()) or [None] * len(block.entries)
    for entry, held in zip(block.entries, holds, strict=True):
        paragraph = file.add_paragraph(style="List Bullet")
        paragraph.add_run("" if held is None else MARKS[held])
        _fill(paragraph, entry)


def _add_folder(file: Any, block: Any) -> None:
    _paragraph(file, block.caption, "Caption")
    for inner in block.blocks:
        _add(file, inner)


def _add_chart(file: Any, block: Chart) -> None:
    """A picture with its words for those who do not see it, and its title below."""
    from docx.shared import Inches

    if block.picture:
        paragraph = file.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(io.BytesIO(block.picture), width=Inches(WIDTH))
        picture._inline.docPr.set("descr", _text(block.words))
        picture._inline.docPr.set("title", _text(block.title))
    _paragraph(file, block.title, "Caption")
    _paragraph(file, block.words)


def _add_table(file: Any, block: Any) -> None:
    _paragraph(file, block.caption, "Caption")
    _add_rows(file, block.frame)


def _add_rows(file: Any, frame: pd.DataFrame) -> None:
    """A table whose head is repeated on every page; numbers stand to the right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    shown = unmarked_frame(frame.head(ROWS))
    columns = [[str(name).replace("_", " "), *(layout.cell(value) for value in shown[name])] for name in shown]
    if not columns:
        return
    table = file.add_table(rows=len(shown) + 1, cols=len(columns), style="Light List Accent 1")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    cells = table._cells  # every cell at once: one by one takes a second for some hundred
    for column, (name, texts) in enumerate(zip(shown, columns, strict=True)):
        number = pd.api.types.is_numeric_dtype(shown[name])
        for row, text in enumerate(texts):
            paragraph = cells[row * len(columns) + column].paragraphs[0]
            paragraph.add_run(_text(text))
            if number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    more = len(frame) - len(shown)
    _paragraph(file, f"{more} more rows" if more else "")


def _paragraph(file: Any, text: str, style: str | None = None) -> None:
    _fill(file.add_paragraph(style=style), text)


def _fill(paragraph: Any, text: str) -> None:
    """Text of which names stand out."""
    for part, own in pieces(text):
        paragraph.add_run(plain(part)).bold = own or None


def _text(text: str) -> str:
    """Text in one line, control characters spelled out."""
    return plain(" ".join(unmarked(text).split()))


def _same_each_time(content: bytes) -> bytes:
    """The file without the time at which it was packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as same:
        for name in sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            same.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
