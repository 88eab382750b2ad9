"""What changed between two cases is listed exactly, and its shares sum to the change."""

from itertools import permutations
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import policymcda as mcda
from policymcda.arrays.sensitivity.attribution import shapley_shares
from policymcda.cli import main


@pytest.fixture(scope="module")
def case():
    return mcda.load("cyber-policy")


def off(found):
    """How far the shares of any score are from its change."""
    table = found.table.set_index(["group", "option"])
    change = (table["score_after"] - table["score_before"]).dropna()
    return float((found.why.groupby(["group", "option"])["share"].sum() - change).abs().max())


@given(arrays(float, (8, 2), elements=st.floats(-1, 1)))
def test_shares_are_the_mean_over_all_orders_and_sum_to_the_change(values):
    found = shapley_shares(values)
    by_hand = np.zeros((3, 2))
    for order in permutations(range(3)):
        made = 0
        for change in order:
            by_hand[change] += (values[made | 1 << change] - values[made]) / 6
            made |= 1 << change
    np.testing.assert_allclose(found, by_hand, atol=1e-12)
    np.testing.assert_allclose(found.sum(axis=0), values[-1] - values[0], atol=1e-12)


def test_equal_cases_do_not_differ(case):
    found = mcda.diff(case, mcda.Problem.from_dict(case.to_dict()))
    assert found.changes.empty
    assert found.why.empty
    assert (found.table["sentence"] == "").all()
    assert "the two cases are equal" in str(found)


def test_five_ratings_a_judgement_and_an_option_are_listed_exactly(case, tmp_path):
    cells = [("rivals_with_ties", "common_areas", "speed"), ("capacity_partners", "common_areas", "speed")]
    cells += [("no_formal_ties", "ict_bricolage", name) for name in ("speed", "feasibility", "legitimacy")]
    after = case
    for place, cell in enumerate(cells):
        after = after.change(*cell, mode=4.25 + place / 8, low=1, high=9)
    judgements = after.judgements
    judgements.loc[3, "value"] = 5.0
    after = after.replace(judgements=judgements).select(
        options=[option for option in case.labels("option") if option != "regional_orgs"]
    )
    case.save(tmp_path / "before")
    after.save(tmp_path / "after")
    found = mcda.diff(tmp_path / "before", tmp_path / "after")
    modes = found.changes[(found.changes["kind"] == "ratings") & (found.changes["column"] == "mode")]
    assert set(zip(modes["group"], modes["option"], modes["criterion"], strict=True)) == set(cells)
    assert set(found.changes.loc[found.changes["kind"] == "ratings", "column"]) <= {"low", "mode", "high"}
    others = found.changes[found.changes["kind"] != "ratings"]
    assert others[["kind", "option", "column", "before", "after"]].values.tolist() == [
        ["options", "regional_orgs", "", "listed", ""],
        ["judgements", "", "value", 1.0, 5.0],
    ]
    assert set(found.why["kind"]) == {"ratings", "weights", "options"}
    assert off(found) < 1e-12
    assert "regional_orgs" not in set(found.why["option"])


def test_two_kinds_are_shared_as_by_hand():
    def problem(rating, weight):
        ratings = {"option": ["x", "y"], "a": [rating, 1.0], "b": [0.0, 1.0]}
        criteria = {
            "criterion": ["a", "b"],
            "direction": "benefit",
            "low": 0,
            "high": 2,
            "weight": [weight, 1 - weight],
        }
        return mcda.Problem.from_tables(criteria=criteria, ratings=ratings).using(method="weighted_sum")

    found = mcda.diff(problem(1.0, 0.5), problem(2.0, 0.75)).why.set_index(["option", "kind"])
    # x scores rating / 2 * weight: 0.25 before, 0.5 with the rating alone, 0.375 with the weight alone, 0.75 with both
    assert found.loc[("x", "ratings"), ["alone", "share"]].tolist() == pytest.approx([0.25, 0.3125], abs=1e-12)
    assert found.loc[("x", "weights"), ["alone", "share"]].tolist() == pytest.approx([0.125, 0.1875], abs=1e-12)


def test_a_new_criterion_with_a_weight_of_its_own_is_merged_with_the_weights():
    criteria = {"criterion": ["a", "b"], "direction": "benefit", "weight": [0.5, 0.5]}
    before = mcda.Problem.from_tables(criteria=criteria, ratings={"option": ["x", "y"], "a": [1, 2], "b": [3, 1]})
    more = {"criterion": ["a", "b", "c"], "direction": "benefit", "weight": [0.4, 0.4, 0.2]}
    rated = {"option": ["x", "y"], "a": [1, 2], "b": [3, 1], "c": [0, 1]}
    found = mcda.diff(before, mcda.Problem.from_tables(criteria=more, ratings=rated))
    assert set(found.why["kind"]) == {"weights + criteria"}
    assert found.notes["code"].tolist() == ["merged"]
    assert off(found) < 1e-12
    assert len(found.changes[found.changes["column"] == ""]) == 1


def test_a_new_option_on_a_new_criterion_moves_with_both():
    before = mcda.Problem.from_tables(
        criteria={"criterion": ["a", "c"], "direction": "benefit"},
        ratings={"option": ["x", "y"], "a": [1, 2], "c": [2, 1]},
    ).using(weights="equal")
    after = mcda.Problem.from_tables(
        criteria={"criterion": ["b", "c"], "direction": "benefit"},
        ratings={"option": ["x", "y", "z"], "b": [2, 1, 0], "c": [2, 1, 3]},
    ).using(weights="equal")
    found = mcda.diff(before, after)
    assert set(found.why["kind"]) == {"options + criteria"}
    assert off(found) < 1e-12


def test_six_kinds_sum_to_the_change_of_groups_and_of_a_member_who_moved(case):
    after = case.change("rivals_with_ties", "common_areas", "speed", mode=7)
    after = after.select(options=[option for option in case.labels("option") if option != "regional_orgs"])
    judgements, criteria = after.judgements, after.criteria
    judgements.loc[3, "value"] = 5.0
    criteria.loc[0, "direction"] = "cost"
    after = after.replace(judgements=judgements, criteria=criteria).using(unknown="worst")
    after = after.move("romania", "rivals_with_ties", 0.5)
    start = process_time()
    found = mcda.diff(case, after)
    assert process_time() - start < 5
    assert set(found.why["kind"]) == {"ratings", "weights", "options", "criteria", "members", "settings"}
    assert off(found) < 1e-12
    assert "romania" in set(found.why["group"])
    assert "expectation" in set(found.notes["code"])


def test_moving_a_member_names_the_ranks_that_change(case):
    found = mcda.diff(case, case.move("ukraine", "rivals_with_ties"))
    ranks = mcda.rank(case).ranks
    own = found.table[found.table["group"] == "ukraine"].set_index("option")
    assert own["rank_before"].to_dict() == ranks["capacity_partners"].to_dict()
    assert own["rank_after"].to_dict() == ranks["rivals_with_ties"].to_dict()
    assert ((own["rank_before"] != own["rank_after"]) == (own["sentence"] != "")).all()
    assert "mostly members" in own.loc["ict_bricolage", "sentence"]


def test_two_editions_put_others_first_in_two_groups(case):
    found = mcda.diff("cyber-policy", "cyber-policy-2016")
    first = found.table[found.table["rank_after"] == 1].set_index("group")
    changed = first[first["rank_before"] != 1]
    assert set(changed.index) == {"nonsignatory_developing", "rivals_with_ties"}
    assert off(found) < 1e-12


def test_a_group_that_one_case_has_alone_is_listed_and_not_attributed(case):
    found = mcda.diff(case, case.split("rivals_with_ties", {"russia_alone": ["russia"]}))
    assert found.changes["kind"].tolist() == ["groups", "members", "members"]
    assert "russia_alone" not in set(found.why["group"])
    assert "one_sided" in set(found.notes["code"])
    back = mcda.diff(case.split("rivals_with_ties", {"russia_alone": []}), case)
    gone = back.table[back.table["group"] == "russia_alone"]
    assert gone["rank_after"].isna().all()
    assert gone["sentence"].str.startswith("has no rank, formerly").all()


def test_every_table_is_compared(case):
    tables = case.to_dict()["tables"]
    tables["screens"][0]["status"] = "precondition_missing"
    tables["options"][0]["summary"] = "another"
    tables["thresholds"] = [{"group": "", "criterion": "speed", "at_least": 1}]
    tables["stakeholders"] = [{"stakeholder": f"coder_{one}", "weight": 1.0} for one in "abc"]
    found = mcda.diff(case, mcda.Problem.from_dict({"case": {**case.case, "title": "new"}, "tables": tables}))
    counts = found.changes["kind"].value_counts().to_dict()
    assert counts == {"screens": 1, "options": 1, "thresholds": 4, "stakeholders": 3, "case": 1}


def tree(a=1, weight=0.5):
    criteria = {
        "criterion": ["p", "a", "b", "c"],
        "parent": ["", "p", "p", ""],
        "direction": ["", "benefit", "cost", "benefit"],
        "weight": [0.6, weight, 1 - weight, 0.4],
        "low": [None, 0, 0, 0],
        "high": [None, 9, 9, 9],
    }
    ratings = {"option": ["x", "y", "z"], "a": [a, 2, 3], "b": [3, 1, 2], "c": [2, 5, 1]}
    return mcda.Problem.from_tables(criteria=criteria, ratings=ratings)


def test_a_node_is_compared_with_the_same_node_alone():
    with pytest.raises(ValueError, match="compare the same node of both"):
        mcda.diff(tree().node("p"), tree())


def test_scores_of_a_node_are_those_of_the_node_and_their_shares_sum():
    before, after = tree(), tree(a=6, weight=0.75)
    found = mcda.diff(before.node("p"), after.node("p"), method="weighted_sum")
    for column, problem in (("score_before", before), ("score_after", after)):
        wanted = mcda.rank(problem.node("p"), method="weighted_sum").table["score"]
        assert found.table[column].tolist() == wanted.tolist()
    assert set(found.why["kind"]) == {"ratings", "weights"}
    assert off(found) < 1e-12
    # x rises by 5/9 of a at a weight of one half alone
    alone = found.why.query("option == 'x' and kind == 'ratings'")["alone"].item()
    assert alone == pytest.approx(0.5 * 5 / 9, abs=1e-12)
    assert set(mcda.diff(before.node("p"), before.node("p")).changes) >= {"kind", "before", "after"}


def test_the_command_line_compares_two_cases(tmp_path, capsys):
    tree().save(tmp_path / "before")
    tree(a=6).save(tmp_path / "after")
    words = ["diff", str(tmp_path / "before"), str(tmp_path / "after"), "--method", "weighted_sum", "--quiet"]
    assert main([*words, "--table", "changes", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("kind,group,option,criterion")
    assert lines[1:] == [f"ratings,all,x,a,,,,,{column},1.0,6.0" for column in ("low", "mode", "high")]
    assert main(words) == 0
    assert "x: from rank 3 to rank 2: mostly ratings" in " ".join(capsys.readouterr().out.split())
    assert main(["diff", str(tmp_path / "before"), str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(0, 10), min_size=6, max_size=6), st.floats(0.05, 0.95))
def test_shares_sum_to_the_change_whatever_changed(values, weight):
    def problem(a, b, share):
        criteria = {"criterion": ["a", "b"], "direction": "benefit", "weight": [share, 1 - share]}
        return mcda.Problem.from_tables(criteria=criteria, ratings={"option": ["x", "y", "z"], "a": a, "b": b})

    weight = round(weight, 3)
    found = mcda.diff(problem([1, 2, 3], [3, 1, 2], 0.5), problem(values[:3], values[3:], weight))
    assert not len(found.why) or off(found) < 1e-12
