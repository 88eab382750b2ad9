"""SMAA: draws a second, errors of Sobol points beside random ones, memory, growth, and runs that were killed.

Times are for a task of 9 options x 4 criteria, one group, with all indices; ours and theirs take turns. Other programs
are in `smaa_peers`.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from policymcda.arrays.draws import weigh
from policymcda.arrays.methods import topsis, weighted_sum
from policymcda.arrays.sampling.face_lattice import simplex
from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sampling.weight_spaces import Anything, Ordered
from policymcda.arrays.smaa.estimates import expected_rank, share
from policymcda.arrays.smaa.exact import acceptability
from policymcda.arrays.smaa.tasks import Task, add_up
from policymcda.simulation.runs import Checkpoint, run

ROUNDS = 7


def rows() -> list[dict[str, object]]:
    """For each claim: what, ours, peer, ratio (more is better), spread (quartiles of the ratio over the rounds)."""
    return [*_speed(), *_errors(), *_long_runs(), _ordered(), *_options(), *_exact(), _killed()]


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
    def nets(which: Task, count: int, executor: ThreadPoolExecutor | None = None) -> float:
        return run(partial(add_up, which), count, executor=executor).nets * NET

    task = case()
    sums, levels, ratings = replace(task, method=weighted_sum), replace(task, levels=(0.05, 0.5, 0.95)), drawn(task)
    with ThreadPoolExecutor(2) as threads:
        calls: dict[str, Callable[[], float]] = {}
        for name, which, count in (
            ("topsis", task, 1024),
            ("random", replace(task, random=True), 512),
            ("sums", sums, 1024),
            ("levels", levels, 256),
            ("ratings", ratings, 128),
        ):
            calls[name] = partial(nets, which, count)
            calls[f"{name}, two threads"] = partial(nets, which, count, threads)
        rates = per_second(calls, ROUNDS)
    pairs = (
        ("TOPSIS, weights drawn, one core (at least 7 million)", "topsis", "topsis"),
        ("TOPSIS, weights drawn, two threads; one (at least 1.6 times)", "topsis, two threads", "topsis"),
        ("TOPSIS, weights drawn at random, one core; Sobol points (at least two thirds)", "random", "topsis"),
        ("weighted sum, weights drawn, one core; TOPSIS", "sums", "topsis"),
        ("weighted sum, weights drawn, two threads; one", "sums, two threads", "sums"),
        ("TOPSIS, weights drawn, with score quantiles, one core; without", "levels", "topsis"),
        ("TOPSIS, weights and ratings drawn, one core (at least 1.5 million); weights only", "ratings", "topsis"),
        ("TOPSIS, weights and ratings drawn, two threads; one", "ratings, two threads", "ratings"),
    )
    return [_rates(what, rates[ours], rates[theirs]) for what, ours, theirs in pairs]


def per_second(calls: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """What each call says that it did, by the seconds it took, taken in turns."""
    rates: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(rounds + 1):
        for name, call in calls.items():
            start = time.perf_counter()
            done = call()
            if turn:  # the first is to warm up
                rates[name].append(done / (time.perf_counter() - start))
    return rates


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
        task = Task(additive, scores, np.ones(criteria, dtype=bool), Anything(criteria))
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


LONG = """
import json, sys, time
from functools import partial
from benchmarks.smaa import case
from policymcda.arrays.smaa.tasks import add_up
from policymcda.simulation.runs import run
def status(name):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(name))
before, start = status("VmRSS"), time.perf_counter()
run(partial(add_up, case()), int(sys.argv[1]))
print(json.dumps([(status("VmHWM") - before) / 1024, time.perf_counter() - start]))
"""


def _long_runs() -> list[dict[str, object]]:
    """Memory and time of a billion draws beside ten million."""
    grown, taken = {}, {}
    for draws in (10**7, 10**8, 10**9):
        command = [sys.executable, "-c", LONG, str(-(-draws // NET))]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        grown[draws], taken[draws] = json.loads(said)
    memory: dict[str, object] = {
        "what": "memory above the imports: 1e9 draws; 1e7 draws (under 50 MB)",
        "ours": f"{grown[10**9]:.1f} MB",
        "peer": f"{grown[10**7]:.1f} MB",
        "spread": "peak resident (Linux)",
    }
    times: list[dict[str, object]] = [
        {
            "what": f"seconds of {many:.0e} draws; of {few:.0e}",
            "ours": f"{taken[many]:.2f} s",
            "peer": f"{taken[few]:.2f} s",
            "ratio": taken[many] / taken[few],
        }
        for few, many in ((10**7, 10**8), (10**8, 10**9))
    ]
    return [memory, *times]


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


def _drawn(task: Task, nets: int) -> float:
    return add_up(task, 0, nets).nets * NET


def _options() -> list[dict[str, object]]:
    """Cost of a draw beside that with 10 options: near-linear without pairs."""
    result: list[dict[str, object]] = []
    base: dict[bool, float] = {}
    for options in (10, 30, 100, 300, 1000):
        for pairwise in (False, True) if options <= 100 else (False,):
            task, nets = case(options, pairwise=pairwise), 64 if options <= 100 else 2
            rates = per_second({"ours": partial(_drawn, task, nets)}, 3)["ours"]
            cost = 1 / statistics.median(rates)
            base.setdefault(pairwise, cost)
            result.append(
                {
                    "what": f"a draw with {options} options, {'pairs too' if pairwise else 'no pairs'}; with 10",
                    "ours": f"{cost * 1e6:.3g} µs",
                    "peer": f"{base[pairwise] * 1e6:.3g} µs",
                    "ratio": cost / base[pairwise],
                    "spread": f"{cost / base[pairwise] / options * 10:.2g} for each option",
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


KILLED = """
import sys
from pathlib import Path
from functools import partial
from benchmarks.smaa import case, drawn
from policymcda.arrays.smaa.tasks import add_up
from policymcda.simulation.runs import Checkpoint, run
print("started", flush=True)
run(partial(add_up, drawn(case())), 64, nets_per_task=1, checkpoint=Checkpoint(Path(sys.argv[1]), {}, seconds=0.0))
"""


def _killed(times: int = 20) -> dict[str, object]:
    """Runs that are killed at a random moment and go on from their checkpoint, to the bits of one that was not."""
    task, same, found = partial(add_up, drawn(case())), 0, []
    whole, moments = run(task, 64), np.random.default_rng(0).uniform(0, 0.4, times)
    for moment in moments:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "run.npz"
            process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE)
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moment)
            process.kill()
            process.communicate()
            saved = Checkpoint(path, {})
            found.append(saved.read().nets)
            again = run(task, 64, checkpoint=saved)
            same += all(np.array_equal(table, whole.sums[name]) for name, table in again.sums.items())
    return {
        "what": "runs killed by SIGKILL at a random moment and resumed to identical bits",
        "ours": f"{same} of {times}",
        "spread": f"{min(found)} to {max(found)} of 64 nets done",
    }


def additive(matrix: np.ndarray, weights: np.ndarray, benefit: np.ndarray) -> np.ndarray:
    """Scores of values that are scaled already."""
    return weigh(matrix, weights)


if __name__ == "__main__":
    for row in rows():
        print(" | ".join(f"{value:.3g}" if isinstance(value, float) else str(value) for value in row.values()))
