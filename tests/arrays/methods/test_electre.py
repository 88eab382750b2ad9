"""ELECTRE I and III against published numbers, and what their settings mean."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.methods import electre_i, electre_iii
from policymcda.arrays.methods.distillation import distillation
from policymcda.arrays.methods.electre_i import concordance, discordance, kernel
from policymcda.arrays.methods.electre_iii import credibility

UP = np.ones(2, bool)


def read(case):
    inputs = case["inputs"]
    return np.array(inputs["matrix"], float), np.array(inputs["weights"]), np.array(inputs["types"]) == 1


def direct(matrix, thresholds):
    """Thresholds by the value of the row, (m, 1, n)."""
    columns = [np.full(len(matrix), t) if kind == "abs" else t * matrix[:, j] for j, (kind, t) in enumerate(thresholds)]
    return np.stack(columns, axis=-1)[:, None]


def ranks_of(classes, options):
    """Competition ranks of a list of classes, the best first."""
    place = {name: 1 + sum(map(len, classes[:i])) for i, tied in enumerate(classes) for name in tied}
    return [place.get(f"A{option + 1}", 0) for option in range(options)]


def test_concordance_discordance_and_outranking_match_wang_and_triantaphyllou_2008(golden):
    case = golden("electre1_wang_triantaphyllou_2008_galway")
    problem = read(case)
    case.check("concordance", concordance(*problem))
    case.check("discordance", discordance(*problem, spread="largest"))
    relation = electre_i(*problem, agreement=0.75, objection=0.5, spread="largest")
    assert np.argwhere(relation & ~np.eye(5, dtype=bool)).tolist() == case["recomputed"]["outranking"]
    assert np.flatnonzero(kernel(relation)).tolist() == case["recomputed"]["kernel"]


def test_net_concordance_matches_soner_and_onut_2006(golden):
    case = golden("electre1_hwang_yoon_variant_soner_onut_2006")
    agrees = concordance(*read(case))
    assert_allclose(agrees, case["recomputed"]["concordance"], atol=1e-12)
    others = ~np.eye(5, dtype=bool)
    case.check("c_bar", agrees[others].mean())
    case.check("net_concordance", agrees.sum(axis=1) - agrees.sum(axis=0))


def test_without_ties_only_better_values_agree():
    matrix = np.array([[1.0, 2.0], [1.0, 1.0]])
    assert_allclose(concordance(matrix, np.array([0.4, 0.6]), UP), [[1, 1], [0.4, 1]])
    assert_allclose(concordance(matrix, np.array([0.4, 0.6]), UP, ties=False), [[1, 0.6], [0, 1]])


def test_discordance_is_a_share_of_what_the_spread_says():
    matrix, weights = np.array([[0.0, 40.0], [1.0, 20.0], [4.0, 0.0]]), np.array([0.5, 0.5])
    assert_allclose(discordance(matrix, weights, UP)[0], [0, 0.25, 1])
    assert_allclose(discordance(matrix, weights, UP, spread="largest")[0], [0, 0.025, 0.1])
    norms = np.sqrt([17.0, 2000.0])
    gaps = np.abs(matrix[0] - matrix[1]) / norms
    assert_allclose(discordance(matrix, weights, UP, spread="pair")[0, 1], gaps[0] / gaps.max())
    with pytest.raises(ValueError, match="no spread 'range', choose from criterion, largest, pair"):
        discordance(matrix, weights, UP, spread="range")


def test_a_concordance_that_is_the_threshold_but_for_rounding_is_enough():
    matrix, weights = np.array([[1.0, 1, 0], [0, 0, 0.1]]), np.array([0.1, 0.2, 0.7])
    assert electre_i(matrix, weights, np.ones(3, bool), agreement=0.3, objection=1.0)[0, 1]


def test_relations_are_vectorised_over_weights_and_matrices():
    rng = np.random.default_rng(0)
    matrix, weights = rng.random((6, 4, 3)), rng.dirichlet(np.ones(3), 6)
    benefit = np.array([True, False, True])
    for spread in ("criterion", "largest", "pair"):
        many = electre_i(matrix, weights, benefit, agreement=0.5, spread=spread)
        for i in range(6):
            assert_array_equal(many[i], electre_i(matrix[i], weights[i], benefit, agreement=0.5, spread=spread))
    assert electre_i(matrix[0], weights, benefit).shape == (6, 4, 4)


def test_the_kernel_outranks_what_it_leaves_out_and_nothing_in_itself():
    rng = np.random.default_rng(1)
    for _ in range(100):
        relation = np.triu(rng.random((7, 7)) < 0.3, 1)
        order = rng.permutation(7)
        relation = relation[np.ix_(order, order)]
        chosen = kernel(relation)
        assert not relation[np.ix_(chosen, chosen)].any()
        assert relation[chosen][:, ~chosen].any(axis=0).all()


def test_options_in_a_circle_are_in_the_kernel_together():
    relation = np.eye(4, dtype=bool)
    relation[[0, 1, 2, 2], [1, 2, 0, 3]] = True
    assert_array_equal(kernel(relation), [True, True, True, False])
    assert_array_equal(kernel(np.eye(1, dtype=bool)), [True])


@pytest.mark.parametrize("name", ["waste", "modified"])
def test_electre_iii_matches_wang_and_triantaphyllou_2008(golden, name):
    case = golden(f"electre3_wang_triantaphyllou_2008_{name}")
    matrix, weights, benefit = read(case)
    thresholds = {
        "indifference": direct(matrix, case["inputs"]["q"]),
        "preference": direct(matrix, case["inputs"]["p"]),
    }
    sigma = credibility(matrix, weights, benefit, **thresholds)
    others = ~np.eye(11, dtype=bool)
    assert_allclose(sigma[others], np.array(case["recomputed"]["credibility"])[others], atol=1e-12)
    down, up = distillation(sigma), distillation(sigma, ascending=True)
    assert up.tolist() == ranks_of(case["expected"]["ascending"], 11)
    assert down.tolist() == ranks_of(case["recomputed"]["descending"], 11)
    top = ranks_of(case["expected"].get("descending", case["expected"].get("descending_top6")), 11)
    assert all(printed in (0, found) for printed, found in zip(top, down, strict=True))
    by_level = distillation(sigma, cut="level")
    assert by_level.tolist() == ranks_of(case["recomputed"]["descending_s_of_lambda_variant"], 11)
    assert_allclose(electre_iii(matrix, weights, benefit, **thresholds), -(down + up) / 2)


def test_credibilities_match_wang_and_triantaphyllou_2008(golden):
    case = golden("electre3_wang_triantaphyllou_2008_waste")
    matrix, weights, benefit = read(case)
    q, p = (direct(matrix, case["inputs"][key]) for key in ("q", "p"))
    sigma = credibility(matrix, weights, benefit, indifference=q, preference=p)
    case.check("credibility_row1", sigma[0])
    case.check("credibility_row9", sigma[8])


def test_veto_matches_the_hand_evaluation(golden):
    case = golden("electre3_veto_unit")
    q, p, veto, veto2 = (np.array([t for _, t in case["inputs"][key]], float) for key in ("q", "p", "veto", "veto2"))
    some = credibility(*read(case), indifference=q, preference=p, veto=veto)
    case.check("sigma_ab", some[0, 1])
    full = credibility(*read(case), indifference=q, preference=p, veto=veto2)
    case.check("sigma_ab_full_veto", full[0, 1])
    none = credibility(*read(case), indifference=q, preference=p, veto=np.array([np.nan, np.nan]))
    assert_allclose(none[0, 1], 0.6)


def test_missing_thresholds_are_none_at_all():
    matrix, weights = np.array([[3.0, 1.0], [2.0, 5.0]]), np.array([0.3, 0.7])
    plain = credibility(matrix, weights, UP)
    assert_allclose(plain, [[1, 0.3], [0.7, 1]])
    nothing = np.array([np.nan, np.nan])
    assert_array_equal(credibility(matrix, weights, UP, indifference=nothing, preference=nothing), plain)
    assert_array_equal(credibility(matrix, np.zeros(2), UP), np.ones((2, 2)))
    far = np.array([[1.7e308, 0.0], [-1.7e308, 0.0]])
    assert_allclose(credibility(far, weights, UP, veto=np.array([np.inf, 1.0])), [[1, 1], [0.7, 1]])


def test_an_unknown_cut_lists_the_known():
    with pytest.raises(ValueError, match="no cut 'lambda', choose from credibility, level"):
        distillation(np.eye(2), cut="lambda")


def test_a_distillation_of_full_agreement_or_none_is_one_class():
    assert_array_equal(distillation(np.ones((3, 3))), [1, 1, 1])
    assert_array_equal(distillation(np.eye(3), ascending=True), [1, 1, 1])
