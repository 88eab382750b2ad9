"""What is saved is what is loaded, to the last bit, whole or not at all."""

import json
import os
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from policymcda import Problem, cases, load
from policymcda.tables.schemas import SCHEMAS

MATRIX = pd.DataFrame({"b": [1.5, 1 / 3], "a": [2, 1e-300]}, index=["y", "x"])
CASE = {
    "name": "odd",
    "title": "two\nlines, \"quotes\", '''more''', \\ and \x1b",
    "as_of": "2020",
    "year": 2020,
    "share": 0.1,
    "open": True,
    "sections": ["a", "[b]"],
    "authors": [{"name": "A, \n B"}, {"name": "C", "at": ["x", 2]}],
    "bracket": "[not a list",
    "list_in_text": '["a"]',
    "defaults": {"method": "topsis", "unknown": "worst"},
}


def odd() -> Problem:
    """Labels and cells that spreadsheets and parsers like to change."""
    options = ["010", "1e3", "None", "nan", "TRUE", "=2+3", "2020-01-02", "http://x.y", "é\u200cü", "a,b;c"]
    names = ["\n", "x\r\ny", '"q"', "'", "=2+3", "+1", "@a", "\t", " ", "\ufeff"]
    return Problem.from_tables(
        case=CASE,
        criteria={"criterion": ["b", "a"], "direction": ["cost", "benefit"], "low": [0, None], "anchor_1": ["007", ""]},
        options={"option": options, "name": names, "k": [1.0, 2.5, None, 1e16, 0.1 + 0.2, -0.0, 1e-5, 7, 8, 9]},
        ratings=[
            {"option": o, "criterion": c, "mode": i + j / 7, "rationale": names[i], "as_of": "2014"}
            for i, o in enumerate(options)
            for j, c in enumerate("ab")
        ],
    )


PROBLEMS = {
    **{name: (lambda name=name: load(name)) for name in cases()},
    "odd": odd,
    "matrix": lambda: Problem.from_matrix(MATRIX, directions="cost", weights=[0.1, 0.9], bounds=[(0, 9), (-1, 5)]),
    "sd": lambda: Problem.from_matrix(MATRIX, directions=["cost", "benefit"], sd=MATRIX / 3),
    "ends": lambda: Problem.from_matrix(MATRIX, directions="benefit", low=MATRIX - 1, high=MATRIX * 2),
    "wide": lambda: Problem.from_tables(
        criteria={"criterion": ["b", "a"], "direction": ["cost", "benefit"]},
        groups={"group": ["g2", "g1"]},
        ratings={
            "group": ["g2", "g1", "", ""],
            "b": [1, 2, 3, 1 / 3],
            "option": ["z", "z", "y", "x"],
            "note": ["one", "two, three", "", "\n"],
            "a": [0.1, 0.2, 0.3, 1e300],
        },
    ),
}


def assert_same(problem: Problem, other: Problem) -> None:
    """Every table, the case and the fingerprint are equal."""
    assert other.fingerprint == problem.fingerprint
    assert other.case == problem.case
    for name in SCHEMAS:
        assert problem.has(name) == other.has(name)
        if problem.has(name):
            assert_frame_equal(other.table(name), problem.table(name), check_exact=True)


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("suffix", ["", ".xlsx", ".json"])
def test_a_saved_problem_is_loaded_unchanged(name, suffix, tmp_path):
    problem = PROBLEMS[name]()
    saved = problem.save(tmp_path / f"case{suffix}")
    assert_same(problem, load(saved))
    assert_same(problem, load(load(saved).save(tmp_path / "again")))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({f"case{suffix}", "again"})


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_told_as_json_or_handed_on_as_tables_is_the_same(name):
    problem = PROBLEMS[name]()
    assert_same(problem, Problem.from_dict(json.loads(json.dumps(problem.to_dict(), allow_nan=False))))
    assert_same(problem, problem.replace())
    tables = {name: problem.table(name) for name in SCHEMAS if problem.has(name)}
    assert Problem.from_tables(case=problem.case, **tables).fingerprint == problem.fingerprint


@pytest.mark.parametrize("name", cases())
def test_the_case_file_of_a_shipped_case_survives(name, tmp_path):
    shipped = Path(__file__).parents[2] / "criteria" / name / "case.toml"
    saved = load(name).save(tmp_path / "case") / "case.toml"
    assert tomllib.loads(saved.read_text(encoding="utf-8")) == tomllib.loads(shipped.read_text(encoding="utf-8"))


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
numbers = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300)


@pytest.mark.parametrize("suffix", ["", ".xlsx", ".json"])
@given(word=words, number=numbers, key=words.filter(lambda word: word.strip() and "." not in word))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
def test_every_text_and_number_survives(tmp_path, suffix, word, number, key):
    problem = Problem.from_tables(
        case={"title": word, "keys": {key.strip(): word}},
        criteria={"criterion": ["c"], "direction": ["cost"], "unit": [word]},
        ratings={"option": ["o"], "criterion": ["c"], "mode": [number]},
    )
    found = load(problem.save(tmp_path / f"case{suffix}"))
    assert found.criteria["unit"][0] == problem.criteria["unit"][0]
    assert found.matrix().iat[0, 0] == number
    assert found.case == problem.case
    assert found.fingerprint == problem.fingerprint


def test_dates_and_numpy_numbers_of_a_case_are_told_in_json():
    date = tomllib.loads("as_of = 2014-05-01")
    problem = Problem.from_tables(
        case={**date, "n": np.int64(3), "x": np.float64(0.5), "gone": None, "pair": (1, 2)},
        criteria={"criterion": ["c"], "direction": ["cost"]},
        ratings={"option": ["o"], "criterion": ["c"], "mode": [1]},
    )
    assert problem.case == {"as_of": "2014-05-01", "n": 3, "x": 0.5, "pair": [1, 2]}


@pytest.mark.parametrize("suffix", ["", ".xlsx", ".json"])
def test_a_failure_in_the_middle_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch, suffix):
    path = tmp_path / f"case{suffix}"
    before = load(load("cyber-policy").save(path)).fingerprint

    def fail(*_, **__):
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="disk is full"):
            load("governance-2013").save(path)
    assert load(path).fingerprint == before
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_saving_over_a_folder_leaves_no_table_behind_and_keeps_files_of_the_user(tmp_path):
    path = load("cyber-policy").save(tmp_path / "case")
    (path / "README.md").write_text("mine", encoding="utf-8")
    (path / "figures").mkdir()
    (path / "figures" / "one.txt").write_text("figure", encoding="utf-8")
    load("governance-2013").save(path)
    assert load(path).fingerprint == load("governance-2013").fingerprint
    assert not (path / "codings.csv").exists()
    assert (path / "README.md").read_text(encoding="utf-8") == "mine"
    assert (path / "figures" / "one.txt").read_text(encoding="utf-8") == "figure"


def test_a_workbook_holds_no_formula_and_no_address(tmp_path):
    import zipfile

    with zipfile.ZipFile(odd().save(tmp_path / "case.xlsx")) as packed:
        text = "".join(packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets"))
    assert "<f>" not in text
    assert "hyperlink" not in text
