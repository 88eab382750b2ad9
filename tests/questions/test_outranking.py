"""Outranking, VIKOR's compromise and group TOPSIS by label."""

from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, ProblemError, compromise, group_topsis, load, outranking, rank, weighting
from policymcda.arrays.methods import promethee_i
from policymcda.arrays.methods.electre_i import electre_i, kernel
from policymcda.cli import main


@pytest.fixture(scope="module")
def case():
    return load("cyber-policy")


def one_group(matrix, directions="benefit", weights=None, index=None):
    frame = pd.DataFrame(matrix, dtype=float)
    frame.columns = [f"c{j}" for j in range(frame.shape[1])]
    frame.index = index or [f"o{i}" for i in range(len(frame))]
    return Problem.from_matrix(frame, directions=directions, weights=weights)


def test_options_come_out_preferred_indifferent_or_incomparable():
    # by hand: "good" is better on all; "left" and "right" are each other's mirror; "twin" is the same as "left"
    matrix = [[1, 9], [9, 1], [9.5, 9.5], [1, 9]]
    problem = one_group(matrix, weights=[0.5, 0.5], index=["left", "right", "good", "twin"])
    text = outranking(problem)
    relations = {(row.option, row.versus): row.relation for row in text.pairs.itertuples()}
    assert relations == {
        ("left", "right"): "incomparable",
        ("good", "left"): "preferred",
        ("left", "twin"): "indifferent",
        ("good", "right"): "preferred",
        ("right", "twin"): "incomparable",
        ("good", "twin"): "preferred",
    }
    found = text.table.set_index("option")
    assert found.index.tolist() == ["left", "right", "good", "twin"]
    assert found["kernel"].tolist() == [False, False, True, False]
    assert found["outranks"].tolist() == [1, 0, 3, 1]
    assert found["outranked_by"].tolist() == [2, 1, 0, 2]
    assert text.notes.loc[text.notes["code"] == "circle", "text"].iloc[0].endswith("left, twin")


@pytest.mark.parametrize(("name", "function"), [("electre_i", electre_i), ("promethee_i", promethee_i)])
def test_relations_and_kernels_are_those_of_the_arrays(case, name, function):
    text = outranking(case, method=name)
    weights = rank(case).weights.set_index(["group", "criterion"])["weight"]
    for group, options, matrix in case.matrices():
        vector = weights[group].loc[list(case.leaf_criteria)].to_numpy()
        relation = function(matrix, vector, case.benefit)
        part = text.table[text.table["group"] == group].set_index("option")
        assert part.loc[list(options), "kernel"].tolist() == kernel(relation).tolist()
        pairs = text.pairs[text.pairs["group"] == group]
        assert len(pairs) == 36
        place = {option: i for i, option in enumerate(options)}
        for row in pairs.itertuples():
            both = relation[place[row.option], place[row.versus]], relation[place[row.versus], place[row.option]]
            expected = {"preferred": (True, False), "indifferent": (True, True), "incomparable": (False, False)}
            assert both == expected[row.relation]


def test_a_function_of_the_users_own_says_who_outranks_whom():
    def better_everywhere(matrix, weights, benefit, *, indifference):
        return np.all(matrix[:, None] >= matrix[None] - indifference, axis=-1)

    problem = one_group([[1, 1], [2, 2], [1.05, 1]], weights=[0.5, 0.5])
    problem = problem.replace(criteria=problem.criteria.assign(indifference=0.1))
    text = outranking(problem, method=better_everywhere)
    assert text.settings["method"] == "better_everywhere"
    assert text.pairs["relation"].tolist() == ["preferred", "indifferent", "preferred"]


def test_one_option_is_its_own_kernel_and_compromise():
    problem = one_group([[1.0]], weights=[1.0])
    assert outranking(problem).table["kernel"].tolist() == [True]
    assert outranking(problem).pairs.empty
    assert "no pair" in str(outranking(problem))
    assert compromise(problem).table["proposed"].tolist() == [True]


def test_the_compromise_of_opricovic_and_tzeng_2004_by_label(golden):
    case = golden("vikor_opricovic_tzeng_2004")
    data = case["inputs"]
    directions = ["benefit" if kind == 1 else "cost" for kind in data["types"]]
    problem = one_group(data["matrix"], directions, data["weights"])
    text = compromise(problem)
    case.check("Q", -text.table["score"].to_numpy())
    case.check("S", text.table["utility"].to_numpy())
    case.check("R", text.table["regret"].to_numpy())


def test_what_is_proposed_follows_from_the_two_conditions(case):
    seen = set()
    for majority in (0, 0.25, 0.5, 0.75, 1):
        text = compromise(case, majority=majority)
        for row in text.conditions.itertuples():
            part = text.table[text.table["group"] == row.group].sort_values("rank")
            behind = part["score"].max() - part["score"]
            seen.add((row.advantage, row.stability))
            if not row.advantage:
                assert part["proposed"].tolist() == (behind < 1 / 8 - 1e-9).tolist()
            elif row.stability:
                assert part["proposed"].tolist() == (part["rank"] == 1).tolist()
            else:
                assert part["proposed"].sum() >= 2
    assert {(True, True), (False, True)} <= seen
    with pytest.raises(ValueError, match="majority is a share from 0 to 1, not 2"):
        compromise(case, majority=2)
    assert "compromise: tailored_capabilities; the first is far enough ahead" in " ".join(str(compromise(case)).split())


def test_group_topsis_averages_distances_not_ratings(case):
    text = group_topsis(case)
    pooled = rank(case, method="topsis").table
    assert_allclose(text.table["pooled_score"], pooled["score"], atol=1e-12)
    assert text.table["pooled_rank"].tolist() == pooled["rank"].tolist()
    assert not np.allclose(text.table["score"], text.table["pooled_score"])
    assert len(text.members) == 3 * len(text.table)
    assert "coder_a" in str(text)


def test_the_coding_of_one_stakeholder_alone_is_topsis_of_it(case):
    coder = "coder_b"
    own = case.codings[case.codings["stakeholder"] == coder]
    alone = case.replace(codings=own)
    ratings = own.drop(columns="stakeholder")
    expected = rank(case.replace(ratings=ratings), method="topsis").table
    text = group_topsis(alone)
    assert_allclose(text.table["score"], expected["score"], atol=1e-12)
    members = group_topsis(case).members
    of_coder = members[members["stakeholder"] == coder]
    assert_allclose(of_coder["score"], expected["score"], atol=1e-12)


def test_say_comes_from_the_table_of_stakeholders(case):
    people = sorted(set(case.codings["stakeholder"]))
    said = case.replace(stakeholders={"stakeholder": people, "weight": [1, 0, 0]})
    alone = case.replace(codings=case.codings[case.codings["stakeholder"] == people[0]])
    expected = group_topsis(alone, weights="equal").table  # judgements are weighted by the same table
    for mean in ("geometric", "arithmetic"):
        assert_allclose(group_topsis(said, mean=mean, weights="equal").table["score"], expected["score"], atol=1e-12)
    blank = case.replace(stakeholders={"stakeholder": people, "weight": [None, None, None]})
    even = group_topsis(blank, weights="equal").table
    assert_allclose(even["score"], group_topsis(case, weights="equal").table["score"])


@pytest.mark.parametrize(
    ("weights", "fault"),
    [([1, None, 2], "'coder_b' has no weight"), ([0, 0, 0], "'coder_a, coder_b, coder_c' weigh 0 together")],
)
def test_a_stakeholder_without_a_weight_is_refused_alike_by_group_topsis_and_ahp(weights, fault, case):
    people = sorted(set(case.codings["stakeholder"]))
    unsaid = case.replace(stakeholders={"stakeholder": people, "weight": weights})
    for ask in (lambda problem: group_topsis(problem, weights="equal"), weighting.ahp):
        with pytest.raises(ProblemError, match=fault):
            ask(unsaid)


def test_codings_with_gaps_or_none_are_faults_that_name_the_cell(case):
    holes = case.codings.iloc[1:]
    with pytest.raises(ProblemError, match="has no mode: group TOPSIS needs every rating"):
        group_topsis(case.replace(codings=holes))
    with pytest.raises(ProblemError, match="group TOPSIS needs them"):
        group_topsis(case.replace(codings=None))
    first = case.codings["group"].iloc[0]
    with pytest.raises(ProblemError, match=f"{first!r} has no coding"):
        group_topsis(case.replace(codings=case.codings[case.codings["group"] != first]))
    with pytest.raises(ValueError, match=r"call group_topsis\(problem\)"):
        rank(case, method="group_topsis")


def test_the_latest_coding_of_a_cell_counts(case):
    old = case.codings.assign(mode=1.0, low=1.0, high=1.0, as_of="2010")
    both = case.replace(codings=pd.concat([case.codings.assign(as_of="2014"), old]))
    assert_allclose(group_topsis(both).table["score"], group_topsis(case).table["score"])


def test_a_terminal_is_told_the_same(capsys):
    assert main(["outranking", "cyber-policy", "--method", "promethee_i"]) == 0
    assert "kernel: regional_orgs, tailored_capabilities" in capsys.readouterr().out
    assert main(["outranking", "cyber-policy", "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("group,group_name,option,option_name,kernel,outranks,outranked_by")


def test_pairs_of_many_options_are_left_out_with_a_note_and_a_large_circle_is_named_in_part(monkeypatch):
    module = import_module("policymcda.questions.outranking")
    problem = one_group(np.ones((5, 2)), weights=[0.5, 0.5])
    whole = outranking(problem)
    monkeypatch.setattr(module, "MANY", 4)
    monkeypatch.setattr(module, "LISTED", 2)
    found = outranking(problem)
    pd.testing.assert_frame_equal(found.table, whole.table)
    assert found.pairs.empty
    assert list(found.pairs.columns) == list(whole.pairs.columns)
    notes = found.notes.set_index("code")["text"]
    assert notes["many_options"] == "more than 4 options: the table of pairs is left out"
    assert notes["circle"].endswith("o0, o1 and 3 more")
    assert "pairs: left out" in str(found)
    assert "pairs: 10 indifferent" in str(whole)
