"""Contributions by exchange of values: axioms, closed forms, exact against sampled."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda.arrays.methods import METHODS, topsis, weighted_sum
from policymcda.arrays.scale import by_vector
from policymcda.arrays.sensitivity import shapley

EQUAL = [name for name in METHODS if name not in ("additive_value", "spotis")]


def random(seed, options=5, criteria=4):
    rng = np.random.default_rng(seed)
    return rng.uniform(1, 9, (options, criteria)), rng.dirichlet(np.ones(criteria)), rng.random(criteria) < 0.6


@pytest.mark.parametrize("name", EQUAL)
@pytest.mark.parametrize("plan", [{}, {"exact": 0, "orders": 3}])
def test_contributions_sum_to_the_difference_of_the_scores(name, plan):
    matrix, weights, benefit = random(1)
    scores = METHODS[name](matrix, weights, benefit)
    found, error = shapley.contributions(
        lambda some: METHODS[name](some, weights, benefit), [matrix], 1, 3, shapley.plan(4, **plan)
    )
    assert_allclose(found.sum(), scores[1] - scores[3], atol=1e-12)
    assert np.all(error >= 0)


@given(st.integers(0, 200))
def test_an_additive_method_contributes_its_weighted_differences(seed):
    matrix, weights, benefit = random(seed)
    low, high = np.zeros(4), np.full(4, 10.0)

    def score(some):
        return weighted_sum(some, weights, benefit, low=low, high=high)

    for plan in (shapley.plan(4), shapley.plan(4, exact=0, orders=2)):
        found, error = shapley.contributions(score, [matrix], 0, 2, plan)
        assert_allclose(found, weights * np.where(benefit, 1, -1) * (matrix[0] - matrix[2]) / 10, atol=1e-14)
        assert_allclose(error, 0, atol=1e-14)


def test_exact_contributions_are_the_mean_over_all_orders():
    matrix, weights, benefit = random(4)

    def value(members):
        inside = np.isin(np.arange(4), list(members))
        return topsis(shapley.exchanged(matrix, 2, 0, inside[None])[0], weights, benefit)[2]

    expected = np.zeros(4)
    for order in permutations(range(4)):
        for i, criterion in enumerate(order):
            expected[criterion] += (value(order[: i + 1]) - value(order[:i])) / 24
    found, _ = shapley.contributions(lambda some: topsis(some, weights, benefit), [matrix], 2, 0, shapley.plan(4))
    assert_allclose(found, expected, atol=1e-14)


def test_an_exchange_leaves_every_column_its_values():
    matrix = random(7)[0]
    plan = shapley.plan(4)
    changed = shapley.exchanged(matrix, 0, 3, plan.inside)
    assert changed.shape == (8, 5, 4)
    assert_allclose(np.sort(changed, axis=1), np.broadcast_to(np.sort(matrix, axis=0), changed.shape))
    assert_allclose(by_vector(changed)[:, 1], np.broadcast_to(by_vector(matrix)[1], (8, 4)))


def test_a_criterion_on_which_both_are_the_same_contributes_nothing():
    matrix, weights, benefit = random(9)
    matrix[1, 2] = matrix[3, 2]
    for name in EQUAL:
        found, _ = shapley.contributions(
            lambda some, name=name: METHODS[name](some, weights, benefit), [matrix], 1, 3, shapley.plan(4)
        )
        assert abs(found[2]) < 1e-12, name


def test_sampled_contributions_cover_the_exact_ones_as_often_as_their_errors_say():
    matrix, weights, benefit = random(11, criteria=6)

    def score(some):
        return METHODS["vikor"](some, weights**2, benefit) ** 3  # bent, so that the order of the criteria matters

    exact, _ = shapley.contributions(score, [matrix], 0, 1, shapley.plan(6))
    within = []
    for seed in range(40):
        found, error = shapley.contributions(score, [matrix], 0, 1, shapley.plan(6, exact=0, orders=40, seed=seed))
        within.append(np.abs(found - exact)[error > 1e-12] <= 2 * error[error > 1e-12])
    assert 0.88 < np.concatenate(within).mean() <= 1


def test_blocks_give_the_same_and_one_criterion_takes_it_all(monkeypatch):
    matrix, weights, benefit = random(3)

    def score(some):
        return topsis(some, weights, benefit)

    whole, _ = shapley.contributions(score, [matrix], 0, 1, shapley.plan(4))
    monkeypatch.setattr(shapley, "BLOCK", 1)
    apart, _ = shapley.contributions(score, [matrix], 0, 1, shapley.plan(4))
    assert_allclose(apart, whole, atol=1e-15)
    alone, _ = shapley.contributions(lambda some: some[..., 0] ** 2, [matrix[:, :1]], 0, 1, shapley.plan(1))
    assert_allclose(alone, matrix[0, 0] ** 2 - matrix[1, 0] ** 2)
