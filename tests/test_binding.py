"""Settings meet methods by label, once, before any loop."""

import pickle
from functools import partial

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from policymcda import Problem, ProblemError, load
from policymcda.arrays.methods import METHODS, electre_iii, promethee_ii, topsis, weighted_sum
from policymcda.binding import BoundMethod, bind

CASE = load("cyber-policy")
COLUMNS = {"indifference": [0, 0.5, None, 1], "preference": [1, 2, 3, 4], "veto": [None, 5, None, 6]}
RICH = CASE.replace(criteria=CASE.criteria.assign(**COLUMNS, function=["linear", "", "usual", "gaussian"]))
ORDER = [CASE.labels("criterion").index(leaf) for leaf in CASE.leaf_criteria]


def test_keywords_named_like_columns_of_the_criteria_are_filled_in_sorted_order():
    bound = bind("electre_iii", RICH)
    for name in ("indifference", "preference", "veto"):
        expected = np.array([np.nan if cell is None else cell for cell in COLUMNS[name]], dtype=float)[ORDER]
        assert_array_equal(bound.settings[name], expected)
    assert bind("promethee_ii", RICH).settings["function"] == tuple(
        np.array(["linear", "", "usual", "gaussian"], dtype=object)[ORDER]
    )
    assert_array_equal(bind("weighted_sum", CASE).settings["low"], np.ones(4))
    assert "veto" not in bind("electre_iii", CASE).settings


def test_a_bound_method_is_a_picklable_function_of_three_arrays():
    bound = bind(partial(topsis, metric="chebyshev"), CASE)
    assert isinstance(bound, BoundMethod)
    assert bound.name == "topsis(metric=chebyshev)"
    weights = np.full(4, 0.25)
    matrix = CASE.grids["no_formal_ties"].mode
    again = pickle.loads(pickle.dumps(bound))
    assert_array_equal(again(matrix, weights, CASE.benefit), topsis(matrix, weights, CASE.benefit, metric="chebyshev"))
    assert bind(bound, CASE) is bound


def test_what_the_caller_sets_goes_before_what_the_criteria_say():
    given = {"feasibility": 4, "speed": "5", "root_cause": None}
    bound = bind(partial(electre_iii, preference=pd.Series(given, dtype=object)), RICH)
    assert_array_equal(bound.settings["preference"], [4, np.nan, np.nan, 5])
    assert_array_equal(
        bind(partial(weighted_sum, low={leaf: 0 for leaf in CASE.leaf_criteria}), CASE).settings["low"], [0] * 4
    )


def test_partials_of_partials_are_unwrapped_the_outer_one_first():
    inner = partial(topsis, metric="manhattan", anchored=True)
    assert bind(partial(inner, metric="chebyshev"), CASE).settings["metric"] == "chebyshev"


@pytest.mark.parametrize(
    ("method", "message"),
    [
        (partial(topsis, anchored=True, low=[1, 2, 3, 4]), r"low: settings per criterion go by label, such as \{'feas"),
        (partial(promethee_ii, preference=np.ones(4)), "preference: settings per criterion go by label"),
        (partial(topsis, low={"sped": 1}), r"low: no criterion 'sped' \(did you mean speed\?\)"),
        (partial(topsis, low={"speed": "1,5"}), "low: '1,5' of speed is not a number: a decimal comma"),
        (partial(topsis, metrc="manhattan"), r"topsis has no setting 'metrc' \(did you mean metric\?\)"),
        (partial(topsis, 1), "a partial method may carry keywords only"),
        ("electre_i", "gives no scores to rank by"),
    ],
)
def test_settings_without_labels_or_of_another_name_are_refused(method, message):
    with pytest.raises((ValueError, TypeError), match=message):
        bind(method, CASE)


def test_a_setting_that_the_method_cannot_do_without_is_told_for_each_criterion_that_lacks_it():
    def own(matrix, weights, benefit, *, veto):
        return matrix @ weights

    with pytest.raises(ProblemError) as caught:
        bind(own, CASE)
    assert [(fault.table, fault.column, fault.rule) for fault in caught.value.every] == [
        ("criteria", "veto", "own needs it for every criterion")
    ]
    with pytest.raises(ProblemError) as caught:
        bind(own, RICH)
    lacking = [label for label, cell in zip(CASE.labels("criterion"), COLUMNS["veto"], strict=True) if cell is None]
    assert sorted(fault.value for fault in caught.value.every) == sorted(lacking)
    assert_array_equal(bind(partial(own, veto=dict.fromkeys(CASE.leaf_criteria, 2)), CASE).settings["veto"], [2] * 4)


def test_anchored_topsis_needs_the_ends_of_every_scale():
    ends = {"low": 1, "high": [9, 9, None, 9]}
    problem = CASE.replace(criteria=CASE.criteria.assign(**ends))
    with pytest.raises(ProblemError) as caught:
        bind(partial(topsis, anchored=True), problem)
    assert [(fault.column, fault.value) for fault in caught.value.every] == [("high", "root_cause")]
    assert bind("topsis", problem).name == "topsis"


def test_a_column_of_the_users_own_reaches_the_users_own_method():
    def own(matrix, weights, benefit, *, price, tag=None):
        return matrix @ (weights * price)

    problem = CASE.replace(criteria=CASE.criteria.assign(price=["1", "2.5", "3", "4"], tag=["x", "", "y", "z"]))
    bound = bind(own, problem)
    assert_array_equal(bound.settings["price"], np.array([1, 2.5, 3, 4])[ORDER])
    assert bound.settings["tag"] == tuple(np.array(["x", "", "y", "z"], dtype=object)[ORDER])


def test_a_value_function_is_bound_by_label_and_told_where_it_is_missing():
    points = [{"criterion": "speed", "rating": rating, "value": value} for rating, value in ((9, 1), (1, 0), (5, 0.8))]
    with pytest.raises(ProblemError) as caught:
        bind("additive_value", CASE.replace(values=points))
    assert [fault.value for fault in caught.value.every] == ["feasibility", "legitimacy", "root_cause"]
    alone = CASE.replace(values=points).select(criteria=["speed"])
    ((ratings, values),) = bind("additive_value", alone).settings["points"]
    assert (ratings.tolist(), values.tolist()) == ([1, 5, 9], [0, 0.8, 1])


def test_methods_linear_in_the_weights_say_how():
    assert bind("weighted_sum", CASE).link is np.positive
    assert bind("weighted_product", CASE).link is np.log
    assert bind("topsis", CASE).link is None


def test_the_default_method_is_the_cases_then_topsis():
    assert bind(None, CASE).function is METHODS["topsis"]
    assert bind(None, CASE.replace(case={"defaults": {"method": "mabac"}})).function is METHODS["mabac"]


def test_an_empty_column_of_settings_is_no_setting():
    problem = Problem.from_tables(
        criteria={"criterion": ["a"], "direction": ["cost"], "preference": [None], "function": [""]},
        ratings={"option": ["x", "y"], "a": [1, 2]},
    )
    assert not {"preference", "function"} & set(bind("promethee_ii", problem).settings)
