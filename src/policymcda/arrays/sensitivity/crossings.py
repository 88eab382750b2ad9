"""Where two options meet as the weight of one criterion grows and the others shrink in proportion.

Along that line, from weights ``start`` without the criterion to the criterion alone, ``w(t) = (1 - t) start + t e_k``, the
options of many methods have the order of ratios ``(top[0] + top[1] v) / (bottom[0] + bottom[1] v)`` with
``v = (t / (1 - t)) ** power``:

- a method linear in the weights: ``v = t / (1 - t)``, and the bottom is 1 + v for all;
- TOPSIS with Euclidean distance: the squares of the distances from the worst and to the ideal, ``power`` 2, because the
  squared weights of the criterion and of the others are on different terms of the sum;
- TOPSIS with Manhattan distance, and modified TOPSIS with its squares: ``power`` 1.

Two options meet where a quadratic in v vanishes, so every crossing is known in closed form.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from policymcda.arrays import Bools, Floats, Ints


class Scoring(Protocol):
    """A method with its settings."""

    @property
    def link(self) -> Callable[[Floats], Floats] | None:
        """The function of the score that is linear in the weights, if any."""

    def __call__(self, matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
        """Scores, (..., m)."""

    def ratios(
        self, matrix: Floats, benefit: Bools, start: Floats, criterion: int
    ) -> tuple[Floats, Floats, int] | None:
        """Top, bottom and power of the method's own ratios, if any."""


@dataclass(frozen=True, eq=False)
class Ratios:
    """The order of the options along a line, as the module says: `top` and `bottom` (2, m), never negative `bottom`."""

    top: Floats
    bottom: Floats
    power: int


def start_of(weights: Floats, criterion: int) -> Floats | None:
    """Weights in the same proportion without one criterion, (n,); None where the others weigh nothing."""
    others = weights.copy()
    others[criterion] = 0.0
    total = float(np.sum(others))
    return others / total if total > 0 else None


def along(start: Floats, criterion: int, at: Floats) -> Floats:
    """Weights where the criterion weighs `at` and the others share the rest in proportion, (..., n)."""
    weights = (1.0 - at)[..., None] * start
    weights[..., criterion] = at
    return weights


def points_on_lines(weights: Floats, points: int = 101) -> Iterator[Floats]:
    """Weights along the line of each criterion of which the others weigh something, (points, n)."""
    for criterion in range(len(weights)):
        start = start_of(weights, criterion)
        if start is not None:
            yield along(start, criterion, np.linspace(0, 1, points))


def ratios(scoring: Scoring, matrix: Floats, benefit: Bools, start: Floats, criterion: int) -> Ratios | None:
    """The order of the options along the line as ratios; None where the method has no such form."""
    if scoring.link is not None:
        ends = np.stack([start, np.eye(len(start))[criterion]])
        with np.errstate(divide="ignore"):  # a product below the smallest float
            top = scoring.link(scoring(matrix, ends, benefit))
        return Ratios(top, np.ones_like(top), 1) if np.all(np.isfinite(top)) else None
    form = scoring.ratios(matrix, benefit, start, criterion)
    return None if form is None else Ratios(*form)


def meetings(form: Ratios, first: Ints, second: Ints) -> Floats:
    """Where options of a pair are equal, from 0 to 1, (pairs, 2); NaN where they are not, or are everywhere.

    Parameters
    ----------
    first, second : (pairs,)
        The two options of each pair.
    """
    (a, b), (c, d) = form.top[:, first], form.bottom[:, first]
    (e, f), (g, h) = form.top[:, second], form.bottom[:, second]
    still, once, twice = a * g - e * c, a * h + b * g - e * d - f * c, b * h - f * d
    inside = once**2 - 4 * still * twice
    half = -0.5 * (once + np.copysign(np.sqrt(np.maximum(inside, 0.0)), once))
    over, under = np.stack([half, still], axis=-1), np.stack([twice, half], axis=-1)  # v = over / under, stable
    same = np.sign(over) * np.sign(under) >= 0
    real = (inside >= 0)[:, None] & same & ((over != 0) | (under != 0))
    over, under = np.abs(over) ** (1 / form.power), np.abs(under) ** (1 / form.power)
    whole = over + under
    return np.where(real, over / np.where(whole > 0, whole, 1.0), np.nan)
