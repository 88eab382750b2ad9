"""What a few draws show of options, on scores that can be written down."""

import numpy as np
from numpy.testing import assert_array_equal

from policymcda.arrays.choice.dominance_draws import seen

DRAWS = [np.array([[3.0, 2.0, 1.0], [2.0, 2.0, 1.0]]), np.array([[2.0, 3.0, 1.0]])]


def test_who_was_first_alone_and_the_best_and_the_worst_ranks_of_three_draws():
    found = seen(DRAWS, 3, pairs=True)
    assert_array_equal(found.alone, [True, True, False])
    assert_array_equal(found.best, [1, 1, 3])
    assert_array_equal(found.worst, [2, 2, 3])
    assert_array_equal(found.better, [[0, 1, 1], [1, 0, 1], [0, 0, 0]])


def test_two_that_share_the_first_rank_are_not_alone_and_pairs_are_left_out_where_they_are_not_asked_for():
    found = seen([np.array([[2.0, 2.0, 1.0]])], 3, pairs=False)
    assert_array_equal(found.alone, [False, False, False])
    assert found.better.shape == (0, 0)
