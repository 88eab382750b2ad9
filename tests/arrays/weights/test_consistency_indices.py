"""Three indices of how well judgements hold together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda.arrays.weights.consistency_indices import (
    geometric_consistency_index,
    geometric_threshold,
    koczkodaj,
    ratios,
)
from policymcda.arrays.weights.pairwise import eigenvector

seeds = st.integers(0, 2**32 - 1)


def random(seed, n, *shape):
    values = np.exp(np.random.default_rng(seed).normal(0, 1, (*shape, n, n)))
    upper = np.triu(values, 1)
    return upper + np.swapaxes(np.divide(1, upper, out=np.zeros_like(upper), where=upper > 0), -1, -2) + np.eye(n)


def test_geometric_consistency_index_matches_escobar_and_others_2015(golden):
    case = golden("ahp_group_escobar_2015_three_dm")
    case.check("individual_gci", geometric_consistency_index(np.array(list(case["inputs"]["matrices"].values()))))
    case = golden("ahp_group_escobar_2015_four_dm")
    case.check("np_gci", geometric_consistency_index(np.array(case["inputs"]["matrices"]["NP"])))


def test_geometric_thresholds_are_those_of_aguaron_and_moreno_jimenez_2003(golden):
    published = golden("ahp_random_index_tables")["inputs"]["gci_thresholds_for_CR_0_10"]
    assert [geometric_threshold(n) for n in (3, 4, 5, 12)] == [published[key] for key in ("3", "4", ">4", ">4")]


@given(seeds, st.integers(3, 8))
def test_geometric_consistency_index_is_its_closed_form(seed, n):
    matrix = random(seed, n)
    weights = np.prod(matrix, axis=1) ** (1 / n)
    errors = [np.log(matrix[i, j] * weights[j] / weights[i]) ** 2 for i in range(n) for j in range(i + 1, n)]
    assert_allclose(geometric_consistency_index(matrix), 2 / ((n - 1) * (n - 2)) * sum(errors))


def test_geometric_consistency_index_with_gaps_is_per_judgement_beyond_a_tree():
    square = np.full((4, 4), np.nan)  # a - b - c - d - a: the cycle is off by a factor of 16, a quarter of it in each
    np.fill_diagonal(square, 1)
    for row, column, value in ((0, 1, 2), (1, 2, 2), (2, 3, 2), (3, 0, 2)):
        square[row, column], square[column, row] = value, 1 / value
    assert_allclose(geometric_consistency_index(square), 4 * np.log(2) ** 2)
    square[3, 0] = square[0, 3] = np.nan
    assert_allclose(geometric_consistency_index(square), 0, atol=1e-15)
    apart = np.full((2, 6, 6), np.nan)
    apart[:, np.arange(6), np.arange(6)] = 1
    apart[0, :3, :3] = apart[0, 3:, 3:] = [[1, 2, 1], [1 / 2, 1, 1], [1, 1, 1]]
    assert_allclose(geometric_consistency_index(apart), [np.log(2) ** 2 / 3, 0])


def test_koczkodaj_matches_its_exact_values(golden):
    case = golden("koczkodaj_triads_exact")
    found = [koczkodaj(np.array(matrix, dtype=float)) for matrix in case["inputs"]["matrices"]]
    case.check("ki", [index for index, _ in found])
    assert [triad.tolist() for _, triad in found[1:3]] == [[0, 1, 2]] * 2


@given(seeds, st.integers(3, 7))
def test_koczkodaj_names_the_triad_that_is_worst(seed, n):
    matrices = random(seed, n, 5)
    index, triad = koczkodaj(matrices)
    for matrix, value, (i, j, k) in zip(matrices, index, triad, strict=True):
        ratio = matrix[i, k] / (matrix[i, j] * matrix[j, k])
        assert_allclose(value, min(abs(1 - ratio), abs(1 - 1 / ratio)))
        every = [
            min(abs(1 - r), abs(1 - 1 / r))
            for a in range(n)
            for b in range(a + 1, n)
            for c in range(b + 1, n)
            for r in [matrix[a, c] / (matrix[a, b] * matrix[b, c])]
        ]
        assert_allclose(value, max(every))


def test_koczkodaj_leaves_out_triads_that_lack_a_judgement():
    matrix = random(1, 4)
    matrix[0, 1] = matrix[1, 0] = np.nan
    assert set(koczkodaj(matrix)[1].tolist()) >= {2, 3}
    matrix[2, 3] = matrix[3, 2] = np.nan
    assert koczkodaj(matrix)[0] == 0
    assert koczkodaj(matrix)[1].tolist() == [-1, -1, -1]
    assert koczkodaj(np.ones((5, 2, 2)))[1].shape == (5, 3)


@pytest.mark.parametrize("size", [1e300, 1e-300])
def test_indices_of_judgements_of_any_size_are_finite(size):
    matrix = np.array([[1, size, 1], [1 / size, 1, size], [1, 1 / size, 1]])
    assert np.isfinite(geometric_consistency_index(matrix))
    assert_allclose(koczkodaj(matrix)[0], 1)
    assert np.isfinite(ratios(matrix)[1])


@given(seeds, st.integers(1, 8))
def test_consistent_judgements_have_every_index_zero(seed, n):
    weights = np.random.default_rng(seed).dirichlet(np.ones(n))
    matrix = weights[:, None] / weights
    assert_allclose(geometric_consistency_index(matrix), 0, atol=1e-12)
    assert_allclose(koczkodaj(matrix)[0], 0, atol=1e-9)
    assert_allclose(ratios(matrix), (n, 0), atol=1e-9)


@given(seeds, st.integers(3, 7))
def test_the_ratio_of_a_complete_matrix_is_that_of_its_eigenvalue(seed, n):
    matrices = random(seed, n, 4)
    assert_allclose(ratios(matrices)[0], eigenvector(matrices)[1])
