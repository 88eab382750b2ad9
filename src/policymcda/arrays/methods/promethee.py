"""PROMETHEE I and II (Brans, Vincke and Mareschal, 1986).

The settings are the same throughout: `function` names the preference function of each criterion (usual, u_shape,
v_shape, level, linear, gaussian), `indifference` and `preference` are its thresholds in the criterion's own unit, each
(n,); `preference` is also the gaussian's sigma. What is missing is None or NaN, see `preference_functions`. Weights are
divided by their sum, flows by the number of other options. Many options are sorted in place of compared in pairs, and sums of
the gaussian are interpolated where its values are near.
"""

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.bell_sums import sums_of_bells
from policymcda.arrays.methods.description import identity, method
from policymcda.arrays.methods.in_parts import compares_pairs
from policymcda.arrays.methods.preference_functions import Functions, Preference, preference_functions
from policymcda.arrays.methods.sorted_sums import sums_of_rises
from policymcda.arrays.ranking.ranks import tolerance
from policymcda.arrays.scale import divide, weigh

PAIRS = 2**20
"""Pairs of options compared at once."""

FEW = 32
"""Up to so many options all pairs are quicker than sorting (measured)."""


MANY = 500
"""Options above which sums of the gaussian are interpolated (measured)."""


@method(
    "promethee_ii",
    linear=identity,
    source="Brans, Vincke and Mareschal, 1986",
    respects_dominance=True,
    in_parts=compares_pairs,
)
@blockwise
def promethee_ii(
    matrix: Floats,
    weights: Floats,
    benefit: Bools,
    *,
    function: Functions | None = None,
    indifference: Floats | None = None,
    preference: Floats | None = None,
) -> Floats:
    """Net flow, how much an option is preferred to the others less how much they are to it, -1 to 1, (..., m).

    Settings as the module says. An option alone has a net flow of 0.
    """
    plus, minus = _criterion_flows(matrix, benefit, function, indifference, preference)
    return weigh(plus - minus, _summing_to_one(weights))


def flows(
    matrix: Floats,
    weights: Floats,
    benefit: Bools,
    *,
    function: Functions | None = None,
    indifference: Floats | None = None,
    preference: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Positive and negative flow, from 0 to 1, each (..., m). Settings as the module says."""
    plus, minus = _criterion_flows(matrix, benefit, function, indifference, preference)
    return weigh(plus, _summing_to_one(weights)), weigh(minus, _summing_to_one(weights))


@method("promethee_i", kind="relation", source="Brans, Vincke and Mareschal, 1986")
def promethee_i(
    matrix: Floats,
    weights: Floats,
    benefit: Bools,
    *,
    function: Functions | None = None,
    indifference: Floats | None = None,
    preference: Floats | None = None,
) -> Bools:
    """Whether the row is at least as good as the column by both flows, (..., m, m).

    Preferred: true one way only. Indifferent: true both ways. Incomparable: neither. Settings as the module says.
    """
    plus, minus = flows(matrix, weights, benefit, function=function, indifference=indifference, preference=preference)
    relation = _not_less(plus)
    return np.logical_and(relation, _not_less(-minus), out=relation)


def preference_index(
    matrix: Floats,
    weights: Floats,
    benefit: Bools,
    *,
    function: Functions | None = None,
    indifference: Floats | None = None,
    preference: Floats | None = None,
) -> Floats:
    """How much the row is preferred to the column, from 0 to 1, (..., m, m). Settings as the module says."""
    shares = _summing_to_one(weights)
    result = np.zeros(())
    for j, prefer in enumerate(preference_functions(matrix, function, indifference, preference)):
        column = matrix[..., j] if benefit[j] else -matrix[..., j]
        difference = _minus(column[..., :, None], column[..., None, :])
        result = result + shares[..., j, None, None] * prefer(difference)
    return result


def _criterion_flows(
    matrix: Floats,
    benefit: Bools,
    function: Functions | None,
    indifference: Floats | None,
    preference: Floats | None,
) -> tuple[Floats, Floats]:
    """Positive and negative flow on each criterion alone, each (..., m, n)."""
    plus, minus = np.zeros_like(matrix, dtype=np.float64), np.zeros_like(matrix, dtype=np.float64)
    options = matrix.shape[-2]
    for j, prefer in enumerate(preference_functions(matrix, function, indifference, preference)):
        column = np.moveaxis(matrix[..., j] if benefit[j] else -matrix[..., j], -1, 0)
        by_sorting = options > FEW and prefer.pieces
        bells = options > MANY and not prefer.pieces and _countable(column, prefer.sigma)
        sums = _sums_by_sorting if by_sorting else _sums_by_parts if bells else _sums_by_pairs
        over, under = sums(column, prefer)
        plus[..., j], minus[..., j] = np.moveaxis(over, 0, -1), np.moveaxis(under, 0, -1)
    others = max(options - 1, 1)
    return plus / others, minus / others


def _sums_by_pairs(column: Floats, prefer: Preference) -> tuple[Floats, Floats]:
    """Sums over all options of the preference to them and of theirs, each (m, ...)."""
    plus, minus = np.empty(column.shape), np.empty(column.shape)
    rows = max(1, PAIRS // (column.size or 1))
    for start in range(0, len(column), rows):
        part = slice(start, start + rows)
        difference = _minus(column[part, None], column[None])
        plus[part], minus[part] = np.sum(prefer(difference), axis=1), np.sum(prefer(-difference), axis=1)
    return plus, minus


def _countable(column: Floats, sigma: float) -> bool:
    """Whether the sigmas between the ends of the values are a number."""
    with np.errstate(over="ignore"):
        return bool(np.isfinite(np.ptp(column, axis=0) / sigma).all())


def _sums_by_parts(column: Floats, prefer: Preference) -> tuple[Floats, Floats]:
    """The same of a gaussian, whose values near each other are interpolated."""
    rows = column.reshape(len(column), -1).T
    found = np.array([sums_of_bells(values, prefer) for values in rows])
    plus, minus = np.moveaxis(found, 0, -1).reshape(2, *column.shape)
    return plus, minus


def _sums_by_sorting(column: Floats, prefer: Preference) -> tuple[Floats, Floats]:
    """The same for what rises in straight pieces, in m log(m) steps."""
    plus, minus = (sums_of_rises(values, prefer.pieces) for values in (column, -column))
    return plus, minus


def _minus(one: Floats, other: Floats) -> Floats:
    with np.errstate(over="ignore"):  # beyond the largest float a difference is as good as endless
        return np.subtract(one, other)


def _not_less(values: Floats) -> Bools:
    return values[..., :, None] >= values[..., None, :] - tolerance(values)[..., None]


def _summing_to_one(weights: Floats) -> Floats:
    return divide(weights, np.sum(weights, axis=-1, keepdims=True))
