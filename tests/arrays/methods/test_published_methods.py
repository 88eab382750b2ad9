"""Scoring methods against published numbers."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from policymcda.arrays.methods import METHODS, spotis, vikor, waspas, weighted_product, weighted_sum
from policymcda.arrays.methods.codas import distances
from policymcda.arrays.methods.vikor import compromise, utility_and_regret
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.scale import by_max, by_range, orient


def read(case):
    inputs = case["inputs"]
    return np.array(inputs["matrix"], float), np.array(inputs["weights"]), np.array(inputs["types"]) == 1


@pytest.mark.parametrize(
    ("name", "method", "key", "sign"),
    [
        ("aras_goswami_mitra_2020", "aras", "K", 1),
        ("cocoso_yazdani_2019", "cocoso", "score", 1),
        ("codas_badi_2017_supplier", "codas", "H", 1),
        ("codas_keshavarz_2016_example1", "codas", "H", 1),
        ("copras_goswami_mitra_2020", "copras", "N", 1),
        ("copras_uysal_inan_2022", "copras", "N", 1),
        ("edas_karabasevic_2018", "edas", "AS", 1),
        ("edas_ulutas_2017", "edas", "AS", 1),
        ("edas_yazdani_2020", "edas", "AS", 1),
        ("mabac_isik_2020", "mabac", "S", 1),
        ("mabac_pamucar_cirovic_2015", "mabac", "S", 1),
        ("mairca_aksoy_2021", "mairca", "score", -1),
        ("marcos_stevic_2020_healthcare", "marcos", "f", 1),
        ("marcos_ulutas_2020", "marcos", "f", 1),
        ("moora_siregar_2021", "moora", "y", 1),
        ("vikor_opricovic_tzeng_2004", "vikor", "Q", -1),
        ("vikor_tzeng_huang_ties", "vikor", "Q", -1),
        ("vikor_yang_wu_2020", "vikor", "Q", -1),
        ("waspas_chakraborty_2015", "waspas", "waspas", 1),
    ],
)
def test_scores_match_the_paper(golden, name, method, key, sign):
    case = golden(name)
    scores = METHODS[method](*read(case))
    case.check(key, sign * scores)
    if "rank" in case["expected"]:
        case.check("rank", ranks(scores))


def test_spotis_matches_dezert_et_al_2020(golden):
    case = golden("spotis_dezert_2020_example1")
    low, high = np.array(case["inputs"]["bounds"]).T
    scores = spotis(*read(case), low=low, high=high)
    case.check("score", -scores)
    case.check("rank", ranks(scores))


def test_weighted_sum_matches_afshari_et_al_2010(golden):
    case = golden("wsm_afshari_2010")
    scores = weighted_sum(*read(case), scale=by_max)
    case.check("score", scores)
    case.check("rank", ranks(scores))


def test_weighted_sum_of_ratings_as_they_are_matches_triantaphyllou_and_sanchez_1997(golden):
    case = golden("triantaphyllou_sanchez_1997_wsm")
    matrix, weights = np.array(case["inputs"]["matrix"]), np.array(case["inputs"]["weights"])
    case.check("preferences", weighted_sum(matrix, weights, np.ones(4, bool), scale=np.positive))


def test_waspas_runs_from_the_product_to_the_sum_of_chakraborty_et_al_2015(golden):
    case = golden("waspas_chakraborty_2015")
    assert_allclose(waspas(*read(case), additive=1.0), case["recomputed"]["wsm"], atol=1e-12)
    assert_allclose(waspas(*read(case), additive=0.0), case["recomputed"]["wpm"], atol=1e-12)
    assert_allclose(weighted_product(*read(case)), case["recomputed"]["wpm"], atol=1e-12)


def test_codas_distances_match_keshavarz_et_al_2016(golden):
    case = golden("codas_keshavarz_2016_example1")
    euclidean, taxicab = distances(*read(case))
    case.check("E", euclidean)
    case.check("T", taxicab)


def test_mabac_border_matches_pamucar_and_cirovic_2015(golden):
    case = golden("mabac_pamucar_cirovic_2015")
    matrix, weights, benefit = read(case)
    raised = orient(by_range(matrix), benefit) + 1
    border = np.prod(weights * raised, axis=0) ** (1 / len(matrix))
    case.check("G", border)
    assert_allclose(METHODS["mabac"](matrix, weights, benefit), np.sum(weights * raised - border, axis=1), atol=1e-14)


@pytest.mark.parametrize("name", ["vikor_opricovic_tzeng_2004", "vikor_tzeng_huang_ties"])
def test_the_compromise_of_vikor_matches(golden, name):
    case = golden(name)
    utility, regret = utility_and_regret(*read(case))
    case.check("S", utility)
    case.check("R", regret)
    proposed = compromise(*read(case))
    case.check("C1", proposed.advantage)
    case.check("C2", proposed.stability)
    case.check("compromise", np.flatnonzero(proposed.options))


def test_a_compromise_follows_the_two_conditions_of_opricovic_and_tzeng_2004():
    found, rng = set(), np.random.default_rng(0)
    for options in [5, 9, 17, 33] * 150:
        weights = rng.dirichlet(np.ones(3))
        matrix = rng.random((options, 3))
        benefit = np.ones(3, bool)
        chosen = compromise(matrix, weights, benefit)
        gaps = np.sort(-vikor(matrix, weights, benefit))
        gaps -= gaps[0]
        place = ranks(vikor(matrix, weights, benefit))
        found.add((bool(chosen.advantage), bool(chosen.stability)))
        if chosen.advantage and not chosen.stability:
            assert np.array_equal(chosen.options, place <= 2)
        elif chosen.advantage:
            assert np.array_equal(chosen.options, place == 1)
            assert gaps[1] >= 1 / (options - 1) - 1e-9
        else:
            assert chosen.options.sum() == np.sum(gaps < 1 / (options - 1) - 1e-9)
    assert found == {(True, True), (True, False), (False, True), (False, False)}


def test_a_compromise_is_found_for_many_weights_at_once_and_for_one_option():
    rng = np.random.default_rng(2)
    matrix, weights, benefit = rng.random((5, 3)), rng.dirichlet(np.ones(3), 40), np.array([True, False, True])
    many = compromise(matrix, weights, benefit)
    for i in range(40):
        one = compromise(matrix, weights[i], benefit)
        assert np.array_equal(many.options[i], one.options)
        assert (many.advantage[i], many.stability[i]) == (one.advantage, one.stability)
    alone = compromise(matrix[:1], weights[0], benefit)
    assert alone.options.tolist() == [True]
    assert alone.advantage
    assert alone.stability
