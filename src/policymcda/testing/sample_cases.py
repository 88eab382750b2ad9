"""Cases that a method is tried on: pinned counter-examples beside seeded random ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats, Ints

IN_UNITS = ("low", "high", "indifference", "preference", "veto", "reference")
"""Settings in the unit of their criterion."""


@dataclass(frozen=True, eq=False)
class Case:
    """One decision matrix with weights, directions and the settings of its criteria."""

    matrix: Floats
    weights: Floats
    benefit: Bools
    settings: Mapping[str, Any] = field(default_factory=dict)

    def options(self, order: Ints) -> "Case":
        """The options in another order, or only some of them."""
        return replace(self, matrix=self.matrix[order])

    def criteria(self, order: Ints) -> "Case":
        """The criteria in another order, or only some of them, with their settings."""
        settings = {name: _taken(value, order) for name, value in self.settings.items()}
        return Case(self.matrix[:, order], self.weights[order], self.benefit[order], settings)

    def in_units(self, factors: Floats) -> "Case":
        """The criteria in other units, with their settings."""
        settings = {name: _scaled(name, value, factors) for name, value in self.settings.items()}
        return replace(self, matrix=self.matrix * factors, settings=settings)


def _taken(value: Any, order: Ints) -> Any:
    if isinstance(value, np.ndarray):
        return value[order]
    return tuple(value[i] for i in order)


def _scaled(name: str, value: Any, factors: Floats) -> Any:
    if name == "points":
        return tuple((x * factor, y) for (x, y), factor in zip(value, factors, strict=True))
    return value * factors if name in IN_UNITS else value


def random_cases(seed: int, trials: int) -> Iterator[Case]:
    """Positive matrices of 2 to 6 options and 1 to 4 criteria, whole numbers and not; the last option is the first one
    improved on some criteria, so that there is always one that dominates."""
    rng = np.random.default_rng(seed)
    for trial in range(trials):
        options, criteria = rng.integers(2, 7), rng.integers(1, 5)
        matrix = rng.integers(1, 10, (options, criteria)).astype(float)
        if trial % 2:
            matrix = np.exp(rng.normal(0, 1, (options, criteria)))
        benefit = rng.random(criteria) < 0.6
        better = rng.random(criteria) < 0.5
        better[rng.integers(criteria)] = True
        matrix[-1] = matrix[0] * np.where(better, np.where(benefit, 1.25, 0.8), 1.0)
        yield Case(matrix, rng.dirichlet(np.ones(criteria)), benefit)
