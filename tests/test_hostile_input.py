"""Hostile input ends in a result or in an error of ours: a few of the inputs of `make fuzz`, and that it finds what it is for."""

import inspect
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module", autouse=True)
def root() -> Iterator[None]:
    """The folder from which `python -m fuzz` is run."""
    sys.path.insert(0, str(ROOT))
    yield
    sys.path.remove(str(ROOT))


@pytest.fixture(scope="module")
def running(root: None) -> ModuleType:
    from fuzz import running

    return running


SEARCH = """
import json
import policymcda
from fuzz import settings
from fuzz.running import search
from fuzz.sources import SOURCES

kinds = [source for name, source in SOURCES.items() if name != "large"]
found = search(kinds, seed=1, stop=float("inf"), most=TIMES * len(kinds))
print(json.dumps([len(kinds), found.inputs.total(), found.outcomes, found.found]))
"""
"""In a process of its own, which has no other threads when it forks."""


def test_inputs_of_every_kind_end_in_a_result_or_an_error_of_ours(trials: Callable[[int, int], int]) -> None:
    times = trials(1, 3)
    command = [sys.executable, "-c", SEARCH.replace("TIMES", str(times))]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    kinds, inputs, outcomes, found = json.loads(ran.stdout.splitlines()[-1])
    assert found == []
    assert inputs == times * kinds
    assert outcomes["ProblemError"] > 0


def case(running: ModuleType, attempt: object) -> object:
    from fuzz import Case

    return Case("test", None, attempt)


@pytest.mark.parametrize("error", [KeyError("x"), TypeError("x"), ZeroDivisionError(), RecursionError(), MemoryError()])
def test_an_error_that_is_not_ours_is_a_finding(running: ModuleType, error: Exception) -> None:
    def attempt(_: None) -> None:
        raise error

    outcome, finding = running.attempt(case(running, attempt))
    assert (outcome, bool(finding)) == ("other exception", True)


def test_a_value_error_of_another_library_and_a_warning_are_findings(running: ModuleType) -> None:
    import numpy as np

    assert running.attempt(case(running, lambda _: np.zeros(2) + np.zeros(3)))[1]
    assert running.attempt(case(running, lambda _: np.float64(1) / np.float64(0)))[1]


def test_our_own_errors_are_no_findings(running: ModuleType) -> None:
    import policymcda as mcda

    assert running.attempt(case(running, lambda _: mcda.load("no such case"))) == ("documented error", "")
    assert running.attempt(case(running, lambda _: mcda.Problem.from_dict({}))) == ("ProblemError", "")


def test_an_input_that_takes_long_or_ends_the_process_is_a_finding(
    running: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import os

    monkeypatch.setattr(running, "PATIENCE", 0.5)
    for attempt in (lambda _: time.sleep(60), lambda _: os._exit(1)):
        found = running.search(
            [lambda chance, attempt=attempt: case(running, attempt)], 0, time.monotonic() + 30, 1, tmp_path
        )
        assert found.outcomes["lost"] == 1
    assert list(tmp_path.glob("*.txt"))


def test_the_same_seed_makes_the_same_input(running: ModuleType) -> None:
    from fuzz import files

    one, other = (files.json_nodes(random.Random("0-7")).payload for _ in range(2))
    assert one == other


def test_every_question_that_is_given_odd_settings_has_the_arguments_that_it_needs():
    from fuzz import settings

    import policymcda

    assert {"rank", "smaa", *settings.FIRST} <= set(settings.questions())
    for name in settings.questions():
        inspect.signature(getattr(policymcda, name)).bind(settings.problem(), *settings.FIRST.get(name, ()))
