"""Best-worst method, non-linear and linear."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda.arrays.weights.best_worst import (
    consistency_index,
    consistency_ratio,
    input_consistency_ratio,
    linear,
    nonlinear,
)

seeds = st.integers(0, 2**32 - 1)


def comparisons(case):
    """Best to others, others to worst, best, worst."""
    to_others, to_worst = (np.array(case["inputs"][key], dtype=float) for key in ("best_to_others", "others_to_worst"))
    return to_others, to_worst, int(np.argmin(to_others)), int(np.argmin(to_worst))


def random(seed, n):
    rng = np.random.default_rng(seed)
    to_others, to_worst = rng.integers(1, 10, (2, n)).astype(float)
    to_others[0] = to_worst[-1] = 1
    to_others[-1] = to_worst[0] = max(to_others.max(), to_worst.max())
    return to_others, to_worst, 0, n - 1


def deviation(weights, to_others, to_worst, best, worst):
    return max(np.max(np.abs(weights[best] / weights - to_others)), np.max(np.abs(weights / weights[worst] - to_worst)))


def test_nonlinear_matches_rezaei_2015(golden):
    case = golden("bwm_rezaei_2015_transport_mode")
    to_others, to_worst, best, worst = comparisons(case)
    found = nonlinear(to_others, to_worst, best, worst)
    case.check("weights", found.weights)
    case.check("xi_nonlinear", found.xi)
    case.check("CI", consistency_index(to_others[worst]))
    case.check("CR_output", consistency_ratio(found.xi, to_others[worst]))
    assert_allclose(found.xi, 4 - np.sqrt(14), atol=1e-14)
    assert_allclose([found.low, found.high], [found.weights] * 2, rtol=1e-12)
    by_programme = linear(to_others, to_worst, best, worst)
    assert_allclose(by_programme.weights, case["recomputed"]["linear_weights"], atol=1e-9)
    assert_allclose(by_programme.xi, case["recomputed"]["xi_linear"], atol=1e-9)
    assert_allclose(input_consistency_ratio(to_others, to_worst, worst), case["recomputed"]["CR_input"])


def test_nonlinear_has_many_optima_and_their_intervals_in_example_3_of_rezaei_2016(golden):
    case = golden("bwm_rezaei_2016_car_example3")
    arguments = comparisons(case)
    found = nonlinear(*arguments)
    case.check("xi_nonlinear", found.xi)
    assert_allclose(np.transpose([found.low, found.high]), case["recomputed"]["weight_intervals"], atol=1e-6)
    assert np.all((found.low <= found.weights) & (found.weights <= found.high))
    assert_allclose(consistency_ratio(found.xi, 8), case["recomputed"]["CR_output"], atol=1e-6)
    assert_allclose(input_consistency_ratio(*arguments[:2], arguments[3]), case["recomputed"]["CR_input"])
    by_programme = linear(*arguments)
    assert_allclose(by_programme.weights, case["recomputed"]["linear_weights"], atol=1e-9)
    assert_allclose(by_programme.xi, case["recomputed"]["xi_linear"], atol=1e-9)


def test_consistent_comparisons_match_rezaei_2016_by_both_models(golden):
    case = golden("bwm_rezaei_2016_consistent_car")
    arguments = comparisons(case)
    by_programme, by_ratios = linear(*arguments), nonlinear(*arguments)
    case.check("linear_weights", by_programme.weights)
    case.check("xi_linear", by_programme.xi)
    case.check("xi_nonlinear", by_ratios.xi)
    case.check("CR_input", input_consistency_ratio(*arguments[:2], arguments[3]))
    assert_allclose(by_ratios.weights, by_programme.weights, atol=1e-9)
    assert_allclose(by_programme.low, by_programme.high, atol=1e-7)


def test_consistency_index_matches_table_1_of_rezaei_2015(golden):
    case = golden("bwm_consistency_index_table")
    case.check("CI", consistency_index(np.array(case["inputs"]["a_BW"])))


@given(seeds, st.integers(3, 8))
def test_nonlinear_weights_deviate_by_xi_and_no_others_by_less(seed, n):
    arguments = random(seed, n)
    found = nonlinear(*arguments)
    assert_allclose(found.weights.sum(), 1)
    assert_allclose(deviation(found.weights, *arguments), found.xi, rtol=1e-9, atol=1e-9)
    near = found.weights * np.exp(np.random.default_rng(seed).normal(0, 0.05, (200, n)))
    assert min(deviation(one, *arguments) for one in near) >= found.xi - 1e-9


@given(seeds, st.integers(3, 7))
def test_the_ends_of_the_intervals_are_reached_by_optimal_weights(seed, n):
    arguments = random(seed, n)
    found = nonlinear(*arguments)
    ratios_low, ratios_high = (bound / found.weights for bound in (found.low, found.high))
    assert np.all(ratios_low <= 1 + 1e-12)
    assert np.all(ratios_high >= 1 - 1e-12)
    for weights in _extremes(found, arguments):
        assert deviation(weights, *arguments) <= found.xi * (1 + 1e-9) + 1e-9


def _extremes(found, arguments):
    """Optimal weights at the ends of each interval: one criterion at its end, the others at the other."""
    to_others, to_worst, best, worst = arguments
    ratio = found.weights[best] / found.weights[worst]
    low = np.maximum(1 / (to_others + found.xi), np.maximum(to_worst - found.xi, 0) / ratio)
    high = np.minimum(1 / np.maximum(to_others - found.xi, 1e-300), (to_worst + found.xi) / ratio)
    low[[best, worst]] = high[[best, worst]] = 1, 1 / ratio
    for k in range(len(low)):
        for end, others, bound in ((low, high, found.low), (high, low, found.high)):
            weights = others.copy()
            weights[k] = end[k]
            weights /= weights.sum()
            assert_allclose(weights[k], bound[k], rtol=1e-9)
            yield weights


@given(seeds, st.integers(3, 6))
def test_linear_weights_deviate_by_xi_in_differences(seed, n):
    to_others, to_worst, best, worst = random(seed, n)
    found = linear(to_others, to_worst, best, worst)
    first = np.abs(found.weights[best] - to_others * found.weights)
    second = np.abs(found.weights - to_worst * found.weights[worst])
    assert_allclose(max(first.max(), second.max()), found.xi, atol=1e-6)
    assert np.all((found.low <= found.weights + 1e-9) & (found.weights <= found.high + 1e-9))
    assert_allclose(found.weights.sum(), 1)


@given(seeds, st.integers(3, 6))
def test_consistent_comparisons_give_back_their_weights(seed, n):
    weights = np.sort(np.random.default_rng(seed).uniform(0.1, 1, n))[::-1]
    weights /= weights.sum()
    arguments = weights[0] / weights, weights / weights[-1], 0, n - 1
    assert_allclose(nonlinear(*arguments).weights, weights, rtol=1e-9)
    assert_allclose(nonlinear(*arguments).xi, 0, atol=1e-12)
    assert_allclose(linear(*arguments).weights, weights, atol=1e-6)


@given(seeds, st.integers(3, 6))
def test_permuting_criteria_permutes_weights(seed, n):
    to_others, to_worst, best, worst = random(seed, n)
    order = np.random.default_rng(seed).permutation(n)
    place = np.argsort(order)
    moved = to_others[order], to_worst[order], int(place[best]), int(place[worst])
    assert_allclose(nonlinear(*moved).weights, nonlinear(to_others, to_worst, best, worst).weights[order], rtol=1e-9)
    assert_allclose(linear(*moved).weights, linear(to_others, to_worst, best, worst).weights[order], atol=1e-6)


def test_best_and_worst_alone_have_the_ratio_that_was_said():
    two = np.array([1.0, 4.0]), np.array([4.0, 1.0]), 0, 1
    assert_allclose(nonlinear(*two).weights, [0.8, 0.2])
    assert_allclose(linear(*two).weights, [0.8, 0.2], atol=1e-9)
    assert_allclose(nonlinear(np.ones(1), np.ones(1), 0, 0).weights, [1])


def test_criteria_that_are_all_equal_have_a_ratio_of_zero():
    assert_allclose(nonlinear(np.ones(3), np.ones(3), 0, 2).weights, np.full(3, 1 / 3))
    assert consistency_ratio(0.0, 1.0) == 0
    assert input_consistency_ratio(np.ones(3), np.ones(3), 2) == 0


@pytest.mark.parametrize("size", [1e2, 1e6])
def test_a_wild_contradiction_still_has_weights(size):
    to_others = np.array([1.0, size, 2.0])
    found = nonlinear(to_others, np.array([2.0, size, 1.0]), 0, 2)
    assert np.all(np.isfinite(found.weights))
    assert_allclose(np.clip(found.weights, found.low, found.high), found.weights, rtol=1e-12)
