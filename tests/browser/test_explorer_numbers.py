"""What the page computes is what Python computes: over random states, and through real keys and clicks."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, load, rank, stability
from policymcda.weighting.weights import Weights, made

pytestmark = pytest.mark.browser

NAMES = {"cyber-policy": 120, "governance-2013": 230, "awkward": 150}
"""Problems, and how many random states of each: 500 in all, or a quarter where time is short."""

EDITED = 5
"""Problems with other ratings, for each case."""


@pytest.fixture
def problem(request: pytest.FixtureRequest) -> Problem:
    """A problem by its name."""
    return request.getfixturevalue("awkward") if request.param == "awkward" else load(request.param)


def known(problem: Problem, group: str, option: str, criterion: str, value: float) -> Problem:
    """The problem in which a rating is what somebody typed: certain."""
    ends = [end for end in ("low", "high") if end in problem.ratings]
    return problem.change(group, option, criterion, mode=value, evidence="unstated", **dict.fromkeys(ends, value))


def edited(problem: Problem, rng: np.random.Generator) -> tuple[Problem, list[dict[str, Any]]]:
    """A problem with up to three other ratings, and these as the page tells them."""
    ratings: list[dict[str, Any]] = []
    grids = {group: grid.options for group, grid in problem.grids.items()}
    for _ in range(int(rng.integers(1, 4))):
        group = str(rng.choice(list(grids)))
        place = {
            "group": group,
            "option": str(rng.choice(grids[group])),
            "criterion": str(rng.choice(problem.leaf_criteria)),
        }
        if any(all(row[key] == place[key] for key in place) for row in ratings):
            continue
        column = problem.leaf_criteria.index(place["criterion"])
        low, high = (problem.column(end) for end in ("low", "high"))
        ends = [-3.0 if low is None or np.isnan(low[column]) else low[column]]
        ends.append(60.0 if high is None or np.isnan(high[column]) else high[column])
        value = round(float(rng.uniform(*ends)), 3)
        problem = known(problem, *place.values(), value)
        ratings.append({**place, "mode": value})
    return problem, ratings


def weights(problem: Problem, rng: np.random.Generator) -> dict[str, dict[str, float]]:
    """Weights for each group, some of them 0."""
    count = len(problem.leaf_criteria)
    drawn = {}
    for group in problem.grids:
        vector = rng.dirichlet(np.full(count, 0.7)) * (rng.random(count) > 0.1)
        vector = vector / vector.sum() if vector.sum() > 0 else np.full(count, 1 / count)
        drawn[group] = dict(zip(problem.leaf_criteria, vector.tolist(), strict=True))
    return drawn


def states(problem: Problem, count: int, seed: int) -> Iterator[tuple[Problem, dict[str, Any]]]:
    """Random states of the page, each with the problem that has the ratings typed into it."""
    rng = np.random.default_rng(seed)
    pool = [(problem, []), *(edited(problem, rng) for _ in range(EDITED))]
    for place in range(count):
        changed, ratings = pool[place % len(pool)]
        yield (
            changed,
            {
                "group": str(rng.choice(list(problem.grids))),
                "method": str(rng.choice(["topsis", "weighted_sum"])),
                "unknown": str(rng.choice(["mode", "worst", "best"])),
                "screen": bool(rng.random() < 0.4),
                "weights": weights(problem, rng),
                "ratings": ratings,
            },
        )


def ranked(problem: Problem, state: dict[str, Any]) -> pd.DataFrame:
    """What Python makes of a state, by group and option."""
    wording = {key: state[key] for key in ("method", "unknown", "screen")}
    return rank(problem, weights=by_label(problem, state["weights"]), **wording).table.set_index(["group", "option"])


def by_label(problem: Problem, text: dict[str, dict[str, float]] | None) -> Weights | None:
    """Weights as Python keeps them, from those of a state; checked by `rank` like any other."""
    if text is None:
        return None
    return made(
        problem,
        {group: np.array([one[leaf] for leaf in problem.leaf_criteria]) for group, one in text.items()},
        "given",
    )


ANSWERS = "states => states.map(state => { policymcda.set(state); return policymcda.answer(); })"


@pytest.mark.parametrize(("problem", "count"), NAMES.items(), ids=NAMES, indirect=["problem"])
def test_scores_ranks_and_screens_are_those_of_rank_over_many_states(
    explored: Callable[..., Any], problem: Problem, count: int, trials: Callable[[int, int], int]
) -> None:
    drawn = list(states(problem, trials(count // 4, count), seed=count))
    answers = explored(problem).evaluate(ANSWERS, [state for _, state in drawn])
    for (changed, state), answer in zip(drawn, answers, strict=True):
        expected = ranked(changed, state)
        rows = pd.DataFrame([{"group": group["group"], **row} for group in answer for row in group["options"]])
        found = rows.set_index(["group", "option"]).loc[expected.index]
        assert_allclose(found["score"].astype(float), expected["score"], rtol=0, atol=1e-9)
        assert found["rank"].fillna(0).astype(int).tolist() == expected["rank"].fillna(0).astype(int).tolist()
        assert ((found["reason"] != "") == expected["screened"]).all()


@pytest.mark.parametrize("problem", NAMES, indirect=True)
def test_stable_stretches_of_weights_are_those_of_stability(explored: Callable[..., Any], problem: Problem) -> None:
    drawn = [(changed, {**state, "screen": False}) for changed, state in states(problem, 6, seed=7)]
    answers = explored(problem).evaluate(ANSWERS, [state for _, state in drawn])
    for (changed, state), answer in zip(drawn, answers, strict=True):
        wording = {key: state[key] for key in ("method", "unknown", "weights")}
        expected = stability(changed, **wording).table.set_index(["group", "criterion"])
        for group in answer:
            for leaf, found in zip(problem.leaf_criteria, group["intervals"], strict=True):
                row = expected.loc[(group["group"], leaf)]
                if np.isnan(row["low"]):
                    assert found is None
                    continue
                assert_allclose([found["low"], found["high"]], [row["low"], row["high"]], rtol=0, atol=1e-9)
                assert (", ".join(found["below"]), ", ".join(found["above"])) == (row["below"], row["above"])


def shown(page: Any) -> list[tuple[int, str, str]]:
    """Rank, name and score of each bar, from top to bottom."""
    rows = "rows => rows.map(r => [+r.querySelector('.rank').innerText, r.querySelector('.name').innerText, r.querySelector('.score').innerText])"
    return [tuple(row) for row in page.locator("#bars > li:visible").evaluate_all(rows)]


def expected_bars(problem: Problem, group: str, state: dict[str, Any]) -> list[tuple[int, str, str]]:
    """The bars as they should be."""
    table = ranked(problem, state).loc[group].dropna(subset="rank").sort_values("rank", kind="stable")
    names = dict(zip(problem.options["option"], problem.options.get("name", problem.options["option"]), strict=True))
    return [(int(row.rank), names[row.Index], f"{row.score:.3f}") for row in table.itertuples()]


def test_keys_and_clicks_do_what_python_does(explored: Callable[..., Any]) -> None:
    problem, group = load("cyber-policy"), "rivals_with_ties"
    page = explored(problem)
    page.get_by_label("Rivals with formal ties").check(force=True)
    page.get_by_label("Speed", exact=True).focus()
    for key in ("ArrowRight", "ArrowRight", "PageUp", "ArrowDown"):
        page.keyboard.press(key)
    state = page.evaluate("policymcda.state()")
    own = rank(problem).weights.set_index(["group", "criterion"])["weight"][group]
    moved = own * (1 - (own["speed"] + 0.11)) / (1 - own["speed"])
    moved["speed"] = own["speed"] + 0.11
    assert_allclose([state["weights"][group][leaf] for leaf in moved.index], moved, rtol=0, atol=1e-12)
    assert shown(page) == expected_bars(problem, group, state)

    page.get_by_label("Weighted sum").check(force=True)
    page.get_by_label("the worst").check(force=True)
    page.get_by_label("Leave out what is screened").check()
    cell = page.get_by_label("Speed of Joint action on shared interests")
    cell.fill("8.5")
    cell.press("Enter")
    state = page.evaluate("policymcda.state()")
    assert (state["method"], state["unknown"], state["screen"]) == ("weighted_sum", "worst", True)
    changed = known(problem, group, "common_areas", "speed", 8.5)
    assert shown(page) == expected_bars(changed, group, state)
    assert page.locator("#verdict strong").inner_text() == shown(page)[0][1]

    page.get_by_role("button", name="Reset everything").click()
    start = {"method": "topsis", "unknown": "mode", "screen": False, "weights": None}
    assert shown(page) == expected_bars(problem, group, start)


def test_a_weight_of_1_and_back_keeps_the_proportions_of_the_others(explored: Callable[..., Any]) -> None:
    problem = load("cyber-policy")
    page = explored(problem)
    before = page.evaluate("policymcda.state()")["weights"]["capacity_partners"]
    page.get_by_label("Legitimacy", exact=True).focus()
    page.keyboard.press("End")
    assert page.evaluate("policymcda.state()")["weights"]["capacity_partners"]["legitimacy"] == 1
    page.keyboard.press("Home")
    after = page.evaluate("policymcda.state()")["weights"]["capacity_partners"]
    rest = 1 - before["legitimacy"]
    for leaf in ("feasibility", "root_cause", "speed"):
        assert after[leaf] == pytest.approx(before[leaf] / rest, abs=1e-12)
    page.get_by_role("button", name="Reset weights").click()
    assert page.evaluate("policymcda.state()")["weights"]["capacity_partners"] == before


def test_the_state_as_json_is_what_rank_takes(explored: Callable[..., Any]) -> None:
    problem = load("cyber-policy")
    page = explored(problem)
    page.get_by_label("Feasibility", exact=True).press("PageDown")
    page.get_by_role("button", name="Copy JSON").click()
    state = json.loads(page.locator("#text").input_value())
    wording = {key: state[key] for key in ("method", "unknown", "screen", "weights")}
    best = rank(problem, **wording).table.query("group == 'capacity_partners'").sort_values("rank").iloc[0]
    assert shown(page)[0][2] == f"{best['score']:.3f}"


def test_a_finger_moves_a_weight(explored: Callable[..., Any]) -> None:
    problem = load("cyber-policy")
    page = explored(problem, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    slider = page.get_by_label("Legitimacy", exact=True)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.touchscreen.tap(box["x"] + 0.75 * box["width"], box["y"] + box["height"] / 2)
    state = page.evaluate("policymcda.state()")
    assert state["weights"]["capacity_partners"]["legitimacy"] == pytest.approx(0.75, abs=0.05)
    assert shown(page) == expected_bars(problem, "capacity_partners", state)
