"""Files of every shape: rows are called as in the file, and what cannot be read is refused by name, quickly."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from pandas.testing import assert_frame_equal

from policymcda import Problem, ProblemError, load
from policymcda.case_files import parse
from policymcda.tables import reading, sheets

CRITERIA = "criterion,direction\ncost,cost\nreach,benefit\n"
RATINGS = "option,cost,reach\ntax,3,40\nban,5,90\n"


@pytest.fixture
def folder(tmp_path):
    """Writes a case and gives its folder."""

    def write(**files: str | bytes) -> Path:
        for name, content in {"criteria": CRITERIA, "ratings": RATINGS, **files}.items():
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / (name if "." in name else f"{name}.csv")).write_bytes(data)
        return tmp_path

    return write


def faults(source) -> list[tuple[str, str, str, str, str]]:
    """What is wrong with a source: table, row, column, value, rule."""
    with pytest.raises(ProblemError) as caught:
        load(source)
    return [tuple(row) for row in caught.value.faults[["table", "row", "column", "value", "rule"]].to_numpy()]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", ",,\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("cost", '"cost"'),
        lambda text: text.replace(",", " , "),
    ],
    ids=["byte order mark", "CRLF", "CR", "semicolons", "tabs", "blank lines", "blank columns", "no last line break",
         "quotes", "spaces"],
)  # fmt: skip
def test_a_csv_file_in_any_dress_is_the_same_problem(folder, change):
    plain = load(folder())
    assert load(folder(criteria=change(CRITERIA), ratings=change(RATINGS))).fingerprint == plain.fingerprint


def test_semicolons_part_cells_whose_quoted_header_holds_a_comma(folder):
    problem = load(folder(options='option;"name, long"\ntax;Tax\nban;Ban, total\n'))
    assert list(problem.options["name, long"]) == ["Tax", "Ban, total"]


def test_rows_are_called_by_their_line_past_quoted_line_breaks_and_blank_lines(folder):
    options = 'option,name\r\ntax,"a\r\nb"\r\n\r\nban,"x\n\ny"\r\n"w\tt",bad\r\n'
    assert faults(folder(options="\ufeff" + options)) == [
        ("options", "8", "option", "w\tt", "a label has no control characters")
    ]


def test_every_row_with_too_few_or_too_many_cells_is_told_and_hides_nothing(folder):
    ratings = "option,cost,reach\ntax,3\nban,5,90,1\nwait,7,5,\nstay,x,1\n"
    assert faults(folder(ratings=ratings)) == [
        ("ratings.csv", "2", "", "", "has 2 cells, the header has 3"),
        ("ratings.csv", "3", "", "", "has 4 cells, the header has 3"),
        ("ratings.csv", "4", "", "", "has 4 cells, the header has 3"),
        ("ratings", "5", "cost", "x", "is not a number"),
        ("ratings", "2", "reach", "", "tax is rated in part: reach is blank"),
    ]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"groups": ""}, ("groups.csv", "cannot be read: it is empty")),
        (
            {"groups": b"group\nM\x81hle"},
            ("groups.csv", "cannot be read: it is neither UTF-8 nor Windows text (cp1252): row 2, byte 0x81"),
        ),
        (
            {"groups": 'group\n"open'},
            (
                "groups.csv",
                "cannot be read: line 2: a quotation mark that opens a cell is not followed by one that closes it",
            ),
        ),
        ({"optoins": "option\n"}, ("optoins.csv", "is not a table of a case")),
        ({"case.toml": "name ="}, ("case.toml", "cannot be read: Invalid value (at end of document)")),
        (
            {"case.toml": b"a.b = 1\na" + b".a" * 5000},
            ("case.toml", "cannot be read: Expected '=' after a key in a key/value pair (at end of document)"),
        ),
        ({"case.toml": "x = " + "[" * 5000}, ("case.toml", "cannot be read: brackets or keys are nested too deep")),
        ({"case.toml": "a" + ".a" * 5000 + " = 1"}, ("case", "is nested more than 50 deep")),
        ({"case.toml": "defaults = 3"}, ("case", "is not a table")),
        ({"case.toml": "[defaults]\nweights = 3"}, ("case", "is not a name")),
        ({"case.toml": "[defaults]\nmetod = 'x'"}, ("case", "is not a default")),
        ({"case.toml": "[defaults]\nunknown = 'midpoint'"}, ("case", "is no rule for the unknown")),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault_beside_those_of_the_others(folder, files, sentence):
    found = faults(folder(**files, thresholds="criterion,at_least\ncots,1\n"))
    assert len(found) == 2
    assert {(table, rule) for table, _, _, _, rule in found} == {sentence, ("thresholds", "is not a known criterion")}


def test_a_table_that_cannot_be_read_is_not_told_as_missing_too(folder):
    assert [rule for *_, rule in faults(folder(criteria=b"a\x81"))] == [
        "cannot be read: it is neither UTF-8 nor Windows text (cp1252): row 1, byte 0x81"
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("{", "cannot be read: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[]", "is not an object of tables"),
        ('{"tables": [1]}', "is not an object of tables"),
        ('{"case": "x"}', "is not a table of keys"),
        ('{"criteria": [], "criteria": []}', "cannot be read: the key 'criteria' stands twice in an object"),
        ('{"options": "x"}', "cannot be read as a table: str is not a data frame"),
        ('{"options": [1]}', "cannot be read as a table: not every row is a record"),
        ('{"options": [{"option": ["tax"]}]}', "is neither text nor a number"),
        ('{"options": [{"option": "a", "name": {"b": 1}}]}', "is neither text nor a number"),
        ("[" * 100_000, "cannot be read: brackets or keys are nested too deep"),
        (f'{{"case": {{"x": {"9" * 5000}}}}}', "cannot be read: Exceeds the limit (4300 digits)"),
    ],
    ids=lambda text: text[:30],
)
def test_json_of_another_shape_is_refused_by_name(tmp_path, text, rule):
    path = tmp_path / "case.json"
    path.write_text(text, encoding="utf-8")
    for read in (lambda: load(path), lambda: parse(text)):
        with pytest.raises(ProblemError) as caught:
            read()
        assert any(fault.rule.startswith(rule) for fault in caught.value.every)


def test_json_has_no_numbers_that_are_none(tmp_path):
    criteria = '[{"criterion": "a", "direction": "cost"}]'
    ratings = '[{"option": "x", "criterion": "a", "mode": NaN}, {"option": "y", "criterion": "a", "mode": -Infinity}]'
    path = tmp_path / "case.json"
    path.write_text(f'{{"criteria": {criteria}, "ratings": {ratings}}}', encoding="utf-8")
    assert faults(path) == [
        ("ratings", "1", "mode", "NaN", "is not a number"),
        ("ratings", "2", "mode", "-Infinity", "is not finite"),
    ]


def test_a_workbook_that_is_none_is_refused_by_name(tmp_path):
    path = tmp_path / "case.xlsx"
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(ProblemError, match=r"case\.xlsx: cannot be read: "):
        load(path)


def test_sheets_are_found_whatever_the_case_of_their_names_and_rows_are_called_as_in_the_sheet(tmp_path):
    path = tmp_path / "case.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(" Criteria")
        for line, row in enumerate([["criterion", "direction"], ["cost", "cost"], [], ["reach", "Gain"]]):
            sheet.write_row(line, 0, row)
        sheet = book.add_worksheet("ratings")
        for line, row in enumerate([["option", "cost", "reach"], ["tax", 3, 40.5], [2024, "x", 90]]):
            sheet.write_row(line, 0, row)
        book.add_worksheet("Notes")
    found = faults(path)
    assert found == [
        ("criteria", "4", "direction", "Gain", "is none of benefit, cost"),
        ("ratings", "3", "cost", "x", "is not a number"),
    ]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(folder, tmp_path, monkeypatch):
    place = folder()
    problem = load(place)
    problem.save(tmp_path / "case.json")
    problem.save(tmp_path / "case.xlsx")
    monkeypatch.setattr(reading, "MAX_BYTES", 20)
    assert {rule for *_, rule in faults(place)} == {"cannot be read: it is larger than 0 MB"}
    for name in ("case.json", "case.xlsx"):
        assert [rule for *_, rule in faults(tmp_path / name)] == ["cannot be read: it is larger than 0 MB"]
    with pytest.raises(ProblemError, match="larger than"):
        parse(json.dumps(problem.to_dict()))


def test_a_workbook_is_measured_as_it_unpacks(tmp_path, monkeypatch):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 1_000_000)
    monkeypatch.setattr(reading, "MAX_BYTES", 100_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(ProblemError, match="larger than"):
        load(path)


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576"])
def test_a_workbook_with_one_far_cell_is_refused_before_room_is_made_for_all_the_others(tmp_path, far):
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("options")
        sheet.write_string("A1", "option")
        sheet.write_string(far, "x")
        sheet.write_string("AZ2", "x")
    assert path.stat().st_size < 10_000
    assert [text for *_, text in faults(path)] == ["cannot be read: more than 30,000,000 cells"]


def test_what_a_sheet_spans_is_seen_whatever_the_quotes_and_where_addresses_are_left_out(tmp_path):
    path = tmp_path / "odd.xlsx"
    for sheet, cells in [
        ("<row r='9'><c r = 'AB9'/></row>", 9 * 28),
        ('<x:row r="5"><x:c/><x:c/><x:c r="C5"/></x:row>', 5 * 5),
        ('<row r="4"><c><v>1</v></c></row>', 4),
        ("", 0),
    ]:
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("xl/any.bin", sheet)
        assert sheets.reach(path) == cells
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/sheet.xml", "<row r='1048576'/>".encode("utf-16"))
    with pytest.raises(ProblemError, match="not UTF-8"):
        load(path)


@pytest.mark.parametrize(("limit", "rule"), [("MAX_ROWS", "more than 1 rows"), ("MAX_CELLS", "more than 1 cells")])
def test_too_many_rows_or_cells_are_refused_by_every_reader(folder, tmp_path, monkeypatch, limit, rule):
    place = folder()
    problem = load(place)
    problem.save(tmp_path / "case.json")
    problem.save(tmp_path / "case.xlsx")
    monkeypatch.setattr(reading, limit, 1)
    assert {text for *_, text in faults(place)} == {f"cannot be read: {rule}"}
    assert {text for *_, text in faults(tmp_path / "case.xlsx")} == {f"cannot be read: {rule}"}
    assert all(text.startswith("cannot be read as a table: more than") for *_, text in faults(tmp_path / "case.json"))


def test_a_cell_that_is_too_long_is_told_and_cut():
    with pytest.raises(ProblemError) as caught:
        Problem.from_tables(
            criteria={"criterion": ["a"], "direction": ["cost"]},
            ratings={"option": ["x"], "criterion": ["a"], "mode": [1], "rationale": ["y" * 100_001]},
            options={"option": ["x" * 201]},
        )
    assert [(fault.column, len(fault.value), fault.rule) for fault in caught.value.every[:2]] == [
        ("option", 201, "a label has at most 200 characters"),
        ("rationale", 60, "is longer than 100,000 characters"),
    ]


def test_a_quoted_field_of_a_csv_file_that_never_ends_is_refused(folder):
    found = faults(folder(options='option,name\ntax,"' + "y" * 200_000 + '"\n'))
    assert found[0][-1] == "cannot be read: line 2: field larger than field limit (131072)"


def test_the_index_of_a_frame_is_the_first_column_where_that_is_missing():
    wide = pd.DataFrame({"cost": [3, 5], "reach": [40, 90]}, index=["tax", "ban"])
    criteria = pd.DataFrame({"direction": ["cost", "benefit"]}, index=["cost", "reach"]).rename_axis("criterion")
    problem = Problem.from_tables(criteria=criteria, ratings=wide.rename_axis("option"))
    assert_frame_equal(problem.matrix(), wide.astype(float).rename_axis("option").rename_axis(columns="criterion"))


def test_labels_that_are_numbers_in_one_table_and_text_or_floats_in_another_are_the_same():
    problem = Problem.from_tables(
        criteria={"criterion": [1, 2], "direction": ["cost", "benefit"]},
        groups={"group": [10, 20]},
        options={"option": ["7", "8"]},
        ratings={"group": [10, 20, np.nan, np.nan], "option": [7, 7, 8.0, 8.0], "criterion": ["1", "1", 1, 2],
                 "mode": [1, 2, 3, 4]}
        | {"option": [7, 8, 7, 8], "criterion": [1, 1, 2, 2], "group": [np.nan] * 4},
    )  # fmt: skip
    assert problem.matrix("10").to_numpy().tolist() == [[1, 3], [2, 4]]


@pytest.mark.parametrize("source", ["cyber-polcy", "no/such/folder"])
def test_a_case_that_is_not_there_is_named_with_the_nearest(source):
    with pytest.raises(ValueError, match=r"no case .*no such folder or file.*cyber-policy"):
        load(source)


def test_a_file_of_another_kind_is_refused(tmp_path):
    (tmp_path / "case.doc").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="is no folder, workbook"):
        load(tmp_path / "case.doc")
    with pytest.raises(ProblemError, match="the table is missing"):
        load(tmp_path)
