"""Weights from the ratings: what the published ones are, and what happens where they are not defined."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from policymcda.arrays.weights.from_data import (
    critic,
    entropies,
    entropy,
    equal,
    merec,
    merec_performance,
    standard_deviation,
)

ratings = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=st.floats(0.01, 1000))


def benefits(matrix, every=2):
    return np.arange(matrix.shape[-1]) % every == 0


BY_DATA = {
    "entropy": lambda matrix: entropy(matrix),
    "standard deviation": lambda matrix: standard_deviation(matrix),
    "critic": lambda matrix: critic(matrix, benefits(matrix)),
    "critic by ranks": lambda matrix: critic(matrix, benefits(matrix), correlation="spearman"),
    "merec": lambda matrix: merec(matrix, benefits(matrix)),
}


@pytest.mark.parametrize(
    "case",
    [
        "entropy_elsayed_2017",
        "entropy_hwang_yoon_1981_fighter",
        "entropy_lee_chang_2018",
        "entropy_ulutas_2019",
        "entropy_zeros_public_derived",
    ],
)
def test_entropy_matches_the_published_weights(case, golden):
    case = golden(case)
    matrix = np.array(case["inputs"]["matrix"], dtype=float)
    case.check("weights", entropy(matrix))
    if "entropy" in case["expected"]:
        case.check("entropy", entropies(matrix))
    assert_allclose(entropies(matrix), case["recomputed"]["entropy"], atol=1e-9)


def test_critic_matches_diakoulaki_and_others_1995(golden):
    case = golden("critic_diakoulaki_1995")
    matrix, benefit = np.array(case["inputs"]["matrix"]), np.array(case["inputs"]["types"]) == 1
    case.check("weights", critic(matrix, benefit))
    case.check("weights_spearman", critic(matrix, benefit, correlation="spearman"))


def test_critic_minds_the_direction_as_akcakanat_and_others_2018(golden):
    case = golden("critic_akcakanat_2018")
    matrix, benefit = np.array(case["inputs"]["matrix"]), np.array(case["inputs"]["types"]) == 1
    case.check("weights", critic(matrix, benefit))
    assert np.max(np.abs(critic(matrix, benefit, directions_ignored=True) - critic(matrix, benefit))) > 0.01


def test_critic_with_directions_ignored_matches_tus_and_adali_2019(golden):
    case = golden("critic_tus_adali_2019")
    matrix, benefit = np.array(case["inputs"]["matrix"], dtype=float), np.array(case["inputs"]["types_in_paper"]) == 1
    case.check("weights", critic(matrix, benefit, directions_ignored=True))
    assert_allclose(critic(matrix, benefit), case["recomputed"]["weights_with_cost_direction"], atol=1e-9)


def test_merec_matches_keshavarz_ghorabaee_and_others_2021(golden):
    case = golden("merec_keshavarz_2021_illustrative")
    matrix, benefit = np.array(case["inputs"]["matrix"], dtype=float), np.array(case["inputs"]["types"]) == 1
    case.check("S", merec_performance(matrix, benefit))
    case.check("weights", merec(matrix, benefit))


def test_standard_deviation_is_that_over_the_range():
    matrix = np.array([[0.0, 10], [1, 10], [2, 30], [4, 10]])
    scaled = [matrix[:, 0] / 4, (matrix[:, 1] - 10) / 20]
    expected = np.std(scaled, axis=1)
    assert_allclose(standard_deviation(matrix), expected / expected.sum())


def test_equal_weights_are_equal():
    assert_allclose(equal(8), np.full(8, 1 / 8))


@pytest.mark.parametrize("method", BY_DATA.values(), ids=BY_DATA)
@given(matrix=ratings)
def test_weights_sum_to_one_and_a_constant_column_gets_exactly_zero(method, matrix):
    constant = matrix.min(axis=0) == matrix.max(axis=0)
    weights = method(matrix)
    assert_allclose(weights.sum(), 1)
    assert np.all(weights >= 0)
    if not constant.all():
        assert np.all(weights[constant] == 0)
    else:
        assert_allclose(weights, equal(weights.size))


@pytest.mark.parametrize("method", BY_DATA.values(), ids=BY_DATA)
@given(matrix=ratings, factor=st.floats(0.001, 1000))
def test_the_unit_of_a_criterion_does_not_matter(method, matrix, factor):
    units = np.where(np.arange(matrix.shape[1]) == 0, 2.0 ** np.round(np.log2(factor)), 1.0)  # exact, so that ties stay
    assert_allclose(method(matrix * units), method(matrix), atol=1e-9)


@pytest.mark.parametrize("method", BY_DATA.values(), ids=BY_DATA)
@given(matrix=ratings, seed=st.integers(0, 1000))
def test_the_order_of_the_options_does_not_matter(method, matrix, seed):
    order = np.random.default_rng(seed).permutation(len(matrix))
    assert_allclose(method(matrix[order]), method(matrix), atol=1e-6)


@pytest.mark.parametrize("method", BY_DATA.values(), ids=BY_DATA)
def test_leading_axes_are_matrices_of_their_own(method):
    matrices = np.random.default_rng(3).uniform(1, 9, (2, 3, 5, 4))
    alone = [method(matrix) for matrix in matrices.reshape(-1, 5, 4)]
    assert_allclose(method(matrices).reshape(-1, 4), alone, atol=1e-12)


@pytest.mark.parametrize("method", BY_DATA.values(), ids=BY_DATA)
@pytest.mark.parametrize("size", [1e300, 1e-300])
def test_columns_of_any_size_have_the_weights_of_their_proportions(method, size):
    matrix = np.random.default_rng(4).uniform(1, 9, (5, 3))
    assert_allclose(method(matrix * [size, 1, 1]), method(matrix), atol=1e-9)


@pytest.mark.parametrize("method", BY_DATA.values(), ids=BY_DATA)
@pytest.mark.parametrize("shape", [(1, 3), (4, 3), (4, 1)])
def test_identical_options_or_a_single_one_give_equal_weights(method, shape):
    assert_allclose(method(np.full(shape, 7.0)), equal(shape[1]))


def test_critic_without_any_conflict_weighs_those_that_differ_equally():
    column = np.array([1.0, 4, 2, 8])
    matrix = np.stack([column, 3 * column + 1, np.full(4, 2.0)], axis=1)
    assert_allclose(critic(matrix, np.array([True, True, True])), [0.5, 0.5, 0])


def test_critic_counts_no_conflict_with_a_constant_column():
    matrix = np.random.default_rng(5).uniform(0, 1, (6, 3))
    with_constant = np.column_stack([matrix, np.ones(6)])
    expected = np.append(critic(matrix, np.ones(3, dtype=bool)), 0)
    assert_allclose(critic(with_constant, np.ones(4, dtype=bool)), expected)


def test_entropy_of_all_zeros_is_that_of_a_constant_column():
    assert_allclose(entropy(np.array([[0.0, 1], [0, 3]])), [0, 1])


def test_entropy_of_two_options_is_a_share_of_that_of_two():
    """By hand: shares of 1/4 and 3/4, and shares of one half, which differ in nothing."""
    found = entropies(np.array([[1.0, 2.0], [3.0, 2.0]]))
    assert_allclose(found, [(np.log(4) / 4 + 3 * np.log(4 / 3) / 4) / np.log(2), 1.0])
