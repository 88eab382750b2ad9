"""PROMETHEE I and II (Brans, Vincke and Mareschal, 1986).

The settings are the same throughout: `function` names the preference function of each criterion (usual, u_shape,
v_shape, level, linear, gaussian), `indifference` and `preference` are its thresholds in the criterion's own unit, each
(n,); `preference` is also the gaussian's sigma. What is missing is None or NaN, see `preference_functions`. Weights are
divided by their sum, flows by the number of other options. Work grows with the square of the options.
"""

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.description import identity, method
from policymcda.arrays.methods.preference_functions import Functions, preference_functions
from policymcda.arrays.ranking.ranks import tolerance
from policymcda.arrays.scale import divide, weigh

PAIRS = 2**20
"""Pairs of options compared at once."""


@method("promethee_ii", linear=identity, source="Brans, Vincke and Mareschal, 1986", respects_dominance=True)
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
    return _not_less(plus) & _not_less(-minus)


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
    rows = max(1, PAIRS // (matrix[..., 0].size or 1))
    for j, prefer in enumerate(preference_functions(matrix, function, indifference, preference)):
        column = np.moveaxis(matrix[..., j] if benefit[j] else -matrix[..., j], -1, 0)
        for start in range(0, options, rows):
            part = slice(start, start + rows)
            difference = _minus(column[part, None], column[None])
            plus[..., part, j] = np.moveaxis(np.sum(prefer(difference), axis=1), 0, -1)
            minus[..., part, j] = np.moveaxis(np.sum(prefer(-difference), axis=1), 0, -1)
    others = max(options - 1, 1)
    return plus / others, minus / others


def _minus(one: Floats, other: Floats) -> Floats:
    with np.errstate(over="ignore"):  # beyond the largest float a difference is as good as endless
        return np.subtract(one, other)


def _not_less(values: Floats) -> Bools:
    return values[..., :, None] >= values[..., None, :] - tolerance(values)[..., None]


def _summing_to_one(weights: Floats) -> Floats:
    return divide(weights, np.sum(weights, axis=-1, keepdims=True))
