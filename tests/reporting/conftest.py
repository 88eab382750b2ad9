"""The reports that the tests read, each written once."""

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path

import pytest

import policymcda as mcda


@pytest.fixture(scope="session")
def case() -> mcda.Problem:
    """The case that ships."""
    return mcda.load("cyber-policy")


@pytest.fixture(scope="session")
def shipped(case: mcda.Problem, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], str]:
    """The report of the case that ships, of a tier and with an ending."""
    folder = tmp_path_factory.mktemp("shipped")

    @cache
    def read(tier: str, ending: str) -> str:
        return mcda.report(case, folder / f"{tier}.{ending}", tier=tier).read_text("utf-8")

    return read


@pytest.fixture(scope="session")
def words_of() -> Callable[[str], str]:
    """What a reader of a page sees, without its drawings, styles and scripts."""

    def read(page: str) -> str:
        text = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", text)))

    return read


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """The report of another problem, by what it is called."""
    folder, known = tmp_path_factory.mktemp("written"), {}

    def read(name: str, problem: mcda.Problem, tier: str = "brief", ending: str = "html", **settings: object) -> str:
        key = (name, tier, ending, *settings.items())
        if key not in known:
            path: Path = mcda.report(problem, folder / f"{len(known)}.{ending}", tier=tier, **settings)  # type: ignore[arg-type]
            known[key] = path.read_text("utf-8")
        return known[key]

    return read
