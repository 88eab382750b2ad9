"""Thresholds of a criterion that contradict each other are faults, row by row, and never changed in silence."""

from functools import partial

import pytest

from policymcda import Problem, ProblemError, rank
from policymcda.arrays.methods import METHODS

RATINGS = [{"option": "x", "a": 1, "b": 2, "c": 3}, {"option": "y", "a": 2, "b": 1, "c": 5}]


def problem(*rows):
    criteria = [{"criterion": label, "direction": "benefit", **row} for label, row in zip("abc", rows, strict=True)]
    return Problem.from_tables(criteria=criteria, ratings=RATINGS)


def faults(*rows):
    with pytest.raises(ProblemError) as caught:
        problem(*rows)
    assert all(one.hint for one in caught.value.every)
    return [(one.row, one.column, one.rule) for one in caught.value.every]


def test_thresholds_that_contradict_each_other_are_a_fault_for_each_row():
    assert faults(
        {"indifference": 4, "preference": 1}, {"preference": 4, "veto": 1}, {"indifference": 4, "veto": 1}
    ) == [
        ("1", "indifference", "a: indifference must not be above preference"),
        ("2", "preference", "b: preference must not be above veto"),
        ("3", "indifference", "c: indifference must not be above veto"),
    ]


@pytest.mark.parametrize("function", ["gaussian", "v_shape", "linear", "level"])
def test_a_preference_function_without_the_threshold_it_needs_is_a_fault(function):
    rule = f"the preference function {function} needs preference"
    assert faults({"function": function}, {}, {"function": function, "preference": 0}) == [
        ("1", "preference", f"a: {rule}"),
        ("3", "preference", f"c: {rule} above 0"),
    ]


def test_the_u_shape_needs_indifference():
    rows = {"function": "u_shape", "preference": 1}, {"function": "u_shape", "indifference": 0}, {}
    assert faults(*rows) == [("1", "indifference", "a: the preference function u_shape needs indifference")]


def test_thresholds_that_fit_are_taken():
    rows = (
        {"function": "linear", "indifference": 1, "preference": 1, "veto": 1},
        {"function": "gaussian", "preference": 2},
        {"function": "usual"},
    )
    assert len(rank(problem(*rows), method="promethee_ii", weights="equal").table) == 2


def test_a_cell_that_has_a_fault_already_is_not_counted_against_the_others():
    assert faults({"function": "gaussian", "preference": "two"}, {}, {}) == [("1", "preference", "is not a number")]


@pytest.mark.parametrize("given", [{"indifference": {"a": 4}, "preference": {"a": 1}}, {"function": {"a": "gaussian"}}])
def test_thresholds_of_the_caller_are_held_to_the_same_rules(given):
    with pytest.raises(ProblemError, match="preference"):
        rank(problem({}, {}, {}), method=partial(METHODS["promethee_ii"], **given), weights="equal")


def test_what_the_caller_sets_is_held_against_the_columns():
    case = problem({"indifference": 2}, {}, {})
    with pytest.raises(ProblemError, match="'a: indifference 2, preference 1' indifference must not be above"):
        rank(case, method=partial(METHODS["promethee_ii"], preference={"a": 1}), weights="equal")
