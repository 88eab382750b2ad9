"""A walk through the pages that a script fills: no label where a name exists, no word of Python."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policymcda import ask, load
from policymcda.reporting.naming import Names

sys.path.insert(0, str(Path(__file__).parents[1]))
from walked import faults

sys.path.remove(str(Path(__file__).parents[1]))

pytestmark = pytest.mark.browser


def test_the_explorer_calls_everything_by_its_name(explored: Callable[..., Any]) -> None:
    case = load("cyber-policy")
    words = explored(case).locator("body").inner_text()
    assert "Integration with the West" in words
    assert faults(words, Names(case)) == []


@pytest.mark.parametrize("kind", ["judgements", "codings", "swings", "statements"])
def test_a_questionnaire_calls_everything_by_its_name(kind: str, chromium: Any, tmp_path: Path) -> None:
    case = load("cyber-policy")
    page = chromium.new_page()
    page.goto(ask(case, tmp_path / "ask.html", kinds=[kind], groups=["rivals_with_ties"]).as_uri())
    words = page.locator("body").inner_text()
    page.get_by_label("Your name").fill("Office 3")
    page.get_by_role("button", name="Begin").click()
    words += page.locator("body").inner_text()
    page.close()
    assert "Root-cause impact" in words or "Legitimacy" in words
    assert faults(words, Names(case)) == []
