"""Kemeny's orders against enumeration, published votes, and orders that a linear program alone does not find."""

from functools import cache
from itertools import permutations
from time import monotonic

import numpy as np
import pytest

from policymcda.arrays.choice import kemeny as module
from policymcda.arrays.choice.kemeny import kemeny, worth
from policymcda.arrays.ranking.aggregation import support


@cache
def orders_of(count):
    """Every order of so many options, (count!, count), and the place of each option in it."""
    orders = np.array(list(permutations(range(count))))
    return orders, np.argsort(orders, axis=1)


def by_enumeration(before):
    """The largest worth, and every order that has it."""
    orders, places = orders_of(len(before))
    found = np.zeros(len(orders))
    for one, other in permutations(range(len(before)), 2):
        found += before[one, other] * (places[:, one] < places[:, other])
    best = found.max()
    return best, {tuple(order) for order in orders[found >= best - 1e-9 * max(before.sum(), 1.0)].tolist()}


def profile(seed):
    """A few rankings of up to seven options: half of them with ties, half of them weighted."""
    rng = np.random.default_rng(seed)
    options, people = int(rng.integers(1, 8)), int(rng.integers(1, 9))
    ties, weighted = rng.random(2) < 0.5
    ranks = [rng.integers(1, options + 1, options) if ties else rng.permutation(options) + 1 for _ in range(people)]
    weights = rng.random(people) if weighted else rng.integers(1, 4, people)
    return support(np.array(ranks, dtype=np.float64), weights.astype(np.float64))


@pytest.mark.parametrize("block", range(6))
def test_it_equals_enumeration_on_300_profiles_with_ties_and_weights(block):
    for seed in range(50 * block, 50 * block + 50):
        before = profile(seed)
        best, orders = by_enumeration(before)
        found = kemeny(before)
        assert found.gap == 0
        assert found.value == pytest.approx(best, abs=1e-9)
        assert found.more == (len(orders) > 100)
        listed = {tuple(order) for order in found.orders.tolist()}
        assert len(listed) == len(found.orders) == min(len(orders), 100)
        assert listed <= orders


@pytest.mark.parametrize(("seed", "options"), [(187, 9), (261, 8), (323, 10)])
def test_where_the_linear_program_is_not_whole_the_integer_program_decides(seed, options, monkeypatch):
    """The best worth by dynamic programming over sets of options that come first (Held and Karp, 1962)."""
    rng = np.random.default_rng(seed)
    assert options == int(rng.integers(7, 11))
    upper = np.triu(rng.choice([-1.0, 1.0], size=(options, options)), 1)
    before = np.maximum(upper - upper.T, 0.0)
    best = np.zeros(2**options)
    for chosen in range(1, 2**options):
        inside = [one for one in range(options) if chosen >> one & 1]
        best[chosen] = max(best[chosen ^ 1 << last] + before[inside, last].sum() for last in inside)
    whole, solve = [], module._Program._solve
    monkeypatch.setattr(module._Program, "_solve", lambda part, **how: whole.append(how) or solve(part, **how))
    found = kemeny(before)
    assert {"whole": True} in whole
    assert (found.value, found.gap) == (best[-1], 0.0)
    assert all(worth(before, order) == found.value for order in found.orders)


@pytest.mark.parametrize("name", ["agg_tennessee_capital", "agg_condorcet_cycle"])
def test_every_best_order_of_the_published_votes_is_found(name, golden):
    case = golden(name)
    candidates, profile = case["inputs"]["candidates"], case["inputs"]["profile"]
    places = np.array([[ballot.index(one) + 1.0 for one in candidates] for _, ballot in profile])
    found = kemeny(support(places, np.array([float(count) for count, _ in profile])))
    assert found.value == case["expected"]["kemeny_score"]
    named = {"".join(candidates[one] for one in order) for order in found.orders}
    assert named == set(case["expected"]["kemeny_rankings"])


@pytest.mark.parametrize("noise", [8, 60, None])
def test_forty_options_and_a_hundred_rankings_are_exact_in_time(noise):
    rng = np.random.default_rng(1)
    values = rng.normal(0, 1 if noise is None else noise, (100, 40)) + (0 if noise is None else np.arange(40))
    start = monotonic()
    found = kemeny(support(np.argsort(np.argsort(values, axis=1), axis=1) + 1.0, np.ones(100)))
    assert found.gap == 0
    assert monotonic() - start < 5


def test_where_time_is_over_the_gap_is_told():
    rng = np.random.default_rng(2)
    before = support(np.array([rng.permutation(30) + 1.0 for _ in range(25)]), np.ones(25))
    hasty, proven = kemeny(before, seconds=0.0), kemeny(before)
    assert proven.gap == 0
    assert hasty.gap > 0
    assert hasty.value <= proven.value <= hasty.value * (1 + hasty.gap)


def test_many_options_that_no_majority_parts_have_an_order_and_a_gap():
    rng = np.random.default_rng(3)
    before = support(np.array([rng.permutation(200) + 1.0 for _ in range(5)]), np.ones(5))
    found = kemeny(before)
    assert sorted(found.orders[0]) == list(range(200))
    assert found.gap > 0


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_of_a_circle_as_many_orders_are_given_as_are_asked_for(limit):
    circle = np.array([[0, 2, 1], [1, 0, 2], [2, 1, 0]], dtype=np.float64)
    found = kemeny(circle, limit=limit)
    assert len(found.orders) == min(limit, 3)
    assert found.more == (limit < 3)
