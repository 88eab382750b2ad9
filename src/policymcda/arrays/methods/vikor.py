"""VIKOR (Opricovic, 1998; Opricovic and Tzeng, 2004), with its compromise set."""

from functools import partial
from typing import NamedTuple

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise, largest, over_draws, total
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.in_parts import several_passes
from policymcda.arrays.ranking.ranks import ranks, tolerance
from policymcda.arrays.scale import by_range, from_least


class Compromise(NamedTuple):
    """The options that VIKOR proposes, and which of its two conditions hold."""

    options: Bools
    """Proposed, (..., m)."""
    advantage: Bools
    """The first is ahead of the second by at least 1 / (m - 1), (...)."""
    stability: Bools
    """The first is also first by group utility or by individual regret, (...)."""


@method("vikor", source="Opricovic, 1998; Opricovic and Tzeng, 2004", respects_dominance=True, in_parts=several_passes)
@blockwise
def vikor(matrix: Floats, weights: Floats, benefit: Bools, *, majority: float = 0.5) -> Floats:
    """Minus the index Q of group utility and individual regret, between -1 and 0, (..., m).

    The literature's Q is lower-is-better; this is -Q. Where the options differ in their group utility S, or in their
    regret R, by rounding only, that part counts 0; a constant column causes no regret.

    Parameters
    ----------
    majority : float
        Weight of the group utility (the strategy of the majority of criteria), the paper's v.
    """
    return over_draws(partial(_minus_q, majority=majority), (_distance(matrix, benefit),), weights)


def utility_and_regret(matrix: Floats, weights: Floats, benefit: Bools) -> tuple[Floats, Floats]:
    """Group utility S and individual regret R, lower is better, each (..., m)."""
    distance = _distance(matrix, benefit)
    return over_draws(total, (distance,), weights), over_draws(largest, (distance,), weights)


def compromise(matrix: Floats, weights: Floats, benefit: Bools, *, majority: float = 0.5) -> Compromise:
    """The compromise set of VIKOR.

    With both conditions it is the first option (and what ties with it); without stability the first and the second;
    without advantage every option that is less than 1 / (m - 1) behind the first. One option is its own compromise.
    """
    scores = vikor(matrix, weights, benefit, majority=majority)
    place = ranks(scores)
    first = place == 1
    behind = np.max(scores, axis=-1, keepdims=True) - scores
    step = 1 / max(scores.shape[-1] - 1, 1)
    second = np.sort(behind, axis=-1)[..., 1] if scores.shape[-1] > 1 else np.ones(scores.shape[:-1])
    advantage = second >= step - tolerance(scores)[..., 0]
    best = [ranks(-part) == 1 for part in utility_and_regret(matrix, weights, benefit)]
    stability = np.any(first & (best[0] | best[1]), axis=-1)
    runner_up = place <= np.min(np.where(first, place.shape[-1], place), axis=-1, keepdims=True)
    close = behind < step - tolerance(scores)
    chosen = np.where(advantage[..., None], first | (runner_up & ~stability[..., None]), close | first)
    return Compromise(chosen, advantage, stability)


def _distance(matrix: Floats, benefit: Bools) -> Floats:
    """How far from the best of its criterion, from 0 to 1, (..., m, n)."""
    scaled = by_range(matrix)
    return np.where(benefit, np.max(scaled, axis=-2, keepdims=True) - scaled, scaled)


def _minus_q(distance: Floats, weights: Floats, majority: float) -> Floats:
    utility = from_least(total(distance, weights))
    return -(majority * utility + (1 - majority) * from_least(largest(distance, weights)))
