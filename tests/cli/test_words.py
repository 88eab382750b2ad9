"""What a terminal is helped with: colour that is never alone, completion, the nearest word, and notes said once."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from policymcda import load, rank
from policymcda.cli import VERBS, colours, main
from policymcda.cli.completion import SHELLS, bash, verbs
from policymcda.results import noted
from policymcda.tables.spelling import group_of


class Stream(io.StringIO):
    """A stream that is a terminal, or is none."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.isatty = lambda: terminal  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("variables", "terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colour_is_for_terminals_unless_the_environment_says_otherwise(
    variables: dict[str, str], terminal: bool, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert colours.wanted(Stream(terminal)) == expected


def test_without_its_colour_a_text_is_the_same_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import re

    assert main(["rank", "cyber-policy"]) == 0
    bare = capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert main(["rank", "cyber-policy"]) == 0
    painted = capsys.readouterr().out
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == bare
    firsts = re.findall(r"\x1b\[1m +1  (\w+)", painted)
    assert firsts == [row.option for row in rank(load("cyber-policy")).table.itertuples() if row.rank == 1]
    assert "\x1b[1mcapacity_partners\x1b[0m\n" in painted
    for style in ("csv", "json", "markdown"):
        assert main(["rank", "cyber-policy", "--format", style]) == 0
        assert "\x1b" not in capsys.readouterr().out
    assert main(["rank", "cyber-polcy"]) == 2
    assert capsys.readouterr().err.startswith("\x1b[31mpolicymcda:\x1b[0m no case")


def test_marks_and_words_are_what_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = "suburbs\ncontested: between a and b\n+ holds\n- does not\nnote: this\n\n-- ----\nopen air"
    assert colours.coloured(text, Stream(False), {"suburbs"}) == (
        "\x1b[1msuburbs\x1b[0m\n\x1b[1;33mcontested\x1b[0m: between a and b\n\x1b[32m+ \x1b[0mholds\n"
        "\x1b[31m- \x1b[0mdoes not\n\x1b[33mnote:\x1b[0m this\n\n-- ----\nopen air"
    )


HINTS: dict[str, tuple[list[str], str]] = {
    "plot": (["plot", "acceptabilty", "cyber-policy", "-o", "x.svg"], "did you mean acceptability?"),
    "table": (["rank", "cyber-policy", "--table", "weigts"], "did you mean weights?"),
    "tier": (["report", "cyber-policy", "-o", "x.html", "--tier", "ful"], "did you mean full?"),
    "shell": (["completion", "bas"], "did you mean bash?"),
    "option": (["rank", "cyber-policy", "--metod", "topsis"], "did you mean --method?"),
    "own weights": (["smaa", "cyber-policy", "--weights", "ownn"], "did you mean own?"),
    "space of weights": (["dominance", "cyber-policy", "--weights", "statement"], "did you mean statements?"),
    "criterion of weights": (["rank", "cyber-policy", "--weights", "sped=1"], "did you mean speed?"),
    "no group": (["explain", "cyber-policy", "common_areas", "regional_orgs"], "name one group: capacity_partners, "),
    "no group of conditions": (["conditions", "cyber-policy", "--option", "common_areas"], "name one group: "),
}
"""What is typed, and what is answered."""


@pytest.mark.parametrize("kind", HINTS)
def test_a_word_that_is_not_known_is_answered_with_the_nearest(
    kind: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words, hint = HINTS[kind]
    try:
        code = main(words)
    except SystemExit as stop:
        code = int(stop.code or 0)
    assert code == 2
    assert hint in capsys.readouterr().err


def test_many_groups_are_not_all_listed() -> None:
    with pytest.raises(ValueError, match=r"name one group: g0, g1, .*, g19 and 5 more$"):
        group_of(None, [f"g{i}" for i in range(25)])


def test_every_verb_and_option_is_completed() -> None:
    found = {verb.name: verb for verb in verbs()}
    assert tuple(found) == VERBS
    assert "topsis" in found["rank"].options["--method"][0]
    assert found["rank"].options["--unknown"][0] == ("mode", "worst", "best")
    assert {"acceptability", "cyber-policy"} <= set(found["plot"].words)
    assert "ahp" in found["rank"].options["--weights"][0]


TYPED: dict[str, tuple[str, str, str]] = {
    "verb": ("policymcda sen", "sen", "sensitivity"),
    "case": ("policymcda rank cyber-policy-2", "cyber-policy-2", "cyber-policy-2016"),
    "method": ("policymcda rank cyber-policy --method promet", "promet", "promethee_ii"),
    "option": ("policymcda smaa --sampl", "--sampl", "--samples --sampling"),
    "choice": ("policymcda rank --unknown w", "w", "worst"),
}


@pytest.mark.parametrize("kind", TYPED)
def test_bash_completes_what_is_typed(kind: str, tmp_path: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("no bash")
    line, _, expected = TYPED[kind]
    words = line.split(" ")
    script = "\n".join([
        *bash(list(verbs())), f"COMP_WORDS=({' '.join(words)})", f"COMP_CWORD={len(words) - 1}",
        "_policymcda", 'echo "${COMPREPLY[@]}"',
    ])  # fmt: skip
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert (done.stdout.strip(), done.stderr) == (expected, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_every_shell_is_one(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = tmp_path / "script"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} on this machine")
    done = subprocess.run([shell, "-n", str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def notes() -> Callable[..., pd.DataFrame]:
    def run(*rows: tuple[str, str, str]) -> pd.DataFrame:
        return pd.DataFrame(list(rows), columns=["code", "group", "text"])

    return run


def test_what_is_noted_of_several_groups_is_said_once(notes: Callable[..., Any]) -> None:
    alike = notes(("a", "north", "look again"), ("b", "", "of all"), ("a", "south", "look again"))
    assert noted(alike, groups=2) == ["note: every group: look again\nnote: of all"]
    assert noted(alike, groups=3) == ["note: north, south: look again\nnote: of all"]
    counted = notes(("a", "north", "3 ratings are missing"), ("a", "south", "11 ratings are missing"))
    assert noted(counted, groups=2) == ["note: ratings are missing: 3 in north, 11 in south"]
    assert noted(counted.head(1), groups=2) == ["note: north: 3 ratings are missing"]
    other = notes(("a", "north", "3 ratings"), ("b", "south", "3 ratings"))
    assert noted(other, groups=2) == ["note: north: 3 ratings\nnote: south: 3 ratings"]
