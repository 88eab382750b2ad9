"""Quantiles of many nets at once, exactly those of each alone, at places that have the level on average."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.smaa.order_statistics import around, aside, places, quantiles

LEVELS = (0.005, 0.05, 0.5, 0.75, 0.995)


def by_sorting(values, levels, random):
    """In proportion between neighbours (Hyndman and Fan, 1996: type 6 of random draws, type 5 of even ones)."""
    rising, wanted = np.sort(values, axis=2), places(levels, values.shape[2], random=random)
    lower = wanted.astype(int)
    a, b = rising[..., lower], rising[..., np.minimum(lower + 1, values.shape[2] - 1)]
    return a + (b - a) * (wanted - lower)


@pytest.mark.parametrize("random", [False, True])
@pytest.mark.parametrize("kind", ["alike", "apart", "few values", "all equal", "one far off"])
@pytest.mark.parametrize("nets", [1, 2, 5])
def test_quantiles_are_those_of_the_sorted_values(kind, nets, random):
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
    assert_array_equal(quantiles(values, LEVELS, random=random), by_sorting(values, LEVELS, random))
    alone = [quantiles(values[:, net : net + 1], LEVELS, random=random) for net in range(nets)]
    assert_array_equal(quantiles(values, LEVELS, random=random), np.concatenate(alone, axis=1))


@given(
    st.integers(1, 4),
    st.integers(1, 4),
    st.sampled_from([1024, 2048]),
    st.floats(0, 1),
    st.integers(0, 99),
    st.booleans(),
)
def test_any_level_of_any_number_of_nets(options, nets, draws, level, seed, random):
    values = np.random.default_rng(seed).standard_normal((options, nets, draws))
    assert_array_equal(quantiles(values, [level], random=random), by_sorting(values, [level], random))


@pytest.mark.parametrize(("random", "method"), [(False, "hazen"), (True, "weibull")])
def test_places_are_two_of_the_nine_published_definitions(random, method):
    """numpy names them after Hazen and Weibull."""
    values = np.random.default_rng(1).random((2, 3, 8192))
    expected = np.quantile(values, LEVELS, axis=2, method=method).transpose(1, 2, 0)
    assert_allclose(quantiles(values, LEVELS, random=random), expected, rtol=1e-14)


def test_the_place_of_an_even_net_and_of_a_random_one_has_the_level_on_average():
    """Uniform draws: one in each of n equal parts, or n independent ones."""
    rng, level, draws = np.random.default_rng(2), 0.05, 64
    even = (np.arange(draws) + rng.random((1, 20_000, draws))) / draws
    for values, random in ((even, False), (rng.random((1, 20_000, draws)), True)):
        found = quantiles(values, [level], random=random)[0, :, 0]
        assert abs(found.mean() - level) < 3 * found.std() / np.sqrt(found.size)


def test_what_lies_around_a_quantile_is_of_the_same_net():
    values = np.random.default_rng(3).random((2, 8192))
    below, middle, above = aside(LEVELS, 8192, random=False).T
    rising = np.sort(values, axis=1)
    assert_array_equal(around(values, LEVELS, random=False), rising[:, np.stack([below, middle, above], axis=1)])
    assert_array_equal(middle - below, above - middle)
    assert below.min() >= 0
    assert above.max() < 8192
