"""Plots of results: a result in, the axes out; every number that is drawn is in a table of the result.

Each is called with a result, the group, and the axes to draw on (left out: a new figure of the right size). Colours differ in grey print
and for the colour-blind. `figure` makes a figure of the right size without any global state, and `save` writes it.
"""

from policymcda.plots.changes import flips
from policymcda.plots.differences import methods, waterfall
from policymcda.plots.figures import figure, save, svg
from policymcda.plots.gaia import gaia
from policymcda.plots.intervals import rank_intervals, scores, value_of_information
from policymcda.plots.maps import across, central, groups, matrix, pairwise
from policymcda.plots.moves import stability, weight_lines
from policymcda.plots.portfolio import frontier
from policymcda.plots.rank_acceptability import acceptability
from policymcda.plots.relations import dominance

__all__ = [
    "acceptability",
    "across",
    "central",
    "dominance",
    "figure",
    "flips",
    "frontier",
    "gaia",
    "groups",
    "matrix",
    "methods",
    "pairwise",
    "rank_intervals",
    "save",
    "scores",
    "stability",
    "svg",
    "value_of_information",
    "waterfall",
    "weight_lines",
]


def __dir__() -> list[str]:
    """The names that are public, and only those."""
    return __all__
