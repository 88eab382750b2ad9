"""Comparison matrices with judgements that were not made."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda.arrays.weights import incomplete
from policymcda.arrays.weights.consistency_indices import geometric_consistency_index, missing_count, ratios
from policymcda.arrays.weights.incomplete import complete, complete_by, components, least_squares
from policymcda.arrays.weights.pairwise import consistency_ratio, eigenvector, geometric_mean, random_index
from policymcda.arrays.weights.random_index import SHARES

SAATY = np.concatenate([1 / np.arange(9.0, 1, -1), np.arange(1.0, 10)])


def random(seed, n, missing, count=1):
    """Random matrices with so many judgements missing at random, those that connect their criteria."""
    rng = np.random.default_rng(seed)
    rows, columns = np.triu_indices(n, 1)
    values = rng.choice(SAATY, (count, rows.size))
    np.put_along_axis(values, np.argsort(rng.random(values.shape), axis=1)[:, :missing], np.nan, axis=1)
    matrices = np.ones((count, n, n))
    matrices[:, rows, columns], matrices[:, columns, rows] = values, 1 / values
    return matrices[np.all(components(matrices) == 0, axis=-1)]


def test_completion_matches_bozoki_and_others_2010(golden):
    case = golden("ahp_incomplete_bozoki_2010_8x8_housing")
    matrix = np.array(case["inputs"]["matrix"], dtype=float)
    filled = complete(matrix)
    for pair, value in case["expected"]["missing"].items():
        row, column = map(int, pair.split(","))
        assert_allclose(filled[row, column], value, rtol=0, atol=case["tolerance"]["missing"])
    weights, eigenvalue = eigenvector(filled)
    assert_allclose(eigenvalue, case["recomputed"]["lambda_max"], atol=1e-9)
    assert_allclose(weights, case["recomputed"]["weights"], atol=1e-6)


def test_a_chain_of_judgements_has_the_priorities_of_harker_1987(golden):
    case = golden("ahp_incomplete_harker_1987")
    matrix = np.array(case["inputs"]["matrix"], dtype=float)
    weights, eigenvalue = eigenvector(complete(matrix))
    case.check("weights", weights)
    case.check("lambda_max", eigenvalue)
    case.check("llsm", least_squares(matrix))
    assert_allclose(ratios(matrix)[1], 0, atol=1e-12)


@given(st.integers(0, 2**32 - 1), st.integers(4, 8), st.integers(1, 6))
def test_no_other_completion_has_a_smaller_eigenvalue(seed, n, missing):
    for matrix in random(seed, n, min(missing, n - 1)):
        filled, gaps = complete(matrix), np.triu(np.isnan(matrix), 1)
        assert np.all(filled[~np.isnan(matrix)] == matrix[~np.isnan(matrix)])
        assert_allclose(filled * filled.T, 1, rtol=1e-12)
        moves = np.where(gaps, np.random.default_rng(seed).normal(0, 0.1, (20, n, n)), 0)
        others = filled * np.exp(moves - np.swapaxes(moves, -1, -2))
        assert np.all(eigenvector(others)[1] >= eigenvector(filled)[1] * (1 - 1e-13))


@given(st.integers(0, 2**32 - 1), st.integers(3, 9))
def test_judgements_left_out_of_a_consistent_matrix_come_back(seed, n):
    weights = np.random.default_rng(seed).dirichlet(np.ones(n))
    whole = weights[:, None] / weights
    for matrix in random(seed, n, (n - 1) * (n - 2) // 3):
        matrix = np.where(np.isnan(matrix), np.nan, whole)
        assert_allclose(complete(matrix), whole, rtol=1e-8)
        assert_allclose(least_squares(matrix), weights, rtol=1e-8)


@given(st.integers(0, 2**32 - 1), st.integers(2, 9))
def test_least_squares_is_the_geometric_mean_of_its_own_completion(seed, n):
    matrix = random(seed, n, 0)[0]
    assert_allclose(least_squares(matrix), geometric_mean(matrix), rtol=1e-10)
    for matrix in random(seed, n, (n - 1) // 2):
        weights = least_squares(matrix)
        filled = complete_by(weights, matrix)
        assert_allclose(geometric_mean(filled), weights, rtol=1e-10)
        assert not np.isnan(filled).any()


def test_matrices_with_different_gaps_are_completed_as_if_alone():
    matrices = np.concatenate([random(3, 6, missing, 30) for missing in (0, 1, 4, 8)])
    alone = np.array([complete(matrix) for matrix in matrices])
    assert_allclose(complete(matrices), alone, rtol=1e-9)
    assert complete(matrices[:, None]).shape == (len(matrices), 1, 6, 6)


def test_components_name_what_is_not_connected():
    matrix = np.full((5, 5), np.nan)
    np.fill_diagonal(matrix, 1)
    matrix[0, 3] = matrix[3, 0] = matrix[1, 4] = matrix[4, 1] = 1
    assert components(matrix).tolist() == [0, 1, 2, 0, 1]
    matrix[3, 4] = matrix[4, 3] = 1
    assert components(np.array([matrix, np.ones((5, 5))])).tolist() == [[0, 0, 2, 0, 0], [0] * 5]


def test_parts_that_are_not_connected_get_the_same_geometric_mean():
    matrix = np.full((4, 4), np.nan)
    np.fill_diagonal(matrix, 1)
    matrix[0, 1], matrix[1, 0], matrix[2, 3], matrix[3, 2] = 4, 1 / 4, 9, 1 / 9
    assert_allclose(least_squares(matrix), np.array([2, 1 / 2, 3, 1 / 3]) / (2 + 1 / 2 + 3 + 1 / 3))
    weights, eigenvalue = eigenvector(complete(matrix))
    assert_allclose(weights, least_squares(matrix), atol=1e-6)
    assert_allclose(eigenvalue, 4)


@pytest.mark.parametrize("size", [1e300, 1e-300, 1e30])
def test_judgements_of_any_size_are_completed_with_finite_ones(size):
    matrix = np.array([[1, size, np.nan, 2], [1 / size, 1, size, 3], [np.nan, 1 / size, 1, 1], [0.5, 1 / 3, 1, 1]])
    chain = np.array([[1, size, np.nan], [1 / size, 1, size], [np.nan, 1 / size, 1]])
    for filled in complete(matrix), complete(chain):
        assert np.all(np.isfinite(filled))
        assert np.all(filled > 0)
    assert_allclose(geometric_consistency_index(chain), 0, atol=1e-12)


def test_contradictions_of_any_size_are_completed_with_finite_judgements():
    rng = np.random.default_rng(0)
    for n in (4, 6, 7):
        gaps = np.isnan(random(n, n, 3, 200))
        logs = np.triu(np.clip(rng.normal(0, 400, gaps.shape), -690, 690), 1)
        filled = complete(np.where(gaps, np.nan, np.exp(logs - np.swapaxes(logs, -1, -2))))
        assert np.all(np.isfinite(filled))
        assert np.all(np.isfinite(eigenvector(filled)[1]))


def test_random_index_with_gaps_is_the_mean_index_of_random_completed_matrices():
    for n, missing in ((4, 1), (4, 2), (6, 3), (9, 10), (12, 20)):
        matrices = random(n, n, missing, 2000)
        index = (eigenvector(complete(matrices))[1] - n) / (n - 1)
        error = np.std(index) / np.sqrt(len(index))
        assert abs(np.mean(index) - random_index(n, missing=missing)) < 4 * error + 0.003


def test_a_tree_contradicts_nothing_and_its_ratio_is_zero():
    for n in (3, 4, 11):
        tree = (n - 1) * (n - 2) // 2
        assert random_index(n, missing=tree) == 0
        assert random_index(n, missing=tree - 1) > 0
        assert consistency_ratio(np.array(n + 1e-9), n, missing=tree) == 0


def test_ratio_with_gaps_takes_the_random_index_of_as_many_gaps():
    matrices = np.concatenate([random(3, 5, missing, 1) for missing in (0, 2)])
    eigenvalues, found = ratios(matrices, "saaty")
    assert missing_count(matrices).tolist() == [0, 2]
    expected = [random_index(5, "saaty"), random_index(5, "saaty", missing=2)]
    assert_allclose(found, (eigenvalues - 5) / 4 / expected)


def test_a_completion_that_is_cut_short_is_a_completion_all_the_same(monkeypatch):
    matrix = random(3, 6, 4)[0]
    best = eigenvector(complete(matrix))[1]
    monkeypatch.setattr(incomplete, "STEPS", 1)
    filled = complete(matrix)
    assert_allclose(filled * filled.T, 1)
    assert best * (1 - 1e-12) <= eigenvector(filled)[1] <= best * 1.01


@pytest.mark.parametrize("n", SHARES)
def test_the_share_of_the_random_index_that_gaps_leave_falls_from_all_to_nothing_in_almost_even_steps(n):
    shares = np.array(SHARES[n])
    assert len(shares) == (n - 1) * (n - 2) // 2 + 1
    assert (shares[0], shares[-1]) == (1, 0)
    assert np.all(np.diff(shares) < 0)
    assert_allclose(shares, np.linspace(1, 0, len(shares)), atol=0.03)
