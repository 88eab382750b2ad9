"""Every table of the case and of every answer, as CSV files in one archive within the page."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator

import pandas as pd

from policymcda.errors import plain
from policymcda.reporting.document import Block, Download, Section, Table, Text
from policymcda.reporting.report_results import Asked
from policymcda.reporting.wording import unmarked_frame
from policymcda.results import grouped
from policymcda.tables.schemas import SCHEMAS

WHEN = (1980, 1, 1, 0, 0, 0)
"""The date of every file, so that the same tables give the same bytes."""

HEADING = "Every table"

LARGEST = 50_000
"""Rows of a table above which it is left to the command that prints it."""


def archive(asked: Asked) -> Section:
    """The tables as one file to take along."""
    tables = list(_tables(asked))
    files = {f"{question or 'case'}-{name}.csv": frame for question, name, frame in tables if len(frame) <= LARGEST}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as found:
        for name, frame in files.items():
            found.writestr(zipfile.ZipInfo(name, WHEN), _csv(frame), zipfile.ZIP_DEFLATED)
    text = f"{len(files)} tables as CSV files (zip, {len(data.getvalue()) / 1e6:.1f} MB)"
    words = "Tables of the case and of every answer, with labels as the commands take them and six digits."
    encoded = base64.b64encode(data.getvalue()).decode("ascii")
    left = [_left(question, name, frame) for question, name, frame in tables if len(frame) > LARGEST]
    return Section(HEADING, (Text(words, "muted"), Download("tables.zip", text, encoded), *left))


def _left(question: str, name: str, frame: pd.DataFrame) -> Text:
    """What is too long to be taken along, and what prints it."""
    verb = question.removesuffix("_own").replace("_", "-")
    command = f"policymcda {verb} CASE --table {name} --format csv" if question else "policymcda show CASE"
    return Text(
        f"The {len(frame):,} rows of {question or 'case'}-{name} are not in it: {command} prints them.", "muted"
    )


def listed(asked: Asked) -> Section:
    """The tables one after the other, where a page cannot hold a file."""
    blocks: list[Block] = [
        Table(part, f"{question or 'case'}: {name}{f', {group}' if group else ''}", closed=True)
        for question, name, frame in _tables(asked)
        for group, part in (grouped(frame) if question else [("", frame)])
    ]
    return Section(HEADING, (Text("Labels are as the commands take them.", "muted"), *blocks))


def trimmed(table: pd.DataFrame) -> pd.DataFrame:
    """Without the columns that say nothing."""
    empty = [column for column in table if table[column].isna().all() or (table[column].astype(str) == "").all()]
    return table.drop(columns=empty)


def _tables(asked: Asked) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Question (blank: the case itself), name and table."""
    for name in SCHEMAS:
        if asked.problem.has(name):
            yield "", name, trimmed(asked.problem.table(name))
    for question, result in asked.results.items():
        for name, frame in result.tables.items():
            if len(frame) and name != "notes":
                yield question, name, unmarked_frame(trimmed(frame))


def _csv(frame: pd.DataFrame) -> str:
    text: str = frame.to_csv(index=False, float_format="%.6g", lineterminator="\n")
    return "\n".join(map(plain, text.rstrip("\n").split("\n"))) + "\n"
