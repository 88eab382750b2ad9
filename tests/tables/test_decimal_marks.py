"""Decimal commas: one cell that is clear settles a table, both kinds are a fault, what is not clear is told both ways."""

import pytest

from policymcda import ProblemError, load

CRITERIA = "criterion;direction\ncost;cost\nreach;benefit\n"


@pytest.fixture
def case(tmp_path):
    """Loads a case with these ratings of tax, ban and sit on cost and reach."""

    def read(*cells, delimiter=";"):
        rows = [cells[i : i + 2] for i in range(0, len(cells), 2)]
        lines = [["option", "cost", "reach"], *([f"o{i}", *row] for i, row in enumerate(rows))]
        (tmp_path / "criteria.csv").write_text(CRITERIA.replace(";", delimiter), encoding="utf-8")
        text = "\n".join(delimiter.join(line) for line in lines)
        (tmp_path / "ratings.csv").write_text(text, encoding="utf-8")
        return load(tmp_path)

    return read


def faults(read, *cells, **settings):
    with pytest.raises(ProblemError) as caught:
        read(*cells, **settings)
    return [tuple(row) for row in caught.value.faults[["row", "column", "value", "rule", "hint"]].to_numpy()]


def values(problem):
    return problem.matrix().to_numpy().ravel().tolist()


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_one_clear_cell_settles_the_mark_for_the_table(case, delimiter):
    assert values(case("30,5", "1.100", "2", "-,5", delimiter=delimiter)) == [30.5, 1100, 2, -0.5]
    assert values(case("2.5", "1.100", "1,100", "7", delimiter=delimiter)) == [2.5, 1.1, 1100, 7]
    assert values(case("1.234,5", "1,100", delimiter=delimiter)) == [1234.5, 1.1]
    assert values(case("1,5e3", "0,123", delimiter=delimiter)) == [1500, 0.123]
    assert values(case("1.234.567", "3,5", delimiter=delimiter)) == [1234567, 3.5]
    assert values(case("1,234,567", "3.5", delimiter=delimiter)) == [1234567, 3.5]


def test_a_note_says_how_decimal_commas_were_read(case):
    notes = case("7", "30,5", "1.100", "4").notes
    assert (
        notes[notes["code"] == "decimal_mark"].to_numpy().tolist()
        == [["decimal_mark", "ratings", "2", "its numbers have a decimal comma: 1.100 is read as 1100"]]
        or "30,5 is read as 30.5" in notes["text"].iloc[-1]
    )
    assert set(case("7", "2.5").notes["code"]) == {"delimiter"}


def test_cells_that_are_not_clear_are_told_in_both_readings_and_never_guessed(case):
    rule = "is 1.1 if the point is a decimal point, and 1100 if it separates thousands"
    assert faults(case, "1.100", "4") == [("2", "cost", "1.100", rule, "write 1.1 or 1100")]
    rule = "is 1.1 if the comma is a decimal comma, and 1100 if it separates thousands"
    assert faults(case, "4", "1,100") == [("2", "reach", "1,100", rule, "write 1.1 or 1100")]


def test_both_marks_in_a_table_are_a_fault_of_the_rarer_one(case):
    rule = "has a decimal point, and 30,5 in the same table has a decimal comma"
    assert faults(case, "30,5", "2.5", "1,5", "4") == [
        ("2", "reach", "2.5", rule, "write all numbers of the table with the same mark")
    ]


def test_what_to_write_is_in_the_mark_of_the_file(case):
    found = faults(case, "30,5", "12.5 %", "1 100,5", "3")
    assert [fault[4] for fault in found] == [
        "write 1100,5",
        "write 12,5, or 0,125 where the column has shares of 1",
    ]


def test_other_text_is_left_as_it_is(case, tmp_path):
    (tmp_path / "options.csv").write_text("option;name;size\no0;A, 1.100;3,5\n", encoding="utf-8")
    problem = case("30,5", "2")
    assert problem.options[["name", "size"]].to_numpy().tolist() == [["A, 1.100", "3,5"]]


def test_a_quoted_cell_of_a_file_with_commas_is_told_in_both_readings(case):
    rule = "is 3.6 if the comma is a decimal comma, and 3600 if it separates thousands"
    assert faults(case, '"3,600"', "4", delimiter=",") == [("2", "cost", "3,600", rule, "write 3.6 or 3600")]
