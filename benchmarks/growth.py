"""How time grows in options, criteria, groups and draws: the exponent that fits, and the seconds at the largest size.

An exponent of 1 is linear: twice as much takes twice as long. It is fitted by least squares to the logarithms of the
medians, and holds between the sizes that are named.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

import policymcda as mcda
from benchmarks import Row, row, seconds
from policymcda.problem import Problem

REPEATS = 5


def rows() -> list[Row]:
    """For each question and what grows the fitted exponent, and the time at the largest size."""
    one: Mapping[str, tuple[Sequence[int], Callable[[int], object]]] = {
        "smaa by options, 8 criteria": ((10, 30, 100), lambda size: _smaa(problem(size, 8))),
        "flips by options, 8 criteria": ((30, 100, 300), lambda size: mcda.flips(problem(size, 8))),
        "stability by options, 8 criteria": ((30, 100, 300), lambda size: mcda.stability(problem(size, 8))),
        "reversal by options, 8 criteria": ((30, 100, 300), lambda size: mcda.reversal(problem(size, 8))),
        "compare by options, 8 criteria": ((30, 100, 300), lambda size: mcda.compare(problem(size, 8))),
        "smaa by criteria, 9 options": ((3, 6, 12, 24), lambda size: _smaa(problem(9, size))),
        "rank by groups, 9 options x 4 criteria": ((10, 50, 200), lambda size: mcda.rank(in_groups(size))),
        "verdict by groups, 9 options x 4 criteria": ((2, 5, 10), lambda size: mcda.verdict(in_groups(size))),
        "smaa by draws, 9 options x 4 criteria": (
            (2**17, 2**18, 2**19),
            lambda size: _smaa(problem(9, 4), samples=size),
        ),
    }
    return [growth(what, sizes, call) for what, (sizes, call) in one.items()]


def growth(what: str, sizes: Sequence[int], call: Callable[[int], object]) -> Row:
    """The exponent of the growth of a call between sizes."""
    times = [seconds(partial(call, size), repeats=REPEATS)[0] for size in sizes]
    exponent = fitted(sizes, [float(np.median(each)) for each in times])
    return {**row(f"{what}: {sizes[0]:,} to {sizes[-1]:,}", times[-1]), "ratio": "", "peer": f"exponent {exponent:.2f}"}


def fitted(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The exponent by which times grow with sizes."""
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def _smaa(of: Problem, **settings: Any) -> object:
    return mcda.smaa(of, ratings="fixed", pairwise=False, factors=False, quantiles=(), **settings)


def problem(options: int, criteria: int) -> Problem:
    """Random ratings with weights that are known, half of the criteria costs."""
    rng = np.random.default_rng(0)
    index, columns = [f"o{i:05}" for i in range(options)], [f"c{j:02}" for j in range(criteria)]
    frame = pd.DataFrame(rng.random((options, criteria)) * 5 + 1, index=index, columns=columns)
    return Problem.from_matrix(frame, directions=(["+", "-"] * criteria)[:criteria], weights=[1 / criteria] * criteria)


def in_groups(groups: int, options: int = 9, criteria: int = 4, people: int = 3) -> Problem:
    """Random ratings in many groups, with the judgements of a few people in each."""
    rng = np.random.default_rng(0)
    names = [f"g{k:03}" for k in range(groups)]
    index, columns = [f"o{i}" for i in range(options)], [f"c{j}" for j in range(criteria)]
    cells = pd.MultiIndex.from_product([names, index, columns], names=["group", "option", "criterion"])
    mode = rng.integers(2, 9, len(cells)).astype(float)
    ratings = pd.DataFrame({"low": mode - 1, "mode": mode, "high": mode + 1, "evidence": "direct"}, index=cells)
    scale, said = np.array([1 / 5, 1 / 3, 1 / 2, 1, 2, 3, 5]), []
    for group in names:
        for person in range(people):
            logs = np.log(rng.dirichlet(np.full(criteria, 3.0)))
            for a, b in zip(*np.triu_indices(criteria, 1), strict=True):
                nearest = scale[np.argmin(np.abs(np.log(scale) - (logs[a] - logs[b])))]
                said.append((group, f"p{person}", columns[a], columns[b], nearest))
    return Problem.from_tables(
        criteria={
            "criterion": columns,
            "direction": ["benefit"] * criteria,
            "low": [1] * criteria,
            "high": [10] * criteria,
        },
        groups={"group": names},
        ratings=ratings.reset_index(),
        judgements=pd.DataFrame(said, columns=["group", "stakeholder", "criterion", "versus", "value"]),
    )
