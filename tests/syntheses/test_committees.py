"""What follows from several rankings: one order, losses, coalitions, positions, mixtures and agreement of coders, by hand."""

from itertools import combinations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, WeightSpace, dominance, load, rank, smaa, stakeholders
from policymcda.arrays.ranking.reliability import alpha_ordinal
from policymcda.committees.coalitions import by_weights, coalitions
from policymcda.committees.coders import coder_agreement

CRITERIA = {"criterion": ["a", "b", "c"], "direction": ["benefit"] * 3, "low": [0] * 3, "high": [10] * 3}
RATINGS = {"option": ["x", "y", "z"], "a": [9, 2, 5], "b": [1, 8, 5], "c": [4, 3, 6]}
PEOPLE = {
    "ann": {("a", "b"): 6, ("a", "c"): 3, ("b", "c"): 0.5},
    "bob": {("a", "b"): 0.2, ("a", "c"): 1, ("b", "c"): 5},
    "cy": {("a", "b"): 0.25, ("b", "c"): 2},
    "di": {("a", "b"): 2, ("a", "c"): 0.25, ("b", "c"): 0.2},
}


def from_judgements(**more):
    """Four people, one of whom left a judgement out."""
    rows = [
        {"stakeholder": name, "criterion": one, "versus": other, "value": value}
        for name, said in PEOPLE.items()
        for (one, other), value in said.items()
    ]
    return Problem.from_tables(criteria=CRITERIA, ratings=RATINGS, judgements=rows, **more)


def stated(weights, **more):
    """People who state their weights."""
    rows = [
        {"stakeholder": name, "criterion": criterion, "weight": weight}
        for name, vector in weights.items()
        for criterion, weight in zip("abc", vector, strict=True)
    ]
    return Problem.from_tables(criteria=CRITERIA, ratings=RATINGS, weights=rows, **more)


@pytest.fixture(scope="module")
def shipped():
    return stakeholders(load("cyber-policy"))


@pytest.mark.parametrize("votes", [None, {"ann": 1, "bob": 3, "cy": 0.5, "di": 1}])
def test_coalitions_are_those_that_enumeration_finds(votes):
    people = {} if votes is None else {"stakeholders": {"stakeholder": list(votes), "weight": list(votes.values())}}
    problem = from_judgements(**people)
    found = stakeholders(problem, method="weighted_sum")

    def first(names):
        rows = problem.judgements[problem.judgements["stakeholder"].isin(names)]
        table = rank(problem.replace(judgements=rows), method="weighted_sum").table
        return ", ".join(table.loc[table["rank"] == 1, "option"])

    every = first(PEOPLE)
    wanted = [
        (", ".join(gone), without)
        for size in range(1, len(PEOPLE))
        for gone in combinations(PEOPLE, size)
        if (without := first(set(PEOPLE) - set(gone))) != every
    ]
    assert wanted
    assert list(found.coalitions[["stakeholders", "first_option"]].itertuples(index=False, name=None)) == wanted
    alone = found.first[found.first["decisive"]]
    assert list(alone["stakeholder"]) == [names for names, _ in wanted if "," not in names]


def test_weights_that_are_stated_are_combined_by_their_mean_when_somebody_leaves():
    problem = stated({"ann": (0.9, 0.05, 0.05), "bob": (0.1, 0.8, 0.1), "cy": (0.1, 0.8, 0.1)})
    found = stakeholders(problem, method="weighted_sum")
    # x - y = .7 a - .7 b + .1 c, z = .5 (a + b) + .6 c: with all y leads, with ann and one other z, with ann alone x
    assert found.first["combined_first_option"].tolist() == [found.first["combined_first_option"].iloc[0]] * 3
    for row in found.coalitions.itertuples():
        left = [name for name in ("ann", "bob", "cy") if name not in row.stakeholders.split(", ")]
        rest = problem.weights[problem.weights["stakeholder"].isin(left)]
        table = rank(problem.replace(weights=rest), method="weighted_sum").table
        assert row.first_option == table.loc[table["rank"] == 1, "option"].item()


def test_of_more_than_twenty_people_single_ones_and_pairs_are_tried():
    names = [f"p{number:02}" for number in range(21)]
    problem = stated({name: (1.0, 0.0, 0.0) if name < "p11" else (0.0, 1.0, 0.0) for name in names})
    # each share of a is k / n: x is ahead of y where it is above one half, which takes two of the eleven to undo
    found = stakeholders(problem, method="weighted_sum", samples=2**17)
    sizes = found.coalitions["stakeholders"].str.count(",") + 1
    assert set(sizes) <= {1, 2}
    assert "not every set" in " ".join(found.notes["text"])


def test_every_set_of_twenty_people_is_tried_and_the_smallest_are_listed():
    names = [f"p{number:02}" for number in range(20)]
    problem = stated({name: (1.0, 0.0, 0.0) if name < "p10" else (0.0, 1.0, 0.0) for name in names})
    own = {("all", row): np.eye(3)[0 if row < "p10" else 1] for row in names}
    voters = by_weights(problem, own)
    score = {"all": lambda weights: weights @ np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])}
    table, notes = coalitions(voters, score, {"all": np.array([True, True])}, {"all": ("x", "y")}, {"all": names})
    # who leaves i of ten and j of the other ten keeps the tie where i = j: C(20, 10) - 1 - 1 sets of all but everybody do
    assert f"{2**20 - 2 - (184_756 - 2)} sets" in notes[0][2]
    assert len(table) == 10_000
    assert table["stakeholders"].iloc[0] == "p00"
    assert table["first_option"].iloc[0] == "y"


def test_losses_are_counted_by_hand():
    problem = stated({"ann": (1, 0, 0), "bob": (0, 1, 0)})
    found = stakeholders(problem, method="weighted_sum")
    assert_allclose(found.equity.query("stakeholder == 'ann'")["loss"], [0.0, 0.7, 0.4], atol=1e-12)
    assert_allclose(found.equity.query("stakeholder == 'bob'")["share"], [1.0, 0.0, 3 / 7], atol=1e-12)
    options = found.options.set_index("option")
    assert_allclose(options["largest_loss"], [0.7, 0.7, 0.4], atol=1e-12)
    assert options["loses_most"].tolist() == ["bob", "ann", "ann"]
    assert options["ranked_last"].tolist() == [1, 1, 0]
    assert "z costs whoever loses most 57% of their own span, and is last for nobody" in " ".join(str(found).split())


def test_people_for_whom_all_options_are_level_lose_nothing():
    ratings = {"option": ["x", "y"], "a": [5, 5], "b": [1, 2], "c": [1, 1]}
    found = stakeholders(stated({"ann": (1, 0, 0)}).replace(ratings=ratings), method="weighted_sum")
    assert found.equity["share"].tolist() == [0.0, 0.0]
    assert found.options["ranked_last"].tolist() == [0, 0]
    assert found.options["loses_most"].tolist() == ["", ""]


def test_one_order_out_of_all_has_the_points_of_the_votes():
    people = {"stakeholder": ["ann", "bob", "cy"], "weight": [2, 1, 1]}
    weights = {"ann": (1, 0, 0), "bob": (0, 1, 0), "cy": (0.0, 0.5, 0.5)}  # xzy, yzx, and level y and z before x
    found = stakeholders(stated(weights, stakeholders=people), method="weighted_sum").aggregated
    borda = found[found["rule"] == "borda"]
    assert borda["points"].tolist() == [4.0, 3.5, 4.5]
    assert borda["rank"].tolist() == [2, 3, 1]
    copeland = found[found["rule"] == "copeland"]
    assert copeland["points"].tolist() == [0.0, -1.0, 1.0]
    kemeny = found[found["rule"] == "kemeny"]
    # x and either of the others tie 2 to 2; z is before y for 2, behind it for 1: three orders agree with 2 + 2 + 2
    assert set(kemeny["points"]) == {6.0}
    assert kemeny["optimum"].unique().tolist() == ["1", "2", "3"]
    orders = {"".join(part.sort_values("rank")["option"]) for _, part in kemeny.groupby("optimum")}
    assert orders == {"xzy", "zxy", "zyx"}


def test_more_than_a_hundred_best_orders_end_in_a_row_that_says_more():
    ratings = {"option": list("uvwxyz"), **{criterion: [5] * 6 for criterion in "abc"}}
    weights = [{"stakeholder": "ann", "criterion": criterion, "weight": 1 / 3} for criterion in "abc"]
    problem = Problem.from_tables(criteria=CRITERIA, ratings=ratings, weights=weights)
    found = stakeholders(problem, method="weighted_sum")
    kemeny = found.aggregated[found.aggregated["rule"] == "kemeny"]
    assert kemeny["optimum"].nunique() == 101
    assert kemeny["optimum"].iloc[-1] == "more"
    assert "kemeny_ties" in set(found.notes["code"])


def test_positions_are_as_far_apart_as_rankings_and_weights_are():
    problem = stated({"ann": (0.8, 0.1, 0.1), "bob": (0.1, 0.8, 0.1), "cy": (0.7, 0.2, 0.1)})
    found = stakeholders(problem, method="weighted_sum")
    pairs = found.distances.set_index(["stakeholder", "versus"])
    assert pairs.loc[("ann", "bob"), "tau"] == -1
    assert pairs.loc[("ann", "cy"), "tau"] == 1
    assert_allclose(pairs["weight_distance"], [0.7, 0.1, 0.6])
    cluster = found.clusters.set_index("stakeholder")["cluster"]
    assert cluster["ann"] == cluster["cy"] != cluster["bob"]


def test_what_is_first_for_every_mixture_is_first_in_all_draws_and_dominates_at_the_corners():
    problem = stated({"ann": (0.8, 0.1, 0.1), "cy": (0.7, 0.2, 0.1)})
    found = stakeholders(problem, method="weighted_sum")
    assert found.mixtures.set_index("option")["first_acceptability"].to_dict() == {"x": 1.0, "y": 0.0, "z": 0.0}
    table = dominance(problem, method="weighted_sum", weights=WeightSpace.hull(problem)).table
    assert table["first"].tolist() == ["always", "never", "never"]


def test_mixtures_are_the_answer_of_smaa_over_the_hull(shipped):
    problem = load("cyber-policy")
    wanted = smaa(problem, weights=WeightSpace.hull(problem), quantiles=(), pairwise=False, factors=False).ranks
    wanted = wanted[wanted["rank"] == 1]
    assert shipped.mixtures["first_acceptability"].tolist() == wanted["acceptability"].tolist()


@pytest.mark.parametrize(
    ("case", "alphas"),
    [("cyber-policy", [0.89, 0.90, 0.78, 0.51]), ("cyber-policy-2016", [0.96, 0.97, 0.90, 0.94])],
)
def test_agreement_of_coders_is_what_the_case_says_of_its_panel(case, alphas):
    """The figures that stand in case.toml and in the README of each case, made when the panel coded."""
    problem = load(case)
    found = coder_agreement(problem, 0)
    assert found["alpha"].round(2).tolist() == alphas
    assert ((found["low"] < found["alpha"]) & (found["alpha"] < found["high"])).all()
    evident = problem.codings[problem.codings["evidence"] != "none"]
    for row in found.itertuples():
        wide = evident[evident["criterion"] == row.criterion].pivot(
            index=["group", "option"], columns="stakeholder", values="mode"
        )
        assert row.alpha_with_evidence == alpha_ordinal(wide.to_numpy(np.float64))
        assert row.cells_with_evidence == (wide.notna().sum(axis=1) > 1).sum()


def test_codings_for_all_groups_count_once():
    cells = [{"stakeholder": name, "option": option, "criterion": criterion, "mode": (1 + place + (name == "bob")) % 9}
             for name in ("ann", "bob") for place, (option, criterion) in enumerate((o, c) for o in "xyz" for c in "abc")]  # fmt: skip
    groups = {"group": ["north", "south"]}
    ratings = [{"option": o, "criterion": c, "mode": m} for c in "abc" for o, m in zip("xyz", RATINGS[c], strict=True)]
    problem = Problem.from_tables(criteria=CRITERIA, groups=groups, ratings=ratings, codings=cells)
    assert coder_agreement(problem, 0)["cells"].tolist() == [3, 3, 3]
