"""A workbook as the tables of a case: which sheet holds what, and what is left aside."""

from __future__ import annotations

import difflib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from policymcda.errors import Fault, Findings, ProblemError
from policymcda.tables import case_keys, csv_files, reading, shapes, sheets, squares
from policymcda.tables.checking import Raw
from policymcda.tables.schemas import SCHEMAS
from policymcda.tables.spelling import key

NAMES = {key(name): name for name in (*SCHEMAS, "case")}
"""What a sheet may be called, by `key`, and the table that it holds."""

Rows = list[list[Any]]


@dataclass(frozen=True)
class Sheet:
    """A sheet that is not blank: its title, its cells as they are and as text, and those whose formulas have no value."""

    title: str
    cells: Rows
    texts: list[list[str]]
    unkept: Sequence[str]

    @property
    def place(self) -> str:
        """What a fault calls it."""
        return f"sheet {self.title}"

    def table(self, name: str, findings: Findings) -> Raw:
        """Its rows under their header."""
        return csv_files.rectangle(self.texts, range(1, len(self.texts) + 1), self.place, findings, name)


def workbook(path: Path) -> reading.Read:
    """A workbook with a sheet for each table; the sheet `case` has the columns key and value.

    Sheets that are no table are left aside with a note. One sheet alone, of whatever name, is taken for what it holds.
    """
    findings = Findings()
    case: case_keys.Case = {}
    tables: reading.Tables = {}
    others: list[Sheet] = []
    for title, sheet in _sheets(path, findings, tables):
        name = NAMES.get(key(title), "")
        if name == "case" and not sheet.unkept:
            case = case_keys.plain(case_keys.nested(sheets.pairs(sheet.cells)), findings.faults)
        elif name:
            _add(tables, name, sheet, findings)
        else:
            others.append(sheet)
    tables.pop("case", None)
    _others(others, tables, findings)
    return case, tables, findings


def _sheets(path: Path, findings: Findings, tables: reading.Tables) -> Iterator[tuple[str, Sheet]]:
    """The sheets that are not blank; a table whose sheet is blank or cannot be read is a fault, and None."""
    book, unkept = _opened(path)
    for title in book.sheet_names:
        name, sheet, rule = NAMES.get(key(title), ""), None, "it is empty"
        try:
            sheet = _sheet(book, title, unkept.get(title, ()))
        except _errors() as error:
            rule = str(error)
        if sheet is not None:
            yield title, sheet
        elif name:
            tables[name] = None
            findings.add(Fault(f"sheet {title}", rule=f"cannot be read: {rule}"))
        elif rule != "it is empty":
            findings.note("left_aside", f"sheet {title}", "", f"is not read: {rule}")


def squares_of(title: str) -> str:
    """The table of comparisons that a sheet is named after, with a word or two behind; blank where it is not."""
    plain = key(title)
    stems = (("option_judgements", "optionjudg"), ("judgements", "judg"), ("judgements", "comparison"))
    return next((name for name, stem in stems if plain.startswith(stem)), "")


def _others(others: Sequence[Sheet], tables: reading.Tables, findings: Findings) -> None:
    """Sheets not called like a table: the only one that there is, comparisons, near misses, and what is left aside."""
    known = squares.labels_of(tables)
    compared: dict[str, list[Raw]] = {}
    for sheet in others:
        looked = sheet.table(squares_of(sheet.title), Findings())
        name = squares_of(sheet.title)
        named = name and (squares.is_square(name, looked) or squares.belonging(sheet.title, name, known))
        if len(others) == 1 and not tables:
            _alone(sheet, looked, tables, findings)
        elif named or squares.is_square("judgements", looked, exactly=True):
            name = name or _compared(looked, known)
            if sheet.unkept:
                _add(tables, name, sheet, findings)
            else:
                compared.setdefault(name, []).append(_comparisons(name, sheet, known, findings))
        else:
            _near_or_aside(sheet, looked, tables, findings)
    for name, parts in compared.items():
        if tables.get(name, ()) is not None:
            own = tables.get(name)
            parts = parts if own is None else [_pairs_of(name, own, findings), *parts]
            frame = pd.concat([part.frame for part in parts], ignore_index=True)
            tables[name] = Raw(frame.where(frame.notna(), ""), [row for part in parts for row in part.rows])


def _comparisons(name: str, sheet: Sheet, known: Mapping[str, Sequence[str]], findings: Findings) -> Raw:
    """The comparisons of a sheet that its name says whose they are."""
    raw = sheet.table(name, findings)
    belongs = squares.belonging(sheet.title, name, known)
    if squares.is_square(name, raw):
        raw = squares.pairs(name, raw, findings, belongs)
    else:
        titles = {key(title) for title in raw.frame.columns}
        raw = replace(
            raw, frame=raw.frame.assign(**{one: label for one, label in belongs.items() if one not in titles})
        )
    words = ", ".join(f"{kind} {label}" for kind, label in belongs.items())
    findings.note("sheet", sheet.place, "", f"is read as {name}{f' of {words}' if words else ''}")
    return replace(raw, rows=[f"{row} of {sheet.place}" for row in raw.rows])


def _pairs_of(name: str, raw: Raw, findings: Findings) -> Raw:
    return squares.pairs(name, raw, findings) if squares.is_square(name, raw) else raw


def _compared(raw: Raw, known: Mapping[str, Sequence[str]]) -> str:
    """Whether criteria or options are compared in a square table."""
    criteria = {key(label) for label in known.get("criterion", ())}
    labels = {key(title) for title in raw.frame.columns}
    return "judgements" if not criteria or labels & criteria else "option_judgements"


def _alone(sheet: Sheet, looked: Raw, tables: reading.Tables, findings: Findings) -> None:
    """The only sheet of a workbook, for what it holds: the table whose columns it has, comparisons, or a wide table."""
    square = squares.is_square("judgements", looked, exactly=True)
    name = shapes.held(looked.frame.columns) or ("judgements" if square else "ratings")
    findings.note("sheet", sheet.place, "", f"is the only one, and is read as {name}")
    _add(tables, name, sheet, findings)


def _near_or_aside(sheet: Sheet, looked: Raw, tables: reading.Tables, findings: Findings) -> None:
    """A sheet whose name or columns are nearly those of a table is a fault; any other is left aside with a note."""
    plain = key(sheet.title)
    near = next((name for stem, name in NAMES.items() if name != "case" and _near(plain, stem)), "")
    content = shapes.held(looked.frame.columns)
    if near:
        hint = f"rename it to {near}; if it is no table of the case, give it another name such as Notes"
        findings.add(Fault(sheet.place, rule="is nearly the name of a table", hint=hint))
        tables.setdefault(near, None)
    elif content and content not in tables:
        hint = f"rename it to {content}; if it is no table of the case, move it to another workbook"
        findings.add(Fault(sheet.place, rule=f"has the columns of the table {content}", hint=hint))
        tables[content] = None
    else:
        findings.note("left_aside", sheet.place, "", "is no table of a case and is not read")


def _near(plain: str, name: str) -> bool:
    """Whether the name of a sheet is that of a table with a letter amiss, in the singular, or with more behind."""
    single = {"criteria": "criterion"}.get(name, name.removesuffix("s"))
    close = difflib.SequenceMatcher(None, plain, name).ratio() >= 0.8
    return (
        close
        or plain in (single, f"{name}s")
        or plain.startswith(name)
        or (plain.startswith(single) and len(single) > 5)
    )


def _add(tables: reading.Tables, name: str, sheet: Sheet, findings: Findings) -> None:
    """Adds the table that a sheet holds; None, and a fault, where it cannot be read."""
    again = tables.get(name) is not None
    tables[name] = None
    if again:
        findings.add(Fault(sheet.place, rule=f"another sheet is {name} already", hint="keep one"))
    elif sheet.unkept:
        findings.add(_unkept(sheet))
    else:
        tables[name] = sheet.table(name, findings)


def _opened(path: Path) -> tuple[Any, dict[str, list[str]]]:
    """The workbook, and the cells of each sheet whose formulas have no value."""
    try:
        from python_calamine import CalamineWorkbook  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise ImportError("workbooks need the extra: pip install 'policymcda[excel]'") from None
    try:
        reading.check_size(path)
        packed = zipfile.is_zipfile(path)
        if packed and sheets.reach(path) > reading.MAX_CELLS:
            raise ValueError(f"more than {reading.MAX_CELLS:,} cells")
        return CalamineWorkbook.from_path(str(path)), sheets.unkept(path) if packed else {}
    except _errors() as error:
        raise ProblemError([Fault(path.name, rule=f"cannot be read: {error}", hint="save it as .xlsx")]) from None


def _errors() -> tuple[type[Exception], ...]:
    from python_calamine import CalamineError

    return (ValueError, OSError, CalamineError, zipfile.BadZipFile)


def _sheet(book: Any, title: str, unkept: Sequence[str]) -> Sheet | None:
    """A sheet, unless there are too many cells; None where it is blank."""
    sheet = book.get_sheet_by_name(title)
    if sheet.total_height > reading.MAX_ROWS:
        raise ValueError(f"more than {reading.MAX_ROWS:,} rows")
    csv_files.check_columns(sheet.total_width)
    if sheet.total_height * sheet.total_width > reading.MAX_CELLS:
        raise ValueError(f"more than {reading.MAX_CELLS:,} cells")
    cells: Rows = sheet.to_python(skip_empty_area=False)
    texts = [[sheets.text(cell) for cell in row] for row in cells]
    filled = unkept or any(cell.strip() for row in texts for cell in row)
    return Sheet(title, cells, texts, unkept) if filled else None


def _unkept(sheet: Sheet) -> Fault:
    """The cells of a sheet whose formulas were never calculated, the first ones named."""
    more = f" and {len(sheet.unkept) - 3} more" if len(sheet.unkept) > 3 else ""
    rule = "holds a formula, and the file does not keep its value"
    hint = "open the workbook in a spreadsheet program, save it there once, and read it again"
    return Fault(sheet.place, value=f"{', '.join(sheet.unkept[:3])}{more}", rule=rule, hint=hint)
