"""Values that add: what regret, information and portfolios count in, unless stated otherwise."""

from __future__ import annotations

from policymcda.arrays import Floats
from policymcda.arrays.methods import weighted_sum
from policymcda.arrays.methods.description import describe
from policymcda.binding import BoundMethod
from policymcda.problem import Problem
from policymcda.results import Note


def not_additive(bound: BoundMethod, problem: Problem) -> list[Note]:
    """What to say of a method whose scores are taken for values without being any."""
    if additive(bound, problem):
        return []
    return [("not_additive", "", f"a score of {bound.name} ranks, but its differences need not be values")]


def anchored(problem: Problem) -> tuple[BoundMethod, list[Note]]:
    """Weighted sum over scales with fixed ends, so that the value of an option does not depend on the others.

    Where a criterion has no ends of its own, the range of all its ratings in all groups stands in, with a note.
    """
    ends = problem.scale_ends
    labels = [leaf for leaf, given in zip(problem.leaf_criteria, ends.given, strict=True) if not given]
    text = f"no ends of the scale of {', '.join(labels)}: value runs over the range of all ratings in all groups"
    settings = {"low": ends.low, "high": ends.high}
    bound = BoundMethod("anchored weighted_sum", weighted_sum, settings, describe(weighted_sum))
    return bound, [("anchors", "", text)] if labels else []


def slopes(bound: BoundMethod, problem: Problem) -> Floats | None:
    """Value that one unit of each rating adds before weights, (n,); None where value is not linear in the ratings."""
    form = bound.additive(problem.benefit)
    return None if form is None else form.slopes


def additive(bound: BoundMethod, problem: Problem) -> bool:
    """Whether value is a sum over the criteria in which no option matters to another."""
    form = bound.additive(problem.benefit)
    return form is not None and (form.slopes is not None or form.corners is not None)
