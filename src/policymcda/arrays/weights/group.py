"""Several stakeholders: one set of judgements or priorities out of theirs, and how far they are apart.

Stakeholders are the axis before the judgements: matrices (..., s, n, n), priorities (..., s, n), and a weight of each (..., s)
whose sum does not matter.
"""

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.weights.pairwise import from_logs


def aggregate_judgements(matrices: Floats, stakeholder_weight: Floats) -> Floats:
    """Weighted geometric mean of the judgements, (..., n, n): AIJ, which keeps them reciprocal (Aczél and Saaty, 1983).

    A judgement that some did not make is the mean over those who did, NaN where nobody did.
    """
    *lead, people, n, _ = matrices.shape
    pairs = matrices.reshape(*lead, people, n * n)
    known = ~np.isnan(pairs)
    part = np.asarray(stakeholder_weight, dtype=float)[..., None, :]
    total = (part @ known)[..., 0, :]
    logs = (part @ np.log(np.where(known, pairs, 1.0)))[..., 0, :]
    mean = np.exp(np.divide(logs, total, out=np.full_like(total, np.nan), where=total > 0))
    return np.asarray(mean.reshape(*mean.shape[:-1], n, n))


def aggregate_priorities(priorities: Floats, stakeholder_weight: Floats, mean: str = "geometric") -> Floats:
    """Weighted geometric or arithmetic mean of the priorities, summing to 1, (..., n): AIP (Forman and Peniwati, 1998)."""
    share = _share(stakeholder_weight)[..., None]
    if mean == "arithmetic":
        return np.asarray(np.sum(share * priorities, axis=-2))
    return from_logs(np.sum(share * np.log(priorities), axis=-2))


def compatibility(matrices: Floats, priorities: Floats) -> Floats:
    """Geometric compatibility index of each stakeholder's judgements with the group's priorities (..., n), (..., s).

    The geometric consistency index with the group's priorities for one's own (Escobar, Aguarón and Moreno-Jiménez, 2015):
    0 is agreement. It is the mean over the judgements that were made. The group's index is the mean by the weights of
    the stakeholders.
    """
    n = matrices.shape[-1]
    logs = np.log(priorities)[..., None, :]
    known = ~np.isnan(matrices)
    errors = np.log(np.where(known, matrices, 1.0)) - np.where(known, logs[..., :, None] - logs[..., None, :], 0.0)
    count = np.sum(known, axis=(-2, -1)) - n
    index: Floats = np.sum(errors**2, axis=(-2, -1)) / np.maximum(count, 1) * (n / (n - 2) if n > 2 else 1.0)
    return index


def mean_by_stakeholder(values: Floats, stakeholder_weight: Floats) -> Floats:
    """Mean of a value per stakeholder (..., s), weighted by the stakeholder weight, (...)."""
    return np.asarray(np.sum(_share(stakeholder_weight) * values, axis=-1))


def spread(priorities: Floats, stakeholder_weight: Floats) -> Floats:
    """Geometric standard deviation of each criterion's priorities over the stakeholders, (..., n): 1 is agreement."""
    share, logs = _share(stakeholder_weight)[..., None], np.log(priorities)
    centre = np.sum(share * logs, axis=-2, keepdims=True)
    return np.asarray(np.exp(np.sqrt(np.sum(share * (logs - centre) ** 2, axis=-2))))


def distance(priorities: Floats, group: Floats) -> Floats:
    """Distance of each stakeholder's priorities from the group's (..., n), in logarithms of ratios, (..., s).

    Aitchison's (1986) distance, blind to the sum of the priorities; the largest tells who is farthest.
    """
    logs = np.log(priorities) - np.log(group)[..., None, :]
    return np.asarray(np.sqrt(np.sum((logs - np.mean(logs, axis=-1, keepdims=True)) ** 2, axis=-1)))


def _share(stakeholder_weight: Floats) -> Floats:
    """The weights of the stakeholders, summing to 1."""
    share: Floats = np.asarray(stakeholder_weight, dtype=float) / np.sum(stakeholder_weight, axis=-1, keepdims=True)
    return share
