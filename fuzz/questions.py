"""What is asked of an input that is read: a ranking, one question more, and the way out and back in."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from typing import Any

from policymcda import Problem, compare, dominance, rank, stability, weighting

FORMATS = 60
"""Characters in a line of text."""

ASKED: tuple[Callable[[Problem], Any], ...] = (
    stability,
    dominance,
    lambda problem: compare(problem, ["weighted_sum", "vikor", "promethee_ii"]),
    weighting.resolve,
    lambda problem: rank(problem, method="weighted_product", weights="equal", unknown="worst", screen=True),
)


def ask(problem: Problem) -> object:
    """A ranking and one question, chosen by the problem itself so that the same input is asked the same."""
    if sum(len(grid.options) for grid in problem.grids.values()) > 200:
        return problem  # what is asked of it takes time in proportion to it
    again = Problem.from_dict(json.loads(json.dumps(problem.to_dict())))
    if again.fingerprint != problem.fingerprint:
        raise AssertionError("a problem that is written and read again is another one")
    chosen = ASKED[zlib.crc32(problem.fingerprint.encode()) % len(ASKED)]
    results = [rank(problem), chosen(problem)]
    for result in results:
        json.dumps(result.to_dict(), allow_nan=False)
        result.to_text(FORMATS)
    return results
