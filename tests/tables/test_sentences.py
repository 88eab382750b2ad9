"""Numbers in sentences: never none or all where there is some, never an interval of one number, never 1 ratings."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policymcda import Problem, explain, flips, rank, regret, smaa, stability, value_of_information, verdict
from policymcda.tables.sentences import count_text, interval_text, number_text, share_text

FRAME = pd.DataFrame({"p": [1.0, 3.0], "q": [2.5, 2.0]}, index=["x", "y"])


@given(st.floats(0, 1))
def test_a_share_is_none_or_all_only_where_it_is(share):
    text = share_text(share)
    assert (text == "0%") == (share == 0)
    assert (text == "100%") == (share == 1)


@given(st.floats(0, 1e6))
def test_a_number_is_nothing_only_where_it_is(value):
    assert (float(number_text(value).removeprefix("less than ")) == 0) == (value == 0)
    assert "0.0000" not in number_text(value) or "less than 0.0001" == number_text(value)


@given(st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_the_ends_of_an_interval_differ_or_there_is_none(low, high, percent):
    found = re.fullmatch(r" \((\S+) to (\S+)\)", interval_text(low, high, percent))
    assert found is None or found[1] != found[2]


def test_one_thing_is_singular():
    assert [count_text(count, "rating") for count in (0, 1, 2)] == ["0 ratings", "1 rating", "2 ratings"]


def problem(*groups):
    rows = [
        {"group": group, "option": option, "criterion": criterion, "low": value, "mode": value, "high": value}
        for group in groups
        for option, row in FRAME.iterrows()
        for criterion, value in row.items()
    ]
    criteria = [{"criterion": c, "direction": "benefit", "low": 0.0, "high": 5.0, "weight": 0.5} for c in FRAME]
    rows = [{**row, "evidence": "direct"} for row in rows]
    return Problem.from_tables(criteria=criteria, ratings=rows)


QUESTIONS = {
    "rank": rank,
    "stability": stability,
    "flips": flips,
    "regret": lambda case: regret(case, samples=1),
    "smaa": lambda case: smaa(case, weights="any"),
    "value of information": lambda case: value_of_information(case, samples=1),
    "verdict": verdict,
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_group_called_all_has_a_heading_beside_others_and_none_alone(question):
    ask = QUESTIONS[question]
    several, alone = (str(ask(problem(*groups))).splitlines() for groups in (("all", "other"), ("all",)))
    assert any(re.match(r"all(:|$)", line) for line in several)
    assert not any(re.match(r"(note: )?all(:|$)", line) for line in alone)


def test_an_explanation_names_the_group_called_all_only_beside_others():
    assert explain(problem("all", "other"), "all", "y", "x").text.startswith("In all, y")
    assert explain(problem("all"), "all", "y", "x").text.startswith("y ")


def test_contributions_of_a_product_sum_to_the_logarithms_and_the_explanation_says_so():
    found = explain(problem("all"), None, "y", "x", method="weighted_product")
    assert "sum to the difference of the logarithms of the scores" in " ".join(str(found).split())


def test_one_unknown_rating_is_in_the_singular():
    case = problem("all")
    ratings = case.ratings.assign(evidence=["none", *["direct"] * 3], low=[0.0, *case.ratings["low"][1:]])
    text = " ".join(str(rank(case.replace(ratings=ratings))).split())
    assert "1 of 4 ratings rests on no evidence and counts as" in text


def test_a_robust_verdict_says_no_more_than_its_tests_measured():
    frame = pd.DataFrame({"p": [9.0, 1.0, 2.0], "q": [9.0, 2.0, 1.0]}, index=["x", "y", "z"])
    case = Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.5], bounds=[(0, 10)] * 2)
    row = verdict(case, samples=1).table.iloc[0]
    assert row["verdict"] == "robust"
    assert "every rule" not in row["sentence"]
    assert "first in 100% of the draws of the ratings, in 100% of all weights" in row["sentence"]
