"""What would mend inconsistent judgements."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda.arrays.weights import repairs
from policymcda.arrays.weights.consistency_indices import ratios
from policymcda.arrays.weights.repairs import on_scale, shortest, worst

SAATY = np.concatenate([1 / np.arange(9.0, 1, -1), np.arange(1.0, 10)])

seeds = st.integers(0, 2**32 - 1)


def comparison_matrix(values, n):
    rows, columns = np.triu_indices(n, 1)
    matrices = np.ones((*values.shape[:-1], n, n))
    matrices[..., rows, columns], matrices[..., columns, rows] = values, 1 / values
    return matrices


def random(seed, n, *shape):
    return comparison_matrix(np.random.default_rng(seed).choice(SAATY, (*shape, n * (n - 1) // 2)), n)


def put(matrix, pair, value):
    mended = matrix.copy()
    mended[tuple(pair)], mended[tuple(pair[::-1])] = value, 1 / value
    return mended


def test_the_worst_judgement_is_the_one_that_was_spoilt():
    weights = np.array([8.0, 4, 2, 1, 1])
    matrix = put(weights[:, None] / weights, [1, 3], 1 / 4)
    found = worst(matrix)
    assert found.pairs.tolist() == [1, 3]
    assert_allclose(found.values, 4)
    assert_allclose(found.ratios, 0, atol=1e-9)
    assert shortest(matrix).pairs.tolist() == [[1, 3]]


@given(seeds, st.integers(3, 7))
def test_mending_the_worst_judgement_never_raises_the_ratio_and_helps_most(seed, n):
    matrices = random(seed, n, 6)
    found, before = worst(matrices), ratios(matrices)[1]
    for matrix, pair, value, ratio, old in zip(matrices, *found, before, strict=True):
        assert ratio <= old + 1e-12
        assert_allclose(ratios(put(matrix, pair, value))[1], ratio, atol=1e-10)
        trials = [put(matrix, other, move) for other in zip(*np.triu_indices(n, 1), strict=True) for move in SAATY]
        assert ratio <= ratios(np.array(trials))[1].min() + 1e-10


@settings(max_examples=40)
@given(seeds, st.integers(1, 7), st.integers(0, 4))
def test_repairs_applied_in_turn_never_raise_the_ratio_and_end_in_acceptance(seed, n, missing):
    matrix = random(seed, n)
    gaps = np.random.default_rng(seed).permutation(n * (n - 1) // 2)[: min(missing, (n - 1) * (n - 2) // 4)]
    for pair in np.array(np.triu_indices(n, 1)).T[gaps]:
        matrix = put(matrix, pair, np.nan)
    last = ratios(matrix)[1]
    found = shortest(matrix)
    assert (len(found.values) == 0) == (last <= 0.1)
    for pair, value, ratio in zip(*found, strict=True):
        matrix = put(matrix, pair, value)
        now = ratios(matrix)[1]
        assert_allclose(now, ratio, atol=1e-9)
        assert now <= last + 1e-9
        last = now
    assert last <= 0.1


def test_one_repair_is_found_where_one_is_enough():
    for matrix in random(11, 4, 60):
        if ratios(matrix)[1] > 0.1 and worst(matrix).ratios <= 0.1:
            assert len(shortest(matrix).values) == 1


def test_a_run_is_as_short_as_the_shortest_there_is_for_two():
    matrices = [matrix for matrix in random(12, 4, 80) if worst(matrix).ratios > 0.1]
    assert len(matrices) > 10
    pairs = list(zip(*np.triu_indices(4, 1), strict=True))
    for matrix in matrices:
        two = [put(put(matrix, a, np.nan), b, np.nan) for a in pairs for b in pairs if a < b]
        enough = any(ratios(repairs.complete(one))[1] <= 0.1 for one in two)
        assert (len(shortest(matrix).values) == 2) == enough


def test_where_no_order_keeps_the_ratio_falling_judgements_are_mended_one_at_a_time():
    matrix = comparison_matrix(np.array([1 / 5, 9, 1 / 5, 6, 4, 1 / 2, 1 / 4, 2, 9, 2]), 5)
    steps = shortest(matrix).ratios
    assert np.all(np.diff(np.append(ratios(matrix)[1], steps)) <= 1e-9)
    assert steps[-1] <= 0.1 < steps[-2]


def test_a_judgement_that_alone_connects_the_criteria_is_never_the_worst():
    matrix = put(put(comparison_matrix(np.array([9.0, 9, 1 / 9, 2, 1, 1]), 4), [0, 3], np.nan), [1, 3], np.nan)
    assert 3 not in worst(matrix).pairs.tolist()
    tree = put(matrix, [0, 1], np.nan)
    assert worst(tree).pairs.tolist() == [-1, -1]
    assert (worst(tree).values, worst(tree).ratios) == (1, 0)
    assert len(shortest(tree).values) == 0


def test_one_criterion_has_no_judgement_to_mend():
    assert worst(np.ones((3, 1, 1))).pairs.tolist() == [[-1, -1]] * 3
    assert shortest(np.ones((1, 1))).pairs.shape == (0, 2)


def test_many_matrices_are_mended_in_blocks_as_if_alone(monkeypatch):
    matrices = random(4, 5, 2, 3)
    whole = worst(matrices)
    monkeypatch.setattr(repairs, "BLOCK", 7)
    for one, other in zip(whole, worst(matrices), strict=True):
        assert_allclose(one, other, atol=1e-12)
    assert whole.pairs.shape == (2, 3, 2)


def test_permuting_criteria_permutes_the_worst_judgement():
    matrix, order = random(21, 6), np.array([3, 0, 5, 1, 4, 2])
    found, moved = worst(matrix), worst(matrix[np.ix_(order, order)])
    assert set(order[moved.pairs].tolist()) == set(found.pairs.tolist())
    assert_allclose(moved.ratios, found.ratios)


def test_a_stricter_limit_needs_no_fewer_repairs():
    for matrix in random(5, 5, 10):
        assert len(shortest(matrix, acceptable=0.05).values) >= len(shortest(matrix).values)


@pytest.mark.parametrize(("value", "nearest"), [(2.9, 3), (0.34, 1 / 3), (1e300, 9), (1e-300, 1 / 9), (1, 1), (1.4, 1)])
def test_values_are_put_on_saatys_scale_by_ratio(value, nearest):
    assert on_scale(np.array([value])) == nearest
