"""The six preference functions of PROMETHEE (Brans, Vincke and Mareschal, 1986)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from policymcda.arrays import Floats
from policymcda.arrays.scale import ROUNDING

Functions = Sequence[str | None] | npt.NDArray[np.object_] | npt.NDArray[np.str_]
Piece = tuple[float, float]
"""Where a preference begins to rise and where it is full; a step above the first where the second is not beyond it."""


@dataclass(frozen=True)
class Preference:
    """The preference, from 0 to 1, that a difference gives: the mean of pieces that rise, or a gaussian.

    Attributes
    ----------
    pieces : tuple of pairs
        Start and end of each; none where it is a gaussian.
    sigma : float
        Of the gaussian.
    """

    pieces: tuple[Piece, ...] = ()
    sigma: float = 1.0

    def __call__(self, difference: Floats) -> Floats:
        if not self.pieces:
            with np.errstate(over="ignore"):
                return -np.expm1(-0.5 * (np.maximum(difference, 0) / self.sigma) ** 2)
        result = rising(difference, *self.pieces[0])
        for piece in self.pieces[1:]:
            result = result + rising(difference, *piece)
        return result / len(self.pieces) if len(self.pieces) > 1 else result


def preference_functions(
    matrix: Floats, function: Functions | None, indifference: Floats | None, preference: Floats | None
) -> list[Preference]:
    """For each criterion the preference, from 0 to 1, that a difference in its favour gives.

    A name that is missing (None, NaN or empty) is what the thresholds given make of it: `linear` with both, `u_shape`
    with indifference alone, `v_shape` with preference alone, `usual` with none. A missing threshold counts 0.
    """
    criteria = matrix.shape[-1]
    q = np.full(criteria, np.nan) if indifference is None else np.asarray(indifference, dtype=float)
    p = np.full(criteria, np.nan) if preference is None else np.asarray(preference, dtype=float)
    names = [None] * criteria if function is None else list(function)
    slack = ROUNDING * np.max(np.abs(matrix), axis=tuple(range(matrix.ndim - 1)))
    known = zip(names, q, p, slack, strict=True)
    return [_function(name, float(low), float(high), float(near)) for name, low, high, near in known]


def _function(name: str | None, q: float, p: float, slack: float) -> Preference:
    if not isinstance(name, str) or not name:
        name = {(False, False): "linear", (False, True): "u_shape", (True, False): "v_shape"}.get(
            (bool(np.isnan(q)), bool(np.isnan(p))), "usual"
        )
    if name not in FUNCTIONS:
        raise ValueError(f"no preference function {name!r}, choose from {', '.join(FUNCTIONS)}")
    q, p = (0.0 if np.isnan(threshold) else threshold for threshold in (q, p))
    return FUNCTIONS[name](q, p, slack)


def rising(difference: Floats, start: float, end: float) -> Floats:
    """From 0 up to the start to 1 from the end on; a step above the start where the end is not beyond it."""
    if end <= start:
        return (difference > start).astype(np.float64)
    with np.errstate(over="ignore"):
        return np.clip((difference - start) / (end - start), 0, 1)


def _step(threshold: float, slack: float) -> Piece:
    return threshold + slack, threshold + slack


def _ramp(start: float, end: float, slack: float) -> Piece:
    return (start, end) if end > start else _step(start, slack)


FUNCTIONS: Mapping[str, Callable[[float, float, float], Preference]] = {
    "usual": lambda q, p, slack: Preference((_step(0.0, slack),)),
    "u_shape": lambda q, p, slack: Preference((_step(q, slack),)),
    "v_shape": lambda q, p, slack: Preference((_ramp(0.0, p, slack),)),
    "level": lambda q, p, slack: Preference((_step(q, slack), _step(max(p, q), slack))),
    "linear": lambda q, p, slack: Preference((_ramp(q, p, slack),)),
    "gaussian": lambda q, p, slack: Preference(sigma=p) if p > 0 else Preference((_step(0.0, slack),)),
}
"""Indifference, preference and rounding slack to the preference function; `preference` is the gaussian's sigma."""
