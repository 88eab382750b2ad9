"""The GAIA plane: what it keeps of the flows, and what it says of how much."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from policymcda import Problem, gaia, load, rank
from policymcda.arrays.ranking.gaia import components

flows = arrays(
    np.float64, st.tuples(st.integers(1, 8), st.integers(1, 6)), elements=st.floats(-1, 1).map(lambda x: round(x, 6))
)


@given(flows)
def test_all_axes_together_give_the_flows_back_and_their_variance(matrix: np.ndarray) -> None:
    options, criteria, shares = components(matrix)
    centred = matrix - matrix.mean(axis=0)
    assert_allclose(options @ criteria.T, centred, atol=1e-9)
    assert np.all(np.diff(shares) <= 1e-12)
    assert shares.sum() == pytest.approx(1 if np.abs(centred).max() > 1e-12 else 0)
    assert np.all(criteria.sum(axis=0) >= -1e-12)


def test_flow_is_what_promethee_ii_ranks_by() -> None:
    problem = load("cyber-policy")
    found = gaia(problem).table["flow"]
    assert_allclose(found, rank(problem, method="promethee_ii").table["score"], atol=1e-12)


def test_two_criteria_lie_in_the_plane_wholly_and_opposed_ones_point_apart() -> None:
    problem = Problem.from_tables(
        criteria={"criterion": ["reach", "price"], "direction": ["benefit", "cost"], "weight": [0.7, 0.3]},
        ratings={"option": ["a", "b", "c"], "reach": [1, 2, 3], "price": [1, 2, 3]},
    )
    result = gaia(problem)
    assert result.axes["explained"].tolist() == pytest.approx([1, 1])
    one, other = result.criteria[["x", "y"]].to_numpy()
    assert one @ other == pytest.approx(-np.linalg.norm(one) * np.linalg.norm(other))


def test_one_option_and_one_criterion_have_a_plane_of_zeros() -> None:
    problem = Problem.from_tables(
        criteria={"criterion": ["reach"], "direction": ["benefit"], "weight": [1]},
        ratings={"option": ["a"], "reach": [1]},
    )
    result = gaia(problem)
    assert result.table[["x", "y", "flow"]].to_numpy().tolist() == [[0, 0, 0]]
    assert result.axes["explained"].tolist() == [0, 0]
    assert "the plane shows 0% of the differences" in str(result)
    assert result.notes["code"].tolist() == ["little_explained"]


def test_groups_are_named_in_print() -> None:
    assert "rivals_with_ties: the plane shows" in str(gaia(load("cyber-policy")))
