"""The verb `portfolio`: every constraint as it is typed, and what it says of what cannot be read."""

import json
from pathlib import Path

import numpy as np
import pytest

from policymcda import load, portfolio, report
from policymcda.cli import main
from policymcda.portfolios.amounts import stated_budget

CASE = load("cyber-policy")
OPTIONS = CASE.labels("option")
FIRST, SECOND, THIRD, FOURTH = OPTIONS[:4]
COSTS = ",".join(f"{option}={2 + place % 3}" for place, option in enumerate(OPTIONS))


def said(capfd, *words):
    """The exit code, standard output and what was complained of."""
    code = main(["portfolio", "cyber-policy", *words])
    return code, *capfd.readouterr()


def test_every_constraint_has_words(capfd):
    costs = {option: 2 + place % 3 for place, option in enumerate(OPTIONS)}
    code, text, _ = said(
        capfd, "--costs", COSTS, "--budget", "12", "--include", FIRST, "--exclude", f"rivals_with_ties/{SECOND}",
        "--exclusive", f"{THIRD}:{FOURTH}", "--requires", f"{SECOND}:{FOURTH}", "--at-least", "2", "--at-most",
        "rivals_with_ties=3,no_formal_ties=3", "--synergies", f"{FIRST}:{FOURTH}=0.2", "--near", "0.05", "--proposed",
        f"{FIRST},{SECOND}", "--weights", "equal", "--space", "none", "--no-screen", "--format", "json",
    )  # fmt: skip
    assert code == 0
    found = portfolio(
        CASE, costs, 12, include=[FIRST], exclude=[("rivals_with_ties", SECOND)], exclusive=[(THIRD, FOURTH)],
        requires=[(SECOND, FOURTH)], at_least=2, at_most={"rivals_with_ties": 3, "no_formal_ties": 3},
        synergies={(FIRST, FOURTH): 0.2}, near=0.05, proposed=[FIRST, SECOND], weights="equal", space=None, screen=False,
    )  # fmt: skip
    assert json.loads(text) == json.loads(json.dumps(found.to_dict(), default=float).replace("NaN", "null"))


def test_costs_come_from_a_file_with_resources_and_groups(capfd, tmp_path):
    rows = [f"{option},{2 + place % 3},{unit}" for unit in ("money", "staff") for place, option in enumerate(OPTIONS)]
    file = tmp_path / "costs.csv"
    file.write_text("\n".join(["option,cost,unit", *rows]), encoding="utf-8")
    code, text, _ = said(capfd, "--costs", str(file), "--budget", "money=9,staff=7", "--pooled", "--group-weights",
                         "capacity_partners=2,nonsignatory_developing=1,rivals_with_ties=1,no_formal_ties=1")  # fmt: skip
    assert code == 0
    assert "chosen: money" in text
    assert "chosen: staff" in text
    budget = ",".join(f"{group}/money=9,{group}/staff=7" for group in CASE.grids)
    assert said(capfd, "--costs", str(file), "--budget", budget)[0] == 0
    file.write_text("name,cost\na,1\n", encoding="utf-8")
    assert "has no column option" in said(capfd, "--costs", str(file), "--budget", "3")[2]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "name what may be spent with --budget"),
        (("--budget", "much"), "--budget takes a number, not 'much'"),
        (("--budget", "3", "--costs", "a=3,b"), "--costs takes a label and a number, such as a=3, not 'b'"),
        (("--budget", "3", "--at-least", "2", "--at-least", "3"), "--at-least takes one number for each group"),
        (("--budget", "3", "--at-most", "rivals_with_ties=1.5"), "'1.5' is no whole number of 0 or more"),
        (("--budget", "3", "--include", "ict_bricolag"), "did you mean ict_bricolage?"),
        (("--budget", "3", "--include", FIRST, "--at-least", "2"), "no set of options meets these together: budget 3"),
        (("--budget", "3", "--space", "speed >= 2"), "no weights satisfy this"),
    ],
)
def test_words_that_say_nothing_are_answered_with_what_would_do(words, complaint, capfd):
    costs = () if "--costs" in words else ("--costs", COSTS)
    code, text, complained = said(capfd, *costs, *words)
    assert (code, text) == (2, "")
    assert complaint in complained


def test_one_number_is_for_each_group(capfd):
    assert (
        said(capfd, "--costs", COSTS, "--budget", "9", "--at-most", "1", "--space", "speed >= 0.1")[1].count(
            "chosen: cost"
        )
        == 4
    )


def test_the_frontier_is_drawn_where_a_budget_is_named(capfd, tmp_path):
    words = ["plot", "frontier", "cyber-policy", "--group", "rivals_with_ties", "-o", str(tmp_path / "frontier.svg")]
    assert main([*words, "--costs", COSTS, "--budget", "8"]) == 0
    assert Path(tmp_path / "frontier.svg").stat().st_size > 1000
    assert main(words) == 2
    assert "--budget" in capfd.readouterr().err


def test_a_report_has_what_a_budget_buys_only_where_the_case_has_costs(tmp_path):
    small = CASE.select(groups=["rivals_with_ties"], options=OPTIONS[:4])
    page = tmp_path / "report.md"
    heading = "## What a budget buys"
    assert heading not in report(small, page, tier="full").read_text(encoding="utf-8")
    costs = [{"option": option, "cost": 2} for option in OPTIONS[:4]]
    priced = small.replace(costs=costs)
    text = report(priced, page, tier="full").read_text(encoding="utf-8")
    assert heading in text
    assert "The case states no budget, so half of what all options of a group cost stands for one." in text
    assert "Within 4 of cost the best set is" in text
    assert "More value takes 6" in text
    poor = priced.replace(case={**priced.case, "budget": -3})
    assert "is below 0" in report(poor, page, tier="full").read_text(encoding="utf-8")


def test_a_case_without_a_budget_counts_half_of_what_its_options_cost():
    rows = [{"option": option, "cost": 2, "unit": unit} for option in OPTIONS for unit in ("a", "b")]
    budget, sentence = stated_budget(CASE.replace(costs=rows))
    assert budget == {group: {"a": 9.0, "b": 9.0} for group in CASE.grids}
    assert "states no budget" in sentence
    plain = CASE.replace(costs=[{"option": option, "cost": 2} for option in OPTIONS])
    assert stated_budget(plain)[0] == dict.fromkeys(CASE.grids, 9.0)
    stated = plain.replace(case={**plain.case, "budget": 5})
    assert stated_budget(stated) == (5, "The case states the budget.")
    assert np.isfinite(portfolio(stated, None, 5, space=None).totals["value"]).all()
