"""ELECTRE III (Roy, 1978): credibility with veto, and the two distillations."""

from functools import partial
from typing import NamedTuple

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import over_draws
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.distillation import Cut, distillation
from policymcda.arrays.methods.in_parts import compares_pairs

MOST = 3000
"""Options at most: twice as many take eight times as long."""

WIDTH = 4
"""Numbers of a draw for each pair of options in its block: blocks that stay in the cache (measured)."""

PAIRS = 2**19
"""Pairs of options, times draws, that are compared at once."""


class Thresholds(NamedTuple):
    """Those of `credibility`."""

    indifference: Floats | None
    preference: Floats | None
    veto: Floats | None


@method("electre_iii", source="Roy, 1978", respects_dominance=True, ordinal=True, in_parts=compares_pairs)
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

    Thresholds are those of `credibility`, `cut` that of `distillation`. At most 3,000 options.
    """
    options = matrix.shape[-2]
    if options > MOST:
        raise ValueError(
            f"electre_iii distils {options:,} options by all their {options**2:,} pairs again and again, which would take "
            f"many minutes: {MOST:,} options at most; take some with select(options=), or another method"
        )
    thresholds = Thresholds(indifference, preference, veto)
    core = partial(_scores, benefit=benefit, thresholds=thresholds, cut=cut)
    return over_draws(core, (matrix,), weights, width=WIDTH * options**2)


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
    indifference, preference, veto : (n,) or what broadcasts with (m, m, n), optional
        Thresholds in the unit of the criterion. One that depends on the value of the row ("direct") is (m, 1, n), of
        the column (1, m, n). Where missing (None or NaN): 0, the indifference, and no veto.
    """
    lead = np.broadcast_shapes(matrix.shape[:-2], weights.shape[:-1])
    flat = (np.broadcast_to(part, lead + part.shape[-axes:]) for part, axes in ((matrix, 2), (weights, 1)))
    matrices, vectors = (np.moveaxis(part.reshape(-1, *part.shape[len(lead) :]), 0, -1) for part in flat)
    sigma = _credibility(matrices, vectors, benefit, Thresholds(indifference, preference, veto))
    return np.moveaxis(sigma, -1, 0).reshape(*lead, *sigma.shape[:2])


def _scores(matrix: Floats, weights: Floats, benefit: Bools, thresholds: Thresholds, cut: Cut) -> Floats:
    """The core of `electre_iii`: matrix (m, n, d) or (m, n, 1) and weights (n, d) give (m, d)."""
    sigma = _credibility(matrix, weights, benefit, thresholds)
    return -(distillation(sigma, cut=cut) + distillation(sigma, ascending=True, cut=cut)) / 2


def _credibility(matrix: Floats, weights: Floats, benefit: Bools, thresholds: Thresholds) -> Floats:
    """Credibility of draws, (m, m, d), row by row where the options are many."""
    options, draws = len(matrix), max(matrix.shape[-1], weights.shape[-1])
    sigma = np.empty((options, options, draws))
    rows = max(1, PAIRS // (options * draws))
    for start in range(0, options, rows):
        part = slice(start, start + rows)
        sigma[part] = _rows(matrix, weights, benefit, thresholds, part)
    itself = np.arange(options)
    sigma[itself, itself] = 1.0
    return sigma


def _rows(matrix: Floats, weights: Floats, benefit: Bools, thresholds: Thresholds, part: slice) -> Floats:
    """Credibility of some rows, (r, m, d)."""
    whole = np.sum(weights, axis=0)
    agreement, objections = np.zeros(()), []
    for j in range(matrix.shape[1]):
        behind = _behind(matrix[:, j], benefit[j], part)
        q = _threshold(thresholds.indifference, j, 0.0, part)
        p = np.maximum(_threshold(thresholds.preference, j, 0.0, part), q)
        agreement = agreement + weights[j] * (1 - _ramp(behind, q, p))
        if thresholds.veto is not None:
            objections.append(_ramp(behind, p, np.maximum(_threshold(thresholds.veto, j, np.inf, part), p)))
    empty = whole == 0
    agreement = np.where(empty, 1.0, agreement / np.where(empty, 1.0, whole))
    sigma = agreement
    for objection in objections:
        strong = objection > agreement
        sigma = sigma * np.where(strong, (1 - objection) / np.where(strong, 1 - agreement, 1.0), 1.0)
    return np.clip(sigma, 0, 1)


def _behind(column: Floats, more_is_better: np.bool_, part: slice) -> Floats:
    """How much the column option is better than the row option, (r, m, d)."""
    oriented = column if more_is_better else -column
    with np.errstate(over="ignore"):
        return np.subtract(oriented[None], oriented[part, None])


def _threshold(given: Floats | None, j: int, missing: float, part: slice) -> Floats:
    """A threshold of one criterion, () or what broadcasts with (r, m, d)."""
    value = np.asarray(np.nan if given is None else given[..., j])
    value = np.where(np.isnan(value), missing, value)
    if value.ndim == 0:
        return value
    return np.atleast_2d(value)[part if value.ndim > 1 and len(value) > 1 else slice(None), :, None]


def _ramp(difference: Floats, start: Floats, end: Floats) -> Floats:
    """From 0 up to `start` to 1 from `end` on; a step above `start` where both are one."""
    slope = np.isfinite(end) & (end > start)
    with np.errstate(over="ignore"):
        rising = (difference - np.where(slope, start, 0.0)) / np.where(slope, end - np.where(slope, start, 0.0), 1.0)
    return np.where(slope, np.clip(rising, 0, 1), np.isfinite(end) & (difference > start))
