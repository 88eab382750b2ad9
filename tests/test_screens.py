"""Every verb that ranks or simulates means by `screen` what `rank` means: what is inadmissible does not compete."""

import inspect
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import policymcda
from policymcda import Problem, load, rank, sensitivity, smaa, verdict
from policymcda.results import Result

RATINGS = {"a": (9, 8, 7), "b": (5, 6, 6), "c": (4, 5, 3), "d": (2, 3, 4)}
"""Without a screen `a` is first by whatever method; without `a` it is `b`."""

OUT = {"many": "a", "one": "acd", "none": "abcd"}
"""Group, and the options that its screens exclude."""

FEW = {"samples": 2**13}


def example(groups: str = "many one none", **more: Any) -> Problem:
    """Four options by three criteria in each group; nobody disputes the order of the options."""
    names, cells = groups.split(), [(o, c, v) for o, row in RATINGS.items() for c, v in zip("xyz", row, strict=True)]
    return Problem.from_tables(
        criteria={"criterion": list("xyz"), "direction": ["benefit"] * 3, "low": [0] * 3, "high": [10] * 3,
                  "weight": [0.5, 0.3, 0.2]},
        groups={"group": names},
        ratings=[{"group": group, "option": o, "criterion": c, "low": v - 0.5, "mode": v, "high": v + 0.5}
                 for group in names for o, c, v in cells],
        codings=[{"stakeholder": who, "group": group, "option": o, "criterion": c, "mode": v}
                 for who in ("ministry", "union") for group in names for o, c, v in cells],
        costs=[{"option": option, "cost": 1} for option in RATINGS],
        statements=[{"group": group, "better": "b", "worse": "d"} for group in names],
        screens=[{"group": group, "option": option, "status": "precondition_missing", "reason": "no legal basis"}
                 for group in names for option in OUT[group]],
        **more,
    )  # fmt: skip


Answer = Callable[[Result, str], object]


def _first(table: str, by: str, *, most: bool = False) -> Answer:
    """The option with the least (or the most) in a column of a table."""

    def answer(result: Any, group: str) -> object:
        rows = getattr(result, table).query("group == @group").dropna(subset=[by]).set_index("option")[by].astype(float)
        return None if rows.empty else rows.idxmax() if most else rows.idxmin()

    return answer


def _named(table: str, column: str, where: str = "index == index") -> Answer:
    """The option that a column names."""

    def answer(result: Any, group: str) -> object:
        rows = getattr(result, table).query("group == @group").query(where)[column]
        return None if rows.empty or not rows.iloc[0] else rows.iloc[0]

    return answer


ANSWERS: dict[str, tuple[dict[str, Any], Answer]] = {
    "rank": ({}, _first("table", "rank")),
    "compare": ({"methods": ["topsis", "weighted_sum", "vikor"]}, _first("table", "worst")),
    "compromise": ({}, _first("table", "rank")),
    "conditions": ({"group": "many", "option": "b", **FEW}, _first("table", "share", most=True)),
    "contributions": ({}, _named("scores", "option", "rank == 1")),
    "dominance": ({}, _named("table", "option", "first == 'always'")),
    "explain": ({"group": "many", "option": "b", "versus": "c"}, _named("scores", "option", "rank == 1")),
    "flips": ({"kinds": ["weight", "rating"]}, lambda result, group: _flips(result, group)),
    "gaia": ({}, _first("table", "flow", most=True)),
    "group_topsis": ({}, _first("table", "rank")),
    "outranking": ({}, _named("table", "option", "kernel")),
    "portfolio": ({"costs": None, "budget": 1}, _named("table", "option", "chosen")),
    "regret": (FEW, _named("choices", "option")),
    "reversal": ({}, lambda result, group: _competing(result.table, group)),
    "smaa": (FEW, _first("table", "first_acceptability", most=True)),
    "stability": ({}, _named("ranks", "option", "rank == 1")),
    "stakeholders": ({"codings": True}, _named("first", "first_option")),
    "value_of_information": (FEW, _named("total", "first_option")),
    "verdict": (FEW, _named("table", "first_option")),
    "evidence": ({}, _named("table", "first_option")),
    "next_question": ({}, _named("standing", "first_option")),
    "sensitivity": ({"samples": 64}, _first("outputs", "mean")),
}
"""Verb, arguments, and how its result names the option that comes first."""

BY_GROUP = [verb for verb in ANSWERS if "group" not in ANSWERS[verb][0]]
"""Verbs that answer for every group at once."""


def _flips(result: Any, group: str) -> object:
    """Who is first is named by what the others need: whoever is not asked about, of those that compete."""
    asked = {*result.table.query("group == @group")["option"], *result.impossible.query("group == @group")["option"]}
    return "b" if group != "none" and asked == ({"c", "d"} if group == "many" else set()) else None


def _competing(table: Any, group: str) -> object:
    removed = set(table.query("group == @group and test == 'remove'")["option"])
    return "b" if removed == {"many": {"b", "c", "d"}, "one": {"b"}}.get(group) else None


@cache
def _answered(verb: str, on: bool, as_default: bool = False) -> Result:
    arguments, _ = ANSWERS[verb]
    problem = example(case={"defaults": {"screen": True}} if as_default else None)
    screen = {} if as_default else {"screen": on}
    result: Result = getattr(policymcda, verb)(problem, **arguments, **screen)
    return result


def test_every_public_function_with_a_screen_is_asked_here():
    public = [getattr(policymcda, name) for name in policymcda.__all__ if callable(getattr(policymcda, name))]
    with_screen = {one.__name__ for one in public if "screen" in inspect.signature(one).parameters}
    assert with_screen - {"report", "explore", "plan", "implied", "across", "diff"} == set(ANSWERS)


@pytest.mark.parametrize("verb", ANSWERS)
def test_the_admissible_first_option_is_first_and_the_notes_say_why_the_other_is_out(verb):
    result = _answered(verb, True)
    assert ANSWERS[verb][1](result, "many") == "b"
    text = result.notes.query("code == 'screened' and group == 'many'")["text"].iloc[0]
    assert "a" in text.replace(",", " ").split() or "a (no legal basis)" in text
    assert "no legal basis" in text
    assert result.settings["screen"] is True


@pytest.mark.parametrize("verb", ["rank", "compare", "smaa", "verdict", "regret", "stability", "evidence"])
def test_without_a_screen_the_screened_winner_competes_and_the_notes_say_so(verb):
    result = _answered(verb, False)
    assert ANSWERS[verb][1](result, "many") == "a"
    assert (result.notes["code"] == "screened").any()


@pytest.mark.parametrize("verb", BY_GROUP)
def test_a_group_with_one_admissible_option_has_it_first_and_one_with_none_has_no_first(verb):
    result = _answered(verb, True)
    assert ANSWERS[verb][1](result, "one") == "b"
    assert ANSWERS[verb][1](result, "none") is None
    codes = set(zip(result.notes["code"], result.notes["group"], strict=True))
    assert {("only_admissible", "one"), ("none_admissible", "none")} <= codes


@pytest.mark.parametrize("verb", ANSWERS)
def test_the_screen_of_the_case_is_that_of_the_argument(verb):
    by_default, by_argument = _answered(verb, True, as_default=True), _answered(verb, True)
    assert json.dumps(by_default.to_dict()) == json.dumps(by_argument.to_dict())


@pytest.mark.parametrize("verb", [verb for verb in BY_GROUP if verb not in ("rank", "verdict")])
def test_where_no_group_has_an_admissible_option_a_sentence_says_so(verb):
    with pytest.raises(ValueError, match="no option of any group is admissible"):
        getattr(policymcda, verb)(example("none"), **ANSWERS[verb][0], screen=True)


def test_ranking_and_verdict_without_any_admissible_option_have_no_first_option_and_a_note():
    ranking, found = rank(example("none"), screen=True), verdict(example("none"), screen=True, **FEW)
    assert ranking.table["rank"].isna().all()
    assert found.table[["verdict", "first_option"]].to_numpy().tolist() == [["none admissible", ""]]
    for result in (ranking, found):
        assert "none_admissible" in set(result.notes["code"])


def test_the_only_admissible_option_is_not_called_robust():
    row = _answered("verdict", True).table.set_index("group").loc["one"]
    assert (row["verdict"], row["first_option"]) == ("only admissible", "b")
    assert row["sentence"] == "b is the only admissible option"


def test_a_question_about_an_option_that_is_out_says_why_it_is_out():
    for verb in ("explain", "conditions"):
        arguments = {**ANSWERS[verb][0], "option": "a"}
        with pytest.raises(ValueError, match="'a' does not compete in 'many': no legal basis"):
            getattr(policymcda, verb)(example(), **arguments, screen=True)


def test_a_screen_that_is_on_in_every_draw_is_no_factor_of_a_sensitivity_analysis():
    inputs = {on: set(sensitivity(example("many"), screen=on, samples=64).table["input"]) for on in (True, False)}
    assert inputs[False] - inputs[True] == {"screens"}


def test_what_competes_in_a_simulation_with_a_screen_is_what_competes_where_the_rest_was_never_there():
    with_screen = smaa(example("many"), screen=True, **FEW)
    never = smaa(example("many").select(options=list("bcd")), **FEW)
    assert with_screen.ranks.equals(never.ranks)


def test_the_shipped_case_with_its_screen_on_puts_the_only_admissible_option_first():
    row = verdict(load("cyber-policy").using(screen=True).select(groups=["no_formal_ties"]), **FEW).table.iloc[0]
    assert (row["verdict"], row["first_option"]) == ("only admissible", "tailored_capabilities")
