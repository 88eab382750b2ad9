"""Tables as people keep them: sheets, one table alone, squares of comparisons, labels that look the same, dates that mix."""

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from policymcda import Problem, ProblemError, explain, load, rank, weighting
from policymcda.cli import main

TABLE = "Supplier,price,reach,time\nA,3,40,2\nB,5,90,1\nC,4,60,3\n"
CRITERIA = [["criterion", "direction"], ["cost", "cost"], ["reach", "benefit"]]
COLUMNS = {"criterion": ["cost", "reach"], "direction": ["cost", "benefit"]}
RATINGS = [["option", "cost", "reach"], ["tax", 3, 40], ["ban", 5, 90]]


@pytest.fixture
def book(tmp_path):
    """Writes sheets of rows and gives the workbook; a cell that begins with = is a formula without a value."""

    def write(**sheets) -> Path:
        path = tmp_path / "case.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            for name, rows in sheets.items():
                sheet = workbook.add_worksheet(name.replace("__", " "))
                for line, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        if str(cell).startswith("="):
                            sheet.write_formula(line, column, cell, value="")
                        elif cell != "":
                            sheet.write(line, column, cell)
        return path

    return write


def faults(make) -> list[str]:
    with pytest.raises(ProblemError) as caught:
        make()
    return [str(fault) for fault in caught.value.every]


# one table is enough


def test_one_csv_file_with_directions_and_weights_is_a_case(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(TABLE, encoding="utf-8")
    by_name = load(
        path, directions={"price": "-", "reach": "+", "time": "-"}, weights={"price": 0.5, "reach": 0.3, "time": 0.2}
    )
    in_order = load(path, directions="-,+,-", weights=[0.5, 0.3, 0.2])
    matrix = pd.DataFrame({"price": [3, 5, 4], "reach": [40, 90, 60], "time": [2, 1, 3]}, index=list("ABC"))
    frame = Problem.from_matrix(matrix, directions=["cost", "benefit", "cost"], weights=[0.5, 0.3, 0.2])
    assert by_name.fingerprint == in_order.fingerprint == frame.fingerprint
    assert list(in_order.notes["text"]) == [
        "the first column, Supplier, has the options",
        "directions in the order of the columns: price cost, reach benefit, time cost",
        "weights in the order of the columns: price 0.5, reach 0.3, time 0.2",
    ]


@pytest.mark.parametrize("verb", ["rank", "check", "weights", "dominance", "stability", "flips"])
def test_every_verb_takes_one_table(tmp_path, capsys, verb):
    path = tmp_path / "data.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert main([verb, str(path), "--directions", "-,+,-", "--weights", "price=.5,reach=.3,time=.2"]) == 0
    assert "Supplier" in capsys.readouterr().out


def test_weights_as_numbers_go_by_name_for_any_case_and_the_pairs_are_noted(capsys):
    assert main(["rank", "cyber-policy", "--weights", ".4,.3,.2,.1"]) == 0
    assert "weights in the order of the criteria: legitimacy .4, feasibility .3" in capsys.readouterr().out


def test_entries_on_the_command_line_may_be_separated_by_semicolons(tmp_path, capsys):
    path = tmp_path / "data.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert main(["rank", str(path), "--directions", "-;+;-", "--weights", "price=.5; reach=.3; time=.2"]) == 0
    assert main(["rank", str(path), "--directions", "-;+;-", "--weights", "0,5;0,3;0,2"]) == 2
    assert "'0,5' is not a number: a decimal comma (write 0.5)" in " ".join(capsys.readouterr().err.split())


def test_weights_of_a_verb_that_ranks_by_the_cases_own_are_refused(capsys):
    assert main(["check", "cyber-policy", "--weights", ".4,.3,.2,.1"]) == 2
    assert "one table" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["check", "cyber-policy", "--weights", "ahp"])


def test_one_table_without_directions_says_for_which_criteria_they_are_needed(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(TABLE, encoding="utf-8")
    with pytest.raises(ValueError, match="for price, reach, time"):
        load(path)
    with pytest.raises(ValueError, match="not one table"):
        load("cyber-policy", directions="+")
    with pytest.raises(ValueError, match="give numbers"):
        load(path, directions="+", weights="equal")
    assert faults(lambda: load(path, directions="-,+")) == [
        "directions: has 2 entries for 3 criteria (give them by label)"
    ]
    assert "is turned" in faults(lambda: load(path, directions={"A": "+", "B": "+", "C": "-"}))[0]


def test_a_workbook_with_one_sheet_is_taken_for_what_it_holds(book):
    problem = load(book(Tabelle1=RATINGS), directions={"cost": "cost", "reach": "benefit"})
    assert "is the only one, and is read as ratings" in problem.notes["text"].iloc[0]
    assert problem.matrix().to_numpy().tolist() == [[3, 40], [5, 90]]


# sheets


def test_sheets_that_are_no_table_are_left_aside_with_a_note(book):
    problem = load(book(criteria=CRITERIA, ratings=RATINGS, Notes=[["Ask Anna"]], Sheet1=[[1, 2], [3, 4]], Empty=[]))
    assert list(problem.notes["table"]) == ["sheet Notes", "sheet Sheet1"]
    assert set(problem.notes["code"]) == {"left_aside"}


@pytest.mark.parametrize("cell", [" ", "=1+1"])
def test_a_sheet_of_notes_that_holds_blanks_or_a_formula_alone_is_left_aside(book, cell):
    problem = load(book(criteria=CRITERIA, ratings=RATINGS, Notes=[[cell]]))
    assert problem.notes.empty or list(problem.notes["table"]) == ["sheet Notes"]


def test_a_formula_without_a_kept_value_is_a_fault_that_names_the_cell(book):
    criteria = [["criterion", "direction", "low"], ["cost", "cost", "=1+1"], ["reach", "benefit", 0]]
    assert faults(lambda: load(book(criteria=criteria, ratings=RATINGS))) == [
        (
            "sheet criteria: 'C2' holds a formula, and the file does not keep its value (open the workbook in a spreadsheet "
            "program, save it there once, and read it again)"
        )
    ]
    alone = [["option", "cost"], ["tax", "=1+1"]]
    assert "'B2'" in faults(lambda: load(book(Data=alone), directions="+"))[0]


def test_a_damaged_workbook_is_refused_by_name(tmp_path, book):
    data = book(criteria=CRITERIA, ratings=RATINGS).read_bytes()
    directory, end = data.find(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    for place in (directory, directory + 28, directory + 42, end + 10, end + 12, end + 16):
        path = tmp_path / "broken.xlsx"
        path.write_bytes(data[:place] + b"\xff\xff\xff\x7f" + data[place + 4 :])
        with pytest.raises(ProblemError, match=r"broken\.xlsx: cannot be read"):
            load(path)


def test_json_that_ends_like_a_zip_is_json(tmp_path):
    path = tmp_path / "case.json"
    with zipfile.ZipFile(tmp_path / "end.zip", "w"):
        pass
    path.write_bytes(b"[]" + (tmp_path / "end.zip").read_bytes())
    with pytest.raises(ProblemError, match=r"case\.json: cannot be read"):
        load(path)


# comparisons in a square

SQUARE = [["", "cost", "reach"], ["cost", 1, 3], ["reach", "", 1]]


@pytest.mark.parametrize(
    ("title", "whose"),
    [
        ("judgements", ""),
        ("judgements__anna", "anna"),
        ("anna", "anna"),
        ("AHP__anna", "anna"),
        ("Pairwise__comparisons", ""),
    ],
)
def test_a_square_of_comparisons_is_read_as_judgements(book, title, whose):
    problem = load(book(criteria=CRITERIA, ratings=RATINGS, **{title: SQUARE}))
    assert problem.judgements["value"].tolist() == [3.0]
    assert list(problem.judgements.get("stakeholder", [""])) == [whose]
    assert weighting.ahp(problem).table["weight"].tolist() == pytest.approx([0.75, 0.25])


def test_groups_and_stakeholders_of_squares_stand_in_columns_or_in_the_name_of_the_sheet(book):
    grouped = [["group", *RATINGS[0]], ["old town", *RATINGS[1]], ["old town", *RATINGS[2]], ["hills", *RATINGS[1]],
               ["hills", *RATINGS[2]]]  # fmt: skip
    groups = [["group"], ["old town"], ["hills"]]
    by_sheet = {"judgements__old_town__ben": SQUARE, "judgements__hills": SQUARE}
    found = load(book(criteria=CRITERIA, groups=groups, ratings=grouped, **by_sheet)).judgements
    assert found[["group", "stakeholder"]].to_numpy().tolist() == [["old town", "ben"], ["hills", ""]]
    found = load(book(criteria=CRITERIA, ratings=grouped, **by_sheet)).judgements  # groups that the ratings alone name
    assert found[["group", "stakeholder"]].to_numpy().tolist() == [["old town", "ben"], ["hills", ""]]
    columns = [["group", "stakeholder", *SQUARE[0]], ["hills", "ben", *SQUARE[1]], ["hills", "ben", *SQUARE[2]]]
    found = load(book(criteria=CRITERIA, groups=groups, ratings=grouped, judgements=columns)).judgements
    assert found[["group", "stakeholder", "criterion", "versus", "value"]].to_numpy().tolist() == [
        ["hills", "ben", "cost", "reach", 3.0]
    ]


def test_a_bad_cell_of_a_square_is_called_by_its_row_and_column(book):
    square = [["", "cost", "reach"], ["cost", 1, "lots"], ["reach", "", 1]]
    assert faults(lambda: load(book(criteria=CRITERIA, ratings=RATINGS, judgements=square)))[0].startswith(
        "judgements, row 2, reach, column value: 'lots' is not a number"
    )


def test_sums_and_priorities_beside_a_square_are_left_aside_with_a_note():
    square = pd.DataFrame(
        {"": ["cost", "reach", "Sum"], "cost": [1, 1 / 3, 4 / 3], "reach": [3, 1, 4], "Weight": [0.75, 0.25, 1]}
    )
    criteria = {"criterion": ["cost", "reach"], "direction": ["cost", "benefit"]}
    problem = Problem.from_tables(
        criteria=criteria, ratings={"option": ["x"], "cost": [1], "reach": [2]}, judgements=square
    )
    assert len(problem.judgements) == 2
    assert problem.notes["code"].tolist() == ["left_aside"]


# names that collide, and options that are not in the index


@pytest.mark.parametrize("name", ["group", "option", "criterion", "mode", "Low", "evidence", "versus", "parent"])
def test_every_column_of_a_matrix_is_a_criterion_whatever_its_name(name, tmp_path):
    frame = pd.DataFrame({name: [30.0, 5.0], "reach": [1.0, 2.0]}, index=["x", "y"])
    problem = Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.5])
    assert list(problem.grids) == ["all"]
    again = load(problem.save(tmp_path / "case"))
    assert again.fingerprint == problem.fingerprint
    assert again.matrix()[name].tolist() == [30.0, 5.0]
    assert rank(again).table["score"].notna().all()


@pytest.mark.parametrize("name", ["group", "option", "criterion", "mode", "versus", "all", "rank"])
def test_an_option_may_have_any_name(name, tmp_path):
    frame = pd.DataFrame({"cost": [1, 2, 3], "reach": [2, 3, 1]}, index=[name, "y", "z"])
    problem = Problem.from_matrix(frame, directions={"cost": "-", "reach": "+"}, weights=[0.5, 0.5])
    assert load(problem.save(tmp_path / "case")).fingerprint == problem.fingerprint
    assert set(rank(problem).table["option"]) == {name, "y", "z"}


@pytest.mark.parametrize("column", ["group", "criterion", "versus", "parent", "stakeholder"])
def test_a_column_of_ones_own_may_be_called_as_a_label_of_other_tables(column):
    options = {"option": ["tax", "ban"], column: ["mild", "hard"]}
    ratings = {"option": ["tax", "ban"], "cost": [1, 2], "reach": [2, 3]}
    problem = Problem.from_tables(options=options, criteria=COLUMNS, ratings=ratings)
    assert list(problem.options[column]) == ["mild", "hard"]
    assert problem.own_columns == {"options": [column]}


@pytest.mark.parametrize("name", ["group", "option", "criterion", "mode"])
def test_a_criterion_of_a_wide_table_with_the_name_of_a_column_is_one_fault(name):
    criteria = {"criterion": [name, "reach", "cost"], "direction": ["cost", "benefit", "cost"]}
    ratings = {"option": ["x", "y"], name: [30, 5], "reach": [1, 2], "cost": [1, 2]}
    found = faults(lambda: Problem.from_tables(criteria=criteria, ratings=ratings))
    assert len(found) == 1
    assert "rename the criterion" in found[0]


OTHER_ROWS = {
    "weights": "is the row of the weights",
    "Weight (%)": "is the row of the weights",
    "Type:": "is the row of the directions",
    "Grand total": "is a row that sums the options up",
    "Std. dev.": "is a row that sums the options up",
    "Maximum": "is the row of the ends of the scales",
    "(units)": "is the row of the units",
}


@pytest.mark.parametrize("label", OTHER_ROWS)
@pytest.mark.parametrize("options", [1, 2, 30])
def test_a_row_that_is_no_option_is_told_as_what_it_is_however_short_the_table(label, options):
    rows = [*(f"x{i}" for i in range(options)), label]
    table = {"option": rows, "cost": list(range(options + 1)), "reach": [7] * (options + 1)}
    found = faults(lambda: Problem.from_tables(criteria=COLUMNS, ratings=table))
    assert len(found) == 1
    assert OTHER_ROWS[label] in found[0]


def test_a_row_of_units_under_the_names_without_a_label_is_told_once():
    table = {"option": ["", "tax"], "cost": ["EUR", 1], "reach": ["people", 2]}
    found = faults(lambda: Problem.from_tables(criteria=COLUMNS, ratings=table))
    assert len(found) == 1
    assert "is the row of the units, not an option" in found[0]


def test_letters_are_options_also_those_that_statisticians_use():
    letters = [chr(97 + i) for i in range(14)]
    table = {"option": letters, "cost": list(range(14)), "reach": [7] * 14}
    assert Problem.from_tables(criteria=COLUMNS, ratings=table).labels("option") == letters


@pytest.mark.parametrize("name", ["option", "Supplier", "Alternative"])
def test_options_in_a_column_instead_of_the_index_are_one_fault(name):
    frame = pd.DataFrame({name: ["x", "y"], "cost": [30, 5], "reach": [1, 2]})
    for directions in (["cost", "benefit"], {"cost": "cost", "reach": "benefit"}, "benefit"):
        assert faults(lambda given=directions: Problem.from_matrix(frame, directions=given)) == [
            (
                f"matrix, column {name}: the options stand in this column and not in the index (give the frame with "
                f"set_index('{name}'))"
            )
        ]


def test_a_transposed_matrix_is_one_fault():
    frame = pd.DataFrame({"x": [1, 2], "y": [3, 4]}, index=["cost", "reach"])
    found = faults(lambda: Problem.from_matrix(frame, directions={"cost": "cost", "reach": "benefit"}))
    assert len(found) == 1
    assert "frame.T" in found[0]


# labels

ALIKE = [("voie réservée", "voie re\u0301serve\u0301e"), ("l'eau", "l\u2019eau"), ("bus lane", "bus\u00a0lane"),
         ("bus-lane", "bus\u2011lane"), ("bus", "\u200bbus"), ("bus", "b\u00adus"), ("bus", "\u200ebus"),
         ("bus", "\u2068bus\u2069"), ("bus", "bus\u200d"), ("\u65e5\u672c", "\u65e5\u672c\ufe0f")]  # fmt: skip


@pytest.mark.parametrize("other", [other for _, other in ALIKE])
@pytest.mark.parametrize("verb", [["rank"], ["show"], ["flips", "--table", "table"]])
def test_the_command_line_and_a_result_take_a_group_spelled_otherwise(other, verb, tmp_path, capsys):
    label = dict(map(reversed, ALIKE))[other]
    problem = Problem.from_tables(
        criteria={**COLUMNS, "weight": [0.5, 0.5]},
        groups={"group": [label, "z"]},
        ratings={
            "group": [label, label, "z", "z"],
            "option": ["x", "y"] * 2,
            "cost": [1, 2, 1, 2],
            "reach": [1, 3, 1, 3],
        },
    )
    assert set(rank(problem).of_group(other).table["group"]) == {label}
    path = problem.save(tmp_path / "case")
    assert main([*verb, str(path), "--group", other]) == 0
    assert main(["rank", str(path), "--group", "elsewhere"]) == 2
    assert "no group 'elsewhere'" in capsys.readouterr().err


@pytest.mark.parametrize(("label", "other"), ALIKE)
def test_labels_that_look_the_same_are_one_in_tables_and_arguments(label, other):
    problem = Problem.from_tables(
        criteria={"criterion": [label, "b"], "direction": ["benefit", "cost"]},
        options={"option": [label, "y"]},
        groups={"group": [label]},
        ratings={
            "group": [other] * 4,
            "option": [other, other, "y", "y"],
            "criterion": [label, "b", other, "b"],
            "mode": range(4),
        },
    )
    assert problem.labels("option") == [label, "y"]
    assert problem.matrix(other)[label].tolist() == [0, 2]
    assert problem.change(other, other, other, mode=9).matrix().loc[label, label] == 9
    assert problem.select(options=other).labels("option") == [label]
    by_other = rank(problem, weights={other: 0.5, "b": 0.5})
    assert by_other.table["option"].tolist()
    assert explain(problem, other, other, "y", weights="equal").table is not None
    codes = problem.notes["code"].tolist()
    assert codes == ([] if label == "voie réservée" else ["spelling"] * 3)


def test_a_wide_table_has_criteria_spelled_otherwise():
    problem = Problem.from_tables(
        criteria={"criterion": ["l'eau", "b"], "direction": ["benefit", "cost"]},
        ratings={"option": ["x", "y"], "l\u2019eau": [1, 2], "b": [3, 4]},
    )
    assert problem.matrix()["l'eau"].tolist() == [1, 2]
    assert "right single quotation mark" in problem.notes["text"].iloc[0]


def test_prose_is_not_rewritten():
    name = "re\u0301serve\u0301 l\u2019eau"
    problem = Problem.from_tables(
        criteria={"criterion": ["a"], "direction": ["cost"], "name": [name]}, ratings={"option": ["x"], "a": [1]}
    )
    assert problem.criteria["name"].tolist() == [name]


@pytest.mark.parametrize("column", ["option", "rationale"])
def test_half_a_character_is_a_fault_in_tables_and_in_the_case(column):
    ratings = {"option": ["x"], "criterion": ["a"], "mode": [1], "rationale": [""]} | {column: ["\ud800"]}
    found = faults(lambda: Problem.from_tables(criteria={"criterion": ["a"], "direction": ["cost"]}, ratings=ratings))
    assert any("half a character" in fault for fault in found)
    case = {
        "criteria": [{"criterion": "a", "direction": "cost"}],
        "ratings": [{"option": "x", "a": 1}],
        "case": {"title": "\udc00"},
    }
    assert faults(lambda: load(case)) == [
        "case: a text holds half a character (a lone surrogate), which cannot be written (type the text anew)"
    ]


# missing cells and dates


def test_missing_cells_name_all_ways_out_in_every_form():
    criteria = {"criterion": ["a", "b"], "direction": ["cost", "cost"]}
    wide = {"option": ["x", "y"], "a": [1, None], "b": [1, 2]}
    long = {"option": ["x", "x", "y", "y"], "criterion": ["a", "b"] * 2, "mode": [1, 2, None, 4]}
    short = {"option": ["x", "x", "y"], "criterion": ["a", "b", "a"], "mode": [1, 2, 3]}
    matrix = pd.DataFrame({"a": [1, np.nan], "b": [1, 2]}, index=["x", "y"])
    for found in (
        *(
            faults(lambda given=given: Problem.from_tables(criteria=criteria, ratings=given))
            for given in (wide, long, short)
        ),
        faults(lambda: Problem.from_matrix(matrix, directions="cost")),
    ):
        assert len(found) == 1
        assert all(way in found[0] for way in ("rate it", "out", "evidence none"))


def test_a_blank_mode_is_the_middle_only_where_nobody_knows():
    criteria = {"criterion": ["a"], "direction": ["cost"]}
    cells = {"option": ["x", "y"], "criterion": ["a", "a"], "low": [1, 2], "mode": [None, 3], "high": [5, 4]}
    problem = Problem.from_tables(criteria=criteria, ratings={**cells, "evidence": ["none", "direct"]})
    assert problem.matrix()["a"].tolist() == [3, 3]
    assert problem.notes["code"].tolist() == ["middle"]
    found = faults(
        lambda: Problem.from_tables(criteria=criteria, ratings={**cells, "evidence": ["inferred", "direct"]})
    )
    assert len(found) == 1
    assert "3 is the middle" in found[0]


def test_all_no_option_is_rated_is_not_said_of_a_bad_cell():
    criteria = {"criterion": ["a"], "direction": ["cost"]}
    assert len(faults(lambda: Problem.from_tables(criteria=criteria, ratings={"option": ["x"], "a": ["bad"]}))) == 1


def test_dates_that_mix_are_noted_and_the_latest_wins():
    criteria = {"criterion": ["a"], "direction": ["cost"]}
    ratings = {"option": ["x", "x", "y"], "criterion": ["a"] * 3, "mode": [1, 2, 3], "as_of": ["2010", "2020", "2014"]}
    problem = Problem.from_tables(criteria=criteria, ratings=ratings)
    assert problem.matrix()["a"].tolist() == [2, 3]
    assert problem.notes["text"].tolist() == [
        "ratings from 2014 to 2020 are compared with each other; of several dates of one rating the latest counts"
    ]
    assert "ratings from 2014 to 2020" in str(rank(problem, weights="equal"))
    ratings["as_of"] = ["3.5.2010", "1.6.2020", "2014"]
    found = faults(lambda: Problem.from_tables(criteria=criteria, ratings=ratings))
    assert len(found) == 2
    assert "2020-05-31" in found[0]
