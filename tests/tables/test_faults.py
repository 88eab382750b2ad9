"""Every fault of every table in one error, once, where it is, whatever the tables are read from."""

import csv
import json
import pickle
import time
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import xlsxwriter

from policymcda import Problem, ProblemError, load

CASE = Path(__file__).parents[2] / "criteria" / "cyber-policy"

SPOILT = [
    # table, row (from 0), column, what is written there, what the fault says of it
    ("criteria", 0, "direction", "Gain", "is none of benefit, cost"),
    ("criteria", 1, "high", "n/a", "is not a number"),
    ("ratings", 0, "mode", "7,5", "is not a number: a decimal comma"),
    ("ratings", 1, "evidence", "guess", "is none of unstated, none, inferred, direct"),
    ("ratings", 2, "low", "0", "is outside the scale of root_cause, 1 to 9"),
    ("ratings", 3, "option", "capacity_bilding", "is not a known option"),
    ("ratings", 4, "criterion", "", "the cell is blank"),
    ("ratings", 5, "group", "rivals", "is not a known group"),
    ("ratings", 6, "mode", "", "the cell is blank"),
    ("ratings", 7, "mode", "inf", "is not finite"),
    ("ratings", 8, "spread", "-1", "must not be below 0"),
    ("ratings", 9, "low", "0x10", "is not a number"),
    ("ratings", 9, "mode", "1_000", "is not a number: blanks or marks between its digits"),
    ("codings", 0, "stakeholder", "", "the cell is blank"),
    ("codings", 1, "mode", "\uff16", "is not a number: its signs are not those of the keyboard"),
    ("judgements", 0, "value", "0", "must be above 0"),
    ("judgements", 1, "value", "1/0", "is not a number"),
    ("judgements", 2, "criterion", "sped", "is not a known criterion"),
    ("screens", 0, "option", "nobody", "is not a known option"),
    ("screens", 1, "status", "", "the cell is blank"),
    ("expectations", 0, "rank", "0", "must be 1 or more"),
    ("expectations", 2, "rank", "", "within which rank is not stated"),
    (
        "expectations",
        12,
        "rank",
        "2",
        "a named option has no rank: the number of options named for its group is its limit",
    ),
    ("members", 0, "member", "no_formal_ties", "is the name of a group"),
    ("members", 1, "share", "1.5", "must not be above 1"),
    ("members", 2, "group", "rivals", "is not a known group"),
    ("expectations", 1, "relation", "inside", "is none of within, outside, named"),
]
"""Cells that are spoilt one by one, each a fault of its own."""


def spoilt() -> tuple[dict[str, list[dict[str, str]]], list[tuple[str, int, str, str, str]]]:
    """The tables of the case with many faults, and those faults."""
    tables = {}
    for file in CASE.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            tables[file.stem] = list(csv.DictReader(lines))
    expected = list(SPOILT)
    for table, row, column, written, _ in SPOILT:
        tables[table][row][column] = written
    rows = tables["ratings"]
    rows[10].update(low="8", mode="7", high="9")
    expected.append(("ratings", 10, "mode", "low 8, mode 7, high 9", "low, mode and high must rise"))
    rows.append(dict(rows[20]))
    named = ", ".join(rows[20][key] for key in ("group", "option", "criterion"))
    expected.append(("ratings", len(rows) - 1, "criterion", named, "stands in row {20} already"))
    tables["options"].append(dict(tables["options"][0]))
    label = tables["options"][0]["option"]
    expected.append(("options", len(tables["options"]) - 1, "option", label, "stands in row {0} already"))
    tables["groups"].append({**tables["groups"][0], "group": "phantom"})
    expected.append(("ratings", -1, "group", "phantom", "no option is rated for this group"))
    first = tables["judgements"][4]
    mirror = {**first, "criterion": first["versus"], "versus": first["criterion"], "value": "8"}
    tables["judgements"].append(mirror)
    text = f"contradicts row {{4}}, which says {float(first['value']):g} the other way round"
    expected.append(("judgements", len(tables["judgements"]) - 1, "value", "8", text))
    tables["thresholds"] = [{"criterion": "speed", "at_least": "5", "at_most": "3"}]
    expected.append(("thresholds", 0, "at_least", "at_least 5, at_most 3", "at_least must not be above at_most"))
    return tables, expected


def as_folder(tables, place):
    for name, rows in tables.items():
        with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return place


def as_workbook(tables, place):
    with xlsxwriter.Workbook(place / "case.xlsx") as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for line, cells in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
                for column, cell in enumerate(cells):
                    sheet.write_string(line, column, cell)
    return place / "case.xlsx"


def as_json(tables, place):
    (place / "case.json").write_text(json.dumps(tables), encoding="utf-8")
    return place / "case.json"


READERS = {
    "folder": (as_folder, 2),
    "workbook": (as_workbook, 2),
    "json": (as_json, 1),
    "pandas": (lambda tables, _: {name: pd.DataFrame(rows) for name, rows in tables.items()}, 0),
    "polars": (lambda tables, _: {name: pl.DataFrame(rows) for name, rows in tables.items()}, 0),
    "lazy": (lambda tables, _: {name: pl.LazyFrame(rows) for name, rows in tables.items()}, 0),
    "pyarrow": (lambda tables, _: {name: pa.Table.from_pylist(rows) for name, rows in tables.items()}, 0),
}
"""How tables are handed over, and what the first row is called."""


@pytest.mark.parametrize("reader", READERS)
def test_a_badly_spoilt_case_tells_every_fault_of_every_table_once(reader, tmp_path):
    tables, expected = spoilt()
    hand_over, first = READERS[reader]
    with pytest.raises(ProblemError) as caught:
        load(hand_over(tables, tmp_path))
    texts = [tuple(row) for row in caught.value.faults[["table", "row", "column", "value", "rule"]].to_numpy()]
    rows = [str(row + first) for row in range(200)]
    wanted = [
        (table, rows[row] if row >= 0 else "", column, value, rule.format(*rows))
        for table, row, column, value, rule in expected
    ]
    assert sorted(texts) == sorted(wanted)
    assert len(set(texts)) == len(texts)


def test_the_message_has_a_line_a_fault_and_the_nearest_known_name():
    tables, expected = spoilt()
    with pytest.raises(ProblemError, match=f"^{len(expected)} faults in the input:") as caught:
        load(tables)
    lines = str(caught.value).splitlines()
    assert len(lines) == 1 + len(expected)
    text = "  ratings, row 4, column option: 'capacity_bilding' is not a known option (did you mean capacity_building?)"
    assert text in lines
    hints = caught.value.faults.set_index("value")["hint"]
    assert hints["sped"] == "did you mean speed?"
    assert hints["Gain"] == "write benefit"
    assert hints["7,5"] == "write 7.5"
    assert hints["guess"] == "known: unstated, none, inferred, direct"


def test_faults_are_a_table_with_six_columns():
    with pytest.raises(ProblemError) as caught:
        load({})
    assert list(caught.value.faults) == ["table", "row", "column", "value", "rule", "hint"]
    assert list(caught.value.faults["table"]) == ["criteria", "ratings"]
    assert isinstance(caught.value, ValueError)


CRITERIA = {"criterion": ["cost", "reach"], "direction": ["cost", "benefit"]}
WIDE = {"option": ["tax", "ban"], "cost": [3, 5], "reach": [40, 90]}


def faults(**tables):
    """What is wrong with the tables: table, row, column, value, rule."""
    with pytest.raises(ProblemError) as caught:
        Problem.from_tables(**tables)
    return [tuple(row) for row in caught.value.faults[["table", "row", "column", "value", "rule"]].to_numpy()]


def test_a_table_without_a_column_hides_no_fault_of_the_others():
    found = faults(
        criteria={"criterion": ["cost", "cost"], "direction": ["cost", "Gain"]},
        ratings=WIDE,
        options={"name": ["Tax"]},
        thresholds={"criterion": ["cots"], "at_least": [1]},
    )
    assert found == [
        ("options", "", "option", "", "the column is missing"),
        ("criteria", "1", "direction", "Gain", "is none of benefit, cost"),
        ("thresholds", "0", "criterion", "cots", "is not a known criterion"),
        ("criteria", "1", "criterion", "cost", "stands in row 0 already"),
    ]


def test_an_empty_table_of_labels_is_one_fault_and_not_one_for_each_row_that_names_a_label():
    for name, column in (("options", "option"), ("groups", "group")):
        found = faults(criteria=CRITERIA, ratings={"group": ["all"] * 2, **WIDE}, **{name: {column: []}})
        assert found == [(name, "", "", "", "the table has no rows")]
    assert faults(criteria=CRITERIA, ratings={"option": [], "criterion": [], "mode": []}) == [
        ("ratings", "", "", "", "the table has no rows")
    ]


def test_a_table_of_labels_with_a_doubled_column_is_one_fault():
    groups = pd.DataFrame([["a", "b"]], columns=["group", "group"])
    assert faults(criteria=CRITERIA, ratings=WIDE, groups=groups) == [
        ("groups", "", "group", "", "the column stands twice")
    ]


def test_a_criterion_that_a_wide_table_lacks_is_told_with_the_column_that_may_be_meant():
    with pytest.raises(ProblemError) as caught:
        Problem.from_tables(criteria=CRITERIA, ratings={"option": ["tax"], "cost": [1], "raech": [2]})
    assert [fault.hint for fault in caught.value.every] == ["did you mean raech?"]


def test_a_wide_table_tells_every_cell_that_is_blank_in_part_or_outside_its_scale():
    criteria = {**CRITERIA, "low": [0, 0], "high": [10, 100]}
    ratings = {"option": ["tax", "ban", "wait"], "cost": [3, None, 11], "reach": [40, 90, -1]}
    assert faults(criteria=criteria, ratings=ratings) == [
        ("ratings", "1", "cost", "", "ban is rated in part: cost is blank"),
        ("ratings", "2", "cost", "11", "is outside the scale of cost, 0 to 10"),
        ("ratings", "2", "reach", "-1", "is outside the scale of reach, 0 to 100"),
    ]


def test_a_group_that_no_row_of_a_wide_table_rates_is_a_fault():
    found = faults(criteria=CRITERIA, ratings={"group": ["north"] * 2, **WIDE}, groups={"group": ["north", "south"]})
    assert found == [("ratings", "", "group", "south", "no option is rated for this group")]
    blank = {"option": ["tax"], "cost": [None], "reach": [None]}
    assert faults(criteria=CRITERIA, ratings=blank) == [
        ("ratings", "", "group", "all", "no option is rated for this group")
    ]


def test_criteria_that_stand_twice_do_not_break_a_wide_table():
    criteria = {"criterion": ["cost", "reach", "reach"], "direction": ["cost", "benefit", "benefit"]}
    assert faults(criteria=criteria, ratings=WIDE) == [
        ("criteria", "2", "criterion", "reach", "stands in row 1 already")
    ]


def test_blank_labels_are_blank_and_not_duplicates_of_each_other():
    found = faults(criteria=CRITERIA, ratings=WIDE, options={"option": ["tax", "ban", "", None]})
    assert found == [
        ("options", "2", "option", "", "the cell is blank"),
        ("options", "3", "option", "", "the cell is blank"),
    ]


def test_wrong_parents_of_criteria_are_told():
    criteria = {"criterion": ["a", "b", "c", "d"], "direction": ["cost"] * 4, "parent": ["b", "a", "c", "e"]}
    ratings = {"option": ["x"], "criterion": ["d"], "mode": [1]}
    rules = {(row, rule) for _, row, _, _, rule in faults(criteria=criteria, ratings=ratings)}
    assert rules == {
        ("0", "a is its own ancestor"),
        ("1", "b is its own ancestor"),
        ("2", "c is its own ancestor"),
        ("3", "is not a known criterion"),
    }


def test_faults_are_looked_at_one_by_one_up_to_a_limit(monkeypatch):
    from policymcda import tables

    monkeypatch.setattr(tables, "MOST", 10)
    found = faults(criteria=CRITERIA, ratings={"option": ["tax"] * 50, "cost": ["x"] * 50, "reach": [1] * 50})
    assert len(found) == 11
    assert found[-1][4] == "has more than 10 faults"


def test_of_a_hundred_thousand_faults_the_first_thousand_are_listed_and_all_are_counted():
    count = 100_000
    start = time.perf_counter()
    with pytest.raises(ProblemError, match=r"^199,999 faults in the input:") as caught:
        Problem.from_tables(
            criteria=CRITERIA, ratings={"option": ["tax"] * count, "cost": [f"{i}x" for i in range(count)], "reach": 1}
        )
    assert time.perf_counter() - start < 15
    error = caught.value
    assert (len(error.every), len(error.faults), error.count) == (1000, 1000, 199_999)
    assert str(error).endswith("... and 199,899 more (error.faults has the first 1,000)")
    assert pickle.loads(pickle.dumps(error)).count == 199_999


def test_hostile_text_reaches_no_terminal_raw():
    hostile = "\x1b[2J\u202egnp.exe\x07"
    with pytest.raises(ProblemError) as caught:
        Problem.from_tables(
            criteria={"criterion": [f"c{hostile}", "reach"], "direction": [hostile, "cost"], hostile: ["", ""]},
            ratings=pd.DataFrame({"option": ["a"], "criterion": ["x"], "mode": [hostile]}, index=[hostile]),
            **{hostile: []},
        )
    message = str(caught.value)
    assert all(line.isprintable() for line in message.splitlines())
    assert "\\x1b[2J\\u202egnp.exe\\x07" in message
    assert hostile in set(caught.value.faults["value"])


def test_judgements_compare_two_things_under_the_same_parent_and_do_not_contradict_each_other():
    criteria = {
        "criterion": ["money", "price", "upkeep", "reach", "speed"],
        "direction": ["", "cost", "cost", "benefit", "benefit"],
        "parent": ["", "money", "money", "", ""],
    }
    ratings = {"option": ["x"], "price": [1], "upkeep": [2], "reach": [3], "speed": [4]}
    judgements = [
        {"criterion": "price", "versus": "upkeep", "value": "3"},
        {"criterion": "upkeep", "versus": "price", "value": "0.33"},
        {"criterion": "price", "versus": "reach", "value": "2"},
        {"criterion": "reach", "versus": "reach", "value": "2"},
        {"criterion": "speed", "versus": "speed", "value": "1"},
        {"criterion": "reach", "versus": "speed", "value": "3"},
        {"group": "south", "criterion": "speed", "versus": "reach", "value": "3"},
    ]
    found = faults(criteria=criteria, ratings=ratings, judgements=judgements, groups={"group": ["north", "south"]})
    assert found == [
        ("judgements", "4", "value", "2", "reach against itself is 1"),
        ("judgements", "3", "versus", "reach", "price and reach have different parents"),
        ("judgements", "7", "value", "3", "contradicts row 6, which says 3 the other way round"),
    ]


def test_a_message_spells_out_a_hundred_faults_and_the_table_has_all():
    ratings = {"option": [f"o{row}" for row in range(150)], "cost": ["x"] * 150, "reach": [1] * 150}
    with pytest.raises(ProblemError) as caught:
        Problem.from_tables(criteria=CRITERIA, ratings=ratings)
    assert str(caught.value).splitlines()[-1] == "  ... and 50 more (error.faults has all)"
    assert len(caught.value.faults) == 150
