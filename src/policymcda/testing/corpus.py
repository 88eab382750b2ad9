"""Pinned counter-examples: cases on which some sound method breaks a property, found by search.

Some are rare (CODAS against dominance: 16 in 2.4 million), and random trials alone would now meet them and now not. Every
method is tried on all of them, so a verdict does not depend on the seed where the property is known to be in danger.
"""

from collections.abc import Iterator

import numpy as np

from policymcda.testing.sample_cases import Case

PINNED: tuple[tuple[str, list[list[float]], list[float], list[bool]], ...] = (
    ("VIKOR: own rank", [[1, 9], [9, 9], [7, 3], [1.25, 11.25]], [0.53, 0.47], [True, True]),
    ("ELECTRE III: constant column", [[2, 4], [2, 3.2]], [0.74, 0.26], [True, False]),
    (
        "ELECTRE III: own score",
        [[4, 2, 9], [2, 4, 4], [8, 2, 7], [6, 3, 1], [1, 7, 1]],
        [0.19, 0.15, 0.66],
        [True, True, True],
    ),
    (
        "ELECTRE III: own rank",
        [[1, 9, 6], [4, 7, 5], [9, 6, 9], [7, 2, 3], [1, 4, 4]],
        [0.1, 0.16, 0.74],
        [True, False, True],
    ),
    ("COPRAS: constant column", [[8, 5], [4, 1], [9, 5]], [0.69, 0.31], [True, False]),
    (
        "COPRAS: own score",
        [[12.52, 2.31, 1.57], [0.59, 5.92, 0.8], [0.55, 0.68, 1.03], [12.52, 2.31, 1.96]],
        [0.63, 0.05, 0.32],
        [False, False, True],
    ),
    (
        "COPRAS: own rank",
        [
            [7.76, 0.44, 6.24, 0.61],
            [0.14, 2.78, 0.16, 0.98],
            [3.71, 3.21, 2.05, 0.71],
            [1.04, 0.24, 0.52, 0.42],
            [0.42, 2.4, 0.6, 0.45],
            [9.71, 0.44, 4.99, 0.76],
        ],
        [0.37, 0.04, 0.33, 0.26],
        [True, False, False, True],
    ),
    ("CODAS: own score and rank", [[7, 7], [8, 5], [5.6, 5.6]], [0.37, 0.63], [False, False]),
    ("CODAS: dominance", [[2, 9], [6, 8], [1, 1], [3, 9]], [0.31, 0.69], [True, True]),
    ("CoCoSo: own score", [[1.05, 3.64], [1.77, 1.81], [1.31, 4.56]], [0.96, 0.04], [True, True]),
    ("CoCoSo: own rank", [[0.14, 1.05], [2.05, 0.53], [0.18, 1.32]], [0.54, 0.46], [True, True]),
)
"""What breaks which property, matrix, weights, and whether more is better."""


def pinned_cases() -> Iterator[Case]:
    """The pinned cases, always the same."""
    for _, matrix, weights, benefit in PINNED:
        yield Case(np.array(matrix, dtype=float), np.array(weights), np.array(benefit))
