"""Portfolios against published knapsacks, every set listed, and the definitions of robust portfolio modelling."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from policymcda import Problem, ProblemError, WeightSpace, load, plots, portfolio
from policymcda.arrays.choice.portfolio import frontier, within

amounts = st.one_of(st.integers(0, 6).map(float), st.floats(0, 5).map(lambda x: round(x, 2)))
offers = st.integers(1, 9).flatmap(
    lambda m: st.tuples(*(st.lists(amounts, min_size=m, max_size=m).map(np.array) for _ in range(2)))
)


def every_set(options):
    return (np.arange(2**options)[:, None] >> np.arange(options) & 1).astype(bool)


def one_criterion(values, **settings):
    """Options whose value is their rating, from 0 to 1000."""
    labels = [f"o{place:02d}" for place in range(len(values))]
    matrix = pd.DataFrame({"worth": np.asarray(values, float)}, index=labels)
    return Problem.from_matrix(matrix, directions="benefit", weights=[1], bounds=[(0, 1000)], **settings), labels


def two_criteria(scores):
    labels = [f"o{place}" for place in range(len(scores))]
    matrix = pd.DataFrame(np.asarray(scores, float), index=labels, columns=["a", "b"])
    return Problem.from_matrix(matrix, directions="benefit", weights=[0.5, 0.5], bounds=[(0, 10)] * 2), labels


@pytest.mark.parametrize("name", ["portfolio_knapsack_p01", "portfolio_knapsack_p03", "portfolio_knapsack_p07"])
def test_the_best_set_is_that_of_the_published_knapsacks(name, golden):
    case = golden(name)
    problem, labels = one_criterion(case["inputs"]["values"])
    found = portfolio(problem, dict(zip(labels, case["inputs"]["costs"], strict=True)), case["inputs"]["budget"])
    case.check("selection", found.table["chosen"])
    case.check("optimal_value", np.round(1000 * found.totals["value"].iloc[0], 9))


@pytest.mark.parametrize("name", ["portfolio_rpm_core_index_public", "portfolio_rpm_interval_weights_public"])
def test_the_core_index_follows_the_definitions_of_liesio_mild_and_salo_2007(name, golden):
    case = golden(name)
    inputs = case["inputs"]
    costs = np.array(inputs["costs"], float)
    case.check("n_feasible", np.count_nonzero(within(every_set(len(costs)) @ costs, inputs["budget"])))
    problem, labels = two_criteria(inputs["scores"])
    space = "any" if "no information" in inputs["weight_info"] else WeightSpace.bounded({"a": (0.4, 0.7)})
    asked = (problem, pd.Series(costs, index=labels), inputs["budget"])
    found = portfolio(*asked, space=space, robust=True)
    case.check("core_index", found.table["core_index"])
    assert_allclose(portfolio(*asked, space=space).table["core_index"], found.table["core_index"])
    case.check("n_nondominated", len(found.non_dominated))
    held = [set(options.split(", ")) for options in found.non_dominated["options"]]
    case.check("nondominated", sorted([int(label in one) for label in labels] for one in held))


@given(offers, st.floats(0, 20).map(lambda x: round(x, 1)))
def test_the_frontier_is_what_listing_every_set_gives(offer, budget):
    values, costs = offer
    found = frontier(values, costs)
    sets = every_set(len(values))
    cost, value = sets @ costs, sets @ values
    assert_allclose(found.chosen @ costs, found.cost, rtol=1e-12)
    assert_allclose(found.chosen @ values, found.value, rtol=1e-12)
    assert np.all(np.diff(found.cost) > 0)
    assert np.all(np.diff(found.value) > 0)
    best = np.array([value[cost <= limit + 1e-9].max() for limit in found.cost])
    assert_allclose(found.value, best, rtol=1e-12)
    last = np.flatnonzero(within(found.cost, budget))[-1]
    assert found.value[last] == pytest.approx(value[cost <= budget + 1e-9].max())
    assert found.value[-1] == pytest.approx(values.sum())


def test_a_set_that_costs_just_the_budget_is_within_it():
    problem, labels = one_criterion([1, 2, 3])
    costs = dict(zip(labels, (0.1, 0.2, 0.4), strict=True))
    assert portfolio(problem, costs, 0.3).table["chosen"].tolist() == [True, True, False]
    assert portfolio(problem, costs, 0.299999).table["chosen"].tolist() == [False, True, False]
    assert not portfolio(problem, costs, 0).table["chosen"].any()


def test_of_sets_of_equal_value_the_cheaper_and_then_the_earlier_is_chosen():
    problem, labels = one_criterion([5, 5, 5])
    assert portfolio(problem, dict(zip(labels, (2, 1, 1), strict=True)), 2).totals["cost"].tolist() == [2]
    assert portfolio(problem, dict.fromkeys(labels, 1), 1).table["chosen"].tolist() == [True, False, False]
    assert portfolio(problem, dict(zip(labels, (2, 1, 1), strict=True)), 1).table["chosen"].tolist() == [0, 1, 0]


def test_sixty_options_have_an_exact_frontier_and_no_core_index():
    rng = np.random.default_rng(0)
    values, costs = rng.integers(1, 50, 60), rng.integers(1, 30, 60)
    problem, labels = one_criterion(values)
    found = portfolio(problem, dict(zip(labels, costs, strict=True)), 200)
    best = np.zeros(201)  # by dynamic programming over whole costs
    for value, cost in zip(values, costs, strict=True):
        best[cost:] = np.maximum(best[cost:], best[: 201 - cost] + value)
    assert found.totals["value"].iloc[0] * 1000 == pytest.approx(best[200])
    assert found.table["core_index"].isna().all()
    assert "more than 12 options" in found.notes.query("code == 'core_index'")["text"].iloc[0]


def test_costs_that_make_too_many_sets_give_the_frontier_at_a_hundred_budgets():
    doubling = 2.0 ** np.arange(8)
    assert frontier(doubling, doubling, most=100) is None
    assert len(frontier(doubling, doubling, most=256).cost) == 256
    problem, labels = one_criterion(2.0 ** np.arange(20) / 2**11)
    found = portfolio(problem, dict(zip(labels, 2.0 ** np.arange(20), strict=True)), 5)
    assert found.table["chosen"].tolist() == [True, False, True] + [False] * 17
    assert found.totals[["cost", "next_cost"]].to_numpy().tolist() == [[5, 6]]
    assert_array_equal(found.frontier["cost"], np.sort(np.append(np.floor(np.linspace(0, 2**20 - 1, 100)), 5)))


def test_a_core_index_needs_values_that_add_and_weights_with_corners():
    problem, labels = two_criteria([[1, 8], [4, 3], [7, 3]])
    costs = dict.fromkeys(labels, 1)
    for settings, text in [
        ({"method": "topsis"}, "topsis does not add over the criteria"),
        ({"space": WeightSpace.around(concentration=9)}, "the weights have no corners that could be listed"),
    ]:
        found = portfolio(problem, costs, 1, **settings)
        assert found.table["core_index"].isna().all()
        assert text in found.notes.query("code == 'core_index'")["text"].iloc[0]
    assert portfolio(problem, costs, 1, space=None).table["core_index"].isna().all()
    assert portfolio(problem, costs, 1, space={"a": 1, "b": 0}).table["core_index"].tolist() == [0, 0, 1]
    wide = Problem.from_matrix(pd.DataFrame(np.eye(11), index=list("abcdefghijk")), directions="benefit")
    found = portfolio(wide, dict.fromkeys("abcdefghijk", 1), 2, weights="equal",
                      space=WeightSpace.bounded({"0": (0, 0.5)}))  # fmt: skip
    assert "no corners that could be listed" in found.notes.query("code == 'core_index'")["text"].iloc[0]


def test_an_option_at_the_foot_of_every_scale_is_worth_as_much_as_none():
    problem, labels = one_criterion([0, 3])
    found = portfolio(problem, dict.fromkeys(labels, 0), 0)
    assert found.table["chosen"].tolist() == [False, True]
    assert found.notes["code"].tolist().count("baseline") == 1


def test_what_is_shut_out_is_in_no_set_where_screens_are_applied_and_noted_where_not():
    problem = load("cyber-policy")
    costs = dict.fromkeys(problem.labels("option"), 1)
    open_to_all = portfolio(problem, costs, 9)
    assert open_to_all.table["chosen"].all()
    assert "competes here all the same" in open_to_all.notes.query("code == 'screened'")["text"].iloc[0]
    found = portfolio(problem, costs, 9, screen=True)
    table = found.table.query("group == 'no_formal_ties'").set_index("option")
    assert table.index[table["chosen"]].tolist() == ["tailored_capabilities"]
    assert table["core_index"].dropna().to_dict() == {"tailored_capabilities": 1}
    assert found.notes.query("code == 'screened'")["group"].tolist() == ["no_formal_ties"]
    assert table["screened"].sum() == table["value"].isna().sum() == 8
    assert (table["reason"] != "").sum() == 8
    assert found.table["option"].tolist()[:9] == problem.labels("option")


def test_every_fault_of_costs_and_budgets_is_told_by_name():
    problem, _ = one_criterion([1, 2, 3, 4, 5])
    costs = {"o00": -1, "o01": "cheap", "o02": np.inf, "o03": 1e301, "o9": 1}
    with pytest.raises(ProblemError) as raised:
        portfolio(problem, costs, {"al": 3})
    faults = raised.value.faults
    assert faults[faults["table"] == "costs"]["row"].tolist() == ["", "o00", "o01", "o02", "o03", "o04"]
    assert [fault.split(" ")[0] for fault in faults["rule"]] == ["is"] * 8
    assert faults["hint"].iloc[0] == "known: o00, o01, o02, o03, o04"
    assert faults[faults["table"] == "budget"][["row", "value"]].to_numpy().tolist() == [["", "al"], ["all", ""]]


def test_costs_may_stand_in_the_options_table():
    matrix = pd.DataFrame({"worth": [1.0, 2.0]}, index=["x", "y"])
    problem = Problem.from_matrix(matrix, directions="benefit", weights=[1], bounds=[(0, 5)])
    with pytest.raises(ProblemError, match="column cost: there are no costs"):
        portfolio(problem, None, 1)
    text = problem.replace(options=problem.table("options").assign(cost=["1", "2.5"]))
    assert portfolio(text, None, 3).table["cost"].tolist() == [1, 2.5]


def test_a_score_that_is_not_finite_is_refused():
    problem, labels = one_criterion([1, 2])
    with pytest.raises(ValueError, match="gave a value that is not finite"):
        portfolio(problem, dict.fromkeys(labels, 1), 1, method=lambda m, w, b: m[..., 0] * np.inf)


def test_budgets_go_by_group_and_the_answer_is_short_to_read():
    problem = load("cyber-policy")
    budgets = {group: place for place, group in enumerate(problem.grids)}
    found = portfolio(problem, dict.fromkeys(problem.labels("option"), 1), budgets)
    assert_array_equal(found.table.groupby("group", sort=False)["chosen"].sum(), [0, 1, 2, 3])
    assert max(map(len, str(found).splitlines())) <= 80
    assert "chosen: cost 1 of 1" in str(found)
    assert plots.figure(plots.frontier, found, "no_formal_ties").axes
