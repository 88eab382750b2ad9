"""How many functions of ours a ranking passes through: distinct named ones, seen on the second call."""

import ast
import sys
from pathlib import Path

import pytest

import policymcda
from policymcda import Problem, load, rank

SOURCE = Path(policymcda.__file__).parent
CASE = SOURCE.parents[1] / "criteria" / "cyber-policy"

TABLES = {
    "options": {"option": list("abc")},
    "criteria": {"criterion": ["reach", "price"], "direction": ["benefit", "cost"]},
    "ratings": {"option": list("aabbcc"), "criterion": ["reach", "price"] * 3, "mode": [1.0, 2, 3, 4, 2, 1]},
    "weights": {"criterion": ["reach", "price"], "weight": [0.4, 0.6]},
}


def stations(call):
    """File and name of each function of ours that a second call enters; comprehensions and lambdas have no name."""
    call()
    seen = set()

    def enter(frame, event, _):
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(str(SOURCE)) and not code.co_qualname.endswith(">"):
            seen.add((code.co_filename, code.co_qualname))

    sys.setprofile(enter)
    try:
        call()
    finally:
        sys.setprofile(None)
    return seen


@pytest.fixture
def problem():
    return Problem.from_tables(**TABLES)


def test_a_problem_with_given_weights_is_ranked_through_few_functions_in_few_files(problem):
    seen = stations(lambda: rank(problem))
    assert len(seen) <= 42, sorted(seen)
    assert len({file for file, _ in seen}) <= 12


def test_a_folder_with_given_weights_is_read_and_ranked_through_few_functions(problem, tmp_path):
    problem.save(tmp_path / "case")
    seen = stations(lambda: rank(load(tmp_path / "case")))
    assert len(seen) <= 78
    assert len({file for file, _ in seen}) <= 19


def test_the_shipped_case_with_its_judgements_is_read_and_ranked_through_few_functions():
    seen = stations(lambda: rank(load(CASE)))
    assert len(seen) <= 135
    assert len({file for file, _ in seen}) <= 29


def test_a_case_without_anything_unusual_meets_no_detailed_reader():
    detailed = {
        "checking",
        "cells",
        "headers",
        "margins",
        "labels",
        "spelling",
        "decimal_marks",
        "crossing",
        "rating_rules",
    }
    assert not detailed & {Path(file).stem for file, _ in stations(lambda: load(CASE))}


def test_ranking_copies_no_table_twice(problem, monkeypatch):
    copied, table = [], Problem.table

    def counted(self, name):
        copied.append(name)
        return table(self, name)

    monkeypatch.setattr(Problem, "table", counted)
    rank(problem)
    assert len(copied) == len(set(copied))


def test_functions_are_short():
    lengths = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                documented = isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
                start = node.body[0].end_lineno if documented else node.lineno
                lengths.append((node.end_lineno - start, f"{path.name}: {node.name}"))
    assert [name for length, name in lengths if length > 60] == []
    assert sum(length <= 20 for length, _ in lengths) >= 0.9 * len(lengths)
