"""SMAA: draws a second beside pymcdm one by one, errors of Sobol points beside random ones, memory, and growth.

Times are for a task of 9 options x 4 criteria, one group, with all indices; ours and theirs take turns.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from policymcda.arrays.acceptability import Task, add_up
from policymcda.arrays.draws import weigh
from policymcda.arrays.estimates import expected_rank, share
from policymcda.arrays.exact import acceptability
from policymcda.arrays.faces import simplex
from policymcda.arrays.methods import topsis, weighted_sum
from policymcda.arrays.rating_draws import Ratings
from policymcda.arrays.runs import run
from policymcda.arrays.sobol import NET
from policymcda.arrays.spaces import Anything, Ordered

CALLS, ROUNDS = 400, 7


def rows() -> list[dict[str, object]]:
    """For each claim: what, ours, peer, ratio (more is better), spread (quartiles of the ratio over the rounds)."""
    return [*_speed(), *_errors(), _memory(), _ordered(), *_options(), *_exact()]


def case(options: int = 9, criteria: int = 4, **settings: Any) -> Task:
    """TOPSIS on a matrix of random numbers."""
    matrix = np.random.default_rng(0).random((options, criteria)) + 0.5
    return Task(topsis, matrix, np.arange(criteria) != 1, Anything(criteria), **settings)


def drawn(task: Task) -> Task:
    """The same with every rating triangular."""
    mode = np.asarray(task.ratings)
    every = np.ones(mode.shape, dtype=bool)
    return replace(task, ratings=Ratings(mode - 0.3, mode, mode + 0.4, every, ~every, 0 * mode))


def _speed() -> list[dict[str, object]]:
    from pymcdm.methods import TOPSIS

    task, peer = case(), TOPSIS()
    weights = np.random.default_rng(1).dirichlet(np.ones(4), CALLS)

    def one_by_one(**settings: Any) -> float:
        for w in weights:
            peer.rank(peer(task.ratings, w, np.where(task.benefit, 1, -1), **settings))
        return CALLS

    def nets(which: Task, count: int, executor: ThreadPoolExecutor | None = None) -> float:
        return run(partial(add_up, which), count, executor=executor).nets * NET

    sums = replace(task, method=weighted_sum)
    with ThreadPoolExecutor(2) as threads:
        calls: dict[str, Callable[[], float]] = {
            "pymcdm": one_by_one,
            "pymcdm unchecked": partial(one_by_one, validation=False),
            "one": partial(nets, task, 128),
            "two": partial(nets, task, 128, threads),
            "sums": partial(nets, sums, 128),
            "drawn": partial(nets, drawn(task), 32),
        }
        rates: dict[str, list[float]] = {name: [] for name in calls}
        for turn in range(ROUNDS + 1):
            for name, call in calls.items():
                start = time.perf_counter()
                done = call()
                if turn:
                    rates[name].append(done / (time.perf_counter() - start))
    pairs = (
        ("TOPSIS, weights drawn, one core; pymcdm as called by default", "one", "pymcdm"),
        ("TOPSIS, weights drawn, one core; pymcdm validation=False", "one", "pymcdm unchecked"),
        ("TOPSIS, weights drawn, two threads; our one core", "two", "one"),
        ("weighted sum, weights drawn, one core", "sums", "one"),
        ("TOPSIS, weights and ratings drawn, one core", "drawn", "one"),
    )
    return [_rates(what, rates[ours], rates[theirs]) for what, ours, theirs in pairs]


def _rates(what: str, ours: list[float], theirs: list[float]) -> dict[str, object]:
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return {
        "what": what,
        "ours": f"{statistics.median(ours) / 1e6:.2f} million draws/s",
        "peer": f"{statistics.median(theirs) / 1e6:.4f} million draws/s",
        "ratio": middle,
        "spread": f"{low:.3g} to {high:.3g}",
    }


def _errors(seeds: int = 12) -> list[dict[str, object]]:
    """Root mean square errors at 2**17 draws of both kinds of points, against exact indices."""
    result = []
    for criteria in (4, 6):
        scores = np.random.default_rng(7).random((9, criteria))
        truth = acceptability(scores, simplex(criteria))
        task = Task(_additive, scores, np.ones(criteria, dtype=bool), Anything(criteria))
        expected = truth.ranks @ np.arange(1, 10)
        errors: dict[tuple[str, bool], list[float]] = {}
        for seed in range(seeds):
            for random in (False, True):
                total = add_up(replace(task, seed=seed, random=random), 0, 16)
                misses = {
                    "expected ranks": expected_rank(total).value - expected,
                    "acceptabilities": share(total, "ranks").value - truth.ranks,
                }
                for what, miss in misses.items():
                    errors.setdefault((what, random), []).append(float(np.mean(miss**2)))
        for what in ("expected ranks", "acceptabilities"):
            ours, theirs = (float(np.sqrt(np.mean(errors[what, random]))) for random in (False, True))
            by_seed = np.sqrt(np.array(errors[what, True]) / np.array(errors[what, False]))
            low, _, high = statistics.quantiles(by_seed, n=4)
            result.append(
                {
                    "what": f"error of {what}, {criteria} criteria, 2**17 draws: Sobol; random",
                    "ours": f"{ours:.2e}",
                    "peer": f"{theirs:.2e}",
                    "ratio": theirs / ours,
                    "spread": f"{low:.3g} to {high:.3g}",
                }
            )
    return [*result, _error_with_ratings()]


def _error_with_ratings() -> dict[str, object]:
    """What is left where ratings are drawn too: no exact indices, so the spread between 64 nets."""
    errors = [
        float(np.sqrt(np.mean(share(add_up(replace(drawn(case()), random=random), 0, 64), "ranks").error ** 2)))
        for random in (False, True)
    ]
    return {
        "what": "standard error of acceptabilities, 4 criteria, ratings drawn, 64 nets: Sobol; random",
        "ours": f"{errors[0]:.2e}",
        "peer": f"{errors[1]:.2e}",
        "ratio": errors[1] / errors[0],
        "spread": "",
    }


MEMORY = """
import sys
from functools import partial
from benchmarks.smaa import case
from policymcda.arrays.acceptability import add_up
from policymcda.arrays.runs import run
def status(name):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(name))
before = status("VmRSS")
run(partial(add_up, case()), int(sys.argv[1]))
print((status("VmHWM") - before) / 1024)
"""


def _memory() -> dict[str, object]:
    growth = {}
    for draws in (10**7, 10**8):
        command = [sys.executable, "-c", MEMORY, str(-(-draws // NET))]
        growth[draws] = float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {
        "what": "memory above the imports: 1e8 draws; 1e7 draws",
        "ours": f"{growth[10**8]:.1f} MB",
        "peer": f"{growth[10**7]:.1f} MB",
        "ratio": "",
        "spread": "peak resident (Linux)",
    }


def _ordered() -> dict[str, object]:
    space = Ordered(tuple((i,) for i in range(12)))
    times = []
    for turn in range(ROUNDS + 1):
        start = time.perf_counter()
        weights = np.concatenate([space.draw(0, net) for net in range(2)])[:10_000]
        if turn:
            times.append(time.perf_counter() - start)
    low, middle, high = statistics.quantiles(times, n=4)
    spread = f"{low * 1e3:.2f} to {high * 1e3:.2f} ms"
    return {
        "what": f"{len(weights):,} independent ordered draws, 12 criteria",
        "ours": f"{middle * 1e3:.2f} ms",
        "peer": "",
        "ratio": "",
        "spread": spread,
    }


def _options() -> list[dict[str, object]]:
    """Cost of a draw beside that with 10 options: near-linear without pairs."""
    result, base = [], {}
    for options in (10, 30, 100, 300, 1000):
        for pairwise in (False, True) if options <= 100 else (False,):
            task = case(options, pairwise=pairwise)
            add_up(task, 0, 1)
            start = time.perf_counter()
            add_up(task, 1, 3)
            cost = (time.perf_counter() - start) / (2 * NET)
            base.setdefault(pairwise, cost)
            result.append(
                {
                    "what": f"a draw with {options} options, {'pairs too' if pairwise else 'no pairs'}; with 10",
                    "ours": f"{cost * 1e6:.2f} µs",
                    "peer": f"{base[pairwise] * 1e6:.2f} µs",
                    "ratio": cost / base[pairwise],
                    "spread": "",
                }
            )
    return result


def _exact() -> list[dict[str, object]]:
    result = []
    for criteria, trial in ((3, 0.03), (4, 0.1), (5, 0.5), (6, 3.5)):
        times = []
        for seed in range(4):
            scores = np.random.default_rng(seed).random((9, criteria))
            start = time.perf_counter()
            acceptability(scores, simplex(criteria))
            times.append(time.perf_counter() - start)
        result.append(
            {
                "what": f"exact indices of 9 options, {criteria} criteria; a first trial on a like machine",
                "ours": f"{statistics.median(times):.3f} s",
                "peer": f"{trial:.2f} s",
                "ratio": trial / statistics.median(times),
                "spread": f"{min(times):.3f} to {max(times):.3f} s",
            }
        )
    return result


def _additive(matrix: np.ndarray, weights: np.ndarray, benefit: np.ndarray) -> np.ndarray:
    return weigh(matrix, weights)


if __name__ == "__main__":
    for row in rows():
        print(" | ".join(f"{value:.3g}" if isinstance(value, float) else str(value) for value in row.values()))
