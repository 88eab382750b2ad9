"""The verdict of each group follows its rules, and says no more than they do."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import policymcda as mcda
from policymcda.syntheses.verdict import verdict
from policymcda.syntheses.verdict_rules import LIMITS


@pytest.fixture(scope="module")
def problem():
    return mcda.load("cyber-policy")


@pytest.fixture(scope="module")
def result(problem):
    return verdict(problem)


def rule(result, group, name):
    rules = result.rules
    return rules[(rules["group"] == group) & (rules["rule"] == name)].iloc[0]


def matrix(values, **settings):
    frame = pd.DataFrame(values, index=[f"o{i}" for i in range(len(values))], columns=["a", "b"])
    return mcda.Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.5], **settings)


def test_four_options_towards_rivals_are_contested(result):
    row = result.table.set_index("group").loc["rivals_with_ties"]
    assert row["verdict"] == "contested"
    four = {"western_integration", "common_areas", "ict_bricolage", "high_level_group"}
    assert set(row["contenders"].split(", ")) == four
    scores = result.contenders.set_index(["group", "option"])["score"]["rivals_with_ties"]
    assert scores.max() - scores.min() < 0.04
    assert not rule(result, "rivals_with_ties", "near_tie")["passes"]


def test_capabilities_towards_sources_without_ties_are_robust(result):
    row = result.table.set_index("group").loc["no_formal_ties"]
    assert (row["verdict"], row["first_option"]) == ("robust", "tailored_capabilities")
    assert result.rules.loc[result.rules["group"] == "no_formal_ties", "passes"].all()


def test_no_sentence_calls_a_contested_option_first(result):
    for row in result.table.itertuples():
        assert ("is first" in row.sentence) == (row.verdict == "robust")


def test_numbers_of_the_rules_are_those_of_the_questions(problem, result):
    own = mcda.smaa(problem, weights=None, ratings="drawn", quantiles=(), factors=False)
    first = own.ranks[own.ranks["rank"] == 1].set_index(["group", "option"])
    for group, option in result.table[["group", "first_option"]].itertuples(index=False):
        found = rule(result, group, "acceptability")
        assert found["value"] == first.loc[(group, option), "acceptability"]
        assert found["error"] == first.loc[(group, option), "error"]
    limits = mcda.stability(problem).table
    for group, part in limits.groupby("group"):
        ends = np.concatenate(
            [(part["weight"] - part["low"])[part["below"] != ""], (part["high"] - part["weight"])[part["above"] != ""]]
        )
        assert rule(result, group, "weight_move")["value"] == pytest.approx(ends.min(), abs=1e-12)


def test_the_same_seed_gives_the_same_verdict_to_the_last_bit(problem, result):
    again = verdict(problem)
    for name, table in result.tables.items():
        pd.testing.assert_frame_equal(table, again.tables[name], check_exact=True)


def test_an_option_that_dominates_is_robust_and_identical_options_are_contested():
    assert verdict(matrix([[9.0, 9], [1, 2], [2, 1]])).table["verdict"].tolist() == ["robust"]
    twins = verdict(matrix([[9.0, 9], [9, 9], [2, 1]])).table.iloc[0]
    assert (twins["verdict"], set(twins["contenders"].split(", "))) == ("contested", {"o0", "o1"})


def test_a_tie_counts_for_the_first_whatever_its_label():
    frame = pd.DataFrame({"a": [1.0, 3, 0], "b": [3.0, 1, 0]}, index=["zeta", "alpha", "mid"])
    tied = verdict(mcda.Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.5]))
    rules = tied.rules.set_index("rule")
    assert tied.table["first_option"].tolist() == ["zeta"]
    assert rules.loc["near_tie", "sentence"] == "zeta ties with alpha"
    assert rules.loc["weight_move", "sentence"].startswith("alpha takes over")
    assert rules.loc["method_agreement", "value"] == 1


def test_shares_over_all_weights_carry_their_error(problem, result):
    free = mcda.smaa(problem, weights="any", ratings="fixed", quantiles=(), factors=False).ranks
    first = free[free["rank"] == 1].set_index(["group", "option"])
    for group, option in result.table[["group", "first_option"]].itertuples(index=False):
        assert rule(result, group, "any_weights")["error"] == first.loc[(group, option), "error"]
    assert rule(result, "rivals_with_ties", "any_weights")["error"] > 0


def test_what_rests_on_no_evidence_leaves_the_question_open(problem):
    ratings = problem.ratings
    known = ratings["group"] != "no_formal_ties"
    ratings.loc[~known, "evidence"] = "none"
    row = verdict(problem.replace(ratings=ratings)).table.set_index("group").loc["no_formal_ties"]
    assert row["verdict"] == "open"
    assert "no evidence" in row["sentence"]


def test_a_first_option_that_is_shut_out_leaves_the_question_open(problem):
    screens = pd.DataFrame({"option": ["tailored_capabilities"], "status": ["precondition_missing"]})
    row = verdict(problem.replace(screens=screens)).table.set_index("group").loc["no_formal_ties"]
    assert (row["verdict"], row["first_option"]) == ("open", "tailored_capabilities")


def test_more_contenders_than_four_leave_the_question_open():
    values = np.array([[9.0, 1], [8, 2], [7, 3], [6, 4], [5, 5], [1, 9]])
    result = verdict(matrix(values), method="weighted_sum")
    assert result.table["verdict"].tolist() == ["open"]
    assert len(result.contenders) > LIMITS["contenders"]


def test_a_single_option_is_first_without_a_rival():
    assert verdict(matrix([[3.0, 4]])).table["verdict"].tolist() == ["robust"]


def test_the_verdict_fits_a_terminal(result):
    assert max(map(len, result.to_text(80).splitlines())) <= 80


def test_progress_goes_from_nothing_to_all_without_a_step_back(problem):
    seen = []
    verdict(problem.select(groups=["no_formal_ties"]), progress=lambda done, total: seen.append(done / total))
    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_options_that_take_over_together_are_named_one_by_one():
    frame = pd.DataFrame({"a": [9.0, 5.0, 5.0], "b": [1.0, 8.0, 8.0]}, index=["x", "y", "z"])
    problem = mcda.Problem.from_matrix(frame, directions="benefit", weights=[0.66, 0.34], bounds=[(0, 10)] * 2)
    found = verdict(problem, method="weighted_sum", samples=1)
    assert mcda.stability(problem, method="weighted_sum").table["below"].iloc[0] == "y, z"
    assert found.contenders["option"].tolist() == ["x", "y", "z"]
    assert found.contenders["why"].str.contains("when a weighs").tolist() == [False, True, True]


def test_groups_in_which_all_is_the_same_are_told_as_they_are_alone():
    frame = pd.DataFrame({"a": [9.0, 5.0, 2.0], "b": [1.0, 8.0, 5.0]}, index=["x", "y", "z"])
    rows = [
        {"group": group, "option": option, "criterion": name, "mode": value, "low": value - 1, "high": value + 1}
        for group in ("one", "two")
        for option, row in frame.iterrows()
        for name, value in row.items()
    ]
    criteria = {"criterion": ["a", "b"], "direction": ["benefit"] * 2, "weight": [0.6, 0.4]}
    problem = mcda.Problem.from_tables(criteria=criteria, groups={"group": ["one", "two"]}, ratings=rows)
    both = verdict(problem, samples=1).rules
    for group in ("one", "two"):
        alone = verdict(problem.select(groups=[group]), samples=1).rules
        assert_frame_equal(both[both["group"] == group].reset_index(drop=True), alone, check_exact=True)
