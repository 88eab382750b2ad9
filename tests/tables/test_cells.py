"""Cells are read exactly or refused by name, never guessed (TRAPS: what others read as something else)."""

import datetime as dt
import decimal
import fractions

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_series_equal

from policymcda.tables import cells, decimal_marks

EXACT = {
    " 7 ": 7.0,
    "\u00a07\u2003": 7.0,
    "+5": 5.0,
    "5.": 5.0,
    ".5": 0.5,
    "1e-3": 1e-3,
    "007": 7.0,
    "-0": 0.0,
    "0e999": 0.0,
    "": np.nan,
    None: np.nan,
    pd.NA: np.nan,
    pd.NaT: np.nan,
    np.float32(0.25): 0.25,
    np.int8(3): 3.0,
    10**20: 1e20,
    decimal.Decimal("7.50"): 7.5,
    fractions.Fraction(1, 9): 1 / 9,
}

BLANK = "leave the cell blank if it is not known"
DATE = "a sheet turns 3.1 or 1/3 into a date: format the cells as text, then type the number again"
TIME = "a sheet turns 1:3 into a time: format the cells as text, then type the number again"
KEYBOARD = "is not a number: its signs are not those of the keyboard"
BETWEEN = "is not a number: blanks or marks between its digits"
FORMULA = "mend the formula in the sheet, or leave the cell blank if it is not known"
UNIT = "; a unit goes into the column unit of criteria, a remark into rationale"
RANGE = "write 25 in the column low, 40 in the column high, and the most plausible number in mode"
PLAIN = ("is not a number", "write a decimal such as 7.5")

REFUSED = {
    "7,5": ("is not a number: a decimal comma", "write 7.5"),
    "3,600": ("is 3.6 if the comma is a decimal comma, and 3600 if it separates thousands", "write 3.6 or 3600"),
    "1.234,5": ("is not a number: a decimal comma", "write 1234.5"),
    "1,000.5": ("is not a number: commas between thousands", "write 1000.5"),
    "1,234,567": ("is not a number: commas between thousands", "write 1234567"),
    "1.234.567": ("is not a number: points between thousands", "write 1234567"),
    "1_000": (BETWEEN, "write 1000"),
    "1 000": (BETWEEN, "write 1000"),
    "1 100": (BETWEEN, "write 1100"),
    "1\u00a0100": (BETWEEN, "write 1100"),
    "1\u202f100,5": ("is not a number: a decimal comma", "write 1100.5"),
    "1'100": (BETWEEN, "write 1100"),
    "1\u2019100.50": (BETWEEN, "write 1100.5"),
    "38 %": ("is a percentage", "write 38, or 0.38 where the column has shares of 1"),
    "12,5%": ("is a percentage", "write 12.5, or 0.125 where the column has shares of 1"),
    "\uff13\uff05": ("is a percentage", "write 3, or 0.03 where the column has shares of 1"),
    "5 per cent": ("is a percentage", "write 5, or 0.05 where the column has shares of 1"),
    "18 months": ("is a number and more", "write 18" + UNIT),
    "\u20ac 12": ("is a number and more", "write 12" + UNIT),
    "USD 1,200": ("is a number and more", "write 1.2 or 1200" + UNIT),
    "7 (estimated)": ("is a number and more", "write 7" + UNIT),
    "12k": ("is a number and more", "write it in full, or 12 where the unit of the criterion is k"),
    "25-40": ("is a range", RANGE),
    "25\u201340": ("is a range", RANGE),
    "25 to 40": ("is a range", RANGE),
    "25 - 40 %": ("is a range", RANGE),
    "5 \u00b1 1": ("is a number and its error", "write 5 in the column mode, and 1 in sd if it is a standard error"),
    ">5": (
        "is a limit or a rough number",
        "write one number, such as 5; how far it may be off goes into low and high",
    ),
    "ca. 5,5": (
        "is a limit or a rough number",
        "write one number, such as 5.5; how far it may be off goes into low and high",
    ),
    "5-": ("is not a number: a minus sign behind it", "write 5, or -5 if it means below 0"),
    "01/03": ("is a date", DATE),
    "between 25 and 40": ("is a range", RANGE),
    "[25, 40]": ("is a range", RANGE),
    "25; 40": ("is a range", RANGE),
    "30 (25-40)": ("is a range", "write 25 in the column low, 40 in the column high, and 30 in mode"),
    "(5)": ("is not a number: brackets", "write 5, or -5 if they mean below 0"),
    "=A1*2": ("is a formula", "write the number that it gives"),
    "'5": ("is not a number: it is in quotation marks", "write 5"),
    "#DIV/0!": ("is the error of a formula", FORMULA),
    "#N/A": ("is the error of a formula", FORMULA),
    "#WERT!": ("is the error of a formula", FORMULA),
    "#NV": ("is the error of a formula", FORMULA),
    "#\u00a1VALOR!": ("is the error of a formula", FORMULA),
    "#NOM?": ("is the error of a formula", FORMULA),
    "Err:502": ("is the error of a formula", FORMULA),
    "#####": ("is what a sheet shows where a column is too narrow", "widen the column and save again"),
    "2026-03-01": ("is a date", DATE),
    "2026-03-01 00:00:00": ("is a date", DATE),
    "03.01.2026": ("is a date", DATE),
    "1/3/2026": ("is a date", DATE),
    "01. Mrz": ("is a date", DATE),
    "1-Mar": ("is a date", DATE),
    "Mar-03": ("is a date", DATE),
    "1 mars 2026": ("is a date", DATE),
    "01:03:00": ("is a time", TIME),
    "yes": ("is a truth value, not a number", "write 1 if that is meant"),
    "FALSCH": ("is a truth value, not a number", "write 0 if that is meant"),
    "0x10": PLAIN,
    "seven": PLAIN,
    "\uff17": (KEYBOARD, "write 7"),
    "\u0663": (KEYBOARD, "write 3"),
    "\u22125": (KEYBOARD, "write -5"),
    "\u00b2": PLAIN,
    "\u00bd": ("is not a number: a fraction", "write 0.5"),
    "1\u00bd": ("is not a number: a fraction", "write 1.5"),
    "--5": PLAIN,
    "1e": ("is a number and more", "write 1" + UNIT),
    "1/3": ("is not a number: a fraction", "write 0.333333333333"),
    "9" * 500: PLAIN,
    "n/a": ("is not a number", BLANK),
    "k.A.": ("is not a number", BLANK),
    "\u2013": ("is not a number", BLANK),
    "NaN": ("is not a number", BLANK),
    "-": ("is not a number", BLANK),
    "1e999": ("is not finite", "give a finite number, or leave the cell blank if it is not known"),
    "-inf": ("is not finite", "give a finite number, or leave the cell blank if it is not known"),
    "∞": ("is not finite", "give a finite number, or leave the cell blank if it is not known"),
    "1e-999": ("is closer to 0 than a number can be", "write 0, or take another unit"),
    True: ("is a truth value, not a number", "write 1 if that is meant"),
    np.False_: ("is a truth value, not a number", "write 0 if that is meant"),
    7 + 0j: PLAIN,
    b"7": PLAIN,
    dt.date(2020, 1, 7): ("is a date", DATE),
    pd.Timestamp("2020-01-07"): ("is a date", DATE),
    dt.time(1, 3): ("is a time", TIME),
}


def test_a_date_in_a_judgement_says_how_to_type_a_third():
    _, broken = cells.numbers(pd.Series(["01. Mrz", "2026-01-03"]), fraction=True)
    hint = "a sheet turns 1/3 into a date: format the cells as text, then type the number again"
    assert [fault[1:] for fault in broken.values()] == [("is a date", hint)] * 2


def test_what_to_write_has_the_decimal_mark_of_the_file():
    _, broken = cells.numbers(pd.Series(["12.5 %", "seven"]), mark=",")
    assert broken[0][2] == "write 12,5, or 0,125 where the column has shares of 1"
    assert broken[1][2] == "write a decimal such as 7,5"


@pytest.mark.parametrize("cell", EXACT, ids=repr)
def test_a_number_is_read_exactly_among_others(cell):
    values, broken = cells.numbers(pd.Series([1, cell, "2"], dtype=object))
    assert broken == {}
    np.testing.assert_array_equal(values, [1.0, EXACT[cell], 2.0])


@pytest.mark.parametrize("cell", REFUSED, ids=lambda cell: repr(cell)[:20])
def test_what_is_no_number_is_refused_in_its_row_with_what_would_do(cell):
    values, broken = cells.numbers(pd.Series([1, cell, 1.0, cell], dtype=object))
    assert list(broken) == [1, 3]
    assert broken[1][1:] == REFUSED[cell]
    np.testing.assert_array_equal(values, [1, np.nan, 1, np.nan])


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([True, False]),
        pd.Series([1 + 2j, 3]),
        pd.Series([np.inf, -np.inf]),
        pd.Series(pd.to_datetime(["2020-01-01", "2020-01-02"])),
        pd.Series([[1], {"a": 2}]),
    ],
    ids=["bool", "complex", "infinite", "dates", "nested"],
)
def test_a_whole_column_that_is_no_column_of_numbers_is_refused_row_by_row(column):
    values, broken = cells.numbers(column)
    assert list(broken) == [0, 1]
    assert values.isna().all()


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "uint8", "Int64", "Float64", object, str, "category"])
def test_numbers_of_every_type_are_the_same_numbers(dtype):
    values, broken = cells.numbers(pd.Series([3, 1, 3]).astype(dtype))
    assert broken == {}
    assert_series_equal(values, pd.Series([3.0, 1.0, 3.0]), check_names=False)


def test_fractions_of_saaty_are_read_where_they_are_meant():
    written = ["1/3", "1 / 7", "2.5:5", "0.2", 5, fractions.Fraction(1, 9)]
    values, broken = cells.numbers(pd.Series(written, dtype=object), fraction=True)
    assert broken == {}
    np.testing.assert_array_equal(values, [1 / 3, 1 / 7, 0.5, 0.2, 5, 1 / 9])
    _, broken = cells.numbers(pd.Series(["1/0", "1/2/3", "-1/3", "1/inf", "/3"]), fraction=True)
    assert list(broken) == [0, 1, 2, 3, 4]


def test_labels_are_text_without_spaces_around_and_whole_numbers_have_no_point():
    column = pd.Series([" a ", 7, 7.0, 7.5, None, np.nan, pd.NA, True, "", "1.0"], dtype=object)
    assert list(cells.texts(column)) == ["a", "7", "7", "7.5", "", "", "", "True", "", "1.0"]
    assert list(cells.texts(pd.Series([1, 2, None]))) == ["1", "2", ""]
    assert list(cells.texts(pd.Series(["b ", None], dtype="category"))) == ["b", ""]
    assert list(cells.texts(pd.Series([1, 2, None], dtype="Int64"))) == ["1", "2", ""]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_is_written_in_full_is_read_to_the_last_bit(number):
    values, broken = cells.numbers(pd.Series([repr(number)]))
    assert broken == {}
    assert values[0] == number


@given(st.text(max_size=12))
def test_text_is_a_number_only_where_python_agrees(cell):
    values, broken = cells.numbers(pd.Series([cell], dtype=object))
    if not cell.strip():
        assert np.isnan(values[0])
        assert broken == {}
    elif not broken:
        assert values[0] == float(cell)
    else:
        assert np.isnan(values[0])


def test_a_fraction_of_python_beyond_every_float_is_not_finite():
    values, broken = cells.numbers(pd.Series([fractions.Fraction(10**400), 1], dtype=object))
    assert broken[0][1] == "is not finite"
    assert values[1] == 1


def test_long_cells_are_left_to_the_rules_of_numbers_where_marks_are_judged():
    settled = decimal_marks.settle({"mode": pd.Series(["1" * 500, "30,5"])})
    assert settled.mark == ","
    assert settled.columns["mode"][1] == "30.5"
