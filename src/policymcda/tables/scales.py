"""The ends of each criterion's scale: those of the criteria table, else those of all its ratings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.tables.performance_tables import PerformanceTable


@dataclass(frozen=True, eq=False)
class ScaleEnds:
    """The ends of the scale of each leaf criterion, in sorted-label order.

    Attributes
    ----------
    low, high : (n,)
        The ends that the criteria table gives; where it gives none, the least and the largest end of all ratings on that
        criterion, of every option in every group, whether or not it is screened out.
    given_low, given_high : (n,) array of bool
        Where the table gives the end.
    seen_low, seen_high : (n,)
        The least and the largest end of all ratings, whatever the table gives.
    """

    low: Floats
    high: Floats
    given_low: Bools
    given_high: Bools
    seen_low: Floats
    seen_high: Floats

    @property
    def given(self) -> Bools:
        """Where the table gives both ends, (n,)."""
        return self.given_low & self.given_high

    def merit(self, matrix: Floats, benefit: Bools) -> Floats:
        """Ratings from 0 (at the worst end) to 1 (at the best), (..., n); one half where both ends are one."""
        span = self.high - self.low
        share = np.divide(matrix - self.low, span, out=np.full_like(matrix, 0.5), where=span > 0)
        merit: Floats = np.where(benefit, share, 1 - share)
        return merit


def scale_ends(low: Any, high: Any, groups: Iterable[PerformanceTable]) -> ScaleEnds:
    """The ends from the columns of the criteria table, (n,) or None, and the ratings of all groups."""
    tables = list({id(table.mode): table for table in groups}.values())
    seen_low = np.fmin.reduce([_reach(np.fmin, table.low, table.mode) for table in tables])
    seen_high = np.fmax.reduce([_reach(np.fmax, table.high, table.mode) for table in tables])
    own_low, own_high = (
        np.full(len(seen_low), np.nan) if column is None else column.astype(np.float64) for column in (low, high)
    )
    given_low, given_high = ~np.isnan(own_low), ~np.isnan(own_high)
    return ScaleEnds(
        np.where(given_low, own_low, seen_low),
        np.where(given_high, own_high, seen_high),
        given_low,
        given_high,
        seen_low,
        seen_high,
    )


def _reach(farthest: Any, ends: Floats, modes: Floats) -> Floats:
    """The farthest of the ends and modes of each criterion; a normal rating without bounds reaches to its mode."""
    result: Floats = farthest.reduce(farthest(np.where(np.isinf(ends), modes, ends), modes), axis=0)
    return result
