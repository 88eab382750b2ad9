"""How alike rankings are, against the published numbers and scipy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from policymcda.arrays.ranking import rank_similarity
from policymcda.arrays.ranking.rank_similarity import kendall_tau, kendall_w, mid_ranks, spearman, weighted_spearman, ws


@pytest.mark.parametrize("name", ["swap12", "swap23"])
def test_coefficients_match_salabun_and_urbaniak_2020(golden, name):
    case = golden(f"rank_similarity_salabun_urbaniak_{name}")
    rankings = np.array([case["inputs"]["x"], case["inputs"]["y"]], dtype=float)
    case.check("spearman", spearman(rankings)[0, 1])
    case.check("weighted_spearman", weighted_spearman(rankings)[0, 1])
    case.check("ws", ws(rankings)[0, 1])


def test_spearman_of_raw_values_is_that_of_their_ranks(golden):
    case = golden("spearman_iq_tv")
    case.check("rho", spearman(np.array([case["inputs"]["x"], case["inputs"]["y"]], dtype=float))[0, 1])


def test_concordance_matches_siegel_1956(golden):
    case = golden("kendall_w_siegel_1956")
    case.check("W", kendall_w(np.array(case["inputs"]["rankings"], dtype=float)))
    full = golden("kendall_w_perfect_and_reverse")
    full.check("W", kendall_w(np.array(full["inputs"]["rankings"], dtype=float)))
    full.check("W_reverse", kendall_w(np.array(full["inputs"]["rankings_reverse"], dtype=float)))


tied = st.integers(2, 7).flatmap(
    lambda options: st.lists(st.lists(st.integers(1, 4), min_size=options, max_size=options), min_size=2, max_size=4)
)


@given(tied)
def test_correlations_with_ties_are_those_of_scipy(rankings):
    places = np.array(rankings, dtype=float)
    tau, rho = kendall_tau(places), spearman(places)
    for i, one in enumerate(places):
        assert_allclose(mid_ranks(places)[i], stats.rankdata(one))
        for j, other in enumerate(places):
            if np.ptp(one) and np.ptp(other):
                assert_allclose(tau[i, j], stats.kendalltau(one, other).statistic, atol=1e-12)
                assert_allclose(rho[i, j], stats.spearmanr(one, other).statistic, atol=1e-12)
            else:
                assert tau[i, j] == rho[i, j] == float(np.ptp(one) == np.ptp(other))


@given(tied)
def test_concordance_is_the_mean_rank_correlation_rescaled(rankings):
    # W = (1 + (k - 1) r) / k holds for the mean correlation r of the pairs where no ranking has ties
    places = np.array([np.random.default_rng(sum(row)).permutation(len(row)) + 1.0 for row in rankings])
    count = len(places)
    mean = (spearman(places).sum() - count) / (count * (count - 1))
    assert_allclose(kendall_w(places), (1 + (count - 1) * mean) / count, atol=1e-12)


@given(tied)
def test_ties_are_corrected_for_so_that_equal_rankings_agree_fully(rankings):
    assert_allclose(kendall_w(np.array([rankings[0]] * 3, dtype=float)), 1)


def test_ws_looks_at_the_head_of_the_reference():
    # by hand: sum over the options of 2**-reference times the distance, as a share of the furthest there is
    rankings = np.array([[1, 2, 3], [2, 1, 3], [1, 3, 3]], dtype=float)
    assert_allclose(ws(rankings)[0], [1, 1 - 1 / 2 / 2 - 1 / 4, 1 - 1 / 4])
    assert_allclose(ws(rankings)[1], [1 - 1 / 4 - 1 / 2 / 2, 1, 1 - 1 / 4 - 1 / 2])
    assert ws(rankings)[0, 2] != ws(rankings)[2, 0]


def test_one_option_and_ranks_in_blocks_have_a_defined_value(monkeypatch):
    alone = np.ones((2, 1))
    for coefficient in (kendall_tau, spearman, weighted_spearman, ws):
        assert_allclose(coefficient(alone), 1)
    assert kendall_w(alone) == 1
    rng = np.random.default_rng(0)
    rankings = np.array([rng.permutation(50) + 1.0 for _ in range(4)])
    whole = kendall_tau(rankings)
    monkeypatch.setattr(rank_similarity, "BLOCK", 500)
    assert_allclose(kendall_tau(rankings), whole, rtol=1e-12)
