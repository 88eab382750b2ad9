"""What a source advises beside a ranking: each source apart, and options that are only named.

The figures of the two editions are those of an independent computation (README of each case).
"""

import numpy as np
import pandas as pd
import pytest

from policymcda import Problem, ProblemError, agreement_with_source, load, rank

FIRST, SECOND = load("cyber-policy"), load("cyber-policy-2016")


@pytest.mark.parametrize(
    ("problem", "method", "within", "pairs"),
    [
        (FIRST, "topsis", 7, 0.91),
        (FIRST, "promethee_ii", 8, 0.97),
        (FIRST, "weighted_sum", 7, 0.94),
        (SECOND, "topsis", 7, 0.88),
        (SECOND, "weighted_sum", 7, 0.93),
        (SECOND, "promethee_ii", 6, 0.93),
    ],
)
def test_the_authors_table_of_2016_is_met_as_an_independent_computation_found(problem, method, within, pairs):
    found = agreement_with_source(problem, rank(problem, method=method)).sources.set_index("source").loc["Kshetri 2016"]
    assert (found["statements"], found["named"]) == (9, 9)
    assert (found["hold"], found["named_within"]) == (within, within)
    assert round(found["pairs"], 2) == pairs


def test_the_ten_expectations_of_2014_are_reported_apart_and_first():
    found = agreement_with_source(FIRST, rank(FIRST))
    own = found.sources.iloc[0]
    assert (own["source"], own["statements"], own["hold"], own["named"]) == ("", 10, 8, 0)
    assert np.isnan(own["pairs"])
    assert found.notes["text"][0] == "8 of 10 expectations hold"
    assert found.notes["text"][1].startswith("7 of 9 options that Kshetri 2016 names are within the number named")


def test_eight_of_the_ten_would_hold_of_the_second_panel():
    old = FIRST.expectations
    problem = SECOND.replace(expectations=old[old["source"] == ""])
    table = agreement_with_source(problem, rank(problem)).table
    fails = table[~table["holds"]]
    assert dict(zip(fails["option"], fails["rank"], strict=True)) == {"informal_networks": 4, "regional_orgs": 5}


def small(expectations, scores=(4.0, 3, 3, 1)):
    options = list("abcd")[: len(scores)]
    return Problem.from_tables(
        criteria={"criterion": ["x"], "direction": ["benefit"], "weight": [1.0]},
        groups={"group": ["g"]},
        ratings={"group": ["g"] * len(scores), "option": options, "x": list(scores)},
        expectations=[{"group": "g", **row} for row in expectations],
    )


def test_the_limit_of_named_options_is_how_many_one_source_names_for_the_group():
    rows = [{"option": option, "relation": "named", "source": source} for option, source in ("ab", "cb", "ds")]
    problem = small(rows)
    table = agreement_with_source(problem, rank(problem)).table
    assert table["limit"].tolist() == [2, 2, 1]
    assert table["holds"].tolist() == [True, True, False]


def test_a_tie_of_a_named_option_and_another_counts_one_half():
    problem = small([{"option": "b", "relation": "named"}])
    # b is behind a, level with c, ahead of d
    assert agreement_with_source(problem, rank(problem)).sources["pairs"].tolist() == [1.5 / 3]
    everything = small([{"option": option, "relation": "named"} for option in "abcd"])
    assert agreement_with_source(everything, rank(everything)).sources["pairs"].isna().all()


def test_pairs_are_the_mean_of_the_groups():
    ratings = [
        {"group": group, "option": option, "criterion": "x", "mode": mode}
        for group, modes in (("g", (3, 2, 1)), ("h", (1, 2, 3)))
        for option, mode in zip("abc", modes, strict=True)
    ]
    problem = Problem.from_tables(
        criteria=[{"criterion": "x", "direction": "benefit", "weight": 1}],
        ratings=ratings,
        expectations=[{"group": group, "option": "a", "relation": "named", "source": "s"} for group in "gh"],
    )
    assert agreement_with_source(problem, rank(problem)).sources["pairs"].tolist() == [0.5]


def test_an_option_that_is_screened_out_is_behind_all_that_are_ranked():
    problem = small([{"option": "a", "relation": "named"}]).replace(
        screens=[{"group": "g", "option": "a", "status": "precondition_missing"}]
    )
    found = agreement_with_source(problem, rank(problem, screen=True))
    assert found.table["holds"].tolist() == [False]
    assert found.sources["pairs"].tolist() == [0.0]


def test_one_option_may_be_expected_by_several_sources_but_once_by_each():
    rows = [{"option": "a", "relation": "within", "rank": 1}, {"option": "a", "relation": "named", "source": "s"}]
    assert len(small(rows).expectations) == 2
    with pytest.raises(ProblemError, match="stands in row"):
        small([*rows, {"option": "a", "relation": "within", "rank": 2, "source": "s"}])


def test_a_rank_is_needed_within_and_outside_and_has_no_place_beside_a_name():
    with pytest.raises(ProblemError, match="outside which rank is not stated"):
        small([{"option": "a", "relation": "outside"}])
    with pytest.raises(ProblemError, match="a named option has no rank"):
        small([{"option": "a", "relation": "named", "rank": 1}])


def test_a_case_that_expects_nothing_says_so():
    problem = FIRST.replace(expectations=None)
    found = agreement_with_source(problem, rank(problem))
    assert len(found.table) == len(found.sources) == 0
    assert found.notes["text"].tolist()[0] == "0 of 0 expectations hold"


def test_the_two_panels_put_different_options_first_in_two_of_the_four_groups():
    firsts = [
        ranking.table[ranking.table["rank"] == 1].set_index("group")["option"]
        for ranking in (rank(FIRST), rank(SECOND))
    ]
    assert list(firsts[0].index[firsts[0] != firsts[1]]) == ["nonsignatory_developing", "rivals_with_ties"]
    tau = [
        round(pd.Series(rank(FIRST).ranks[group]).astype(float).corr(rank(SECOND).ranks[group].astype(float), method="kendall"), 2)
        for group in FIRST.labels("group")
    ]  # fmt: skip
    assert tau == [0.78, 0.39, 0.67, 0.17]
