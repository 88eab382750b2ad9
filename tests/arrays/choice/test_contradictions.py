"""The smallest set that cannot hold together, and the fewest to give up, against enumeration."""

from itertools import combinations

import numpy as np
import pytest

from policymcda.arrays.choice.contradictions import ROOM, fewest_to_give_up, linear, room, seen, smallest


def first_of_size(count, wanted):
    """The size of the smallest subset of which `wanted` is true, None where there is none."""
    for size in range(count + 1):
        if any(wanted(np.isin(np.arange(count), chosen)) for chosen in combinations(range(count), size)):
            return size
    return None


@pytest.mark.parametrize("seed", range(40))
def test_both_are_as_small_as_enumeration_finds(seed):
    rng = np.random.default_rng(seed)
    count, criteria = int(rng.integers(2, 8)), int(rng.integers(2, 5))
    rows, same = rng.normal(size=(count, criteria)), rng.random(count) < 0.1
    together = linear(rows, same)
    found = smallest(together, count, rng.random(count))
    size = first_of_size(count, lambda chosen: not together(chosen))
    assert (None if found is None else len(found)) == size
    removed = fewest_to_give_up(together, count, rng.random(count))
    assert len(removed) == first_of_size(count, lambda chosen: together(~chosen))
    kept = ~np.isin(np.arange(count), removed)
    assert together(kept)
    assert found is None or not together(np.isin(np.arange(count), found))


@pytest.mark.parametrize("seed", range(10))
def test_what_draws_show_is_taken_for_what_holds(seed):
    rng = np.random.default_rng(seed)
    holds = rng.random((200, 6)) < 0.4
    together = seen(holds)
    found = smallest(together, 6, np.ones(6))
    size = first_of_size(6, lambda chosen: not holds[:, chosen].all(axis=1).any())
    assert (None if found is None else len(found)) == size


def test_of_sets_of_the_same_size_the_less_sure_goes():
    rows = np.array([[1.0, -1.0], [-1.0, 1.0]])
    same = np.zeros(2, dtype=bool)
    assert fewest_to_give_up(linear(rows, same), 2, np.array([0.9, 0.2])).tolist() == [1]
    assert fewest_to_give_up(linear(rows, same), 2, np.array([0.1, 0.2])).tolist() == [0]


def test_statements_that_hold_on_an_edge_only_leave_no_room():
    circle = np.array([[1.0, -1, 0], [0, 1, -1], [-1, 0, 1]])
    assert room(circle, np.zeros(3, dtype=bool)) <= ROOM
    assert room(circle[:2], np.zeros(2, dtype=bool)) > 0.05
    assert room(circle, np.ones(3, dtype=bool)) > 0.05  # the middle, in no dimension at all


def test_a_statement_that_says_nothing_always_holds():
    assert room(np.zeros((2, 3)), np.array([True, False])) == pytest.approx(1 / 3)
