"""Regret against the textbook, exact corners and the value of information."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from policymcda import Problem, WeightSpace, load, regret, value_of_information
from policymcda.arrays.choice.regret import bound, compromise
from policymcda.arrays.sampling import simplex
from policymcda.arrays.sampling.weight_spaces import Constraints, Fixed, Ordered, free
from policymcda.cli import main

PAYOFFS = {"stocks": (-4, 4, 12), "bonds": (-2, 3, 8), "money market": (3, 2, 1)}
"""The textbook example of minimax regret: returns when interest rates rise, stay or fall."""


def world(state):
    frame = pd.DataFrame({"payoff": [float(PAYOFFS[option][state]) for option in PAYOFFS]}, index=list(PAYOFFS))
    return Problem.from_matrix(frame, directions="benefit", weights=[1], bounds=[(-4, 12)])


@pytest.fixture(scope="module")
def textbook():
    states = {name: world(state) for state, name in enumerate(("rise", "stay", "fall"))}
    return regret(world(0), weights=None, scenarios=states, aspiration=6.5 / 16, samples=1)


def test_the_textbook_example_has_regrets_of_seven_five_and_eleven(textbook):
    found = textbook.table.set_index("option")
    assert_allclose(found.loc[list(PAYOFFS), "maximum"] * 16, [7, 5, 11])
    assert_allclose(found.loc[list(PAYOFFS), "bound"] * 16, [7, 5, 11])
    assert_allclose(found.loc[list(PAYOFFS), "expected"] * 16, [7 / 3, 10 / 3, 13 / 3])
    assert_allclose(found.loc[list(PAYOFFS), "worst"] * 16 - 4, [-4, -2, 1])
    assert_allclose(found.loc[list(PAYOFFS), "satisfices"], [2 / 3, 2 / 3, 1 / 3])
    assert textbook.table["option"].tolist() == ["bonds", "stocks", "money market"]


def test_each_rule_chooses_as_in_the_textbook(textbook):
    chosen = textbook.choices.set_index("rule")["option"]
    expected = {"minimax regret": "bonds", "maximin": "money market", "expected value": "stocks", "Hurwicz": "stocks"}
    assert chosen[list(expected)].to_dict() == expected


def test_every_scenario_is_told(textbook):
    table = textbook.scenarios.set_index(["scenario", "option"])["maximum"] * 16
    assert_allclose(table[[("rise", "stocks"), ("stay", "bonds"), ("fall", "money market")]], [7, 1, 11])


def bold_and_safe(*states):
    """Scenarios in which bold is worth 1 or 0, and safe what it is worth for sure."""
    return {
        f"s{number}": Problem.from_matrix(
            pd.DataFrame({"value": [bold, safe]}, index=["bold", "safe"]),
            directions="benefit", weights=[1], bounds=[(0, 1)],
        )
        for number, (bold, safe) in enumerate(states)
    }  # fmt: skip


def of_scenarios(scenarios, **keywords):
    found = regret(next(iter(scenarios.values())), weights=None, scenarios=scenarios, samples=1, **keywords)
    return found.table.set_index("option")


def test_the_tail_of_two_scenarios_is_over_the_futures_of_both():
    """Bold (1, 0) and safe (.5, .5): half of all futures cost either of them a half, so one in twenty costs no less."""
    table = of_scenarios(bold_and_safe((1.0, 0.5), (0.0, 0.5)))
    assert table["tail"].to_dict() == {"bold": 0.5, "safe": 0.5}


def test_a_regret_in_two_scenarios_of_ten_is_in_the_tail():
    table = of_scenarios(bold_and_safe(*[(0.0, 1.0)] * 2, *[(1.0, 1.0)] * 8))
    assert table["tail"].to_dict() == {"bold": 1.0, "safe": 0.0}
    assert_allclose(table.loc["bold", "expected"], 0.2)


@pytest.mark.parametrize(("share", "tail"), [(0.04, 0.0), (0.06, 1.0)])
def test_probabilities_count_in_the_tail_and_in_what_is_expected(share, tail):
    """What is exceeded in one future of twenty is reached by a scenario of six in a hundred, and not by one of four."""
    scenarios = bold_and_safe((0.0, 1.0), (1.0, 1.0))
    table = of_scenarios(scenarios, probabilities={"s1": 1 - share, "s0": share})
    assert table.loc["bold", "tail"] == tail
    assert_allclose(table.loc["bold", ["expected", "value"]].astype(float), [share, 1 - share])


def test_probabilities_that_are_equal_change_nothing_and_are_named():
    scenarios = bold_and_safe((1.0, 0.5), (0.0, 0.5))
    found = [
        regret(scenarios["s0"], weights=None, scenarios=scenarios, samples=1, probabilities=given)
        for given in (None, {"s0": 0.5, "s1": 0.5})
    ]
    pd.testing.assert_frame_equal(found[0].table, found[1].table)
    assert [one.settings["scenarios"] for one in found] == ["s0, s1", "s0 (0.5), s1 (0.5)"]


@pytest.mark.parametrize(
    ("probabilities", "text"),
    [
        ({"s0": 0.5, "s1": 0.6}, "sum to 1, not 1.1"),
        ({"s0": 1.5, "s1": -0.5}, "numbers of 0 or more"),
        ({"s0": 1.0}, "scenario 's1' has none"),
        ({"s0": 0.5, "s1": 0.5, "s9": 0.0}, "no scenario 's9'"),
        ([0.5, 0.5], "go by scenario"),
    ],
)
def test_probabilities_that_do_not_fit_the_scenarios_are_refused(probabilities, text):
    with pytest.raises(ValueError, match=text):
        of_scenarios(bold_and_safe((1.0, 0.5), (0.0, 0.5)), probabilities=probabilities)


def test_probabilities_need_scenarios():
    with pytest.raises(ValueError, match="give scenarios too"):
        regret(world(0), weights=None, probabilities={"rise": 1.0})


@pytest.fixture(scope="module")
def case():
    return load("cyber-policy")


def test_the_least_expected_regret_is_the_value_of_information(case):
    """Both are E max - max E, the one from all that is drawn, the other from its conditional means."""
    known = value_of_information(case).total
    least = regret(case, weights=None).table.groupby("group", sort=False)["expected"].min()
    assert_allclose(known["value"], least[known["group"]], atol=1e-12)


@pytest.mark.parametrize(
    "weights", ["any", None, WeightSpace.ordered(["legitimacy", "feasibility", "speed", "root_cause"])]
)
def test_no_future_is_worse_than_the_bound(case, weights):
    table = regret(case.select(groups=["rivals_with_ties"]), weights=weights, samples=1).table
    assert (table["maximum"] <= table["bound"] + 1e-12).all()
    assert (table["tail"] <= table["maximum"]).all()
    assert (table["expected"] <= table["maximum"]).all()
    assert (table["worst"] <= table["value"]).all()
    assert (table["value"] <= table["best"]).all()


gaps = st.lists(st.floats(0, 1), min_size=24, max_size=24)


@settings(max_examples=15)
@given(gaps)
def test_the_bound_is_reached_at_a_corner_of_the_weights(numbers):
    ends = np.sort(np.reshape(numbers, (2, 4, 3)), axis=0)
    for space in (Ordered(((1,), (0,), (2,))), Ordered(((2, 0), (1,)), True), Ordered(((1,), (0, 2)))):
        if space.coordinates == 2 and not space.equal and len(space.tiers) == 3:
            corners = simplex.ordered(np.eye(3), space.tiers)
        elif space.equal:
            corners = simplex.ordered(np.eye(2), space.tiers, equal=True)
        else:
            corners = np.array([[0, 1, 0], [0.5, 0.5, 0], [0, 0.5, 0.5], [1 / 3, 1 / 3, 1 / 3]])
        assert_allclose(bound(*ends, space.constraints()), _by_corners(ends, corners), atol=1e-9)
    assert_allclose(bound(*ends, free(3)), _by_corners(ends, np.eye(3)))
    fixed = Fixed((0.2, 0.3, 0.5))
    assert_allclose(bound(*ends, fixed.constraints()), _by_corners(ends, np.array([fixed.weights])))
    halves = Constraints(np.array([[1.0, 0, 0]]), np.array([0.5]), np.zeros((0, 3)), np.zeros(0))
    corners = np.array([[0.5, 0.5, 0], [0.5, 0, 0.5], [0, 1, 0], [0, 0, 1]])
    assert_allclose(bound(*ends, halves), _by_corners(ends, corners), atol=1e-9)


def _by_corners(ends, corners):
    """The other options at their best, one at its worst, at each corner of the weights."""
    worst, best = (end @ corners.T for end in ends)
    return [max(0.0, *((best[k] - worst[i]).max() for k in range(len(best)) if k != i)) for i in range(len(best))]


def test_the_compromise_is_low_on_both_measures():
    assert compromise(np.array([0.0, 0.4, 1.0]), np.array([1.0, 0.4, 0.0])) == 1
    assert compromise(np.array([0.2, 0.2]), np.array([0.5, 0.5])) == 0
    assert compromise(np.array([1.0, 0.0]), np.array([1.0, 1.0])) == 1


def test_the_same_seed_gives_the_same_bits_whoever_computes(case):
    one = case.select(groups=["no_formal_ties"])
    alone = regret(one, samples=1, seed=3)
    with ThreadPoolExecutor(2) as pool:
        threads = regret(one, samples=1, seed=3, executor=pool)
    for name in alone.tables:
        pd.testing.assert_frame_equal(alone.tables[name], threads.tables[name], check_exact=True)


def test_where_no_bound_is_known_it_is_left_blank(case):
    one = case.select(groups=["no_formal_ties"])
    assert regret(one, method="topsis", samples=1).table["bound"].isna().all()
    assert regret(one, weights=WeightSpace.around(concentration=20), samples=1).table["bound"].isna().all()
    open_ended = pd.DataFrame({"p": [1.0, 2.0], "q": [3.0, 1.0]}, index=["x", "y"])
    normal = Problem.from_matrix(open_ended, directions="benefit", sd=open_ended * 0 + 0.1)
    found = regret(normal, samples=1)
    assert found.table["bound"].isna().all()
    assert "more futures can only raise it" in found.notes["text"].iloc[-1]
    assert "anchors" in set(found.notes["code"])


def test_certain_ratings_and_weights_give_the_same_future_every_time(case):
    table = regret(case, weights="equal", ratings="fixed", samples=1).table
    assert_array_equal(table["maximum"], table["expected"])
    assert_allclose(table["expected_error"], 0, atol=1e-12)
    assert (table.groupby("group")["maximum"].min() == 0).all()


def test_scenarios_that_do_not_fit_are_refused_by_name(case):
    one = case.select(groups=["no_formal_ties"])
    odd = {
        "its criteria": one.select(criteria=["speed", "legitimacy"]),
        "no group 'no_formal_ties'": case.select(groups=["rivals_with_ties"]),
        "'common_areas' is not rated": one.select(options=[o for o in one.labels("option") if o != "common_areas"]),
    }
    for text, other in odd.items():
        with pytest.raises(ValueError, match=f"scenario 'odd'.*{text}"):
            regret(one, scenarios={"odd": other})
    with pytest.raises(ValueError, match="at least one"):
        regret(one, scenarios={})
    with pytest.raises(ValueError, match="optimism"):
        regret(one, optimism=2)


def test_the_command_line_reads_scenarios(capsys):
    given = ["regret", "governance-2013", "--ratings", "fixed", "--scenario", "now=governance-2013"]
    assert main([*given, "--weights", "equal", "--aspiration", "0.5"]) == 0
    assert "minimax regret" in " ".join(capsys.readouterr().out.split())
    assert main(["regret", "cyber-policy", "--scenario", "cyber-policy"]) == 2
    assert "a name and a case" in capsys.readouterr().err


def test_the_command_line_reads_probabilities(tmp_path, capsys):
    for name, scenario in bold_and_safe((0.0, 1.0), (1.0, 1.0)).items():
        scenario.save(tmp_path / f"{name}.json")
    paths = [str(tmp_path / f"s{number}.json") for number in (0, 1)]
    given = ["regret", paths[0], "--scenario", f"s0={paths[0]}", "--scenario", f"s1={paths[1]}", "--format", "csv"]
    assert main([*given, "--probabilities", "s0=.25,s1=.75"]) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    bold = next(dict(zip(header.split(","), row.split(","), strict=True)) for row in rows if ",bold," in row)
    assert float(bold["expected"]) == 0.25
    assert main([*given, "--probabilities", "s0=some"]) == 2
    assert "a number for each scenario" in capsys.readouterr().err
