"""Sobol indices against functions whose indices are known."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays.sampling.sobol import NET, Net
from policymcda.arrays.sensitivity.sobol_indices import indices, picks, shuffled

FUNCTIONS = {
    "sobol_ishigami_7_01": lambda u: _ishigami(np.pi * (2 * u - 1)),
    "sobol_linear_uniform": lambda u: np.tensordot([1.0, 2, 3], u, axes=1),
    "sobol_product_and_linear": lambda u: u[0] * u[1] + 2 * u[2],
}


def _ishigami(x):
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def run(function, inputs=3, replicates=16, size=NET, outputs=(1.0,)):
    nets = [Net(0, net, 2 * inputs).block(0, size) for net in range(replicates)]
    pairs = np.array(nets).reshape(replicates, 2, inputs, size)
    runs = [
        function(np.where(pick[:, None, None], pairs[:, 1].swapaxes(0, 1), pairs[:, 0].swapaxes(0, 1)))
        for pick in picks(inputs)
    ]
    values = np.array(runs)[..., None] * np.asarray(outputs)
    return indices(values[0], values[1], values[2:])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_published_indices_lie_within_the_intervals_and_near_the_estimates(golden, name):
    """A sample cannot have the digits of the published values: it must know how many it has, and have three."""
    case, found = golden(name), run(FUNCTIONS[name])
    for key, estimate in (("S1", found.first), ("ST", found.total)):
        expected, rounding = np.array(case["expected"][key]), case["tolerance"][key]
        assert np.all(estimate.low[:, 0] - rounding <= expected)
        assert np.all(expected <= estimate.high[:, 0] + rounding)
        assert_allclose(estimate.value[:, 0], expected, atol=1e-3)
        assert np.all(estimate.error > 0)
        assert np.all(estimate.error < 5e-4)


def test_estimators_are_those_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(5)
    a, b, mixed = rng.normal(size=(2, 64, 3)), rng.normal(size=(2, 64, 3)), rng.normal(size=(4, 2, 64, 3))
    ours = indices(a, b, mixed)
    flat = [part.reshape(*part.shape[:-3], -1, 3) for part in (a, b, mixed)]
    centre = np.concatenate(flat[:2]).mean(axis=0)
    theirs = stats.sobol_indices(
        func={
            "f_A": (flat[0] - centre).T,
            "f_B": (flat[1] - centre).T,
            "f_AB": np.moveaxis(flat[2] - centre, -1, 1),
        },
        n=128,
    )
    assert_allclose(ours.first.value, theirs.first_order.T, rtol=1e-10)
    assert_allclose(ours.total.value, theirs.total_order.T, rtol=1e-10)


def test_outputs_together_weigh_by_their_variance():
    scaled = run(FUNCTIONS["sobol_linear_uniform"], size=256, outputs=(1.0, 3.0, 0.0))
    for each, overall in ((scaled.first, scaled.first_overall), (scaled.total, scaled.total_overall)):
        assert_allclose(overall.value, each.value[:, 0])
        assert_allclose(each.value[:, 1], each.value[:, 0])
        assert np.isnan(each.value[:, 2]).all()
        assert np.isnan(each.low[:, 2]).all()


def test_the_intervals_cover_as_often_as_they_say():
    exact = np.array([1.0, 4, 9]) / 14
    hits = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        a, b = rng.random((2, 3, 16, 64))
        mixed = [FUNCTIONS["sobol_linear_uniform"](np.where(pick[:, None, None], b, a)) for pick in picks(3)]
        runs = np.array(mixed)[..., None]
        found = indices(runs[0], runs[1], runs[2:])
        for estimate in (found.first, found.total):
            hits.append((estimate.low[:, 0] <= exact) & (exact <= estimate.high[:, 0]))
    assert 0.88 < np.mean(hits) < 0.99


def test_the_design_swaps_one_input_at_a_time():
    assert_array_equal(picks(2), [[0, 0], [1, 1], [1, 0], [0, 1]])
    assert sorted(shuffled(1, 2, 8)) == list(range(8))
