"""Methods that compare every two options, in blocks or by sorting, against plain enumeration of all pairs."""

from importlib import import_module
from math import fsum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.methods import codas, electre_i, promethee_ii
from policymcda.arrays.methods.codas import distances
from policymcda.arrays.methods.electre_i import concordance, discordance, kernel
from policymcda.arrays.methods.preference_functions import FUNCTIONS
from policymcda.arrays.methods.promethee import flows, preference_index
from policymcda.arrays.methods.sorted_sums import sums_of_leads
from policymcda.arrays.ranking.circles import circles
from policymcda.arrays.scale import ROUNDING

codas_module, electre_i_module, promethee_module = (
    import_module(f"policymcda.arrays.methods.{name}") for name in ("codas", "electre_i", "promethee")
)
BENEFIT = np.array([True, False, True])


@st.composite
def problems(draw):
    """Matrices with many equal values, and weights."""
    options = draw(st.integers(1, 9))
    cells = draw(st.lists(st.integers(1, 6), min_size=3 * options, max_size=3 * options))
    weights = draw(st.lists(st.integers(0, 5), min_size=3, max_size=3))
    unit = draw(st.sampled_from([1.0, 0.1, 1 / 3, 1e-200, 1e200]))
    return np.array(cells, float).reshape(options, 3) * unit, np.array(weights, float)


@pytest.fixture(scope="module")
def by_sorting():
    """Sorting is quicker for many options alone, and right for few."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codas_module, "FEW", 0)
        patch.setattr(promethee_module, "FEW", 0)
        yield


@given(problem=problems(), threshold=st.sampled_from([0.0, 0.02, 0.25, 9.0]))
def test_codas_by_sorting_is_the_sum_over_all_pairs(by_sorting, problem, threshold):
    matrix, weights = problem
    euclidean, taxicab = distances(matrix, weights, BENEFIT)
    limit = threshold - ROUNDING * euclidean.max()
    expected = [
        fsum(e - f + (t - u if abs(e - f) >= limit else 0.0) for f, u in zip(euclidean, taxicab, strict=True))
        for e, t in zip(euclidean, taxicab, strict=True)
    ]
    size = max(np.sum(taxicab), 1e-300)
    assert_allclose(codas(matrix, weights, BENEFIT, threshold=threshold), expected, atol=1e-13 * size)


@given(
    problem=problems(),
    names=st.lists(st.sampled_from(sorted(FUNCTIONS)), min_size=3, max_size=3),
    q=st.integers(0, 3),
    p=st.integers(0, 6),
)
def test_flows_by_sorting_are_the_sums_over_all_pairs(by_sorting, problem, names, q, p):
    matrix, weights = problem
    unit = matrix.min() / 2
    thresholds = {"indifference": np.full(3, q * unit), "preference": np.full(3, p * unit), "function": names}
    index = preference_index(matrix, weights, BENEFIT, **thresholds)
    others = max(len(matrix) - 1, 1)
    plus, minus = flows(matrix, weights, BENEFIT, **thresholds)
    assert_allclose(plus, index.sum(axis=1) / others, atol=1e-13)
    assert_allclose(minus, index.sum(axis=0) / others, atol=1e-13)


def test_small_leads_of_large_values_are_summed_without_cancelling():
    # years 2000.0 to 2009.9 in units of 1e9: neighbours lead by 1e8, sums of 10,000 values are 2e16
    values = np.repeat(2e12 + 1e8 * np.arange(100), 100)
    last = np.arange(len(values)) // 100 * 100 + 100
    first = np.maximum(last - 200, 0)
    expected = np.where(first < last - 100, 100 * 1e8, 0.0)
    assert_array_equal(sums_of_leads(values, first, last), expected)
    far = np.array([-1.7e308, 1.7e308])
    scores = promethee_ii(far[:, None], np.ones(1), np.ones(1, bool), preference=np.array([1e308]))
    assert_array_equal(scores, [-1, 1])


def test_many_draws_by_sorting_are_those_of_all_pairs():
    rng = np.random.default_rng(0)
    matrix, weights = rng.integers(1, 9, (20, 50, 3)) / 7, rng.dirichlet(np.ones(3), 20)
    thresholds = {"indifference": np.full(3, 0.1), "preference": np.full(3, 0.6)}
    found = []
    for few in (1000, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(codas_module, "FEW", few)
            patch.setattr(promethee_module, "FEW", few)
            found.append([codas(matrix, weights, BENEFIT), promethee_ii(matrix, weights, BENEFIT, **thresholds)])
    assert_allclose(found[1][0], found[0][0], atol=1e-12)
    assert_allclose(found[1][1], found[0][1], atol=1e-14)


@settings(deadline=None, max_examples=40)
@given(
    problem=problems(),
    ties=st.booleans(),
    spread=st.sampled_from(["criterion", "largest", "pair"]),
    pairs=st.sampled_from([1, 7, 2**17]),
)
def test_electre_i_in_blocks_of_rows_is_concordance_without_discordance(problem, ties, spread, pairs):
    matrix, weights = problem
    agrees = concordance(matrix, weights, BENEFIT, ties=ties) >= 0.6 - ROUNDING
    objects = discordance(matrix, weights, BENEFIT, spread=spread) > 0.4 + ROUNDING
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(electre_i_module, "PAIRS", pairs)
        relation = electre_i(matrix, weights, BENEFIT, agreement=0.6, objection=0.4, ties=ties, spread=spread)
        several = electre_i(matrix, np.stack([weights, weights]), BENEFIT, agreement=0.6, objection=0.4, ties=ties)
    assert_array_equal(relation, (agrees & ~objects) | np.eye(len(matrix), dtype=bool))
    assert_array_equal(several[0], several[1])


def reachable(relation):
    """Whether the row leads to the column in any number of steps, by trying every step in between."""
    reach = relation | np.eye(len(relation), dtype=bool)
    for between in range(len(relation)):
        reach |= reach[:, [between]] & reach[[between]]
    return reach


@st.composite
def relations(draw):
    options = draw(st.integers(1, 9))
    share = draw(st.sampled_from([0.05, 0.15, 0.3, 0.6]))
    seed = draw(st.integers(0, 10**6))
    return np.random.default_rng(seed).random((options, options)) < share


@given(relations())
def test_circles_are_the_options_that_reach_each_other(relation):
    found, reach = circles(relation), reachable(relation)
    assert_array_equal(found[:, None] == found, reach & reach.T)
    assert set(found) == set(range(found.max() + 1))
    assert np.all((found[:, None] <= found)[reach])


@given(relations())
def test_the_kernel_is_the_only_stable_set_of_circles(relation):
    reach = reachable(relation)
    alike = reach & reach.T
    chosen = kernel(relation)
    outranks = (alike.astype(int) @ relation @ alike > 0) & ~alike
    assert np.all(chosen[:, None] == chosen, where=alike)
    assert not outranks[np.ix_(chosen, chosen)].any()
    assert outranks[chosen][:, ~chosen].any(axis=0).all()


def test_a_circle_through_thousands_of_options_is_found_without_recursion():
    options = 3000
    ring = np.zeros((options, options), dtype=bool)
    ring[np.arange(options), np.roll(np.arange(options), -1)] = True
    assert_array_equal(circles(ring), np.zeros(options))
    assert kernel(ring).all()
    ring[-1, 0] = False
    assert_array_equal(circles(ring), np.arange(options))
    assert_array_equal(kernel(ring), np.arange(options) % 2 == 0)
