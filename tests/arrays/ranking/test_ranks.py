"""Ranks: ties, tolerance, and one answer however many are asked at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from policymcda.arrays.ranking import ranks as module
from policymcda.arrays.ranking.ranks import are_first, best, ranks, tolerance


def by_definition(scores):
    """One more than the number of scores that are better by more than the tolerance."""
    limit = tolerance(scores)[0]
    return [1 + sum(other > score + limit for other in scores) for score in scores]


def test_ties_share_a_rank_and_the_next_one_is_skipped():
    assert_array_equal(ranks(np.array([3.0, 2.0, 2.0, 1.0])), [1, 2, 2, 4])


def test_a_tenth_and_two_tenths_tie_with_three_tenths():
    assert_array_equal(ranks(np.array([0.1 + 0.2, 0.3, 0.0])), [1, 1, 3])


def test_the_tolerance_is_a_billionth_of_the_span():
    assert_array_equal(ranks(np.array([0.0, 1.0, 1 + 0.9e-9])), [3, 1, 1])
    assert_array_equal(ranks(np.array([0.0, 1.0, 1 + 1.1e-9])), [3, 2, 1])
    assert_array_equal(ranks(1e6 * np.array([0.0, 1.0, 1 + 1.1e-9])), [3, 2, 1])


def test_differences_by_rounding_tie_however_small_the_span():
    assert_array_equal(ranks(np.array([0.3, 0.1 + 0.2, 0.3])), [1, 1, 1])
    assert_array_equal(ranks(np.array([1.0, 1 + 1e-12])), [2, 1])


def test_the_largest_and_the_smallest_floats_are_ranked():
    assert_array_equal(ranks(np.array([-1.7e308, 1.7e308, 0.0])), [3, 1, 2])
    assert_array_equal(ranks(np.array([3e-308, 1e-308, 2e-308])), [1, 3, 2])


def test_one_option_is_first():
    assert_array_equal(ranks(np.array([5.0])), [1])


@pytest.mark.parametrize("few", [0, module.FEW])
@pytest.mark.parametrize("many", [0, module.MANY])
@given(rows=arrays(np.float64, (3, 7), elements=st.sampled_from([0, 0.3, 0.1 + 0.2, 0.5, 0.5 + 1e-10, 1, -4])))
def test_every_way_to_rank_is_the_definition(few, many, rows):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW", few)
        patch.setattr(module, "MANY", many)
        assert_array_equal(ranks(rows), [by_definition(row) for row in rows])
        assert_array_equal(ranks(rows[0]), by_definition(rows[0]))
        assert_array_equal(ranks(rows[None, :, None]), ranks(rows)[None, :, None])


@pytest.mark.parametrize("options", [9, module.FEW + 1, module.MANY + 1])
def test_many_at_once_are_ranked_as_one_by_one_in_any_layout(options):
    rows = np.random.default_rng(0).integers(0, options, (5, options)) / 7
    expected = [by_definition(row) for row in rows] if options < 200 else [ranks(row) for row in rows]
    assert_array_equal(ranks(rows), expected)
    assert_array_equal(ranks(np.asfortranarray(rows)), expected)


def test_a_million_options_without_ties_are_a_permutation():
    scores = np.random.default_rng(1).permutation(10**6).astype(float)
    assert_array_equal(ranks(scores), 10**6 - scores)


@given(arrays(np.float64, (3, 6), elements=st.sampled_from([0.0, 1.0, 1 + 5e-10, 1 + 2e-9, -3.0, 1e300, 1e-300])))
def test_what_is_first_is_known_without_the_other_ranks(scores):
    assert_array_equal(are_first(scores), ranks(scores) == 1)


def test_the_best_come_in_the_order_of_the_arrays():
    assert_array_equal(best(np.array([3, 1, 4, 2]), 2), [1, 3])
    assert_array_equal(best(np.array([1, 1, 1]), 2), [0, 1])
