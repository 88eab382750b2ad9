"""Tables to take along: CSV by rank with names, decimal commas, and workbooks in which no text is a formula."""

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from policymcda import Problem, load, rank, stability
from policymcda.cli import exporting, main


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_csv_is_sorted_by_rank_with_names_beside_identifiers(capsys: pytest.CaptureFixture[str]) -> None:
    case = load("cyber-policy")
    text = printed(capsys, "rank", "cyber-policy", "--format", "csv")
    found = pd.read_csv(io.StringIO(text), converters={"score": float})  # to the last digit, which older readers miss
    assert list(found.columns[:4]) == ["group", "group_name", "option", "option_name"]
    names = case.options.set_index("option")["name"]
    assert found["option_name"].tolist() == [names[option] for option in found["option"]]
    table = rank(case).table.set_index(["group", "option"])["score"]
    for group, part in found.groupby("group", sort=False):
        assert part["rank"].is_monotonic_increasing
        assert part.set_index("option")["score"].to_dict() == table[group].to_dict()
    assert list(dict.fromkeys(found["group"])) == case.labels("group")


def test_what_has_no_rank_comes_last_in_its_group(capsys: pytest.CaptureFixture[str]) -> None:
    found = pd.read_csv(io.StringIO(printed(capsys, "rank", "cyber-policy", "--screen", "--format", "csv")))
    ranks = found.query("group == 'no_formal_ties'")["rank"].tolist()
    assert ranks[0] == 1
    assert np.isnan(ranks[1:]).all()


def test_a_decimal_comma_is_what_such_spreadsheets_read(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "rank", "cyber-policy", "--format", "csv", "--decimal", ",")
    assert text.split("\n")[0].startswith("group;group_name;option;")
    found = pd.read_csv(io.StringIO(text), sep=";", decimal=",")
    plain = pd.read_csv(io.StringIO(printed(capsys, "rank", "cyber-policy", "--format", "csv")))
    pd.testing.assert_frame_equal(found, plain)
    assert main(["rank", "cyber-policy", "--decimal", ","]) == 2
    assert "--decimal , goes with --format csv" in capsys.readouterr().err
    assert main(["rank", "cyber-policy", "-o", "a.csv", "--decimal", ","]) == 0
    pd.testing.assert_frame_equal(pd.read_csv("a.csv", sep=";", decimal=",", encoding="utf-8-sig"), plain)


@pytest.mark.parametrize("words", [["stability", "cyber-policy"], ["weights", "cyber-policy"], ["cases"], ["methods"]])
def test_every_table_has_a_sheet(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, *words, "-o", "tables.xlsx") == ""
    book = CalamineWorkbook.from_path("tables.xlsx")
    if words[0] != "stability":
        assert book.sheet_names
        return
    result = stability(load("cyber-policy"))
    assert book.sheet_names == [*[name for name, table in result.tables.items() if len(table)], "settings"]
    rows = book.get_sheet_by_name("table").to_python()
    assert rows[0][:4] == ["group", "group_name", "criterion", "criterion_name"]
    low = [row[rows[0].index("low")] for row in rows[1:]]
    np.testing.assert_allclose(low, result.table["low"], rtol=1e-14)
    settings = dict(book.get_sheet_by_name("settings").to_python()[1:])
    assert (settings["method"], settings["fingerprint"]) == ("topsis", load("cyber-policy").fingerprint)


def test_no_text_of_a_workbook_is_a_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import zipfile

    hostile = "=HYPERLINK(0)"
    problem = Problem.from_tables(
        options={"option": [hostile, "+1"], "name": ["@SUM(A1)", "https://a.example"]},
        criteria={"criterion": ["reach"], "direction": ["benefit"], "weight": [1]},
        ratings={"option": [hostile, "+1"], "reach": [1, 2]},
    )
    case = str(problem.save(tmp_path / "case.json"))
    assert printed(capsys, "rank", case, "-o", "ranking.xlsx", "--table", "table") == ""
    assert CalamineWorkbook.from_path("ranking.xlsx").sheet_names == ["table"]
    with zipfile.ZipFile("ranking.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert hostile in parts.read("xl/sharedStrings.xml").decode()


def test_numbers_without_end_are_text() -> None:
    table = pd.DataFrame({"option": ["a", "b"], "low": [-np.inf, 1.5], "rank": pd.array([pd.NA, 1], dtype="Int64")})
    exporting.write("a.xlsx", {"table": exporting.exported(table, None)})
    rows = CalamineWorkbook.from_path("a.xlsx").get_sheet_by_name("table").to_python()
    assert rows[1:] == [["b", 1.5, 1.0], ["a", "-inf", ""]]


def test_a_table_with_several_rows_for_an_option_keeps_its_order() -> None:
    table = pd.DataFrame({"option": ["a", "a", "b"], "rank": [2, 1, 1]})
    assert exporting.exported(table, None)["rank"].tolist() == [2, 1, 1]


@pytest.mark.parametrize(("file", "words"), [("a.pdf", "must end in .xlsx, .csv"), ("folder.xlsx", "is a folder")])
def test_a_file_that_cannot_be_written_is_refused_before_any_work(
    file: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("folder.xlsx").mkdir()
    assert main(["rank", "no-such-case", "-o", file]) == 2
    assert words in capsys.readouterr().err
