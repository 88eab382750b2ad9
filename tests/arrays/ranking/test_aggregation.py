"""Borda and Copeland on published votes, and pairs that somebody ties."""

import numpy as np
import pytest

from policymcda.arrays.ranking.aggregation import borda, copeland, support


def votes(golden, name):
    """The candidates, and what each ballot gives them (k, m) with how many cast it (k,)."""
    inputs = golden(name)["inputs"]
    candidates = inputs["candidates"]
    places = [[ballot.index(one) + 1.0 for one in candidates] for _, ballot in inputs["profile"]]
    return candidates, np.array(places), np.array([float(count) for count, _ in inputs["profile"]])


@pytest.mark.parametrize("name", ["agg_tennessee_capital", "agg_condorcet_cycle"])
def test_points_are_those_of_the_published_votes(name, golden):
    candidates, places, counts = votes(golden, name)
    before = support(places, counts)
    expected = golden(name)["expected"]
    assert borda(before, counts.sum()).tolist() == [expected["borda"][one] for one in candidates]
    assert copeland(before).tolist() == [expected["copeland"][one] for one in candidates]


def test_a_tied_pair_counts_for_neither_and_in_borda_one_half_each():
    before = support(np.array([[1.0, 1.0, 3.0], [2.0, 1.0, 3.0]]), np.array([2.0, 1.0]))
    assert before.tolist() == [[0, 0, 3], [1, 0, 3], [0, 0, 0]]
    assert borda(before, 3.0).tolist() == [4.0, 5.0, 0.0]
    assert copeland(before).tolist() == [0.0, 2.0, -2.0]


def test_weights_that_differ_by_rounding_only_are_no_majority():
    before = support(np.array([[1.0, 2.0], [1.0, 2.0], [2.0, 1.0]]), np.array([0.1, 0.2, 0.3]))
    assert copeland(before).tolist() == [0.0, 0.0]
