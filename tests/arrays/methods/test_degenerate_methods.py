"""What each method makes of data on which its published formula divides by zero."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.methods import (
    METHODS,
    additive_value,
    aras,
    cocoso,
    codas,
    copras,
    edas,
    marcos,
    moora,
    spotis,
    vikor,
    weighted_product,
    weighted_sum,
)
from policymcda.arrays.ranking.ranks import ranks

PAIR = np.array([0.5, 0.5])
UP = np.array([True, True])


def test_copras_without_costs_is_the_sum_of_the_benefits():
    matrix = np.array([[1.0, 3.0], [3.0, 1.0], [4.0, 4.0]])
    assert_allclose(copras(matrix, PAIR, UP), [0.5, 0.5, 1])


def test_copras_gives_an_option_without_cost_all_that_the_costs_give():
    matrix, benefit = np.array([[1.0, 0.0], [2.0, 5.0], [1.0, 5.0]]), np.array([True, False])
    free = copras(matrix, PAIR, benefit)
    assert_allclose(free, np.array([0.125 + 0.5, 0.25, 0.125]) / 0.625)
    nearly = copras(matrix + np.array([0, 1e-12]), PAIR, benefit)
    assert_allclose(nearly, free, rtol=1e-9)
    two = copras(np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 5.0]]), np.array([0.0, 1.0]), benefit)
    assert_array_equal(two, [1, 1, 0])


def test_moora_without_costs_is_the_sum_of_the_benefits():
    assert_allclose(moora(np.array([[3.0, 0.0], [4.0, 2.0]]), PAIR, UP), [0.3, 0.9])


def test_cocoso_scores_an_option_that_is_worst_everywhere_last_and_finite():
    matrix = np.array([[1.0, 1.0], [2.0, 3.0], [4.0, 2.0], [1.5, 1.5]])
    scores = cocoso(matrix, PAIR, UP)
    assert_array_equal(scores[0], 0)
    assert_array_equal(ranks(scores), [4, 2, 1, 3])
    assert_array_equal(cocoso(np.ones((3, 2)), PAIR, UP), np.zeros(3))


def test_cocoso_follows_a_dominating_option():
    scores = cocoso(np.array([[1.0, 1.0], [2.0, 2.0]]), PAIR, UP)
    # sums 0 and 1, powers 0 and 2: shares 0 and 1, over the least 0 and 2, mixed 0 and 1
    assert_allclose(scores, [0, np.cbrt(2) + 4 / 3])


def test_vikor_counts_nothing_for_a_constant_column_and_for_equal_utilities():
    matrix = np.array([[1.0, 9.0], [9.0, 1.0]])
    assert_array_equal(vikor(matrix, PAIR, UP), [0, 0])
    constant = np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]])
    assert_allclose(vikor(constant, PAIR, UP), [-1, -0.5, 0])
    assert_array_equal(vikor(constant, np.array([0.0, 1.0]), UP), [0, 0, 0])
    # utilities that are equal but for rounding are not blown up to a difference
    thirds = np.array([[0.1, 0.2, 0.7], [0.7, 0.1, 0.2], [0.2, 0.7, 0.1]])
    assert_array_equal(ranks(vikor(thirds, np.full(3, 1 / 3), np.ones(3, bool))), [1, 1, 1])


def test_vikor_runs_from_regret_to_utility():
    matrix = np.array([[0.0, 10.0], [4.0, 4.0], [10.0, 1.0]])
    weights = np.array([0.5, 0.5])
    assert_allclose(vikor(matrix, weights, UP, majority=1.0), [0, -1, 0], atol=1e-12)
    assert_allclose(vikor(matrix, weights, UP, majority=0.0), [-1, 0, -1], atol=1e-12)


def test_edas_scores_a_half_where_all_are_the_average():
    assert_array_equal(edas(np.full((3, 2), 0.1), PAIR, UP), [0.5, 0.5, 0.5])
    assert_array_equal(edas(np.zeros((3, 2)), PAIR, UP), [0.5, 0.5, 0.5])


def test_marcos_and_aras_follow_their_published_chains():
    rng = np.random.default_rng(0)
    matrix, weights, benefit = rng.random((5, 3)) + 0.5, rng.dirichlet(np.ones(3)), np.array([True, False, True])
    scaled = np.where(benefit, matrix / matrix.max(axis=0), matrix.min(axis=0) / matrix)
    s, ideal, anti = scaled @ weights, scaled.max(axis=0) @ weights, scaled.min(axis=0) @ weights
    plus, minus = s / ideal, s / anti
    f_plus, f_minus = minus / (plus + minus), plus / (plus + minus)
    chain = (plus + minus) / (1 + (1 - f_plus) / f_plus + (1 - f_minus) / f_minus)
    assert_allclose(marcos(matrix, weights, benefit), chain, rtol=1e-12)
    assert_array_equal(marcos(matrix, 0 * weights, benefit), np.zeros(5))
    better = np.array([np.nan, 0.25, 3.0])
    optimal = np.array([matrix[:, 0].max(), 0.25, 3.0])
    extended = np.vstack([optimal, matrix])
    extended[:, 1] = 1 / extended[:, 1]
    sums = (extended / extended.sum(axis=0)) @ weights
    assert_allclose(aras(matrix, weights, benefit, reference=better), sums[1:] / sums[0], rtol=1e-12)
    assert_array_equal(aras(matrix, 0 * weights, benefit), np.zeros(5))


def test_codas_threshold_decides_which_comparisons_count():
    matrix = np.array([[1.0, 0.5], [0.5, 1.0], [0.9, 0.9]])
    with_all = codas(matrix, PAIR, UP, threshold=0.0)
    with_none = codas(matrix, PAIR, UP, threshold=9.0)
    euclidean = np.array([0.25, 0.25, np.hypot(0.2, 0.2)])
    taxicab = np.array([0.25, 0.25, 0.4])
    assert_allclose(with_none, 3 * euclidean - euclidean.sum(), atol=1e-15)
    assert_allclose(with_all - with_none, 3 * taxicab - taxicab.sum(), atol=1e-15)


def test_given_ends_make_weighted_sum_and_spotis_blind_to_other_options():
    rng = np.random.default_rng(0)
    matrix, settings = rng.random((5, 2)), {"low": np.zeros(2), "high": np.array([2.0, 4.0])}
    benefit = np.array([True, False])
    for method in (weighted_sum, spotis):
        assert_array_equal(method(matrix[:2], PAIR, benefit, **settings), method(matrix, PAIR, benefit, **settings)[:2])
    assert_allclose(1 + spotis(matrix, PAIR, benefit, **settings), weighted_sum(matrix, PAIR, benefit, **settings))


def test_value_functions_bend_aim_and_stay_at_their_ends():
    target = (np.array([0.0, 20.0, 30.0]), np.array([0.0, 1.0, 0.0]))
    matrix = np.array([[10.0, 1.0], [20.0, 3.0], [25.0, 2.0], [99.0, 3.0], [-5.0, 1.0]])
    scores = additive_value(matrix, np.array([0.8, 0.2]), np.array([True, False]), points=[target, None])
    assert_allclose(scores, [0.4 + 0.2, 0.8, 0.4 + 0.1, 0, 0.2])
    many = np.stack([matrix, matrix[::-1]])
    assert_allclose(
        additive_value(many, np.array([0.8, 0.2]), np.array([True, False]), points=[target, None])[1], scores[::-1]
    )


def test_a_share_of_zero_and_no_weight_at_all_have_a_product():
    matrix = np.array([[1e-300, 1.0], [1e300, 1.0]])
    assert_array_equal(weighted_product(matrix, np.array([0.0, 1.0]), UP), [1, 1])
    assert_allclose(weighted_product(matrix, np.array([0.001, 1.0]), UP), [10**-0.6, 1])


@pytest.mark.parametrize("name", sorted(METHODS))
def test_zeros_twins_and_a_single_option_never_leave_the_numbers(name):
    method = METHODS[name]
    settings = {"low": np.zeros(3), "high": np.ones(3)} if name == "spotis" else {}
    settings |= {"points": (None, None, None)} if name == "additive_value" else {}
    if name not in ("weighted_product", "waspas"):
        for benefit in (np.array([True, False, True]), np.zeros(3, bool), np.ones(3, bool)):
            for matrix in (np.zeros((4, 3)), np.eye(4, 3), np.zeros((1, 3)), np.array([[0.0, 1, 0], [0, 1, 0]])):
                scores = method(matrix, np.full(3, 1 / 3), benefit, **settings)
                assert np.all(np.isfinite(scores)), (benefit, matrix)
