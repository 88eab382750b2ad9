"""Volumes against closed forms, and spaces that are known by their draws."""

import numpy as np
import pytest
from scipy.stats import kstest

from policymcda.arrays.sampling.hull import Hull
from policymcda.arrays.sampling.kept import Kept
from policymcda.arrays.sampling.weight_spaces import Anything, Constraints
from policymcda.arrays.smaa.space_share import _by_draws, mean_of_nets, share


def below(above, bound, equal=None, value=None):
    above = np.atleast_2d(np.asarray(above, dtype=float))
    equal = np.zeros((0, above.shape[1])) if equal is None else np.atleast_2d(np.asarray(equal, dtype=float))
    return Constraints(above, np.atleast_1d(np.asarray(bound, float)), equal, np.zeros(len(equal)))


@pytest.mark.parametrize("criteria", [2, 3, 4, 6])
@pytest.mark.parametrize("least", [0.0, 0.1, 0.5, 0.9])
def test_a_weight_of_at_least_x_has_the_share_one_minus_x_to_the_n_minus_1(criteria, least):
    given = below(-np.eye(criteria)[0], -least)
    assert share(given) == (pytest.approx((1 - least) ** (criteria - 1), abs=1e-12), 0.0)


@pytest.mark.parametrize("criteria", [3, 4, 5])
def test_an_order_of_the_weights_has_the_share_one_in_n_factorial(criteria):
    rows = [np.eye(criteria)[j + 1] - np.eye(criteria)[j] for j in range(criteria - 1)]
    factorial = np.prod(np.arange(1, criteria + 1))
    assert share(below(rows, np.zeros(criteria - 1)))[0] == pytest.approx(1 / factorial, abs=1e-12)


def test_an_equality_is_measured_in_the_dimension_that_is_left():
    # where w0 == w1 on three criteria w2 runs from 0 to 1; w2 <= .25 is a quarter of that
    assert share(below([0, 0, 1.0], 0.25, equal=[1.0, -1, 0]))[0] == pytest.approx(0.25, abs=1e-12)


def test_nothing_is_left_where_constraints_leave_no_room():
    assert share(below([[1.0, -1, 0], [-1, 1, 0]], [0, 0]))[0] == 0.0
    assert share(below([1.0, 1, 1], 0.5))[0] == 0.0


def test_many_criteria_go_by_draws_with_an_error_that_is_honest():
    given = below(-np.eye(12)[0], -0.1)
    value, error = share(given)
    assert 0 < error < 0.01
    assert abs(value - 0.9**11) < 4 * error


def test_draws_and_volume_agree():
    given = below([[1.0, -2, 0, 0], [0, 0, 1, -1]], [0.1, 0.0])
    flat = Constraints(given.above[:0], given.bound[:0], given.equal, given.value)
    value, error = _by_draws(given, flat)
    assert abs(value - share(given)[0]) < 4 * error


def test_no_hits_have_a_bound_and_no_error_of_0():
    mean, error, low, high = mean_of_nets(np.zeros(16))
    assert (mean, low) == (0, 0)
    assert error > 0
    assert high == pytest.approx(3.689 / (16 * 8192), rel=1e-3)


def test_mixtures_are_uniform_in_the_shares_of_the_voices():
    corners = np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.2, 0.1, 0.7]])
    weights = Hull(corners).draw(5, 0, 2)
    shares = weights @ np.linalg.inv(corners)
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-12)
    assert shares.min() > -1e-12
    for voice in range(3):  # one of three uniform shares has the distribution 1 - (1 - x)**2
        assert kstest(shares[:, voice], lambda x: 1 - (1 - x) ** 2).pvalue > 1e-3
    assert Hull(corners).constraints() is None


def linear_method(matrix, weights, benefit):
    return weights @ matrix.T


def test_kept_draws_are_those_of_the_base_that_agree():
    matrix, two = np.array([[1.0, 0, 0], [0, 1.0, 0.5]]), (np.array([0]), np.array([1]))
    space = Kept(Anything(3), linear_method, matrix, np.ones(3, dtype=bool), *two)
    weights = space.draw(3, 1, 2)
    assert weights.shape == (2 * 8192, 3)
    assert np.all(weights @ (matrix[0] - matrix[1]) >= -1e-9)
    np.testing.assert_array_equal(weights[8192:], space.draw(3, 2))
    exact = share(below(matrix[1] - matrix[0], 0.0))[0]
    base = Anything(3).draw(0, 0)
    assert abs(space.holds(base).mean() - exact) < 0.02


def test_draws_that_almost_never_agree_are_given_up_with_a_sentence():
    matrix = np.array([[1.0, 0, 0], [0.0, 1e7, 1e7]])
    space = Kept(Anything(3), linear_method, matrix, np.ones(3, dtype=bool), np.array([0]), np.array([1]))
    with pytest.raises(ValueError, match="too few to go by"):
        space.draw(0, 0)
