"""Estimates of SMAA with their errors, from nets that add up."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import binom

from policymcda.arrays.draws import weigh
from policymcda.arrays.methods import METHODS, topsis
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.sampling.face_lattice import simplex
from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sampling.weight_spaces import Anything, Fixed
from policymcda.arrays.smaa.counting import zeros
from policymcda.arrays.smaa.estimates import (
    central,
    central_covariance,
    clopper_pearson,
    entropy,
    expected_rank,
    largest_error,
    quantile,
    quantiles,
    share,
)
from policymcda.arrays.smaa.estimates import confidence as whole_confidence
from policymcda.arrays.smaa.exact import acceptability
from policymcda.arrays.smaa.tallies import Tally, pack, tally, unpack
from policymcda.arrays.smaa.tasks import PARTS, STEP, Task, _nearer, add_up, confidence, second_pass, unit


def additive(matrix, weights, benefit):
    return weigh(matrix, weights)


def task(scores, **settings):
    return Task(additive, scores, np.ones(scores.shape[-1], dtype=bool), Anything(scores.shape[-1]), **settings)


@pytest.fixture(scope="module")
def nine():
    rng = np.random.default_rng(5)
    return Task(topsis, rng.random((9, 4)), np.array([True, True, False, True]), Anything(4), levels=(0.05, 0.5, 0.95))


@pytest.fixture(scope="module")
def total(nine):
    return add_up(nine, 0, 16)


def test_identities_hold_for_samples(total):
    ranks, pairs = share(total, "ranks"), share(total, "pairwise")
    assert_allclose(ranks.value.sum(axis=1), 1, atol=1e-12)
    assert_allclose(ranks.value.sum(axis=0), 1, atol=1e-12)
    assert_allclose(pairs.value + pairs.value.T + np.eye(9), 1, atol=1e-12)
    assert_allclose(expected_rank(total).value, 1 + pairs.value.sum(axis=0), atol=1e-12)
    assert_allclose(share(total, "top").value[:, -1], 1)
    assert share(total, "ties").value == 0
    hits = central(total).hits
    assert_allclose(hits @ np.nan_to_num(central(total).weights) / hits.sum(), 1 / 4, atol=1e-3)


def test_95_percent_intervals_cover_between_92_and_98_percent_over_200_seeds():
    scores = np.random.default_rng(3).random((5, 4))
    truth = acceptability(scores, simplex(4))
    inside, tested, pairs_inside, pairs_tested = 0, 0, 0, 0
    wanted = (truth.ranks > 0.01) & (truth.ranks < 0.99)
    pairs = (truth.pairwise > 0.01) & (truth.pairwise < 0.99)
    for seed in range(200):
        found = add_up(task(scores, seed=seed), 0, 16)
        ranks, wins = share(found, "ranks"), share(found, "pairwise")
        inside += np.sum(((ranks.low <= truth.ranks) & (truth.ranks <= ranks.high))[wanted])
        pairs_inside += np.sum(((wins.low <= truth.pairwise) & (truth.pairwise <= wins.high))[pairs])
        tested, pairs_tested = tested + wanted.sum(), pairs_tested + pairs.sum()
    assert 0.92 < inside / tested < 0.98
    assert 0.92 < pairs_inside / pairs_tested < 0.98


def test_errors_of_central_weights_and_entropy_are_the_scatter_between_runs():
    scores = np.random.default_rng(4).random((4, 3))
    runs = [add_up(task(scores, seed=seed, random=True), 0, 16) for seed in range(30)]
    weights = np.array([central(run).weights for run in runs])
    errors = np.array([central(run).error for run in runs])
    seen = ~np.isnan(weights[0])
    assert_allclose(errors.mean(axis=0)[seen], weights.std(axis=0, ddof=1)[seen], rtol=0.35)
    bits = np.array([entropy(run).value for run in runs])
    assert_allclose(np.mean([entropy(run).error for run in runs]), bits.std(ddof=1), rtol=0.35)
    levels = np.array([expected_rank(run).value for run in runs])
    assert_allclose(np.mean([expected_rank(run).error for run in runs], axis=0), levels.std(axis=0, ddof=1), rtol=0.35)


def test_what_never_and_always_happens_has_a_bound_and_not_an_error_of_0():
    found = add_up(task(np.array([[1.0, 2], [0, 1]])), 0, 16)
    ranks = share(found, "ranks")
    assert_array_equal(ranks.value, np.eye(2))
    assert np.all(ranks.error > 0)
    assert_allclose(ranks.high[0, 1], 3.689 / (16 * NET), rtol=1e-3)
    assert_allclose(ranks.low[0, 0], 1 - 3.689 / (16 * NET), rtol=1e-3)
    assert ranks.low[0, 1] == 0
    assert ranks.high[0, 0] == 1
    middle = central(found)
    assert_array_equal(middle.hits, [16 * NET, 0])
    assert np.all(np.isnan(middle.weights[1]) & np.isnan(middle.error[1]))


def test_entropy_is_0_when_one_option_is_always_first_and_1_bit_for_two_equals():
    assert entropy(add_up(task(np.array([[1.0, 2], [0, 1]])), 0, 2)).value == 0
    equals = entropy(add_up(task(np.eye(2)), 0, 16))
    assert_allclose(equals.value, 1, atol=1e-6)
    assert equals.high <= 1


def test_score_quantiles_are_those_of_the_scores(nine, total):
    nets = [np.concatenate([scores for _, scores, _ in nine.blocks(net)]) for net in range(16)]
    of_nets = np.array([np.quantile(scores, nine.levels, axis=0, method="hazen").T for scores in nets])
    found = quantiles(total, nine.unit / PARTS, nine.levels, random=False)
    assert_allclose(found.error, of_nets.std(axis=0, ddof=1) / 4, rtol=1e-6)
    assert np.all(np.abs(found.value - of_nets.mean(axis=0)) < found.error)  # the bias that is taken off is small
    scores = np.concatenate(nets)
    assert np.all(np.abs(np.quantile(scores, nine.levels, axis=0).T - found.value) <= 2 * (found.high - found.value))
    assert unit(scores) == 1
    assert unit(-300 * scores) == 512
    assert unit(0 * scores) == 1


@pytest.mark.parametrize("random", [False, True])
def test_a_quantile_has_no_bias_where_the_density_is_steep(random):
    """Weights of two criteria: the score is a square, whose quantiles are those of a uniform number, squared.

    Of a mean of order statistics of random nets the bias is half the variance times the bend; 512 nets make it plain.
    """

    def square(matrix, weights, benefit):
        return weigh(matrix, weights) ** 4

    level = 0.01
    of = Task(square, np.array([[1.0, 0], [0, 1]]), np.ones(2, bool), Anything(2), random=random, levels=(level,))
    count = 512 if random else 64
    found = quantiles(add_up(of, 0, count), of.unit / PARTS, of.levels, random=random)
    assert np.all(np.abs(found.value - level**4) < 3.5 * found.error)
    if random:
        nets = [np.concatenate([scores[:, 0] for _, scores, _ in of.blocks(net)]) for net in range(count)]
        plain = np.mean([np.quantile(scores, level, method="weibull") for scores in nets])
        assert plain - level**4 > 3.5 * found.error[0, 0]


def test_quantiles_of_a_uniform_score_are_their_levels_and_their_intervals_cover():
    """Options (0, 10) and (10, 0) on scales from 0 to 10: the score of each is a weight of two, so it is uniform."""
    levels = (0.01, 0.05, 0.5, 0.95)
    inside, values = np.zeros((2, 4)), []
    for seed in range(150):
        of = task(np.array([[0.0, 1], [1, 0]]), levels=levels, seed=seed, pairwise=False)
        found = quantiles(add_up(of, 0, 16), of.unit / PARTS, levels, random=False)
        inside += (found.low <= levels) & (levels <= found.high)
        values.append(found.value)
    assert np.all(inside / 150 > 0.9)
    assert_allclose(np.mean(values, axis=0), [levels] * 2, atol=3e-6)


def test_quantiles_of_a_score_with_few_values_are_these_values():
    def steps(matrix, weights, benefit):
        return np.round(weigh(matrix, weights) * 4) / 4

    of = Task(steps, np.array([[1.0, 0], [0, 1]]), np.ones(2, bool), Anything(2), levels=(0.05, 0.5, 0.9))
    found = quantiles(add_up(of, 0, 16), of.unit / PARTS, of.levels, random=False)
    assert_array_equal(found.value, [[0, 0.5, 1]] * 2)
    assert_array_equal(found.error, 0)


def test_a_tally_does_not_depend_on_grouping(nine, total):
    parts = [add_up(nine, *ends) for ends in ((0, 1), (1, 7), (7, 16))]
    for grouped in (parts[0] + (parts[1] + parts[2]), Tally() + parts[2] + parts[0] + parts[1] + Tally()):
        assert grouped.nets == 16
        assert all(np.array_equal(grouped.sums[name], total.sums[name]) for name in total.sums)


def test_a_tally_survives_a_file(total, tmp_path):
    np.savez(tmp_path / "tally.npz", allow_pickle=False, **pack(total))
    with np.load(tmp_path / "tally.npz", allow_pickle=False) as arrays:
        back = unpack(dict(arrays))
    assert back.nets == total.nets
    assert all(np.array_equal(back.sums[name], total.sums[name]) for name in total.sums)
    assert all(back.sums[name].dtype == total.sums[name].dtype for name in total.sums)


def test_sums_do_not_overflow_at_ten_billion_draws():
    """1.2 million nets, as one net that counts so often."""
    counts = zeros(1, 2, 2, True)
    counts.ranks[:] = [[8192, 0], [1, 8191]]
    counts.weights[:] = 8192 * 2**39
    one = tally(counts)
    many = Tally(1_200_000, {name: table * 1_200_000 for name, table in one.sums.items()})
    ranks = share(many, "ranks")
    assert_allclose(ranks.value, [[1, 0], [1 / 8192, 8191 / 8192]])
    assert np.all(ranks.error < 1e-9)
    assert_allclose(central(many).weights[0], [1, 1])


def test_expected_ranks_of_a_thousand_options_have_their_error_at_a_billion_draws():
    """Sums of squares beyond 64 bits: two kinds of nets, as often as they would be counted."""
    kinds = []
    for last in (8192, 8000):
        counts = zeros(1, 1000, 1, False)
        counts.ranks[0, 0, [0, 999]] = 8192 - last, last
        kinds.append(tally(counts))
    times = 80_000
    both = (kinds[0] + kinds[1]).sums
    many = Tally(2 * times, {name: table * times for name, table in both.items()})
    spread = 999 * (8192 - 8000) / 8192 / 2
    assert_allclose(expected_rank(many).error[0], spread / np.sqrt(2 * times - 1), rtol=1e-9)


@pytest.mark.parametrize("options", [9, 120])
def test_scores_of_any_kind_of_number_are_counted_as_floats(options):
    def single(matrix, weights, benefit):
        return weigh(matrix, weights).astype(np.float32)

    scores = np.random.default_rng(0).random((options, 4))
    scores[0] += 1.0
    found = add_up(replace(task(scores, pairwise=False), method=single), 0, 1)
    assert_array_equal(found.sums["ranks"][0], np.where(np.arange(options) == 0, NET, 0))


def test_a_score_that_is_not_finite_is_an_error_wherever_it_comes():
    def broken(matrix, weights, benefit):
        scores = weigh(matrix, weights)
        scores[weights[:, 0] > 0.99, 1] = np.nan
        return scores

    with pytest.raises(ValueError, match=r"the method gave a score that is not finite, from draw \d+ on"):
        add_up(replace(task(np.eye(3)), method=broken), 0, 16)
    assert add_up(task(np.eye(3) * 1e308), 0, 1).nets == 1


def test_a_method_whose_scores_change_shape_is_an_error_wherever_it_comes():
    def broken(matrix, weights, benefit):
        scores = weigh(matrix, weights)
        return scores[..., :2] if np.any(weights[..., 0] > 0.998) else scores

    with pytest.raises(ValueError, match=r"gave scores of the shape \(\d+, 2\), not \(\d+, 3\), from draw \d+ on"):
        add_up(replace(task(np.eye(3), random=True), method=broken), 0, 256)


def test_fewer_than_ten_hits_have_the_interval_of_clopper_and_pearson():
    """Their table: 3 of 10 lie between .067 and .652, none of 10 below .308."""
    low, high = clopper_pearson(np.array([0.3, 0.0, 1.0]), 10)
    assert_allclose(low, [0.0667, 0, 0.6915], atol=1e-4)
    assert_allclose(high, [0.6525, 0.3085, 1], atol=1e-4)
    draws = 16 * NET
    tallied = {"ties": np.array(9), "ties**2": np.array(9)}
    rare, often = (
        share(Tally(16, tallied), "ties"),
        share(Tally(16, {"ties": np.array(10), "ties**2": np.array(10)}), "ties"),
    )
    assert_allclose([rare.low, rare.high], np.array([4.115, 17.085]) / draws, rtol=1e-3)
    t = quantile(16)
    for end in (often.low, often.high):  # a draw nearer, as ten nets have one and six have none
        end = end - np.sign(end - often.value) * 1.0 / draws * (1 - often.error**2 * draws / often.value)
        assert_allclose((end - often.value) ** 2, t**2 * often.error**2 * end / often.value, rtol=1e-4)
    walked = share(Tally(16, {"ties": np.array(60), "ties**2": np.array(600)}), "ties", worth=0.1)
    assert_allclose(walked.high, clopper_pearson(np.array(60 / draws), draws / 10)[1])


@pytest.mark.parametrize("least", [1, 2, 30, 500])
def test_counts_of_nets_that_take_two_values_have_intervals_that_cover(least):
    """Even points: each net counts `least` or one more, with every chance of the one more."""
    more = np.arange(17)
    found = [
        share(
            Tally(16, {"ties": np.array(16 * least + x), "ties**2": np.array(16 * least**2 + (2 * least + 1) * x)}),
            "ties",
        )
        for x in more
    ]
    low, high = (np.array([getattr(one, end) for one in found]) for end in ("low", "high"))
    chance = np.linspace(0.005, 0.995, 199)[:, None]
    truth = (least + chance) / NET
    coverage = np.sum(binom.pmf(more, 16, chance) * ((low <= truth) & (truth <= high)), axis=1)
    assert coverage.min() >= 0.93


def rarely(beyond):
    """The second option is first where the first criterion has more weight than 1 - beyond: so often with two criteria."""
    return task(np.array([[0.0, 1], [beyond / (1 - beyond), 0]])[:, ::-1], random=True)


def test_the_expected_rank_and_the_entropy_of_a_rare_event_cover():
    """Six draws of a run are expected to differ; random points, so that their number is binomial."""
    share_ = 6 / (16 * NET)
    entropy_ = -(share_ * np.log2(share_) + (1 - share_) * np.log2(1 - share_))
    inside = np.zeros(3)
    for seed in range(60):
        found = add_up(replace(rarely(share_), seed=seed), 0, 16)
        means, bits = expected_rank(found), entropy(found)
        inside[:2] += (means.low <= [1 + share_, 2 - share_]) & ([1 + share_, 2 - share_] <= means.high)
        inside[2] += bits.low <= entropy_ <= bits.high
    assert np.all(inside / 60 > 0.93)


def test_the_error_of_a_confidence_factor_counts_that_central_weights_are_estimated():
    """Two options that differ by what is drawn: the spread over seeds is the error that is stated."""
    mode = np.array([[8.0, 2, 5], [3, 7, 5]])
    every = np.ones(mode.shape, dtype=bool)
    uncertain = Ratings(mode - 2, mode, mode + 2, every, ~every, 0 * mode)
    values, errors, alone = [], [], []
    for seed in range(20):
        of = Task(additive, uncertain, every[0], Anything(3), seed=seed, random=True, covariance=True)
        total = add_up(of, 0, 16)
        passes = second_pass(of, central(total).weights, 0, 16)
        whole = whole_confidence(total, passes)
        values.append(whole.value)
        errors.append(whole.error)
        alone.append(share(passes, "confidence").error)
    spread = np.std(values, axis=0, ddof=1)
    assert_allclose(np.mean(errors, axis=0), spread, rtol=0.35)
    assert np.all(np.mean(alone, axis=0) < np.mean(errors, axis=0))


def test_covariances_of_central_weights_have_their_squared_errors_on_the_diagonal():
    mode = np.array([[8.0, 2, 5], [3, 7, 5], [0, 0, 0]])
    every = np.ones(mode.shape, dtype=bool)
    of = Task(
        additive, Ratings(mode - 2, mode, mode + 2, every, ~every, 0 * mode), every[0], Anything(3), covariance=True
    )
    total = add_up(of, 0, 16)
    found, error = central_covariance(total), central(total).error
    assert_allclose(np.sqrt(np.diagonal(found, axis1=1, axis2=2))[:2], error[:2], rtol=1e-3)
    assert_allclose(found.sum(axis=2)[:2], 0, atol=1e-3 * found.max())


def test_a_single_net_has_no_finite_interval():
    found = share(add_up(task(np.eye(2)), 0, 1), "ranks")
    assert quantile(1) == np.inf
    assert_array_equal(found.low, 0)
    assert_array_equal(found.high, 1)


def test_the_largest_error_decides_when_it_is_known(total):
    assert largest_error(total) == max(share(total, "ranks").error.max(), share(total, "pairwise").error.max())


def test_thrombolytics_of_van_valkenhoef_rsmaa(golden):
    """Measurements are multivariate normal over the options; the published figures rest on 10,000 draws."""
    case = golden("smaa2_thrombolytics_rsmaa")
    mean, cov = np.array(case["inputs"]["mean"]), np.array(case["inputs"]["cov"])
    rng = np.random.default_rng(0)
    samples = np.stack([rng.multivariate_normal(m, c, 16 * NET) for m, c in zip(mean.T, cov, strict=True)], axis=-1)
    of_posterior = task(samples)
    found = add_up(of_posterior, 0, 16)
    shares, middle = share(found, "ranks"), central(found)
    case.check("rank_acceptability", shares.value)
    case.check("central_weights", middle.weights)
    case.check("confidence_factor", share(confidence(of_posterior, middle.weights, 0, 16), "confidence").value)
    noise = 4 * np.sqrt(0.25 / 4e5)  # the recomputed figures rest on 400,000 draws
    assert_allclose(shares.value, case["recomputed"]["rank_acceptability"], atol=noise + 4 * shares.error.max())


def test_ratings_drawn_and_weights_drawn_switch_separately():
    mode = np.array([[1.0, 0], [0, 1]])
    uncertain = Ratings(mode - 0.5, mode, mode + 0.5, np.ones((2, 2), bool), np.zeros((2, 2), bool), np.zeros((2, 2)))
    benefit = np.ones(2, dtype=bool)
    fixed = Task(additive, uncertain, benefit, Fixed((0.5, 0.5)))
    assert_allclose(share(add_up(fixed, 0, 16), "ranks").value, 0.5, atol=1e-3)
    still = replace(uncertain, drawn=np.zeros((2, 2), bool))
    both = Task(additive, still, benefit, Fixed((0.7, 0.3)))
    assert_array_equal(share(add_up(both, 0, 2), "ranks").value, np.eye(2))
    certain = Task(additive, mode, benefit, Anything(2))
    undrawn = Task(additive, still, benefit, Anything(2))
    assert_array_equal(certain(3).sums["ranks"], undrawn(3).sums["ranks"])


@pytest.mark.parametrize("method", [topsis, additive])
def test_confidence_factors_use_the_ratings_of_the_first_pass(method):
    mode = np.array([[1.0, 0], [0, 1], [-9, -9]])
    ones = np.ones(mode.shape, dtype=bool)
    uncertain = Task(method, Ratings(mode - 1, mode, mode + 1, ones, ~ones, 0.0 * mode), ones[0], Anything(2))
    middle = np.array([[0.7, 0.3], [0.4, 0.6], [np.nan, np.nan]])
    hits = confidence(uncertain, middle, 5, 6).sums["confidence"]
    matrices = np.concatenate([matrix for _, matrix in uncertain.matrices(5)])
    at = [method(matrices, weights, ones[0]) for weights in middle[:2]]
    assert hits.tolist() == [*(np.count_nonzero(ranks(scores)[:, i] == 1) for i, scores in enumerate(at)), 0]
    still = replace(uncertain, ratings=mode)
    assert confidence(still, middle, 0, 1).sums["confidence"].tolist() == [NET, NET, 0]


NEEDED = {
    "spotis": {"low": np.ones(3), "high": np.full(3, 2.0)},
    "additive_value": {"points": ((np.array([1.0, 2]), np.array([0.0, 1])),) * 3},
}


@pytest.mark.parametrize("name", METHODS)
def test_any_method_scores_many_weight_vectors_on_many_matrices(name):
    values = np.random.default_rng(1).random((40, 5, 3)) + 1.0
    weights, benefit = np.random.default_rng(2).dirichlet(np.ones(3), 4), np.array([True, False, True])
    method = partial(METHODS[name], **NEEDED.get(name, {}))
    together = method(values, weights[:, None, :], benefit)
    apart = [method(values, one, benefit) for one in weights]
    assert_allclose(together, apart, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("options", [5, 20])
def test_blocks_of_every_size_give_the_same_counts(options, monkeypatch):
    """Twenty options have more cells than Sobol points have coordinates."""
    mode = np.random.default_rng(0).random((options, 5))
    every = np.ones(mode.shape, dtype=bool)
    uncertain = Ratings(mode - 0.1, mode, mode + 0.2, every, ~every, 0 * mode)
    one = Task(topsis, uncertain, every[0], Anything(5))
    whole = one(2)
    monkeypatch.setattr("policymcda.arrays.smaa.tasks.CELLS", 2000)
    blocks = one(2)
    for name in ("ranks", "pairwise", "weights"):
        assert_array_equal(blocks.sums[name], whole.sums[name])


def test_central_weights_move_a_step_of_the_way_to_each_criterion_and_stay_weights():
    central_weights = np.array([[0.5, 0.3, 0.2], [0.0, 1.0, 0.0]])
    moved = _nearer(central_weights)
    assert_allclose(moved[0], central_weights)
    assert_allclose(moved.sum(axis=-1), 1)
    for j, corner in enumerate(np.eye(3)):
        assert_allclose(moved[1 + j] - central_weights, STEP * (corner - central_weights))
