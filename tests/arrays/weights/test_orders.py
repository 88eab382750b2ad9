"""Weights from an order, with or without the size of its steps."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from policymcda.arrays.weights.rank_order import rank_order_centroid, rank_reciprocal, rank_sum
from policymcda.arrays.weights.steps import fucom, revised_simos, swara

seeds = st.integers(0, 2**32 - 1)
BY_ORDER = {"roc": rank_order_centroid, "rs": rank_sum, "rr": rank_reciprocal}


@pytest.mark.parametrize("n", [2, 3, 4])
@pytest.mark.parametrize("name", BY_ORDER)
def test_weights_by_place_match_barron_and_barrett_1996(name, n, golden):
    golden("rank_weights_n2_to_4").check(f"{name}_{n}", BY_ORDER[name](np.arange(1, n + 1)))


def test_centroid_is_the_mean_of_all_weights_in_that_order():
    drawn = np.sort(np.random.default_rng(1).dirichlet(np.ones(4), 200_000), axis=-1)[:, ::-1]
    assert_allclose(rank_order_centroid(np.arange(1, 5)), drawn.mean(axis=0), atol=1e-3)


@pytest.mark.parametrize("method", BY_ORDER.values())
def test_tied_criteria_share_the_mean_of_the_places_they_take(method):
    places = method(np.arange(1, 6))
    assert_allclose(
        method(np.array([2, 1, 2, 2, 7])), [*[places[1:4].mean()], places[0], *[places[1:4].mean()] * 2, places[4]]
    )
    assert_allclose(method(np.zeros(5)), np.full(5, 0.2))


@pytest.mark.parametrize("method", BY_ORDER.values())
@given(seed=seeds, n=st.integers(1, 9))
def test_weights_follow_the_order_and_sum_to_one(method, seed, n):
    positions = np.random.default_rng(seed).integers(1, n + 1, (3, n))
    weights = method(positions)
    assert_allclose(weights.sum(axis=-1), 1)
    for position, weight in zip(positions, weights, strict=True):
        assert all(a >= b - 1e-15 for a, b in pairwise(weight[np.argsort(position, kind="stable")]))
        assert_allclose(method(10 * position + 3), weight)


def test_revised_simos_matches_figueira_and_roy_2002(golden):
    case = golden("srf_figueira_roy_2002")
    groups = case["inputs"]["groups_least_to_most"]
    levels = np.array([level for level, group in enumerate(groups) for _ in group])
    names = [name for group in groups for name in group]
    weights = revised_simos(levels, np.array(case["inputs"]["blank_cards_between"]), case["inputs"]["z"])
    for name, weight in zip(names, weights, strict=True):
        assert_allclose(
            100 * weight, case["expected"]["weights_percent"][name], rtol=0, atol=case["tolerance"]["weights_percent"]
        )
        assert_allclose(100 * weight, case["recomputed"]["weights_percent"][name], atol=1e-9)
    least = [weights[names.index(group[0])] / weights[0] for group in groups]
    case.check("k", least)


def test_cards_on_one_level_weigh_the_same():
    assert_allclose(revised_simos(np.zeros(3, dtype=int), np.array([]), 5.0), np.full(3, 1 / 3))
    assert_allclose(revised_simos(np.array([1, 0]), np.array([4]), 3.0), [0.75, 0.25])


def test_swara_matches_kersuliene_and_others_2010(golden):
    case = golden("swara_kersuliene_2010")
    weights = swara(np.array(case["inputs"]["s"]))
    case.check("weights", weights)
    case.check("q", weights / weights[0])


def test_a_swara_step_of_zero_is_equal_importance_and_the_first_is_not_used():
    assert_allclose(swara(np.array([9.0, 0, 0])), np.full(3, 1 / 3))
    assert_allclose(swara(np.array([[0, 1.0, 0], [0, 0, 1.0]])), [[0.5, 0.25, 0.25], [0.4, 0.4, 0.2]])


def test_fucom_matches_pamucar_and_others_2018(golden):
    case = golden("fucom_pamucar_2018_car")
    phi = np.array(case["inputs"]["phi"], dtype=float)
    weights, chi = fucom(phi)
    case.check("weights", weights)
    assert chi == 0
    again, chi = fucom(phi, phi[:-1] * phi[1:])
    case.check("weights", again)
    assert_allclose(chi, 0, atol=1e-12)


def test_fucom_of_three_criteria_is_its_closed_form():
    # a/b = 2, b/c = 2 and a/c = 3: the least deviation x has (2 - x)(2 - x) = 3 + x, so x = (5 - sqrt(21)) / 2
    weights, chi = fucom(np.array([2.0, 2.0]), np.array([3.0]))
    assert_allclose(chi, (5 - np.sqrt(21)) / 2, atol=1e-9)
    assert_allclose(weights[:-1] / weights[1:], 2 - chi, atol=1e-7)


@given(seeds, st.integers(3, 7))
def test_no_weights_deviate_less_than_those_of_fucom(seed, n):
    rng = np.random.default_rng(seed)
    ratios, apart = rng.uniform(1, 4, n - 1), rng.uniform(1, 9, n - 2)
    weights, chi = fucom(ratios, apart)

    def deviation(w):
        return max(np.max(np.abs(w[:-1] / w[1:] - ratios)), np.max(np.abs(w[:-2] / w[2:] - apart)))

    assert_allclose(weights.sum(), 1)
    assert_allclose(deviation(weights), chi, atol=1e-9)
    near = weights * np.exp(rng.normal(0, 0.02, (300, n)))
    assert min(map(deviation, near)) >= chi - 1e-7
