"""SMAA of so many options that a minute does not hold the usual draws: how many are drawn, and what is said of it."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from policymcda import smaa
from policymcda.arrays.methods import METHODS
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sampling.weight_spaces import Anything
from policymcda.arrays.smaa import counting
from policymcda.arrays.smaa.tasks import Task
from policymcda.simulation import work

HOW = {"ratings": "fixed", "seed": 3}


@pytest.fixture
def problem(random_problem):
    return random_problem(1, options=60, criteria=4)


@pytest.fixture
def short_of_time(monkeypatch):
    """A minute holds 2**14 draws of 60 options x 4 criteria."""
    monkeypatch.setattr(work, "MINUTE", 60 * 4 * work.SORTED * 2**14)


def task(options, criteria, name="topsis", **settings):
    matrix = np.ones((options, criteria))
    return Task(METHODS[name], matrix, np.ones(criteria, dtype=bool), Anything(criteria), **settings)


def draws_of(*tasks, samples=None):
    sized, nets, notes = work.planned({f"g{k}": one for k, one in enumerate(tasks)}, samples)
    length = next(iter(sized.values())).length
    return length, nets * length, dict(note[::2] for note in notes)


def test_few_options_have_the_usual_draws():
    for tasks in ([task(9, 4)], [task(9, 4)] * 900, [task(300, 8)]):
        assert draws_of(*tasks) == (NET, 2**17, {})


def test_many_options_have_the_draws_of_a_minute_in_short_nets():
    length, draws, notes = draws_of(task(10_000, 8))
    assert (length, draws) == (512, 2**15)
    assert notes["draws"].startswith("32,768 draws in nets of 512: about a minute on one core")
    assert notes["many_ranks"] == "10,000 options: the tables of ranks hold the first 100 of them"
    assert draws_of(task(10_000, 8), samples=2**20)[:2] == (512, 2**20)
    assert "about 26 minutes" in draws_of(task(10_000, 8), samples=2**20)[2]["draws"]
    assert draws_of(task(10_000, 8), samples=2**15 + 1)[1] == 2**15 + 512


def test_methods_that_compare_pairs_have_fewer_and_are_said_to_take_long():
    length, draws, notes = draws_of(task(10_000, 8, "codas"))
    assert (length, draws) == (work.SHORTEST, 16 * work.SHORTEST)
    assert "about 85 minutes" in notes["draws"]
    assert "hours" in draws_of(task(10_000, 8, "codas"), samples=2**17)[2]["draws"]


def test_fewer_draws_are_near_those_of_more(problem, short_of_time):
    few, more = smaa(problem, **HOW), smaa(problem, samples=2**17, **HOW)
    assert (few.settings["draws"], more.settings["draws"]) == (2**14, 2**17)
    assert "16,384 draws in nets of 512" in few.notes.set_index("code").loc["draws", "text"]
    away = (few.table["expected_rank"] - more.table["expected_rank"]).abs()
    assert (away <= 6 * np.hypot(few.table["expected_rank_error"], more.table["expected_rank_error"])).all()
    assert (few.table["expected_rank_error"] > 0).all()


def test_bits_are_the_same_in_threads_and_after_an_interruption(problem, short_of_time, tmp_path):
    plain = smaa(problem, **HOW)
    with ThreadPoolExecutor(2) as executor:
        same(smaa(problem, executor=executor, **HOW), plain)
    path = tmp_path / "run.npz"
    smaa(problem, samples=2**13, checkpoint=path, **HOW)
    same(smaa(problem, checkpoint=path, **HOW), plain)


def test_of_more_than_a_thousand_options_only_the_first_ranks_are_shown(problem, short_of_time, monkeypatch):
    every = smaa(problem, **HOW)
    monkeypatch.setattr(counting, "COUNTED", 60 * 20)
    first = smaa(problem, **HOW)
    assert "the first 20 of them" in first.notes.set_index("code").loc["many_ranks", "text"]
    for name, place in (("ranks", "rank"), ("first", "k")):
        table = getattr(every, name)
        assert_frame_equal(getattr(first, name), table[table[place] <= 20].reset_index(drop=True), check_exact=True)
    columns = [name for name in every.table if not name.startswith("expected_rank_")]
    assert_frame_equal(first.table[columns], every.table[columns], check_exact=True)


def test_levels_that_short_nets_cannot_hold_are_refused(problem, short_of_time):
    with pytest.raises(ValueError, match=r"take levels from 0\.0312 to 0\.969"):
        smaa(problem, quantiles=(0.01, 0.5), **HOW)


def test_progress_comes_net_by_net_where_a_net_takes_long(problem, short_of_time):
    done = []
    smaa(problem, progress=lambda *nets: done.append(nets), **{**HOW, "quantiles": ()})
    assert done[0] == (1, 32)
    assert [nets for nets, _ in done] == list(range(1, 33))


def same(one, other):
    assert one.settings == other.settings
    for name, table in one.tables.items():
        assert_frame_equal(table, other.tables[name], check_exact=True)
