"""What each criterion adds: sums that are scores, signs around the mean of all, and methods that do not add refused."""

import numpy as np
import pandas as pd
import pytest

import policymcda as mcda


def small() -> mcda.Problem:
    matrix = pd.DataFrame({"price": [2.0, 4, 8], "reach": [1.0, 3, 2]}, index=["x", "y", "z"])
    return mcda.Problem.from_matrix(
        matrix, directions={"price": "cost", "reach": "benefit"}, weights=[0.25, 0.75], bounds=[(0, 10), (1, 3)]
    )


def test_by_hand_a_contribution_is_the_weight_times_the_place_on_the_scale() -> None:
    found = mcda.contributions(small()).table.pivot(index="option", columns="criterion", values="contribution")
    np.testing.assert_allclose(found["price"], 0.25 * (1 - np.array([2, 4, 8]) / 10), atol=1e-15)
    np.testing.assert_allclose(found["reach"], 0.75 * np.array([0, 1, 0.5]), atol=1e-15)


def test_what_is_above_the_mean_sums_to_nothing_over_the_options() -> None:
    found = mcda.contributions(mcda.load("cyber-policy"))
    sums = found.table.groupby(["group", "criterion"])["above_mean"].sum()
    np.testing.assert_allclose(sums, 0, atol=1e-12)
    of_options = found.table.groupby(["group", "option"])["above_mean"].sum()
    expected = found.scores.set_index(["group", "option"])["above_mean"]
    np.testing.assert_allclose(of_options, expected.loc[of_options.index], atol=1e-12)


@pytest.mark.parametrize("method", ["weighted_sum", "promethee_ii"])
def test_contributions_sum_to_the_scores_of_a_method_that_adds(method: str) -> None:
    case = mcda.load("cyber-policy")
    found = mcda.contributions(case, method=method)
    expected = mcda.rank(case, method=method).table.set_index(["group", "option"])
    sums = found.table.groupby(["group", "option"])["contribution"].sum()
    np.testing.assert_allclose(sums, expected["score"].astype(float).loc[sums.index], atol=1e-12)
    ranks = found.scores.set_index(["group", "option"])["rank"]
    assert ranks.tolist() == expected.loc[ranks.index, "rank"].tolist()


def test_of_a_product_the_logarithms_add_and_a_note_says_so() -> None:
    case = mcda.load("cyber-policy")
    found = mcda.contributions(case, method="weighted_product")
    expected = mcda.rank(case, method="weighted_product").table.set_index(["group", "option"])["score"]
    sums = found.table.groupby(["group", "option"])["contribution"].sum()
    np.testing.assert_allclose(sums, np.log(expected.astype(float).loc[sums.index]), atol=1e-12)
    assert "contributions sum to the logarithms of the scores" in set(found.notes["text"])


def test_the_difference_of_two_options_is_what_explain_says() -> None:
    case = mcda.load("cyber-policy").select(groups=["no_formal_ties"])
    wide = mcda.contributions(case, method="weighted_sum").table.pivot(
        index="option", columns="criterion", values="contribution"
    )
    sentences = mcda.explain(case, None, "ict_bricolage", "common_areas", method="weighted_sum").table.set_index(
        "criterion"
    )
    difference = wide.loc["ict_bricolage"] - wide.loc["common_areas"]
    np.testing.assert_allclose(difference, sentences.loc[difference.index, "contribution"], atol=1e-12)


def test_a_method_whose_scores_are_no_sums_is_refused_with_what_would_do() -> None:
    with pytest.raises(ValueError, match=r"scores of topsis are no sums .* weighted_sum, or .* explain"):
        mcda.contributions(small(), method="topsis")


def test_an_option_that_does_not_compete_has_no_contributions() -> None:
    problem = small().replace(screens=[{"option": "y", "status": "precondition_missing", "reason": "no law"}])
    assert set(mcda.contributions(problem, screen=True).table["option"]) == {"x", "z"}


def test_contributions_show_options_by_value_and_the_sum() -> None:
    lines = str(mcda.contributions(small())).splitlines()
    assert [line.split()[1] for line in lines if line.split()[:1] in (["1"], ["2"], ["3"])] == ["y", "z", "x"]
