"""Plots of results: a result in, the axes out; every number that is drawn is in a table of the result.

Each is called with a result, the group, and the axes to draw on (left out: a new figure of the right size). Colours differ in grey print
and for the colour-blind. `figure` makes a figure of the right size without any global state, and `save` writes it.
"""

from policymcda.plots.changes import flips
from policymcda.plots.conditions import conditions
from policymcda.plots.contributions import contributions
from policymcda.plots.differences import head_to_head, methods, waterfall
from policymcda.plots.equity import equity
from policymcda.plots.figures import figure, save, svg
from policymcda.plots.gaia import gaia
from policymcda.plots.intervals import rank_intervals, scores, value_of_information
from policymcda.plots.maps import across, central, groups, matrix, pairwise, reversal, stakeholders
from policymcda.plots.moves import stability, weight_lines
from policymcda.plots.portfolio import frontier
from policymcda.plots.rank_acceptability import acceptability
from policymcda.plots.relations import dominance
from policymcda.plots.sensitivity import sensitivity

__all__ = [
    "acceptability",
    "across",
    "central",
    "conditions",
    "contributions",
    "dominance",
    "equity",
    "figure",
    "flips",
    "frontier",
    "gaia",
    "groups",
    "head_to_head",
    "matrix",
    "methods",
    "pairwise",
    "rank_intervals",
    "reversal",
    "save",
    "scores",
    "sensitivity",
    "stability",
    "stakeholders",
    "svg",
    "value_of_information",
    "waterfall",
    "weight_lines",
]


def __dir__() -> list[str]:
    """The names that are public, and only those."""
    return __all__
