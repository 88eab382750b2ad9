"""Scaling: closed forms, no column that breaks it, and no reversal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays import scale

SCALES = [scale.by_vector, scale.by_sum, scale.by_max, scale.by_range]
column = np.array([[3.0], [-4.0], [0.0]])
any_matrix = arrays(np.float64, (4, 2), elements=st.floats(-1e6, 1e6).map(lambda x: round(x, 3)))


def test_closed_forms():
    assert_allclose(scale.by_vector(column), column / 5)
    assert_allclose(scale.by_sum(column), column / 7)
    assert_allclose(scale.by_max(column), column / 4)
    assert_allclose(scale.by_range(column), [[1], [0], [4 / 7]])


@pytest.mark.parametrize("by", SCALES)
@pytest.mark.parametrize("factor", [1e300, 1e-300, 1e-310 / 4])
def test_magnitude_does_not_matter(by, factor):
    assert_allclose(by(column * factor), by(column), rtol=1e-9, atol=1e-12)


def test_the_whole_range_of_a_float_is_a_range():
    assert_allclose(scale.by_range(np.array([[-1.7e308], [1.7e308], [0.0]])), [[0], [1], [0.5]])


@pytest.mark.parametrize("by", SCALES)
def test_whole_numbers_are_numbers(by):
    whole = np.array([[5_000_000_000], [4_000_000_000]])
    assert_allclose(by(whole), by(whole.astype(float)), rtol=1e-15)


@pytest.mark.parametrize("by", SCALES)
def test_a_column_of_zeros_and_a_single_option_stay_finite(by):
    assert_array_equal(by(np.zeros((3, 2))), np.zeros((3, 2)))
    assert np.all(np.isfinite(by(np.array([[5.0, 0.0]]))))


@pytest.mark.parametrize("by", SCALES)
@given(any_matrix)
def test_scaling_is_blind_to_direction_and_never_reverses(by, matrix):
    scaled = by(matrix)
    for j in range(2):
        assert np.all(np.diff(scaled[np.argsort(matrix[:, j]), j]) >= 0)


@pytest.mark.parametrize("by", SCALES)
def test_draws_along_the_contiguous_axis_stay_there(by):
    draws = np.moveaxis(np.random.default_rng(0).random((4, 3, 7)), -1, 0)
    scaled = by(draws)
    assert scaled.strides[0] == scaled.itemsize
    assert_allclose(scaled, [by(one) for one in draws], rtol=1e-13)


def test_a_given_end_counts_and_a_missing_one_is_observed():
    low, high = np.array([0.0, np.nan]), np.array([np.nan, 8.0])
    scaled = scale.by_range(np.array([[1.0, 2.0], [2.0, 4.0]]), low, high)
    assert_allclose(scaled, [[0.5, 0], [1, 1 / 3]])
    assert_allclose(scale.by_range(column, np.array([2.0]), np.array([2.0])), np.zeros((3, 1)))


def test_a_cost_is_one_minus_its_scaled_value():
    assert_allclose(scale.orient(np.array([[0.25, 0.25]]), np.array([True, False])), [[0.25, 0.75]])


def test_shares_of_the_best_are_as_in_the_literature():
    matrix, benefit = np.array([[2.0, 2.0], [8.0, 4.0]]), np.array([True, False])
    assert_allclose(scale.shares(matrix, benefit), [[0.25, 1], [1, 0.5]])
    reference = np.array([16.0, np.nan])
    assert_allclose(scale.shares(matrix, benefit, reference), [[0.125, 1], [0.5, 0.5]])


def test_a_cost_of_zero_is_the_best_and_leaves_no_share_to_others():
    assert_array_equal(scale.shares(np.array([[0.0], [3.0]]), np.array([False])), [[1], [0]])


def test_differences_by_rounding_are_no_span():
    assert_array_equal(scale.from_least(np.array([0.3, 0.1 + 0.2])), [0, 0])
    assert_allclose(scale.from_least(np.array([1.0, 2.0, 5.0])), [0, 0.25, 1])
