"""The six preference functions of PROMETHEE (Brans, Vincke and Mareschal, 1986)."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from policymcda.arrays import Floats
from policymcda.arrays.scale import ROUNDING

Functions = Sequence[str | None] | npt.NDArray[np.object_] | npt.NDArray[np.str_]
Preference = Callable[[Floats], Floats]


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
    return lambda difference: FUNCTIONS[name](difference, q, p, slack)


def _usual(difference: Floats, q: float, p: float, slack: float) -> Floats:
    return _above(difference, slack)


def _u_shape(difference: Floats, q: float, p: float, slack: float) -> Floats:
    return _above(difference, q + slack)


def _v_shape(difference: Floats, q: float, p: float, slack: float) -> Floats:
    return _ramp(difference, 0.0, p, slack)


def _level(difference: Floats, q: float, p: float, slack: float) -> Floats:
    return (_above(difference, q + slack) + _above(difference, max(p, q) + slack)) / 2


def _linear(difference: Floats, q: float, p: float, slack: float) -> Floats:
    return _ramp(difference, q, p, slack)


def _gaussian(difference: Floats, q: float, p: float, slack: float) -> Floats:
    if p <= 0:
        return _above(difference, slack)
    with np.errstate(over="ignore"):
        return -np.expm1(-0.5 * (np.maximum(difference, 0) / p) ** 2)


def _above(difference: Floats, threshold: float) -> Floats:
    return (difference > threshold).astype(np.float64)


def _ramp(difference: Floats, start: float, end: float, slack: float) -> Floats:
    if end <= start:
        return _above(difference, start + slack)
    with np.errstate(over="ignore"):
        return np.clip((difference - start) / (end - start), 0, 1)


FUNCTIONS: Mapping[str, Callable[[Floats, float, float, float], Floats]] = {
    "usual": _usual,
    "u_shape": _u_shape,
    "v_shape": _v_shape,
    "level": _level,
    "linear": _linear,
    "gaussian": _gaussian,
}
"""Difference, indifference, preference and rounding slack to the preference; `preference` is the gaussian's sigma."""
