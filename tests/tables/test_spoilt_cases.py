"""120 spoilt copies of the shipped cases: each is read as meant, with its note, or is one fault for each slip; none is misread.

The table of what was tried is `TRIED`: what was done to which table of which case, and what is said of it. A copy that is
read must be the case itself (its fingerprint says so), and one that is refused names the place and what to do in words
that somebody knows who keeps tables in a spreadsheet and has never seen Python.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from policymcda import ProblemError, load, weighting

Rows = list[list[str]]
Tables = dict[str, Rows]
Change = Callable[[Tables], None]

CASES = resources.files("policymcda.criteria")
TEMPLATE, CYBER, WORLD = "_template", "cyber-policy", "governance-2013"

PYTHON = re.compile(r"Traceback|NaN|dtype|DataFrame|KeyError|None\b|Series|<class")
"""Words that somebody who does not know Python cannot act on."""


@dataclass(frozen=True)
class Tried:
    """A spoilt copy: what was done, to which case, in which kind of file, and what is said of it."""

    what: str
    case: str
    change: Change
    says: str
    faults: int = 1
    book: bool = False

    def __str__(self) -> str:
        return f"{self.case}: {self.what}{' (workbook)' if self.book else ''}"


def tables_of(case: str) -> Tables:
    """The tables of a shipped case as text, header and rows."""
    with resources.as_file(CASES / case) as folder:
        files = sorted(folder.glob("*.csv"))
        return {
            file.stem: list(csv.reader(file.read_text(encoding="utf-8").splitlines(keepends=True))) for file in files
        }


def write(tables: Tables, case: str, place: Path, book: bool) -> Path:
    """The tables as a folder, or as a workbook with numbers as numbers."""
    if book:
        path = place / "case.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            for name, rows in tables.items():
                sheet = workbook.add_worksheet(name[:31])
                for line, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        put = sheet.write_number if re.fullmatch(r"-?\d+(\.\d+)?", cell) else sheet.write_string
                        put(line, column, float(cell) if put == sheet.write_number else cell)
        return path
    for name, rows in tables.items():
        with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    toml = CASES / case / "case.toml"
    (place / "case.toml").write_text(toml.read_text(encoding="utf-8"), encoding="utf-8")
    return place


def title(table: str, *lines: list[str]) -> Change:
    def change(tables: Tables) -> None:
        tables[table][:0] = [list(line) for line in lines]

    return change


def below(table: str, *lines: list[str]) -> Change:
    def change(tables: Tables) -> None:
        tables[table] += [list(line) for line in lines]

    return change


def merged(table: str, column: str) -> Change:
    """Only the first cell of each block of equal ones is kept, as in a sheet with merged cells."""

    def change(tables: Tables) -> None:
        at, before = tables[table][0].index(column), None
        for row in tables[table][1:]:
            row[at], before = ("" if row[at] == before else row[at]), row[at]

    return change


def turned(table: str) -> Change:
    def change(tables: Tables) -> None:
        tables[table] = [list(column) for column in zip(*tables[table], strict=True)]

    return change


def wide(also: Change | None = None) -> Change:
    """Ratings with a column for each criterion, and no groups, intervals or evidence."""

    def change(tables: Tables) -> None:
        header, *rows = tables["ratings"]
        option, criterion, mode = (header.index(name) for name in ("option", "criterion", "mode"))
        criteria = list(dict.fromkeys(row[criterion] for row in rows))
        options = list(dict.fromkeys(row[option] for row in rows))
        cells = {(row[option], row[criterion]): row[mode] for row in rows}
        tables["ratings"] = [["option", *criteria], *([o, *(cells[o, c] for c in criteria)] for o in options)]
        if also is not None:
            also(tables)

    return change


def rename(kind: str, label: str, other: str, *names: str) -> Change:
    """A label is written otherwise in some tables."""

    def change(tables: Tables) -> None:
        for name in names:
            for row in tables[name]:
                row[:] = [other if cell == label else cell for cell in row]

    return change


def everywhere(label: str, other: str, then: Change) -> Change:
    def change(tables: Tables) -> None:
        for rows in tables.values():
            for row in rows:
                row[:] = [other if cell == label else cell for cell in row]
        then(tables)

    return change


def cell(table: str, row: int, column: str, value: str) -> Change:
    def change(tables: Tables) -> None:
        tables[table][row][tables[table][0].index(column)] = value

    return change


def both(*changes: Change) -> Change:
    def change(tables: Tables) -> None:
        for one in changes:
            one(tables)

    return change


def extra(name: str, *rows: list[str]) -> Change:
    def change(tables: Tables) -> None:
        tables[name] = [list(row) for row in rows]

    return change


def moved(name: str, other: str) -> Change:
    """A table under another name."""

    def change(tables: Tables) -> None:
        tables[other] = tables.pop(name)

    return change


def squared(name: str, triangle: bool = False) -> Change:
    """The judgements of the template as a square."""

    def change(tables: Tables) -> None:
        labels = ["effect", "acceptance", "cost"]
        values = {("effect", "acceptance"): "2", ("effect", "cost"): "3", ("acceptance", "cost"): "2"}
        mirrored = {(b, a): f"1/{value}" for (a, b), value in values.items()}
        known = values if triangle else {**values, **mirrored}
        square = [["", *labels], *([a, *("1" if a == b else known.get((a, b), "") for b in labels)] for a in labels)]
        del tables["judgements"]
        tables[name] = square

    return change


def lost_zeros(kind: str, home: str, other: str, *labels: str) -> Change:
    """Labels are 01, 02, ... in the table that lists them, and 1, 2, ... in another one."""

    def change(tables: Tables) -> None:
        for number, label in enumerate(labels, start=1):
            for name, rows in tables.items():
                for row in rows:
                    written = f"0{number}" if name == home or name != other else str(number)
                    row[:] = [written if text == label else text for text in row]

    return change


COUNTRIES = ("romania", "moldova", "bulgaria")
BLANK = "the cell is blank"
HEAD, FOOT = "stands above the names of the columns", "stands below the table"

TRIED = [
    # titles above a header
    *(Tried(f"a title above {name}", CYBER, title(name, [f"Table of {name}"]), HEAD) for name in
      ("ratings", "criteria", "options", "groups", "judgements", "screens", "codings", "expectations")),
    *(Tried(f"a title and a date above {name}", TEMPLATE, title(name, ["Traffic study"], ["as of May"]), HEAD) for name in
      ("ratings", "criteria", "options")),
    *(Tried(f"a title and a blank row above {name}", TEMPLATE, title(name, ["Traffic study"], [""]), HEAD, book=True)
      for name in ("ratings", "criteria", "options", "groups", "judgements", "screens")),
    *(Tried(f"a title in two cells above {name}", WORLD, title(name, ["Governance", "", "2013"]), HEAD) for name in
      ("ratings", "criteria", "options")),
    # notes below a table
    *(Tried(f"a source below {name}", WORLD, below(name, ["Source: World Bank, 2013"]), FOOT) for name in
      ("ratings", "criteria", "options")),
    *(Tried(f"a note below {name}", TEMPLATE, below(name, ["Note: invented"]), FOOT, book=True) for name in
      ("ratings", "criteria", "options", "groups", "judgements", "screens")),
    *(Tried(f"two footnotes below {name}", CYBER, below(name, ["* coded twice"], ["** coded once"]), FOOT) for name in
      ("ratings", "judgements", "screens")),
    Tried("a blank row and a note below ratings", WORLD, below("ratings", [""], ["all figures are estimates"]), FOOT,
          book=True),
    # merged cells
    *(Tried(f"merged groups of {name}", case, merged(name, "group"), "as merged cells are")
      for case, name in ((TEMPLATE, "ratings"), (CYBER, "ratings"), (CYBER, "judgements"))),
    *(Tried(f"merged options of {name}", case, merged(name, "option"), "as merged cells are")
      for case, name in ((WORLD, "ratings"), (TEMPLATE, "ratings"), (CYBER, "ratings"))),
    Tried("merged coders", CYBER, merged("codings", "stakeholder"), "as merged cells are"),
    Tried("merged groups and options", CYBER, both(merged("ratings", "group"), merged("ratings", "option")),
          "as merged cells are", faults=2),
    # tables that are turned
    *(Tried("criteria are turned", case, turned("criteria"), "is turned") for case in (TEMPLATE, CYBER, WORLD)),
    *(Tried("a wide table is turned", case, wide(turned("ratings")), "is turned", book=book)
      for case, book in ((WORLD, False), (WORLD, True))),
    *(Tried("judgements are turned", case, turned("judgements"), "is turned") for case in (TEMPLATE, CYBER)),
    # rows that are no options
    *(Tried(f"a row called {label}", WORLD, wide(below("ratings", [label, *cells])), says, book=book) for book in (False, True)
      for label, cells, says in (
          ("weights", ["0.16"] * 6, "is the row of the weights"),
          ("Weight", ["1"] * 6, "is the row of the weights"),
          ("type", ["max"] * 6, "is the row of the directions"),
          ("Direction", ["cost"] * 6, "is the row of the directions"),
          ("unit", ["points"] * 6, "is the row of the units"),
          ("Total", ["9"] * 6, "sums the options up"),
          ("max/min", ["min"] * 6, "is the row of the directions"),
          ("Average", ["0.2"] * 6, "sums the options up"),
      )),
    # zeros that a spreadsheet dropped
    Tried("options 01, 02, 03 in ratings are 1, 2, 3", WORLD, lost_zeros("option", "options", "ratings", *COUNTRIES),
          "a spreadsheet drops the zeros"),
    Tried("options 01, 02, 03 in options are 1, 2, 3", WORLD, lost_zeros("option", "ratings", "options", *COUNTRIES),
          "a spreadsheet drops the zeros"),
    Tried("groups 01, 02 in ratings are 1, 2", TEMPLATE, lost_zeros("group", "groups", "ratings", "old_town", "suburbs"),
          "a spreadsheet drops the zeros"),
    Tried("options 01, 02, 03 in screens are 1, 2, 3", TEMPLATE,
          lost_zeros("option", "options", "screens", "congestion_charge", "bus_lanes", "parking_rules"),
          "a spreadsheet drops the zeros"),
    # labels that look the same
    *(Tried(f"{what} in {name}", TEMPLATE, everywhere("bus_lanes", plain, rename("option", plain, odd, name)), "note spelling")
      for name in ("ratings", "options") for what, plain, odd in (
          ("a no-break space", "bus lanes", "bus\u00a0lanes"),
          ("a zero-width space", "bus lanes", "bus \u200blanes"),
          ("a curly apostrophe", "buses' lanes", "buses\u2019 lanes"),
          ("a long hyphen", "bus-lanes", "bus\u2013lanes"),
          ("a no-break hyphen", "bus-lanes", "bus\u2011lanes"),
          ("two blanks", "bus lanes", "bus  lanes"),
      )),
    Tried("accents in two parts", TEMPLATE,
          everywhere("bus_lanes", "voies réservées", rename("option", "voies réservées",
                     unicodedata.normalize("NFD", "voies réservées"), "ratings")), "same"),
    # sheets
    *(Tried(f"a sheet called {name}", TEMPLATE, extra(name, ["Ask Anna about the costs"]), "note left_aside", book=True)
      for name in ("Notes", "Sheet1", "Sources and method", "READ ME", "To do", "Tabelle1")),
    *(Tried(f"the sheet {name} is called {other}", TEMPLATE, moved(name, other), f"rename it to {name}", book=True)
      for name, other in (("ratings", "rating"), ("ratings", "Ratings 2024"), ("criteria", "Criterion"), ("options", "optoins"),
                          ("groups", "group"), ("screens", "scrrens"), ("judgements", "judgement"))),
    *(Tried(f"the sheet {name} is called {other}", TEMPLATE, moved(name, other), "same", book=True)
      for name, other in (("ratings", " Ratings"), ("criteria", "CRITERIA"), ("options", "Options "))),
    Tried("ratings are on Sheet1", TEMPLATE, moved("ratings", "Sheet1"), "has the columns of the table ratings", book=True),
    # comparisons in a square
    *(Tried(f"judgements are a square{' half filled' * half}", TEMPLATE, squared("judgements", half), "weights", book=book)
      for half in (False, True) for book in (False, True)),
    *(Tried(f"judgements are a square in the sheet {name}", TEMPLATE, squared(name), "note sheet", book=True)
      for name in ("judgements planner", "planner", "AHP planner", "Comparisons (planner)")),
    # cells
    *(Tried(f"a blank mode of {case}", case, cell("ratings", 2, "mode", ""), BLANK, book=book)
      for case in (TEMPLATE, CYBER, WORLD) for book in (False, True)),
    *(Tried("a blank cell of a wide table", WORLD, wide(cell("ratings", 1, "political_stability", "")), "is rated in part",
            book=book) for book in (False, True)),
    *(Tried(f"a misspelt {column} in all rows", case, rename(column, label, other, "ratings"), f"is not a known {column}")
      for case, column, label, other in (
          (CYBER, "option", "ict_bricolage", "bricolage"), (CYBER, "criterion", "speed", "speeed"),
          (TEMPLATE, "group", "suburbs", "suburb"), (CYBER, "group", "rivals_with_ties", "rivals"), (WORLD, "option", "romania", "rumania"),
          (TEMPLATE, "option", "bus_lanes", "bus_lane"))),
]  # fmt: skip


def test_there_are_120_of_them_and_none_twice():
    assert len(TRIED) >= 120
    assert len({str(one) for one in TRIED}) == len(TRIED)


@pytest.mark.parametrize("tried", TRIED, ids=str)
def test_a_spoilt_case_is_read_as_meant_or_one_fault_for_each_slip(tried, tmp_path):
    tables = tables_of(tried.case)
    (tmp_path / "plain").mkdir()
    (tmp_path / "spoilt").mkdir()
    tried.change(tables)
    source = write(tables, tried.case, tmp_path / "spoilt", tried.book)
    if tried.says == "same" or tried.says == "weights" or tried.says.startswith("note "):
        problem = load(source)
        assert_read_as_meant(tried, problem, tmp_path / "plain")
        return
    with pytest.raises(ProblemError) as caught:
        load(source)
    message = str(caught.value)
    assert len(caught.value.every) == tried.faults, message
    assert all(re.search(re.escape(tried.says), str(fault)) for fault in caught.value.every), message
    assert all(fault.hint and fault.table for fault in caught.value.every)
    assert not PYTHON.search(message), message


def assert_read_as_meant(tried: Tried, problem, place: Path) -> None:
    """The ratings are those of the case, and what was understood is noted."""
    whole = load(write(tables_of(tried.case), tried.case, place, False))
    for group in whole.grids:
        read, meant = (one.grids[group] for one in (problem, whole))
        for array in ("low", "mode", "high", "evidence"):
            values = getattr(read, array)[problem.order(group)], getattr(meant, array)[whole.order(group)]
            assert np.array_equal(*values, equal_nan=True), array
    if tried.says.startswith("note "):
        assert tried.says.removeprefix("note ") in set(problem.notes["code"])
    elif tried.says == "same":
        assert len(problem.notes) == 0
    if "square" in tried.what:
        whole = whole.replace(judgements=whole.judgements[whole.judgements["stakeholder"] == "planner"])
        expected, found = weighting.ahp(whole).table, weighting.ahp(problem).table
        assert abs(expected["weight"] - found["weight"]).max() < 1e-12


def head(table: str, column: str, other: str) -> Change:
    def change(tables: Tables) -> None:
        tables[table][0] = [other if one == column else one for one in tables[table][0]]

    return change


WORDS = [
    Tried("the column evidence is Evidence", CYBER, head("ratings", "evidence", "Evidence"), "same"),
    Tried("the column low is Low", TEMPLATE, head("ratings", "low", "Low"), "same"),
    Tried("the column low is min", TEMPLATE, head("ratings", "low", "min"), "rename"),
    Tried("the column evidence is evidance", CYBER, head("ratings", "evidence", "evidance"), "rename"),
    Tried("directions are Max", TEMPLATE, cell("criteria", 1, "direction", "Max"), "same"),
    Tried("directions are +", TEMPLATE, cell("criteria", 1, "direction", "+"), "same"),
    Tried("a screen is precondition missing", TEMPLATE, cell("screens", 1, "status", "precondition missing"),
          "precondition_missing"),
]  # fmt: skip
"""Names of columns and words of cells: what is understood and what is refused."""


@pytest.mark.parametrize("tried", WORDS, ids=str)
def test_a_name_or_a_word_written_otherwise_is_understood_or_refused_with_what_would_do(tried, tmp_path):
    test_a_spoilt_case_is_read_as_meant_or_one_fault_for_each_slip(tried, tmp_path)
