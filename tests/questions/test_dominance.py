"""What is necessary and what is possible, against enumeration, integer programs and exact acceptability."""

from functools import partial
from importlib import import_module
from itertools import product

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import LinearConstraint, milp

from policymcda import Problem, WeightSpace, dominance, load, smaa
from policymcda.arrays.choice.dominance import margins
from policymcda.arrays.methods import METHODS, topsis
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.sampling.weight_spaces import Constraints, Ordered, free
from policymcda.binding import bind
from policymcda.cli import main

LINEAR = ["weighted_sum", "weighted_product", "promethee_ii", "mabac", "mairca", "moora", "spotis", "additive_value"]


def frame_of(values, **settings):
    frame = pd.DataFrame(values, index=[f"A{i + 1}" for i in range(len(values))])
    frame.columns = [f"C{j + 1}" for j in range(frame.shape[1])]
    return Problem.from_matrix(frame, directions="benefit", bounds=[(0, 1)] * frame.shape[1], **settings)


def best_rank_by_integer_program(values, option):
    """One more than the least number of others that are better, over the simplex."""
    others = np.delete(values, option, axis=0) - values[option]
    count, criteria = others.shape
    above = np.hstack([others, -2 * np.eye(count)])  # no difference is beyond 2
    whole = np.append(np.ones(criteria), np.zeros(count))
    answer = milp(
        np.append(np.zeros(criteria), np.ones(count)),
        constraints=[LinearConstraint(above, -np.inf, 0), LinearConstraint(whole[None], 1, 1)],
        integrality=np.append(np.zeros(criteria), np.ones(count)),
        bounds=(0, 1),
    )
    return 1 + round(answer.fun)


def test_best_ranks_are_those_of_the_integer_program():
    rng = np.random.default_rng(5)
    for _ in range(8):
        values = rng.random((6, 3))
        found = dominance(frame_of(values), method="weighted_sum", ratings="fixed").table
        assert found["best_rank"].tolist() == [best_rank_by_integer_program(values, i) for i in range(6)]


@pytest.mark.parametrize("method", LINEAR)
def test_ranks_and_pairs_of_linear_methods_agree_with_exact_acceptability(random_problem, method):
    for seed in range(3):
        problem = random_problem(seed)
        found = dominance(problem, method=method, ratings="fixed")
        shares = smaa(problem, method=method, ratings="fixed", sampling="exact")
        held = shares.ranks[shares.ranks["acceptability"] > 0].groupby("option")["rank"].agg(["min", "max"])
        table = found.table.set_index("option")
        assert (table["worst_rank"] == held["max"]).all()
        assert (table["best_rank"] <= held["min"]).all()  # at a single point of weights it may be better
        assert ((table["first"] == "possible") | (table["first"] == "always")).equals(held["min"] == 1)
        pairs = found.pairs.merge(shares.pairwise, on=["option", "versus"])
        assert (pairs["possible"] == (pairs["winning"] > 0)).all()
        assert set(found.pairs["possible_by"]) == {"exact"}
        assert (table["best_rank"] == table["best_bound"]).all()


def test_differences_over_rating_intervals_are_those_at_the_corners():
    low, high = np.array([[0.2, 0.4], [0.1, 0.5]]), np.array([[0.6, 0.7], [0.3, 0.9]])
    mode, labels = (low + high) / 2, {"index": ["A1", "A2"], "columns": ["C1", "C2"]}
    ends = {"low": pd.DataFrame(low, **labels), "high": pd.DataFrame(high, **labels)}
    space = WeightSpace.bounded({"C1": (0.3, 0.8)})
    found = dominance(frame_of(mode, **ends), method="weighted_sum", weights=space).pairs
    corners = [
        (w * a[0] + (1 - w) * a[1]) - (w * b[0] + (1 - w) * b[1])
        for w in (0.3, 0.8)
        for a in product(*zip(low[0], high[0], strict=True))
        for b in product(*zip(low[1], high[1], strict=True))
    ]
    assert found.loc[0, ["least", "most"]].tolist() == pytest.approx([min(corners), max(corners)])
    assert found.loc[1, ["least", "most"]].tolist() == pytest.approx([-max(corners), -min(corners)])
    fixed = dominance(frame_of(mode, **ends), method="weighted_sum", weights=space, ratings="fixed").pairs
    assert fixed["most"].max() < found["most"].max()


def test_many_criteria_are_solved_by_linear_programs():
    rng = np.random.default_rng(1)
    values = rng.random((3, 11))
    limits = Ordered(tuple((j,) for j in range(11))).constraints()
    found = margins(values, values, limits)
    corners = np.tril(np.ones((11, 11))) / np.arange(1, 12)[:, None]  # weights in falling order: their corners
    expected = np.max((values[:, None] - values) @ corners.T, axis=-1)
    assert_allclose(found.most, expected, atol=1e-9)
    assert margins(values, values, free(11)).most[0, 1] == np.max(values[0] - values[1])


def test_an_option_that_is_best_at_everything_is_first_whatever_the_weights():
    for method, by in (
        ("weighted_sum", "exact"),
        ("topsis", "dominance"),
        (lambda m, w, b: topsis(m, w, b), "sampled"),
    ):
        found = dominance(frame_of([[0.9, 0.8, 0.7], [0.5, 0.8, 0.1], [0.2, 0.3, 0.6]]), method=method)
        assert found.table.loc[0, ["first", "first_by", "worst_rank"]].tolist() == ["always", by, 1]
        assert found.table["dominated_by"].tolist() == ["", "A1", "A1"]
        assert "A1 is first whatever the weights" in found.notes["text"].iloc[0]
        assert ("as far as draws show" in found.notes["text"].iloc[0]) == (by == "sampled")
        pair = found.pairs[found.pairs["versus"] == "A1"].iloc[0]
        assert not pair["possible"]


def test_no_option_of_the_case_is_first_whatever_the_weights():
    for method in ("topsis", "weighted_sum"):
        found = dominance(load("cyber-policy"), method=method, ratings="fixed")
        assert "always" not in set(found.table["first"])
        table = found.table.set_index(["group", "option"])
        assert table.loc[("no_formal_ties", "regional_orgs"), "worst_rank"] == 2
        assert table.loc[("rivals_with_ties", "high_level_group"), "dominated_by"] == "western_integration"


def test_every_preference_that_a_draw_shows_is_possible_and_none_contradicts_a_proof(random_problem):
    for method in [*METHODS, partial(topsis, anchored=True)]:
        if method == "electre_iii":
            continue
        problem = random_problem(7, width=1.0)
        found = dominance(problem, method=method)
        grid, bound = problem.grids["all"], bind(method, problem)
        rng = np.random.default_rng(3)
        matrices = grid.low + rng.random((400, *grid.mode.shape)) * grid.width
        scores = bound(matrices, rng.dirichlet(np.ones(3), 400), problem.benefit)
        placed = ranks(scores)
        table = found.table
        assert (placed.max(axis=0) <= table["worst_bound"]).all()
        assert (placed.min(axis=0) >= table["best_bound"]).all()
        assert (table["best_bound"] <= table["best_rank"]).all()
        assert (table["worst_rank"] <= table["worst_bound"]).all()
        for row in found.pairs.itertuples():
            i, j = list(grid.options).index(row.option), list(grid.options).index(row.versus)
            shown = np.any(placed[:, i] < placed[:, j])
            if not row.possible and row.possible_by != "sampled":
                assert not shown, (method, row)


def test_dominance_over_the_intervals_proves_for_methods_that_keep_it():
    low, high = pd.DataFrame([[0.6, 0.7], [0.1, 0.2]]), pd.DataFrame([[0.8, 0.9], [0.6, 0.5]])
    for frame in (low, high):
        frame.index, frame.columns = ["A1", "A2"], ["C1", "C2"]
    problem = frame_of([[0.7, 0.8], [0.3, 0.3]], low=low, high=high)
    found = dominance(problem).pairs
    assert found["dominates_always"].tolist() == [True, False]
    assert found["necessary_by"].tolist() == ["dominance", "draw"]
    assert found["possible_by"].tolist() == ["draw", "dominance"]
    assert found["least"].isna().all()
    own = dominance(problem, method=partial(topsis, scale=lambda matrix: -matrix)).pairs
    assert own["necessary_by"].isin(["draw", "sampled"]).all()  # a scaling of one's own may turn the order round


def test_a_value_function_with_a_target_has_no_dominance_and_is_largest_inside_its_interval():
    values = [{"criterion": "c", "rating": rating, "value": value} for rating, value in ((0, 0), (5, 1), (10, 0))]
    ratings = [
        {"option": "a", "criterion": "c", "low": 3, "mode": 4, "high": 8},
        {"option": "b", "criterion": "c", "low": 1, "mode": 1, "high": 1},
    ]
    problem = Problem.from_tables(
        criteria={"criterion": ["c"], "direction": ["benefit"], "low": [0], "high": [10]},
        ratings=ratings,
        values=values,
    )
    found = dominance(problem, method="additive_value").pairs
    assert found.loc[0, ["least", "most"]].tolist() == pytest.approx([0.4 - 0.2, 1.0 - 0.2])
    own = dominance(problem, method=partial(METHODS["additive_value"]), ratings="fixed").pairs
    assert own.loc[0, "most"] == pytest.approx(0.6)


def test_only_what_is_unknown_varies_on_request():
    problem = load("cyber-policy")
    few = dominance(problem, method="weighted_sum", ratings="unknown").table
    every = dominance(problem, method="weighted_sum").table
    none = dominance(problem, method="weighted_sum", ratings="fixed").table
    spread = [(table["worst_rank"] - table["best_rank"]).sum() for table in (none, few, every)]
    assert spread[0] < spread[1] < spread[2]


def test_normal_ratings_without_ends_count_as_within_four_standard_deviations():
    labels = {"index": ["A1", "A2"], "columns": ["C1"]}
    mode, sd = pd.DataFrame([[5.0], [4.0]], **labels), pd.DataFrame([[0.1], [0.2]], **labels)
    problem = Problem.from_matrix(mode, directions="benefit", sd=sd)
    found = dominance(problem)
    assert set(found.notes["code"]) >= {"no_ends"}
    assert not found.pairs["dominates_always"].any()  # 4.6 against 4.8
    narrow = Problem.from_matrix(mode, directions="benefit", sd=sd / 2)
    assert dominance(narrow).pairs["dominates_always"].tolist() == [True, False]


def test_weights_around_a_centre_may_be_anything():
    problem = frame_of([[0.9, 0.1], [0.2, 0.8]], weights=[0.9, 0.1])
    found = dominance(problem, method="weighted_sum", weights=WeightSpace.around(concentration=50)).pairs
    assert found["possible"].tolist() == [True, True]
    known = dominance(problem, method="weighted_sum", weights=None)
    assert known.pairs["possible"].tolist() == [True, False]
    assert known.table["first"].tolist() == ["always", "never"]


def test_many_options_have_no_table_of_pairs_and_their_ranks_are_bounded(random_problem):
    found = dominance(random_problem(2, options=120), method="weighted_sum", ratings="fixed")
    assert found.pairs.empty
    assert {"many_options", "sampled"} <= set(found.notes["code"])
    assert (found.table["worst_rank"] <= found.table["worst_bound"]).all()


def test_what_cannot_be_asked_is_refused(random_problem):
    with pytest.raises(ValueError, match="no ratings 'interval'"):
        dominance(load("cyber-policy"), ratings="interval")
    with pytest.raises(ValueError, match="uses the ends of the ratings itself"):
        dominance(load("cyber-policy"), method="fuzzy_topsis")


def test_constraints_that_leave_one_point_leave_one_ranking():
    values = np.array([[0.9, 0.1], [0.2, 0.8]])
    point = Constraints(np.zeros((0, 2)), np.zeros(0), np.eye(2), np.array([0.5, 0.5]))
    assert_allclose(margins(values, values, point).most, 0, atol=1e-15)


def test_the_print_fits_80_columns_and_the_options_are_a_copy(capsys):
    found = dominance(load("cyber-policy"), ratings="fixed")
    assert max(map(len, str(found).splitlines())) <= 80
    assert found.options.equals(found.table)
    assert main(["dominance", "cyber-policy", "--ratings", "fixed", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 37


@pytest.mark.parametrize(
    ("method", "ratings"), [("weighted_sum", "intervals"), ("moora", "fixed"), ("topsis", "fixed")]
)
def test_what_is_known_of_many_options_in_blocks_is_what_is_known_of_few(random_problem, monkeypatch, method, ratings):
    question, arrays = (import_module(f"policymcda.{name}.dominance") for name in ("questions", "arrays.choice"))
    for seed in range(3):
        problem = random_problem(seed)
        with monkeypatch.context() as patch:
            few = dominance(problem, method=method, ratings=ratings)
            patch.setattr(question, "MANY", 1)
            patch.setattr(arrays, "PAIRS", 10)
            many = dominance(problem, method=method, ratings=ratings)
        pd.testing.assert_frame_equal(many.table, few.table)
        assert many.pairs.empty
        assert "dominated_by names 10 at most" in many.notes.set_index("code")["text"]["many_options"]


def test_bounds_of_ranks_by_differences_are_the_same_in_blocks(monkeypatch):
    question, arrays = (import_module(f"policymcda.{name}.dominance") for name in ("questions", "arrays.choice"))
    rng = np.random.default_rng(2)
    problem = frame_of(rng.integers(0, 6, (14, 3)) / 5)
    monkeypatch.setattr(arrays, "PRACTICAL", 0.0)  # ranks by draws, bounds by the differences of every two options
    few = dominance(problem, method="weighted_sum", ratings="fixed")
    monkeypatch.setattr(question, "MANY", 1)
    monkeypatch.setattr(question, "NAMED", 1)
    monkeypatch.setattr(arrays, "PAIRS", 30)
    many = dominance(problem, method="weighted_sum", ratings="fixed").table
    others = few.pairs[few.pairs["possible"]].groupby("versus").size()
    assert many["worst_bound"].tolist() == [1 + others.get(option, 0) for option in many["option"]]
    pd.testing.assert_frame_equal(many.drop(columns="dominated_by"), few.table.drop(columns="dominated_by"))
    for named, whole in zip(many["dominated_by"], few.table["dominated_by"], strict=True):
        names = whole.split(", ")
        assert named == (f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else whole)
