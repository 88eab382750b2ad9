"""All monotone additive value functions that agree with what is stated of a group."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.arrays.choice.contradictions import smallest
from policymcda.arrays.sensitivity.ordinal_regression import Preferences, ValueFunctions, below, steps, together
from policymcda.binding import BoundMethod
from policymcda.errors import Fault, ProblemError
from policymcda.problem import Problem
from policymcda.weighting.statements import Statements, of_group


def of_value(
    problem: Problem, group: str, bound: BoundMethod, worst: Floats, best: Floats, *, stated: bool, unknown: str
) -> ValueFunctions:
    """The value functions of a group, and the statements that are to agree with them.

    Parameters
    ----------
    worst, best : (m, n)
        The worse and the better end of each rating.
    stated : bool
        Whether the table `statements` counts.

    Raises
    ------
    ProblemError
        When no value function agrees with the statements, naming the smallest set that cannot hold together.
    """
    statements = of_group(problem, group, bound, None if stated else problem.table("statements").head(0), unknown)
    sketched = statements.sides.reshape(-1, len(problem.leaf_criteria))
    low, high = np.concatenate([worst, sketched]), np.concatenate([best, sketched])
    levels = [_levels(problem, place, low[:, place], high[:, place]) for place in range(low.shape[1])]
    places = [
        np.where(option >= 0, option, len(worst) + 2 * np.arange(len(option)) + side)
        for side, option in enumerate((statements.better, statements.worse))
    ]
    functions = ValueFunctions(
        below(low, levels, problem.benefit),
        below(high, levels, problem.benefit),
        steps(levels),
        places[0],
        places[1],
        statements.counts,
        statements.same,
    )
    _must_agree(group, functions, statements)
    return functions


def options_table(group: str, options: Any, found: Preferences, dominating: Bools) -> pd.DataFrame:
    """What is known of each option's ranks, in the order of the arrays.

    Parameters
    ----------
    dominating : (m, m)
        Whether the row dominates the column.
    """
    can = np.where(found.ahead, "possible", np.where(found.level, "tied", "never"))
    columns = {
        "first": np.where(found.worst_bound == 1, "always", can),
        "first_by": "exact",
        "best_rank": found.best,
        "worst_rank": found.worst,
        "best_bound": found.best_bound,
        "worst_bound": found.worst_bound,
        "dominated_by": [", ".join(options[column]) for column in dominating.T],
    }
    return pd.DataFrame({"group": group, "option": options, **columns})


def pairs_columns(found: Preferences) -> dict[str, Any]:
    """What is known of every two options, each (m, m)."""
    exact = np.full(found.most.shape, "exact", dtype=object)
    return {
        "necessary": found.necessary,
        "necessary_by": exact,
        "possible": found.possible,
        "possible_by": exact,
        "least": -found.most.T,
        "most": found.most,
    }


def _levels(problem: Problem, place: int, low: Floats, high: Floats) -> Floats:
    """The ratings of a criterion at which a value function may bend, its ends among them; at least two."""
    ends = problem.scale_ends
    found = np.unique(np.concatenate([low, high, [ends.low[place], ends.high[place]]]))
    return found if len(found) > 1 else np.array([found[0], found[0] + 1.0])


def _must_agree(group: str, functions: ValueFunctions, statements: Statements) -> None:
    """Refuses statements that no value function agrees with."""
    if not len(statements.same):
        return
    found = smallest(together(functions), len(statements.same), statements.sure)
    if found is not None:
        where = "" if group == "all" else f" for {group}"
        rule = f"no monotone value function agrees with {'these together' if len(found) > 1 else 'this'}{where}"
        hint = "correct one of them, or leave one out"
        raise ProblemError(
            Fault("statements", value=statements.texts[place], rule=rule, hint=hint) for place in found.tolist()
        )
