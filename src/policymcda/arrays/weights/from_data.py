"""Weights from the ratings themselves: they describe how the options differ, not what matters to anyone.

The matrix is (..., m, n), the weights (..., n). A criterion on which all options are the same gets exactly 0. Where nothing
tells the criteria apart, those that differ at all have equal weights, or all criteria where none does.
"""

import numpy as np

from policymcda.arrays import Bools, Floats, scale


def equal(n: int) -> Floats:
    """The same weight for each of n criteria."""
    return np.full(n, 1.0 / n)


def entropies(matrix: Floats) -> Floats:
    """Entropy of each criterion's shares over the options, 1 where all are the same, (..., n).

    On the ratings as they are, whatever the direction; 0 ln 0 is 0. Ratings are not negative: of one that is, the magnitude
    is taken.
    """
    shares = np.abs(scale.by_sum(matrix))
    logs = np.log(np.where(shares > 0, shares, 1.0))
    entropy = -np.sum(shares * logs, axis=-2) / np.log(max(matrix.shape[-2], 2))
    return np.asarray(np.where(_differs(matrix), np.clip(entropy, 0.0, 1.0), 1.0))


def entropy(matrix: Floats) -> Floats:
    """Weights in proportion to 1 minus the entropy (Shannon, 1948; Hwang and Yoon, 1981)."""
    return _shares(1.0 - entropies(matrix), _differs(matrix))


def standard_deviation(matrix: Floats) -> Floats:
    """Weights in proportion to the standard deviation over the range (Diakoulaki, Mavrotas and Papayannakis, 1995)."""
    return _shares(np.std(scale.by_range(matrix), axis=-2), _differs(matrix))


def critic(matrix: Floats, benefit: Bools, *, correlation: str = "pearson", directions_ignored: bool = False) -> Floats:
    """Weights in proportion to standard deviation times conflict (Diakoulaki, Mavrotas and Papayannakis, 1995).

    The conflict of a criterion is the sum of 1 minus its correlation with each other one on which options differ.

    Parameters
    ----------
    correlation : "pearson" or "spearman"
    directions_ignored : bool
        Take every criterion for a benefit, as some published examples do: costs then count as agreeing where they do not.
    """
    differs = _differs(matrix)
    scaled = scale.by_range(matrix)
    if not directions_ignored:
        scaled = scale.orient(scaled, benefit)
    conflict = 1.0 - _correlations(_ranks(scaled) if correlation == "spearman" else scaled)
    conflict = np.where((conflict > 1e-12) & differs[..., None, :], conflict, 0.0)
    return _shares(np.std(scaled, axis=-2) * np.sum(conflict, axis=-1), differs)


def merec_performance(matrix: Floats, benefit: Bools) -> Floats:
    """Overall performance of each option, from positive ratings, (..., m): 0 where it is worst in everything."""
    return np.asarray(np.log1p(np.mean(_gaps(matrix, benefit), axis=-1)))


def merec(matrix: Floats, benefit: Bools) -> Floats:
    """Weights in proportion to what leaving the criterion out does to the performances, from positive ratings.

    Keshavarz-Ghorabaee and others (2021).
    """
    gaps = _gaps(matrix, benefit)
    total = np.sum(gaps, axis=-1, keepdims=True)
    effect = np.log1p(total / gaps.shape[-1]) - np.log1p(np.maximum(total - gaps, 0.0) / gaps.shape[-1])
    return _shares(np.sum(effect, axis=-2), _differs(matrix))


def _gaps(matrix: Floats, benefit: Bools) -> Floats:
    """How far each rating is above the criterion's worst, in logarithms, (..., m, n)."""
    logs = np.log(matrix)
    worst = np.where(benefit, np.min(logs, axis=-2, keepdims=True), np.max(logs, axis=-2, keepdims=True))
    return np.asarray(np.abs(logs - worst))


def _differs(matrix: Floats) -> Bools:
    """Whether the options differ on the criterion, (..., n)."""
    differs: Bools = np.max(matrix, axis=-2) > np.min(matrix, axis=-2)
    return differs


def _shares(information: Floats, differs: Bools) -> Floats:
    """Information as weights that sum to 1, (..., n)."""
    information = np.where(differs, information, 0.0)
    whole = np.sum(information, axis=-1, keepdims=True)
    even = np.where(np.any(differs, axis=-1, keepdims=True), differs, True)
    information = np.where(whole > 0, information, even)
    weights: Floats = information / np.sum(information, axis=-1, keepdims=True)
    return weights


def _correlations(columns: Floats) -> Floats:
    """Pearson's correlation of each pair of columns, 0 with a constant one, (..., n, n)."""
    centred = columns - np.mean(columns, axis=-2, keepdims=True)
    length = np.sqrt(np.sum(centred**2, axis=-2, keepdims=True))
    unit = np.divide(centred, length, out=np.zeros_like(centred), where=length > 0)
    return np.asarray(np.swapaxes(unit, -1, -2) @ unit)


def _ranks(columns: Floats) -> Floats:
    """Ranks within each column, the mean rank where tied."""
    from scipy.stats import rankdata

    ranks: Floats = rankdata(columns, axis=-2)
    return ranks
