"""From evidence to distributions: which ratings are drawn, and how."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda import Problem, load
from policymcda.arrays.sampling.sobol import Net
from policymcda.uncertainty import DRAWN, distributions

CRITERIA = {"criterion": ["a", "b", "c", "d", "e"], "direction": ["benefit"] * 5, "low": [0.0] * 5, "high": [12.0] * 5}
ROWS = [
    {"criterion": "a", "low": 0, "mode": 3, "high": 12, "evidence": "direct"},
    {"criterion": "b", "low": 0, "mode": None, "high": 12, "evidence": "none"},
    {"criterion": "c", "low": None, "mode": 6, "high": None, "sd": 1, "evidence": "inferred"},
    {"criterion": "d", "low": None, "mode": 7, "high": None, "sd": 0, "evidence": "inferred"},
    {"criterion": "e", "low": 5, "mode": None, "high": 5, "evidence": "none"},
]


@pytest.fixture(scope="module")
def grid():
    problem = Problem.from_tables(criteria=CRITERIA, ratings=[{"option": "one", **row} for row in ROWS])
    return problem.grids["all"]


def test_evidence_decides_the_distribution_of_each_rating(grid):
    cells = distributions(grid)
    assert cells.cells == 3
    matrices = cells.draw(Net(0, 0, 3).block())[:, 0]
    assert_allclose(matrices.mean(axis=0), [5, 6, 6, 7, 5], atol=5e-3)
    assert_allclose(matrices.var(axis=0), [(9 + 144 - 36) / 18, 12, 1, 0, 0], atol=5e-3)


def test_what_is_not_drawn_keeps_its_mode(grid):
    fixed = distributions(grid, "fixed")
    assert fixed.cells == 0
    assert_array_equal(fixed.mode, [[3, 6, 6, 7, 5]])  # without a mode the middle of what is not known
    unknown = distributions(grid, "unknown")
    assert unknown.cells == 1
    values = unknown.draw(Net(0, 0, 1).block())[:, 0]
    assert_array_equal(values[:, [0, 2, 3, 4]], np.tile([3.0, 6, 7, 5], (len(values), 1)))


def test_in_the_shipped_case_every_interval_is_drawn_and_only_what_has_no_evidence_is_flat():
    for grid in load("cyber-policy").grids.values():
        counts = {ratings: distributions(grid, ratings).cells for ratings in DRAWN}
        assert counts == {
            "drawn": np.count_nonzero(grid.width),
            "fixed": 0,
            "unknown": np.count_nonzero(grid.unknown),
        }
        assert_array_equal(distributions(grid).flat, grid.unknown)


def test_another_word_is_refused(grid):
    with pytest.raises(ValueError, match=r"no ratings 'draw'.*drawn"):
        distributions(grid, "draw")
