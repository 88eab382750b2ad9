"""The workbook to fill in: it reads back, offers what fits, and says what the numbers mean."""

import re
import zipfile
from pathlib import Path

import pytest

from policymcda import case_files, load
from policymcda.cli import main
from policymcda.problem import Problem
from policymcda.tables import template

HOSTILE = [
    '=cmd|"/C calc"!A0',
    "<script>alert(1)</script>",
    "\u202eright to left",
    "emoji \U0001f600",
    "@SUM(1)",
    "-1+2",
]


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, str]:
    """The parts of the workbook that `new` writes, as text."""
    with zipfile.ZipFile(case_files.new(tmp_path / "my-case.xlsx")) as packed:
        return {name: packed.read(name).decode("utf-8") for name in packed.namelist()}


def sheet(parts: dict[str, str], name: str) -> str:
    names = re.findall(r'<sheet name="(\w+)"', parts["xl/workbook.xml"])
    return parts[f"xl/worksheets/sheet{names.index(name) + 1}.xml"]


def test_the_template_as_a_workbook_is_the_template_as_a_folder(tmp_path: Path) -> None:
    folder, book = case_files.new(tmp_path / "my-case"), case_files.new(tmp_path / "my-case.xlsx")
    assert load(book).fingerprint == load(folder).fingerprint
    assert load(book).case == load(folder).case
    for name in ("options", "criteria", "ratings", "judgements", "screens"):
        assert load(book).table(name).equals(load(folder).table(name))


def test_words_and_labels_are_chosen_from_lists(parts: dict[str, str]) -> None:
    assert '"benefit,cost"' in sheet(parts, "criteria").replace("&quot;", '"')
    ratings = sheet(parts, "ratings").replace("&quot;", '"')
    assert '"direct,inferred,none,unstated"' in ratings
    lists = re.findall(r"<formula1>(.*?)</formula1>", ratings)
    assert {"groups!$A$2:$A$2000", "options!$A$2:$A$2000", "criteria!$A$2:$A$2000"} <= set(lists)
    assert "criteria!$A$2:$A$2000" in sheet(parts, "judgements")


def test_a_status_of_ones_own_is_allowed(parts: dict[str, str]) -> None:
    rule = re.search(r"<dataValidation [^>]*>\s*<formula1>\"precondition_missing", sheet(parts, "screens"))
    assert rule is not None
    assert "showErrorMessage" not in rule[0]


def test_every_rating_says_what_the_numbers_of_its_criterion_mean(parts: dict[str, str]) -> None:
    comments = "".join(text for name, text in parts.items() if "comments" in name)
    assert comments.count("1: resisted") == 8
    assert comments.count("0 to 50 million a year") == 8
    assert "benefit: more is better" in comments


def test_no_text_is_a_formula(tmp_path: Path) -> None:
    problem = Problem.from_tables(
        options={"option": HOSTILE, "name": HOSTILE},
        criteria={"criterion": HOSTILE[:2], "direction": "benefit", "definition": HOSTILE[:2], "anchor_1": HOSTILE[:2]},
        ratings=[{"option": option, "criterion": leaf, "mode": 5} for option in HOSTILE for leaf in HOSTILE[:2]],
    )
    path = tmp_path / "case.xlsx"
    template.workbook(path, problem.case, {name: problem.table(name) for name in ("options", "criteria", "ratings")})
    with zipfile.ZipFile(path) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist())
    assert load(path).labels("option") == HOSTILE


def test_new_writes_it_and_check_finds_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "my-case.xlsx"
    assert main(["new", str(path)]) == 0
    assert main(["check", str(path)]) == 0
    assert "no fault" in capsys.readouterr().out


def test_judgements_are_formatted_as_text_so_that_a_sheet_makes_no_date_of_a_third(tmp_path):
    path = case_files.new(tmp_path / "mine.xlsx")
    with zipfile.ZipFile(path) as book:
        styles = book.read("xl/styles.xml").decode()
    assert 'numFmtId="49"' in styles
    problem = load(path)
    assert problem.fingerprint == load(case_files.new(tmp_path / "mine")).fingerprint
