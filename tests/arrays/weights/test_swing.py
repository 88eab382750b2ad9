"""Swing weights and what they say in units."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda.arrays.weights.swing import exchange, from_points


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=9), st.floats(1e-3, 1e3))
def test_points_are_proportions(points, factor):
    weights = from_points(np.array(points))
    assert_allclose(weights.sum(), 1)
    assert_allclose(weights * np.sum(points), points)
    assert_allclose(from_points(np.array(points) * factor), weights)


def test_points_of_several_stakeholders_are_weights_of_each():
    points = np.array([[100, 60, 40], [0, 0, 0], [1e300, 1e300, 0]])
    assert_allclose(from_points(points), [[0.5, 0.3, 0.2], [1 / 3] * 3, [0.5, 0.5, 0]])


def test_a_change_is_made_up_for_by_one_of_equal_worth():
    weights, spans = np.array([0.5, 0.3, 0.2]), np.array([200.0, 5.0, 1.0])
    change = exchange(weights, spans)
    worth = weights / spans
    assert_allclose(np.diag(change), 1)
    assert_allclose(change * worth, np.repeat(worth[:, None], 3, axis=1))
    assert_allclose(change[0, 1], (0.5 / 200) / (0.3 / 5))


def test_nothing_makes_up_for_a_change_in_a_criterion_without_weight_or_span():
    change = exchange(np.array([[0.5, 0.5, 0.0], [0.2, 0.3, 0.5]]), np.array([1.0, 0.0, 2.0]))
    assert np.all(np.isnan(change[0][:, [1, 2]]))
    assert np.all(np.isnan(change[1][:, 1]))
    assert_allclose(change[0][:, 0], [1, 0, 0])
