"""Nets of scrambled Sobol points."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from policymcda.arrays.sampling.sobol import DIMENSIONS, LEVELS, NET, Net, _generators


def test_unscrambled_points_are_those_of_joe_and_kuo_2008():
    qmc = pytest.importorskip("scipy.stats.qmc")
    columns = np.sum(_generators() << np.arange(LEVELS - 1, -1, -1), axis=2)
    numbers = np.arange(NET)
    gray = numbers ^ numbers >> 1
    words = np.zeros((DIMENSIONS, NET), dtype=np.int64)
    for k in range(LEVELS):
        words ^= np.where(gray >> k & 1, columns[:, k : k + 1], 0)
    assert_array_equal(words.T / NET, qmc.Sobol(DIMENSIONS, scramble=False).random(NET))


def test_every_coordinate_of_a_net_has_one_point_in_each_of_8192_intervals():
    points = Net(7, 3, DIMENSIONS).block()
    assert_array_equal(np.sort((points * NET).astype(int), axis=1), np.tile(np.arange(NET), (DIMENSIONS, 1)))


def test_the_first_two_coordinates_are_even_in_boxes_of_every_shape():
    x, y = Net(1, 0, 2).block()
    for k in range(LEVELS + 1):
        cells = (x * 2**k).astype(int) * 2 ** (LEVELS - k) + (y * 2 ** (LEVELS - k)).astype(int)
        assert_array_equal(np.bincount(cells), np.ones(NET))


@pytest.mark.parametrize("random", [False, True])
def test_blocks_of_any_size_are_parts_of_the_same_net(random):
    net = Net(5, 6, DIMENSIONS + 3, random=random)
    whole = net.block()
    for size in (64, 256, 4096):
        assert_array_equal(np.concatenate([net.block(s, size) for s in range(0, NET, size)], axis=1), whole)


@pytest.mark.parametrize("random", [False, True])
def test_nets_that_are_made_together_are_those_made_one_by_one(random):
    apart = np.concatenate([Net(5, net, 4, random=random).block() for net in range(3, 7)], axis=1)
    together = Net(5, 3, 4, nets=4, random=random)
    assert_array_equal(together.block(), apart)
    for start, size in ((0, 2 * NET), (2 * NET, 2 * NET), (NET, NET), (3 * NET + 512, 512)):
        assert_array_equal(together.block(start, size), apart[:, start : start + size])


def test_more_coordinates_leave_the_first_ones_as_they_are():
    assert_array_equal(Net(2, 9, 40).block()[:3], Net(2, 9, 3).block())


def test_a_net_depends_on_seed_and_index_alone():
    assert_array_equal(Net(0, 4, 3).block(), Net(0, 4, 3).block())
    assert not np.any(Net(0, 4, 3).block() == Net(0, 5, 3).block())
    assert not np.any(Net(0, 4, 3).block() == Net(1, 4, 3).block())


@pytest.mark.parametrize("random", [False, True])
def test_points_are_inside_the_open_cube(random):
    points = Net(0, 0, DIMENSIONS + 4, random=random).block()
    assert points.shape == (DIMENSIONS + 4, NET)
    assert points.min() > 0
    assert points.max() < 1


def test_no_coordinates_are_no_points():
    assert Net(0, 0, 0).block().shape == (0, NET)


def test_scrambled_points_are_uniform_at_every_position():
    first = np.array([Net(0, net, 2).block(size=64)[:, 0] for net in range(2000)])
    assert np.abs(first.mean(axis=0) - 0.5).max() < 4 / np.sqrt(12 * 2000)
    assert abs(np.corrcoef(first.T)[0, 1]) < 4 / np.sqrt(2000)
