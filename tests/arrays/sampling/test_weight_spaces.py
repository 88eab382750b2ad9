"""Weights drawn from the simplex, around a centre, in an order, and under constraints."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from policymcda.arrays.sampling import simplex
from policymcda.arrays.sampling.constrained import constrained
from policymcda.arrays.sampling.hit_and_run import Walk, hit_and_run
from policymcda.arrays.sampling.polytope import reduced, shape
from policymcda.arrays.sampling.sobol import NET, Net
from policymcda.arrays.sampling.triangulation import pieces
from policymcda.arrays.sampling.weight_spaces import Anything, Around, Constraints, Fixed, Ordered, draws, free


def rows(above=(), bound=(), equal=(), value=(), criteria=3):
    return Constraints(
        np.array(above, dtype=float).reshape(-1, criteria),
        np.array(bound, dtype=float),
        np.array(equal, dtype=float).reshape(-1, criteria),
        np.array(value, dtype=float),
    )


@pytest.mark.parametrize("criteria", [1, 2, 3, 4, 12, 30])
@pytest.mark.parametrize("random", [False, True])
def test_weights_are_on_the_simplex_with_equal_means(criteria, random):
    weights = Anything(criteria).draw(3, 1, random=random)
    assert weights.shape == (NET, criteria)
    assert weights.min() >= 0
    assert_allclose(weights.sum(axis=1), 1, rtol=1e-14)
    spread = np.sqrt((criteria - 1) / (criteria + 1)) / criteria
    assert_allclose(weights.mean(axis=0), 1 / criteria, atol=4 * spread / np.sqrt(NET) + 1e-12)


def test_draws_lie_contiguous_by_criterion():
    assert draws(0, 0, 4).T.flags.c_contiguous


@pytest.mark.parametrize("criteria", [2, 3, 4, 9])
def test_a_weight_exceeds_x_with_probability_one_minus_x_to_the_power_of_the_others(criteria):
    weights = draws(0, 0, criteria)
    for x in (0.1, 0.25, 0.5):
        assert_allclose(np.mean(weights > x, axis=0), (1 - x) ** (criteria - 1), atol=0.012)


def test_the_largest_of_four_weights_exceeds_one_half_as_often_as_not():
    """Uniform numbers that are divided by their sum give 0.166."""
    assert_allclose(np.mean(draws(0, 0, 4).max(axis=1) > 0.5), 0.5, atol=0.005)


@pytest.mark.parametrize("size", ["2", "3", "4"])
def test_ordered_weights_average_to_the_rank_order_centroid_of_barron_and_barrett_1996(golden, size):
    published = golden("rank_weights_n2_to_4")["expected"]
    centroid = np.array([sum(1 / k for k in range(j, int(size) + 1)) / int(size) for j in range(1, int(size) + 1)])
    assert any(np.allclose(centroid, v, atol=1e-4) for v in leaf_criteria(published) if len(v) == int(size))
    weights = Ordered(tuple((i,) for i in range(int(size)))).draw(0, 0)
    assert np.all(np.diff(weights, axis=1) <= 0)
    assert_allclose(weights.mean(axis=0), centroid, atol=5e-4)


def leaf_criteria(tree):
    if isinstance(tree, dict):
        return [leaf for branch in tree.values() for leaf in leaf_criteria(branch)]
    if isinstance(tree, list) and tree and isinstance(tree[0], list):
        return [leaf for branch in tree for leaf in leaf_criteria(branch)]
    return [tree] if isinstance(tree, list) else []


def test_within_a_tier_nothing_is_said():
    space = Ordered(((2, 0), (1, 3)))
    weights = space.draw(0, 0)
    assert np.all(weights[:, [0, 2]].min(axis=1) >= weights[:, [1, 3]].max(axis=1))
    assert_allclose(np.mean(weights[:, 0] > weights[:, 2]), 0.5, atol=0.01)
    centroid = [sum(1 / k for k in range(j, 5)) / 4 for j in range(1, 5)]
    top, bottom = np.mean(centroid[:2]), np.mean(centroid[2:])
    assert_allclose(weights.mean(axis=0), [top, bottom, top, bottom], atol=2e-3)


def test_equal_tiers_share_their_weight():
    weights = Ordered(((1,), (0, 2), (3,)), equal=True).draw(0, 0)
    assert np.all(weights[:, 0] == weights[:, 2])
    assert np.all((weights[:, 1] >= weights[:, 0]) & (weights[:, 0] >= weights[:, 3]))
    corners = np.array([[0, 1, 0, 0], [1 / 3, 1 / 3, 1 / 3, 0], [1 / 4] * 4])
    assert_allclose(weights.mean(axis=0), corners.mean(axis=0), atol=5e-4)


@pytest.mark.parametrize(
    "space", [Ordered(((0,), (1,), (2,))), Ordered(((1, 2), (0, 3))), Ordered(((1,), (0, 2), (3,)), equal=True)]
)
def test_orders_give_their_inequalities(space):
    given, weights = space.constraints(), space.draw(0, 0)
    assert np.all(weights @ given.above.T <= given.bound + 1e-12)
    assert_allclose(weights @ given.equal.T, np.tile(given.value, (NET, 1)), atol=1e-12)
    by_pieces = constrained(given).draw(0, 0)
    assert_allclose(weights.mean(axis=0), by_pieces.mean(axis=0), atol=2e-3)
    assert_allclose(np.cov(weights.T), np.cov(by_pieces.T), atol=2e-3)


@pytest.mark.parametrize("concentration", [0.5, 4.0, 200.0])
def test_weights_around_a_centre_have_the_moments_of_a_dirichlet_distribution(concentration):
    centre = np.array([0.4, 0.3, 0.0, 0.2, 0.1])
    weights = Around(tuple(centre), concentration).draw(0, 0)
    assert_allclose(weights.sum(axis=1), 1, atol=1e-12)
    assert np.all(weights[:, 2] == 0)
    assert_allclose(weights.mean(axis=0), centre, atol=0.004)
    assert_allclose(weights.var(axis=0), centre * (1 - centre) / (concentration + 1), rtol=0.04)


def test_a_centre_on_one_criterion_keeps_all_weight_there():
    assert np.all(simplex.around(Net(0, 0, 2).block(), np.array([0.0, 1.0, 0.0]), 5.0) == [0, 1, 0])


def test_spaces_say_what_they_are_uniform_on():
    assert Around((0.5, 0.5), 3.0).constraints() is None
    assert_allclose(Fixed((0.2, 0.8)).constraints().value, [0.2, 0.8])
    assert_allclose(Fixed((0.2, 0.8)).draw(0, 0), [0.2, 0.8])
    assert Anything(3).constraints().above.shape == (0, 3)
    assert Fixed((1.0,)).criteria == Around((1.0,), 1.0).criteria == 1


def test_constraints_that_cannot_hold_leave_no_weights():
    impossible = rows([[1, 1, 0], [0, 0, 1]], [0.4, 0.5])
    assert constrained(impossible) is None
    assert shape(impossible) is None
    assert shape(rows(equal=[[1, 0, 0]], value=[1.5])) is None


def test_constraints_that_leave_one_point_fix_the_weights():
    assert_allclose(constrained(rows([[-1, 0, 0]], [-1])).draw(0, 0), [1, 0, 0], atol=1e-12)
    assert_allclose(constrained(rows(criteria=1)).draw(0, 0), [1])


def test_two_inequalities_that_meet_are_an_equality():
    space = constrained(rows([[1, 0, 0], [-1, 0, 0]], [0.3, -0.3]))
    weights = space.draw(0, 0)
    assert_allclose(weights[:, 0], 0.3, atol=1e-12)
    assert_allclose(weights[:, 1].mean(), 0.35, atol=1e-3)
    assert reduced(space.constraints()).basis.shape == (3, 1)


def test_redundant_inequalities_are_left_out():
    found = reduced(rows([[1, 0, 0], [1, 0, 0], [2, 0, 0], [1, 1, 0]], [0.5, 0.6, 1.0, 2.0]))
    assert len(found.sides) == 4  # three sides of the triangle and one cut


def test_both_ways_to_draw_under_constraints_agree():
    given = rows([[1, 0, 0, 0], [0, -1, 0, 0]], [0.5, -0.1], [[0, 1, -2, 0]], [0], criteria=4)
    exact, path = constrained(given), hit_and_run(given, reduced(given))
    assert exact.criteria == path.criteria == 4
    assert path.constraints() is exact.constraints() is given
    a, b = exact.draw(0, 0), path.draw(0, 0)
    for weights in (a, b):
        assert np.all(weights @ given.above.T <= given.bound + 1e-12)
        assert_allclose(weights @ given.equal.T, 0, atol=1e-12)
        assert_allclose(weights.sum(axis=1), 1, atol=1e-12)
    error = np.sqrt(a.var(axis=0) / (NET * path.worth))
    assert np.all(np.abs(a.mean(axis=0) - b.mean(axis=0)) < 4 * error)


def test_a_walk_says_what_its_draws_are_worth():
    """Unconstrained, the means over nets scatter as they do for so many independent draws."""
    given = free(9)
    space = constrained(given)
    assert isinstance(space, Walk)
    assert 0.5 < space.worth <= 1
    means = np.array([space.draw(0, net).mean(axis=0) for net in range(12)])
    one = (8 / 9) / (9 * 10)  # variance of a weight on the simplex
    assert_allclose(np.mean(means.var(axis=0, ddof=1)) * NET / one, 1 / space.worth, rtol=0.45)
    assert_allclose(means.mean(axis=0), 1 / 9, atol=5 * np.sqrt(one / (12 * NET * space.worth)))


def test_too_many_pieces_make_a_walk(monkeypatch):
    criteria = 7
    above = np.vstack([np.eye(criteria), -np.eye(criteria)])
    given = rows(above, [0.2] * criteria + [-0.05] * criteria, criteria=criteria)
    assert pieces(given, shape(given), most=3) is None
    monkeypatch.setattr("policymcda.arrays.sampling.constrained.PIECES", 3)
    space = constrained(given)
    assert isinstance(space, Walk)
    weights = space.draw(0, 0)
    assert_allclose(weights.mean(axis=0), 1 / criteria, atol=0.003)
    assert weights.max() <= 0.2 + 1e-12


SPACES = {
    "anything": Anything(4),
    "around": Around((0.1, 0.2, 0.7), 12.0),
    "ordered": Ordered(((1,), (0,), (2,))),
    "tiers": Ordered(((1,), (0, 2), (3,))),
    "equal in a tier": Ordered(((1,), (0, 2), (3,)), equal=True),
    "pieces": constrained(rows([[-1, 2, 0]], [0])),
    "walk": hit_and_run(rows([[-1, 2, 0]], [0]), reduced(rows([[-1, 2, 0]], [0]))),
}


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
@pytest.mark.parametrize("random", [False, True])
def test_nets_that_are_drawn_together_are_those_drawn_one_by_one(space, random):
    apart = np.concatenate([space.draw(3, net, random=random) for net in range(2, 6)])
    assert np.array_equal(space.draw(3, 2, 4, random=random), apart)


def test_a_single_vector_stays_one():
    assert Fixed((0.2, 0.8)).draw(0, 0, 8).shape == (2,)
