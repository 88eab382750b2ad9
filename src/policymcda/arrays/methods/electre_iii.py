"""ELECTRE III (Roy, 1978): credibility with veto, and the two distillations."""

from typing import Literal

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.methods.description import method

Cut = Literal["credibility", "level"]

DECIMALS = 12
"""Credibilities that agree so far are equal: sums in another order must not change a distillation."""


@method("electre_iii", source="Roy, 1978", respects_dominance=True, ordinal=True)
def electre_iii(
    matrix: Floats,
    weights: Floats,
    benefit: Bools,
    *,
    indifference: Floats | None = None,
    preference: Floats | None = None,
    veto: Floats | None = None,
    cut: Cut = "credibility",
) -> Floats:
    """Minus the mean of the ranks in the descending and the ascending distillation, (..., m).

    Thresholds are those of `credibility`, `cut` that of `distillation`. One distillation follows another, so this is
    not for millions of draws.
    """
    sigma = credibility(matrix, weights, benefit, indifference=indifference, preference=preference, veto=veto)
    scores = np.empty(sigma.shape[:-1])
    for one in np.ndindex(sigma.shape[:-2]):
        down, up = (distillation(sigma[one], ascending=ascending, cut=cut) for ascending in (False, True))
        scores[one] = -(down + up) / 2
    return scores


def credibility(
    matrix: Floats,
    weights: Floats,
    benefit: Bools,
    *,
    indifference: Floats | None = None,
    preference: Floats | None = None,
    veto: Floats | None = None,
) -> Floats:
    """How far it can be said that the row is at least as good as the column, from 0 to 1, (..., m, m); 1 on the diagonal.

    Parameters
    ----------
    indifference, preference, veto : (n,) or what broadcasts with (..., m, m, n), optional
        Thresholds in the unit of the criterion. One that depends on the value of the row ("direct") is (m, 1, n), of
        the column (1, m, n). Where missing (None or NaN): 0, the indifference, and no veto.
    """
    whole = np.sum(weights, axis=-1)[..., None, None]
    agreement, objections = np.zeros(()), []
    for j in range(matrix.shape[-1]):
        behind = _behind(matrix[..., j], benefit[j])
        q = _threshold(indifference, j, 0.0)
        p = np.maximum(_threshold(preference, j, 0.0), q)
        agreement = agreement + weights[..., j, None, None] * (1 - _ramp(behind, q, p))
        objections.append(_ramp(behind, p, np.maximum(_threshold(veto, j, np.inf), p)))
    empty = whole == 0
    agreement = np.where(empty, 1.0, agreement / np.where(empty, 1.0, whole))
    sigma = agreement
    for objection in objections:
        strong = objection > agreement
        sigma = sigma * np.where(strong, (1 - objection) / np.where(strong, 1 - agreement, 1.0), 1.0)
    return np.where(np.eye(matrix.shape[-2], dtype=bool), 1.0, np.clip(sigma, 0, 1))


def distillation(sigma: Floats, *, ascending: bool = False, cut: Cut = "credibility") -> Ints:
    """Rank of every option in one distillation, 1 is best, (m,).

    Parameters
    ----------
    sigma : (m, m)
        Credibility of row over column.
    ascending : bool
        Take out the worst first; else the best first.
    cut : {"credibility", "level"}
        Where the discrimination threshold .30 - .15 x is taken: at the credibility of the pair, or at the level.
    """
    if cut not in ("credibility", "level"):
        raise ValueError(f"no cut {cut!r}, choose from credibility, level")
    sigma = np.round(sigma, DECIMALS)
    left = np.ones(len(sigma), dtype=bool)
    result = np.empty(len(sigma), dtype=np.int64)
    while left.any():
        taken = _distilled(sigma, left, ascending, cut)
        left &= ~taken
        result[taken] = 1 + left.sum() if ascending else len(sigma) - left.sum() - taken.sum() + 1
    return result


def _distilled(sigma: Floats, left: Bools, ascending: bool, cut: Cut) -> Bools:
    """The next class: those with the best (or worst) balance of outrankings, narrowed while the level falls to 0."""
    kept = left.copy()
    others = ~np.eye(len(sigma), dtype=bool)
    level = np.max(sigma, where=np.outer(kept, kept) & others, initial=0.0)
    while level > 0 and kept.sum() > 1:
        pairs = np.outer(kept, kept) & others
        upper = round(level - (0.3 - 0.15 * level), DECIMALS)
        below = np.max(sigma, where=pairs & (sigma < upper), initial=0.0)
        slack = 0.3 - 0.15 * (sigma if cut == "credibility" else below)
        outranks = pairs & (sigma > below) & (np.round(sigma - sigma.T - slack, DECIMALS) > 0)
        balance = outranks.sum(axis=1) - outranks.sum(axis=0)
        kept &= balance == (balance[kept].min() if ascending else balance[kept].max())
        level = below
    return kept


def _behind(column: Floats, more_is_better: np.bool_) -> Floats:
    """How much the column option is better than the row option, (..., m, m)."""
    oriented = column if more_is_better else -column
    with np.errstate(over="ignore"):
        return np.subtract(oriented[..., None, :], oriented[..., :, None])


def _threshold(given: Floats | None, j: int, missing: float) -> Floats:
    value = np.asarray(np.nan if given is None else given[..., j])
    return np.where(np.isnan(value), missing, value)


def _ramp(difference: Floats, start: Floats, end: Floats) -> Floats:
    """From 0 up to `start` to 1 from `end` on; a step above `start` where both are one."""
    slope = np.isfinite(end) & (end > start)
    with np.errstate(over="ignore"):
        rising = (difference - np.where(slope, start, 0.0)) / np.where(slope, end - np.where(slope, start, 0.0), 1.0)
    return np.where(slope, np.clip(rising, 0, 1), np.isfinite(end) & (difference > start))
