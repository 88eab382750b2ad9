"""What the project says of itself: rules on size, and the figures in the README of the case."""

import ast
import csv
from collections import defaultdict
from pathlib import Path
from statistics import median

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").glob("**/*.py"))
CASE = ROOT / "criteria" / "cyber-policy"
GRADES = ["none", "inferred", "direct"]


def rows(name: str) -> list[dict[str, str]]:
    with (CASE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def body_lines(function: ast.FunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_a_function_fits_on_a_screen_and_a_file_has_one_subject() -> None:
    long = [path.name for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    for path in SOURCES:
        functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
        long += [f"{path.name}: {function.name}" for function in functions if body_lines(function) > 60]
    assert long == []


def codings() -> dict[tuple[str, str, str], list[dict[str, str]]]:
    cells = defaultdict(list)
    for row in rows("codings.csv"):
        cells[row["group"], row["option"], row["criterion"]].append(row)
    return cells


def test_ratings_of_the_case_are_the_medians_of_its_three_codings() -> None:
    coded = codings()
    for row in rows("ratings.csv"):
        three = coded.pop((row["group"], row["option"], row["criterion"]))
        modes = [float(each["mode"]) for each in three]
        for column in ("low", "mode", "high"):
            assert float(row[column]) == median(float(each[column]) for each in three)
        assert row["evidence"] == GRADES[median([GRADES.index(each["evidence"]) for each in three])]
        assert float(row["spread"]) == max(modes) - min(modes)
    assert not coded


def ordinal_alpha(values: np.ndarray) -> float:
    """Krippendorff's alpha for ordinal data without gaps, units x coders."""
    levels, position = np.unique(values, return_inverse=True)
    position = position.reshape(values.shape)
    coincidence = np.zeros((levels.size, levels.size))
    for first in range(values.shape[1]):
        for second in range(values.shape[1]):
            if first != second:
                np.add.at(coincidence, (position[:, first], position[:, second]), 1 / (values.shape[1] - 1))
    count = coincidence.sum(axis=0)
    upto = np.cumsum(count) - count / 2
    distance = (upto[:, None] - upto) ** 2
    return float(1 - (count.sum() - 1) * np.sum(coincidence * distance) / np.sum(np.outer(count, count) * distance))


@pytest.mark.parametrize(
    ("criterion", "stated"),
    [("", 0.86), ("legitimacy", 0.89), ("feasibility", 0.90), ("root_cause", 0.78), ("speed", 0.51)],
)
def test_the_coders_of_the_case_agree_as_its_readme_says(criterion: str, stated: float) -> None:
    cells = [three for (_, _, name), three in codings().items() if criterion in ("", name)]
    modes = np.array([[float(each["mode"]) for each in three] for three in cells])
    assert ordinal_alpha(modes) == pytest.approx(stated, abs=0.005)
    assert f"{stated:.2f}".lstrip("0") in (CASE / "README.md").read_text(encoding="utf-8")


def test_ordinal_alpha_is_1_for_perfect_and_below_0_for_opposed_coders() -> None:
    levels = np.arange(5.0)
    assert ordinal_alpha(np.column_stack([levels, levels])) == 1
    assert ordinal_alpha(np.column_stack([levels, levels[::-1]])) < 0
