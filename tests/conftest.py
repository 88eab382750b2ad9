"""What the tests share: published cases, and a steady hypothesis."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from numpy.testing import assert_allclose

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("steady")

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


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Names for partial methods: an address in memory would differ between the workers that share the tests."""
    if not isinstance(val, partial):
        return None
    settings = ", ".join(f"{name}={getattr(value, '__name__', value)}" for name, value in val.keywords.items())
    return f"{val.func.__name__}({settings})"
