"""Krippendorff's alpha: the worked example, its definition pair by pair, and what nothing can be said of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda.arrays.ranking.reliability import alpha_interval, alpha_ordinal

BLANK = np.nan
EXAMPLE = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, BLANK, BLANK, BLANK],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, BLANK, 3],
        [BLANK, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, BLANK],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, BLANK],
    ]
).T


def by_definition(values):
    """1 less observed over expected disagreement, value by value: Krippendorff (2011), sections C and D."""
    units = [row[np.isfinite(row)] for row in values]
    units = [unit for unit in units if len(unit) > 1]
    every = np.concatenate(units)
    levels, counts = np.unique(every, return_counts=True)

    def apart(one, other):
        first, last = sorted((np.searchsorted(levels, one), np.searchsorted(levels, other)))
        return (counts[first : last + 1].sum() - (counts[first] + counts[last]) / 2) ** 2

    observed = sum(apart(a, b) / (len(unit) - 1) for unit in units for a in unit for b in unit) / len(every)
    expected = sum(apart(a, b) for a in every for b in every) / (len(every) * (len(every) - 1))
    return 1 - observed / expected


def test_ordinal_alpha_is_that_of_krippendorff_2011():
    assert alpha_ordinal(EXAMPLE) == pytest.approx(0.815, abs=5e-4)


@given(st.integers(0, 2**32 - 1))
def test_it_is_its_definition(seed):
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 6, (int(rng.integers(3, 12)), int(rng.integers(2, 5)))).astype(np.float64)
    values[rng.random(values.shape) < 0.2] = np.nan
    pairs = values[np.isfinite(values).sum(axis=1) > 1]
    if len(np.unique(pairs[np.isfinite(pairs)])) > 1:
        assert_allclose(alpha_ordinal(values), by_definition(values), atol=1e-9)
        assert_allclose(alpha_ordinal(np.exp(values)), alpha_ordinal(values), atol=1e-12)  # only the order counts


def test_coders_who_say_the_same_have_1_and_what_cannot_vary_has_none():
    assert alpha_ordinal(np.array([[1.0, 1.0], [5.0, 5.0]])) == 1
    assert np.isnan(alpha_ordinal(np.array([[2.0, 2.0], [2.0, 2.0]])))
    assert np.isnan(alpha_ordinal(np.array([[2.0, BLANK], [BLANK, 1.0]])))
    assert np.isnan(alpha_interval(np.zeros((0, 3)))).all()
    assert np.isnan(alpha_interval(np.full((4, 2), 2.0))).all()


def test_the_interval_is_the_same_for_the_same_seed_and_holds_alpha():
    low, high = alpha_interval(EXAMPLE, seed=3)
    assert (low, high) == alpha_interval(EXAMPLE, seed=3)
    assert low < alpha_ordinal(EXAMPLE) < high <= 1


def test_blocks_of_draws_give_the_same_bits(monkeypatch):
    wanted = alpha_interval(EXAMPLE)
    monkeypatch.setattr("policymcda.arrays.ranking.reliability.BLOCK", 10_000)
    assert alpha_interval(EXAMPLE) == wanted
