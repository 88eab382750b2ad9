"""How often the 95% intervals that `smaa` states hold the true value, over many seeds, by kind of estimate.

Three problems: weighted sums with fixed ratings, once with many hits and once with few, where the truth is exact (but for
the quantiles of scores), and TOPSIS with ratings drawn. Where no formula gives it, the truth is a run of 256 times as
many draws. `ours` is the coverage of all cells of a kind (how many there are stands behind it), `spread` that of the
worst and the best of them. A cell is rare where fewer than ten draws of a run, or all but so few, are expected to say
so; there the interval may hold more often than 95%.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks import Row
from policymcda import Problem, smaa
from policymcda.questions.smaa import Acceptability

SEEDS = 1000
SAMPLES = 2**17
LONG = 2**25
HITS = 10

SHARES = {"ranks": "acceptability", "first": "probability", "pairwise": "winning"}
"""Tables of shares of draws, and the column that holds them."""

WORDS = {"table": "expected rank", "first": "first k", "central": "central weights", "decision": "entropy, ties"}

OTHERS = {"table": "expected_rank", "central": "weight", "scores": "score", "decision": "value"}

Table: TypeAlias = npt.NDArray[np.float64]


def rows(seeds: int = SEEDS, samplings: Sequence[str] = ("random", "sobol")) -> list[Row]:
    """Coverage of every kind of interval, a row for each sampling and kind with ratings fixed, and with ratings drawn."""
    cells: dict[tuple[str, str, str, bool], list[Table]] = {}
    for name, problem, how in cases():
        truth = _truth(problem, how)
        for sampling in samplings:
            inside, stated = _counted(problem, how | {"sampling": sampling}, truth, seeds)
            for kind, value in truth.items():
                few = _rare(kind, value, truth)
                for rare in (False, True):
                    which = (few == rare) & (stated[kind] > seeds / 2)
                    part = np.stack([inside[kind][which], stated[kind][which]])
                    cells.setdefault((name, sampling, kind, rare), []).append(part)
    parts = {key: np.concatenate(part, axis=1) for key, part in cells.items()}
    return [_row(*key, part) for key, part in sorted(parts.items(), key=lambda item: item[0][:2]) if part.size]


def _row(name: str, sampling: str, kind: str, rare: bool, cells: Table) -> Row:
    each = cells[0] / cells[1]
    return {
        "what": f"{name}, {sampling}: {WORDS.get(kind, kind)}{', rare' if rare else ''} ({each.size})",
        "ours": f"{cells[0].sum() / cells[1].sum():.3f}",
        "spread": f"{each.min():.3f} to {each.max():.3f}",
    }


def cases() -> Iterator[tuple[str, Problem, dict[str, Any]]]:
    """Problems with shares of every size, from none and a few draws in a run to nearly all."""
    sums = np.array([[9.0, 2, 4, 5], [3, 8, 6, 4], [5, 5, 7, 6], [1, 4, 3, 9.5], [5.6, 5.1, 6.1, 5.2], [0, 1, 2, 1]])
    yield "ratings fixed", _problem(sums, 0.0), {"method": "weighted_sum", "ratings": "fixed"}
    yield "ratings fixed", _problem(_few_hits(), 0.0), {"method": "weighted_sum", "ratings": "fixed"}
    drawn = np.array([[7.0, 3, 4], [5, 5, 6], [4.6, 6, 6.6], [3, 6.5, 3]])
    yield "ratings drawn", _problem(drawn, 2.0), {"method": "topsis", "ratings": "drawn"}


def _few_hits(hits: Sequence[float] = (1, 3, 5, 8, 12, 20, 40, 150, 400)) -> Table:
    """Options that are better than the first one in so many draws of a run: where nearly all weight is on one criterion.

    The first criterion has more weight than 1 - e with the probability e**2.
    """
    away = np.sqrt(np.array(hits) / SAMPLES)
    # better where gain * w > loss * (1 - w), so where w > 1 - e
    gain = np.linspace(1.0, 3.0, len(hits))
    loss = 0.01 * gain * (1 - away) / away
    return np.array([[5.0, 5, 5], *([5 + 0.01 * g, 5 + x, 5 - x] for g, x in zip(gain, loss, strict=True))])


def _problem(ratings: Table, width: float) -> Problem:
    """A benefit on 0 to 10 in each column, a cost in the second, ratings uncertain by so much at either side."""
    options, criteria = [f"o{i}" for i in range(len(ratings))], [f"c{j}" for j in range(ratings.shape[1])]
    frame = pd.DataFrame(ratings, options, criteria)
    directions = ["cost" if j == 1 else "benefit" for j in range(len(criteria))]
    ends = {} if not width else {"low": (frame - width).clip(0, 10), "high": (frame + width).clip(0, 10)}
    return Problem.from_matrix(frame, directions=directions, bounds=dict.fromkeys(criteria, (0, 10)), **ends)


def _truth(problem: Problem, how: dict[str, Any]) -> dict[str, Table]:
    """The true value of each cell of each kind."""
    truth = {kind: values for kind, values, *_ in _intervals(smaa(problem, **how, samples=LONG, seed=10**6))}
    if how["method"] == "weighted_sum":
        exact = {kind: values for kind, values, *_ in _intervals(smaa(problem, **how, sampling="exact"))}
        truth |= {kind: values for kind, values in exact.items() if len(values) == len(truth[kind])}
    return truth


def _intervals(result: Acceptability) -> Iterator[tuple[str, Table, Table, Table]]:
    """Kind, value, low and high of every table with intervals."""
    for kind, column in (SHARES | OTHERS).items():
        table = getattr(result, kind)
        if kind == "decision":
            table = table[table["measure"].isin(["entropy", "ties"])]
        yield kind, *_values(table, column, f"{column}_" if kind == "table" else "")
    if result.table["confidence_error"].any():
        yield "confidence", *_values(result.table, "confidence", "confidence_")


def _values(table: pd.DataFrame, column: str, prefix: str) -> tuple[Table, Table, Table]:
    value, low, high = (table[name].to_numpy(np.float64) for name in (column, f"{prefix}low", f"{prefix}high"))
    return value, low, high


def _counted(
    problem: Problem, how: dict[str, Any], truth: dict[str, Table], seeds: int
) -> tuple[dict[str, Table], dict[str, Table]]:
    """In how many seeds the interval of each cell is stated, and holds the truth."""
    inside = {kind: np.zeros(len(values)) for kind, values in truth.items()}
    stated = {kind: np.zeros(len(values)) for kind, values in truth.items()}
    for seed in range(seeds):
        for kind, _, low, high in _intervals(smaa(problem, **how, samples=SAMPLES, seed=seed)):
            # an exact truth and an interval of no width differ by rounding
            inside[kind] += (low - 1e-12 <= truth[kind]) & (truth[kind] <= high + 1e-12)
            stated[kind] += ~np.isnan(low)
    return inside, stated


def _rare(kind: str, value: Table, truth: dict[str, Table]) -> npt.NDArray[np.bool_]:
    """Which cells few draws speak for, or against."""
    if kind in SHARES or kind == "confidence":
        share = value
    elif kind == "table":
        share = np.max(truth["ranks"].reshape(len(value), -1), axis=1)
    elif kind == "decision":
        share = np.array([np.max(truth["ranks"].reshape(int(np.sqrt(len(truth["ranks"]))), -1)[:, 0]), value[1]])
    else:
        return np.zeros(len(value), dtype=np.bool_)
    return np.asarray(np.fmin(share, 1 - share) * SAMPLES < HITS)
