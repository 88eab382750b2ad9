"""Uncertain ratings by the inverse of their distribution functions."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.sampling.rating_draws import Ratings, cycled
from policymcda.arrays.sampling.sobol import NET, Net


def ratings(low, mode, high, *, drawn=True, flat=False, sd=0.0):
    low, mode, high, drawn, flat, sd = np.broadcast_arrays(
        *(np.atleast_2d(part) for part in (low, mode, high, drawn, flat, sd))
    )
    return Ratings(*(a.astype(float) for a in (low, mode, high)), drawn.copy(), flat.copy(), sd.astype(float))


def sample(cell):
    return cell.draw(Net(0, 0, cell.cells).block())[:, 0, 0]


@pytest.mark.parametrize(("low", "mode", "high"), [(0, 1, 4), (2, 2, 3), (-1, 5, 5), (1e-300, 2e-300, 4e-300)])
def test_triangular_cells_follow_their_distribution_function(low, mode, high):
    stats = pytest.importorskip("scipy.stats")
    values = sample(ratings(low, mode, high))
    shape = stats.triang((mode - low) / (high - low), low, high - low)
    assert values.min() >= low
    assert values.max() <= high
    assert_allclose(shape.cdf(np.sort(values)), (np.arange(NET) + 0.5) / NET, atol=1 / NET)


def test_unknown_cells_are_uniform_whatever_their_mode_and_sd():
    values = sample(ratings(1, 1.5, 5, flat=True, sd=0.1))
    assert_allclose(np.sort(values), 1 + 4 * (np.arange(NET) + 0.5) / NET, atol=4 / NET)


@pytest.mark.parametrize(("low", "high"), [(-np.inf, np.inf), (0, np.inf), (0, 10), (2.5, 3.5), (-9, 1), (13, 20)])
def test_cells_with_a_standard_deviation_are_normal_cut_off_at_their_ends(low, high):
    stats = pytest.importorskip("scipy.stats")
    values = sample(ratings(low, 3.0, high, sd=2.0))
    shape = stats.truncnorm((low - 3) / 2, (high - 3) / 2, 3, 2)
    assert np.all((values >= low) & (values <= high))
    assert_allclose(shape.cdf(np.sort(values)), (np.arange(NET) + 0.5) / NET, atol=1 / NET + 1e-9)


def test_only_drawn_cells_with_a_width_move_and_take_coordinates():
    cells = ratings([[0, 1], [2, 3]], [[1, 1], [3, 3]], [[2, 1], [4, 4]], drawn=[[True, True], [False, True]])
    assert cells.cells == 2
    matrices = cells.draw(Net(0, 0, 2).block())
    assert matrices.shape == (NET, 2, 2)
    assert np.moveaxis(matrices, 0, -1).flags.c_contiguous
    assert_array_equal(matrices.std(axis=0) > 0, [[True, False], [False, True]])
    assert np.all(matrices[:, 0, 1] == 1)
    assert np.all(matrices[:, 1, 0] == 3)


def test_every_kind_of_cell_can_stand_in_one_matrix():
    cells = ratings([[0, 0, -9]], [[1, 1, 0]], [[4, 4, 9]], flat=[[False, True, False]], sd=[[0, 0, 1.0]])
    matrices = cells.draw(Net(0, 0, 3).block())
    assert_allclose(matrices.mean(axis=0), [[5 / 3, 2, 0]], atol=1e-3)
    assert_allclose(matrices.var(axis=0), [[(16 + 1 - 4) / 18, 16 / 12, 1]], rtol=1e-2)


def test_the_users_own_draws_are_taken_in_turn():
    samples = np.arange(5.0 * 2 * 3).reshape(5, 2, 3)
    assert_array_equal(cycled(samples, 3, 4), samples[[3, 4, 0, 1]])
