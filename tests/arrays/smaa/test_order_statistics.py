"""Quantiles of many nets at once, exactly those of each alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from policymcda.arrays.smaa.order_statistics import quantiles

LEVELS = (0.0, 0.05, 0.5, 0.75, 0.999, 1.0)


def by_sorting(values, levels):
    """In proportion between neighbours, the usual definition (type 7 of Hyndman and Fan, 1996)."""
    rising, places = np.sort(values, axis=2), np.asarray(levels) * (values.shape[2] - 1)
    lower = places.astype(int)
    a, b = rising[..., lower], rising[..., np.minimum(lower + 1, values.shape[2] - 1)]
    return a + (b - a) * (places - lower)


@pytest.mark.parametrize("kind", ["alike", "apart", "few values", "all equal", "one far off"])
@pytest.mark.parametrize("nets", [1, 2, 5])
def test_quantiles_are_those_of_the_sorted_values(kind, nets):
    """Nets that are like the first, nets that are not, and values of which many are equal."""
    values = np.random.default_rng(0).random((3, nets, 4096))
    if kind == "alike":
        values = np.sort(values[:, :1], axis=2) + 1e-5 * values
    elif kind == "few values":
        values = np.round(values, 1)
    elif kind == "all equal":
        values[:] = 7.0
    elif kind == "one far off":
        values[1, -1] += 100
    assert_array_equal(quantiles(values, LEVELS), by_sorting(values, LEVELS))
    alone = [quantiles(values[:, net : net + 1], LEVELS) for net in range(nets)]
    assert_array_equal(quantiles(values, LEVELS), np.concatenate(alone, axis=1))


@given(st.integers(1, 4), st.integers(1, 4), st.sampled_from([1024, 2048]), st.floats(0, 1), st.integers(0, 99))
def test_any_level_of_any_number_of_nets(options, nets, draws, level, seed):
    values = np.random.default_rng(seed).standard_normal((options, nets, draws))
    assert_array_equal(quantiles(values, [level]), by_sorting(values, [level]))
