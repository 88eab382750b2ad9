"""Counts of a net by comparing and by sorting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.ranking.ranks import ranks, tolerance
from policymcda.arrays.sampling.weight_spaces import draws
from policymcda.arrays.smaa import counting
from policymcda.arrays.smaa.counting import UNIT, count


def by_definition(scores, weights):
    places = ranks(scores)
    options = scores.shape[1]
    table = np.array([[np.sum(places[:, i] == r + 1) for r in range(options)] for i in range(options)])
    limits = scores + tolerance(scores)
    wins = np.sum(scores[:, :, None] > limits[:, None, :], axis=0)
    ties = np.sum([len(set(row)) < options for row in places.tolist()])
    middle = np.array([weights[places[:, i] == 1].sum(axis=0) for i in range(options)])
    return table, wins, ties, middle


@pytest.mark.parametrize(("options", "draws_"), [(1, 300), (2, 8192), (9, 2500), (30, 1024), (49, 1500), (300, 100)])
@pytest.mark.parametrize("digits", [1, 12])
def test_counts_are_those_of_the_definition(options, draws_, digits):
    """One digit makes ties common, twelve make them rare."""
    rng = np.random.default_rng(options)
    scores, weights = np.round(rng.random((draws_, options)), digits), draws(0, 0, 3)[:draws_]
    table, wins, ties, middle = by_definition(scores, weights)
    for pairwise in (True, False):
        found = count(scores, weights, pairwise=pairwise)
        assert_array_equal(found.ranks, [table])
        assert_array_equal(found.ties, [ties])
        assert_allclose(found.weights / UNIT, [middle], atol=1e-8)
        if pairwise:
            assert_array_equal(found.pairwise, [wins])
        else:
            assert found.pairwise is None


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize(
    ("options", "pairwise"),
    [(9, True), (30, True), (60, True), (9, False), *((m, False) for m in (49, 64, 65, 129, 300))],
)
@pytest.mark.parametrize(
    "shape", ["few ties", "near ties", "equal options", "large", "beyond single precision", "minute"]
)
def test_scores_too_close_for_short_numbers_are_told_apart_in_double(options, pairwise, shape):
    """Gaps around the tolerance, around the precision of 32 bits, and magnitudes that 32 bits do not hold."""
    rng, draws_ = np.random.default_rng(options), 1024 if options <= 65 else 128
    scores = rng.random((draws_, options)) - 0.3
    if shape == "few ties":
        scores[:3, 1] = scores[:3, 0]
    elif shape == "near ties":
        scores[:, 1:] = scores[:, :1] + rng.choice(
            [0.0, 1e-12, 0.9e-9, 1.1e-9, 1e-8, 1e-7, 1e-6, 1.0], (draws_, options - 1)
        )
    elif shape == "equal options":
        scores[:, 1] = scores[:, 0]
    else:
        scores *= {"large": 1e25, "beyond single precision": 1e300, "minute": 1e-300}[shape]
    weights = draws(0, 0, 3)[:draws_]
    table, wins, ties, middle = by_definition(scores, weights)
    found = count(scores, weights, pairwise=pairwise)
    assert_array_equal(found.ranks[0], table)
    if pairwise:
        assert_array_equal(found.pairwise[0], wins)
    assert found.ties == ties
    assert_allclose(found.weights[0] / UNIT, middle, atol=1e-8)


@pytest.mark.parametrize(("options", "digits"), [(3, 3), (9, 9), (30, 5), (60, 4)])
@pytest.mark.parametrize("pairwise", [True, False])
def test_many_nets_at_once_are_counted_as_one_by_one(monkeypatch, options, digits, pairwise):
    monkeypatch.setattr(counting, "CACHE", 1 << 20)
    rng = np.random.default_rng(0)
    scores = np.round(rng.random((4 * 2048, options)), digits)
    weights = draws(0, 0, 3)
    whole = count(scores, weights, nets=4, pairwise=pairwise)
    for net in range(4):
        part = slice(net * 2048, (net + 1) * 2048)
        one = count(scores[part], weights[part], pairwise=pairwise)
        assert_array_equal(whole.ranks[net], one.ranks[0])
        assert_array_equal(whole.ties[net], one.ties[0])
        assert_array_equal(whole.weights[net], one.weights[0])
        if pairwise:
            assert_array_equal(whole.pairwise[net], one.pairwise[0])


def test_sorting_and_comparing_count_the_same():
    scores = np.round(np.random.default_rng(1).random((4096, 12)), 3)
    one, other = (by(scores, draws(0, 0, 4)[:4096], 1, False) for by in (counting._by_comparing, counting._by_sorting))
    assert_array_equal(one.ranks, other.ranks)
    assert_array_equal(one.weights, other.weights)
    assert_array_equal(one.ties, other.ties)
    assert one.ties > 0


@given(st.integers(1, 12), st.sampled_from([64, 1024, 2048]), st.integers(0, 99))
def test_blocks_add_up_to_the_same_bits(options, block, seed):
    rng = np.random.default_rng(seed)
    scores, weights = rng.random((4096, options)), draws(seed, 0, 3)[:4096]
    whole, parts = count(scores, weights), counting.zeros(1, options, 3, True)
    for start in range(0, 4096, block):
        parts.add(0, count(scores[start : start + block], weights[start : start + block]))
    assert_array_equal(parts.ranks, whole.ranks)
    assert_array_equal(parts.weights, whole.weights)
    assert_array_equal(parts.pairwise, whole.pairwise)


def test_one_weight_vector_is_counted_as_often_as_an_option_is_first():
    scores = np.random.default_rng(0).random((500, 3))
    found = count(scores, np.array([0.25, 0.75]))
    assert_allclose(found.weights[0] / UNIT, found.ranks[0, :, :1] * [[0.25, 0.75]])


def test_identical_options_are_always_tied():
    found = count(np.ones((1000, 4)), draws(0, 0, 2)[:1000])
    assert_array_equal(found.ranks, [[[1000, 0, 0, 0]] * 4])
    assert_array_equal(found.pairwise, np.zeros((1, 4, 4)))
    assert_array_equal(found.ties, [1000])


@pytest.mark.parametrize("by", [counting._by_sorting, counting._by_comparing])
@pytest.mark.parametrize("digits", [2, 12])
def test_of_many_options_the_first_ranks_are_counted_and_what_all_add_up_to(monkeypatch, by, digits):
    rng = np.random.default_rng(3)
    scores, weights = np.round(rng.random((512, 60)), digits), draws(0, 0, 3)[:512]
    every, places = by(scores, weights, 1, False), np.arange(1, 61)
    monkeypatch.setattr(counting, "COUNTED", 60 * 20)
    first = by(scores, weights, 1, False)
    assert_array_equal(first.ranks, every.ranks[..., :20])
    assert_array_equal(first.beyond, [every.ranks @ places, every.ranks @ places**2, every.ranks[..., -1]])
    for name in ("ties", "weights"):
        assert_array_equal(getattr(first, name), getattr(every, name))
    total = counting.zeros(2, 60, 3, False)
    total.add(0, first)
    total.add(0, first)
    assert_array_equal(total.beyond, np.stack([2 * first.beyond[:, 0], 0 * first.beyond[:, 0]], axis=1))


@pytest.mark.parametrize("digits", [2, 6, 9, 15])
def test_longer_numbers_sort_as_shorter_ones(monkeypatch, digits):
    scores, weights = np.round(np.random.default_rng(4).random((256, 90)), digits), draws(0, 0, 3)[:256]
    short = counting._by_sorting(scores, weights, 1, False)
    monkeypatch.setattr(counting, "HALF_WORDS", 1)
    long = counting._by_sorting(scores, weights, 1, False)
    for name in ("ranks", "ties", "weights"):
        assert_array_equal(getattr(long, name), getattr(short, name))
