"""Files in the encoding, with the delimiters and of the kind that people and their programs save."""

import os
import time
from functools import partial

import pytest

from policymcda import ProblemError, load
from policymcda.case_files import parse
from policymcda.cli import main
from policymcda.tables import csv_files, text_files

CRITERIA = "criterion,direction\ncost,cost\nreach,benefit\n"
RATINGS = "option,cost,reach\nCafé,3,40\nban,5,90\n"


@pytest.fixture
def folder(tmp_path):
    """Writes a case and gives its folder."""

    def write(**files):
        for name, content in {"criteria": CRITERIA, "ratings": RATINGS, **files}.items():
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / (name if "." in name else f"{name}.csv")).write_bytes(data)
        return tmp_path

    return write


def faults(source, **settings):
    """What is wrong with a source: table, row, rule and hint."""
    with pytest.raises(ProblemError) as caught:
        load(source, **settings)
    return [tuple(row) for row in caught.value.faults[["table", "row", "rule", "hint"]].to_numpy()]


def notes(problem):
    """What was understood: code, table, row, text."""
    return [tuple(row) for row in problem.notes.to_numpy()]


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"]
)
def test_nul_bytes_and_byte_order_marks_say_which_unicode_a_file_is_in(folder, encoding):
    problem = load(folder(ratings=RATINGS.encode(encoding)))
    assert problem.labels("option") == ["Café", "ban"]
    codes = [code for code, *_ in notes(problem)]
    assert codes == ([] if encoding == "utf-8-sig" else ["encoding"])


def test_utf_16_is_known_by_the_side_of_its_nul_bytes_whatever_it_begins_with_and_told_where_it_breaks_off(folder):
    for encoding in ("utf-16-le", "utf-16-be"):
        rows = ["\u4f60\u597d,option,cost,reach", "x,Caf\u00e9,3,40", "y,ban,5,90"]
        problem = load(folder(ratings="\n".join(rows).encode(encoding)))
        assert problem.labels("option") == ["Caf\u00e9", "ban"]
    rules = [fault[2] for fault in faults(folder(ratings=RATINGS.encode("utf-16-le") + b"\n"))]
    assert rules == ["cannot be read: it is not utf-16-le (row 4)"]
    rules = [fault[2] for fault in faults(folder(ratings=RATINGS.replace("90", "9\0" + "0")))]
    assert rules == ["is not a number"]


@pytest.mark.parametrize(
    "title", ["Survey of 2020", "Survey, of prices, 2020", "Survey, 2020;;", '"Survey; a, b, c, d"']
)
def test_the_delimiter_is_that_of_the_names_of_columns_and_not_of_a_title_above_them(folder, title):
    found = faults(folder(ratings=f"{title}\n" + RATINGS.replace(",", ";").replace("90", "90,5")))
    assert [(table, row, rule) for table, row, rule, _ in found] == [
        ("ratings.csv", "1", "stands above the names of the columns, as a title does")
    ]


def test_what_is_no_utf_8_is_read_as_cp1252_with_a_note_that_names_the_first_row(folder):
    smart = "option,cost,reach\nban,5,90\n“Café” \u2013 €5,3,40\n"
    problem = load(folder(ratings=smart.encode("cp1252")))
    assert problem.labels("option") == ["ban", "“Café” \u2013 €5"]
    text = "is not UTF-8 and is read as Windows text (cp1252): '“Café”'; if that is wrong, give its encoding"
    assert notes(problem) == [("encoding", "ratings.csv", "3", text)]


def test_the_encoding_that_is_asked_for_overrules(folder, capsys):
    place = folder(ratings=RATINGS.encode("mac-roman"))
    assert load(place).labels("option") == ["CafŽ", "ban"]
    assert load(place, encoding="Mac-Roman").labels("option") == ["Café", "ban"]
    assert main(["show", str(place), "--encoding", "mac-roman", "--format", "csv"]) == 0
    assert "Café" in capsys.readouterr().out
    assert faults(place, encoding="ascii") == [
        ("ratings.csv", "", "cannot be read: it is not ascii (row 2)", "save it as CSV UTF-8")
    ]
    for name in ("utf-9", "hex", ""):
        with pytest.raises(ValueError, match="no encoding"):
            load(place, encoding=name)
    assert main(["show", str(place), "--encoding", "utf-9"]) == 2


def test_a_file_that_is_utf_8_but_for_one_row_is_refused_rather_than_garbled(folder):
    mixed = RATINGS.encode() + "Müll,1,2\n".encode("cp1252")
    rule = "cannot be read: it is UTF-8, but not in row 4: save it again as CSV UTF-8, or give its encoding"
    assert [fault[2] for fault in faults(folder(ratings=mixed))] == [rule]
    german = "option,cost,reach\n»Spaß«,3,40\nMühle für Öl,1,2\n".encode("cp1252")
    assert load(folder(ratings=german)).labels("option") == ["»Spaß«", "Mühle für Öl"]


def test_json_and_case_toml_are_decoded_as_tables_are(folder, tmp_path):
    place = folder(**{"case.toml": 'title = "Café"'.encode("cp1252")})
    assert load(place).case["title"] == "Café"
    path = load(place).save(tmp_path / "case.json")
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    problem = load(path)
    assert problem.labels("option") == ["Café", "ban"]
    assert notes(problem) == [("encoding", "case.json", "", "is read as UTF-16")]
    with path.open("rb") as stream:
        assert parse(stream).fingerprint == problem.fingerprint


def test_a_line_that_says_which_delimiter_it_is_is_obeyed(folder):
    for line in ("sep=;", '"sep=;"', "SEP=;;;"):
        problem = load(folder(ratings=f"{line}\r\n" + RATINGS.replace(",", ";")))
        assert problem.labels("option") == ["Café", "ban"]
    found = faults(folder(ratings="sep=;\noption;cost,;reach\nCafé;3;40\n\nban;5\n"))
    assert ("ratings.csv", "5", "has 2 cells, the header has 3", "add what is missing") in found


def test_the_delimiter_is_the_one_that_the_header_has_most_often(folder):
    wide = 'option;cost;reach;name, long;"a, b, c, d"\nCafé;3;40;x;y\n'
    problem = load(folder(ratings=wide))
    assert problem.labels("option") == ["Café"]
    assert notes(problem) == [("delimiter", "ratings.csv", "", "cells are separated by semicolons")]
    assert load(folder(ratings='option;cost;reach;"a\nb, c, d, e"\nCafé;3;40;x\n')).labels("option") == ["Café"]
    assert load(folder(ratings=RATINGS.replace(",", "|"))).labels("option") == ["Café", "ban"]


LONG = "option,criterion,low,mode,high\ntax,reach,1,2,3\ntax,cost,,12,75,\n"


def test_a_decimal_comma_that_made_two_cells_is_a_fault_and_never_a_wider_range(folder):
    assert faults(folder(ratings=LONG)) == [
        ("ratings.csv", "3", "has 6 cells, the header has 5", csv_files.TOO_MANY),
    ]
    padded = "option,criterion,low,mode,high,,\ntax,reach,1,2,3,,\ntax,cost,,12,75,,\n"
    with pytest.raises(ProblemError, match="must rise") as caught:  # 12 to 75, as written, but low is blank
        load(folder(ratings=padded.replace("75", "7")))
    assert len(caught.value.every) == 1
    assert load(folder(ratings=padded)).labels("option") == ["tax"]


def test_a_delimiter_too_many_at_the_end_of_every_row_is_told_once(folder):
    found = faults(folder(ratings="option,cost,reach\ntax,3,40,\nban,5,90,\nsit,5,90,\n"))
    hint = (
        "write a number such as 12,75 as 12.75; else remove the delimiter that ends each row, or add one to the header"
    )
    assert found == [("ratings.csv", "", "every row has 4 cells, the header has 3", hint)]


def test_a_cell_under_no_name_is_a_fault_where_the_header_is_padded(folder):
    found = faults(folder(ratings="option,cost,reach,,\ntax,3,40,,7\nban,5,90,,\n"))
    rule = "has a cell in column 4, for which the header has no name"
    assert found == [("ratings.csv", "2", rule, "name the column in the header, or remove the cell")]


def test_lines_that_are_quoted_as_a_whole_are_told_as_that(folder):
    quoted = "".join(f'"{line}"\n' for line in RATINGS.splitlines())
    rule = "cannot be read: each line is one cell in quotation marks: remove those around whole lines"
    assert [fault[2] for fault in faults(folder(ratings=quoted))] == [rule]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("name", ["ratings.csv", "case.toml"])
def test_only_regular_files_are_read(folder, name):
    place = folder()
    kinds = {os.mkfifo: "a named pipe", partial(os.symlink, "/dev/zero"): "a device", os.mkdir: "a folder"}
    for make, kind in kinds.items():
        path = place / name
        path.unlink(missing_ok=True)
        make(path)
        start = time.perf_counter()
        assert faults(place)[0][2] == f"is {kind}"
        assert time.perf_counter() - start < 2
        (os.rmdir if path.is_dir() else os.unlink)(path)


def test_a_link_to_a_file_is_read(folder, tmp_path):
    place = folder()
    (place / "ratings.csv").rename(tmp_path / "elsewhere.txt")
    os.symlink(tmp_path / "elsewhere.txt", place / "ratings.csv")
    assert load(place).labels("option") == ["Café", "ban"]


def test_a_line_of_many_megabytes_ends_the_reading_early(folder, monkeypatch):
    monkeypatch.setattr(text_files, "_CHUNK", 100)
    monkeypatch.setattr(text_files, "MAX_LINE", 1000)
    long = "option,cost,reach\ntax,3," + "4" * 5000 + "\n"
    assert faults(folder(ratings=long))[0][2] == "cannot be read: a line is longer than 1,000 bytes"


def test_a_number_of_json_that_would_become_0_is_refused_as_in_a_csv_file(tmp_path):
    path = tmp_path / "case.json"
    ratings = '[{"option": "a", "cost": 1e-400}, {"option": "b", "cost": 0.0}, {"option": "c", "cost": 0e5}]'
    path.write_text(f'{{"criteria": [{{"criterion": "cost", "direction": "cost"}}], "ratings": {ratings}}}', "utf-8")
    rule = "is closer to 0 than a number can be"
    assert faults(path) == [("ratings", "1", rule, "write 0, or take another unit")]
    path.write_text(path.read_text("utf-8").replace("1e-400", "1e-300"), "utf-8")
    assert load(path).matrix().to_numpy().ravel().tolist() == [1e-300, 0, 0]


def test_a_key_that_stands_twice_among_many_is_found_in_no_time():
    keys = ", ".join(f'"k{i}": 1' for i in range(50_000))
    with pytest.raises(ProblemError, match="'k7' stands twice"):
        parse(f'{{{keys}, "k7": 2}}')


def test_a_header_that_never_ends_is_looked_for_in_the_first_lines_only():
    assert csv_files._first_rows('"' + "x\n" * 5000)[0].count("x") <= 1000


def test_bytes_that_an_encoding_has_no_characters_for_are_a_fault(folder):
    assert "it is not punycode" in faults(folder(ratings=b"a-\xff\xff"), encoding="punycode")[0][2]
