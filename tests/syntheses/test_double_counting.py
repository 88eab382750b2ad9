"""Criteria that say nearly the same are noted, and only those."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import policymcda as mcda
from policymcda.cli import main
from policymcda.syntheses.double_counting import FEWEST, NEARLY, double_counting


def problem(columns, directions="benefit", groups=1):
    frame = pd.DataFrame(columns, index=[f"o{i}" for i in range(len(next(iter(columns.values()))))])
    weights = [1 / frame.shape[1]] * frame.shape[1]
    return mcda.Problem.from_matrix(frame, directions=directions, weights=weights)


def texts(case):
    return [text for _, _, text in double_counting(case)]


RISING, ODD = [1.0, 2, 3, 4, 5, 6, 7], [3.0, 1, 7, 2, 6, 5, 4]


def test_a_copied_column_is_noted_with_few_options_as_well():
    assert texts(problem({"a": [1.0, 5, 2], "b": [1.0, 5, 2], "c": [2.0, 1, 9]})) == [
        "a and b have the same ratings: one thing may count twice"
    ]


def test_nearly_the_same_order_is_noted_with_its_rank_correlation():
    swapped = [1.0, 2, 3, 4, 5, 7, 6]
    rho = 1 - 6 * 2 / (7 * (7**2 - 1))  # Spearman, 1904: the sum of squared differences of ranks is 2
    assert texts(problem({"a": RISING, "b": swapped, "c": ODD})) == [
        f"a and b order the options nearly alike (rank correlation up to {rho:.2f}): one thing may count twice"
    ]


def test_a_cost_that_falls_as_a_benefit_rises_counts_the_same_thing():
    falling = RISING[::-1]
    assert len(texts(problem({"a": RISING, "b": falling}, {"a": "benefit", "b": "cost"}))) == 1
    assert texts(problem({"a": RISING, "b": falling})) == []


def test_few_options_and_constant_columns_give_no_note():
    few = FEWEST - 1
    assert texts(problem({"a": RISING[:few], "b": [x**2 for x in RISING[:few]]})) == []
    assert texts(problem({"a": [2.0] * 7, "b": [2.0] * 7, "c": RISING})) == []


@given(st.permutations(range(8)), st.permutations(range(8)))
def test_a_note_stands_exactly_where_the_correlation_is_above_the_limit(one, other):
    columns = {"a": [float(x) for x in one], "b": [float(x) for x in other]}
    rho = np.corrcoef(one, other)[0, 1]
    if abs(rho - NEARLY) > 1e-9:
        assert (len(texts(problem(columns))) == 1) == (rho > NEARLY)


def test_the_verdict_and_the_check_carry_the_note(tmp_path, capsys):
    case = problem({"a": RISING, "b": RISING, "c": ODD})
    notes = mcda.verdict(case, samples=1).notes
    assert "double_counting" in set(notes["code"])
    case.save(tmp_path / "case")
    assert main(["check", str(tmp_path / "case")]) == 0
    assert "a and b have the same ratings" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("name", ["cyber-policy", "governance-2013"])
def test_shipped_cases_are_named_as_their_correlations_say(name):
    case = mcda.load(name)
    for text in texts(case):
        one, other = text.split(" order ")[0].split(" and ")
        places = [case.leaf_criteria.index(one), case.leaf_criteria.index(other)]
        found = [pd.DataFrame(grid.mode[:, places]).corr("spearman").iloc[0, 1] for grid in case.grids.values()]
        assert max(np.abs(found)) > NEARLY
