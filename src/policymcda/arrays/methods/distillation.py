"""The distillations of ELECTRE III (Roy, 1978): of many draws at once, or of many options in matrices that shrink."""

from typing import Literal

import numpy as np

from policymcda.arrays import Bools, Floats, Ints

Cut = Literal["credibility", "level"]

DECIMALS = 12
"""Credibilities that agree so far are equal: sums in another order must not change a distillation."""

FEW = 60
"""Options up to which all draws are distilled together, above one draw after the other (measured)."""

BUSY = 0.5
"""Share of the draws whose class is still open, below which only these are looked at."""

LEFT = 0.9
"""Share of the options that are left, below which the matrix shrinks to them."""

PAIRS = 2**17
"""Pairs of options that are looked at together where the options are many."""


def distillation(sigma: Floats, *, ascending: bool = False, cut: Cut = "credibility") -> Ints:
    """Rank of every option in one distillation, 1 is best, (m,) or (m, d).

    Parameters
    ----------
    sigma : (m, m) or (m, m, d)
        Credibility of row over column, of one draw or of many.
    ascending : bool
        Take out the worst first; else the best first.
    cut : {"credibility", "level"}
        Where the discrimination threshold .30 - .15 x is taken: at the credibility of the pair, or at the level.
    """
    if cut not in ("credibility", "level"):
        raise ValueError(f"no cut {cut!r}, choose from credibility, level")
    draws = sigma if sigma.ndim == 3 else sigma[..., None]
    if len(sigma) <= FEW:
        result = _of_draws(np.round(draws, DECIMALS), ascending, cut)
    else:
        each = (np.round(draws[..., draw], DECIMALS) for draw in range(draws.shape[-1]))
        result = np.stack([_of_many(one, ascending, cut) for one in each], axis=-1)
    return result if sigma.ndim == 3 else result[:, 0]


def _of_draws(sigma: Floats, ascending: bool, cut: Cut) -> Ints:
    """The same of rounded credibilities, which are overwritten, class by class in all draws at once."""
    options, itself = len(sigma), np.arange(len(sigma))
    exceeds = _exceeds(sigma, sigma) if cut == "credibility" else None
    sigma[itself, itself] = 0.0
    left = np.ones(sigma.shape[1:], dtype=np.bool_)
    result = np.empty(left.shape, dtype=np.int64)
    while left.any():
        taken = _narrowed(sigma, exceeds, left.copy(), _largest(sigma), ascending)
        left &= ~taken
        rest = np.count_nonzero(left, axis=0)
        rank = 1 + rest if ascending else 1 + options - rest - np.count_nonzero(taken, axis=0)
        np.copyto(result, rank, where=taken)
        sigma *= left[:, None]
        sigma *= left
    return result


def _narrowed(sigma: Floats, exceeds: Bools | None, kept: Bools, level: Floats, ascending: bool) -> Bools:
    """The next class of each draw: those with the best (or worst) balance, narrowed while the level falls to 0, (m, d).

    Credibilities of what is not kept are 0, so that they count for nothing.
    """
    busy = (level > 0) & (np.count_nonzero(kept, axis=0) > 1)
    while busy.any():
        if np.count_nonzero(busy) < BUSY * len(busy):
            own = None if exceeds is None else exceeds[..., busy]
            kept[:, busy] = _narrowed(sigma[..., busy], own, kept[:, busy], level[busy], ascending)
            break
        below = _largest(sigma * (sigma < _next_below(level)))
        outranks = sigma > below
        outranks &= _exceeds(sigma, below) if exceeds is None else exceeds
        ones = outranks.view(np.int8)
        forth, back = (np.add.reduce(ones, axis=axis, dtype=np.int8) for axis in (1, 0))
        balance = back - forth if ascending else forth - back
        best = np.max(np.where(kept, balance, np.int8(-128)), axis=0)
        kept &= (balance == best) | ~busy
        level = np.where(busy, below, 0.0)
        busy = (level > 0) & (np.count_nonzero(kept, axis=0) > 1)
        sigma = sigma * kept[:, None]
        sigma *= kept
    return kept


def _of_many(sigma: Floats, ascending: bool, cut: Cut) -> Ints:
    """Ranks in one draw, (m,), of rounded credibilities, which are overwritten."""
    options = len(sigma)
    exceeds = _exceeds(sigma, sigma) if cut == "credibility" else None
    np.fill_diagonal(sigma, 0.0)
    names, left = np.arange(options), np.ones(options, dtype=np.bool_)
    result, rest = np.empty(options, dtype=np.int64), options
    while rest:
        taken = _class_of_many(sigma, exceeds, np.flatnonzero(left), ascending)
        rest -= len(taken)
        result[names[taken]] = 1 + rest if ascending else 1 + options - rest - len(taken)
        left[taken] = False
        sigma[taken] = 0.0
        sigma[:, taken] = 0.0
        if rest < LEFT * len(left):
            kept = np.ix_(left, left)
            sigma, names, exceeds = sigma[kept], names[left], None if exceeds is None else exceeds[kept]
            left = np.ones(rest, dtype=np.bool_)
    return result


def _class_of_many(sigma: Floats, exceeds: Bools | None, kept: Ints, ascending: bool) -> Ints:
    """The places of the next class; what is not kept has credibilities of 0."""
    names, level = np.arange(len(sigma)), float(np.max(sigma))
    while level > 0 and len(kept) > 1:
        level = _largest_below(sigma, float(_next_below(np.asarray(level))))
        outranks = sigma > level
        outranks &= _exceeds(sigma, np.asarray(level)) if exceeds is None else exceeds
        balance = np.count_nonzero(outranks, axis=1) - np.count_nonzero(outranks, axis=0)
        among = balance[kept]
        kept = kept[among == (np.min(among) if ascending else np.max(among))]
        names, part = names[kept], np.ix_(kept, kept)
        sigma, exceeds = sigma[part], None if exceeds is None else exceeds[part]
        kept = np.arange(len(kept))
    return names[kept]


def _exceeds(sigma: Floats, where: Floats) -> Bools:
    """Whether a credibility is above that of the other direction by more than the discrimination threshold there."""
    result, rows = np.empty(sigma.shape, dtype=np.bool_), max(1, PAIRS // sigma[0].size)
    turned = np.swapaxes(sigma, 0, 1)
    for start in range(0, len(sigma), rows):
        part = slice(start, start + rows)
        slack = 0.3 - 0.15 * (where[part] if where.shape == sigma.shape else where)
        result[part] = np.round(sigma[part] - turned[part] - slack, DECIMALS) > 0
    return result


def _next_below(level: Floats) -> Floats:
    """The next level is the largest credibility below this."""
    return np.asarray(np.round(level - (0.3 - 0.15 * level), DECIMALS))


def _largest(sigma: Floats) -> Floats:
    """The largest credibility of each draw, (d,)."""
    return np.asarray(np.max(sigma.reshape(-1, sigma.shape[-1]), axis=0))


def _largest_below(sigma: Floats, limit: float) -> float:
    """The largest credibility below a limit, 0 where there is none."""
    rows = max(1, PAIRS // len(sigma))
    blocks = (sigma[start : start + rows] for start in range(0, len(sigma), rows))
    return max(float(np.max(block * (block < limit))) for block in blocks)
