"""Fuzzy, interval and group TOPSIS against published numbers."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.methods import fuzzy_topsis, group_topsis, interval_topsis, of_kind, topsis
from policymcda.arrays.methods.fuzzy_topsis import fuzzy_closeness
from policymcda.arrays.methods.interval_topsis import interval_closeness, interval_distances, interval_scaled
from policymcda.arrays.ranking.ranks import ranks

INTERVAL_METHODS = of_kind("interval")


def test_fixed_ideals_match_chen_2000_as_recomputed_from_its_own_tables(golden):
    case = golden("fuzzy_topsis_chen_2000")
    corners, weights = np.array(case["inputs"]["matrix"], float), np.array(case["inputs"]["weights"])
    scores = fuzzy_closeness(corners, weights, np.ones(5, bool))
    case.check("closeness", scores)
    case.check("rank", ranks(scores))
    assert_allclose(scores, case["recomputed"]["closeness"], atol=1e-11)


def test_distances_match_chen_2000(golden):
    case = golden("fuzzy_topsis_chen_2000")
    corners, weights = np.array(case["inputs"]["matrix"], float), np.array(case["inputs"]["weights"])
    weighted = corners / corners.max(axis=(0, 2), keepdims=True) * weights
    case.check("d_plus", np.sqrt(((weighted - 1) ** 2).mean(axis=2)).sum(axis=1))
    case.check("d_minus", np.sqrt((weighted**2).mean(axis=2)).sum(axis=1))


def test_observed_ideals_match_ecer_2007_on_trapezoids(golden):
    case = golden("fuzzy_topsis_ecer_2007_trapezoidal")
    corners, weights = np.array(case["inputs"]["matrix"], float), np.array(case["inputs"]["weights"])
    scores = fuzzy_closeness(corners, weights, np.ones(6, bool), ideals="observed")
    case.check("closeness", scores)
    case.check("rank", ranks(scores))


def test_observed_ideals_match_nihan_2011_on_two_experts(golden):
    case = golden("fuzzy_topsis_nihan_2011_bank")
    inputs = case["inputs"]

    def pooled(one, two):
        both = np.array([inputs[one], inputs[two]], float)
        return np.stack([both[..., 0].min(axis=0), both[..., 1].mean(axis=0), both[..., 2].max(axis=0)], axis=-1)

    scores = fuzzy_closeness(pooled("dm1", "dm2"), pooled("w1", "w2"), np.ones(5, bool), ideals="observed")
    case.check("closeness", scores)
    case.check("rank", ranks(scores))


def test_a_fuzzy_cost_is_the_least_corner_over_each():
    low, mode, high = (np.array([[x, 1.0], [y, 1.0]]) for x, y in ((2.0, 4.0), (3.0, 5.0), (4.0, 8.0)))
    scores = fuzzy_topsis(low, mode, high, np.array([1.0, 0.0]), np.array([False, True]))
    scaled = np.array([[2 / 4, 2 / 3, 2 / 2], [2 / 8, 2 / 5, 2 / 4]])
    to_ideal = np.sqrt(((scaled - 1) ** 2).mean(axis=1)) + 1
    to_worst = np.sqrt((scaled**2).mean(axis=1))
    assert_allclose(scores, to_worst / (to_ideal + to_worst))


def test_many_fuzzy_weights_are_one_by_one():
    rng = np.random.default_rng(0)
    corners = np.sort(rng.random((4, 3, 3)) + 0.1, axis=-1)
    weights, benefit = rng.dirichlet(np.ones(3), 700), np.array([True, False, True])
    for ideals in ("fixed", "observed"):
        many = fuzzy_topsis(*np.moveaxis(corners, -1, 0), weights, benefit, ideals=ideals)
        one = [fuzzy_topsis(*np.moveaxis(corners, -1, 0), each, benefit, ideals=ideals) for each in weights]
        assert_allclose(many, one, rtol=1e-12)


def test_unknown_ideals_and_means_list_the_known():
    with pytest.raises(ValueError, match="no ideals 'best', choose from fixed, observed"):
        fuzzy_topsis(np.ones((2, 1)), np.ones((2, 1)), np.ones((2, 1)), np.ones(1), np.ones(1, bool), ideals="best")
    with pytest.raises(ValueError, match="no mean 'median', choose from geometric, arithmetic"):
        group_topsis(np.ones((2, 2, 1)), np.ones(1), np.ones(1, bool), mean="median")


@pytest.fixture
def factory(golden):
    case = golden("interval_topsis_jahanshahloo_2009_date_factory")
    inputs = case["inputs"]
    return case, (np.array(inputs["lower"], float), np.array(inputs["upper"], float)), np.array(inputs["types"]) == 1


def test_interval_topsis_matches_jahanshahloo_et_al_2009(factory):
    case, (low, high), benefit = factory
    case.check("normalized_low", interval_scaled(low, high)[0])
    case.check("normalized_high", interval_scaled(low, high)[1])
    least, most = interval_closeness(low, high, np.ones(4), benefit)
    case.check("score_low", least)
    case.check("score_high", most)
    middle = INTERVAL_METHODS["interval_topsis_2009"](low, low, high, np.ones(4), benefit)
    assert_allclose(middle, case["recomputed"]["midpoint"], atol=1e-11)
    case.check("rank", ranks(middle))
    near_ideal, far_ideal, near_anti, far_anti = interval_distances(low, high, np.ones(4), benefit)
    case.check("city2_distances", [far_ideal[1], near_ideal[1], far_anti[1], near_anti[1]])


def test_interval_topsis_of_2006_matches_its_recomputation(factory):
    case, (low, high), benefit = factory
    scores = interval_topsis(low, low, high, np.ones(4), benefit)
    assert_allclose(scores, case["recomputed"]["closeness_2006_algorithm"], atol=1e-11)
    assert_array_equal(ranks(scores), case["recomputed"]["rank_2006_algorithm"])


@pytest.mark.parametrize("name", ["interval_topsis", "interval_topsis_2009"])
def test_intervals_without_width_are_plain_topsis(name):
    rng = np.random.default_rng(0)
    matrix, weights, benefit = rng.random((5, 3)), rng.dirichlet(np.ones(3), 4), np.array([True, False, True])
    crisp = INTERVAL_METHODS[name](matrix, matrix, matrix, weights, benefit)
    assert_allclose(crisp, topsis(matrix, weights, benefit), rtol=1e-12)


@pytest.mark.parametrize("name", sorted(INTERVAL_METHODS))
def test_options_alike_alone_or_huge_have_a_score(name):
    method, weights, benefit = INTERVAL_METHODS[name], np.full(2, 0.5), np.array([True, False])
    low = np.array([[1.0, 2.0], [3.0, 4.0], [2.0, 2.0]])
    scores = method(low, low * 1.5, low * 2, weights, benefit)
    for factor in (1e-300, 1e300):
        assert_allclose(method(low * factor, low * 1.5 * factor, low * 2 * factor, weights, benefit), scores, rtol=1e-9)
    alike = np.full((3, 2), 4.0)
    assert np.ptp(method(alike, alike, alike + 1, weights, benefit)) == 0
    assert np.isfinite(method(low[:1], low[:1], low[:1] + 1, weights, benefit)).all()
    assert np.isfinite(method(0 * low, 0 * low, 0 * low, weights, benefit)).all()
    assert_allclose(method(alike[:1], alike[:1], alike[:1], 0 * weights, benefit), 0.5 if "interval" in name else 0)


@pytest.mark.parametrize("name", sorted(INTERVAL_METHODS))
def test_moving_an_interval_up_does_not_lower_the_score(name):
    rng = np.random.default_rng(3)
    benefit = np.array([True, False])
    for _ in range(40):
        low, weights = rng.random((4, 2)) + 0.5, rng.dirichlet(np.ones(2))
        before = INTERVAL_METHODS[name](low, low + 0.1, low + 0.3, weights, benefit)
        moved = low + np.where(benefit, 0.05, -0.05) * (np.arange(4) == 0)[:, None]
        after = INTERVAL_METHODS[name](moved, moved + 0.1, moved + 0.3, weights, benefit)
        assert ranks(after)[0] <= ranks(before)[0]


@pytest.mark.parametrize("mean", ["geometric", "arithmetic"])
def test_averaged_separations_follow_shih_shyur_and_lee_2007(golden, mean):
    case = golden("group_topsis_two_experts_ratings_aggregation")
    inputs = case["inputs"]
    matrices = np.array([inputs["matrix1"], inputs["matrix2"]], float)
    benefit, weights = np.array(inputs["types"]) == 1, np.array(inputs["weights"])
    scores = group_topsis(matrices, weights, benefit, mean=mean)
    assert_allclose(scores, case["recomputed"][f"closeness_separations_{mean}"], atol=1e-11)
    own = np.stack([weights, weights])
    assert_allclose(group_topsis(matrices, own, benefit, mean=mean, shares=np.array([3.0, 3.0])), scores, rtol=1e-12)


def test_a_member_with_all_the_say_decides_alone():
    rng = np.random.default_rng(0)
    matrices, weights, benefit = rng.random((2, 4, 3)), rng.random(3), np.array([True, False, True])
    scores = group_topsis(matrices, weights, benefit, shares=np.array([1.0, 0.0]), mean="arithmetic")
    assert_allclose(scores, topsis(matrices[0], weights, benefit), rtol=1e-12)


@pytest.mark.parametrize("name", sorted(INTERVAL_METHODS))
def test_many_ratings_and_many_weights_give_the_scores_of_one_by_one(name):
    rng = np.random.default_rng(3)
    low, mode, high = np.sort(rng.uniform(1, 9, (3, 6, 5, 4)), axis=0)
    weights, benefit = rng.dirichlet(np.ones(4), 6), np.array([True, False, True, True])
    many, one = (low, mode, high), (low[0], mode[0], high[0])
    for settings in ({}, {"ideals": "observed"}) if name == "fuzzy_topsis" else ({},):
        for corners, each in ((many, weights[0]), (one, weights), (many, weights)):
            together = INTERVAL_METHODS[name](*corners, each, benefit, **settings)
            for i in range(6):
                own = [part[i] if part.ndim > 2 else part for part in corners]
                alone = INTERVAL_METHODS[name](*own, each[i] if each.ndim > 1 else each, benefit, **settings)
                assert_allclose(together[i], alone, rtol=1e-12)
