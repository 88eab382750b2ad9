"""Rankings of changed sets of options, on sets so small that they can be written down."""

import numpy as np
from numpy.testing import assert_array_equal

from policymcda.arrays.sensitivity.rank_reversal import without


def scores(matrix):
    """The first criterion alone."""
    return matrix[..., 0]


def test_of_two_options_each_is_first_without_the_other():
    assert_array_equal(without(scores, np.array([[1.0], [2.0]]), np.array([0, 1])), [[0, 1], [1, 0]])


def test_of_three_options_those_that_are_left_are_ranked_anew():
    assert_array_equal(without(scores, np.array([[1.0], [3.0], [2.0]]), np.array([1])), [[2, 0, 1]])


def test_without_an_option_that_is_chosen_and_with_one_option_nothing_is_ranked():
    assert without(scores, np.array([[1.0], [2.0]]), np.array([], dtype=np.int64)).shape == (0, 2)
    assert_array_equal(without(scores, np.array([[1.0]]), np.array([0])), [[0]])
