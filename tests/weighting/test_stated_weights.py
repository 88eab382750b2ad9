"""Stated weights sum to 1: as they are, as rounding explains, or on request; down a tree where a parent has a weight."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda import Problem, ProblemError, load, rank, smaa, weighting
from policymcda.cli import main

LEAVES = ["a", "b", "c", "d"]
TREE = [("G1", ""), ("G2", ""), ("a", "G1"), ("b", "G1"), ("c", "G2"), ("d", "G2")]
RATINGS = [{"option": "x", "a": 1, "b": 2, "c": 3, "d": 1}, {"option": "y", "a": 2, "b": 1, "c": 5, "d": 3}]


def tree(weights=None, **tables):
    """Two parents with two criteria each, with or without a column of weights."""
    criteria = [
        {"criterion": label, "parent": parent, "direction": "benefit" if parent else ""} for label, parent in TREE
    ]
    if weights is not None:
        criteria = [{**row, "weight": weights.get(row["criterion"])} for row in criteria]
    return Problem.from_tables(criteria=criteria, ratings=RATINGS, **tables)


def flat(count):
    """A problem with so many criteria."""
    labels = [f"c{number}" for number in range(count)]
    return Problem.from_matrix(pd.DataFrame([range(count), [1] * count], ["x", "y"], labels), directions="benefit")


def fault(problem, weights=None, **more):
    """The only fault of stated weights as (value, rule)."""
    with pytest.raises(ProblemError) as caught:
        weighting.given(problem, weights, **more)
    (one,) = caught.value.every
    assert one.hint
    return one.value, one.rule


LOCAL = {"G1": 0.8, "G2": 0.2, "a": 0.5, "b": 0.5, "c": 0.5, "d": 0.5}
SOURCES = {
    "column": lambda weights: weighting.given(tree(weights)),
    "table": lambda weights: weighting.given(
        tree().replace(weights=[{"criterion": label, "weight": w} for label, w in weights.items()])
    ),
    "stakeholders": lambda weights: weighting.given(
        tree().replace(
            weights=[
                {"stakeholder": who, "criterion": label, "weight": w}
                for who in ("ann", "bob")
                for label, w in weights.items()
            ]
        )
    ),
    "caller": lambda weights: weighting.resolve(tree(), weights),
}
"""The same weights from each source."""


@pytest.mark.parametrize("source", SOURCES)
def test_weights_of_parents_go_down_the_tree(source):
    found = SOURCES[source](LOCAL)
    assert_allclose(found.table["weight"], [0.4, 0.4, 0.1, 0.1], atol=1e-15)
    local = found.local.drop_duplicates("criterion").set_index("criterion")
    assert_allclose(local["local"], [LOCAL[label] for label in local.index])


@pytest.mark.parametrize("source", SOURCES)
def test_a_family_that_does_not_sum_to_1_is_a_fault_where_a_parent_has_a_weight(source):
    with pytest.raises(ProblemError) as caught:
        SOURCES[source]({**LOCAL, "a": 0.25, "b": 0.25})
    assert {one.rule for one in caught.value.every} == {"do not sum to 1 under G1"}
    with pytest.raises(ProblemError, match="do not sum to 1 at the top"):
        SOURCES[source]({**LOCAL, "G1": 0.3})


@pytest.mark.parametrize("source", SOURCES)
def test_weights_of_what_is_rated_alone_are_global_in_a_tree_too(source):
    found = SOURCES[source]({"a": 0.1, "b": 0.2, "c": 0.3, "d": 0.4})
    assert_allclose(found.table["weight"], [0.1, 0.2, 0.3, 0.4])
    assert found.local.empty


@pytest.mark.parametrize("source", SOURCES)
def test_rounding_is_divided_out_in_families_too_with_a_note(source):
    found = SOURCES[source]({**LOCAL, "a": 0.66, "b": 0.33})
    assert_allclose(found.table["weight"], [0.8 * 2 / 3, 0.8 / 3, 0.1, 0.1])
    assert "the weights" in found.notes.set_index("code").loc[["rounded_weights"], "text"].iloc[0]
    assert found.notes["text"].str.contains("under G1 sum to 0.99").any()


def test_what_the_table_says_of_a_parent_alone_or_not_at_all_is_a_fault():
    assert fault(tree({label: w for label, w in LOCAL.items() if label != "G2"})) == ("G2", "has no weight")
    assert fault(tree({label: w for label, w in LOCAL.items() if label != "d"})) == ("d", "has no weight")
    assert fault(tree({**LOCAL, "c": 0, "d": 0})) == ("", "all weights under G2 are zero")


def test_an_only_child_has_all_of_its_parent_and_needs_no_weight():
    rows = [("top", ""), ("lone", "top"), ("other", "")]
    criteria = [{"criterion": c, "parent": p, "direction": "" if c == "top" else "benefit"} for c, p in rows]
    problem = Problem.from_tables(
        criteria=[{**row, "weight": w} for row, w in zip(criteria, (0.3, None, 0.7), strict=True)],
        ratings=[{"option": "x", "lone": 1, "other": 2}],
    )
    assert_allclose(weighting.given(problem).table["weight"], [0.3, 0.7])


def test_a_direction_on_a_parent_is_a_fault():
    criteria = [{"criterion": c, "parent": p, "direction": "benefit"} for c, p in TREE]
    with pytest.raises(ProblemError) as caught:
        Problem.from_tables(criteria=criteria, ratings=RATINGS)
    assert [(one.row, one.column, one.value) for one in caught.value.every] == [
        ("1", "direction", "benefit"),
        ("2", "direction", "benefit"),
    ]


@pytest.mark.parametrize(
    "weights",
    [
        [0.333] * 3,
        [0.33, 0.33, 0.33],
        [0.2] * 4 + [0.19998],
        [0.1] * 9 + [0.10005],
        [0.5, 0.4999995],
        ["0.333", "0.333", "0.333"],
        np.array([0.333] * 3, dtype=np.float32),
    ],
    ids=["0.999", "0.99", "0.99998", "1.00005", "a millionth", "text", "singles"],
)
def test_a_sum_that_rounding_explains_is_divided_out_with_a_note(weights):
    problem = flat(len(weights))
    by_label = dict(zip(problem.leaf_criteria, weights, strict=True))
    found = weighting.given(problem, by_label)
    total = sum(float(weight) for weight in weights)
    assert_allclose(found.table["weight"], [float(weight) / total for weight in weights], rtol=1e-15)
    assert found.notes["code"].tolist() == ["rounded_weights"]
    assert "rounded_weights" in set(rank(problem, weights=by_label).notes["code"])


@pytest.mark.parametrize(
    ("weights", "rule"),
    [
        ([0.3] * 3, "do not sum to 1"),
        ([0.33, 0.33, 0.31], "do not sum to 1"),
        ([0.333, 0.333, 0.33], "do not sum to 1"),
        ([0.5, 0.499998], "do not sum to 1"),
        ([1, 1, 1], "do not sum to 1"),
        ([50, 30, 20], "look like percentages: they do not sum to 1"),
        ([33.3, 33.3, 33.3], "look like percentages: they do not sum to 1"),
        ([0, 0], "all weights are zero"),
    ],
)
def test_any_other_sum_is_a_fault_that_says_what_it_looks_like(weights, rule):
    problem = flat(len(weights))
    assert fault(problem, dict(zip(problem.leaf_criteria, weights, strict=True)))[1] == rule


def test_what_sums_to_1_is_not_touched_and_not_noted():
    weights = {"c0": 0.1, "c1": 0.2, "c2": 0.3, "c3": 0.4}
    found = weighting.given(flat(4), weights)
    assert found.table["weight"].tolist() == list(weights.values())
    assert found.notes.empty


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=12), st.integers(2, 6))
def test_weights_that_were_rounded_to_two_decimals_or_more_are_always_taken(parts, decimals):
    weights = [round(part / sum(parts), decimals) for part in parts]
    if max(len(repr(weight).partition(".")[2]) for weight in weights) < 2 or not any(weights):
        return  # nothing shows that they were rounded
    shown = max(len(np.format_float_positional(weight).partition(".")[2]) for weight in weights)
    if abs(sum(weights) - 1) > len(weights) / 2 * 10.0**-shown:
        return  # last decimals that are all 0 do not show
    problem = flat(len(weights))
    found = weighting.given(problem, dict(zip(problem.leaf_criteria, weights, strict=True)))
    assert_allclose(found.table["weight"].sum(), 1, atol=1e-12)


def test_the_case_or_the_command_line_may_ask_for_division(monkeypatch, capsys):
    problem = tree({"a": 2, "b": 2, "c": 1, "d": 1})
    with pytest.raises(ProblemError, match="do not sum to 1"):
        rank(problem)
    asked = problem.using(normalise=True)
    assert_allclose(rank(asked).weights["weight"], np.array([2, 2, 1, 1]) / 6)
    assert_allclose(weighting.resolve(asked, {"a": 3, "b": 1, "c": 0, "d": 0}).table["weight"], [0.75, 0.25, 0, 0])
    with pytest.raises(ProblemError, match="do not sum to 1"):
        weighting.given(asked, normalise=False)
    for verb in (["rank"], ["weights"], ["compare"], ["stability"], ["dominance", "--weights", "given"]):
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(problem.to_dict())))
        assert main([verb[0], "-", *verb[1:], "--normalise"]) == 0
        assert "divided by it" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(problem.to_dict())))
    assert main(["rank", "-"]) == 2


def test_sums_beyond_the_largest_float_are_divided_on_request():
    found = weighting.given(flat(4), dict.fromkeys(("c0", "c1", "c2", "c3"), 1e308), normalise=True)
    assert found.table["weight"].tolist() == [0.25] * 4


def test_equal_siblings_and_equal_criteria_differ_as_they_should():
    rows = [("p", ""), ("q", ""), ("a", "p"), ("b", "p"), ("c", "p"), ("d", "q")]
    criteria = [{"criterion": c, "parent": p, "direction": "benefit" if p else ""} for c, p in rows]
    problem = Problem.from_tables(criteria=criteria, ratings=RATINGS)
    assert_allclose(weighting.equal(problem).table["weight"], [0.25] * 4)
    found = weighting.equal(problem, among="siblings")
    assert_allclose(found.table["weight"], [1 / 6, 1 / 6, 1 / 6, 1 / 2])
    assert found.local.set_index("criterion").loc["q", "weight"] == 0.5
    assert_allclose(weighting.equal(load("cyber-policy"), among="siblings").table["weight"], 0.25)
    with pytest.raises(ValueError, match="no among 'sibling'"):
        weighting.equal(problem, among="sibling")


def test_simulation_around_local_weights_uses_their_products():
    around = weighting.WeightSpace.around(concentration=1e9)
    found = smaa(tree(LOCAL), weights=around, ratings="fixed", method="weighted_sum", pairwise=False)
    best = found.central.dropna().groupby("criterion", sort=False)["weight"].first()
    assert_allclose(best.loc[LEAVES], [0.4, 0.4, 0.1, 0.1], atol=1e-3)
