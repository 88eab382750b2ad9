"""Smallest changes: every one by recomputing just before and just after, and none smaller by exhaustive search."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from policymcda import Problem, flips, load, rank, weighting
from policymcda.arrays.methods import METHODS
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.sensitivity.turning_points import takes_over
from policymcda.binding import bind
from policymcda.cli import main
from policymcda.weighting.one_judgement import WeightsByJudgement

LINEAR = ["weighted_sum", "weighted_product", "promethee_ii", "mabac", "mairca", "moora", "spotis", "additive_value"]


def on_line(problem, weights, criterion, at):
    """Weights with one of them set and the others in proportion."""
    others = np.where(np.array(problem.leaf_criteria) == criterion, 0.0, weights)
    found = (1 - at) * others / others.sum()
    found[problem.leaf_criteria.index(criterion)] = at
    return found


class Asked:
    """A problem and what is first in it, to be asked again with one number changed."""

    def __init__(self, problem, method):
        self.problem, self.bound = problem, bind(method, problem)
        self.options = list(problem.grids["all"].options)
        self.matrix, self.weights = problem.grids["all"].mode.copy(), problem.column("weight").astype(float)
        self.first = ranks(self.scores(self.weights)) == 1

    def scores(self, weights, matrix=None):
        return self.bound(self.matrix if matrix is None else matrix, weights, self.problem.benefit)

    def over(self, option, weights, matrix=None):
        return bool(takes_over(self.scores(weights, matrix), self.first)[self.options.index(option)])

    def at(self, row, value):
        """Whether the option of a row is first where the number has this value."""
        if row.kind == "weight":
            return self.over(row.option, on_line(self.problem, self.weights, row.criterion, value))
        matrix = self.matrix.copy()
        matrix[self.options.index(row.rated_option), self.problem.leaf_criteria.index(row.criterion)] = value
        return self.over(row.option, self.weights, matrix)


@pytest.mark.parametrize("method", METHODS)
def test_every_flip_of_one_number_happens_just_after_and_not_just_before(random_problem, method):
    for seed in range(1 if method == "electre_iii" else 2):
        problem = random_problem(seed, options=4, criteria=2 if method == "electre_iii" else 3)
        asked = Asked(problem, method)
        every = flips(problem, method=method, kinds=["weight", "rating"]).all_changes
        assert len(every) or asked.first.all() or method == "electre_iii"
        for row in every.itertuples():
            step = 1e-6 * (1 if row.kind == "weight" else 9.5) * np.sign(row.required - row.current)
            beyond = np.clip(row.required + step, *((0, 1) if row.kind == "weight" else (0.5, 10)))
            assert asked.at(row, beyond), row
            assert not asked.at(row, row.required - step), row
            assert row.size == pytest.approx(abs(row.required - row.current) / (1 if row.kind == "weight" else 9.5))
            text = row.sentence.split(" is " if row.kind == "rating" else " weighs ")[-1].split()
            if text[0] not in ("above", "below"):
                assert asked.at(row, float(text[0])), row.sentence  # true as it is told


@pytest.mark.parametrize("distance", ["l1", "l2"])
@pytest.mark.parametrize("method", [*LINEAR, "topsis", "vikor", "copras"])
def test_weights_that_make_an_option_first_are_the_nearest_of_all_draws(random_problem, method, distance):
    rng = np.random.default_rng(0)
    for seed in range(2):
        problem = random_problem(seed)
        asked = Asked(problem, method)
        found = flips(problem, method=method, kinds=["weights"], distance=distance)
        drawn = np.concatenate([rng.dirichlet(np.ones(3), 4000), rng.dirichlet(1 + 60 * asked.weights, 4000)])
        held = takes_over(asked.scores(drawn), asked.first)
        moved = drawn - asked.weights
        sizes = np.abs(moved).sum(axis=1) / 2 if distance == "l1" else np.linalg.norm(moved, axis=1)
        table = found.table.set_index("option")
        for place, option in enumerate(asked.options):
            if option not in table.index:
                assert asked.first[place] or not held[:, place].any()
                continue
            then = found.weights[found.weights["option"] == option].set_index("criterion")["required"]
            then = then.loc[list(problem.leaf_criteria)].to_numpy()
            assert then.sum() == pytest.approx(1)
            assert (then >= 0).all()
            short = np.abs(then - asked.weights).sum() / 2 if distance == "l1" else np.linalg.norm(then - asked.weights)
            assert table.loc[option, "size"] == pytest.approx(short)
            assert not held[sizes < table.loc[option, "size"] * (1 - 1e-3), place].any()
            scores = asked.scores(then)
            assert scores[place] >= scores.max() - 1e-6 * np.ptp(scores)  # tied with what it replaces, or first
            assert not asked.over(option, then + 1e-3 * (asked.weights - then))


@pytest.mark.parametrize("distance", ["l1", "l2"])
def test_the_search_finds_what_is_exact_where_that_is_known(random_problem, distance):
    def own(matrix, weights, benefit, *, low, high):
        """Weighted sum under a name that the library does not know as linear."""
        return METHODS["weighted_sum"](matrix, weights, benefit, low=low, high=high)

    for seed in range(2):
        problem = random_problem(seed, criteria=4)
        exact = flips(problem, method="weighted_sum", kinds=["weights"], distance=distance)
        found = flips(problem, method=own, kinds=["weights"], distance=distance)
        joined = exact.table.merge(found.table, on="option", how="outer", suffixes=("", "_found"))
        assert_allclose(joined["size_found"], joined["size"], rtol=1e-4, atol=1e-9)
        assert exact.impossible["proven"].all()
        assert not found.impossible["proven"].any()


def test_the_least_distance_is_that_to_the_hyperplane_of_equal_scores():
    frame = pd.DataFrame({"a": [1.0, 0.0], "b": [0.0, 1.0], "c": [0.5, 0.5]}, index=["x", "y"])
    weights = np.array([0.5, 0.3, 0.2])
    problem = Problem.from_matrix(frame, directions="benefit", bounds=[(0, 1)] * 3, weights=weights)
    found = {
        distance: flips(problem, method="weighted_sum", kinds=["weights"], distance=distance)
        for distance in ("l1", "l2")
    }
    assert found["l1"].table.loc[0, "size"] == pytest.approx(0.1)  # 0.1 from a to b makes them equal
    assert found["l2"].table.loc[0, "size"] == pytest.approx(0.2 / np.sqrt(2))  # (w_a - w_b) over the norm of (1, -1)
    assert_allclose(found["l2"].weights["required"], [0.4, 0.4, 0.2], atol=1e-12)
    assert found["l2"].table.loc[0, "unit"] == "Euclidean distance"


def test_a_rating_of_weighted_sum_flips_where_algebra_says():
    frame = pd.DataFrame({"a": [0.8, 0.4], "b": [0.2, 0.5]}, index=["x", "y"])
    problem = Problem.from_matrix(frame, directions="benefit", bounds=[(0, 1)] * 2, weights=[0.6, 0.4])
    every = flips(problem, method="weighted_sum", kinds=["rating"]).all_changes.set_index(["rated_option", "criterion"])
    # x has 0.56 and y 0.44: 0.12 is 0.2 of a, 0.3 of b
    assert every["required"].to_dict() == {
        ("y", "a"): pytest.approx(0.6),
        ("x", "a"): pytest.approx(0.6),
        ("y", "b"): pytest.approx(0.8),
    }
    assert every.loc[("y", "b"), "sentence"].startswith("y becomes first when its b rating is 0.8")
    assert every.loc[("x", "a"), "sentence"].startswith("y becomes first when x's a rating is 0.5")


def test_flips_of_the_case_hold_through_the_door():
    problem = load("cyber-policy")
    table = flips(problem, kinds=["rating", "judgement"]).table
    own = weighting.ahp(problem)
    judgements = problem.judgements
    for (group, kind), part in table.groupby(["group", "kind"]):
        row = part.iloc[0]
        for factor, holds in ((1 + 1e-6, True), (1 - 1e-6, False)):
            if kind == "rating":
                value = row["current"] + factor * (row["required"] - row["current"])
                changed = problem.change(group, row["rated_option"], row["criterion"], low=1, high=9, mode=value)
                ranking = rank(changed, weights=own.table)
            else:
                value = row["current"] * (row["required"] / row["current"]) ** factor
                pair = [row["criterion"], row["versus"]]
                mine = (judgements["group"] == group) & (judgements["stakeholder"] == row["stakeholder"])
                mine &= judgements["criterion"].isin(pair) & judgements["versus"].isin(pair)
                assert mine.sum() == 1
                turned = judgements.loc[mine, "criterion"].iloc[0] != row["criterion"]
                by_judgement = judgements.assign(value=judgements["value"].where(~mine, 1 / value if turned else value))
                ranking = rank(problem.replace(judgements=by_judgement))
            ranked = ranking.table.set_index(["group", "option"])["rank"]
            assert (ranked[group, row["option"]] == 1) == holds


def test_common_areas_takes_over_by_feasibility_or_by_less_root_cause():
    every = flips(load("cyber-policy"), kinds=["weight"]).all_changes
    rows = every[(every["group"] == "rivals_with_ties") & (every["option"] == "common_areas")].set_index("criterion")
    assert rows.loc["feasibility", ["current", "required"]].astype(float).round(3).tolist() == [0.248, 0.266]
    assert rows["size"].is_monotonic_increasing


def test_judged_weights_are_those_of_ahp(random_problem):
    problem = load("cyber-policy")
    for settings in ({}, {"priority": "geometric_mean"}, {"combine": "priorities", "mean": "arithmetic"}):
        used = weighting.ahp(problem, **settings)
        for group in problem.grids:
            by_judgement = WeightsByJudgement(problem, group, used.settings)
            vector = used.table[used.table["group"] == group].set_index("criterion")["weight"]
            now = np.array([one.value for one in by_judgement.judgements])
            found = by_judgement.weights(np.arange(len(now)), now)
            assert_allclose(found, np.tile(vector.loc[list(problem.leaf_criteria)], (len(now), 1)), atol=1e-9)


def test_a_judgement_under_a_node_of_a_tree_reaches_the_leaves():
    problem = Problem.from_tables(
        criteria={
            "criterion": ["money", "cost", "tax", "reach"],
            "parent": ["", "money", "money", ""],
            "direction": ["", "cost", "benefit", "benefit"],
        },
        ratings={"option": ["x", "y"], "cost": [3.0, 5.0], "tax": [2.0, 4.0], "reach": [5.0, 4.0]},
        judgements=[
            {"criterion": "money", "versus": "reach", "value": 2},
            {"criterion": "cost", "versus": "tax", "value": 3},
        ],
    )
    found = flips(problem, method="weighted_sum", kinds=["judgement"]).table
    assert found["option"].tolist() == ["y"]
    row = found.iloc[0]
    table = problem.judgements
    for factor, first in ((1 + 1e-6, "y"), (1 - 1e-6, "x")):
        value = row["current"] * (row["required"] / row["current"]) ** factor
        by_judgement = table.assign(value=table["value"].where(table["criterion"] != row["criterion"], value))
        ranking = rank(problem.replace(judgements=by_judgement), method="weighted_sum").table
        assert ranking.loc[ranking["rank"] == 1, "option"].tolist() == [first]


def test_what_can_never_be_first_is_told_and_proven():
    frame = pd.DataFrame({"a": [0.9, 0.2, 0.1], "b": [0.2, 0.9, 0.1]}, index=["x", "y", "z"])
    problem = Problem.from_matrix(frame, directions="benefit", bounds=[(0, 1)] * 2, weights=[0.7, 0.3])
    none = flips(problem, method="weighted_sum", kinds=["weight", "weights"]).impossible
    assert none[["option", "kind", "proven"]].to_numpy().tolist() == [["z", "weight", True], ["z", "weights", True]]


def test_an_option_that_is_first_only_by_a_tie_at_the_end_of_a_line_is_found():
    frame = pd.DataFrame({"a": [0.9, 0.1, 0.1], "b": [0.2, 0.9, 0.9], "c": [0.9, 0.5, 0.1]}, index=["x", "y", "z"])
    problem = Problem.from_matrix(frame, directions="benefit", bounds=[(0, 1)] * 3, weights=[0.5, 0.2, 0.3])
    every = flips(problem, method="weighted_sum", kinds=["weight"]).all_changes
    assert every[every["option"] == "z"][["criterion", "required"]].to_numpy().tolist() == [["b", 1.0]]


def test_many_options_are_scanned(random_problem):
    problem = random_problem(1, options=70)
    asked = Asked(problem, "topsis")
    every = flips(problem, method="topsis", kinds=["weight"]).all_changes
    assert len(every)
    for row in every.itertuples():
        step = 1e-6 * np.sign(row.required - row.current)
        assert asked.at(row, np.clip(row.required + step, 0, 1))
        assert not asked.at(row, row.required - step)


def test_a_large_problem_varies_the_ratings_of_the_nearest_contenders_only(random_problem, monkeypatch):
    import policymcda.questions.flips as module

    monkeypatch.setattr(module, "PLENTY", 1000)
    monkeypatch.setattr(module, "CONTENDERS", 4)
    problem = random_problem(1, options=12)
    found = flips(problem, kinds=["rating"])
    assert "some_ratings" in set(found.notes["code"])
    best = rank(problem).table.nsmallest(4, "rank")["option"]
    assert set(found.all_changes["rated_option"]) <= set(best)


@pytest.mark.parametrize("method", ["topsis", "weighted_sum"])
def test_contenders_have_the_changes_that_they_have_among_all(random_problem, monkeypatch, method):
    import policymcda.questions.flips as module

    problem = random_problem(1, options=8)
    whole = flips(problem, method=method, kinds=["weights"])
    behind = rank(problem, method=method).table.query("rank > 1").nsmallest(3, "rank")["option"]
    asked = flips(problem, method=method, kinds=["weights"], contenders=3)
    monkeypatch.setattr(module, "EVERY", 7)
    monkeypatch.setattr(module, "CONTENDERS", 3)
    for found in (asked, flips(problem, method=method, kinds=["weights"])):
        assert "contenders" in set(found.notes["code"])
        assert set(found.table["option"]) | set(found.impossible["option"]) == set(behind)
        expected = whole.table[whole.table["option"].isin(behind)].reset_index(drop=True)
        assert_frame_equal(found.table, expected, check_exact=True)


def test_contenders_are_a_number_of_options():
    for wrong in (0, True, 2.5, "3"):
        with pytest.raises(ValueError, match="contenders takes a number of options"):
            flips(load("cyber-policy"), contenders=wrong)


def test_ratings_without_a_scale_stay_within_those_of_the_criterion():
    frame = pd.DataFrame({"a": [1.0, 2, 4], "b": [3.0, 2, 0.5]}, index=["x", "y", "z"])
    problem = Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.5])
    for method in ("topsis", "weighted_product"):
        every = flips(problem, method=method, kinds=["rating"]).all_changes
        assert every["required"].between(0.5, 4).all()


def test_identical_options_one_option_and_one_criterion_have_nothing_to_flip():
    same = pd.DataFrame({"a": [1.0, 1], "b": [2.0, 2]}, index=["x", "y"])
    one = pd.DataFrame({"a": [1.0], "b": [2.0]}, index=["x"])
    for frame in (same, one):
        found = flips(Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.5]))
        assert found.table.empty
        assert found.impossible.empty
    narrow = pd.DataFrame({"a": [1.0, 2.0]}, index=["x", "y"])
    found = flips(Problem.from_matrix(narrow, directions="benefit", weights=[1.0]))
    assert found.table.empty  # y can come down to x, and no further
    assert set(found.impossible["kind"]) == {"weight", "weights", "rating"}


def test_what_cannot_be_asked_is_refused():
    problem = load("cyber-policy")
    with pytest.raises(ValueError, match="no kind 'ratings'"):
        flips(problem, kinds=["ratings"])
    with pytest.raises(ValueError, match="no distance 'l3'"):
        flips(problem, distance="l3")
    with pytest.raises(ValueError, match="uses the ends of the ratings itself"):
        flips(problem, method="fuzzy_topsis")


def test_weights_that_are_not_by_ahp_have_no_judgements_to_flip():
    found = flips(load("cyber-policy"), weights="equal", kinds="judgement")
    assert found.all_changes.empty
    assert found.impossible.empty


def test_the_command_line_tells_flips_in_words(capsys):
    assert main(["flips", "cyber-policy", "--kind", "rating"]) == 0
    text = capsys.readouterr().out
    assert "western_integration becomes first when its root_cause rating is 7.6" in text
    assert max(map(len, text.splitlines())) <= 80
    found = flips(load("cyber-policy"), kinds=["weights"], distance="l2", method="weighted_sum")
    assert "Euclidean distance 0." in " ".join(str(found).split())
