"""PRIM finds boxes that are there, and tells nothing where there is none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.sampling.sobol import Net
from policymcda.arrays.sensitivity.prim import Box, drops, prim, rounded, without


@pytest.fixture(scope="module")
def points():
    return Net(0, 0, 6).block()


def test_a_box_that_is_there_is_found(points):
    """Of six inputs two decide, as in the examples of Friedman and Fisher (1999)."""
    hits = (points[1] > 0.6) & (points[4] < 0.5)
    box = prim(points, hits, 0.95, 5)
    assert_array_equal(np.flatnonzero(box.restricted), [1, 4])
    assert_allclose([box.low[1], box.high[4]], [0.6, 0.5], atol=0.03)
    assert np.isinf([box.high[1], box.low[4]]).all()
    held = box.holds(points)
    assert hits[held].mean() >= 0.95
    assert held[hits].mean() > 0.9


def test_an_input_may_be_restricted_on_both_sides(points):
    hits = np.abs(points[2] - 0.5) < 0.1
    box = prim(points, hits, 0.9, 5)
    assert_array_equal(np.flatnonzero(box.restricted), [2])
    assert_allclose([box.low[2], box.high[2]], [0.4, 0.6], atol=0.03)


def test_where_nothing_decides_nothing_is_restricted(points):
    hits = np.random.default_rng(0).random(points.shape[1]) < 0.9
    assert not prim(points, hits, 0.8, 5).restricted.any()


def test_there_are_no_more_conditions_than_may_be(points):
    hits = np.all(points > 0.2, axis=0)
    for most in (1, 2, 6):
        assert np.count_nonzero(prim(points, hits, 0.99, most).restricted) == most


def test_peeling_ends_where_too_few_points_are_left():
    few = Net(0, 0, 2).block(0, 64)
    box = prim(few, few[0] > 0.9, 0.99, 5)
    assert np.count_nonzero(box.holds(few)) >= 50
    constant = np.zeros((2, 200))
    assert not prim(constant, np.arange(200) < 20, 0.9, 5).restricted.any()


@given(st.integers(0, 1000))
def test_what_a_restriction_is_worth_is_counted_at_once(seed):
    rng = np.random.default_rng(seed)
    inputs, hits = rng.random((4, 300)), rng.random(300) < 0.4
    low, high = np.where(rng.random(4) < 0.5, 0.2, -np.inf), np.where(rng.random(4) < 0.5, 0.7, np.inf)
    box = Box(low, high)
    counted = drops(box, inputs, hits)
    boxes = [box, *(without(box, k) for k in np.flatnonzero(box.restricted))]
    expected = [(one.holds(inputs).sum(), (one.holds(inputs) & hits).sum()) for one in boxes]
    assert_array_equal(counted, expected)


def test_ends_have_the_digits_that_their_span_needs():
    box = Box(np.array([0.123456, -np.inf, 12345.678, 5.0]), np.array([np.inf, 0.0123456, 98765.4, 5.0]))
    text = rounded(box, np.array([1.0, 0.01, 1e5, 0.0]))
    assert_array_equal(text.low, [0.12, -np.inf, 12000, 5])
    assert_array_equal(text.high, [np.inf, 0.0123, 99000, 5])
