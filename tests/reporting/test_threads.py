"""Reports written at once are the reports written one by one, and the settings of matplotlib stay as they were."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib
import pandas as pd
import pytest

import policymcda as mcda
from policymcda import plots


def problem(shift: float) -> mcda.Problem:
    matrix = pd.DataFrame({"reach": [3, 5, 4.0 + shift], "price": [4, 2, 3.0]}, index=["tax", "ban", "permit"])
    return mcda.Problem.from_matrix(matrix, directions=["benefit", "cost"], weights=[0.6, 0.4])


@pytest.fixture
def settings() -> Iterator[dict[str, object]]:
    """The settings of the host, one of them its own."""
    with matplotlib.rc_context({"text.color": "#123456"}):
        yield dict(matplotlib.rcParams)


def write(folder: Path, number: int, tier: str) -> bytes:
    """One of three reports, in the thread's own folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return mcda.report(problem(number / 10), folder / f"{number}.html", tier=tier).read_bytes()


@pytest.mark.parametrize(("tier", "reports", "threads"), [("brief", 2, 8), ("full", 1, 2)])
def test_reports_from_threads_are_those_of_one_and_leave_the_settings_alone(tmp_path, settings, tier, reports, threads):
    alone = [write(tmp_path / "alone", number, tier) for number in range(reports)]
    assert dict(matplotlib.rcParams) == settings
    with ThreadPoolExecutor(threads) as pool:
        tasks = [pool.submit(write, tmp_path / str(place), place % reports, tier) for place in range(threads)]
        found = [task.result() for task in tasks]
    assert found == alone * (threads // reports)
    assert dict(matplotlib.rcParams) == settings


def test_plots_from_threads_are_those_of_one(tmp_path, settings):
    answer = mcda.rank(problem(0))

    def draw(place: int) -> bytes:
        return plots.save(plots.figure(plots.scores, answer), tmp_path / f"{place}.svg").read_bytes()

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(draw, range(24)))) == 1
    assert dict(matplotlib.rcParams) == settings
