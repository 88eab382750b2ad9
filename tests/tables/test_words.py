"""Words that decide: directions in every spelling that is understood, and the one status that excludes."""

import numpy as np
import pandas as pd
import pytest

from policymcda import Problem, ProblemError, rank
from policymcda.tables import directions, statuses

BENEFIT = [
    "benefit",
    "Benefit",
    " MAX ",
    "max",
    "maximise",
    "Maximize",
    "+1",
    "1",
    "1.0",
    "+1.0",
    "+",
    1,
    1.0,
    np.int8(1),
]
COST = ["cost", "COST", "Min", "minimise", "MINIMIZE", "-1", "-1.0", "-", "\u2212", "\u22121", "\u22121.0", -1, -1.0]
REFUSED = [
    True,
    False,
    np.True_,
    0,
    2,
    -2,
    "0",
    "11",
    "gain",
    "maximum",
    "--",
    "\u2013",
    "yes",
    "benefit?",
    "+-1",
    "1e0",
]


def problem(direction, **tables):
    criteria = {"criterion": ["reach", "cost"], "direction": pd.Series([direction, "cost"], dtype=object)}
    return Problem.from_tables(
        criteria=criteria, ratings={"option": ["a", "b"], "reach": [1, 2], "cost": [1, 3]}, **tables
    )


@pytest.mark.parametrize(("cells", "word"), [(BENEFIT, "benefit"), (COST, "cost")], ids=["benefit", "cost"])
def test_directions_are_understood_in_any_case_as_words_and_as_signs(cells, word):
    for cell in cells:
        made = problem(cell)
        assert list(made.criteria["direction"]) == [word, "cost"]
        assert made.fingerprint == problem(word).fingerprint


@pytest.mark.parametrize("cell", REFUSED, ids=repr)
def test_any_other_direction_is_a_fault(cell):
    with pytest.raises(ProblemError) as caught:
        problem(cell)
    assert [(fault.column, fault.rule) for fault in caught.value.every] == [("direction", "is none of benefit, cost")]


def test_directions_of_a_matrix_are_understood_in_the_same_way():
    frame = pd.DataFrame({"reach": [1, 2], "cost": [3, 4]}, index=["a", "b"])
    for given in (["Max", "MIN"], [1, -1], np.array([1.0, -1.0]), {"reach": "+", "cost": "\u2212"}):
        assert list(Problem.from_matrix(frame, directions=given).criteria["direction"]) == ["benefit", "cost"]
    with pytest.raises(ProblemError, match="is none of benefit, cost"):
        Problem.from_matrix(frame, directions=[True, False])


def test_a_word_that_is_refused_says_which_would_do():
    assert directions.hint("Loss") == "write cost"
    for written in (
        "\u2013",
        "\u20131",
        "\uff0d",
        "- 1",
        "(-)",
        "min.",
        "Lower is better",
        "non-beneficial",
        "co\u00adst",
    ):
        assert directions.hint(written) == "write cost"
    for written in ("\uff0b", "(+)", "max.", "more-is-better", "beneficial", "benefit\u200b"):
        assert directions.hint(written) == "write benefit"
    for written in ("-;+;-", "+/-", "", "10"):
        assert directions.hint(written) == "write benefit where more is better, cost where less is"
    assert directions.hint("sideways") == "write benefit where more is better, cost where less is"


@pytest.mark.parametrize(
    "status",
    ["precondition missing", "Precondition_Missing", "PRECONDITION-MISSING", "preconditon_missing", "precondition_mising",
     "preconditions missing", "missing precondition", "precondition__missing", "preconditionmissing", "precodnition_missing"],
)  # fmt: skip
def test_a_status_that_is_nearly_the_one_that_excludes_is_a_fault(status):
    with pytest.raises(ProblemError) as caught:
        problem("max", screens=[{"option": "a", "status": status}])
    rule = "is nearly precondition_missing, and would exclude nothing"
    assert [(fault.value, fault.rule) for fault in caught.value.every] == [(status, rule)]


@pytest.mark.parametrize(
    "status", ["precondition_met", "possible", "precondition", "missing", "not missing", "x" * 500]
)
def test_other_statuses_are_free_and_shown_where_the_option_stands(status):
    made = problem("max", screens=[{"option": "a", "status": status}, {"option": "b", "status": statuses.EXCLUDES}])
    ranking = rank(made, weights={"reach": 0.5, "cost": 0.5})
    assert list(ranking.table["status"]) == [status, ""]
    assert list(ranking.table["screened"]) == [False, True]
    assert status[:20] in str(ranking)
