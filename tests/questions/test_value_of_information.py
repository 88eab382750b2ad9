"""What ratings are worth knowing: published figures of the case, closed forms, and one route against the other."""

import re

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda import Problem, WeightSpace, load, rank, smaa, value_of_information
from policymcda.anchoring import anchored
from policymcda.cli import main

CRITERIA = {"criterion": ["a", "b"], "direction": ["benefit", "cost"], "low": [0.0, 0.0], "high": [1.0, 1.0]}


def problem(cells, criteria=CRITERIA, **tables):
    rows = [
        {"option": option, "criterion": criterion, "low": low, "mode": mode, "high": high, "evidence": evidence}
        for option, criterion, low, mode, high, evidence in cells
    ]
    return Problem.from_tables(criteria=criteria, ratings=rows, **tables)


SURE_AGAINST_UNKNOWN = [
    ("sure", "a", 0.5, 0.5, 0.5, "direct"),
    ("sure", "b", 0.5, 0.5, 0.5, "direct"),
    ("open", "a", 0.0, None, 1.0, "none"),
    ("open", "b", 0.5, 0.5, 0.5, "direct"),
]


@pytest.fixture(scope="module")
def case():
    return value_of_information(load("cyber-policy"), method="anchored", weights="ahp")


def test_the_case_is_worth_what_an_independent_computation_says(case):
    total = case.total.set_index("group")
    expected = {"capacity_partners": 0.038, "nonsignatory_developing": 0.020, "rivals_with_ties": 0.036}
    for group, value in {**expected, "no_formal_ties": 0.000}.items():
        assert abs(total.at[group, "value"] - value) < 0.0005 + 2 * total.at[group, "value_error"]
        assert total.at[group, "value_error"] < 1e-4
        assert total.at[group, "value_low"] <= total.at[group, "value"] <= total.at[group, "value_high"]


def test_knowing_more_is_never_worth_less(case):
    for group, total in case.total.set_index("group").iterrows():
        sets = case.sets[case.sets["group"] == group]
        assert (sets["value_low"] <= total["value_high"]).all()
        alone = case.table[case.table["group"] == group]
        for kind in ("option", "criterion"):
            worth = sets[sets["by"] == kind].set_index("label")
            assert (alone["value"] <= alone[kind].map(worth["value_high"]) + 1e-12).all()


def test_the_most_valuable_rating_stands_first(case):
    for _, part in case.table.groupby("group"):
        assert part["value"].is_monotonic_decreasing
    first = case.table.iloc[0]
    assert (first["option"], first["criterion"]) == ("capacity_building", "root_cause")


def test_a_uniform_rating_against_a_sure_one_is_worth_an_eighth():
    """E max(1/2, u) - 1/2 = 1/8 for u uniform on the unit interval (Howard, 1966)."""
    found = value_of_information(problem(SURE_AGAINST_UNKNOWN), method="anchored", weights={"a": 1, "b": 0})
    row = found.table.iloc[0]
    assert_allclose(row[["value", "changes", "value_error"]].astype(float), [1 / 8, 1 / 2, 0], atol=1e-12)
    assert row["changes_low"] < 1 / 2 < row["changes_high"]
    total = found.total.iloc[0]
    assert abs(total["value"] - 1 / 8) <= 3 * total["value_error"] + 1e-6
    assert total["ratings"] == 1


@pytest.mark.parametrize("share", [0.25, 0.5, 1.0])
def test_a_cost_and_its_weight_count_as_they_should(share):
    swapped = [(option, {"a": "b", "b": "a"}[criterion], *rest) for option, criterion, *rest in SURE_AGAINST_UNKNOWN]
    found = value_of_information(problem(swapped), method="anchored", weights={"a": 1 - share, "b": share})
    assert_allclose(found.table["value"], share / 8)


def test_a_function_that_scores_the_same_changes_the_choice_as_often_and_has_no_worth():
    cyber = load("cyber-policy").select(groups=["rivals_with_ties"])
    known = value_of_information(cyber, method="anchored", samples=1)
    bound, _ = anchored(cyber)
    other = value_of_information(
        cyber, method=lambda matrix, weights, benefit: bound(matrix, weights, benefit), samples=1
    )
    assert_array_equal(known.total["changes"], other.total["changes"])
    keys = ["group", "option", "criterion"]
    both = known.table.merge(other.table, on=keys, suffixes=("", "_other"))
    assert_array_equal(both["changes"], both["changes_other"])
    assert known.total["value"].gt(0).all()
    assert other.total["value"].isna().all()
    assert "not_additive" in set(other.notes["code"]) - set(known.notes["code"])


@pytest.mark.thorough(every=2)
@pytest.mark.parametrize(
    "settings", [{"method": "topsis"}, {"method": "weighted_sum"}, {"screen": True}, {"unknown": "worst"}]
)
def test_knowing_every_rating_changes_what_ranks_first_as_often_as_draws_put_another_first(settings):
    """One model on one page: 1 less the acceptability of what `rank` puts first."""
    cyber = load("cyber-policy")
    total = value_of_information(cyber, **settings).total.set_index("group")
    leading = rank(cyber, **settings).table.query("rank == 1").set_index("group")["option"]
    shared = {name: value for name, value in settings.items() if name != "unknown"}
    shares = smaa(cyber, weights=None, ratings="drawn", pairwise=False, factors=False, quantiles=(), **shared).ranks
    shares = shares[shares["rank"] == 1].set_index(["group", "option"])
    assert len(total)
    for group, row in total.iterrows():
        assert row["first_option"] == leading[group]
        share = shares.loc[(group, row["first_option"])]
        within = 4 * np.hypot(row["changes_error"], share["error"]) + 1e-4
        assert abs(row["changes"] - (1 - share["acceptability"])) <= within


def test_the_choice_changes_where_the_rating_of_the_other_passes():
    """x has 0.6 for sure, y anything from 0 to 1 and 0.5 as ranked: y is first in two fifths of what it may be."""
    cells = [("x", "a", 0.6, 0.6, 0.6, "direct"), ("x", "b", 0.5, 0.5, 0.5, "direct"),
             ("y", "a", 0.0, None, 1.0, "none"), ("y", "b", 0.5, 0.5, 0.5, "direct")]  # fmt: skip
    for method in ("topsis", "weighted_sum", "anchored"):
        found = value_of_information(problem(cells), method=method, weights={"a": 0.5, "b": 0.5})
        row, total = found.table.iloc[0], found.total.iloc[0]
        assert row["changes_low"] <= 0.4 <= row["changes_high"]
        assert total["changes_low"] - 1e-4 <= 0.4 <= total["changes_high"] + 1e-4
        assert total["first_option"] == "x"


def test_near_nothing_a_sentence_neither_rounds_to_none_nor_to_an_interval_of_one_number():
    cyber = load("cyber-policy").select(groups=["no_formal_ties"])
    text = " ".join(str(value_of_information(cyber, method="anchored")).split())
    assert "less than 0.1% of cases" in text
    assert "0.0000" not in text
    one = " ".join(
        str(value_of_information(problem(SURE_AGAINST_UNKNOWN), method="anchored", weights={"a": 1, "b": 0})).split()
    )
    assert "the 1 uncertain rating would in 50% of cases" in one
    assert not any(low == high for low, high in re.findall(r"\(([\d.%]+) to ([\d.%]+)\)", text + one))


def test_a_value_function_that_is_a_straight_line_is_the_weighted_sum():
    values = [
        {"criterion": criterion, "rating": rating, "value": value}
        for criterion, line in {"a": [(0, 0), (1, 1)], "b": [(0, 1), (1, 0)]}.items()
        for rating, value in line
    ]
    cells = [
        ("x", "a", 0.1, 0.4, 0.9, "direct"),
        ("x", "b", 0.0, None, 1.0, "none"),
        ("y", "a", 0.2, 0.5, 0.8, "inferred"),
        ("y", "b", 0.3, 0.4, 0.8, "direct"),
    ]
    whole = problem(cells, values=values)
    weights = {"a": 0.6, "b": 0.4}
    line, plain = (
        value_of_information(whole, method=method, weights=weights) for method in ("additive_value", "anchored")
    )
    for name in ("total", "table", "sets"):
        a, b = line.tables[name], plain.tables[name]
        assert_allclose(a["value"], b["value"], atol=1e-6)
        assert_allclose(a["changes"], b["changes"], atol=1e-3)
    assert_allclose(line.total["expected"], plain.total["expected"], atol=1e-6)


def test_sections_of_the_source_hold_the_ratings_that_rest_on_them():
    whole = problem(SURE_AGAINST_UNKNOWN)
    ratings = whole.ratings.assign(section=["-", "Ties", "Talks; Ties", ""])
    found = value_of_information(whole.replace(ratings=ratings), method="anchored", weights={"a": 1, "b": 0})
    sections = found.sets[found.sets["by"] == "section"]
    assert sorted(sections["label"]) == ["Talks", "Ties"]
    assert_allclose(sections["value"], 1 / 8, atol=1e-3)


def test_only_what_is_unknown_can_be_asked_about():
    found = value_of_information(load("cyber-policy"), ratings="unknown")
    assert set(found.table["evidence"]) == {"none"}
    assert found.total["ratings"].sum() == 19


def test_of_weights_that_are_not_known_the_mean_counts():
    whole = problem(SURE_AGAINST_UNKNOWN)
    found, equal = (
        value_of_information(whole, method="anchored", weights=of) for of in (WeightSpace.anything(), "equal")
    )
    assert_allclose(found.table["value"], equal.table["value"], atol=1e-5)
    assert "mean_weights" in set(found.notes["code"])


def test_without_ends_of_a_scale_the_range_of_all_ratings_stands_in_with_a_note():
    frame = pd.DataFrame({"p": [1.0, 3, 2], "q": [5.0, 5, 5]}, index=["x", "y", "z"])
    wide = Problem.from_matrix(frame, directions="benefit", low=frame - 1, high=frame + 1)
    found = value_of_information(wide, method="anchored", weights={"p": 0.5, "q": 0.5})
    assert found.notes["code"].tolist() == ["anchors"]
    assert_allclose(found.total["expected"], 0.5 * 3 / 4 + 0.5 / 2)


def test_nothing_is_worth_knowing_where_nothing_can_change():
    alone = value_of_information(problem(SURE_AGAINST_UNKNOWN[2:]), method="anchored", weights={"a": 1, "b": 0})
    assert alone.total.at[0, "value"] == alone.total.at[0, "value_high"] == 0
    certain = value_of_information(problem(SURE_AGAINST_UNKNOWN[:2]), method="anchored", weights={"a": 1, "b": 0})
    assert len(certain.table) == 0
    assert certain.total.at[0, "value_high"] == 0
    for method in ("topsis", "weighted_product"):
        shifted = problem([("x", "a", 0.5, 0.5, 0.5, "direct"), ("x", "b", 0.2, 0.5, 0.8, "direct")])
        found = value_of_information(shifted, method=method, weights="equal")
        assert found.total.at[0, "changes"] == 0
        assert (found.table["changes"] == 0).all()


def test_no_draw_that_changes_the_choice_still_has_a_bound():
    near = [("x", "a", 0.5, 0.5, 0.5, "direct"), ("x", "b", 0.5, 0.5, 0.5, "direct"),
            ("y", "a", 0.0, 0.0, 0.5000001, "direct"), ("y", "b", 0.5, 0.5, 0.5, "direct")]  # fmt: skip
    total = value_of_information(problem(near), method="anchored", weights={"a": 1, "b": 0}).total.iloc[0]
    assert total["value"] == 0
    assert 0 < total["value_high"] < 1e-10


def test_the_order_of_rows_changes_nothing():
    cyber = load("cyber-policy").select(groups=["rivals_with_ties"])
    shuffled = cyber.replace(ratings=cyber.ratings.sample(frac=1, random_state=3))
    a, b = value_of_information(cyber), value_of_information(shuffled)
    for name in a.tables:
        pd.testing.assert_frame_equal(a.tables[name], b.tables[name])


def test_what_is_asked_wrongly_is_refused():
    whole = problem(SURE_AGAINST_UNKNOWN)
    with pytest.raises(ValueError, match="ratings must be"):
        value_of_information(whole, weights="equal", ratings="fixed")
    with pytest.raises(ValueError, match="count them twice"):
        value_of_information(whole, weights="equal", method="interval_topsis")


def test_the_command_line_tells_what_to_research_next(capsys):
    assert main(["value-of-information", "cyber-policy"]) == 0
    text = capsys.readouterr().out
    assert "knowing all 36 uncertain ratings would in 51% of cases" in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80


def test_results_do_not_depend_on_numbers_of_another_group(case):
    alone = value_of_information(
        load("cyber-policy").select(groups=["no_formal_ties"]), method="anchored", weights="ahp"
    )
    part = case.table[case.table["group"] == "no_formal_ties"]
    assert_array_equal(alone.table["value"], part["value"])


def test_of_several_dates_the_latest_is_told():
    whole = problem(SURE_AGAINST_UNKNOWN)
    ratings = pd.concat(
        [whole.ratings.assign(section="old", as_of="2013"), whole.ratings.assign(section="new", as_of="2014")]
    )
    found = value_of_information(whole.replace(ratings=ratings), weights={"a": 1, "b": 0})
    assert found.table["section"].tolist() == ["new"]
    assert set(found.sets.loc[found.sets["by"] == "section", "label"]) == {"new"}


def test_many_options_are_no_obstacle():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.random((30, 3)), index=[f"o{i:02d}" for i in range(30)], columns=list("pqr"))
    wide = Problem.from_matrix(
        frame, directions="benefit", bounds=[(0, 1)] * 3, low=frame * 0.9, high=frame * 0.9 + 0.1
    )
    found = value_of_information(wide, method="anchored", weights="equal", samples=1)
    options = found.sets[found.sets["by"] == "option"].set_index("label")
    alone = found.table.groupby("option")["value"].max()
    assert len(options) == 30
    assert (alone <= options["value_high"].loc[alone.index] + 1e-12).all()


def test_one_option_has_nothing_to_choose_from_whatever_its_value():
    values = [{"criterion": c, "rating": r, "value": v} for c in "ab" for r, v in ((0, 0), (1, 1))]
    found = value_of_information(
        problem(SURE_AGAINST_UNKNOWN[2:], values=values), method="additive_value", weights="equal"
    )
    assert (found.table["value"] == 0).all()
    assert found.total.at[0, "value_high"] == 0


def test_what_a_screen_excludes_is_not_worth_knowing():
    case = load("cyber-policy")
    screened_out = rank(case).table.set_index(["group", "option"])["screened"]
    table = value_of_information(case, screen=True, samples=1).table
    assert not screened_out[pd.MultiIndex.from_frame(table[["group", "option"]])].any()
