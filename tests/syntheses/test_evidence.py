"""The same problem read more or less strictly, and what survives."""

import numpy as np
import pandas as pd
import pytest

import policymcda as mcda
from policymcda.syntheses.evidence import READINGS, evidence


@pytest.fixture(scope="module")
def problem():
    return mcda.load("cyber-policy")


def test_everything_is_the_problem_itself(problem):
    assert READINGS["all"](problem) is problem


@pytest.mark.parametrize(("name", "unknown"), [("direct", 144 - 34), ("inferred", 19)])
def test_what_is_not_good_enough_is_unknown_over_the_whole_scale(problem, name, unknown):
    ratings = problem.with_evidence(name).ratings
    weak = ratings["evidence"] == "none"
    assert weak.sum() == unknown
    assert (ratings.loc[weak, ["low", "high"]] == [1, 9]).all(axis=None)


@pytest.mark.parametrize(("name", "end"), [("worst", "low"), ("best", "high")])
def test_ratings_stand_at_the_worse_or_the_better_end(problem, name, end):
    read = problem.at_ends(name)
    for group, grid in read.grids.items():
        np.testing.assert_array_equal(grid.mode, getattr(problem.grids[group], end))
        np.testing.assert_array_equal(grid.low, grid.high)
        assert not grid.unknown.any()


def test_the_better_end_of_a_cost_is_its_low_one():
    frame = pd.DataFrame({"price": [3.0, 4], "reach": [1.0, 2]}, index=["a", "b"])
    both = {"low": frame - 0.5, "high": frame + 1}
    problem = mcda.Problem.from_matrix(frame, directions={"price": "cost", "reach": "benefit"}, **both)
    np.testing.assert_allclose(problem.at_ends("best").matrix()[["price", "reach"]], [[2.5, 2], [3.5, 3]])
    np.testing.assert_allclose(problem.at_ends("worst").matrix()[["price", "reach"]], [[4, 0.5], [5, 1.5]])


def test_the_end_of_a_normal_rating_is_two_standard_deviations_away():
    problem = mcda.load("governance-2013")
    grid, hopeful = problem.grids["all"], problem.at_ends("best").grids["all"]
    np.testing.assert_allclose(hopeful.mode, np.clip(grid.mode - 2 * grid.sd, -3.5, 3.5))


def test_a_reading_without_ends_of_scales_uses_the_range_of_the_criterion():
    frame = pd.DataFrame({"a": [1.0, 5], "b": [2.0, 8]}, index=["x", "y"])
    strict = mcda.Problem.from_matrix(frame, directions="benefit").with_evidence("direct").grids["all"]
    np.testing.assert_array_equal(strict.low, [[1, 2], [1, 2]])
    np.testing.assert_array_equal(strict.high, [[5, 8], [5, 8]])


def test_every_question_can_be_asked_of_a_reading(problem):
    for read_as in READINGS.values():
        assert mcda.rank(read_as(problem)).table["score"].notna().all()


def test_evidence_and_ends_that_are_not_known_name_the_nearest(problem):
    with pytest.raises(ValueError, match="did you mean direct"):
        problem.with_evidence("drect")
    with pytest.raises(ValueError, match="did you mean worst"):
        problem.at_ends("wrst")


def test_shares_are_those_of_the_simulation_of_the_unknown(problem):
    table = evidence(problem).table.set_index(["group", "reading"])
    drawn = mcda.smaa(problem, weights=None, ratings="unknown", quantiles=(), factors=False).ranks
    first = drawn[drawn["rank"] == 1].set_index(["group", "option"])["acceptability"]
    row = table.loc[("capacity_partners", "all")]
    assert row["first_acceptability"] == first["capacity_partners"].max()
    assert row["leader_acceptability"] == first["capacity_partners", row["leader"]]


def test_capabilities_survive_every_reading_and_integration_none(problem):
    table = evidence(problem).table
    survives = table.groupby("group")["survives"].sum()
    assert survives["no_formal_ties"] == len(READINGS)
    assert survives["rivals_with_ties"] == 0


def test_cautious_and_hopeful_firsts_are_certain(problem):
    table = evidence(problem).table
    ends = table[table["reading"].isin(["cautious", "hopeful"])]
    assert set(ends["first_acceptability"]) == {1.0}


def test_notes_say_that_readings_draw_what_the_ranking_takes_for_a_number(problem):
    notes = evidence(problem).notes.set_index("code")["text"]
    assert notes["unknown"].endswith("count as their mode in the ranking; readings draw them or take an end")


def test_ratings_without_stated_evidence_are_said_to_be_unknown_in_strict_readings():
    frame = pd.DataFrame({"a": [1.0, 5], "b": [2.0, 8]}, index=["x", "y"])
    result = evidence(mcda.Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.5]))
    assert result.table.set_index("reading")["unknown"].to_dict() == {
        "all": 0, "inferred": 4, "direct": 4, "cautious": 0, "hopeful": 0,
    }  # fmt: skip
    assert "unstated" in set(result.notes["code"])
