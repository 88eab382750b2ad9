"""Counts of a net by comparing and by sorting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays import counting
from policymcda.arrays.counting import UNIT, count
from policymcda.arrays.ranks import ranks, tolerance
from policymcda.arrays.spaces import draws


def by_definition(scores, weights):
    places = ranks(scores)
    options = scores.shape[1]
    table = np.array([[np.sum(places[:, i] == r + 1) for r in range(options)] for i in range(options)])
    limits = scores + tolerance(scores)
    wins = np.sum(scores[:, :, None] > limits[:, None, :], axis=0)
    ties = np.sum([len(set(row)) < options for row in places.tolist()])
    middle = np.array([weights[places[:, i] == 1].sum(axis=0) for i in range(options)])
    return table, wins, ties, middle


@pytest.mark.parametrize(("options", "draws_"), [(1, 300), (2, 8192), (9, 2500), (30, 1024), (49, 1500), (300, 100)])
@pytest.mark.parametrize("digits", [1, 12])
def test_counts_are_those_of_the_definition(options, draws_, digits):
    """One digit makes ties common, twelve make them rare."""
    rng = np.random.default_rng(options)
    scores, weights = np.round(rng.random((draws_, options)), digits), draws(0, 0, 3)[:draws_]
    table, wins, ties, middle = by_definition(scores, weights)
    for pairwise in (True, False):
        found = count(scores, weights, pairwise=pairwise)
        assert_array_equal(found.ranks, table)
        assert found.ties == ties
        assert_allclose(found.weights / UNIT, middle, atol=1e-8)
        if pairwise:
            assert_array_equal(found.pairwise, wins)
        else:
            assert found.pairwise is None


def test_sorting_and_comparing_count_the_same():
    scores = np.round(np.random.default_rng(1).random((4096, 12)), 3)
    one, other = (
        counting._by_comparing(scores, draws(0, 0, 4)[:4096], False),
        counting._by_sorting(scores, draws(0, 0, 4)[:4096]),
    )
    assert_array_equal(one.ranks, other.ranks)
    assert_array_equal(one.weights, other.weights)
    assert one.ties == other.ties > 0


@given(st.integers(1, 12), st.sampled_from([64, 1024, 2048]), st.integers(0, 99))
def test_blocks_add_up_to_the_same_bits(options, block, seed):
    rng = np.random.default_rng(seed)
    scores, weights = rng.random((4096, options)), draws(seed, 0, 3)[:4096]
    whole, parts = count(scores, weights), counting.zeros(options, 3, True)
    for start in range(0, 4096, block):
        parts.add(count(scores[start : start + block], weights[start : start + block]))
    assert_array_equal(parts.ranks, whole.ranks)
    assert_array_equal(parts.weights, whole.weights)
    assert_array_equal(parts.pairwise, whole.pairwise)


def test_one_weight_vector_is_counted_as_often_as_an_option_is_first():
    scores = np.random.default_rng(0).random((500, 3))
    found = count(scores, np.array([0.25, 0.75]))
    assert_allclose(found.weights / UNIT, found.ranks[:, :1] * [[0.25, 0.75]])


def test_identical_options_are_always_tied():
    found = count(np.ones((1000, 4)), draws(0, 0, 2)[:1000])
    assert_array_equal(found.ranks, [[1000, 0, 0, 0]] * 4)
    assert_array_equal(found.pairwise, np.zeros((4, 4)))
    assert found.ties == 1000
