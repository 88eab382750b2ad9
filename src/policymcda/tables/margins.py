"""What stands around a table in a sheet: a title above its header, notes below its last row, blank rows and columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policymcda.errors import Fault, Findings
from policymcda.tables.schemas import SCHEMAS, required
from policymcda.tables.spelling import key

Rows = list[list[str]]

LOOKED_AT = 20
"""How many rows may stand above a header."""

_NOTE = re.compile(
    r"\s*(?:[*\u2020\u2021\u00a9]|(?:foot)?notes?\b|sources?\b|n\.?b\.?\b|remarks?\b|comments?\b|legend\b|key:|as of\b|"
    r"last updated|updated\b|prepared by|compiled by|quelle|anmerkung|hinweis|nota\b|fuente|fonte)",
    re.IGNORECASE,
)
"""How a note below a table begins."""


def trimmed(rows: Rows, lines: Sequence[int], name: str, place: str, findings: Findings) -> tuple[Rows, list[int]]:
    """The rows from the header to the last row of the table, and their lines; a title and notes are a fault each.

    `name` is the table that the rows hold, blank where that is not known.
    """
    kept = [(row, line) for row, line in zip(rows, lines, strict=True) if any(cell.strip() for cell in row)]
    first = _header(rows=[row for row, _ in kept], name=name)
    if first:
        title = ", ".join(cell.strip() for cell in kept[0][0] if cell.strip())
        rule = "stands above the names of the columns, as a title does"
        hint = f"delete what is above row {kept[first][1]}, so that the names of the columns come first"
        findings.add(Fault(place, _span([line for _, line in kept[:first]]), "", title, rule, hint))
    kept = kept[first:]
    notes = _notes([row for row, _ in kept], name)
    if notes:
        below = kept[len(kept) - notes :]
        text = next(cell.strip() for cell in below[0][0] if cell.strip())
        rule = "stands below the table with nothing beside it, as a note does"
        hint = "delete the row, or move it to a sheet or file called Notes; if it belongs to the table, fill it in"
        findings.add(Fault(place, _span([line for _, line in below]), "", text, rule, hint))
        kept = kept[: len(kept) - notes]
    if kept and _is_turned([row for row, _ in kept], name):
        width = max(len(row) for row, _ in kept)
        kept[0] = ([kept[0][0][0], *(f"column {at}" for at in range(2, width + 1))], kept[0][1])
    margin = _margin([row for row, _ in kept])
    return [row[margin:] for row, _ in kept], [line for _, line in kept]


def wanted(name: str) -> set[str]:
    """What the header of a table must have, by `key`; of ratings the options alone, for they may be wide."""
    return {key(column) for column in required(name)[: 1 if name == "ratings" else None]} if name in SCHEMAS else set()


def _header(rows: Rows, name: str) -> int:
    """Where the header is: the first row with the names of the required columns, else the first with more than a title."""
    names = wanted(name)
    for place, row in enumerate(rows[:LOOKED_AT]):
        if names and names <= {key(cell) for cell in row}:
            return place if not place or _filled(row) > 1 or all(_filled(one) == 1 for one in rows) else 0
    columns = {key(column) for column in SCHEMAS[name].columns} if name in SCHEMAS else set()
    if len(rows) > 2 and _filled(rows[0]) == 1 and not columns & {key(cell) for cell in rows[0]}:
        return next((place for place, row in enumerate(rows[:LOOKED_AT]) if _filled(row) > 1), 0)
    return 0


def _is_turned(rows: Rows, name: str) -> bool:
    """Whether the names of columns stand down the side, the first beside blank cells, so that there is no header."""
    columns = {key(column) for column in SCHEMAS[name].columns} if name in SCHEMAS else set()
    return _filled(rows[0]) == 1 and sum(bool(row[:1]) and key(row[0]) in columns for row in rows) > 2


def _notes(rows: Rows, name: str) -> int:
    """How many rows at the end are notes: one cell is filled, where every row of the table has more."""
    if len(rows) < 3 or _filled(rows[0]) < 2:
        return 0
    count = next((back for back, row in enumerate(reversed(rows[1:])) if _filled(row) > 1), len(rows) - 1)
    body = rows[1 : len(rows) - count]
    if not count or not body:
        return 0
    needs = _needs(rows[0], name)
    sparse = any(_filled(row) < 2 for row in body)
    below = [next(cell for cell in row if cell.strip()) for row in rows[len(rows) - count :]]
    while below and not (_NOTE.match(below[0]) or (not sparse and (len(below[0].split()) >= 5 or needs))):
        below = below[1:]
    return len(below)


def _needs(header: Sequence[str], name: str) -> bool:
    """Whether a row of the table has at least two cells that may not be blank."""
    specs = SCHEMAS[name].columns if name in SCHEMAS else {}
    titles = {key(cell) for cell in header}
    return bool(
        sum(spec.required and not spec.metadata["blank"] and key(column) in titles for column, spec in specs.items())
        > 1
    )


def _margin(rows: Rows) -> int:
    """How many columns on the left are blank in every row."""
    firsts = [next(place for place, cell in enumerate(row) if cell.strip()) for row in rows]
    return min(firsts, default=0)


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _span(lines: Sequence[int]) -> str:
    return str(lines[0]) if len(lines) == 1 else f"{lines[0]} to {lines[-1]}"
