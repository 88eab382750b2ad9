"""Judgements said on either side of the diagonal, or on both."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda.arrays.weights.judgements import reconcile
from policymcda.arrays.weights.pairwise import eigenvector


def said(*judgements, n=3):
    matrix = np.full((n, n), np.nan)
    for row, column, value in judgements:
        matrix[row, column] = value
    return matrix


@pytest.mark.parametrize(("value", "back"), [(3, 0.33), (7, 0.14), (6, 0.17), (8, 0.13), (9, 0.11), (1, 1), (2.5, 0.4)])
def test_a_rounded_reciprocal_agrees_on_both_sides_of_the_diagonal(value, back):
    for judgements in ((0, 1, value), (1, 0, back)), ((1, 0, value), (0, 1, back)):
        matrix, contradicts = reconcile(said(*judgements))
        assert not contradicts.any()
        assert matrix[judgements[0][:2]] == value
        assert matrix[judgements[1][:2]] == 1 / value


def test_three_said_both_ways_round_is_a_contradiction():
    _, contradicts = reconcile(said((0, 1, 3), (1, 0, 3), (1, 2, 5)))
    assert np.argwhere(np.triu(contradicts)).tolist() == [[0, 1]]
    assert contradicts[1, 0]


def test_a_criterion_that_matters_twice_as_much_as_itself_is_a_contradiction():
    assert np.argwhere(reconcile(said((1, 1, 2)))[1]).tolist() == [[1, 1]]


def test_the_printed_table_of_saaty_2008_contradicts_itself_in_one_place(golden):
    printed = np.array(golden("ahp_saaty_2008_drinks")["inputs"]["matrix"])
    assert not reconcile(printed)[1].any()
    printed[2, 1] = 2  # as printed: tea to wine, the reciprocal of which is not 1/3
    assert np.argwhere(np.triu(reconcile(printed)[1])).tolist() == [[1, 2]]


@given(st.integers(0, 2**32 - 1), st.integers(1, 8))
def test_either_half_is_enough(seed, n):
    matrix = np.exp(np.random.default_rng(seed).normal(0, 1, (n, n)))
    half = np.where(np.triu(np.ones((n, n)), 1) > 0, matrix, np.nan)
    whole, contradicts = reconcile(half)
    assert not contradicts.any()
    assert_allclose(whole * whole.T, 1)
    assert_allclose(whole[~np.isnan(half)], half[~np.isnan(half)])
    assert_allclose(reconcile(half.T)[0], whole.T)


def test_any_positive_number_is_a_judgement():
    matrix, _ = reconcile(said((0, 1, 1.5), (1, 2, np.sqrt(2 * 5)), (0, 2, 12)))
    assert np.isfinite(eigenvector(matrix)[1])


def test_what_was_not_said_either_way_stays_missing():
    matrix, contradicts = reconcile(np.stack([said((0, 1, 2)), said()]))
    assert np.isnan(matrix).sum(axis=(-2, -1)).tolist() == [4, 6]
    assert not contradicts.any()
