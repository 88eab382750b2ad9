"""What the tests share: published cases, how many trials a claim gets, and a steady hypothesis."""

import gc
import json
import os
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from numpy.testing import assert_allclose

THOROUGH = bool(os.environ.get("THOROUGH"))
"""More trials of the same claims, as `make check` runs them; without it a few minutes are enough for all tests."""

MANY_SETS = 6
"""Of a test with more sets of parameters than this each third is tried where time is short."""

settings.register_profile("quick", deadline=None, derandomize=True, max_examples=20)
settings.register_profile("thorough", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("thorough" if THOROUGH else "quick")

GOLDEN = Path(__file__).parent / "golden"


class Golden(dict[str, Any]):
    """One published case: its inputs, what is expected and how exactly."""

    def check(self, key: str, actual: Any) -> None:
        """The value agrees with the published one at the case's own tolerance; what is null is not asserted."""
        expected = np.array(self["expected"][key], dtype=float)
        actual = np.asarray(actual, dtype=float)
        assert actual.shape == expected.shape
        known = ~np.isnan(expected)
        assert known.any()
        assert_allclose(actual[known], expected[known], rtol=0, atol=self["tolerance"][key] or 1e-12)


@pytest.fixture
def golden() -> Callable[[str], Golden]:
    """Reads a case of tests/golden by its name."""
    return lambda name: Golden(json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def trials() -> Callable[[int, int], int]:
    """How many trials of a claim: the first number, or where time is given the second."""
    return lambda quick, thorough: thorough if THOROUGH else quick


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Further trials of a claim are left to a thorough run."""
    if THOROUGH or any("[" in argument for argument in config.args):  # all, or some by their own names
        return
    sets = Counter(item.nodeid.split("[")[0] for item in items)
    further = {item.nodeid for item in items if is_further(item, sets[item.nodeid.split("[")[0]])}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in further])
    items[:] = [item for item in items if item.nodeid not in further]


def is_further(item: pytest.Item, sets: int) -> bool:
    """Whether a test is a further trial of a claim.

    It is where it is marked `thorough`, or `thorough(every=4)` and not the first, fifth, ... of its sets of parameters; of many
    sets, and of those with a parameter called `seed`, the first, fourth, ... are tried at once.
    """
    mark, indices = item.get_closest_marker("thorough"), getattr(getattr(item, "callspec", None), "indices", {})
    if mark is not None and not mark.kwargs:
        return True
    every = mark.kwargs["every"] if mark else 3 if "seed" in indices or sets > MANY_SETS else 1
    return bool(max(indices.values(), default=0) % every)  # the number of the set of parameters


def pytest_collection_finish() -> None:
    """The garbage collector leaves alone what stays until the end: modules and thousands of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Names for partial methods: an address in memory would differ between the workers that share the tests."""
    if not isinstance(val, partial):
        return None
    settings = ", ".join(f"{name}={getattr(value, '__name__', value)}" for name, value in val.keywords.items())
    return f"{val.func.__name__}({settings})"
