"""Priorities, eigenvalues and ratios of complete comparison matrices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda.arrays.weights import pairwise
from policymcda.arrays.weights.pairwise import consistency_ratio, eigenvector, geometric_mean, random_index

SAATY = np.concatenate([1 / np.arange(9.0, 1, -1), np.arange(1.0, 10)])

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 17)


def comparison_matrix(values, n):
    """Matrices from their judgements above the diagonal, row by row."""
    rows, columns = np.triu_indices(n, 1)
    matrices = np.ones((*values.shape[:-1], n, n))
    matrices[..., rows, columns], matrices[..., columns, rows] = values, 1 / values
    return matrices


def random(seed, n, *shape):
    return comparison_matrix(np.random.default_rng(seed).choice(SAATY, (*shape, n * (n - 1) // 2)), n)


@pytest.mark.parametrize(
    "case",
    [
        "ahp_five_figures_areas",
        "ahp_haas_meixner_cars",
        "ahp_house_saaty_1990",
        "ahp_leader_wikipedia",
        "ahp_saaty_2008_drinks",
        "ahp_school_selection",
        "ahp_watrobski_2016_ten_criteria",
    ],
)
def test_eigenvector_matches_published_priorities(case, golden):
    case = golden(case)
    weights, eigenvalue = eigenvector(np.array(case["inputs"]["matrix"]))
    if "weights" in case["expected"]:
        case.check("weights", weights)
    assert_allclose(weights, case["recomputed"]["weights"], atol=1e-9)
    if "lambda_max" in case["recomputed"]:
        assert_allclose(eigenvalue, case["recomputed"]["lambda_max"], atol=1e-9)


def test_eigenvalue_and_ratio_match_saaty_1990(golden):
    case = golden("ahp_house_saaty_1990")
    _, eigenvalue = eigenvector(np.array(case["inputs"]["matrix"]))
    case.check("lambda_max", eigenvalue)
    case.check("CI", (eigenvalue - 8) / 7)
    case.check("CR", consistency_ratio(eigenvalue, 8, "saaty"))
    weights, eigenvalues = eigenvector(np.array(case["inputs"]["local"]))
    case.check("local_weights", weights)
    case.check("local_lambda", eigenvalues)


def test_ratios_match_the_published_ones_by_the_table_that_saaty_used_later(golden):
    case = golden("ahp_saaty_2008_drinks")
    eigenvalue = eigenvector(np.array(case["inputs"]["matrix"]))[1]
    case.check("CR", consistency_ratio(eigenvalue, 7, "saaty_newer"))
    assert_allclose(consistency_ratio(eigenvalue, 7, "saaty"), case["recomputed"]["CR_with_RI_1_32"], atol=1e-9)
    case = golden("ahp_leader_wikipedia")
    eigenvalue = eigenvector(np.array(case["inputs"]["matrix"]))[1]
    case.check("CR_new_table", consistency_ratio(eigenvalue, 4, "saaty_newer"))
    locals_, eigenvalues = eigenvector(np.array(case["inputs"]["local"]))
    case.check("local_first", locals_[0])
    case.check("local_CR_new_table", consistency_ratio(eigenvalues, 3, "saaty_newer")[:2])


def test_eigenvector_is_not_the_mean_of_the_columns_that_some_libraries_give_for_it(golden):
    case = golden("ahp_colmean_variant_jmcdm")
    weights, eigenvalue = eigenvector(np.array(case["inputs"]["matrix"]))
    assert_allclose(weights, case["recomputed"]["eigen_weights"], atol=1e-9)
    assert_allclose(eigenvalue, case["recomputed"]["eigen_lambda_max"], atol=1e-9)
    assert abs(eigenvalue - case["expected"]["lambda_approx"]) > 0.02


def test_geometric_mean_matches_escobar_and_others_2015(golden):
    case = golden("ahp_group_escobar_2015_three_dm")
    case.check("individual_weights", geometric_mean(np.array(list(case["inputs"]["matrices"].values()))))


def test_eigenvalue_of_three_criteria_is_that_of_bozoki_and_rapcsak_2008(golden):
    case = golden("koczkodaj_triads_exact")
    case.check("lambda_3x3", [eigenvector(np.array(matrix))[1] for matrix in case["inputs"]["matrices"][:3]])


@given(seeds, st.integers(2, 12))
def test_eigenvector_is_that_of_the_full_decomposition(seed, n):
    matrices = random(seed, n, 20)
    values, vectors = np.linalg.eig(matrices)
    first = np.argmax(values.real, axis=-1)
    expected = np.abs(np.take_along_axis(vectors, first[:, None, None], axis=-1)[..., 0])
    weights, eigenvalues = eigenvector(matrices)
    assert_allclose(weights, expected / expected.sum(axis=-1, keepdims=True), atol=1e-12)
    assert_allclose(eigenvalues, np.take_along_axis(values.real, first[:, None], axis=-1)[:, 0], rtol=1e-12)


@given(seeds, sizes)
def test_a_consistent_matrix_gives_back_its_weights_and_a_ratio_of_zero(seed, n):
    weights = np.random.default_rng(seed).dirichlet(np.ones(n))
    matrix = weights[:, None] / weights
    found, eigenvalue = eigenvector(matrix)
    assert_allclose(found, weights, rtol=1e-9)
    assert_allclose(geometric_mean(matrix), weights, rtol=1e-9)
    assert_allclose(consistency_ratio(eigenvalue, n), 0, atol=1e-12)


@given(seeds, sizes)
def test_permuting_criteria_permutes_weights(seed, n):
    matrix, order = random(seed, n), np.random.default_rng(seed).permutation(n)
    weights, eigenvalue = eigenvector(matrix)
    permuted, same = eigenvector(matrix[np.ix_(order, order)])
    assert_allclose(permuted, weights[order], atol=1e-12)
    assert_allclose(same, eigenvalue, rtol=1e-12)
    assert_allclose(geometric_mean(matrix[np.ix_(order, order)]), geometric_mean(matrix)[order], atol=1e-14)


def test_any_number_of_leading_axes_and_each_matrix_as_if_alone():
    matrices = random(5, 6, 4, 3)
    weights, eigenvalues = eigenvector(matrices)
    assert weights.shape == (4, 3, 6)
    assert eigenvalues.shape == (4, 3)
    alone = [eigenvector(matrix) for matrix in matrices.reshape(-1, 6, 6)]
    assert_allclose(weights.reshape(-1, 6), [one for one, _ in alone], atol=1e-13)
    assert_allclose(eigenvalues.ravel(), [one for _, one in alone], rtol=1e-13)
    assert eigenvector(np.empty((0, 3, 3)))[0].shape == (0, 3)


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_criteria_are_always_consistent(n):
    weights, eigenvalue = eigenvector(comparison_matrix(np.full(n - 1, 4.0), n))
    assert_allclose(weights, [[1.0], [0.8, 0.2]][n - 1])
    assert_allclose(eigenvalue, n)
    assert consistency_ratio(eigenvalue, n) == 0


@pytest.mark.parametrize("size", [1e300, 1e-300, 1e150, 1e12])
def test_judgements_of_any_size_have_finite_priorities(size):
    cycle = comparison_matrix(np.array([size, 1 / size, size]), 3)  # a > b > c > a, each by as much
    weights, eigenvalue = eigenvector(cycle)
    assert_allclose(weights, np.full(3, 1 / 3))
    assert_allclose(eigenvalue, max(size, 1 / size))
    assert np.all(np.isfinite(eigenvector(comparison_matrix(np.array([size, 1, 1, 1, 1, 1]), 4))[0]))
    far = np.array([1.0, size, size])
    assert_allclose(geometric_mean(far[:, None] / far), far / far.sum())


def test_matrices_that_power_iteration_leaves_are_decomposed(monkeypatch):
    matrices = random(8, 7, 30)
    expected = eigenvector(matrices)
    monkeypatch.setattr(pairwise, "STEPS", 4)
    found = eigenvector(matrices)
    assert_allclose(found[0], expected[0], atol=1e-12)
    assert_allclose(found[1], expected[1], rtol=1e-12)


def test_random_index_is_the_published_table(golden):
    tables = golden("ahp_random_index_tables")["inputs"]
    names = {"alonso_lamata": "alonso_lamata_2006", "saaty": "saaty_1980", "saaty_newer": "saaty_newer"}
    for ours, theirs in names.items():
        for n, value in tables[theirs].items():
            assert random_index(int(n), ours) == value


def test_random_index_is_the_mean_consistency_index_of_random_matrices(golden):
    case = golden("ahp_random_index_tables")
    for n in range(3, 7):
        eigenvalues = eigenvector(random(n, n, 8000))[1]
        case.check(f"mc_ri_{n}", np.mean(eigenvalues - n) / (n - 1))
        assert abs(random_index(n) - np.mean(eigenvalues - n) / (n - 1)) < 0.02


def test_random_index_beyond_15_criteria_is_alonso_and_lamata_2006():
    assert_allclose(random_index(16), (2.7699 * 16 - 4.3513 - 16) / 15)
    eigenvalues = eigenvector(random(1, 20, 1000))[1]
    assert_allclose(random_index(20), np.mean(eigenvalues - 20) / 19, rtol=0.01)


def test_the_random_index_changes_the_ratio_so_it_must_be_said():
    eigenvalue = np.array(4.3)
    assert_allclose(consistency_ratio(eigenvalue, 4), 0.1 / 0.8815)
    assert_allclose(consistency_ratio(eigenvalue, 4, "saaty"), 0.1 / 0.9)
    with pytest.raises(KeyError):
        random_index(4, "unheard-of")
