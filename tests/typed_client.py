"""A program of somebody else, in full types: `make types` checks it under mypy --strict, as a user of the library would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

import policymcda as mcda


def problem() -> mcda.Problem:
    """Two options on two criteria, from a data frame."""
    frame = pd.DataFrame({"cost": [3.0, 5.0, 4.0], "reach": [4.0, 9.0, 5.0]}, index=["stay", "build", "lease"])
    return mcda.Problem.from_matrix(
        frame, directions={"cost": "cost", "reach": "benefit"}, weights={"cost": 0.4, "reach": 0.6}
    )


def own_method(
    matrix: npt.NDArray[np.float64], weights: npt.NDArray[np.float64], benefit: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """A method of one's own: the weighted sum of what is gained."""
    return np.asarray((np.where(benefit, matrix, -matrix) * weights).sum(axis=-1))


def winners(case: mcda.Problem) -> Iterator[tuple[str, str]]:
    """Each group and its first option."""
    ranking = mcda.rank(case, method="topsis")
    table: pd.DataFrame = ranking.table
    for group, option, rank in table[["group", "option", "rank"]].itertuples(index=False):
        if rank == 1:
            yield str(group), str(option)


def answers(folder: Path) -> dict[str, object]:
    """What each kind of call gives: tables, settings, notes, a file, faults."""
    case = mcda.load("cyber-policy").select(groups=["no_formal_ties"])
    robust = mcda.smaa(case, samples=1, seed=1, weights="any")
    limits = mcda.stability(problem(), method="weighted_sum")
    own = mcda.rank(problem(), method=own_method)
    saved: Path = problem().save(folder / "case.json")
    try:
        mcda.Problem.from_tables(
            criteria={"criterion": ["a"]}, ratings={"option": ["o"], "criterion": ["b"], "mode": [1]}
        )
    except mcda.ProblemError as error:
        faults: list[str] = error.faults["rule"].tolist()
    else:
        faults = []
    notes: pd.DataFrame = robust.notes
    return {
        "winners": dict(winners(case)),
        "codes": notes["code"].tolist(),
        "version": mcda.__version__,
        "limits": limits.to_dict(),
        "own": own.ranks.to_dict(),
        "same": mcda.load(saved).fingerprint == problem().fingerprint,
        "faults": faults,
        "settings": dict(robust.settings),
    }
