"""Several stakeholders' judgements and priorities."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda.arrays.weights.consistency_indices import geometric_consistency_index
from policymcda.arrays.weights.group import (
    aggregate_judgements,
    aggregate_priorities,
    compatibility,
    distance,
    mean_by_stakeholder,
    spread,
)
from policymcda.arrays.weights.pairwise import eigenvector, geometric_mean

seeds = st.integers(0, 2**32 - 1)


def random(seed, stakeholders, n):
    upper = np.triu(np.exp(np.random.default_rng(seed).normal(0, 1, (stakeholders, n, n))), 1)
    return upper + np.swapaxes(np.divide(1, upper, out=np.zeros_like(upper), where=upper > 0), -1, -2) + np.eye(n)


@pytest.mark.parametrize(
    ("case", "stakeholder_weight", "names"),
    [
        ("ahp_group_escobar_2015_three_dm", "equal", ("aij_equal", "gci_equal", "gcompi_equal")),
        ("ahp_group_escobar_2015_three_dm", "councillors", ("aij_weighted", "gci_weighted", "gcompi_weighted")),
        ("ahp_group_escobar_2015_four_dm", None, ("aij", "aij_gci", "gcompi")),
    ],
)
def test_group_priorities_and_compatibility_match_escobar_and_others_2015(case, stakeholder_weight, names, golden):
    case = golden(case)
    matrices = np.array(list(case["inputs"]["matrices"].values()))
    stakeholder_weight = np.array(
        case["inputs"]["dm_weights"][stakeholder_weight] if stakeholder_weight else case["inputs"]["dm_weights"]
    )
    together = aggregate_judgements(matrices, stakeholder_weight)
    priorities = geometric_mean(together)
    case.check(names[0], priorities)
    case.check(names[1], geometric_consistency_index(together))
    case.check(names[2], mean_by_stakeholder(compatibility(matrices, priorities), stakeholder_weight))


def test_who_opposes_the_others_is_farthest(golden):
    case = golden("ahp_group_escobar_2015_four_dm")
    matrices, stakeholder_weight = np.array(list(case["inputs"]["matrices"].values())), np.ones(4)
    case.check("np_weights", geometric_mean(matrices[3]))
    apart = distance(geometric_mean(matrices), geometric_mean(aggregate_judgements(matrices, stakeholder_weight)))
    assert list(case["inputs"]["matrices"])[np.argmax(apart)] == "NP"


def test_judgements_and_priorities_aggregate_as_forman_and_peniwati_1998_define(golden):
    case = golden("group_ahp_aij_aip_3x3")
    matrices = np.array([[[float(Fraction(v)) for v in row] for row in one] for one in case["inputs"]["matrices"]])
    stakeholder_weight = np.array(case["inputs"]["dm_weights"])
    alone, _ = eigenvector(matrices)
    case.check("individual", alone)
    case.check("aij_matrix", aggregate_judgements(matrices, stakeholder_weight))
    case.check("aij", eigenvector(aggregate_judgements(matrices, stakeholder_weight))[0])
    case.check("aip_geometric", aggregate_priorities(alone, stakeholder_weight))
    case.check("aip_arithmetic", aggregate_priorities(alone, stakeholder_weight, "arithmetic"))


@given(seeds, st.integers(1, 6), st.integers(1, 7))
def test_aij_is_geometric_aip_under_the_geometric_mean(seed, stakeholders, n):
    matrices, stakeholder_weight = (
        random(seed, stakeholders, n),
        np.random.default_rng(seed).uniform(0.1, 5, stakeholders),
    )
    together = aggregate_judgements(matrices, stakeholder_weight)
    assert_allclose(together * together.T, 1, rtol=1e-12)
    assert_allclose(
        geometric_mean(together), aggregate_priorities(geometric_mean(matrices), stakeholder_weight), rtol=1e-10
    )


@given(seeds, st.integers(2, 5))
def test_only_the_proportions_of_the_say_matter(seed, stakeholders):
    matrices, stakeholder_weight = (
        random(seed, stakeholders, 4),
        np.random.default_rng(seed).uniform(0.1, 5, stakeholders),
    )
    assert_allclose(
        aggregate_judgements(matrices, stakeholder_weight),
        aggregate_judgements(matrices, 7 * stakeholder_weight),
        rtol=1e-10,
    )
    priorities = geometric_mean(matrices)
    for mean in ("geometric", "arithmetic"):
        assert_allclose(
            aggregate_priorities(priorities, stakeholder_weight, mean),
            aggregate_priorities(priorities, 7 * stakeholder_weight, mean),
        )


def test_a_judgement_that_some_did_not_make_is_the_mean_of_the_others():
    matrices = random(2, 3, 3)
    matrices[0, 0, 1] = matrices[0, 1, 0] = np.nan
    matrices[:, 1, 2] = matrices[:, 2, 1] = np.nan
    together = aggregate_judgements(matrices, np.array([5.0, 1, 1]))
    assert_allclose(together[0, 1], np.sqrt(matrices[1, 0, 1] * matrices[2, 0, 1]))
    assert np.isnan(together[1, 2])
    assert np.all(np.isfinite(compatibility(matrices, np.full(3, 1 / 3))))


def test_those_who_agree_are_compatible_and_not_spread():
    weights = np.array([0.5, 0.3, 0.2])
    matrices = np.repeat((weights[:, None] / weights)[None], 4, axis=0)
    assert_allclose(compatibility(matrices, weights), 0, atol=1e-15)
    assert_allclose(spread(np.repeat(weights[None], 4, axis=0), np.ones(4)), 1)
    assert_allclose(distance(np.repeat(weights[None], 4, axis=0), weights), 0, atol=1e-15)
    assert_allclose(compatibility(np.ones((4, 2, 2)), np.array([0.5, 0.5])), 0)


def test_spread_is_the_factor_by_which_priorities_differ():
    priorities = np.array([[0.8, 0.2], [0.2, 0.8]])
    assert_allclose(spread(priorities, np.array([3, 3])), [2, 2])


def test_leading_axes_are_groups_of_countries_say():
    matrices = random(1, 6, 4).reshape(2, 3, 4, 4)
    stakeholder_weight = np.array([1.0, 2, 3])
    both = aggregate_judgements(matrices, stakeholder_weight)
    assert_allclose(both, [aggregate_judgements(one, stakeholder_weight) for one in matrices])
    assert compatibility(matrices, geometric_mean(both)).shape == (2, 3)
    assert distance(geometric_mean(matrices), geometric_mean(both)).shape == (2, 3)


def test_compatibility_is_the_mean_over_the_judgements_that_were_made():
    """By hand: two of the three pairs are judged, 3 and 5, against priorities of 0.5, 0.25, 0.25."""
    gap = np.nan
    compared = np.array([[1, 3, gap], [1 / 3, 1, 5], [gap, 1 / 5, 1]])
    found = compatibility(compared[None], np.array([0.5, 0.25, 0.25]))
    squares = (np.log(3) - np.log(2)) ** 2 + np.log(5) ** 2
    assert_allclose(found, [3 * squares / 2])
