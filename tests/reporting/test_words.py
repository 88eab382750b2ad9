"""A walk through the pages and what the terminal prints with names: no label where a name exists, no word of Python."""

import re

import pytest

from policymcda.cli import main
from policymcda.reporting.naming import Names

MARKS = {
    "a word of Python": r"(?<![\w.'=-])(None|True|False|nan|NaN|NaT|<NA>|dtype|inf)(?![\w'=-])",
    "a number that says nothing": r"(?<![\d.])-?0\.0000+(?!\d)",
    "one of several": r"(?<![\w.,])1 (ratings|options|criteria|groups|methods|stakeholders|people|rows|draws|tables|tests|others)\b",
    "an interval without a width": r"\((\S+) to \1\)",
}
LINES = re.compile(r"^.*(policymcda |fingerprint).*$", re.MULTILINE)
"""What is to be typed, and what made a result: these have labels and settings as they are."""


def labels(names):
    """Labels that could be no word of a sentence and have a name of their own."""
    return {
        label for found in names.full.values() for label, name in found.items() if label != name and not label.isalpha()
    }


def faults(text, names):
    """What should not stand in a text, with what is around it."""
    patterns = MARKS | {"a label": rf"(?<![\w/.-])({'|'.join(map(re.escape, sorted(labels(names))))})(?![\w-])"}
    return [
        (what, text[max(found.start() - 30, 0) : found.end() + 30])
        for what, pattern in patterns.items()
        for found in re.finditer(pattern, text)
    ]


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
