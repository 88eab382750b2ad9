"""0-1 programs: the solver against the growing of sets, budgets to the last digit, conflicts, and a quiet standard output."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from policymcda.arrays.choice import conflicts, listing, quiet
from policymcda.arrays.choice.conflicts import smallest_conflict
from policymcda.arrays.choice.listing import best_within, near_best, next_better
from policymcda.arrays.choice.program import Program, cheapest, cheapest_above, solve

NO_PAIRS = np.zeros((0, 2), dtype=np.int64)


def program(seed, projects, logical=4, resources=1):
    rng = np.random.default_rng(seed)
    costs = rng.uniform(1, 30, (resources, projects))
    rows = np.zeros((logical, projects))
    for place, row in enumerate(rows):
        row[rng.choice(projects, 2, replace=False)] = (1, 1 if place % 2 else -1)
    limits = np.concatenate([0.4 * costs.sum(axis=1), rows.sum(axis=1) > 0])
    return Program(
        rng.uniform(0.1, 0.9, projects),
        np.concatenate([costs, rows]),
        limits,
        np.arange(len(limits)),
        resources,
        NO_PAIRS,
    )


@pytest.mark.parametrize("seed", range(4))
def test_two_ways_find_sets_of_the_same_value(seed):
    asked = program(seed, 30)
    budgets = asked.limits[0] * np.linspace(0.1, 2, 12)[:, None]
    for budget, grown in zip(budgets, best_within(asked, budgets), strict=True):
        solved = solve(asked.under(budget))
        assert solved.gap == 0
        assert grown @ asked.values == pytest.approx(solved.chosen @ asked.values, abs=1e-9)
        assert asked.under(budget).keeps(grown).all()


@pytest.mark.parametrize("seed", range(30))
def test_a_set_over_the_budget_by_a_billionth_is_not_chosen(seed):
    rng = np.random.default_rng(seed)
    costs = rng.uniform(1, 1000, 12)
    tempting = rng.random(12) < 0.5
    budget = costs @ tempting * (1 - 2e-9)
    asked = Program(costs + tempting * 1e-3, costs[None], np.array([budget]), np.array([0]), 1, NO_PAIRS)
    found = solve(asked).chosen
    sets = (np.arange(2**12)[:, None] >> np.arange(12) & 1).astype(bool)
    fits = sets @ costs <= budget
    assert found @ costs <= budget
    assert found @ asked.values == pytest.approx((sets @ asked.values)[fits].max(), rel=1e-12)


def test_rows_that_are_no_costs_are_kept_to_the_last_digit():
    values = np.array([1.0, 1.0 + 1e-7, 3.0])
    asked = Program(values, np.array([[1.0, 2.0, 9.0]]), np.array([5.0]), np.array([0]), 1, NO_PAIRS)
    above = cheapest_above(asked, 1.0, 0, 5.0)
    assert above.chosen.tolist() == [False, True, False]
    assert cheapest_above(asked, 6.0, 0, 5.0) is None
    assert cheapest(asked).chosen.tolist() == [False] * 3


def test_no_time_is_told_where_nothing_was_found(monkeypatch):
    answer = type("Answer", (), {"status": 1, "x": None})()
    monkeypatch.setattr("policymcda.arrays.choice.program._highs", lambda *_: answer)
    with pytest.raises(TimeoutError, match="no set was found within 5 s"):
        solve(program(0, 5), 5)


def test_a_gap_is_reported_where_time_ran_out(monkeypatch):
    answer = type("Answer", (), {"status": 1, "x": np.zeros(5), "mip_gap": 0.25})()
    monkeypatch.setattr("policymcda.arrays.choice.program._highs", lambda *_: answer)
    assert solve(program(0, 5)).gap == 0.25


def test_more_sets_than_are_held_are_left_to_the_solver():
    spread = program(3, 40, logical=12)
    assert best_within(spread, spread.limits[:1, None], most=1) == [None]
    assert near_best(spread, float(solve(spread).chosen @ spread.values), 0.5, 100, most=1)[1]
    top = solve(spread.under(np.array([1e9]))).chosen
    assert next_better(spread, solve(spread).chosen, top, 0, most=1) is None


def test_limits_that_nothing_meets_have_no_set():
    asked = replace(program(0, 6, logical=1), limits=np.array([50.0, -5.0]))
    assert best_within(asked, np.array([[50.0]])) == [None]
    assert solve(asked) is None


def test_many_open_rows_take_several_keys():
    room = np.random.default_rng(0).integers(0, 1000, (50, 12)).astype(float)
    keys = listing._packed(room)
    assert len(keys) > 1
    assert len(np.unique(np.column_stack(keys), axis=0)) == len(np.unique(room, axis=0))


def test_a_conflict_found_in_no_time_has_no_part_to_leave_out():
    rows = np.array([[1, 1, 1, 1], [-1, 0, 0, 0], [0, -1, 0, 0], [0, 0, -1, 0], [-1, -1, -1, -1.0]])
    asked = Program(np.ones(4), rows, np.array([2, -1, -1, -1, -3.0]), np.arange(5), 1, NO_PAIRS)
    assert smallest_conflict(asked) == ([0, 4], True)
    found, smallest = smallest_conflict(asked, seconds=-1)
    assert not smallest
    for one in found:
        assert solve(conflicts._only(asked, [other for other in found if other != one])) is not None
    assert smallest_conflict(replace(asked, limits=np.array([9, -1, -1, -1, -3.0]))) is None


SOLVE = """
import sys, json
from concurrent.futures import ThreadPoolExecutor
sys.path.insert(0, {folder!r})
import test_choice as tests
def one(seed):
    with tests.quiet.silent({glibc}):
        return bool(tests.highs(seed).status == 0)
with ThreadPoolExecutor(3) as threads:
    told = list(threads.map(one, range(24)))
print(json.dumps(told))
"""


def highs(seed):
    from policymcda.arrays.choice.program import _highs

    asked = program(seed, 36, logical=10)
    return _highs(asked, asked.rows, asked.limits, 10.0)


@pytest.mark.parametrize("glibc", sorted({quiet.GLIBC, False}))
def test_lines_of_the_solver_never_reach_a_standard_output_that_is_json(glibc, request):
    code = SOLVE.format(folder=str(request.path.parent), glibc=glibc)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == f"[{', '.join(['true'] * 24)}]\n"


def test_the_solver_is_quiet_and_what_python_prints_meanwhile_is_seen(capfd):
    with ThreadPoolExecutor(2) as threads:
        waiting = threads.map(highs, range(12))
        with quiet.silent(quiet.GLIBC):
            print("seen" if quiet.GLIBC else "", flush=True)
        list(waiting)
    with quiet.silent():
        pass
    assert capfd.readouterr().out == ("seen\n" if quiet.GLIBC else "")
