"""Tables as text, Markdown, CSV and JSON: what fits, what is spelled out, what reads back."""

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policymcda.tables import layout

WORDS = st.text(st.characters(codec="utf-8"), max_size=60)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@given(rows=st.lists(st.tuples(WORDS, WORDS, st.floats(), st.integers(-(2**63), 2**63 - 1)), max_size=4), name=WORDS)
def test_no_line_is_wider_than_the_terminal_nor_holds_what_it_would_act_on(
    width: int, rows: list[tuple[str, str, float, int]], name: str
) -> None:
    frame = pd.DataFrame(rows, columns=["first", f"{name}!", "score_of_the_option_in_its_group", "count"])
    lines = layout.text(frame, width).split("\n")
    assert max(map(layout.wide, lines)) <= max(width, 42)  # 42: a name of 19 beside the longest integer
    assert all(char.isprintable() or char in "\u200c\u200d" for line in lines for char in line)


def test_numbers_stand_to_the_right_and_words_to_the_left() -> None:
    frame = pd.DataFrame({"option": ["tax", "congestion"], "score": [0.5, 12.25], "rank": [2, 1]})
    assert layout.text(frame) == (
        "option       score  rank\n----------  ------  ----\ntax          0.500     2\ncongestion  12.250     1"
    )


def test_columns_that_do_not_fit_go_into_a_second_table_next_to_the_first() -> None:
    frame = pd.DataFrame({"option": ["tax"], **{f"criterion_number_{place}": [place / 7] for place in range(6)}})
    first, second = layout.text(frame, 80).split("\n\n")
    assert first.split("\n")[0].split() == ["option", *[f"criterion_number_{place}" for place in range(3)]]
    assert second.split("\n")[0].split() == ["option", *[f"criterion_number_{place}" for place in range(3, 6)]]
    assert second.split("\n")[2].split() == ["tax", "0.429", "0.571", "0.714"]


def test_long_text_is_wrapped_and_loses_no_word() -> None:
    reason = "the city does not own the places to park and the state will not sell them before the year is over"
    text = layout.text(pd.DataFrame({"option": ["parking", "tax"], "reason": [reason, ""]}), 40)
    lines = text.split("\n")
    assert " ".join(line[9:].strip() for line in lines[2:-1]) == reason
    assert [line for line in lines if line.startswith("tax")] == ["tax"]


def test_a_word_that_no_line_holds_is_cut_and_loses_no_letter() -> None:
    word = "".join(chr(97 + place % 26) for place in range(10_000))
    lines = layout.text(pd.DataFrame({"option": [word]}), 80).split("\n")
    assert max(map(len, lines)) == 80
    assert "".join(lines[2:]) == word


def test_wide_letters_take_two_columns_and_marks_none() -> None:
    assert [layout.wide(word) for word in ("tax", "税金", "e\u0301", "👍", "की", "a\u200db")] == [3, 4, 1, 2, 2, 2]
    lines = layout.text(pd.DataFrame({"option": ["税金", "tax"], "rank": [1, 2]})).split("\n")
    assert {layout.wide(line) for line in lines} == {12}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("two\nlines\r", r"two\nlines\r"),
        ("left\u202eright", r"left\u202eright"),
        ("\x9b31m\x7f", r"\x9b31m\x7f"),
        ("\U000e0041", r"\U000e0041"),
        ("fixed\xa0space", "fixed space"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
    ],
)
def test_what_a_terminal_would_act_on_is_spelled_out(value: str, sentence: str) -> None:
    assert layout.cell(value) == sentence
    assert sentence in layout.text(pd.DataFrame({value: [value]})).split("\n")[0]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (0.5, "0.500"),
        (-0.0, "0.000"),
        (-0.25, "-0.250"),
        (0.00012, "0.00012"),
        (1e-300, "1e-300"),
        (9999.5, "9999.500"),
        (12345.6, "12346"),
        (1e300, "1e+300"),
        (np.float64(np.inf), "inf"),
        (float("nan"), ""),
        (None, ""),
        (pd.NA, ""),
        (True, "yes"),
        (np.False_, "no"),
        (np.int64(7), "7"),
        (10**20, "100000000000000000000"),
    ],
)
def test_a_cell_is_told_in_few_characters(value: object, sentence: str) -> None:
    assert layout.cell(value) == sentence


def test_a_column_of_whole_numbers_has_no_decimals() -> None:
    frame = pd.DataFrame({"mode": [7.0, np.nan, -0.0], "score": [7.0, 0.25, 1.0], "none": [np.nan] * 3})
    lines = layout.text(frame).split("\n")
    assert [line.split() for line in lines[2:]] == [["7", "7.000"], ["0.250"], ["0", "1.000"]]


def test_missing_cells_are_blank_whatever_their_type() -> None:
    frame = pd.DataFrame({"rank": pd.array([1, pd.NA], "Int64"), "score": [0.5, np.nan], "reason": [None, "late"]})
    assert layout.text(frame).split("\n")[2:] == ["   1  0.500", "             late"]
    assert layout.records(frame) == [
        {"rank": 1, "score": 0.5, "reason": None},
        {"rank": None, "score": None, "reason": "late"},
    ]


def test_empty_tables_show_their_columns() -> None:
    frame = pd.DataFrame({"option": pd.Series(dtype=object), "score": pd.Series(dtype=float)})
    assert layout.text(frame) == "option  score\n------  -----"
    assert layout.markdown(frame) == "| option | score |\n| --- | ---: |"
    assert layout.format_table(frame, "csv") == "option,score"
    assert layout.format_table(frame, "json") == "[]"
    assert layout.text(pd.DataFrame()) == ""


def test_more_rows_than_asked_for_are_counted() -> None:
    text = layout.text(pd.DataFrame({"option": range(1500)}), rows=2)
    assert text.split("\n")[2:] == ["     0", "     1", "... 1,498 more rows"]


def test_markdown_spells_its_own_marks_out() -> None:
    frame = pd.DataFrame({"a|b": ["x|y <script>\n&lt;"], "score": [0.5]})
    assert layout.format_table(frame, "markdown") == (
        "| a&#124;b | score |\n| --- | ---: |\n| x&#124;y &lt;script&gt;\\\\n&amp;lt; | 0.500 |"
    )


def test_csv_reads_back_to_the_last_bit() -> None:
    rows = [('a "quoted", one', 0.1 + 0.2, 1), ("two\nlines", 1e-300, 2)]
    text = layout.format_table(pd.DataFrame(rows, columns=["option", "score", "rank"]), "csv")
    header, *read = csv.reader(io.StringIO(text, newline=""))
    assert header == ["option", "score", "rank"]
    assert [(option, float(score), int(rank)) for option, score, rank in read] == rows


@given(st.lists(st.tuples(WORDS, st.floats()), max_size=5))
def test_json_reads_back_and_has_null_for_what_is_no_number(rows: list[tuple[str, float]]) -> None:
    text = layout.format_table(pd.DataFrame(rows, columns=["option", "score"]), "json")
    wanted = [{"option": word, "score": number if np.isfinite(number) else None} for word, number in rows]
    assert json.loads(text) == wanted
    assert all(char.isprintable() or char == "\n" for char in text)


@given(WORDS, st.integers(1, 100), st.sampled_from(["", "  "]))
def test_wrapping_keeps_every_letter_and_the_width(text: str, width: int, indent: str) -> None:
    width = max(width, 4)
    lines = layout.wrapped(text, width, indent)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert max(map(layout.wide, lines)) <= width
    assert all(line.startswith(indent) for line in lines[1:])
