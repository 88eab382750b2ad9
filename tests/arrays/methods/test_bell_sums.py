"""Gaussian preferences summed without comparing every two options, against all pairs."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from policymcda.arrays.methods import METHODS, promethee
from policymcda.arrays.methods.bell_sums import sums_of_bells
from policymcda.arrays.methods.preference_functions import Preference


def by_pairs(values, prefer):
    found = prefer(values[:, None] - values)
    return found.sum(axis=1), found.sum(axis=0)


@pytest.mark.parametrize("sigma", [1e-6, 0.003, 0.05, 0.4, 3.0, 1e4])
@pytest.mark.parametrize("shape", ["even", "heaped", "steps", "one far off"])
def test_sums_are_those_of_all_pairs(sigma, shape):
    """From differences of a millionth of sigma to millions of sigmas, each sum to twelve digits."""
    rng = np.random.default_rng(3)
    values = rng.random(1500)
    if shape == "heaped":
        values = np.where(values < 0.7, 0.3 + 1e-4 * values, values)
    elif shape == "steps":
        values = np.round(values, 2)
    elif shape == "one far off":
        values[7] = 50.0
    prefer = Preference(sigma=sigma)
    for found, expected in zip(sums_of_bells(values, prefer), by_pairs(values, prefer), strict=True):
        assert_allclose(found, expected, rtol=1e-9, atol=1e-12 * expected.max())


def test_few_values_and_equal_ones():
    for values in (np.array([2.0]), np.full(400, 3.0), np.array([1.0, 2.0, 4.0])):
        for found, expected in zip(sums_of_bells(values, Preference()), by_pairs(values, Preference()), strict=True):
            assert_allclose(found, expected, atol=1e-13)


def test_flows_of_many_options_are_those_of_all_pairs(monkeypatch):
    rng = np.random.default_rng(5)
    matrix, weights = rng.random((700, 3)), np.array([0.2, 0.5, 0.3])
    how = {"function": ["gaussian"] * 3, "preference": np.array([0.1, 0.4, 2.0])}
    benefit = np.array([True, False, True])
    fast = METHODS["promethee_ii"](matrix, weights, benefit, **how)
    endless = {**how, "preference": np.array([1e-310, 0.4, 2.0])}
    far = METHODS["promethee_ii"](matrix, weights, benefit, **endless)
    monkeypatch.setattr(promethee, "MANY", 10**6)
    assert_allclose(far, METHODS["promethee_ii"](matrix, weights, benefit, **endless), atol=1e-12)
    assert_allclose(fast, METHODS["promethee_ii"](matrix, weights, benefit, **how), atol=1e-12)
