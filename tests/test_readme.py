"""The README keeps its word: its Python runs, its commands print what it shows, its links lead somewhere."""

import contextlib
import io
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from policymcda.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(python|text|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@contextlib.contextmanager
def terminal():
    """What is written meanwhile to standard output and error, in the order in which it came."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        yield text


def typed(line: str) -> str:
    """What a command prints. `make` is not run, but its target must be there."""
    words = shlex.split(line, comments=True)
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        return ""
    if words[0] != "policymcda":
        return subprocess.run(words, check=True, capture_output=True, text=True, timeout=60).stdout
    with terminal() as caught:
        main(words[1:])
    return caught.getvalue()


def as_shown(shown: str, printed: str) -> bool:
    """Whether it was printed exactly so; a line of three dots stands for any lines."""
    pattern = re.escape(shown).replace(re.escape("...\n"), r"(?:.*\n)*?")
    return re.fullmatch(pattern, printed) is not None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to type in, on a terminal of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def test_what_the_readme_shows_is_what_is_printed(folder: Path) -> None:
    names: dict[str, object] = {}
    printed = ""
    for kind, text in BLOCK.findall(README):
        if kind == "python":
            assert printed == "", "what was printed is not shown"
            with terminal() as caught:
                exec(compile(text, "README.md", "exec"), names)  # noqa: S102
            printed = caught.getvalue()
        elif kind == "text":
            assert as_shown(text, printed), f"README.md shows\n{text}\nand this is printed\n{printed}"
            printed = ""
        else:
            for line, shown in COMMAND.findall(text):
                answer = typed(line)
                assert as_shown(shown, answer), f"README.md shows\n{shown}\nand {line} prints\n{answer}"
    assert printed == ""


def test_links_of_the_readme_lead_to_files() -> None:
    links = re.findall(r"\]\(([^)#]+)", README)
    assert len(links) > 3
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_comparison_with_the_readme_is_exact_but_for_lines_of_dots() -> None:
    assert as_shown("a\n...\nd\n", "a\nb\nc\nd\n")
    assert not as_shown("a\n...\nd\n", "a\nb\nc\ne\n")
    assert not as_shown("0.123\n", "0x123\n")
    assert not as_shown("a\n", "a\nb\n")
