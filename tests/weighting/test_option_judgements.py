"""Scoring options by AHP: judgements of options under each criterion, in both modes, and ratings instead."""

import functools
from fractions import Fraction

import numpy as np
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, ProblemError, rank, smaa, weighting
from policymcda.arrays.methods import METHODS


def case_of(matrices, options, labels, weights=None, judgements=None, **more):
    """A case without ratings: a comparison matrix of options under each criterion."""
    table = [
        {"criterion": label, "option": one, "versus": other, "value": matrix[i][j]}
        for label, matrix in zip(labels, matrices, strict=True)
        for i, one in enumerate(options)
        for j, other in enumerate(options)
        if i < j
    ]
    criteria = {"criterion": labels, "direction": ["benefit"] * len(labels)}
    if weights is not None:
        criteria["weight"] = weights
    pairs = {} if judgements is None else {
        "judgements": [
            {"criterion": one, "versus": other, "value": judgements[i][j]}
            for i, one in enumerate(labels)
            for j, other in enumerate(labels)
            if i < j
        ]
    }  # fmt: skip
    return Problem.from_tables(criteria=criteria, option_judgements=table, **pairs, **more)


def scores(problem, options, method="ahp"):
    return rank(problem, method=method).table.set_index("option").loc[options, "score"].to_numpy()


def ratios(priorities):
    return [[one / other for other in priorities] for one in priorities]


def test_a_copy_reverses_the_distributive_mode_but_not_the_ideal_one(golden):
    case = golden("ahp_belton_gear_1983_rank_reversal")
    for key, count in (("consistent_priorities_abc", 3), ("copy_of_B_added", 4)):
        options = ["A", "B", "C", "D"][:count]
        found = case["inputs"][key]
        problem = case_of([ratios(found[label]) for label in "abc"], options, list("abc"), [1 / 3] * 3)
        case.check(f"eigen{count}", scores(problem, options))
        case.check(f"ideal{count}", scores(problem, options, "ahp_ideal"))
    exact = [float(Fraction(text)) for text in case["expected"]["exact_eigen3"]]
    problem = case_of(
        [ratios(case["inputs"]["consistent_priorities_abc"][c]) for c in "abc"], list("ABC"), list("abc"), [1 / 3] * 3
    )
    assert_allclose(scores(problem, list("ABC")), exact, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ahp_haas_meixner_cars", "distributive"),
        ("ahp_leader_wikipedia", "distributive"),
        ("ahp_house_saaty_1990", "distributive"),
        ("ahp_school_selection", "composite"),
    ],
)
def test_published_hierarchies_are_reproduced(name, key, golden):
    case = golden(name)
    labels = [f"c{k}" for k in range(len(case["inputs"]["matrix"]))]
    options = [f"o{k}" for k in range(len(case["inputs"]["local"][0]))]
    problem = case_of(case["inputs"]["local"], options, labels, judgements=case["inputs"]["matrix"])
    case.check(key, scores(problem, options))
    if "rank" in case["expected"]:
        ranking = rank(problem, method="ahp").table.set_index("option").loc[options, "rank"]
        case.check("rank", ranking.astype(int))


def test_the_consistency_of_each_set_is_told(golden):
    case = golden("ahp_leader_wikipedia")
    labels = [f"c{k}" for k in range(4)]
    options = ["tom", "dick", "harry"]
    problem = case_of(case["inputs"]["local"], options, labels, judgements=case["inputs"]["matrix"])
    found = weighting.option_priorities(problem, random_index="saaty_newer")
    case.check("local_CR_new_table", found.consistency["consistency_ratio"].to_numpy()[:2])
    case.check("local_first", found.table.query("criterion == 'c0'").set_index("option").loc[options, "priority"])
    assert found.consistency["criterion"].tolist() == labels


def test_inconsistent_judgements_of_options_are_noted_with_what_would_mend_them():
    circle = [[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]]
    problem = case_of([circle], list("xyz"), ["a"])
    found = weighting.option_priorities(problem)
    assert "a: judge x against y" in str(found)
    assert "inconsistent" in set(found.notes["code"])
    assert "inconsistent" in set(rank(problem, method="ahp", weights={"a": 1}).notes["code"])


def test_ratings_mode_takes_the_ratings_and_an_added_option_reverses_nothing():
    tables = {
        "criteria": {"criterion": ["a", "b"], "direction": ["benefit", "cost"], "reference": [10, 2], "weight": [0.5, 0.5]},
        "ratings": {"option": ["x", "y"], "a": [5, 10], "b": [2, 8]},
    }  # fmt: skip
    problem = Problem.from_tables(**tables)
    assert_allclose(scores(problem, ["x", "y"], "ahp_ideal"), [0.5 * 0.5 + 0.5, 0.5 + 0.5 * 0.25])
    assert_allclose(scores(problem, ["x", "y"]), [0.5 * (1 / 3 + 0.8), 0.5 * (2 / 3 + 0.2)])
    more = Problem.from_tables(**{**tables, "ratings": {"option": ["x", "y", "z"], "a": [5, 10, 20], "b": [2, 8, 1]}})
    assert_allclose(scores(more, ["x", "y"], "ahp_ideal"), scores(problem, ["x", "y"], "ahp_ideal"))


def test_criteria_may_be_rated_and_others_judged_but_none_both():
    comparisons = case_of([ratios([3, 1])], ["x", "y"], ["a"]).option_judgements
    tables = {
        "criteria": {"criterion": ["a", "b"], "direction": ["benefit", "cost"], "weight": [0.5, 0.5]},
        "ratings": [{"option": "x", "criterion": "b", "mode": 1}, {"option": "y", "criterion": "b", "mode": 4}],
        "option_judgements": comparisons,
    }
    problem = Problem.from_tables(**tables)
    assert_allclose(scores(problem, ["x", "y"]), [0.5 * (0.75 + 0.8), 0.5 * (0.25 + 0.2)])
    both = [
        *tables["ratings"],
        {"option": "x", "criterion": "a", "mode": 1},
        {"option": "y", "criterion": "a", "mode": 4},
    ]
    twice = Problem.from_tables(**{**tables, "ratings": both})
    with pytest.raises(ProblemError, match="both rated and judged"):
        rank(twice, method="ahp")
    assert rank(twice, method="topsis").table["rank"].tolist()
    assert len(problem.ratings) == 4
    again = Problem.from_dict(problem.to_dict())
    assert again.fingerprint == problem.fingerprint
    assert len(problem.to_dict()["tables"]["ratings"]) == 2


def test_a_case_without_ratings_survives_every_way_of_writing_it(tmp_path):
    problem = case_of(
        [ratios([3, 1, 2]), ratios([1, 1, 4])], list("xyz"), ["a", "b"], [0.25, 0.75], case={"name": "pairs"}
    )
    assert "ratings" not in problem.to_dict()["tables"]
    assert Problem.from_dict(problem.to_dict()).fingerprint == problem.fingerprint
    assert problem.options["option"].tolist() == list("xyz")
    fewer = problem.select(options=["x", "y"])
    assert_allclose(scores(fewer, ["x", "y"]), [0.25 * 0.75 + 0.75 * 0.5, 0.25 * 0.25 + 0.75 * 0.5])
    changed = problem.change(None, "x", "a", mode=0.9)
    with pytest.raises(ProblemError, match="both rated and judged"):
        rank(changed, method="ahp")
    assert_allclose(rank(changed.replace(option_judgements=None), method="ahp").table["score"].sum(), 1)


def test_stakeholders_judge_options_each_with_their_say_and_groups_apart():
    rows = [("a", "x", "y", 4, "ann", "north"), ("a", "x", "y", "1/2", "bob", "north"), ("a", "x", "y", 2, "", "south")]
    names = ("criterion", "option", "versus", "value", "stakeholder", "group")
    problem = Problem.from_tables(
        criteria={"criterion": ["a"], "direction": ["benefit"], "weight": [1]},
        option_judgements=[dict(zip(names, row, strict=True)) for row in rows],
        stakeholders={"stakeholder": ["ann", "bob"], "weight": [2, 1]},
    )
    ratio = (4**2 / 2) ** (1 / 3)
    found = rank(problem, method="ahp").table.set_index(["group", "option"])["score"]
    assert_allclose(found["north", "x"], ratio / (1 + ratio))
    assert_allclose(found["south", "x"], 2 / 3)
    text = weighting.option_priorities(problem)
    assert text.consistency["stakeholder"].tolist() == ["ann", "bob", "(combined)", ""]


def test_judgements_of_options_that_do_not_connect_them_or_leave_one_out_are_refused():
    rows = [("a", "w", "x", 2), ("a", "y", "z", 2), ("b", "w", "x", 2), ("b", "x", "y", 2)]
    table = [dict(zip(("criterion", "option", "versus", "value"), row, strict=True)) for row in rows]
    criteria = {"criterion": ["a", "b"], "direction": ["benefit", "benefit"]}
    with pytest.raises(ProblemError, match=r"'all, a' the judgements do not connect \{w, x\} with \{y, z\}"):
        Problem.from_tables(criteria=criteria, option_judgements=table)
    table = [*table, {"criterion": "a", "option": "x", "versus": "y", "value": 1}]
    with pytest.raises(ProblemError, match="'z, b' is not rated"):
        Problem.from_tables(criteria=criteria, option_judgements=table)


def test_the_synthesis_is_linear_in_the_weights_so_that_exact_simulation_serves_it():
    problem = case_of([ratios([3, 1, 2]), ratios([1, 2, 4])], list("xyz"), ["a", "b"], [0.25, 0.75])
    exact = smaa(problem, method="ahp", sampling="exact").ranks
    drawn = smaa(problem, method="ahp", samples=2**13, sampling="random").ranks
    assert_allclose(exact["acceptability"], drawn["acceptability"], atol=0.05)


def test_shuffled_judgements_of_options_change_no_bit():
    problem = case_of([ratios([3, 1, 2]), ratios([1, 2, 4])], list("xyz"), ["a", "b"], [0.25, 0.75])
    options = problem.options
    wanted = rank(problem.replace(options=options), method="ahp").table
    for seed in range(3):
        shuffled = problem.option_judgements.sample(frac=1, random_state=seed)
        assert rank(problem.replace(option_judgements=shuffled, options=options), method="ahp").table.equals(wanted)


@pytest.mark.parametrize("name", ["ahp", "ahp_ideal"])
def test_both_modes_are_methods_that_carry_no_settings_of_the_problem(name):
    method = functools.partial(METHODS[name])
    matrix, benefit = np.array([[1.0, 4], [3, 1]]), np.array([True, False])
    parts = [method(matrix, unit, benefit) for unit in np.eye(2)]
    assert_allclose(method(matrix, np.array([0.3, 0.7]), benefit), 0.3 * parts[0] + 0.7 * parts[1])


def test_a_criterion_under_which_options_are_judged_is_a_benefit_without_a_scale():
    table = [{"criterion": "a", "option": "x", "versus": "y", "value": 2}]
    with pytest.raises(ProblemError) as caught:
        Problem.from_tables(
            criteria={"criterion": ["a"], "direction": ["cost"], "low": [1], "high": [9]}, option_judgements=table
        )
    assert caught.value.faults["column"].tolist() == ["direction", "low", "high"]
    with pytest.raises(ProblemError, match="the table is missing"):
        Problem.from_tables(criteria={"criterion": ["a"], "direction": ["benefit"]}, option_judgements=table[:0])
    with pytest.raises(ProblemError, match="must be above 0"):
        Problem.from_tables(
            criteria={"criterion": ["a"], "direction": ["benefit"]}, option_judgements=[{**table[0], "value": -2}]
        )


def test_no_priorities_without_judgements_of_options():
    problem = Problem.from_tables(
        criteria={"criterion": ["a"], "direction": ["benefit"]}, ratings={"option": ["x", "y"], "a": [1, 2]}
    )
    with pytest.raises(ProblemError, match="no options are judged in pairs"):
        weighting.option_priorities(problem)


def test_wide_ratings_stay_as_they_are_beside_judgements_of_options():
    problem = Problem.from_tables(
        criteria={"criterion": ["a"], "direction": ["benefit"], "weight": [1]},
        ratings={"option": ["x", "y"], "a": [1, 2]},
        option_judgements={"criterion": ["a"], "option": ["x"], "versus": ["y"], "value": [3]},
    )
    assert problem.matrix()["a"].tolist() == [1, 2]
    with pytest.raises(ProblemError, match="both rated and judged"):
        rank(problem, method="ahp")


def test_a_column_of_the_users_own_named_basis_travels_along():
    rows = [{"option": o, "criterion": "b", "mode": m, "basis": "survey"} for o, m in (("x", 1), ("y", 4))]
    problem = Problem.from_tables(
        criteria={"criterion": ["a", "b"], "direction": ["benefit", "benefit"]},
        ratings=rows,
        option_judgements={"criterion": ["a"], "option": ["x"], "versus": ["y"], "value": [3]},
    )
    assert [row["basis"] for row in problem.to_dict()["tables"]["ratings"]] == ["survey", "survey"]
    changed = problem.change(None, "x", "a", mode=0.5)
    assert changed.ratings["basis"].tolist() == ["survey", "survey", "", ""]
