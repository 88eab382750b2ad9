"""Synthesis: from local weights and priorities to global ones."""

from fractions import Fraction

import numpy as np
import pytest
from numpy.testing import assert_allclose

from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.weights.hierarchy import distributive, global_weights, ideal
from policymcda.arrays.weights.pairwise import eigenvector


@pytest.mark.parametrize(
    ("case", "key"),
    [
        ("ahp_haas_meixner_cars", "distributive"),
        ("ahp_house_saaty_1990", "distributive"),
        ("ahp_leader_wikipedia", "distributive"),
        ("ahp_school_selection", "composite"),
    ],
)
def test_distributive_scores_match_the_published_ones(case, key, golden):
    case = golden(case)
    weights, _ = eigenvector(np.array(case["inputs"]["matrix"]))
    priorities, _ = eigenvector(np.array(case["inputs"]["local"]))
    case.check(key, distributive(priorities, weights))
    if "rank" in case["expected"]:
        case.check("rank", ranks(distributive(priorities, weights)))
    if "ideal" in case["recomputed"]:
        assert_allclose(ideal(priorities, weights), case["recomputed"]["ideal"], atol=1e-9)


def test_a_copy_of_an_option_reverses_the_distributive_order_and_not_the_ideal_one(golden):
    case = golden("ahp_belton_gear_1983_rank_reversal")
    weights = np.full(3, 1 / 3)
    three, four = (
        np.array(list(case["inputs"][key].values())) for key in ("consistent_priorities_abc", "copy_of_B_added")
    )
    found = {}
    for count, values in (("3", three), ("4", four)):
        local, _ = eigenvector(values[:, :, None] / values[:, None, :])
        found["eigen" + count], found["ideal" + count] = distributive(local, weights), ideal(local, weights)
        case.check("eigen" + count, found["eigen" + count])
        case.check("ideal" + count, found["ideal" + count])
    exact = [float(Fraction(value)) for value in case["expected"]["exact_eigen3"]]
    assert_allclose(found["eigen3"], exact, rtol=0, atol=1e-12)
    assert found["eigen3"][1] > found["eigen3"][0]
    assert found["eigen4"][1] < found["eigen4"][0]
    assert found["ideal4"][1] > found["ideal4"][0]


def test_global_weights_of_leaves_sum_to_one_over_several_levels():
    parent = np.array([-1, -1, 0, 0, 1, 1, 1, 2, 2])
    local = np.array([[0.7, 0.3, 0.4, 0.6, 0.2, 0.3, 0.5, 0.9, 0.1], [0.5, 0.5, 0.5, 0.5, 0.2, 0.2, 0.6, 0.5, 0.5]])
    weights = global_weights(local, parent)
    leaf_criteria = [3, 4, 5, 6, 7, 8]
    assert_allclose(weights[:, leaf_criteria].sum(axis=-1), 1)
    assert_allclose(weights[0, [7, 3, 6]], [0.7 * 0.4 * 0.9, 0.7 * 0.6, 0.3 * 0.5])
