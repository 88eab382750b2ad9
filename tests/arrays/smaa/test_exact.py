"""Exact acceptability by cutting the space of weights into cells."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.draws import weigh
from policymcda.arrays.methods import weighted_sum
from policymcda.arrays.sampling.face_lattice import cells, cut, keep, simplex
from policymcda.arrays.sampling.polytope import shape
from policymcda.arrays.sampling.weight_spaces import Anything, Ordered, draws
from policymcda.arrays.smaa import counting
from policymcda.arrays.smaa.estimates import central, share
from policymcda.arrays.smaa.exact import acceptability, seconds
from policymcda.arrays.smaa.tasks import Task, add_up, unit_scores

EXACT = (
    "smaa2_two_alternatives_two_criteria",
    "smaa2_three_alternatives_two_criteria",
    "smaa2_three_by_three_compromise",
    "smaa2_unit_vectors_three_criteria",
    "smaa2_ordinal_weights_three_criteria",
)


def fractions(table):
    return np.array([[float(Fraction(cell)) for cell in row] for row in table])


def partial_values(matrix, weights, benefit):
    return weigh(matrix, weights)


@pytest.fixture(params=EXACT)
def case(request, golden):
    found = golden(request.param)
    scores = fractions(found["inputs"]["partial_values"])
    in_order = "weight_order" in found["inputs"]
    criteria = scores.shape[1]
    space = Ordered(tuple((i,) for i in range(criteria))) if in_order else Anything(criteria)
    return found, scores, space


def test_exact_indices_are_the_derived_fractions(case):
    found, scores, space = case
    exact = acceptability(scores, shape(space.constraints()))
    assert_allclose(exact.ranks, fractions(found["expected"]["rank_acceptability_exact"]), rtol=0, atol=1e-12)
    assert_allclose(exact.central, fractions(found["expected"]["central_weights_exact"]), rtol=0, atol=1e-12)
    found.check("rank_acceptability", exact.ranks)
    found.check("central_weights", exact.central)
    if "pairwise_winning_index" in found["expected"]:
        found.check("pairwise_winning_index", exact.pairwise)
    found.check("confidence_factor", np.diagonal(scores @ exact.central.T == np.max(scores @ exact.central.T, axis=0)))


def test_sampled_indices_are_within_four_standard_errors_of_the_derived_ones(case):
    _, scores, space = case
    total = add_up(Task(partial_values, scores, np.ones(scores.shape[1], dtype=bool), space), 0, 16)
    ranks, middle = share(total, "ranks"), central(total)
    exact = acceptability(scores, shape(space.constraints()))
    assert np.all(np.abs(ranks.value - exact.ranks) <= 4 * ranks.error)
    assert np.all(np.abs(middle.weights - exact.central) <= 4 * middle.error + 1e-9)
    pairs = share(total, "pairwise")
    off = ~np.eye(len(scores), dtype=bool)
    assert np.all(np.abs(pairs.value - exact.pairwise)[off] <= 4 * pairs.error[off])


@pytest.mark.parametrize("criteria", [1, 2, 3, 4, 5])
def test_identities_hold(criteria):
    scores = np.random.default_rng(criteria).random((7, criteria))
    exact = acceptability(scores, simplex(criteria))
    assert_allclose(exact.ranks.sum(axis=1), 1, atol=1e-12)
    assert_allclose(exact.ranks.sum(axis=0), 1, atol=1e-12)
    assert_allclose(exact.pairwise + exact.pairwise.T + np.eye(7), 1, atol=1e-12)
    assert_allclose(exact.ranks @ np.arange(1, 8), 1 + exact.pairwise.sum(axis=0), atol=1e-12)
    first = exact.ranks[:, 0] > 0
    assert_allclose(exact.central[first].sum(axis=1), 1, atol=1e-12)
    assert_allclose(exact.ranks[first, 0] @ exact.central[first], 1 / criteria, atol=1e-12)
    assert np.all(np.isnan(exact.central[~first]))


@pytest.mark.parametrize(("criteria", "seed"), [(2, 0), (3, 1), (4, 2), (5, 3)])
def test_exact_and_sampled_indices_agree_on_ratings_in_whole_numbers(criteria, seed):
    """Whole numbers make hyperplanes that meet in common points, and ties."""
    scores = np.random.default_rng(seed).integers(0, 4, (6, criteria)).astype(float)
    exact = acceptability(scores, simplex(criteria))
    total = add_up(Task(partial_values, scores, np.ones(criteria, dtype=bool), Anything(criteria)), 0, 16)
    ranks, pairs = share(total, "ranks"), share(total, "pairwise")
    assert np.all(np.abs(ranks.value - exact.ranks) <= 5 * ranks.error)
    assert np.all(np.abs(pairs.value - exact.pairwise) <= 5 * pairs.error)


def test_identical_options_share_their_rank_and_beat_nobody_of_each_other():
    exact = acceptability(np.array([[1.0, 0], [1, 0], [0, 1]]), simplex(2))
    assert_allclose(exact.ranks, [[0.5, 0.5, 0], [0.5, 0.5, 0], [0.5, 0, 0.5]], atol=1e-15)
    assert_array_equal(exact.pairwise[:2, :2], 0)


def test_options_that_differ_by_rounding_only_are_tied():
    exact = acceptability(np.array([[0.1 + 0.2, 1.0], [0.3, 1.0]]), simplex(2))
    assert_array_equal(exact.ranks, [[1, 0], [1, 0]])


def test_one_option_is_always_first():
    exact = acceptability(np.array([[3.0, 4, 5]]), simplex(3))
    assert_array_equal(exact.ranks, [[1]])
    assert_allclose(exact.central, [[1 / 3] * 3], atol=1e-15)


def test_a_space_of_one_point_gives_certainty():
    point = simplex(2)
    keep(point, np.array([-0.25, 0.75]), on=True)  # weights 3/4 and 1/4
    exact = acceptability(np.array([[1.0, 0], [0, 1]]), point)
    assert_array_equal(exact.ranks, [[1, 0], [0, 1]])
    assert_allclose(exact.central[0], [0.75, 0.25])


small = arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 4)), elements=st.integers(-3, 3))


@given(small, st.integers(0, 10))
def test_the_cells_cover_the_space_whatever_the_scores(scores, seed):
    exact = acceptability(scores, simplex(scores.shape[1]))
    assert_allclose(exact.ranks.sum(axis=1), 1, atol=1e-12)
    assert_allclose(exact.ranks @ np.arange(1, len(scores) + 1), 1 + exact.pairwise.sum(axis=0), atol=1e-12)
    sampled = counting.count(draws(seed, 0, scores.shape[1]) @ scores.T, draws(seed, 0, scores.shape[1]))
    assert_allclose(sampled.ranks[0] / 8192, exact.ranks, atol=0.02)


@given(small, st.sampled_from([1e-9, 0.125, 1e6]))
def test_the_unit_of_the_scores_does_not_matter(scores, factor):
    one, other = (acceptability(s, simplex(scores.shape[1])) for s in (scores, scores * factor))
    assert_allclose(one.ranks, other.ranks, atol=1e-12)


def test_linear_methods_are_known_by_their_scores_at_the_unit_vectors():
    matrix, benefit = np.random.default_rng(0).random((5, 3)), np.array([True, False, True])
    weights = draws(0, 0, 3)
    assert_allclose(
        weights @ unit_scores(weighted_sum, matrix, benefit).T, weighted_sum(matrix, weights, benefit), atol=1e-14
    )


def test_constraints_change_the_space():
    """w1 at most one half of two weights: option 1 needs more than that."""
    half = simplex(2)
    assert keep(half, np.array([0.5, -0.5]))
    assert_allclose(acceptability(np.eye(2), half).ranks, [[0, 1], [1, 0]], atol=1e-15)


def test_a_constraint_that_touches_a_corner_leaves_it():
    corner = simplex(3)
    assert keep(corner, np.array([0.0, 1, 1]))
    assert_allclose(cells(corner).centroids, [[1, 0, 0]])
    assert not keep(corner, np.array([1.0, 1, 1]))


def test_a_simplex_cut_in_the_middle_has_two_cells_of_known_size():
    whole = simplex(4)
    assert cut(whole, np.array([1.0, -1, -1, -1]))  # w1 > 1/2
    found = cells(whole)
    assert_allclose(sorted(found.shares), [1 / 8, 7 / 8], atol=1e-15)
    assert not cut(whole, np.array([1.0, 1, 1, 1]))
    assert_allclose(found.shares @ found.centroids, 1 / 4, atol=1e-15)


def test_the_estimate_of_the_time_grows_with_options_and_criteria():
    assert seconds(9, 3) < seconds(9, 5) < seconds(20, 5) < seconds(20, 9)
    assert seconds(1, 0) == 0
    assert seconds(9, 5) > 0.1
