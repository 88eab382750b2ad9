"""What others answered is in the page only where that is asked for."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from policymcda import Problem, ask, load
from policymcda.cli import main


def data_of(page: Path) -> dict[str, Any]:
    """The data that the page holds."""
    found = re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_no_answer_of_others_is_there_unless_asked_for(tmp_path: Path) -> None:
    case = load("cyber-policy")
    page = ask(case, tmp_path / "ask.html", kinds=("judgements", "codings"))
    assert "coder_a" not in page.read_text("utf-8")
    shown = data_of(ask(case, tmp_path / "others.html", kinds=("judgements", "codings"), others=True))
    plain = data_of(page)
    assert [one["name"] for one in shown["questions"]] == [one["name"] for one in plain["questions"]]
    assert (shown["shown"], shown["asked"]) == (plain["shown"], plain["asked"])
    assert all(len(one["others"]) >= 3 for one in shown["questions"])
    first = next(one for one in shown["questions"] if one["kind"] == "judgements")
    rows = case.judgements[case.judgements["group"] == first["group"]]
    pair = {first["first"], first["second"]}
    said = [row for row in rows.itertuples() if {row.criterion, row.versus} == pair]
    assert first["others"] == [f"{row.stakeholder}: {row.criterion} : {row.versus} = {row.value:g}" for row in said]


def test_swings_and_statements_of_others_are_told_in_a_line(tmp_path: Path) -> None:
    case = Problem.from_tables(
        criteria={"criterion": ["a", "b"], "direction": "benefit", "low": [0, 0], "high": [9, 9]},
        ratings={"option": ["x", "y"], "a": [1, 2], "b": [2, 1]},
        swings={
            "stakeholder": ["ann", "ann"],
            "criterion": ["a", "b"],
            "points": [100, 40],
            "low": [0, 0],
            "high": [9, 9],
        },
        statements=[{"stakeholder": "bob", "better": "a=9; b=0", "worse": "a=0; b=9"}],
    )
    data = data_of(ask(case, tmp_path / "ask.html", kinds=("swings", "statements"), others=True))
    lines = [line for question in data["questions"] for line in question["others"]]
    assert lines == ["ann: a 100, b 40", "bob: a=9; b=0 > a=0; b=9"]


def test_a_workbook_shows_no_answers_of_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="on the page alone"):
        ask(load("cyber-policy"), tmp_path / "ask.xlsx", others=True)
    page = tmp_path / "ask.html"
    assert main(["ask", "cyber-policy", "-o", str(page), "--others", "--group", "no_formal_ties"]) == 0
    assert "coder_a" in page.read_text("utf-8")
    assert "wrote" in capsys.readouterr().err
