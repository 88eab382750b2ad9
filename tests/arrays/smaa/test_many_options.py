"""Nets of many options: fewer draws, and only the first ranks, with the estimates of all of them."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.methods import topsis
from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sampling.weight_spaces import Anything
from policymcda.arrays.smaa import counting, estimates
from policymcda.arrays.smaa.tallies import pack, unpack
from policymcda.arrays.smaa.tasks import Task, add_up, add_up_firsts, confidence

MATRIX = np.random.default_rng(8).random((60, 3))
TASK = Task(topsis, MATRIX, np.array([True, False, True]), Anything(3), pairwise=False, length=512, levels=(0.25, 0.5))


@pytest.fixture(scope="module")
def every():
    return add_up(TASK, 0, 8)


@pytest.fixture(scope="module")
def first():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "COUNTED", 60 * 20)
        return add_up(TASK, 0, 8)


def test_estimates_of_the_first_ranks_are_those_of_all(every, first):
    for name in ("ranks", "top"):
        all_ranks, some = estimates.share(every, name), estimates.share(first, name)
        for part in ("value", "error", "low", "high"):
            assert_array_equal(getattr(some, part), getattr(all_ranks, part)[:, :20])
    last, ranks = estimates.share(first, "last"), estimates.share(every, "ranks")
    assert_array_equal(last.value, ranks.value[:, -1])
    assert_array_equal(last.high, ranks.high[:, -1])
    for one, other in zip(
        vars(estimates.entropy(first)).values(), vars(estimates.entropy(every)).values(), strict=True
    ):
        assert_allclose(one, other, rtol=1e-12)
    for part in ("weights", "error", "hits"):
        assert_array_equal(getattr(estimates.central(first), part), getattr(estimates.central(every), part))


def test_expected_ranks_are_exact_and_their_intervals_no_narrower(every, first):
    one, other = estimates.expected_rank(first), estimates.expected_rank(every)
    assert_array_equal(one.value, other.value)
    assert_array_equal(one.error, other.error)
    assert np.all((one.low <= other.low + 1e-12) & (one.high >= other.high - 1e-12))


def test_a_rank_that_is_nearly_always_the_same_has_the_interval_of_the_few_draws_that_differ(monkeypatch):
    """The best option is first, and one is last, in all but a few draws: steps are as far as ranks may lie."""
    values = np.vstack([[[1.0, 0.94]], MATRIX[:40, :2] * 0.9 + 0.045, [[0.0, 0.05]]])
    some = replace(TASK, ratings=values, benefit=np.ones(2, dtype=bool), space=Anything(2), levels=())
    every = estimates.expected_rank(add_up(some, 0, 4))
    monkeypatch.setattr(counting, "COUNTED", 42 * 10)
    first = estimates.expected_rank(add_up(some, 0, 4))
    assert np.all((first.low <= every.low + 1e-12) & (first.high >= every.high - 1e-12))
    assert first.high[0] < 3
    assert first.low[-1] > 35


def test_short_nets_are_the_first_draws_of_whole_ones():
    whole, scores = replace(TASK, length=NET, levels=()), {}
    for task in (whole, TASK):
        scores[task.length] = np.concatenate([part for _, part, _ in task.blocks(3, 1)])
    assert len(scores[512]) == 512
    assert_allclose(scores[512], scores[NET][:512], rtol=1e-14)
    two = np.concatenate([part for _, part, _ in TASK.blocks(3, 2)])
    assert_allclose(two[512:], np.concatenate([part for _, part, _ in TASK.blocks(4, 1)]), rtol=1e-14)


def test_short_nets_with_ratings_drawn_are_the_first_draws_too():
    cells = np.ones(MATRIX.shape, dtype=bool)
    drawn = replace(TASK, ratings=Ratings(MATRIX - 0.1, MATRIX, MATRIX + 0.1, cells, ~cells, 0 * MATRIX), levels=())
    whole = np.concatenate([part for _, part, _ in replace(drawn, length=NET).blocks(2, 1)])
    assert_allclose(np.concatenate([part for _, part, _ in drawn.blocks(2, 1)]), whole[:512], rtol=1e-14)
    assert confidence(drawn, estimates.central(add_up(drawn, 0, 4)).weights, 0, 8).sums["asked"] == 512


def test_tallies_add_up_in_any_order_and_survive_a_file(every, first):
    parts = [add_up(TASK, net, net + 1) for net in range(8)]
    backwards = sum(parts[:-1][::-1], parts[-1])
    assert backwards.length == 512
    for name, table in every.sums.items():
        assert_array_equal(backwards.sums[name], table)
    again = unpack({name: np.array(table) for name, table in pack(first).items()})
    assert (again.nets, again.length) == (8, 512)
    assert set(again.sums) == set(first.sums)
    together = (again + first).sums["first*first"]
    assert_array_equal(together.toarray(), 2 * every.sums["first*first"])
    assert_array_equal((again + first).sums["squared"], 2 * first.sums["squared"])


@pytest.mark.parametrize("options", [3, 60])
@pytest.mark.parametrize("kind", ["certain", "drawn", "rounded"])
def test_how_often_each_is_first_is_counted_alone_as_with_all_ranks(options, kind):
    """Rounded values tie, and all that tie for the first rank have it."""
    matrix, every = MATRIX[:options], np.ones((options, 3), dtype=bool)
    if kind == "rounded":
        matrix = np.ceil(3 * matrix)
    ratings = Ratings(matrix - 0.2, matrix, matrix + 0.2, every, ~every, 0 * matrix) if kind == "drawn" else matrix
    task = replace(TASK, ratings=ratings, levels=(), length=1024)
    alone, whole = add_up_firsts(task, 0, 5), add_up(task, 0, 5)
    assert (alone.nets, alone.length) == (5, 1024)
    for name in ("first", "first**2"):
        assert_array_equal(alone.sums[name], whole.sums[name.replace("first", "ranks")][:, 0])
    parts = add_up_firsts(task, 0, 3) + add_up_firsts(task, 3, 5)
    assert_array_equal(parts.sums["first**2"], alone.sums["first**2"])
