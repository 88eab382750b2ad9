"""What goes wrong in other libraries: here the result is right, or one error names the cell and the rule.

Every line was seen in a released package (pymcdm 1.4, scikit-criteria 0.10, pysensmcda 2.0, pyDecision 5.1, mcda 1.1).
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from numpy.testing import assert_allclose

from policymcda import Problem, ProblemError, rank

CRITERIA = ["price", "reach", "speed"]
DIRECTIONS = {"price": "cost", "reach": "benefit", "speed": "benefit"}
WEIGHTS = {"price": 0.5, "reach": 0.3, "speed": 0.2}
MATRIX = pd.DataFrame([[3.0, 40, 7], [5, 90, 2], [4, 60, 5]], index=["tax", "ban", "wait"], columns=CRITERIA)


def problem(matrix=MATRIX, directions=DIRECTIONS, **settings) -> Problem:
    return Problem.from_matrix(matrix, directions=directions, weights=WEIGHTS, **settings)


def only_fault(call) -> tuple[str, str, str, str, str]:
    """The one fault of a call: table, row, column, value, rule."""
    with pytest.raises(ProblemError) as caught:
        call()
    assert len(caught.value.every) == 1
    fault = caught.value.every[0]
    assert fault.hint
    return fault.table, fault.row, fault.column, fault.value, fault.rule


@pytest.mark.parametrize("cell", [np.nan, None, pd.NA, ""], ids=repr)
def test_a_missing_rating_is_a_fault_and_not_a_score_of_nan(cell):
    matrix = MATRIX.astype(object)
    matrix.loc["ban", "reach"] = cell
    assert only_fault(lambda: problem(matrix)) == (
        "ratings", "ban", "reach", "", "ban is rated in part: reach is blank",
    )  # fmt: skip


@pytest.mark.parametrize("cell", [np.inf, -np.inf, "inf", "1e999"], ids=repr)
def test_an_infinite_rating_is_named(cell):
    matrix = MATRIX.astype(object)
    matrix.loc["ban", "reach"] = cell
    assert only_fault(lambda: problem(matrix)) == ("ratings", "ban", "reach", str(cell), "is not finite")


@pytest.mark.parametrize("cell", ["7,5", "n/a", "1_000", "0x10", "\uff17", "7 5"])
def test_text_that_is_no_number_is_named_and_never_misread(cell):
    matrix = MATRIX.astype(object)
    matrix.loc["ban", "reach"] = cell
    table, row, column, value, rule = only_fault(lambda: problem(matrix))
    assert (table, row, column, value) == ("ratings", "ban", "reach", cell)
    assert rule.startswith("is not a number")


def test_a_number_with_spaces_around_is_that_number():
    matrix = MATRIX.astype(object)
    matrix.loc["ban", "reach"] = " 90 "
    assert problem(matrix).fingerprint == problem().fingerprint


@pytest.mark.parametrize("value", [0.0, 5.0, -3.0])
def test_a_constant_column_decides_nothing_and_says_so(value):
    matrix = MATRIX.assign(reach=value)
    ranking = rank(problem(matrix))
    rest = {"price": 0.5 / 0.7, "speed": 0.2 / 0.7}
    without = Problem.from_matrix(
        matrix[["price", "speed"]], directions={"price": "cost", "speed": "benefit"}, weights=rest
    )
    assert_allclose(ranking.table["score"], rank(without).table["score"], rtol=0, atol=1e-12)
    assert ranking.notes["code"].tolist() == ["constant_column"]


def test_an_all_negative_benefit_is_not_reversed():
    matrix = pd.DataFrame({"gain": [-5.0, -1.0, -3.0]}, index=list("abc"))
    for method in ("topsis", "weighted_sum", "mabac", "vikor", "moora", "promethee_ii"):
        one = Problem.from_matrix(matrix, directions="benefit", weights=[1])
        assert rank(one, method=method).ranks["all"].tolist() == [3, 1, 2]


@pytest.mark.parametrize("factor", [1e300, 1e-300])
def test_columns_of_any_unit_give_the_same_scores(factor):
    scaled = MATRIX.assign(reach=MATRIX["reach"] / 100 * factor, price=MATRIX["price"] / factor)
    assert_allclose(rank(problem(scaled)).table["score"], rank(problem()).table["score"], rtol=0, atol=1e-9)


def test_identical_options_share_the_first_rank_and_a_single_option_has_it():
    same = pd.DataFrame(np.tile(MATRIX.loc["tax"], (3, 1)), index=list("abc"), columns=CRITERIA)
    assert rank(problem(same)).table[["score", "rank"]].to_numpy().tolist() == [[0.5, 1]] * 3
    assert rank(problem(MATRIX.head(1))).table[["score", "rank"]].to_numpy().tolist() == [[0.5, 1]]


def test_a_single_criterion_ranks_by_itself():
    one = Problem.from_matrix(MATRIX[["price"]], directions="cost", weights=[1])
    assert rank(one).ranks["all"].to_dict() == {"tax": 1, "ban": 3, "wait": 2}


def test_options_and_criteria_in_another_order_keep_their_weights_and_directions():
    expected = rank(problem()).table.set_index("option")["score"].to_dict()
    for columns in (["speed", "reach", "price"], ["reach", "price", "speed"]):
        for rows in (["wait", "ban", "tax"], ["ban", "tax", "wait"]):
            other = problem(MATRIX.loc[rows, columns])
            assert rank(other).table.set_index("option")["score"].to_dict() == expected
            weights = pd.Series(WEIGHTS)[["reach", "speed", "price"]]
            assert rank(other, weights=weights).table.set_index("option")["score"].to_dict() == expected


def test_wrong_names_of_criteria_are_no_empty_matrix():
    with pytest.raises(ProblemError) as caught:
        Problem.from_tables(
            criteria={"criterion": CRITERIA, "direction": DIRECTIONS.values()},
            ratings=MATRIX.rename(columns={"speed": "sped"}).rename_axis("option"),
        )
    assert [(fault.column, fault.rule, fault.hint) for fault in caught.value.every] == [
        ("speed", "the column is missing", "did you mean sped?")
    ]


def test_an_option_or_a_criterion_that_stands_twice_is_named():
    assert only_fault(lambda: problem(MATRIX.set_axis(["tax", "ban", "tax"]))) == (
        "ratings", "tax", "option", "tax", "stands in row tax already",
    )  # fmt: skip
    with pytest.raises(ProblemError, match=r"reach.*stands"):
        Problem.from_matrix(MATRIX.set_axis(["price", "reach", "reach"], axis="columns"), directions="cost")


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("Gain", "write benefit"),
        ("lower is better", "write cost"),
        (2, "write benefit where more is better, cost where less is"),
        (0, "write benefit where more is better, cost where less is"),
        (True, "write benefit where more is better, cost where less is"),
    ],
)
def test_a_direction_is_benefit_or_cost_and_never_guessed(word, hint):
    with pytest.raises(ProblemError) as caught:
        problem(directions={**DIRECTIONS, "reach": word})
    (fault,) = caught.value.every
    assert (fault.table, fault.row, fault.column, fault.value) == ("criteria", "reach", "direction", str(word))
    assert fault.rule == "is none of benefit, cost"
    assert fault.hint == hint


@pytest.mark.parametrize("word", ["", None, np.nan], ids=repr)
def test_a_direction_that_is_missing_is_told(word):
    assert only_fault(lambda: problem(directions={**DIRECTIONS, "reach": word}))[2:] == (
        "direction", "", "reach has no direction",
    )  # fmt: skip


def test_a_rating_outside_its_scale_and_ends_that_do_not_rise_are_named():
    assert only_fault(lambda: problem(bounds={"price": (0, 4), "reach": (0, 100), "speed": (0, 9)})) == (
        "ratings", "ban", "price", "5", "is outside the scale of price, 0 to 4",
    )  # fmt: skip
    low = MATRIX.copy()
    low.loc["ban", "reach"] = 91
    assert only_fault(lambda: problem(low=low)) == (
        "ratings", "ban, reach", "mode", "low 91, mode 90", "low, mode and high must rise",
    )  # fmt: skip


@pytest.mark.parametrize("weight", [np.nan, -0.2, np.inf, "n/a", None])
def test_a_weight_that_is_none_does_not_pass_the_check_of_the_sum(weight):
    table, _, column, value, _ = only_fault(lambda: rank(problem(), weights={**WEIGHTS, "speed": weight}))
    assert (table, column) == ("weights", "weight")
    assert value.startswith("speed")


@pytest.mark.parametrize("weights", [[1.0, 0.6, 0.4], [0.0, 0, 0], [0.5, 0.5]])
def test_weights_of_another_sum_or_length_are_refused_before_the_work(weights):
    with pytest.raises(ProblemError):
        rank(problem(), weights=dict(zip(CRITERIA, weights, strict=False)))


def test_ties_have_a_tolerance_so_that_a_tenth_and_two_do_not_beat_three():
    matrix = pd.DataFrame({"a": [0.1 + 0.2, 0.3, 0.1, 0.9]}, index=list("wxyz"))
    one = Problem.from_matrix(matrix, directions="benefit", weights=[1])
    assert rank(one).ranks["all"].tolist() == [2, 2, 4, 1]


@given(
    npst.arrays(float, st.tuples(st.integers(1, 6), st.just(3)), elements=st.floats(-1e6, 1e6)),
    st.permutations(range(3)),
)
def test_whatever_the_ratings_scores_are_finite_and_a_dominating_option_is_not_behind(values, order):
    matrix = pd.DataFrame(values, index=[f"o{row}" for row in range(len(values))], columns=CRITERIA)
    best = {"price": matrix["price"].min() - 1, "reach": matrix["reach"].max() + 1, "speed": matrix["speed"].max() + 1}
    table = rank(problem(pd.concat([matrix, pd.DataFrame(best, index=["best"])]).iloc[:, list(order)])).table
    assert np.isfinite(table["score"]).all()
    assert table.set_index("option").loc["best", "rank"] == 1
