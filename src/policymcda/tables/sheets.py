"""Sheets of a workbook: how far they reach, before anything is read, and what stands in a cell."""

from __future__ import annotations

import re
import zipfile
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)\d""")
_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*(\d+)["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

_DECODES = (0, 9, 1)
"""From this version on the reader spells out what Excel writes as _x001B_."""


def reach(path: Path) -> int:
    """Cells of the largest rectangle that a sheet spans.

    One cell in the far corner makes a reader reserve room for all the others, more than any machine has.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            return max((_area(packed.read(part)) for part in packed.infolist()), default=0)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise ValueError(str(error)) from None


def text(cell: Any) -> str:
    """A sheet's cell as text: a whole number without its .0, a date as a date."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, str):
        return cell if _decoded() else _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)
    return "" if cell is None else str(cell)


def pairs(rows: list[list[Any]]) -> list[tuple[str, Any]]:
    """The keys and values of a sheet of two columns, under its header."""
    kept = [row for row in rows[1:] if len(row) > 1 and row[0] not in ("", None)]
    return [(text(row[0]), text(row[1]) if isinstance(row[1], str) else row[1]) for row in kept]


def _area(part: bytes) -> int:
    """Rows times columns that the addresses in a part span; cells without an address may stand beside each other."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00<\x00" in part[:200]:
        raise ValueError("a sheet is not UTF-8")
    letters = _COLUMN.findall(part)
    rows = max(map(int, _ROW.findall(part)), default=0)
    columns = max(map(_number, set(letters)), default=0) + max(0, len(_CELL.findall(part)) - len(letters))
    return rows * columns


def _number(letters: bytes) -> int:
    """A column's letters as its number: A is 1, XFD is 16,384."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _decoded() -> bool:
    return tuple(int(part) for part in version("python-calamine").split(".")[:3] if part.isdigit()) >= _DECODES
