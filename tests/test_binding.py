"""What fills the settings of a method: listed columns for ours, any column for a user's own."""

from functools import partial

import numpy as np
import pytest

from policymcda import Problem, ProblemError
from policymcda.arrays.methods import METHODS, topsis
from policymcda.binding import bind, bind_relation


@pytest.fixture
def problem():
    return Problem.from_tables(
        criteria={
            "criterion": ["b", "a"],
            "direction": ["benefit", "cost"],
            "weight": [0.6, 0.4],
            "threshold": ["0.5", "0.1"],
            "additive": ["0.2", "0.9"],
            "majority": ["1", "0"],
            "mean": ["x", "y"],
            "reference": [9, 1],
        },
        ratings={"option": ["x", "y", "z"], "a": [1, 2, 3], "b": [4, 9, 1]},
    )


@pytest.mark.parametrize("name", ["codas", "waspas", "cocoso", "vikor", "electre_iii", "topsis"])
def test_a_column_of_the_users_is_no_setting_of_a_method_of_ours(name, problem):
    assert bind(name, problem).settings == {}


def test_a_listed_column_is_a_setting_of_a_method_of_ours(problem):
    assert bind("aras", problem).settings["reference"].tolist() == [1, 9]


def test_any_column_fills_a_keyword_of_a_users_own_function(problem):
    def own(matrix, weights, benefit, *, threshold, mean, additive=None):
        return matrix @ (weights * threshold)

    settings = bind(own, problem).settings
    assert settings["threshold"].tolist() == [0.1, 0.5]
    assert settings["additive"].tolist() == [0.9, 0.2]
    assert settings["mean"] == ("y", "x")


def test_a_relation_is_bound_by_its_name_or_as_a_function(problem):
    bound = bind_relation("electre_i", problem)
    assert bound(problem.grids["all"].mode, np.array([0.4, 0.6]), problem.benefit).shape == (3, 3)
    assert bind_relation(partial(METHODS["topsis"]), problem).function is topsis
    with pytest.raises(ValueError, match=r"no relation 'electre_ii' \(did you mean electre_i\?\)"):
        bind_relation("electre_ii", problem)
    with pytest.raises(ValueError, match="electre_i says which option outranks which"):
        bind("electre_i", problem)


def test_a_method_of_intervals_needs_ratings_with_ends(problem):
    ratings = problem.ratings.drop(columns=["low", "high"]).assign(sd=[0.5, *[None] * 5])
    endless = problem.replace(ratings=ratings)
    for name in ("interval_topsis", "interval_topsis_2009"):
        with pytest.raises(ProblemError, match="needs both ends of every rating"):
            bind(name, endless)
    assert bind("interval_topsis", problem).interval


def test_both_corners_reach_a_method_of_intervals_and_the_mode_another(problem):
    low, mode, high = (problem.grids["all"].mode + step for step in (-0.5, 0, 0.5))
    weights = np.array([0.4, 0.6])
    whole = bind("interval_topsis", problem).scores(low, mode, high, weights, problem.benefit)
    flat = bind("interval_topsis", problem).scores(mode, mode, mode, weights, problem.benefit)
    assert not np.allclose(whole, flat)
    plain = bind("topsis", problem)
    assert np.array_equal(
        plain.scores(low, mode, high, weights, problem.benefit), plain(mode, weights, problem.benefit)
    )
