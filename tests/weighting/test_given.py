"""Weights go by label, sum to 1 unless stated otherwise, and are never equal in silence."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policymcda import ProblemError, load, rank, weighting

CASE = load("cyber-policy")
WEIGHTS = {"legitimacy": 0.1, "feasibility": 0.2, "root_cause": 0.3, "speed": 0.4}
GROUPS = CASE.labels("group")


def faults(weights, problem=CASE, **settings) -> list[tuple[str, str, str]]:
    """What is wrong with weights: column, value, rule."""
    with pytest.raises(ProblemError) as caught:
        weighting.given(problem, weights, **settings)
    assert set(caught.value.faults["table"]) == {"weights"}
    assert all(fault.hint for fault in caught.value.every)
    return [(fault.column, fault.value, fault.rule) for fault in caught.value.every]


@pytest.mark.parametrize(
    "weights",
    [
        WEIGHTS,
        pd.Series(WEIGHTS),
        {f" {label} ": str(weight) for label, weight in WEIGHTS.items()},
        pd.DataFrame({"criterion": WEIGHTS.keys(), "weight": WEIGHTS.values()}),
        pd.DataFrame({"group": None, "criterion": WEIGHTS.keys(), "weight": WEIGHTS.values()}),
        {group: WEIGHTS for group in GROUPS},
        pd.concat({group: pd.Series(WEIGHTS) for group in GROUPS}),
        weighting.given(CASE, WEIGHTS),
    ],
    ids=["mapping", "series", "text", "table", "blank groups", "by group", "by group and criterion", "weights"],
)
def test_weights_by_label_come_in_many_shapes(weights):
    expected = [WEIGHTS[label] for label in CASE.labels("criterion")] * 4
    assert rank(CASE, weights=weights).weights["weight"].tolist() == expected


@pytest.mark.parametrize(
    ("weight", "fault"),
    [
        (np.nan, ("speed", "has no weight")),
        (None, ("speed", "has no weight")),
        ("", ("speed", "has no weight")),
        (-0.4, ("speed: -0.4", "is no weight")),
        (np.inf, ("speed: inf", "is not finite")),
        ("0,4", ("speed: 0,4", "is not a number: a decimal comma")),
        ("n/a", ("speed: n/a", "is not a number")),
        (True, ("speed: True", "is a truth value, not a number")),
        ([0.4], ("speed: [0.4]", "is a number and more")),
    ],
)
def test_a_weight_that_is_none_is_named_once(weight, fault):
    assert faults({**WEIGHTS, "speed": weight}) == [("weight", *fault)]
    table = pd.DataFrame({"criterion": WEIGHTS.keys(), "weight": [*list(WEIGHTS.values())[:3], weight]})
    assert faults(table) == [("weight", *fault)]


@pytest.mark.parametrize(("factor", "total"), [(2, "2"), (1.3, "1.3"), (1 + 2e-6, "1.000002")])
def test_weights_that_do_not_sum_to_1_are_refused_unless_told_to_be_normalised(factor, total):
    weights = {label: weight * factor for label, weight in WEIGHTS.items()}
    assert faults(weights) == [("weight", total, "do not sum to 1")]
    found = weighting.given(CASE, weights, normalise=True)
    np.testing.assert_allclose(found.table["weight"][:4].sum(), 1, rtol=0, atol=1e-15)
    assert found.notes["code"].tolist() == ["normalised_weights"]
    assert "normalised_weights" in set(rank(CASE, weights=found).notes["code"])


@pytest.mark.parametrize("normalise", [False, True])
def test_weights_that_are_all_zero_are_called_so(normalise):
    assert faults(dict.fromkeys(WEIGHTS, 0), normalise=normalise) == [("weight", "", "all weights are zero")]


def test_weights_of_one_group_that_are_wrong_name_the_group():
    weights = {group: WEIGHTS for group in GROUPS} | {"rivals_with_ties": {**WEIGHTS, "speed": 0.5}}
    assert faults(weights) == [("weight", "rivals_with_ties, 1.1", "do not sum to 1")]
    weights["rivals_with_ties"] = {label: WEIGHTS[label] for label in ("legitimacy", "speed", "root_cause")}
    assert faults(weights) == [("weight", "rivals_with_ties, feasibility", "has no weight")]
    del weights["rivals_with_ties"]
    assert faults({**weights, "rivals": WEIGHTS})[0][1] == "rivals"


def test_wrong_labels_are_named_with_the_nearest():
    with pytest.raises(ProblemError, match=r"'sped' is not a known criterion \(did you mean speed\?\)"):
        rank(CASE, weights={"sped": 0.4, "legitimacy": 0.1, "feasibility": 0.2, "root_cause": 0.3})
    assert faults({**WEIGHTS, "cost": 0}) == [("criterion", "cost", "is not a known criterion")]
    twice = pd.DataFrame({"criterion": [*WEIGHTS, "speed"], "weight": [*WEIGHTS.values(), 0.4]})
    assert faults(twice) == [("weight", "speed", "has more than one weight")]


@pytest.mark.parametrize("weights", [[0.25] * 4, np.full(4, 0.25), (0.25,) * 4, 0.25], ids=repr)
def test_a_bare_sequence_is_refused(weights):
    with pytest.raises(ValueError, match="weights go by label"):
        rank(CASE, weights=weights)
    with pytest.raises(ProblemError, match="'0' is not a known criterion"):
        rank(CASE, weights=pd.Series([0.25] * 4))


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(ValueError, match="the column 'weight' is missing"):
        rank(CASE, weights=pd.DataFrame({"criterion": list(WEIGHTS)}))


def test_weights_of_another_problem_are_refused():
    with pytest.raises(ProblemError, match="'voice_accountability' is not a known criterion"):
        rank(CASE, weights=weighting.equal(load("governance-2013")))


def test_the_only_source_is_used_and_several_or_none_are_an_error_that_names_them():
    bare = CASE.replace(case={}, judgements=None)
    with pytest.raises(ProblemError, match="no judgements, swings or weights are given"):
        rank(bare)
    table = [{"criterion": label, "weight": weight} for label, weight in WEIGHTS.items()]
    by_table = bare.replace(weights=table)
    by_column = bare.replace(criteria=CASE.criteria.assign(weight=CASE.criteria["criterion"].map(WEIGHTS)))
    expected = rank(bare, weights=WEIGHTS).table
    assert_frame_equal(rank(by_table).table, expected)
    assert_frame_equal(rank(by_column).table, expected)
    assert rank(CASE.replace(case={})).settings["weights"] == "ahp"
    with pytest.raises(ProblemError, match="several sources: ahp, given"):
        rank(CASE.replace(case={}, weights=table))
    chosen = CASE.replace(case={"defaults": {"weights": "given"}}, weights=table)
    assert_frame_equal(rank(chosen).table, expected)


def test_weights_of_several_stakeholders_are_meant_by_their_say():
    rows = [
        {"stakeholder": who, "criterion": label, "weight": weight}
        for who, weights in (("ann", WEIGHTS), ("bob", dict.fromkeys(WEIGHTS, 0.25)))
        for label, weight in weights.items()
    ]
    problem = CASE.replace(case={}, judgements=None, codings=None, weights=rows)
    even = weighting.given(problem).table.set_index("criterion")["weight"].iloc[:4]
    assert even.round(12).to_dict() == {label: round((weight + 0.25) / 2, 12) for label, weight in WEIGHTS.items()}
    stakeholder_weight = [{"stakeholder": "ann", "weight": 3}, {"stakeholder": "bob", "weight": 1}]
    uneven = (
        weighting.given(problem.replace(stakeholders=stakeholder_weight))
        .table.set_index("criterion")["weight"]
        .iloc[:4]
    )
    assert uneven.round(12).to_dict() == {label: round((3 * w + 0.25) / 4, 12) for label, w in WEIGHTS.items()}


def test_equal_weights_are_equal():
    assert set(weighting.equal(CASE).table["weight"]) == {0.25}
    assert weighting.equal(CASE).settings["weights"] == "equal"
