"""Throughput of the methods over 100,000 weight vectors on 9 options x 4 criteria, beside pymcdm called one by one.

Ours and theirs take turns in one process, so that a ratio compares the same minute on the same machine.
"""

import statistics
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from policymcda.arrays.methods import METHODS

VECTORS, CALLS, ROUNDS = 100_000, 150, 7
TARGETS = {
    "topsis": 300,
    "vikor": 100,
    "edas": 100,
    "mabac": 100,
    "weighted_product": 100,
    "spotis": 100,
    "promethee_ii": 50,
}


def rows() -> list[dict[str, object]]:
    """For each method: what, ours and peer (seconds a weight vector), ratio, spread (of the ratio over the rounds),
    target, and the peak of our memory in MB; against pymcdm without validation, and as called by default."""
    rng = np.random.default_rng(0)
    matrix, benefit = rng.random((9, 4)) + 0.5, np.array([True, False, True, True])
    weights = rng.dirichlet(np.ones(4), VECTORS)
    types = np.where(benefit, 1, -1)
    result: list[dict[str, object]] = []
    for name, peer in _peers(matrix).items():
        ours = partial(METHODS[name], matrix, weights, benefit, **_settings(name, matrix))
        peak = _peak(ours)
        for label, options in (("validation=False", {"validation": False}), ("default", {})):
            theirs = partial(_one_by_one, peer, matrix, weights[:CALLS], types, options)
            result.append(
                _compared(f"{name}, pymcdm {label}", ours, theirs) | {"target": TARGETS.get(name), "mb": peak}
            )
    return result


def _peers(matrix: np.ndarray) -> dict[str, Any]:
    from pymcdm import methods

    bounds = np.stack([matrix.min(axis=0), matrix.max(axis=0)], axis=1)
    return {
        "topsis": methods.TOPSIS(),
        "vikor": methods.VIKOR(),
        "edas": methods.EDAS(),
        "mabac": methods.MABAC(),
        "weighted_product": methods.WPM(),
        "spotis": methods.SPOTIS(bounds),
        "promethee_ii": methods.PROMETHEE_II("usual"),
        "codas": methods.CODAS(),
        "cocoso": methods.COCOSO(),
        "marcos": methods.MARCOS(),
        "waspas": methods.WASPAS(),
    }


def _settings(name: str, matrix: np.ndarray) -> dict[str, np.ndarray]:
    return {"low": matrix.min(axis=0), "high": matrix.max(axis=0)} if name == "spotis" else {}


def _one_by_one(
    peer: Any, matrix: np.ndarray, weights: np.ndarray, types: np.ndarray, options: dict[str, bool]
) -> None:
    for each in weights:
        peer(matrix, each, types, **options)


def _compared(what: str, ours: Callable[[], object], theirs: Callable[[], object]) -> dict[str, object]:
    ours()
    theirs()
    pairs = [(_seconds(ours) / VECTORS, _seconds(theirs) / CALLS) for _ in range(ROUNDS)]
    ratios = [theirs / ours for ours, theirs in pairs]
    return {
        "what": what,
        "ours": statistics.median(ours for ours, _ in pairs),
        "peer": statistics.median(theirs for _, theirs in pairs),
        "ratio": statistics.median(ratios),
        "spread": (max(ratios) - min(ratios)) / statistics.median(ratios),
    }


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _peak(call: Callable[[], object]) -> float:
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


if __name__ == "__main__":
    for row in rows():
        print(
            f"{row['what']:<40} ours {1e9 * float(str(row['ours'])):8.0f} ns  peer {1e6 * float(str(row['peer'])):8.1f} us"
            f"  ratio {row['ratio']:7.0f} (spread {row['spread']:.0%}, target {row['target']})  {row['mb']:.0f} MB"
        )
