"""The reports that the tests read, each written once."""

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import policymcda as mcda
from policymcda.reporting import report_results


@pytest.fixture(scope="session")
def case() -> mcda.Problem:
    """The case that ships."""
    return mcda.load("cyber-policy")


@pytest.fixture(scope="session")
def written(
    case: mcda.Problem, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], tuple[dict[str, str], Any]]:
    """The report of the case that ships, of a tier, by its ending, and all that was asked for it; asked once, written twice."""
    folder = tmp_path_factory.mktemp("shipped")

    @cache
    def read(tier: str) -> tuple[dict[str, str], Any]:
        kept: list[Any] = []
        ask = report_results.ask

        def once(*args: Any, **settings: Any) -> Any:
            kept.append(kept[0] if kept else ask(*args, **settings))
            return kept[0]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(report_results, "ask", once)
            texts = {
                ending: mcda.report(case, folder / f"{tier}.{ending}", tier=tier).read_text("utf-8")
                for ending in ("html", "md")
            }
        return texts, kept[0]

    return read


@pytest.fixture(scope="session")
def shipped(written: Callable[[str], tuple[dict[str, str], Any]]) -> Callable[[str, str], str]:
    """The report of the case that ships, of a tier and with an ending."""
    return lambda tier, ending: written(tier)[0][ending]


@pytest.fixture(scope="session")
def answers(written: Callable[[str], tuple[dict[str, str], Any]]) -> dict[str, Any]:
    """What every question of the full report answers of the case that ships."""
    found: dict[str, Any] = written("full")[1].results
    return found


@pytest.fixture(scope="session")
def verdict_alone(case: mcda.Problem) -> Any:
    """The verdict of the case, asked for apart from any report."""
    return mcda.verdict(case)


@pytest.fixture(scope="session")
def verdicts(verdict_alone: Any) -> pd.DataFrame:
    """The verdict of each group of the case, asked for apart from any report."""
    table: pd.DataFrame = verdict_alone.table
    return table


@pytest.fixture(scope="session")
def words_of() -> Callable[[str], str]:
    """What a reader of a page sees, without its drawings, styles and scripts."""

    def read(page: str) -> str:
        text = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
        text = re.sub(r"</(td|th|summary|p|h\d)>", " | ", text)
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
