"""Methods that compare every two options: time, and peak of memory beyond the library itself, each in a process of its own."""

import json
import statistics
import subprocess
import sys

from benchmarks import Row, duration

REPEATS = 5

SETUP = """
import json, sys, time
import numpy as np, pandas as pd
import policymcda as mcda
from policymcda.arrays.methods import METHODS, electre_i, promethee_i

def resident(key):
    with open("/proc/self/status") as lines:
        return int(next(line for line in lines if line.startswith(key)).split()[1]) / 1000

def data(options, criteria):
    generator = np.random.default_rng(0)
    return generator.random((options, criteria)) + 0.1, np.full(criteria, 1 / criteria), np.arange(criteria) % 2 == 0

def problem(options, criteria):
    matrix, weights, benefit = data(options, criteria)
    labels = [f"c{number}" for number in range(criteria)]
    frame = pd.DataFrame(matrix, columns=labels, index=[f"o{number:05}" for number in range(options)])
    return mcda.Problem.from_matrix(frame, directions=np.where(benefit, "benefit", "cost"), weights=weights)

call, small = {call}
small()
before = resident("VmRSS:")
start = time.perf_counter()
call()
print(json.dumps([time.perf_counter() - start, resident("VmHWM:") - before]))
"""

CALLS = {
    "codas 10,000 x 6 (to stay under 1 s, 300 MB)": "[lambda n=n: METHODS['codas'](*data(n, 6)) for n in (10_000, 9)]",
    "promethee_ii, linear, 10,000 x 6 (under 1 s, 300 MB)": (
        "[lambda n=n: METHODS['promethee_ii'](*data(n, 6), indifference=np.full(6, 0.1), preference=np.full(6, 0.4)) "
        "for n in (10_000, 9)]"
    ),
    "promethee_ii, gaussian, 10,000 x 6 (under 1 s)": (
        "[lambda n=n: METHODS['promethee_ii'](*data(n, 6), function=['gaussian'] * 6, preference=np.full(6, 0.4)) "
        "for n in (10_000, 9)]"
    ),
    "promethee_i, usual, 10,000 x 6 (under 300 MB)": "[lambda n=n: promethee_i(*data(n, 6)) for n in (10_000, 9)]",
    "electre_i 10,000 x 6 (under 300 MB)": "[lambda n=n: electre_i(*data(n, 6)) for n in (10_000, 9)]",
    "electre_iii 1,000 x 6 (under 10 s)": "[lambda n=n: METHODS['electre_iii'](*data(n, 6)) for n in (1000, 9)]",
    "electre_iii, three thresholds, 1,000 x 6 (under 10 s)": (
        "[lambda n=n: METHODS['electre_iii'](*data(n, 6), indifference=np.full(6, 0.05), preference=np.full(6, 0.2), "
        "veto=np.full(6, 0.9)) for n in (1000, 9)]"
    ),
    "electre_iii 3,000 x 6": "[lambda n=n: METHODS['electre_iii'](*data(n, 6)) for n in (3000, 9)]",
    "smaa by electre_iii of the shipped case, 131,072 draws x 4 groups (under 20 s)": (
        "[lambda samples=samples: mcda.smaa(mcda.load('cyber-policy'), method='electre_iii', samples=samples) "
        "for samples in (2**17, 2**13)]"
    ),
    "outranking 3,000 x 6: relation, kernel, circles, pairs (under 20 s)": (
        "[lambda problem=problem(n, 6): mcda.outranking(problem) for n in (3000, 9)]"
    ),
    "outranking 10,000 x 6 (under 300 MB)": (
        "[lambda problem=problem(n, 6): mcda.outranking(problem) for n in (10_000, 9)]"
    ),
    "dominance 3,000 x 6 (under 20 s)": "[lambda problem=problem(n, 6): mcda.dominance(problem) for n in (3000, 9)]",
    "dominance 10,000 x 6 (under 300 MB)": (
        "[lambda problem=problem(n, 6): mcda.dominance(problem) for n in (10_000, 9)]"
    ),
}
"""What is called, and the Python that gives it: the call, and a small one that imports and warms up."""


def rows(repeats: int = REPEATS) -> list[Row]:
    """Median time of each call, and its peak of memory."""
    return [row_of(what, call, repeats) for what, call in CALLS.items()]


def row_of(what: str, call: str, repeats: int, setup: str = SETUP) -> Row:
    """Median time of a call, with its range and the largest peak of memory."""
    found = [json.loads(_python(setup.replace("{call}", call))) for _ in range(repeats)]
    times, peaks = zip(*found, strict=True)
    spread = f"{duration(min(times))} to {duration(max(times))}, {max(peaks):.0f} MB"
    return {"what": what, "ours": statistics.median(times), "spread": spread}


def _python(text: str) -> str:
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True, timeout=150)
    return done.stdout
