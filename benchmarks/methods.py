"""Methods: 100,000 weight vectors on 9 options x 4 criteria, beside pymcdm called one by one; seconds a vector."""

import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from benchmarks import Row, row, seconds
from policymcda.arrays import Bools, Floats
from policymcda.arrays.methods import METHODS

VECTORS, CALLS = 100_000, 200
TARGETS = {
    "topsis": 300,
    "vikor": 100,
    "edas": 100,
    "mabac": 100,
    "weighted_product": 100,
    "spotis": 100,
    "promethee_ii": 50,
}
"""How many times the calls of pymcdm each must reach."""


def rows() -> list[Row]:
    """For each method the ratio to pymcdm without its validation and as called by default, and our peak of memory."""
    rng = np.random.default_rng(0)
    matrix, benefit = rng.random((9, 4)) + 0.5, np.array([True, False, True, True])
    weights = rng.dirichlet(np.ones(4), VECTORS)
    result: list[Row] = []
    for name, peer in _peers(matrix).items():
        ours = partial(METHODS[name], matrix, weights, benefit, **_settings(name, matrix))
        for label, options in (("without validation", {"validation": False}), ("as called by default", {})):
            theirs = partial(_one_by_one, peer, matrix, weights[:CALLS], benefit, options)
            mine, other = seconds(ours, theirs)
            target = f", at least {TARGETS[name]} times" if name in TARGETS else ""
            what = f"{name}, pymcdm {label}{target}"
            result.append(row(what, [time / VECTORS for time in mine], [time / CALLS for time in other]))
        result.append({"what": f"{name}, peak of memory, under 200 MB", "ours": f"{_peak(ours):.0f} MB"})
    return result


def _peers(matrix: Floats) -> dict[str, Any]:
    from pymcdm import methods

    return {
        "topsis": methods.TOPSIS(),
        "vikor": methods.VIKOR(),
        "edas": methods.EDAS(),
        "mabac": methods.MABAC(),
        "weighted_product": methods.WPM(),
        "spotis": methods.SPOTIS(np.stack([matrix.min(axis=0), matrix.max(axis=0)], axis=1)),
        "promethee_ii": methods.PROMETHEE_II("usual"),
        "codas": methods.CODAS(),
        "cocoso": methods.COCOSO(),
        "marcos": methods.MARCOS(),
        "waspas": methods.WASPAS(),
    }


def _settings(name: str, matrix: Floats) -> dict[str, Floats]:
    return {"low": matrix.min(axis=0), "high": matrix.max(axis=0)} if name == "spotis" else {}


def _one_by_one(peer: Any, matrix: Floats, weights: Floats, benefit: Bools, options: dict[str, bool]) -> None:
    types = np.where(benefit, 1, -1)
    for each in weights:
        peer(matrix, each, types, **options)


def _peak(call: Callable[[], object]) -> float:
    """The most memory held at once by one call, in MB."""
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


if __name__ == "__main__":
    for line in rows():
        print(line)
