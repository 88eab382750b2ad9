"""Sets that nothing dominates against the definition, pair by pair, of Liesiö, Mild and Salo (2007)."""

from itertools import product
from time import process_time

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, WeightSpace, load, portfolio
from policymcda.arrays.choice.program import Program, paired
from policymcda.arrays.choice.robust import Ends, non_dominated

CASE = load("cyber-policy")


def every_set(projects):
    return (np.arange(2**projects)[:, None] >> np.arange(projects)[::-1] & 1).astype(bool)


def program(rng, projects):
    """A budget, and now and then another resource, exclusive projects, one that needs another, and a synergy."""
    costs = rng.integers(0, 8, (int(rng.integers(1, 3)), projects)).astype(float)
    pairs = np.array([rng.choice(projects, 2, replace=False)] if rng.random() < 0.4 else [], dtype=np.int64).reshape(
        -1, 2
    )
    values, joined = paired(np.zeros(projects), pairs, rng.integers(-3, 4, len(pairs)).astype(float))
    logical = np.zeros((int(rng.integers(0, 3)), len(values)))
    for row in logical:
        row[rng.choice(projects, 2, replace=False)] = (1, rng.choice([-1, 1]))
    rows = np.concatenate([np.column_stack([costs, np.zeros((len(costs), len(pairs)))]), logical, joined])
    limits = np.concatenate(
        [np.round(costs.sum(axis=1) * 0.5), (logical.sum(axis=1) > 0) * 1.0, np.repeat([0, 0, 1.0], len(pairs))]
    )
    owners = np.array([*range(len(costs) + len(logical)), *[-1] * len(joined)])
    return Program(values, rows, limits, owners, len(costs), pairs)


def by_definition(asked, ends):
    """Sets that keep the rows and are dominated by no other, at every corner and every end of the ratings."""
    sets = every_set(asked.projects)
    sets = sets[asked.keeps(asked.whole(sets)).all(axis=1)]
    more = (sets[:, asked.pairs[:, 0]] & sets[:, asked.pairs[:, 1]]) @ ends.together
    found = []
    for this, own in zip(sets, more, strict=True):
        only, lost = sets & ~this, this & ~sets
        least = np.min(only @ ends.low.T - lost @ ends.high.T, axis=1) + more - own
        most = np.max(only @ ends.high.T - lost @ ends.low.T, axis=1) + more - own
        if not np.any((least >= -1e-9) & (most > 1e-9)):
            found.append(tuple(this.tolist()))
    return set(found)


@pytest.mark.parametrize("seed", range(60))
def test_non_dominated_sets_are_those_of_the_definition(seed):
    rng = np.random.default_rng(seed)
    asked = program(rng, int(rng.integers(2, 9)))
    corners = int(rng.integers(1, 5))
    low = rng.integers(-1, 5, (corners, asked.projects)).astype(float)
    high = low + rng.integers(0, 3, low.shape) * (rng.random() < 0.7)
    ends = Ends(low, high, asked.values[asked.projects :])
    found = non_dominated(asked, ends)
    assert {tuple(row) for row in found.tolist()} == by_definition(asked, ends)
    assert len({tuple(row) for row in found.tolist()}) == len(found)


def test_sets_beyond_what_can_be_compared_are_not_cut_short():
    asked = Program(np.ones(6), np.ones((1, 6)), np.array([3.0]), np.array([0]), 1, np.zeros((0, 2), np.int64))
    ends = Ends(np.zeros((1, 6)), np.ones((1, 6)), np.zeros(0))
    assert non_dominated(asked, ends, most=19) is None
    assert len(non_dominated(asked, ends, most=20)) == 20


@pytest.mark.parametrize("seed", range(12))
def test_sets_that_join_others_block_by_block_leave_the_same(seed, monkeypatch):
    """However many candidates there are, only what nothing dominates must fit."""
    rng = np.random.default_rng(100 + seed)
    asked = program(rng, 8)
    low = rng.integers(0, 9, (2, 8)).astype(float)
    ends = Ends(low, low + rng.integers(0, 2, low.shape), asked.values[8:])
    wanted = non_dominated(asked, ends)
    monkeypatch.setattr("policymcda.arrays.choice.robust.AT_ONCE", 3)
    found = non_dominated(asked, ends, most=len(wanted))
    assert {tuple(row) for row in found.tolist()} == {tuple(row) for row in wanted.tolist()}
    assert non_dominated(asked, ends, most=len(wanted) - 1) is None


@pytest.mark.parametrize("sizes", [(2, 3), (3, 2), (1, 1)])
def test_sets_that_are_compared_a_few_at_a_time_leave_the_same(sizes, monkeypatch):
    rng = np.random.default_rng(5)
    asked = Program(np.ones(6), np.ones((1, 6)), np.array([3.0]), np.array([0]), 1, np.zeros((0, 2), np.int64))
    low = rng.integers(0, 9, (3, 6)).astype(float)
    ends = Ends(low, low + rng.integers(0, 2, low.shape), np.zeros(0))
    monkeypatch.setattr("policymcda.arrays.choice.robust.BLOCK", sizes[0])
    monkeypatch.setattr("policymcda.arrays.choice.robust.KEPT", sizes[1])
    found = non_dominated(asked, ends)
    assert len(found) > 3
    assert {tuple(row) for row in found.tolist()} == by_definition(asked, ends)


def test_more_sets_than_can_be_compared_are_refused(monkeypatch):
    matrix = pd.DataFrame(
        {"a": np.full(14, 3.0), "b": np.full(14, 3.0)}, index=[f"o{place:02d}" for place in range(14)]
    )
    problem = Problem.from_matrix(
        matrix, directions="benefit", weights=[0.5, 0.5], bounds=[(0, 9)] * 2, low=matrix - 2, high=matrix + 2
    )
    costs = dict.fromkeys(matrix.index, 1)
    assert len(portfolio(problem, costs, 2, robust=True).non_dominated) == 91
    monkeypatch.setattr("policymcda.portfolios.robustness.non_dominated", lambda *_: None)
    with pytest.raises(ValueError, match="sets are non-dominated: narrow the ratings or the weights"):
        portfolio(problem, costs, 2, robust=True)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"pooled": True}, "the sets of more than 24 options are not listed"),
        ({"method": "topsis"}, "topsis does not add over the criteria"),
        ({"space": WeightSpace.around(concentration=9)}, "the weights have no corners that could be listed"),
        ({"space": None}, "no space of weights is given"),
    ],
)
def test_what_has_no_robust_sets_is_refused_where_they_are_asked_for(settings, sentence):
    costs = dict.fromkeys(CASE.labels("option"), 1)
    with pytest.raises(ValueError, match=f"no non-dominated sets: {sentence}"):
        portfolio(CASE, costs, 3, robust=True, **settings)
    assert portfolio(CASE, costs, 3, **settings).table["core_index"].isna().all()


def test_ratings_within_their_intervals_widen_what_is_not_dominated():
    costs = dict(zip(CASE.labels("option"), (2, 1, 2, 3, 2, 1, 2, 3, 2), strict=True))
    counts = {
        ratings: len(portfolio(CASE, costs, 6, ratings=ratings, robust=True).non_dominated)
        for ratings in ("fixed", "unknown", "intervals")
    }
    assert counts["fixed"] < counts["unknown"] < counts["intervals"]
    found = portfolio(
        CASE, costs, 6, ratings="fixed", space=None or {name: 0.25 for name in CASE.labels("criterion")}, robust=True
    )
    same = portfolio(CASE, costs, 6, weights={name: 0.25 for name in CASE.labels("criterion")})
    assert set(found.table["core_index"]) <= {0, 1}
    assert_allclose(found.non_dominated["least"], same.totals["value"])
    assert_allclose(found.non_dominated["most"], same.totals["value"])


def test_what_is_ruled_out_or_screened_is_in_no_set_and_takes_no_place_of_the_twenty_four():
    costs = dict.fromkeys(CASE.labels("option"), 1)
    out = [("rivals_with_ties", option) for option in CASE.labels("option")]
    groups = ["no_formal_ties", "rivals_with_ties", "capacity_partners"]
    found = portfolio(
        CASE.select(groups=groups), costs, 3, pooled=True, robust=True, screen=True, exclude=out, ratings="fixed", near=0.1,
        synergies={(("capacity_partners", "ict_bricolage"), ("capacity_partners", "common_areas")): 0.01},
    )  # fmt: skip
    table = found.table.set_index(["group", "option"])
    assert table.loc["rivals_with_ties", "core_index"].isna().all()
    assert table["core_index"].notna().sum() == 10
    assert found.non_dominated["options"].str.count(":").max() == 3
    assert (found.non_dominated["most"] >= found.totals["value"].iloc[0] - 1e-9).any()


def test_each_group_of_one_budget_has_weights_of_its_own():
    rng = np.random.default_rng(5)
    cells = [
        {"group": group, "option": option, "criterion": leaf, "mode": int(rng.integers(0, 10))}
        for group, option, leaf in product("gh", "xyz", "ab")
    ]
    problem = Problem.from_tables(
        criteria=[{"criterion": leaf, "direction": "benefit", "low": 0, "high": 9, "weight": 0.5} for leaf in "ab"],
        groups=[{"group": group} for group in "gh"],
        ratings=cells,
    )
    found = portfolio(problem, {"x": 1, "y": 2, "z": 1}, 3, pooled=True, robust=True)
    corners = [
        np.array([problem.matrix(group).loc[list("xyz"), list("ab")][leaf] / 18 for leaf in "ab"]) for group in "gh"
    ]
    low = np.array([np.concatenate([corners[0][i], corners[1][j]]) for i, j in product(range(2), repeat=2)])
    asked = Program(
        low[0], np.array([[1, 2, 1] * 2], float), np.array([3.0]), np.array([0]), 1, np.zeros((0, 2), np.int64)
    )
    expected = by_definition(asked, Ends(low, low, np.zeros(0)))
    assert len(found.non_dominated) == len(expected)
    share = np.mean(np.array(list(expected), float), axis=0)
    assert_allclose(found.table["core_index"], share)


def test_twenty_projects_under_ordinal_weights_and_interval_ratings_are_quick():
    rng = np.random.default_rng(1)
    labels, names = [f"p{place:02d}" for place in range(20)], list("abcd")
    matrix = pd.DataFrame(rng.uniform(1, 9, (20, 4)).round(1), index=labels, columns=names)
    problem = Problem.from_matrix(
        matrix, directions="benefit", weights=[0.25] * 4, bounds=[(0, 10)] * 4, low=matrix - 0.5, high=matrix + 0.5
    )
    costs = dict(zip(labels, rng.integers(1, 30, 20), strict=True))
    start = process_time()
    found = portfolio(problem, costs, 0.5 * sum(costs.values()), space=WeightSpace.ordered(names), robust=True)
    assert process_time() - start < 8  # 0.4 s alone on one core
    assert len(found.non_dominated) > 10
    assert (found.non_dominated["least"] <= found.non_dominated["most"]).all()
    assert found.table["core_index"].between(0, 1).all()
    assert any("not dominated over all weights and ratings" in text for text in found.notes["text"])
