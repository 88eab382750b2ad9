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

from policymcda.tables import cells

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
}

REFUSED = {
    "7,5": ("is not a number: a decimal comma", "write 7.5"),
    "1_000": ("is not a number", "write a decimal such as 7.5"),
    "1 000": ("is not a number", "write a decimal such as 7.5"),
    "1,000.5": ("is not a number", "write a decimal such as 7.5"),
    "0x10": ("is not a number", "write a decimal such as 7.5"),
    "\uff17": ("is not a number", "write a decimal such as 7.5"),
    "٣": ("is not a number", "write a decimal such as 7.5"),
    "²": ("is not a number", "write a decimal such as 7.5"),
    "\u22125": ("is not a number", "write a decimal such as 7.5"),
    "--5": ("is not a number", "write a decimal such as 7.5"),
    "1e": ("is not a number", "write a decimal such as 7.5"),
    "1/3": ("is not a number", "write a decimal such as 7.5"),
    "9" * 500: ("is not a number", "write a decimal such as 7.5"),
    "n/a": ("is not a number", "leave the cell blank if it is not known"),
    "NaN": ("is not a number", "leave the cell blank if it is not known"),
    "-": ("is not a number", "leave the cell blank if it is not known"),
    "1e999": ("is not finite", "give a finite number, or leave the cell blank if it is not known"),
    "-inf": ("is not finite", "give a finite number, or leave the cell blank if it is not known"),
    "∞": ("is not finite", "give a finite number, or leave the cell blank if it is not known"),
    "1e-999": ("is closer to 0 than a number can be", "write 0, or take another unit"),
    True: ("is not a number", "write a decimal such as 7.5"),
    np.True_: ("is not a number", "write a decimal such as 7.5"),
    7 + 0j: ("is not a number", "write a decimal such as 7.5"),
    b"7": ("is not a number", "write a decimal such as 7.5"),
    dt.date(2020, 1, 7): ("is not a number", "write a decimal such as 7.5"),
}


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
