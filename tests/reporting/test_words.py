"""A walk through the pages and what the terminal prints with names: no label where a name exists, no word of Python."""

import re
import sys
from pathlib import Path

import pytest

from policymcda.cli import VERBS, main
from policymcda.reporting.naming import Names

sys.path.insert(0, str(Path(__file__).parents[1]))
from walked import faults

sys.path.remove(str(Path(__file__).parents[1]))

LINES = re.compile(r"^.*(policymcda |fingerprint).*$", re.MULTILINE)
"""What is to be typed, and what made a result: these have labels and settings as they are."""

GROUP = "--group rivals_with_ties"
TYPED = [
    "weights cyber-policy",
    "weights cyber-policy --side-by-side ahp,equal",
    f"show cyber-policy {GROUP}",
    f"show cyber-policy {GROUP} --table judgements",
    f"explain cyber-policy {GROUP} western_integration common_areas",
    f"contributions cyber-policy {GROUP} --method weighted_sum",
    "outranking cyber-policy",
    "compromise cyber-policy",
    f"group-topsis cyber-policy {GROUP}",
    "agreement-with-source cyber-policy",
    f"reversal cyber-policy {GROUP}",
    f"conditions cyber-policy {GROUP} --option ict_bricolage --samples 16384 --quiet",
    f"implied cyber-policy {GROUP} --samples 16384 --quiet",
    f"next-question cyber-policy {GROUP}",
    "across cyber-policy --samples 16384 --quiet",
    "diff cyber-policy cyber-policy-2016 --table table",
    f"sensitivity cyber-policy {GROUP} --samples 64 --quiet",
    f"portfolio cyber-policy {GROUP} --budget 3 --costs costs.csv",
]
"""What is typed of the verbs that a report does not ask; those that it asks are in its answers."""
NO_TABLES = {
    "cases",
    "new",
    "check",
    "schema",
    "plan",
    "methods",
    "plot",
    "report",
    "explore",
    "apply",
    "ask",
    "collect",
    "completion",
}
"""Verbs that print no labels of a case, or are to be typed again."""


@pytest.mark.parametrize("tier", ["brief", "full"])
def test_pages_call_everything_by_its_name(tier, case, shipped, words_of):
    page = re.sub(r"<pre.*?</pre>", "", shipped(tier, "html"), flags=re.DOTALL)
    page = re.sub(
        r"<section[^>]*>\s*<h2[^>]*>The case</h2>.*?</section>", "", page, flags=re.DOTALL
    )  # which declares labels
    assert faults(words_of(page), Names(case)) == []


def test_the_brief_in_markdown_calls_everything_by_its_name(case, shipped):
    text = re.sub(r"```.*?```", "", shipped("brief", "md"), flags=re.DOTALL).replace("\\", "")
    assert faults(text, Names(case)) == []


def test_what_the_terminal_prints_with_names_has_no_labels(case, answers):
    names = Names(case)
    for question, result in answers.items():
        if question == "weights":
            continue
        printed = LINES.sub("", names.printed(result).to_text(100))
        assert faults(printed, names) == [], question


@pytest.mark.parametrize("line", TYPED)
def test_what_is_typed_with_names_prints_no_labels(line, case, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    costs = "".join(f"{option},1\n" for option in case.labels("option"))
    (tmp_path / "costs.csv").write_text(f"option,cost\n{costs}", "utf-8")
    assert main([*line.split(), "--names"]) == 0
    assert faults(LINES.sub("", capsys.readouterr().out), Names(case)) == []


def test_every_verb_is_walked(answers):
    walked = {line.split()[0] for line in TYPED} | {question.replace("_", "-") for question in answers}
    assert sorted(set(VERBS) - walked - NO_TABLES) == []


def test_the_command_line_takes_names_for_what_it_prints_and_draws(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["rank", "cyber-policy", "--names", "--group", "rivals_with_ties"]) == 0
    assert main(["show", "cyber-policy", "--names", "--table", "judgements"]) == 0
    printed = capsys.readouterr().out
    assert "Integration with the West" in " ".join(printed.split())
    assert "Root-cause impact" in printed
    assert "root_cause" not in printed
    for name, group in (
        ("scores", ["--group", "rivals_with_ties"]),
        ("groups", []),
        ("matrix", ["--group", "rivals_with_ties"]),
    ):
        path = tmp_path / f"{name}.svg"
        assert main(["plot", name, "cyber-policy", "--names", *group, "-o", str(path)]) == 0
        drawn = path.read_text("utf-8")
        assert "High-level group" in drawn
        assert "high_level_group" not in drawn
