"""Sheets of a workbook: how far they reach, before anything is read, and what stands in a cell."""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)\d""")
_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*(\d+)["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_WRITTEN = re.compile(rb"<(?:\w+:)?c(\s[^>]*[^/>]|)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v[^>]*>[^<]|is\b)")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_LINK = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(r"""(?:\w+:)?(\w+)\s*=\s*(["'])(.*?)\2""", re.DOTALL)
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


def unkept(path: Path) -> dict[str, list[str]]:
    """The cells of each sheet that hold a formula whose value the file does not keep: a program wrote it, no spreadsheet."""
    with zipfile.ZipFile(path) as packed:
        parts = packed.namelist()
        return {
            title: cells
            for title, part in _parts(packed).items()
            if part in parts and (cells := _without_value(packed.read(part)))
        }


def _parts(packed: zipfile.ZipFile) -> dict[str, str]:
    """The file inside a workbook that has each sheet, by the title of the sheet."""
    names = packed.namelist()
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(names):
        return {}
    links = [_attributes(found[1]) for found in _LINK.finditer(packed.read("xl/_rels/workbook.xml.rels"))]
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    listed = [_attributes(found[1]) for found in _SHEET.finditer(packed.read("xl/workbook.xml"))]
    found = {sheet.get("name", ""): targets.get(sheet.get("id"), "") for sheet in listed}
    return {title: part[1:] if part.startswith("/") else f"xl/{part}" for title, part in found.items()}


def _attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag, without the prefix of their names."""
    text = tag.decode("utf-8", "replace")
    return {name: html.unescape(value) for name, _, value in _ATTRIBUTE.findall(text)}


def _without_value(part: bytes) -> list[str]:
    """The addresses of cells with a formula and no value; a formula whose value is an empty text has one."""
    if b"<f" not in part and b":f" not in part:
        return []
    return [
        _attributes(found[1]).get("r", "?")
        for found in _WRITTEN.finditer(part)
        if _FORMULA.search(found[2]) and not _VALUE.search(found[2]) and _attributes(found[1]).get("t") != "str"
    ]


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


@cache
def _decoded() -> bool:
    """Whether python-calamine undoes Excel's escapes itself; asked of every cell, so asked once."""
    return tuple(int(part) for part in version("python-calamine").split(".")[:3] if part.isdigit()) >= _DECODES
