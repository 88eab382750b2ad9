"""CSV files as people save them: parted by commas, semicolons or tabs, quoted or not, padded or not."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

import pandas as pd

from policymcda.errors import Fault, Findings
from policymcda.tables import margins
from policymcda.tables.checking import Raw
from policymcda.tables.spelling import key

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
"""What may stand between cells, the usual one first."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_QUOTED = re.compile('"[^"]*"')
_SEP = re.compile(r'"?sep=(.)"?[ ;,\t]*[\r\n]*\Z', re.IGNORECASE)

TOO_MANY = (
    "remove what is too many; write a number such as 12,75 as 12.75; put a text that holds the delimiter in quotes"
)

MAX_COLUMNS = 16_384
"""Columns of one table that is read from a file."""


def table(text: str, place: str, findings: Findings, most_rows: int, most_cells: int, name: str = "") -> Raw:
    """The table of a CSV file as text, its rows called by their line.

    The line ``sep=;`` is obeyed; without it cells are parted by the delimiter that the header has most often.
    """
    first = _LINE.match(text)
    sentence = _SEP.fullmatch(first[0]) if first else None
    start = first.end() if sentence and first else 0
    delimiter = sentence[1] if sentence else _delimiter(text, name)
    if text.count(delimiter) > most_cells:
        raise ValueError(f"more than {most_cells:,} cells")
    rows, lines = _rows(text[start:] if start else text, delimiter, 2 if start else 1, most_rows)
    if not rows:
        raise ValueError("it is empty")
    if len(rows[0]) == 1 and delimiter == "," and any(mark in rows[0][0] for mark in DELIMITERS):
        raise ValueError("each line is one cell in quotation marks: remove those around whole lines")
    check_columns(len(rows[0]))
    if len(rows) * len(rows[0]) > most_cells:
        raise ValueError(f"more than {most_cells:,} cells")
    raw = rectangle(rows, lines, place, findings, name)
    return Raw(raw.frame, raw.rows, delimiter)


def check_columns(count: int) -> None:
    """Refuses more columns than a spreadsheet has."""
    if count > MAX_COLUMNS:
        raise ValueError(f"more than {MAX_COLUMNS:,} columns")


def rectangle(rows: list[list[str]], lines: Sequence[int], place: str, findings: Findings, name: str = "") -> Raw:
    """Rows of text under their header; none has a cell beyond the header's own, blank ones counted.

    `name` is the table that the rows hold, blank where that is not known.
    """
    rows, lines = margins.trimmed(rows, lines, name, place, findings)
    header = rows[0] if rows else []
    whole = len(header)
    while header and not header[-1].strip():
        header = header[:-1]
    width = len(header)
    body, kept = [], []
    trailing = _trailing(rows, whole)
    if trailing:
        hint = "write a number such as 12,75 as 12.75; else remove the delimiter that ends each row, or add one to the header"
        rule = f"every row has {len(rows[1])} cells, the header has {whole}"
        findings.add(Fault(place, rule=rule, hint=hint))
    for line, row in zip(lines[1:], rows[1:], strict=True):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < width or (len(row) > whole and not trailing):
            hint = "add what is missing" if len(row) < width else TOO_MANY
            rule = f"has {len(row)} cells, the header has {width if len(row) < width else whole}"
            findings.add(Fault(place, str(line), rule=rule, hint=hint))
            row = [*row, *[""] * (width - len(row))]
        elif any(cell.strip() for cell in row[width:whole]):
            rule = f"has a cell in column {width + 1}, for which the header has no name"
            findings.add(Fault(place, str(line), rule=rule, hint="name the column in the header, or remove the cell"))
        body.append(row[:width])
        kept.append(line)
    return Raw(pd.DataFrame(body, columns=header, dtype=object), kept)


def _trailing(rows: list[list[str]], whole: int) -> bool:
    """Whether all rows, and there are several, have the same number of blank cells beyond the header's own."""
    return len(rows) > 2 and all(
        len(row) == len(rows[1]) > whole and not any(cell.strip() for cell in row[whole:]) for row in rows[1:]
    )


def _rows(text: str, delimiter: str, line: int, most: int) -> tuple[list[list[str]], list[int]]:
    """The rows that have a cell that is not blank, and the line that each begins in."""
    reader = csv.reader((found[0] for found in _LINE.finditer(text)), delimiter=delimiter, strict=True)
    rows, lines, before = [], [], line - 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(line)
            line = reader.line_num + 1 + before
            if len(rows) > most:
                raise ValueError(f"more than {most:,} rows")
    except csv.Error as error:
        open_quote = "unexpected end" in str(error)
        reason = "a quotation mark that opens a cell is not followed by one that closes it" if open_quote else error
        raise ValueError(f"line {line}: {reason}") from None
    return rows, lines


def _delimiter(text: str, name: str) -> str:
    """What stands most often in the header, which may come below a title that has none or others."""
    rows = _first_rows(text)
    wanted = margins.wanted(name)
    for row in rows if wanted else []:
        if wanted <= {key(cell) for cell in row.split(_most_frequent(row))}:
            return _most_frequent(row)
    return _most_frequent(next((row for row in rows if _most_frequent(row) in row), ""))


def _first_rows(text: str) -> list[str]:
    """The first rows that are not blank, past line breaks in quoted cells, which are without delimiters and marks."""
    rows, row = [], ""
    for line in _first_lines(text):
        row += line
        if row.strip(" \t\r\n;,|") and row.count('"') % 2 == 0:
            rows.append(_QUOTED.sub(lambda found: re.sub(r'[",;\t|]', "", found[0]), row))
            row = ""
        if len(rows) == margins.LOOKED_AT:
            break
    return rows or [row]


def _first_lines(text: str, most: int = 1000) -> Iterator[str]:
    for number, found in enumerate(_LINE.finditer(text)):
        if number == most:
            return
        yield found[0]


def _most_frequent(header: str) -> str:
    """The delimiter that stands most often in the header, a comma where none does."""
    return max(DELIMITERS, key=header.count)
