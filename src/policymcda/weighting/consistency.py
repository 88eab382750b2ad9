"""How well judgements hold together, which one to look at first, and how far stakeholders are apart."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.weights import consistency_indices, group, repairs
from policymcda.arrays.weights.incomplete import complete, least_squares
from policymcda.arrays.weights.pairwise import consistency_ratio, eigenvector
from policymcda.problem import Problem
from policymcda.results import Note
from policymcda.weighting.comparison_matrices import COMBINED, ComparisonMatrix, by_node, connected
from policymcda.weighting.stakeholder_weights import in_order, shares

INDICES = ("consistency_ratio", "eigenvalue", "random_index", "acceptable", "missing")
FURTHER = (
    "geometric_consistency_index",
    "geometric_acceptable",
    "koczkodaj",
    "koczkodaj_triad",
    "koczkodaj_acceptable",
)
MENDING = ("criterion", "versus", "value", "suggested", "ratio_after")
"""A judgement, what stands there, what would mend it, and the consistency ratio after that."""


SAME = 1e-9
"""Stakeholders this near to all together are not far from them."""


MENDED, QUICK = 100, 7
"""Sets of up to so many items, the least consistent first, for which repairs are looked for: a hundredth of a second each."""

COMPARED = 40
"""Items of a set in which the judgement to look at first is looked for: half a second."""


class InconsistentJudgements(UserWarning):
    """Judgements whose consistency ratio is above 0.10."""


@dataclass(frozen=True, eq=False)
class Finding:
    """What is found out about a set: its priorities, its indices, and what would mend it where it is not acceptable."""

    priorities: Floats
    indices: dict[str, Any]
    worst: dict[str, Any]
    run: list[dict[str, Any]]


def findings(sets: Sequence[ComparisonMatrix], priority: str, table: str) -> list[Finding]:
    """A finding for each set; sets of the same size are worked out together.

    Parameters
    ----------
    priority : {"eigenvector", "geometric_mean"}
    table : str
        The table of random indices.
    """
    result: dict[int, Finding] = {}
    for size in sorted({len(one.items) for one in sets}):
        whose = [at for at, one in enumerate(sets) if len(one.items) == size]
        part = [sets[at] for at in whose]
        matrices = np.stack([one.matrix for one in part])
        vectors, eigenvalues = eigenvector(complete(matrices))
        if priority == "geometric_mean":
            vectors = least_squares(matrices)
        indices = _indices(part, matrices, eigenvalues, table)
        ratios = np.array([row["consistency_ratio"] for row in indices])
        looked = max(_mended(size), int(size <= COMPARED))
        bad = np.argsort(-ratios, kind="stable")[: min(looked, np.sum(ratios > consistency_indices.ACCEPTABLE))]
        mended = repairs.worst(matrices[bad], table) if bad.size else None
        for at, vector, row in zip(whose, vectors, indices, strict=True):
            result[at] = Finding(vector, row, dict.fromkeys(MENDING), [])
        if mended is not None:
            for place, (at, *best) in enumerate(zip(bad.tolist(), *mended, strict=True)):
                run = repairs.shortest(part[at].matrix, table) if place < _mended(size) else None
                steps = [] if run is None else list(_steps(part[at], run))
                result[whose[at]] = Finding(vectors[at], indices[at], _mending(part[at], *best), steps)
    return [result[at] for at in range(len(sets))]


def _mended(size: int) -> int:
    """How many sets of a size are mended: the time that one takes goes up with the sixth power of its items."""
    return int(MENDED / max(1.0, (size / QUICK) ** 6))


def consistency_table(
    sets: Sequence[ComparisonMatrix], found: Sequence[Finding], item: str = "criterion"
) -> pd.DataFrame:
    """A row for each set: its indices, and the judgement to look at first where they are not acceptable."""
    rows = [{**_labels(one), **finding.indices, **finding.worst} for one, finding in zip(sets, found, strict=True)]
    frame = pd.DataFrame(rows, columns=["group", "stakeholder", "node", *INDICES, *FURTHER, *MENDING])
    return _named(frame.astype(dict.fromkeys(MENDING[2:], np.float64)), item)


def repairs_table(sets: Sequence[ComparisonMatrix], found: Sequence[Finding], item: str = "criterion") -> pd.DataFrame:
    """The shortest run of repairs found for each set that is not acceptable, one row per step."""
    rows = [
        {**_labels(one), "step": number, **step}
        for one, finding in zip(sets, found, strict=True)
        for number, step in enumerate(finding.run, start=1)
    ]
    return _named(pd.DataFrame(rows, columns=["group", "stakeholder", "node", "step", *MENDING]), item)


def notes(sets: Sequence[ComparisonMatrix], found: Sequence[Finding]) -> Iterator[Note]:
    """What to say of sets that are not acceptable, or not complete."""
    if any(not finding.indices["acceptable"] and not finding.run for finding in found):
        sizes = sorted(
            {len(one.items) for one, finding in zip(sets, found, strict=True) if not finding.indices["acceptable"]}
        )
        counts = [f"the {_mended(size)} least consistent sets of {size} items" for size in sizes if _mended(size)]
        yield "not_mended", "", f"repairs are looked for in {', '.join(counts) or 'no set of so many items'}"
    for one, finding in zip(sets, found, strict=True):
        whose = f" of {one.stakeholder}" if one.stakeholder else ""
        under = f" under {one.node}" if one.node else ""
        if not finding.indices["acceptable"]:
            ratio, most = finding.indices["consistency_ratio"], consistency_indices.ACCEPTABLE
            text = f"the judgements{whose}{under} have a consistency ratio of {ratio:.3f}, above {most:.2f}"
            yield "inconsistent", one.group, text
        if finding.indices["missing"]:
            pairs = len(one.items) * (len(one.items) - 1) // 2
            text = f"{finding.indices['missing']} of {pairs} judgements{whose}{under} are missing"
            index = "the random index of its ratio is for that many (as Ágoston and Csató, 2022)"
            yield "incomplete", one.group, f"{text}: completed with the least eigenvalue; {index}"


def warn(table: pd.DataFrame, stacklevel: int = 3) -> None:
    """One warning for all sets of a table of consistency that are not acceptable."""
    bad = table[~table["acceptable"].astype(bool)]
    if len(bad):
        worst = bad.loc[bad["consistency_ratio"].idxmax()]
        of_group = "" if worst["group"] == "all" else str(worst["group"])
        where = ", ".join(word for word in (of_group, str(worst["stakeholder"]), str(worst.get("node", ""))) if word)
        more = f", and {len(bad) - 1} more sets are not acceptable" if len(bad) > 1 else ""
        text = f"the judgements ({where})" if where else "the judgements"
        ratio, most = float(worst["consistency_ratio"]), consistency_indices.ACCEPTABLE
        sentence = f"{text} have a consistency ratio of {ratio:.3f}, above {most:.2f}{more}"
        warnings.warn(sentence, InconsistentJudgements, stacklevel=stacklevel)


def consensus(
    problem: Problem,
    sets: Sequence[ComparisonMatrix],
    alone: Sequence[Floats],
    common: Callable[[ComparisonMatrix], Floats],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How far each stakeholder is from all together, and how far apart their priorities of each item are.

    Parameters
    ----------
    alone : sequence of (n,)
        The priorities of each set.
    common : callable
        The priorities of all together, for a set of the same group and node.
    """
    own = {id(one): vector for one, vector in zip(sets, alone, strict=True)}
    labels = list(problem.table("criteria")["criterion"])
    people, items = list[dict[str, Any]](), list[dict[str, Any]]()
    for judges in by_node(sets).values():
        if len(judges) < 2:
            continue
        stakeholder_weight = np.array(list(shares(problem, [one.stakeholder for one in judges]).values()))
        every = np.stack([own[id(one)] for one in judges])
        priorities = common(judges[0])
        apart = np.where([connected(one) for one in judges], group.distance(every, priorities), np.nan)
        index = group.compatibility(np.stack([one.matrix for one in judges]), priorities)
        farthest = np.max(apart, initial=SAME, where=~np.isnan(apart))
        distances = {
            one.stakeholder: (float(index[at]), float(apart[at]), bool(apart[at] == farthest))
            for at, one in enumerate(judges)
        }
        for one in in_order(problem, judges):
            people.append(_labels(one) | dict(zip(_APART, distances[one.stakeholder], strict=True)))
        mean = group.mean_by_stakeholder(index, stakeholder_weight)
        people.append(_labels(judges[0]) | dict(zip(_APART, (float(mean), np.nan, False), strict=True)) | _COMBINED)
        if all(connected(one) for one in judges):
            apart_by = dict(zip(judges[0].items, _spread(every, stakeholder_weight), strict=True))
            node = {"group": judges[0].group, "node": judges[0].node}
            items += [{**node, "criterion": label, **apart_by[label]} for label in labels if label in apart_by]
    spread = pd.DataFrame(items, columns=["group", "node", "criterion", "spread", "lowest", "highest"])
    return _named(pd.DataFrame(people, columns=["group", "stakeholder", "node", *_APART])), _named(spread)


_APART = ("geometric_compatibility_index", "distance", "farthest")
_COMBINED = {"stakeholder": COMBINED}


def _spread(every: Floats, stakeholder_weight: Floats) -> Iterator[dict[str, float]]:
    for spread, low, high in zip(
        group.spread(every, stakeholder_weight), every.min(axis=0), every.max(axis=0), strict=True
    ):
        yield {"spread": float(spread), "lowest": float(low), "highest": float(high)}


def _indices(
    sets: Sequence[ComparisonMatrix], matrices: Floats, eigenvalues: Floats, table: str
) -> list[dict[str, Any]]:
    """The columns of indices of each set, all of one size."""
    size, missing = matrices.shape[-1], consistency_indices.missing_count(matrices)
    ratios = consistency_ratio(eigenvalues, size, table, missing)
    geometric, (koczkodaj, triads) = (
        consistency_indices.geometric_consistency_index(matrices),
        consistency_indices.koczkodaj(matrices),
    )
    rows = []
    for at, one in enumerate(sets):
        triad = [one.items[place] for place in triads[at] if place >= 0]
        values = (
            *(float(ratios[at]), float(eigenvalues[at]), f"{table}, {missing[at]} missing" if missing[at] else table),
            *(bool(ratios[at] <= consistency_indices.ACCEPTABLE), int(missing[at]), float(geometric[at])),
            *(
                bool(geometric[at] <= consistency_indices.geometric_threshold(size)),
                float(koczkodaj[at]),
                ", ".join(triad),
            ),
            bool(koczkodaj[at] <= consistency_indices.ACCEPTABLE_KOCZKODAJ),
        )
        rows.append(dict(zip((*INDICES, *FURTHER), values, strict=True)))
    return rows


def _steps(one: ComparisonMatrix, run: repairs.Mended) -> Iterator[dict[str, Any]]:
    """The steps of a run of repairs; a judgement that comes again stands as the step before left it."""
    matrix = one.matrix.copy()
    for pair, value, ratio in zip(*run, strict=True):
        yield _mending(one, pair, value, ratio, matrix)
        matrix[pair[0], pair[1]], matrix[pair[1], pair[0]] = value, 1 / value


def _mending(one: ComparisonMatrix, pair: Any, value: Any, ratio: Any, matrix: Floats | None = None) -> dict[str, Any]:
    """One repair by label, from the side of the item that is judged to matter more."""
    first, second = int(pair[0]), int(pair[1])
    stands, suggested = float((one.matrix if matrix is None else matrix)[first, second]), float(value)
    if stands < 1:
        first, second, stands, suggested = second, first, 1 / stands, 1 / suggested
    cells = (one.items[first], one.items[second], stands, suggested, float(ratio))
    return dict(zip(MENDING, cells, strict=True))


def _labels(one: ComparisonMatrix) -> dict[str, Any]:
    return {"group": one.group, "stakeholder": one.stakeholder, "node": one.node}


def _named(frame: pd.DataFrame, item: str = "criterion") -> pd.DataFrame:
    """Columns named for what is judged: a node only where criteria form a tree, the criterion where options are judged."""
    if item != "criterion":
        return frame.rename(columns={"criterion": item}).rename(columns={"node": "criterion"})
    return frame if (frame["node"] != "").any() else frame.drop(columns="node")
