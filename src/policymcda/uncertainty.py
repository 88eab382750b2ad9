"""What is not known of the ratings of a group, as the distribution of each cell."""

from __future__ import annotations

import numpy as np

from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.errors import is_word, nearest
from policymcda.tables.performance_tables import PerformanceTable

DRAWN = ("drawn", "fixed", "unknown")
"""Which ratings are drawn: every one that is uncertain, none, or those without evidence only."""


def distributions(grid: PerformanceTable, ratings: str = "drawn") -> Ratings:
    """The distribution of every rating: triangular, uniform where there is no evidence, normal where it has an sd.

    Parameters
    ----------
    ratings : {"drawn", "fixed", "unknown"}
        Draw every rating that is uncertain, none, or only those without evidence. What is not drawn keeps its mode,
        NaN where an unknown rating has none: take `Problem.matrices` where nothing is drawn. An sd of 0 is certain.
    """
    if not is_word(ratings, DRAWN):
        raise ValueError(f"no ratings {ratings!r} ({nearest(ratings, DRAWN)}); choose from {', '.join(DRAWN)}")
    unknown = grid.unknown
    drawn = {"drawn": unknown | (grid.sd != 0), "fixed": np.zeros_like(unknown), "unknown": unknown}[ratings]
    mode = np.where(unknown & (grid.width == 0), grid.low, grid.mode)
    return Ratings(
        low=grid.low, mode=mode, high=grid.high, drawn=drawn, flat=unknown, sd=np.where(unknown, np.nan, grid.sd)
    )
