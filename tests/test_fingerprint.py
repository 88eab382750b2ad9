"""The fingerprint says what decides, not how it is told; and no order of rows or columns changes a bit of any answer."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policymcda import Problem, agreement_with_source, cases, load, rank, weighting
from policymcda.arrays.methods import METHODS
from policymcda.tables.schemas import SCHEMAS

PINNED = {
    "cyber-policy": "e92720f2c252f0c5",
    "cyber-policy-2016": "96705aa241561e65",
    "governance-2013": "9ce3d3b391415b36",
}
"""They change when a shipped number does, and must not change by machine or version of a dependency."""


@pytest.mark.parametrize("name", cases())
def test_the_fingerprint_of_a_shipped_case_is_what_it_was(name):
    assert load(name).fingerprint == PINNED[name]


def shuffled(problem: Problem, seed: int) -> Problem:
    """The rows of every table in another order."""
    tables = {name: problem.table(name) for name in SCHEMAS if problem.has(name)}
    return Problem.from_tables(
        case=problem.case, **{name: table.sample(frac=1, random_state=seed) for name, table in tables.items()}
    )


def in_order(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    keys = [key for key in keys if key in table]
    return table.sort_values(keys, kind="stable").reset_index(drop=True)


def assert_same_answers(problem: Problem, other: Problem, **settings) -> None:
    """Every number of a ranking is equal to the last bit, in the order of each problem's own tables."""
    one, two = rank(problem, **settings), rank(other, **settings)
    for name, table in one.tables.items():
        keys = ["group", "option", "criterion", "stakeholder", "code", "text"]
        assert_frame_equal(in_order(table, keys), in_order(two.tables[name], keys), check_exact=True)
    for ranking, source in ((one, problem), (two, other)):
        for kind, table in (("option", ranking.table), ("criterion", ranking.weights), ("group", ranking.table)):
            assert list(dict.fromkeys(table[kind])) == source.labels(kind)


@pytest.mark.parametrize("name", cases())
@pytest.mark.parametrize("seed", range(3))
def test_no_order_of_rows_changes_a_bit(name, seed):
    problem = load(name)
    other = shuffled(problem, seed)
    assert other.labels("option") != problem.labels("option")
    assert other.fingerprint == problem.fingerprint
    for method in ("topsis", "weighted_sum", "promethee_ii", "mabac"):
        assert_same_answers(problem, other, method=method)
    if problem.has("expectations"):
        found = [agreement_with_source(one, rank(one)).table for one in (problem, other)]
        assert_frame_equal(*(in_order(table, ["group", "option", "source"]) for table in found))


def test_no_order_of_the_columns_of_a_wide_table_changes_a_bit():
    rng = np.random.default_rng(5)
    labels = [f"c{column}" for column in range(7)]
    wide = pd.DataFrame(rng.random((40, 7)), columns=labels).assign(option=[f"o{row}" for row in range(40)])
    criteria = pd.DataFrame({"criterion": labels, "direction": ["cost", "benefit"] * 3 + ["cost"], "weight": 1 / 7})
    problem = Problem.from_tables(criteria=criteria, ratings=wide)
    for seed in range(3):
        other = Problem.from_tables(
            criteria=criteria.sample(frac=1, random_state=seed),
            ratings=wide.sample(frac=1, random_state=seed).sample(frac=1, axis="columns", random_state=seed),
        )
        assert other.fingerprint == problem.fingerprint
        for method in ("topsis", "weighted_sum", "vikor", "waspas"):
            assert method in METHODS
            assert_same_answers(problem, other, method=method)


def test_weights_by_label_do_not_depend_on_the_order_in_which_they_are_told():
    problem = load("cyber-policy")
    weights = {"speed": 0.1, "legitimacy": 0.2, "root_cause": 0.3, "feasibility": 0.4}
    tables = [
        rank(problem, weights=text).table
        for text in (
            weights,
            dict(sorted(weights.items())),
            pd.Series(weights).sample(frac=1, random_state=1),
            pd.DataFrame({"criterion": weights.keys(), "weight": weights.values()}).sample(frac=1, random_state=2),
        )
    ]
    for table in tables[1:]:
        assert_frame_equal(table, tables[0], check_exact=True)


def test_stakeholders_are_combined_alike_in_any_order():
    problem = load("cyber-policy")
    rng = np.random.default_rng(1)
    rows = [
        {"stakeholder": who, "criterion": leaf, "weight": weight}
        for who in ("ann", "bob", "cid", "dee", "eve")
        for leaf, weight in zip(problem.leaf_criteria, rng.dirichlet(np.ones(4)), strict=True)
    ]
    stakeholder_weight = [
        {"stakeholder": who, "weight": weight}
        for who, weight in zip(["ann", "bob", "cid", "dee", "eve"], rng.random(5), strict=True)
    ]
    stated = problem.replace(weights=rows, stakeholders=[*stakeholder_weight, {"stakeholder": "coder_a", "weight": 0},
        {"stakeholder": "coder_b", "weight": 0}, {"stakeholder": "coder_c", "weight": 0}], codings=None, judgements=None)  # fmt: skip
    for seed in range(4):
        found = weighting.given(shuffled(stated, seed)).table
        expected = weighting.given(stated).table
        assert_frame_equal(*(in_order(table, ["group", "criterion"]) for table in (found, expected)), check_exact=True)


BASE = {
    "criteria": [
        {"criterion": "cost", "direction": "cost", "low": 0, "high": 10, "weight": 0.4, "name": "Cost"},
        {"criterion": "reach", "direction": "benefit", "low": 0, "high": 100, "weight": 0.6, "name": "Reach"},
    ],
    "options": [{"option": "tax", "name": "Tax"}, {"option": "ban", "name": "Ban"}],
    "groups": [{"group": "north"}, {"group": "south"}],
    "ratings": [
        {"option": option, "criterion": criterion, "low": mode - 1, "mode": mode, "high": mode + 1,
         "evidence": "direct", "rationale": "because"}
        for option, criterion, mode in (("tax", "cost", 3), ("tax", "reach", 40), ("ban", "cost", 5), ("ban", "reach", 90))
    ],
    "judgements": [{"stakeholder": "ann", "criterion": "cost", "versus": "reach", "value": 2, "rationale": "so"}],
    "weights": [{"criterion": "cost", "weight": 0.3}, {"criterion": "reach", "weight": 0.7}],
    "screens": [{"group": "north", "option": "tax", "status": "precondition_missing", "reason": "no law"}],
    "thresholds": [{"criterion": "cost", "at_most": 9}],
}  # fmt: skip

DECIDES = [
    ("criteria", 0, "direction", "benefit"),
    ("criteria", 0, "high", 10.000000000000002),
    ("criteria", 0, "weight", 0.5),
    ("criteria", 1, "criterion", "reech"),
    ("ratings", 0, "mode", 3.0000000000000004),
    ("ratings", 0, "low", 1),
    ("ratings", 0, "sd", 1),
    ("ratings", 0, "evidence", "inferred"),
    ("ratings", 0, "evidence", ""),
    ("judgements", 0, "value", 3),
    ("judgements", 0, "stakeholder", "bob"),
    ("judgements", 0, "group", "north"),
    ("weights", 0, "weight", 0.31),
    ("screens", 0, "status", "possible"),
    ("screens", 0, "group", ""),
    ("screens", 0, "option", "ban"),
    ("thresholds", 0, "at_most", 8),
    ("groups", 1, "group", "east"),
]

PROSE = [
    ("criteria", 0, "name", "Money"),
    ("criteria", 0, "definition", "what it costs"),
    ("criteria", 0, "anchor_1", "cheap"),
    ("options", 0, "name", "A tax"),
    ("options", 0, "summary", "longer"),
    ("groups", 0, "name", "The north"),
    ("ratings", 0, "rationale", "for another reason"),
    ("ratings", 0, "section", "2.1"),
    ("judgements", 0, "rationale", "why not"),
    ("screens", 0, "reason", "no law yet"),
]


def with_change(table, row, column, value) -> str:
    """The fingerprint after one cell was changed; a label is changed wherever it stands."""
    tables = {name: [dict(record) for record in records] for name, records in BASE.items()}
    before = tables[table][row].get(column)
    tables[table][row][column] = value
    if column == table.rstrip("s") or (table, column) == ("criteria", "criterion"):
        for records in tables.values():
            for record in records:
                record.update({key: value for key, cell in record.items() if cell == before and key != "weight"})
    return Problem.from_tables(case={"title": "x"}, **tables).fingerprint


def test_whatever_decides_changes_the_fingerprint():
    marks = [Problem.from_tables(**BASE).fingerprint, *(with_change(*change) for change in DECIDES)]
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize("change", PROSE, ids=lambda change: f"{change[0]} {change[2]}")
def test_prose_does_not_change_the_fingerprint(change):
    assert with_change(*change) == Problem.from_tables(case={"title": "y"}, **BASE).fingerprint


def test_zero_has_no_sign_and_a_blank_group_is_all_groups():
    def mark(zero, *groups):
        ratings = [
            {"group": group, "option": "x", "criterion": "a", "mode": zero, "low": zero, "high": zero}
            for group in groups
        ]
        criteria = [{"criterion": "a", "direction": "cost", "low": zero, "high": 1}]
        return Problem.from_tables(criteria=criteria, ratings=ratings, groups={"group": ["n", "s"]}).fingerprint

    assert len({mark(zero, *groups) for zero in (0.0, -0.0, 0, "-0") for groups in ([""], ["n", "s"], ["s", "n"])}) == 1


def test_labels_do_not_run_into_each_other():
    def mark(*options):
        return Problem.from_tables(
            criteria={"criterion": ["a"], "direction": ["cost"]},
            ratings={"option": list(options), "a": [1.0] * len(options)},
        ).fingerprint

    assert len({mark("a", "b c"), mark("a b", "c"), mark("ab", "c"), mark("a", "bc"), mark("a b c")}) == 5
