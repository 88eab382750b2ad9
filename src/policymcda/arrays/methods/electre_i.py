"""ELECTRE I (Roy, 1968): concordance, discordance, the outranking relation and its kernel."""

from typing import Literal

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.methods.description import method
from policymcda.arrays.ranking.circles import circles
from policymcda.arrays.scale import ROUNDING, by_vector, divide

Spread = Literal["criterion", "largest", "pair"]

PAIRS = 2**17
"""Pairs of options compared at once (1 MB a number: measured)."""


@method("electre_i", kind="relation", source="Roy, 1968")
def electre_i(
    matrix: Floats,
    weights: Floats,
    benefit: Bools,
    *,
    agreement: float = 0.7,
    objection: float = 0.3,
    ties: bool = True,
    spread: Spread = "criterion",
) -> Bools:
    """Whether the row outranks the column: concordance enough and discordance little enough, (..., m, m).

    True on the diagonal.

    Parameters
    ----------
    agreement, objection : float
        The least concordance and the most discordance that an outranking may have.
    ties : bool
        See `concordance`.
    spread : {"criterion", "largest", "pair"}
        See `discordance`.
    """
    _check_spread(spread)
    options = matrix.shape[-2]
    lead = np.broadcast_shapes(matrix.shape[:-2], weights.shape[:-1])
    relation = np.empty((*lead, options, options), dtype=np.bool_)
    rows = max(1, PAIRS // (options * int(np.prod(lead)) or 1))
    for start in range(0, options, rows):
        part = slice(start, start + rows)
        found = relation[..., part, :]
        agrees = _agreements(matrix, weights, benefit, ties, part)
        np.greater_equal(agrees, agreement - ROUNDING, out=found)
        found &= _objections(matrix, weights, benefit, spread, part) <= objection + ROUNDING
    itself = np.arange(options)
    relation[..., itself, itself] = True
    return relation


def concordance(matrix: Floats, weights: Floats, benefit: Bools, *, ties: bool = True) -> Floats:
    """Share of the weights on which the row is not worse than the column, (..., m, m); 1 on the diagonal.

    Parameters
    ----------
    ties : bool
        Whether equal values agree (Roy); otherwise only better ones do.
    """
    result = _agreements(matrix, weights, benefit, ties, slice(None))
    itself = np.arange(matrix.shape[-2])
    result[..., itself, itself] = 1.0
    return result


def discordance(matrix: Floats, weights: Floats, benefit: Bools, *, spread: Spread = "criterion") -> Floats:
    """The largest share of the spread by which the column is better than the row, (..., m, m).

    Parameters
    ----------
    spread : {"criterion", "largest", "pair"}
        What a difference is a share of: the range of its own criterion (free of units), the largest range of all
        criteria (for criteria on one scale), or the largest difference between the two options (Hwang and Yoon, 1981:
        of columns divided by their norm and weighted).
    """
    _check_spread(spread)
    return _objections(matrix, weights, benefit, spread, slice(None))


def kernel(relation: Bools) -> Bools:
    """The options that no other of the kernel outranks, while every option left out is outranked by one of it, (m,).

    Options that outrank each other in a circle count as one: all are in or none. That makes the kernel unique.

    Parameters
    ----------
    relation : (m, m)
        Whether the row outranks the column, as from `electre_i`.
    """
    groups = circles(relation)
    chosen, outranked = np.zeros(len(relation), dtype=np.bool_), np.zeros(len(relation), dtype=np.bool_)
    members = np.split(np.argsort(groups, kind="stable"), np.cumsum(np.bincount(groups))[:-1])
    for group in members:  # whatever outranks a group comes before it
        if not outranked[group].any():
            chosen[group] = True
            for option in group:
                outranked |= relation[option]
    return chosen


def _check_spread(spread: str) -> None:
    if spread not in ("criterion", "largest", "pair"):
        raise ValueError(f"no spread {spread!r}, choose from criterion, largest, pair")


def _agreements(matrix: Floats, weights: Floats, benefit: Bools, ties: bool, part: slice) -> Floats:
    """Rows of the concordance, (..., rows, m), not set to 1 on the diagonal."""
    whole = np.sum(weights, axis=-1)[..., None, None]
    result = np.zeros(())
    for j in range(matrix.shape[-1]):
        row, column = _pairs(matrix[..., j], benefit[j], part)
        result = result + weights[..., j, None, None] * (row >= column if ties else row > column)
    return divide(result, whole)


def _objections(matrix: Floats, weights: Floats, benefit: Bools, spread: Spread, part: slice) -> Floats:
    """Rows of the discordance, (..., rows, m)."""
    values = by_vector(matrix) * weights[..., None, :] if spread == "pair" else matrix / 2  # half: no overflow
    worse, apart = np.zeros(()), np.zeros(())
    whole = np.max(values, axis=-2) - np.min(values, axis=-2)
    if spread == "largest":
        whole = np.max(whole, axis=-1, keepdims=True) + np.zeros_like(whole)
    for j in range(matrix.shape[-1]):
        row, column = _pairs(values[..., j], benefit[j], part)
        gap = column - row
        worse = np.maximum(worse, gap if spread == "pair" else divide(gap, whole[..., j, None, None]))
        apart = np.maximum(apart, np.abs(gap)) if spread == "pair" else apart
    return divide(worse, apart) if spread == "pair" else worse


def _pairs(column: Floats, more_is_better: np.bool_, part: slice) -> tuple[Floats, Floats]:
    oriented = column if more_is_better else -column
    return oriented[..., part, None], oriented[..., None, :]
