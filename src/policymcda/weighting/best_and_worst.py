"""Best-worst method (Rezaei, 2015, 2016): the best criterion against all others, and all others against the worst."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.weights import best_worst as solving
from policymcda.arrays.weights.best_worst import BestWorst
from policymcda.errors import Fault, ProblemError, check_choices
from policymcda.problem import Problem
from policymcda.results import Note
from policymcda.weighting import comparison_matrices
from policymcda.weighting.comparison_matrices import ComparisonMatrix
from policymcda.weighting.criteria_tree import Key, local_table, must_be_whole, of_leaf_criteria
from policymcda.weighting.stakeholder_statements import COMBINES, settled
from policymcda.weighting.weights import Weights, made

MODELS = ("linear", "nonlinear")


def best_worst(
    problem: Problem,
    *,
    model: Literal["linear", "nonlinear"] = "linear",
    combine: Literal["weights"] | None = "weights",
) -> Weights:
    """Weights by the best-worst method from the table `judgements`.

    The best criterion is the one that is judged against every other one and never less important, the worst the one
    that every other one is judged against and that is never more important; of several the one that stands out most,
    then the first by name. Either way round of a judgement will do. Judgements between other criteria are not used,
    and a note says how many.

    Parameters
    ----------
    model : {"linear", "nonlinear"}
        What is made least: the largest difference (Rezaei, 2016), or the largest deviation of a ratio (Rezaei, 2015).
    combine : {"weights", None}
        Several stakeholders: the mean of their weights, by the weights of the table `stakeholders`; or kept apart.

    Returns
    -------
    Weights
        `.consistency` has group, stakeholder, best, worst, xi of the model, consistency_ratio (xi of the non-linear model
        over its index) and input_consistency_ratio (Liang, Brunelli and Rezaei, 2020); `.intervals` the lowest and the
        highest weight of each criterion that is optimal, under its node.

    Raises
    ------
    ProblemError
        When no criterion can be the best or the worst.

    Examples
    --------
    >>> from policymcda import Problem, weighting
    >>> problem = Problem.from_matrix(
    ...     pd.DataFrame({"price": [3, 5], "reach": [4, 9], "speed": [1, 2]}, index=["tax", "ban"]), directions="benefit"
    ... ).replace(judgements={"criterion": ["price"] * 2 + ["reach"], "versus": ["reach", "speed", "speed"], "value": [2, 8, 4]})
    >>> weighting.best_worst(problem).table["weight"].round(3).tolist()
    [0.615, 0.308, 0.077]
    """
    check_choices(model=(model, MODELS), combine=(combine, COMBINES))
    sets = comparison_matrices.of_criteria(problem)
    chosen = {id(one): _ends(one) for one in sets}
    faults = [fault for one in sets for fault in _unfit(one, *chosen[id(one)])]
    if faults:
        raise ProblemError(faults)
    solved = {id(one): _solved(one, *chosen[id(one)], model) for one in sets}
    local: dict[Key, dict[str, Floats]] = {}
    for one in sets:
        local.setdefault((one.group, one.stakeholder), {})[one.node] = solved[id(one)].weights
    if not sets:  # one criterion
        local = {(group, ""): {} for group in problem.grids}
    must_be_whole(problem, local)
    found = {(group, name): of_leaf_criteria(problem, nodes) for (group, name), nodes in local.items()}
    vectors, notes = settled(problem, found, combine)
    ordered_sets = comparison_matrices.in_stakeholder_order(problem, sets)
    tables = {
        "consistency": _consistency(ordered_sets, chosen, solved),
        "intervals": _intervals(problem, ordered_sets, solved),
        "local": local_table(problem, local),
    }
    return made(problem, vectors, "best_worst", [*notes, *_notes(ordered_sets)], tables, model=model)


def _ends(one: ComparisonMatrix) -> tuple[int, int]:
    """Which item is the best and which is the worst, -1 where none can be."""
    known = ~np.isnan(one.matrix)
    logs = np.log(np.where(known, one.matrix, 1.0))
    never_less = known & (logs >= 0)
    best = _most(never_less.all(axis=1), logs.sum(axis=1))
    others = np.arange(len(one.items)) != best
    return best, _most(never_less.all(axis=0) & others, logs.sum(axis=0))


def _most(fits: Any, importance: Floats) -> int:
    return int(np.argmax(np.where(fits, importance, -np.inf))) if fits.any() else -1


def _unfit(one: ComparisonMatrix, best: int, worst: int) -> Iterator[Fault]:
    hint = "judge the best against each other criterion, and each against the worst"
    if best < 0:
        rule = "no criterion is judged against every other one and never less important: there is no best"
        yield Fault("judgements", column="criterion", value=comparison_matrices.place(one), rule=rule, hint=hint)
    if worst < 0:
        rule = "every other criterion is judged against none, or it is more important: there is no worst"
        yield Fault("judgements", column="versus", value=comparison_matrices.place(one), rule=rule, hint=hint)


def _solved(one: ComparisonMatrix, best: int, worst: int, model: str) -> BestWorst:
    way = {"linear": solving.linear, "nonlinear": solving.nonlinear}[model]
    return way(one.matrix[best], one.matrix[:, worst], best, worst)


def _consistency(
    sets: list[ComparisonMatrix], chosen: Mapping[int, tuple[int, int]], solved: Mapping[int, BestWorst]
) -> pd.DataFrame:
    rows = list[dict[str, Any]]()
    for one in sets:
        best, worst = chosen[id(one)]
        to_others, to_worst = one.matrix[best], one.matrix[:, worst]
        xi = solving.nonlinear(to_others, to_worst, best, worst).xi
        rows.append(
            {
                "group": one.group,
                "stakeholder": one.stakeholder,
                "node": one.node,
                "best": one.items[best],
                "worst": one.items[worst],
                "xi": solved[id(one)].xi,
                "consistency_ratio": solving.consistency_ratio(xi, float(to_others[worst])),
                "input_consistency_ratio": solving.input_consistency_ratio(to_others, to_worst, worst),
            }
        )
    return _plain(pd.DataFrame(rows))


def _intervals(problem: Problem, sets: list[ComparisonMatrix], solved: Mapping[int, BestWorst]) -> pd.DataFrame:
    listed = list(problem.table("criteria")["criterion"])
    rows = [
        (one.group, one.stakeholder, one.node, label, float(solved[id(one)].low[at]), float(solved[id(one)].high[at]))
        for one in sets
        for label, at in sorted(
            zip(one.items, range(len(one.items)), strict=True), key=lambda pair: listed.index(pair[0])
        )
    ]
    return _plain(pd.DataFrame(rows, columns=["group", "stakeholder", "node", "criterion", "low", "high"]))


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Without the node where there is only the topmost."""
    return frame if "node" in frame and (frame["node"] != "").any() else frame.drop(columns="node", errors="ignore")


def _notes(sets: list[ComparisonMatrix]) -> Iterator[Note]:
    """How many judgements were not used."""
    unused = [int(np.triu(~np.isnan(one.matrix), 1).sum()) - (2 * len(one.items) - 3) for one in sets]
    if any(unused):
        text = f"{sum(unused)} judgements between other criteria than best and worst are not used"
        yield "unused", "", text
