"""Closed forms of uncertain ratings against numerical integration and scipy's distributions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import norm

from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.arrays.sampling.rating_moments import _density_fall, _mass, chance_above, excess, means, mirrored


def one(low, mode, high, *, flat=False, sd=np.nan, drawn=True):
    low, mode, high, sd = (np.array([[float(part)]]) for part in (low, mode, high, sd))
    return Ratings(low, mode, high, np.array([[drawn]]), np.array([[flat]]), sd)


def triangular(stats, low, mode, high):
    return stats.triang((mode - low) / (high - low), low, high - low)


def cases():
    stats = pytest.importorskip("scipy.stats")
    for low, mode, high in [(0, 1, 4), (2, 2, 3), (-1, 5, 5), (-3, -1, 0.5)]:
        yield one(low, mode, high), triangular(stats, low, mode, high)
    yield one(1, np.nan, 5, flat=True), stats.uniform(1, 4)
    yield one(1, 2, 5, flat=True, sd=0.1), stats.uniform(1, 4)
    for low, high in [(-np.inf, np.inf), (0, np.inf), (-np.inf, 4), (0, 10), (2.5, 3.5), (3, 20)]:
        yield one(low, 3, high, sd=2), stats.truncnorm((low - 3) / 2, (high - 3) / 2, 3, 2)


def test_closed_forms_agree_with_the_distributions_of_scipy():
    integrate = pytest.importorskip("scipy.integrate")
    for cell, shape in cases():
        assert_allclose(means(cell), shape.mean(), rtol=1e-12)
        low, high = shape.ppf([1e-15, 1 - 1e-15])
        for at in [low - 1, *np.linspace(low, high, 7), high + 1]:
            value, _ = integrate.quad(shape.sf, at, high, points=[max(at, min(high, 3.0))], limit=200)
            assert_allclose(excess(cell, np.array([[at]])), value, rtol=1e-7, atol=1e-9)
            assert_allclose(chance_above(cell, np.array([[at]])), shape.sf(at), rtol=1e-9, atol=1e-12)


@given(
    st.floats(-5, 5), st.floats(0, 5), st.floats(0, 5), st.floats(-12, 12), st.sampled_from(["three", "flat", "bell"])
)
def test_what_is_above_less_what_is_below_is_the_mean_less_the_value(low, left, right, at, kind):
    mode, high = low + left, low + left + right
    cell = one(low, mode, high, flat=kind == "flat", sd=1.5 if kind == "bell" else np.nan)
    value = np.array([[at]])
    below = excess(mirrored(cell), -value)
    assert np.all(below >= 0)
    assert_allclose(excess(cell, value) - below, means(cell) - at, atol=1e-12)
    assert_allclose(chance_above(cell, value) + chance_above(mirrored(cell), -value), 1 if high > low else at != mode)


def test_what_is_not_drawn_or_has_no_width_is_certain():
    for cell in (
        one(1, 2, 3, drawn=False),
        one(2, 2, 2),
        one(2, 2, 2, sd=1),
        one(-np.inf, 2, np.inf, sd=0, drawn=False),
    ):
        assert_array_equal(means(cell), [[2]])
        assert_array_equal(excess(cell, np.array([[1.5]])), [[0.5]])
        assert_array_equal(chance_above(cell, np.array([[1.5]])), [[1]])
        assert_array_equal(chance_above(cell, np.array([[2.5]])), [[0]])


@pytest.mark.parametrize("sd", [1e-8, 1e8])
def test_a_standard_deviation_may_be_far_from_the_width(sd):
    cell = one(0, 0.25, 1, sd=sd)
    assert_allclose(means(cell), 0.25 if sd < 1 else 0.5, rtol=1e-7)
    assert_allclose(excess(cell, np.array([[0.5]])), 0 if sd < 1 else 1 / 8, rtol=1e-7)


@pytest.mark.parametrize("unit", [1e-300, 1e300])
def test_the_unit_may_be_of_any_size(unit):
    for flat in (False, True):
        cell = one(0.2 * unit, 0.3 * unit, unit, flat=flat)
        plain = one(0.2, 0.3, 1, flat=flat)
        assert_allclose(means(cell) / unit, means(plain), rtol=1e-12)
        at = np.array([[0.4]])
        assert_allclose(excess(cell, at * unit) / unit, excess(plain, at), rtol=1e-9)


@pytest.mark.parametrize(
    ("low", "high"), [(-9.0, -8.5), (-3.0, -1.0), (-0.6, -0.51), (-0.4, 0.3), (0.6, 2.0), (8.5, 9.0), (-2.0, 2.0)]
)
def test_mass_and_fall_of_the_normal_are_those_of_its_tables_on_both_sides(low, high):
    mass = norm.cdf(-low) - norm.cdf(-high) if low > 0 else norm.cdf(high) - norm.cdf(low)
    assert_allclose(_mass(np.array([low]), np.array([high])), mass, rtol=1e-12)
    assert_allclose(_density_fall(np.array([low]), np.array([high])), norm.pdf(low) - norm.pdf(high), rtol=1e-12)
