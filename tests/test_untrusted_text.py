"""What is typed into a case reaches terminals, pages of Markdown and spreadsheets as text, and files as it is."""

import io
import sys

import pandas as pd
import pytest

from policymcda import Problem, load, rank
from policymcda.cli import main
from policymcda.tables import layout
from policymcda.tables.formulas import formulas

HOSTILE = "\x1b]0;x\x07\u202egnp"
FORMULAS = ["=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-2+3"]
LINK = "[click](javascript:alert(1)) ![p](http://x/y.png) https://x.org www.x.org <b>$x^2$</b> `a` *b*"


@pytest.fixture
def case(tmp_path):
    """A case whose every text is hostile, saved as a folder."""
    criteria = {
        "criterion": ["cost", f"c\u202e{LINK}"],
        "direction": ["cost", "benefit"],
        "weight": [0.5, 0.5],
        "name": HOSTILE,
    }
    options = [*FORMULAS, f"o\u202e{LINK}"]
    ratings = pd.DataFrame({"option": options, "cost": range(5), f"c\u202e{LINK}": range(5), "note": HOSTILE})
    problem = Problem.from_tables(
        case={"name": HOSTILE, "title": HOSTILE},
        criteria=criteria,
        options={"option": options, "name": HOSTILE, HOSTILE: HOSTILE},
        ratings=ratings,
        screens=[{"option": options[-1], "status": HOSTILE + LINK}],
    )
    return problem.save(tmp_path / "case")


@pytest.mark.parametrize(
    "verb",
    [
        "check",
        "rank",
        "show",
        "show --table options",
        "weights",
        "compare",
        "dominance",
        "stability",
        "flips",
        "evidence",
    ],
)
@pytest.mark.parametrize("style", ["table", "markdown", "json"])
def test_nothing_that_a_terminal_would_act_on_is_printed(case, verb, style, capsys):
    name, *settings = verb.split()
    assert main([name, str(case), *settings, "--format", style]) == 0
    out = capsys.readouterr().out
    assert all(line.isprintable() for line in out.splitlines())
    if style == "markdown":
        for alive in (
            "[click](",
            "![p]",
            "https://",
            "www.x",
            "<b>",
            " $x",
            " `a`",
            "*b*",
            "| =cmd",
            "| @SUM",
            "| +1+1",
        ):
            assert alive not in out


def test_a_result_as_text_has_nothing_that_a_terminal_would_act_on(case):
    assert all(line.isprintable() for line in str(rank(load(case))).splitlines())


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_csv_is_exact_in_a_pipe_and_spelled_out_on_a_terminal(case, capsys, monkeypatch):
    assert main(["show", str(case), "--table", "options", "--format", "csv"]) == 0
    piped = capsys.readouterr().out
    assert list(pd.read_csv(io.StringIO(piped))["option"])[:4] == FORMULAS
    assert HOSTILE in piped
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["show", str(case), "--table", "options", "--format", "csv"]) == 0
    assert all(line.isprintable() for line in terminal.getvalue().splitlines())


def test_a_saved_case_is_exact_and_a_workbook_holds_text(case, tmp_path):
    problem = load(case)
    for name in ("again", "again.xlsx", "again.json"):
        assert load(problem.save(tmp_path / name)).labels("option") == problem.labels("option")


def test_check_names_the_labels_that_a_spreadsheet_would_run(case, capsys):
    assert main(["check", str(case)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "options: a spreadsheet would run" in shown
    for label in FORMULAS:
        assert repr(label)[1:-1] in shown


def test_numbers_and_words_are_no_formulas():
    assert list(formulas({"options": ["-5", "+3.5", "-5 %", "a=b", "tax", ""]})) == []
    assert len(list(formulas({"options": ["=A1", "-tax", "@x", "\tx"], "groups": ["+1+1"]}))) == 2


def test_labels_with_underscores_stay_legible_in_markdown():
    frame = pd.DataFrame(
        {"option": ["capacity_building", "_x_", "a|b", "-5", "- x"], "score": [-1.0, 2.0, 3.0, 4.0, 5.0]}
    )
    assert layout.markdown(frame).splitlines()[2:] == [
        "| capacity_building | -1 |",
        r"| \_x\_ | 2 |",
        "| a&#124;b | 3 |",
        "| -5 | 4 |",
        r"| \- x | 5 |",
    ]
