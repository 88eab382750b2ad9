"""Blocks of draws: any leading axes, any layout, bounded memory, the same bits whatever BLAS does."""

import os
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda.arrays import draws
from policymcda.arrays.methods import METHODS, topsis
from policymcda.arrays.scale import weigh

rng = np.random.default_rng(5)
LEADS = [
    ((), (6,)),
    ((6,), ()),
    ((6,), (6,)),
    ((1,), (6,)),
    ((6,), (1,)),
    ((3, 1), (4,)),
    ((4,), (3, 1)),
    ((3, 4), (3, 4)),
    ((3, 4), (4,)),
    ((), (2, 3, 4)),
    ((2, 1, 4), (3, 1)),
]


@pytest.mark.parametrize(("of_matrix", "of_weights"), LEADS)
@pytest.mark.parametrize("block", [12, draws.BLOCK])
def test_leading_axes_broadcast(monkeypatch, of_matrix, of_weights, block):
    monkeypatch.setattr(draws, "BLOCK", block)
    monkeypatch.setattr(draws, "WIDE", 2 * block)
    matrix, weights = rng.random((*of_matrix, 5, 3)), rng.random((*of_weights, 3))
    assert_allclose(weigh(matrix, weights), np.einsum("...mn,...n->...m", matrix, weights), rtol=1e-13)
    lead = np.broadcast_shapes(of_matrix, of_weights)
    wide = np.broadcast_to(matrix, (*lead, 5, 3)), np.broadcast_to(weights, (*lead, 3))
    scores = topsis(matrix, weights, np.array([True, False, True]))
    assert scores.shape == (*lead, 5)
    for one in np.ndindex(lead):
        assert_allclose(scores[one], topsis(wide[0][one], wide[1][one], np.array([True, False, True])), rtol=1e-12)


def test_scores_lie_with_the_draws_contiguous():
    for weights in (rng.random((50, 3)), rng.random((3, 50)).T):
        assert weigh(rng.random((5, 3)), weights).strides[0] == 8


def test_a_bound_method_keeps_its_name_and_signature():
    assert topsis.__name__ == "topsis"
    assert "metric" in __import__("inspect").signature(topsis).parameters


HASH = """
import hashlib, numpy as np
from policymcda.arrays.methods import METHODS
rng = np.random.default_rng(3)
low, high = np.zeros(8), np.full(8, 2.0)
for matrix in (rng.random((60, 8)) + 0.5, rng.random((8192, 9, 8)) + 0.5):
    for name in ("topsis", "weighted_sum", "edas", "vikor", "promethee_ii"):
        scores = METHODS[name](matrix, rng.dirichlet(np.ones(8), 8192), rng.random(8) < 0.5)
        print(hashlib.sha256(np.ascontiguousarray(scores).tobytes()).hexdigest())
"""


def test_a_net_has_the_same_bits_whatever_the_number_of_blas_threads():
    answers = {
        subprocess.run(
            [sys.executable, "-c", HASH],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            check=True,
        ).stdout
        for threads in ("1", "4")
    }
    assert len(answers) == 1


@pytest.mark.parametrize("name", sorted(set(METHODS) - {"additive_value", "electre_iii", "spotis"}))
def test_a_hundred_thousand_weight_vectors_take_little_memory(name):
    matrix, weights = rng.random((9, 4)) + 0.5, rng.dirichlet(np.ones(4), 100_000)
    tracemalloc.start()
    scores = METHODS[name](matrix, weights, np.array([True, True, False, True]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * scores.nbytes
    assert_array_equal(np.isfinite(scores), True)
