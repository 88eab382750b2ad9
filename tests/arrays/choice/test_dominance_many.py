"""Dominance by short whole numbers and in blocks, against the definition option by option."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from policymcda.arrays.choice import dominance
from policymcda.arrays.choice.at_least import compared
from policymcda.arrays.choice.dominance import dominates, never_better, standing


def by_definition(worst, best, benefit):
    sign = np.where(benefit, 1, -1)
    low, high = worst * sign, best * sign
    good = np.array([[i != k and np.all(low[i] >= high[k]) for k in range(len(low))] for i in range(len(low))])
    strict = np.array([[np.any(low[i] > high[k]) for k in range(len(low))] for i in range(len(low))])
    return good, good & strict


def ends(seed, options, width):
    rng = np.random.default_rng(seed)
    mode = rng.integers(-2, 3, (options, 3)).astype(float)
    mode[rng.random(mode.shape) < 0.2] *= -0.0  # both zeros
    benefit = np.array([True, False, True])
    reach = width * rng.integers(0, 2, mode.shape)
    return mode, mode - reach * np.where(benefit, 1, -1), mode + reach * np.where(benefit, 1, -1), benefit


@given(st.integers(0, 999), st.integers(1, 12), st.sampled_from([0, 1]))
def test_who_dominates_whom_is_as_defined(seed, options, width):
    mode, worst, best, benefit = ends(seed, options, width)
    for pair in ((mode, mode), (worst, best)):
        for found, expected in zip(dominates(*pair, benefit), by_definition(*pair, benefit), strict=True):
            assert_array_equal(found, expected.reshape(options, options))


def test_more_values_than_short_numbers_hold_are_compared_too():
    values = np.arange(70_000.0)[:, None] * [1, 1]
    found = compared(values, values)
    assert found.good.dtype == np.uint32
    assert_array_equal(np.flatnonzero(found.at_least(slice(69_997, 69_998))), [69_998, 69_999])


@pytest.mark.parametrize("width", [0, 1])
@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("pairs", [1, 40, 10_000])
def test_standing_in_blocks_is_that_of_all_pairs(monkeypatch, width, keeps, pairs):
    mode, worst, best, benefit = ends(5, 30, width)
    monkeypatch.setattr(dominance, "PAIRS", pairs)
    at_modes, (weakly, always) = by_definition(mode, mode, benefit)[1], by_definition(worst, best, benefit)
    found = standing((mode, worst, best), benefit, keeps, None, 2)
    assert_array_equal(found.dominated_by, at_modes.sum(axis=0))
    assert [list(each) for each in found.dominators] == [list(np.flatnonzero(row)[:2]) for row in at_modes.T]
    assert_array_equal(found.tied, always.any(axis=0) & keeps)
    assert_array_equal(found.behind, weakly.sum(axis=1) * keeps)
    points = np.array([[0.6, 0.2, 0.2], [0.1, 0.4, 0.5]])
    never = never_better(worst, best, points)
    exact = np.array([[all(best[k] @ p <= worst[i] @ p + 1e-12 for p in points) for i in range(30)] for k in range(30)])
    np.fill_diagonal(exact, val=False)
    assert_array_equal(never(slice(None)), exact)
    assert_array_equal(standing((mode, worst, best), benefit, keeps, never, 2).behind, never(slice(None)).sum(axis=0))
