"""Pages keep their word: their Python runs, their commands print what they show, their links and pictures are there."""

import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from policymcda.cli import VERBS, main

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))
import shown

sys.path.remove(str(ROOT / "docs"))

COMPARED = [
    "README.md",
    "docs/quickstart.md",
    "docs/first-hour.md",
    "docs/own-case.md",
    "docs/decisions/two-panels.md",
    "docs/decisions/random-index.md",
]
"""Pages that show what is printed; of the others it is asked that it works."""
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


QUESTIONS = text_of("docs/questions.md")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to type in, on a terminal of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture(scope="module")
def started() -> dict[str, Any]:
    """The names that every question starts from."""
    names: dict[str, Any] = {}
    shown.run(shown.sections(QUESTIONS)[0], names)
    return names


@pytest.mark.parametrize("page", COMPARED)
def test_what_a_page_shows_is_what_is_printed(page: str) -> None:
    text = text_of(page)
    assert shown.run(text, {}) == text


@pytest.mark.parametrize("question", shown.sections(QUESTIONS)[1])
def test_a_question_of_an_analyst_is_answered_as_the_page_says(question: str, started: dict[str, Any]) -> None:
    text = shown.sections(QUESTIONS)[1][question]
    assert text.count("```python") == text.count("```console") == 1
    assert shown.run(text, dict(started)) == text


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page not in (*COMPARED, "docs/questions.md") and shown.BLOCK.search(text_of(page))],
)
def test_what_a_page_tells_to_type_works(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    for kind, text in shown.BLOCK.findall(text_of(page)):
        if kind == "python":
            exec(compile(text, page, "exec"), names)  # noqa: S102
        for line in re.findall(r"^\$ policymcda (.*)$", text if kind == "console" else "", re.MULTILINE):
            assert main(shlex.split(line, comments=True)) == 0, f"policymcda {line}: {capsys.readouterr().err}"


def test_every_verb_is_typed_on_a_page_that_shows_what_it_prints() -> None:
    pages = "".join(map(text_of, COMPARED)) + QUESTIONS
    typed = set(re.findall(r"^\$ policymcda (\S+)", pages, re.MULTILINE))
    assert sorted(set(VERBS) - typed) == []
    assert len(shown.sections(QUESTIONS)[1]) >= 30


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_of_a_page_are_there(page: str) -> None:
    text = text_of(page)
    links = [
        link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link and not link.startswith("mailto:")
    ]
    assert [link for link in links if not ((ROOT / page).parent / link).exists() and "generated/" not in link] == []


def test_a_page_that_shows_something_else_is_told() -> None:
    names: dict[str, Any] = {}
    page = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    with pytest.raises(shown.Stale, match="shows\n3\n\nand this is printed\n2"):
        shown.run(page, names)
    assert shown.run(page, names, shown.renew) == page.replace("3", "2")
    with pytest.raises(shown.Stale, match="is printed\n2"):
        shown.run("```python\nprint(1 + 1)\n```\n", names)


def test_comparison_with_a_page_is_exact_but_for_lines_of_dots() -> None:
    assert shown.as_shown("a\n...\nd\n", "a\nb\nc\nd\n")
    assert not shown.as_shown("a\n...\nd\n", "a\nb\nc\ne\n")
    assert not shown.as_shown("0.123\n", "0x123\n")
    assert not shown.as_shown("a\n", "a\nb\n")


def test_what_a_slow_machine_says_meanwhile_is_not_shown() -> None:
    assert (
        shown.PROGRESS.sub("", "new: at work for 3 s\nvalue-of-information: 84% after 12 s\nwrote a\n") == "wrote a\n"
    )
    assert shown.PROGRESS.sub("", "a: 84% of all\n") == "a: 84% of all\n"
