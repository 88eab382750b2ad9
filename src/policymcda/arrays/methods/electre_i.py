"""ELECTRE I (Roy, 1968): concordance, discordance, the outranking relation and its kernel."""

from typing import Literal

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.methods.description import method
from policymcda.arrays.scale import ROUNDING, by_vector, divide

Spread = Literal["criterion", "largest", "pair"]


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
    agrees = concordance(matrix, weights, benefit, ties=ties) >= agreement - ROUNDING
    objects = discordance(matrix, weights, benefit, spread=spread) > objection + ROUNDING
    return (agrees & ~objects) | np.eye(matrix.shape[-2], dtype=bool)


def concordance(matrix: Floats, weights: Floats, benefit: Bools, *, ties: bool = True) -> Floats:
    """Share of the weights on which the row is not worse than the column, (..., m, m); 1 on the diagonal.

    Parameters
    ----------
    ties : bool
        Whether equal values agree (Roy); otherwise only better ones do.
    """
    whole = np.sum(weights, axis=-1)[..., None, None]
    result = np.zeros(())
    for j in range(matrix.shape[-1]):
        row, column = _pairs(matrix[..., j], benefit[j])
        result = result + weights[..., j, None, None] * (row >= column if ties else row > column)
    return np.where(np.eye(matrix.shape[-2], dtype=bool), 1.0, divide(result, whole))


def discordance(matrix: Floats, weights: Floats, benefit: Bools, *, spread: Spread = "criterion") -> Floats:
    """The largest share of the spread by which the column is better than the row, (..., m, m).

    Parameters
    ----------
    spread : {"criterion", "largest", "pair"}
        What a difference is a share of: the range of its own criterion (free of units), the largest range of all
        criteria (for criteria on one scale), or the largest difference between the two options (Hwang and Yoon, 1981:
        of columns divided by their norm and weighted).
    """
    if spread not in ("criterion", "largest", "pair"):
        raise ValueError(f"no spread {spread!r}, choose from criterion, largest, pair")
    values = by_vector(matrix) * weights[..., None, :] if spread == "pair" else matrix / 2  # half: no overflow
    worse, apart = np.zeros(()), np.zeros(())
    whole = np.max(values, axis=-2) - np.min(values, axis=-2)
    if spread == "largest":
        whole = np.max(whole, axis=-1, keepdims=True) + np.zeros_like(whole)
    for j in range(matrix.shape[-1]):
        row, column = _pairs(values[..., j], benefit[j])
        gap = column - row
        worse = np.maximum(worse, gap if spread == "pair" else divide(gap, whole[..., j, None, None]))
        apart = np.maximum(apart, np.abs(gap))
    return divide(worse, apart) if spread == "pair" else worse


def kernel(relation: Bools) -> Bools:
    """The options that no other of the kernel outranks, while every option left out is outranked by one of it, (m,).

    Options that outrank each other in a circle count as one: all are in or none. That makes the kernel unique.

    Parameters
    ----------
    relation : (m, m)
        Whether the row outranks the column, as from `electre_i`.
    """
    reach = relation | np.eye(len(relation), dtype=bool)
    for _ in range(int(np.ceil(np.log2(max(len(relation), 2))))):
        reach = reach @ reach
    alike = reach & reach.T
    # what a class does, each of its members does
    outranks = (alike @ relation @ alike) & ~alike
    chosen, left_out = np.zeros(len(relation), dtype=bool), np.zeros(len(relation), dtype=bool)
    while not np.all(chosen | left_out):
        chosen |= ~np.any(outranks & ~left_out[:, None], axis=0) & ~left_out
        left_out |= np.any(outranks & chosen[:, None], axis=0)
    return chosen


def _pairs(column: Floats, more_is_better: np.bool_) -> tuple[Floats, Floats]:
    oriented = column if more_is_better else -column
    return oriented[..., :, None], oriented[..., None, :]
