"""Results by node of a tree of criteria: the table that builders of an index print."""

import re

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, explain, flips, load, rank, smaa, stability, verdict, weighting

ROWS = [
    ("people", "", "", None, None),
    ("price", "", "cost", 0, 10),
    ("safety", "people", "", None, None),
    ("comfort", "people", "benefit", 0, 10),
    ("lives", "safety", "benefit", 0, 10),
    ("injuries", "safety", "cost", 0, 10),
]
RATED = {"comfort": [4, 8, 2], "injuries": [5, 2, 9], "lives": [6, 3, 9], "price": [5, 9, 1]}
LOCAL = {"people": 0.6, "price": 0.4, "safety": 0.7, "comfort": 0.3, "lives": 0.8, "injuries": 0.2}


def tree(weights=None, **tables):
    names = ("criterion", "parent", "direction", "low", "high")
    criteria = [dict(zip(names, row, strict=True)) for row in ROWS]
    if weights:
        criteria = [{**row, "weight": weights.get(row["criterion"])} for row in criteria]
    ratings = {"option": ["x", "y", "z"], **RATED}
    return Problem.from_tables(criteria=criteria, ratings=ratings, **tables)


JUDGED = [
    {"criterion": one, "versus": other, "value": value}
    for one, other, value in (("people", "price", 1.5), ("safety", "comfort", "7/3"), ("lives", "injuries", 4))
]
PROBLEMS = {
    "local column": tree(LOCAL),
    "global column": tree({"comfort": 0.18, "lives": 0.336, "injuries": 0.084, "price": 0.4}),
    "local table": tree().replace(weights=[{"criterion": c, "weight": w} for c, w in LOCAL.items()]),
    "judgements": tree(judgements=JUDGED),
}


def by_hand():
    """Scores on each node: values over the scales, weighed by the local weights, level by level."""
    value = {name: np.array(column) / 10 for name, column in RATED.items()}
    value = {name: 1 - v if name in ("injuries", "price") else v for name, v in value.items()}
    safety = 0.8 * value["lives"] + 0.2 * value["injuries"]
    people = 0.7 * safety + 0.3 * value["comfort"]
    return {"people": people, "safety": safety}, 0.6 * people + 0.4 * value["price"]


@pytest.mark.parametrize("source", PROBLEMS)
def test_scores_of_nodes_equal_hand_computation_and_those_of_the_problem_below_the_node(source):
    problem = PROBLEMS[source]
    nodes, whole = by_hand()
    ranking = rank(problem, method="weighted_sum")
    assert_allclose(ranking.table["score"], whole, atol=1e-12)
    assert list(ranking.nodes.columns) == ["group", "node", "option", "score", "rank"]
    assert ranking.nodes["node"].drop_duplicates().tolist() == ["people", "safety"] == problem.nodes
    for node, scores in nodes.items():
        own = ranking.nodes[ranking.nodes["node"] == node]
        assert own["option"].tolist() == ["x", "y", "z"]
        assert_allclose(own["score"], scores, atol=1e-12)
        assert own["rank"].tolist() == [1 + int((scores > one + 1e-12).sum()) for one in scores]
        below = rank(problem.node(node), method="weighted_sum").table
        assert_allclose(below["score"], scores, atol=1e-12)
        assert below["rank"].tolist() == own["rank"].tolist()
    assert_allclose(rank(problem.node("people").node("safety"), method="weighted_sum").table["score"], nodes["safety"])


def test_methods_that_add_have_nodes_and_others_have_none():
    assert len(rank(PROBLEMS["local column"], method="promethee_ii").nodes) == 6
    assert rank(PROBLEMS["local column"], method="topsis").nodes.empty
    assert rank(load("cyber-policy"), method="weighted_sum").nodes.empty
    text = str(rank(PROBLEMS["local column"], method="weighted_sum"))
    assert re.search(r"^option +people +safety *$", text, re.MULTILINE)


def test_every_way_to_weights_is_shared_out_below_a_node():
    orders = {"criterion": list(RATED), "position": [2, 3, 1, 4]}
    said = tree(LOCAL).replace(orders=orders)
    two = [
        {"stakeholder": who, "criterion": c, "weight": w}
        for who, ws in (("ann", [0.1, 0.2, 0.3, 0.4]), ("bob", [0.4, 0.1, 0.1, 0.4]))
        for c, w in zip(RATED, ws, strict=True)
    ]
    for problem, way in (
        (said, "rank_order"),
        (said, "critic"),
        (said, "equal"),
        (tree().replace(weights=two), "given"),
    ):
        weights = weighting.resolve(problem, way).table.set_index("criterion")["weight"]
        part = problem.node("people")
        own = weighting.resolve(part, way).table.set_index("criterion")["weight"]
        assert_allclose(own, weights[own.index] / weights[own.index].sum(), rtol=1e-12)
        assert_allclose(rank(part.using(weights=way)).weights["weight"], own)
        assert_allclose(weighting.resolve(part, weighting.resolve(problem, way)).table["weight"], own)
    apart = weighting.resolve(tree().replace(weights=two).node("people"), "given", combine=False).table
    assert_allclose(apart.groupby("stakeholder")["weight"].sum(), 1)


def test_every_question_answers_for_a_node():
    part = tree(judgements=JUDGED).node("people")
    assert part.labels("criterion") == ["comfort", "lives", "injuries"]
    assert smaa(part, method="weighted_sum", pairwise=False).ranks["acceptability"].sum() == pytest.approx(3)
    assert len(stability(part, method="weighted_sum").table) == 3
    assert set(flips(part, method="weighted_sum").table["criterion"].dropna()) <= set(part.criteria["criterion"])
    assert verdict(part, method="weighted_sum").table["first_option"].iloc[0] in {"x", "y", "z"}
    assert len(explain(part, "all", "x", "y", method="weighted_sum").table) == 3
    consistency = weighting.resolve(part).consistency
    assert consistency["node"].tolist() == ["", "safety"]
    assert "node" not in weighting.resolve(part.node("safety")).consistency


def test_the_problem_below_a_node_stands_alone_when_saved(tmp_path):
    for source, problem in PROBLEMS.items():
        part = problem.node("people")
        saved = load(part.save(tmp_path / source.replace(" ", "-")))
        assert_allclose(rank(saved).table["score"], rank(part).table["score"], atol=1e-12)
        assert saved.fingerprint == part.fingerprint


def test_what_the_whole_problem_screens_out_is_screened_out_below_a_node():
    problem = tree(LOCAL).replace(thresholds=[{"criterion": "price", "at_most": 8}])
    table = rank(problem.node("people"), screen=True).table.set_index("option")
    assert table["screened"].to_dict() == {"x": False, "y": True, "z": False}
    nodes = rank(problem, screen=True, method="weighted_sum").nodes
    assert set(nodes["option"]) == {"x", "z"}


def test_a_node_without_weight_has_no_score_and_is_refused():
    problem = tree({"comfort": 0, "lives": 0, "injuries": 0, "price": 1})
    nodes = rank(problem, method="weighted_sum").nodes
    assert nodes["score"].isna().all()
    assert nodes["rank"].isna().all()
    with pytest.raises(ValueError, match="the node has no weight"):
        rank(problem.node("people"))


def test_names_that_are_no_node_are_refused_with_the_nearest():
    with pytest.raises(ValueError, match=r"no node 'peeple' \(did you mean people\?\)"):
        tree(LOCAL).node("peeple")
    with pytest.raises(ValueError, match=r"no node 'lives' \(known: people, safety\)"):
        tree(LOCAL).node("lives")
    with pytest.raises(ValueError, match="no criterion has others below it"):
        load("cyber-policy").node("speed")


def test_equal_pillars_and_equal_criteria_give_other_orders():
    problem = tree(LOCAL)
    pillars = rank(problem, method="weighted_sum", weights=weighting.equal(problem, among="siblings"))
    value = pd.DataFrame(RATED, ["x", "y", "z"]) / 10
    value[["injuries", "price"]] = 1 - value[["injuries", "price"]]
    safety = (value["lives"] + value["injuries"]) / 2
    assert_allclose(pillars.table["score"], ((safety + value["comfort"]) / 2 + value["price"]) / 2)
    criteria = rank(problem, method="weighted_sum", weights="equal")
    assert_allclose(criteria.table["score"], value.mean(axis="columns"))
    assert not np.allclose(pillars.table["score"], criteria.table["score"])
