"""PROMETHEE I and II against published numbers, and the six preference functions."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.methods import promethee, promethee_i, promethee_ii
from policymcda.arrays.methods.promethee import flows, preference_index
from policymcda.arrays.ranking.ranks import ranks

NAMES = {"ushape": "u_shape", "vshape": "v_shape"}
UP = np.array([True])
ONE = np.ones(1)


def read(case):
    inputs = case["inputs"]
    kinds = inputs["preference"]
    settings = {
        "function": np.array([NAMES.get(kind["kind"], kind["kind"]) for kind in kinds], dtype=object),
        "indifference": np.array([kind.get("q", np.nan) for kind in kinds], float),
        "preference": np.array([kind.get("p", kind.get("s", np.nan)) for kind in kinds], float),
    }
    matrix, weights = np.array(inputs["matrix"], float), np.array(inputs["weights"], float)
    return (matrix, weights, np.array(inputs["types"]) == 1), settings


@pytest.mark.parametrize("name", ["promethee_zhao_2013_usual", "promethee_ziemba_2017_vshape"])
def test_net_flows_match_the_paper(golden, name):
    case = golden(name)
    problem, settings = read(case)
    case.check("phi", promethee_ii(*problem, **settings))


def test_all_six_functions_match_brans_vincke_and_mareschal_1986(golden):
    case = golden("promethee_brans_mareschal_hydroelectric")
    problem, settings = read(case)
    scores = promethee_ii(*problem, **settings)
    case.check("pi", preference_index(*problem, **settings))
    case.check("phi_sum", scores * 5)
    case.check("rank", ranks(scores))
    plus, minus = flows(*problem, **settings)
    assert_allclose(plus, case["recomputed"]["phi_plus"], atol=1e-12)
    assert_allclose(minus, case["recomputed"]["phi_minus"], atol=1e-12)
    assert_allclose(plus - minus, scores, atol=1e-14)


def test_the_weight_checks_of_brans_vincke_and_mareschal_1986(golden):
    problem, settings = read(golden("promethee_brans_mareschal_hydroelectric"))
    weights = np.array([[10.0, 50, 10, 10, 10, 10], [9, 9, 9, 9, 55, 9]])
    assert_array_equal(np.argmax(promethee_ii(problem[0], weights, problem[2], **settings), axis=1), [5, 1])


@pytest.mark.parametrize(
    ("function", "q", "p", "expected"),
    [
        ("usual", np.nan, np.nan, [0, 1, 1, 1, 1, 1]),
        ("u_shape", 2, np.nan, [0, 0, 0, 1, 1, 1]),
        ("v_shape", np.nan, 4, [0, 0.25, 0.5, 0.75, 1, 1]),
        ("level", 2, 4, [0, 0, 0, 0.5, 0.5, 1]),
        ("linear", 1, 4, [0, 0, 1 / 3, 2 / 3, 1, 1]),
        ("gaussian", np.nan, 2, 1 - np.exp(-(np.arange(6.0) ** 2) / 8)),
        ("v_shape", np.nan, np.nan, [0, 1, 1, 1, 1, 1]),
        ("gaussian", np.nan, np.nan, [0, 1, 1, 1, 1, 1]),
        ("linear", 2, 2, [0, 0, 0, 1, 1, 1]),
        (None, np.nan, np.nan, [0, 1, 1, 1, 1, 1]),
        (None, 2, np.nan, [0, 0, 0, 1, 1, 1]),
        ("", np.nan, 4, [0, 0.25, 0.5, 0.75, 1, 1]),
        (np.nan, 1, 4, [0, 0, 1 / 3, 2 / 3, 1, 1]),
    ],
)
@pytest.mark.parametrize("up", [True, False])
def test_preference_by_the_difference(function, q, p, expected, up):
    matrix = np.arange(6.0)[:, None] * (1 if up else -1)
    settings = {"function": [function], "indifference": np.array([q]), "preference": np.array([p])}
    index = preference_index(matrix, ONE, np.array([up]), **settings)
    assert_allclose(index[:, 0], expected, rtol=1e-14)
    assert_array_equal(index[0], 0)


def test_a_difference_that_is_the_threshold_but_for_rounding_is_within_it():
    matrix = np.array([[0.9], [0.7], [0.5]])  # 0.9 - 0.7 > 0.2 > 0.7 - 0.5 in floats
    index = preference_index(matrix, ONE, UP, function=["u_shape"], indifference=np.array([0.2]))
    assert_array_equal(index, [[0, 0, 1], [0, 0, 0], [0, 0, 0]])
    assert_array_equal(promethee_ii(np.array([[0.1 + 0.2], [0.3]]), ONE, UP), [0, 0])


def test_an_unknown_function_lists_the_known():
    with pytest.raises(ValueError, match="no preference function 'step', choose from usual, u_shape"):
        promethee_ii(np.ones((2, 1)), ONE, UP, function=["step"])


def test_promethee_i_tells_preferred_indifferent_and_incomparable():
    matrix = np.array([[4.0, 0.0], [0.0, 4.0], [0.0, 4.0], [5.0, 5.0]])
    functions = {"function": ["usual", "v_shape"], "preference": np.array([np.nan, 40.0])}
    relation = promethee_i(matrix, np.array([0.5, 0.5]), np.array([True, True]), **functions)
    assert relation[3].all()
    assert not relation[:3, 3].any()
    assert relation[1, 2]
    assert relation[2, 1]
    plus, minus = flows(matrix, np.array([0.5, 0.5]), np.array([True, True]), **functions)
    at_least = (plus[:, None] >= plus - 1e-12) & (minus[:, None] <= minus + 1e-12)
    assert_array_equal(relation, at_least)


def test_two_flows_that_disagree_are_incomparable():
    found = 0
    rng = np.random.default_rng(0)
    for _ in range(50):
        matrix = rng.integers(0, 10, (4, 3)).astype(float)
        relation = promethee_i(matrix, np.ones(3), np.ones(3, bool), indifference=np.full(3, 2.0))
        found += not np.all(relation | relation.T)
        assert_array_equal(np.diag(relation), True)
    assert found


def test_many_options_are_compared_block_by_block(monkeypatch):
    rng = np.random.default_rng(0)
    matrix, weights, benefit = rng.random((2, 30, 3)), rng.random((2, 3)), np.array([True, False, True])
    whole = promethee_ii(matrix, weights, benefit, preference=np.full(3, 0.4))
    monkeypatch.setattr(promethee, "PAIRS", 240)
    assert_allclose(promethee_ii(matrix, weights, benefit, preference=np.full(3, 0.4)), whole, atol=1e-14)
    many = promethee_i(matrix, weights, benefit)
    assert_array_equal(many[1], promethee_i(matrix[1], weights[1], benefit))


def test_net_flows_sum_to_zero_and_one_option_has_none():
    rng = np.random.default_rng(1)
    scores = promethee_ii(rng.random((8, 3)), rng.random((5, 3)), np.array([True, False, True]))
    assert_allclose(scores.sum(axis=-1), 0, atol=1e-14)
    assert_array_equal(promethee_ii(np.ones((1, 3)), np.ones(3), np.ones(3, bool)), [0])
    assert_array_equal(promethee_ii(rng.random((4, 3)), np.zeros(3), np.ones(3, bool)), np.zeros(4))


def test_differences_beyond_the_largest_float_are_preferences():
    matrix = np.array([[1.7e308], [-1.7e308]])
    for function in ("usual", "v_shape", "gaussian"):
        scores = promethee_ii(matrix, ONE, UP, function=[function], preference=np.array([2.0]))
        assert_array_equal(scores, [1, -1])
