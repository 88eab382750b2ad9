"""The workbook asks the same as the page, and what is filled in comes back as rows or as faults with their sheet and row."""

import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from policymcda import Problem, ProblemError, ask, collect, rank
from policymcda.tables import reading

KINDS = ("judgements", "swings", "codings", "statements")


def sheets_of(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def filled(path: Path, new: Path, fill: Callable[[dict[str, list[list[Any]]]], None]) -> Path:
    """The workbook with cells filled in, as a spreadsheet would save it."""
    sheets = sheets_of(path)
    fill(sheets)
    with xlsxwriter.Workbook(str(new), {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return new


def put(rows: list[list[Any]], line: int, **cells: Any) -> None:
    for column, value in cells.items():
        rows[line][rows[0].index(column)] = value


def named(sheets: dict[str, list[list[Any]]], **head: str) -> None:
    for row in sheets["case"]:
        if row[0] in head:
            row[1] = head[row[0]]


@pytest.fixture
def asked(ports: Problem, tmp_path: Path) -> Path:
    return ask(ports, tmp_path / "ask.xlsx", kinds=KINDS, groups="all")


def test_it_has_the_questions_the_words_and_no_rating(asked: Path, ports: Problem) -> None:
    sheets = sheets_of(asked)
    assert list(sheets)[:2] == ["case", "read me"]
    assert len(sheets["judgements"]) == 1 + 3
    assert len(sheets["swings"]) == 1 + 3
    assert len(sheets["codings"]) == 1 + 3 * 3
    assert len(sheets["statements"]) == 1 + 5
    words = " ".join(str(cell) for row in sheets["read me"] for cell in row)
    assert "9: extremely more" in words
    assert "cheap" in str(sheets["about criteria"])
    assert [row[sheets["swings"][0].index("worse")] for row in sheets["swings"][1:]] == [0, 20, 10]
    assert "panel" not in str(sheets)


def test_what_is_filled_in_comes_back_by_person(asked: Path, ports: Problem, tmp_path: Path) -> None:
    def fill(sheets: dict[str, list[list[Any]]]) -> None:
        named(sheets, stakeholder="Ann", comment="done")
        put(sheets["judgements"], 1, more_important="A", how_much=3, comment="jobs first")
        put(sheets["judgements"], 2, more_important="B", how_much=2)
        put(sheets["judgements"], 3, more_important="same")
        for line, points in ((1, 100), (2, 50), (3, 25)):
            put(sheets["swings"], line, points=points)
        put(sheets["codings"], 1, low=1, mode=2, high=3)
        put(sheets["codings"], 2, not_answered="I don't know")
        put(sheets["codings"], 3, not_answered="skip")
        put(sheets["statements"], 1, prefer="B", sure=0.5)
        put(sheets["statements"], 2, prefer="same")
        put(sheets["statements"], 3, not_answered="I don't know", comment="too hard")

    collected = collect(ports, filled(asked, tmp_path / "ann.xlsx", fill))
    problem = collected.problem
    rows = problem.judgements[["stakeholder", "criterion", "versus", "value"]].to_numpy().tolist()
    assert rows == [["Ann", "jobs", "cost", 3], ["Ann", "noise", "cost", 2], ["Ann", "jobs", "noise", 1]]
    assert problem.judgements["rationale"].tolist() == ["jobs first", "", ""]
    assert problem.swings["points"].tolist() == [100, 50, 25]
    assert problem.codings["mode"].tolist()[0] == 2
    assert problem.codings["evidence"].tolist() == ["", "none"]
    assert problem.codings["high"].tolist() == [3, 900]
    assert problem.statements["better"].tolist()[0] == "cost=20; noise=0" or "=" in problem.statements["better"].iloc[0]
    assert problem.statements["sure"].tolist()[0] == 0.5
    table = collected.table.set_index("kind")
    assert table.loc["codings", ["rows", "skipped", "finished"]].tolist() == [2, 1, False]
    assert table["comment"].tolist() == ["done"] * 4
    assert rank(problem, weights="swing").weights["weight"].round(3).tolist()[0] > 0


def test_every_row_that_does_not_fit_is_named(asked: Path, ports: Problem, tmp_path: Path) -> None:
    def fill(sheets: dict[str, list[list[Any]]]) -> None:
        named(sheets, stakeholder="Ann")
        put(sheets["judgements"], 1, more_important="C")
        put(sheets["judgements"], 2, more_important="A")
        put(sheets["judgements"], 3, more_important="same", how_much=4)
        put(sheets["statements"], 1, prefer="C")
        put(sheets["swings"], 1, points=3, not_answered="skip")

    with pytest.raises(ProblemError) as error:
        collect(ports, filled(asked, tmp_path / "ann.xlsx", fill))
    assert {(fault.row, fault.column) for fault in error.value.every} == {
        ("judgements 2", "more_important"),
        ("judgements 3", "how_much"),
        ("judgements 4", "how_much"),
        ("statements 2", "prefer"),
        ("swings 2", "not_answered"),
    }


def test_two_workbooks_of_one_name_are_two_people_unless_an_id_says_otherwise(
    asked: Path, ports: Problem, tmp_path: Path
) -> None:
    def saying(step: int, own: str) -> Callable[[dict[str, list[list[Any]]]], None]:
        def fill(sheets: dict[str, list[list[Any]]]) -> None:
            named(sheets, stakeholder="Ann", id=own)
            put(sheets["judgements"], 1, more_important="A", how_much=step)

        return fill

    one, other = (filled(asked, tmp_path / f"{step}.xlsx", saying(step, "")) for step in (2, 3))
    with pytest.raises(ProblemError, match="two people"):
        collect(ports, [one, other])
    assert len(collect(ports, [one, one]).table) == 4
    one, other = (filled(asked, tmp_path / f"{step}.xlsx", saying(step, "lighthouse")) for step in (2, 3))
    assert len(collect(ports, [one, other]).problem.judgements) == 1


def test_what_is_no_questionnaire_is_refused(asked: Path, ports: Problem, tmp_path: Path) -> None:
    def without(name: str) -> Callable[[dict[str, list[list[Any]]]], None]:
        return lambda sheets: sheets[name].__setitem__(0, ["x"] * len(sheets[name][0]))

    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ProblemError, match="cannot be read"):
        collect(ports, tmp_path / "bad.xlsx")
    with pytest.raises(ProblemError, match="the sheet judgements has no column criterion, versus"):
        collect(ports, filled(asked, tmp_path / "columns.xlsx", without("judgements")))
    with pytest.raises(ProblemError, match="it is no questionnaire"):
        collect(ports, filled(asked, tmp_path / "case.xlsx", lambda sheets: sheets.pop("case") and None))
    with pytest.raises(ProblemError, match="stakeholder"):
        collect(ports, asked)
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(ValueError, match="is a folder; name a file"):
        ask(ports, tmp_path / "folder.xlsx")


def test_hostile_texts_are_text_in_a_workbook(tmp_path: Path) -> None:
    label = '=cmd|"/C calc"!A0'
    problem = Problem.from_tables(
        criteria={"criterion": [label, "b"], "direction": ["benefit", "cost"]},
        ratings=[{"option": o, "criterion": c, "mode": m} for o, c, m in (("x", label, 1), ("x", "b", 2))],
    )
    sheets = sheets_of(ask(problem, tmp_path / "ask.xlsx"))
    assert sheets["judgements"][1][1] == label


def test_what_cannot_be_read_as_a_workbook_says_why(
    asked: Path, ports: Problem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "empty.xlsx", "w") as packed:
        packed.writestr("nothing.txt", "")
    with pytest.raises(ProblemError, match="cannot be read"):
        collect(ports, tmp_path / "empty.xlsx")
    with monkeypatch.context() as patch:
        patch.setattr(reading, "MAX_CELLS", 3)
        with pytest.raises(ProblemError, match="it has more than 3 cells"):
            collect(ports, asked)
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(ImportError, match=r"policymcda\[excel\]"):
        collect(ports, asked)


def test_a_workbook_that_does_not_say_what_was_shown_is_read_all_the_same(
    ports: Problem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(sheets: dict[str, list[list[Any]]]) -> None:
        named(sheets, stakeholder="Ann", seen="no JSON")
        for line in (1, 2, 3):
            put(sheets["swings"], line, points=line)
        sheets["swings"].insert(2, [""] * len(sheets["swings"][0]))

    path = ask(ports, tmp_path / "ask.xlsx", kinds="swings", groups="all")
    collected = collect(ports, filled(path, tmp_path / "ann.xlsx", fill))
    assert collected.problem.swings["points"].tolist() == [1, 2, 3]
    monkeypatch.setattr("policymcda.asking.workbook.CELL", 10)
    keys = [row[0] for row in sheets_of(ask(ports, tmp_path / "long.xlsx", kinds="swings"))["case"]]
    assert "seen" not in keys
    assert "shown" in keys


def test_a_workbook_without_a_date_of_its_own_was_saved_when_the_disk_says(
    asked: Path, ports: Problem, tmp_path: Path
) -> None:
    path = filled(asked, tmp_path / "ann.xlsx", lambda sheets: named(sheets, stakeholder="Ann"))
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(tmp_path / "bare.xlsx", "w") as bare:
        for name in packed.namelist():
            if name != "docProps/core.xml":
                bare.writestr(name, packed.read(name))
    os.utime(tmp_path / "bare.xlsx", (1_777_628_400, 1_777_628_400))
    assert set(collect(ports, tmp_path / "bare.xlsx").table["saved"]) == {"2026-05-01T09:40:00Z"}
