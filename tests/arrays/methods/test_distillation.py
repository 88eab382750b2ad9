"""ELECTRE III of many draws and of many options against its definition, option by option."""

from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.methods import electre_iii
from policymcda.arrays.methods.distillation import DECIMALS, distillation
from policymcda.arrays.methods.electre_iii import credibility

module, electre_iii_module = (
    import_module(f"policymcda.arrays.methods.{name}") for name in ("distillation", "electre_iii")
)
BENEFIT = np.array([True, False, True])


def plain_credibility(matrix, weights, indifference, preference, veto):
    """Roy's formula for each pair."""
    options = len(matrix)
    sigma = np.ones((options, options))
    for a in range(options):
        for b in range(options):
            behind = np.where(BENEFIT, matrix[b] - matrix[a], matrix[a] - matrix[b])
            agrees = np.clip((preference - behind) / (preference - indifference), 0, 1)
            whole = weights @ agrees / weights.sum()
            objects = np.clip((behind - preference) / (veto - preference), 0, 1)
            factors = [(1 - d) / (1 - whole) for d in objects if d > whole]
            sigma[a, b] = 1.0 if a == b else whole * np.prod(factors)
    return sigma


def plain_distillation(sigma, ascending, cut):
    """One class after the other, with all pairs in sight."""
    sigma, options = np.round(sigma, DECIMALS), len(sigma)
    left, result = set(range(options)), [0] * options
    while left:
        kept = set(left)
        level = max((sigma[a, b] for a in kept for b in kept if a != b), default=0.0)
        while level > 0 and len(kept) > 1:
            pairs = [(a, b) for a in kept for b in kept if a != b]
            limit = round(level - (0.3 - 0.15 * level), DECIMALS)
            below = max((sigma[pair] for pair in pairs if sigma[pair] < limit), default=0.0)
            balance = dict.fromkeys(kept, 0)
            for a, b in pairs:
                slack = 0.3 - 0.15 * (sigma[a, b] if cut == "credibility" else below)
                if sigma[a, b] > below and round(sigma[a, b] - sigma[b, a] - slack, DECIMALS) > 0:
                    balance[a] += 1
                    balance[b] -= 1
            best = (min if ascending else max)(balance.values())
            kept, level = {a for a in kept if balance[a] == best}, below
        left -= kept
        for a in kept:
            result[a] = 1 + len(left) if ascending else options - len(left) - len(kept) + 1
    return result


@st.composite
def credibilities(draw):
    """Square matrices of a few options, with few distinct values or with many."""
    options, seed = draw(st.integers(1, 7)), draw(st.integers(0, 10**6))
    steps = draw(st.sampled_from([2, 5, 20, 10**6]))
    return np.random.default_rng(seed).integers(0, steps + 1, (3, options, options)) / steps


@given(sigmas=credibilities(), ascending=st.booleans(), cut=st.sampled_from(["credibility", "level"]))
def test_distillations_of_draws_and_of_many_options_follow_the_definition(sigmas, ascending, cut):
    expected = [plain_distillation(sigma, ascending, cut) for sigma in sigmas]
    draws_last = np.moveaxis(sigmas, 0, -1)
    kept = draws_last.copy()
    together = distillation(draws_last, ascending=ascending, cut=cut)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW", 0)
        patch.setattr(module, "PAIRS", 5)
        one_by_one = distillation(draws_last, ascending=ascending, cut=cut)
    assert_array_equal(together.T, expected)
    assert_array_equal(one_by_one.T, expected)
    assert_array_equal(distillation(sigmas[0], ascending=ascending, cut=cut), expected[0])
    assert_array_equal(draws_last, kept)


@given(seed=st.integers(0, 10**6), options=st.integers(1, 7))
def test_credibility_in_blocks_of_rows_is_roys_formula(seed, options):
    rng = np.random.default_rng(seed)
    matrix, weights = rng.integers(0, 10, (4, options, 3)) / 2, rng.integers(1, 6, (4, 3)).astype(float)
    q, p, v = np.array([0.2, 0.0, 1.0]), np.array([1.2, 0.4, 2.0]), np.array([3.2, 4.4, 2.6])
    expected = [plain_credibility(one, own, q, p, v) for one, own in zip(matrix, weights, strict=True)]
    for pairs in (1, 2**19):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(electre_iii_module, "PAIRS", pairs)
            found = credibility(matrix, weights, BENEFIT, indifference=q, preference=p, veto=v)
            one = credibility(matrix[0], weights, BENEFIT, indifference=q, preference=p, veto=v)
        assert_allclose(found, expected, atol=1e-12)
        assert_array_equal(one[0], found[0])


def test_many_draws_are_distilled_as_one_by_one():
    rng = np.random.default_rng(0)
    matrix, weights = rng.integers(1, 9, (40, 70, 3)) / 3, rng.dirichlet(np.ones(3), 40)
    thresholds = {"indifference": np.full(3, 0.3), "preference": np.full(3, 1.0), "veto": np.full(3, 2.0)}
    for options in (9, 70):
        for cut in ("credibility", "level"):
            many = electre_iii(matrix[:, :options], weights, BENEFIT, cut=cut, **thresholds)
            one = [
                electre_iii(m[:options], w, BENEFIT, cut=cut, **thresholds)
                for m, w in zip(matrix, weights, strict=True)
            ]
            assert_array_equal(many, one)


def test_more_than_3000_options_are_refused_with_what_would_do():
    matrix = np.ones((3001, 3))
    with pytest.raises(
        ValueError, match=r"electre_iii distils 3,001 options by all their 9,006,001 pairs .* 3,000 options at most"
    ):
        electre_iii(matrix, np.ones(3), BENEFIT)
