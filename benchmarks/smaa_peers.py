"""SMAA beside other programs: pymcdm called for each draw, pysensmcda's simulation, R's smaa; all indices of each.

The draws of a second of 9 options x 4 criteria, weights drawn, one core; drawing the weights is
within that time. R's row needs Rscript with the package smaa (0.3-3); without them it says so.
"""

import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from benchmarks import environments
from benchmarks.smaa import additive, case, per_second
from policymcda.arrays.methods import weighted_sum
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.smaa.estimates import share
from policymcda.arrays.smaa.tasks import Task, add_up
from policymcda.simulation.runs import run

CALLS, ROUNDS = 1000, 7

PYSENSMCDA = ["pysensmcda==2.0.0"]
SIMULATION = """
import json, sys, time
import numpy as np
from pymcdm.methods import TOPSIS
from pymcdm.normalizations import vector_normalization
from pysensmcda.robustness import entropy_choice, pairwise_winning_indices
from pysensmcda.smaa import central_weights, rank_acceptability, simulate
matrix, benefit, rates = np.array(json.loads(sys.argv[1])), np.array(json.loads(sys.argv[2])), []
for seed in range(5):
    start = time.perf_counter()
    found = simulate(TOPSIS(vector_normalization), matrix, np.where(benefit, 1, -1), num_samples=10_000, seed=seed)
    shares = rank_acceptability(found)
    central_weights(found), pairwise_winning_indices(found.rankings), entropy_choice(found.rankings)
    rates.append(10_000 / (time.perf_counter() - start))
print(json.dumps([rates, np.asarray(shares).tolist()]))
"""

R = """
suppressMessages(library(smaa))
scores <- matrix(as.numeric(strsplit(commandArgs(TRUE)[1], ",")[[1]]), 9, 4, byrow = TRUE)
draws <- 1e6
measures <- aperm(array(scores, c(9, 4, draws)), c(3, 1, 2))
rates <- c()
for (seed in 1:3) {
  set.seed(seed)
  taken <- system.time({
    weights <- matrix(rexp(draws * 4), draws, 4)
    weights <- weights / rowSums(weights)
    ranks <- smaa.ranks(smaa.values(measures, weights))
    shares <- smaa.ra(ranks)
    smaa.cw(ranks, weights)
    smaa.pwi(ranks)
    smaa.entropy.choice(shares)
  })[["elapsed"]]
  rates <- c(rates, draws / taken)
}
cat(sprintf("[[%s],[%s]]\\n", paste(rates, collapse = ","), paste(unclass(shares)[, 1], collapse = ",")))
"""


def rows() -> list[dict[str, object]]:
    """Draws a second of ours and of each peer, their ratio, and its quartiles."""
    return [*_pymcdm(), _pysensmcda(), _r()]


def _pymcdm() -> list[dict[str, object]]:
    """In turns in one process."""
    from pymcdm.methods import TOPSIS

    task, peer = case(), TOPSIS()
    weights = np.random.default_rng(1).dirichlet(np.ones(4), CALLS)

    def one_by_one(**settings: Any) -> float:
        for w in weights:
            peer.rank(peer(task.ratings, w, np.where(task.benefit, 1, -1), **settings))
        return CALLS

    calls: dict[str, Callable[[], float]] = {
        "ours": _ours(task),
        "default": one_by_one,
        "unchecked": partial(one_by_one, validation=False),
    }
    rates = per_second(calls, ROUNDS)
    return [
        _row("TOPSIS; pymcdm as called by default (at least 1,000 times)", rates["ours"], rates["default"]),
        _row("TOPSIS; pymcdm with validation=False", rates["ours"], rates["unchecked"]),
    ]


def _pysensmcda() -> dict[str, object]:
    task = case()
    try:
        text = (str(np.asarray(part).tolist()).lower() for part in (task.ratings, task.benefit))
        theirs, shares = environments.answer("pysensmcda", PYSENSMCDA, SIMULATION, *text)
    except environments.NoPeer as reason:
        return {"what": f"pysensmcda: {reason}"}
    _alike(np.array(shares)[:, 0], task)
    return _row("TOPSIS; pysensmcda 2.0.0", per_second({"ours": _ours(task)}, ROUNDS)["ours"], theirs)


def _r() -> dict[str, object]:
    """R computes with values that are scaled already; ours with the same, and as `weighted_sum` does."""
    program = shutil.which("Rscript")
    task = replace(case(), method=additive)
    numbers = ",".join(f"{value!r}" for value in np.asarray(task.ratings).ravel().tolist())
    try:
        theirs, shares = environments.output_of([program or "Rscript", "-e", R, numbers])
    except environments.NoPeer as reason:
        return {"what": f"R's smaa: {reason}"}
    _alike(np.array(shares), task)
    ours = per_second({"ours": _ours(replace(task, method=weighted_sum))}, ROUNDS)["ours"]
    return _row("weighted sum; R's smaa 0.3-3 (at least 20 times)", ours, theirs)


def _alike(first: np.ndarray, task: Task) -> None:
    """The peer found the same shares of first ranks, as far as its draws go."""
    found = share(add_up(task, 0, 16), "ranks").value[:, 0]
    np.testing.assert_allclose(first, found, atol=0.03)


def _ours(task: Task, nets: int = 128) -> Callable[[], float]:
    return lambda: run(partial(add_up, task), nets).nets * NET


def _row(what: str, ours: list[float], theirs: list[float]) -> dict[str, object]:
    low, _, high = statistics.quantiles(theirs, n=4)
    our_low, middle, our_high = statistics.quantiles(ours, n=4)
    return {
        "what": what,
        "ours": f"{middle / 1e6:.2f} million draws/s",
        "peer": f"{statistics.median(theirs) / 1e6:.4f} million draws/s",
        "ratio": middle / statistics.median(theirs),
        "spread": f"{our_low / high:.3g} to {our_high / low:.3g}",
    }


if __name__ == "__main__":
    started = time.perf_counter()
    for line in rows():
        print(line)
    print(f"{time.perf_counter() - started:.0f} s")
