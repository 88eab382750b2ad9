"""Weights from the table `orders`: from the order alone, or from the size of its steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np

from policymcda.arrays import Floats, Ints
from policymcda.arrays.weights import rank_order as by_place
from policymcda.arrays.weights import steps
from policymcda.errors import Fault, ProblemError, check_choices
from policymcda.problem import Problem
from policymcda.weighting.stakeholder_statements import COMBINES, Answer, answers, numbers, settled
from policymcda.weighting.weights import Weights, made

FORMULAS: dict[str, Callable[[Floats], Floats]] = {
    "centroid": by_place.rank_order_centroid,
    "sum": by_place.rank_sum,
    "reciprocal": by_place.rank_reciprocal,
}
"""What each place weighs."""

Combine = Literal["weights"] | None


def rank_order(
    problem: Problem, *, formula: Literal["centroid", "sum", "reciprocal"] = "centroid", combine: Combine = "weights"
) -> Weights:
    """Weights from the order of the criteria alone; criteria in the same position share the mean of the places they take.

    Parameters
    ----------
    formula : {"centroid", "sum", "reciprocal"}
        The mean of all weights in that order (Barron and Barrett, 1996), or weights in proportion to n + 1 - place or to
        1 / place (Stillwell, Seaver and Edwards, 1981).
    combine : {"weights", None}
        Several stakeholders: the mean of their weights, by the weights of the table `stakeholders`; or kept apart.

    Examples
    --------
    >>> from policymcda import load, weighting
    >>> names = ["legitimacy", "feasibility", "root_cause", "speed"]
    >>> problem = load("cyber-policy").replace(orders={"criterion": names, "position": [1, 2, 2, 3]})
    >>> weighting.rank_order(problem).table["weight"].head(4).round(3).tolist()
    [0.521, 0.208, 0.208, 0.062]
    """
    check_choices(formula=(formula, list(FORMULAS)), combine=(combine, COMBINES))
    found = {
        (one.group, one.stakeholder): FORMULAS[formula](numbers(one, "position")) for one in answers(problem, "orders")
    }
    vectors, notes = settled(problem, found, combine)
    return made(problem, vectors, "rank_order", notes, formula=formula)


def revised_simos(problem: Problem, *, ratio: float | None = None, combine: Combine = "weights") -> Weights:
    """Weights from cards laid in order with blank ones between them: SRF (Figueira and Roy, 2002), not rounded.

    The cards of one position weigh the same. `blank_cards` of a criterion lie between its position and the next less
    important one; a blank cell is none, and those of one position must not say different numbers.

    Parameters
    ----------
    ratio : float, optional
        How many times the most important criterion weighs as much as the least (z). Left out: the one number that a
        stakeholder's rows have in the column `ratio`.
    combine : {"weights", None}
        Several stakeholders: the mean of their weights, by the weights of the table `stakeholders`; or kept apart.

    Raises
    ------
    ValueError
        For a ratio below 1.
    ProblemError
        Where nobody laid cards, or no ratio is given.
    """
    check_choices(combine=(combine, COMBINES))
    if ratio is not None and not (np.isfinite(ratio) and ratio >= 1):
        raise ValueError(f"the ratio of the most to the least important is a number of at least 1, not {ratio}")
    found, faults = {}, list[Fault]()
    for one in answers(problem, "orders"):
        position, levels = np.unique(-numbers(one, "position"), return_inverse=True)  # 0 is the least important
        blanks, level_faults = _by_level(one, "blank_cards", levels, 0.0)
        stated = set(numbers(one, "ratio")[~np.isnan(numbers(one, "ratio"))])
        faults += level_faults
        if ratio is None and (len(stated) != 1 or min(stated) < 1):
            rule = "revised Simos needs one number of at least 1: the most important over the least"
            hint = "pass ratio=, or write it once for each stakeholder"
            faults.append(Fault("orders", column="ratio", value=one.place, rule=rule, hint=hint))
            continue
        z = float(ratio if ratio is not None else min(stated))
        found[one.group, one.stakeholder] = steps.revised_simos(levels, blanks[1 : len(position)], z)
    if faults:
        raise ProblemError(faults)
    vectors, notes = settled(problem, found, combine)
    return made(problem, vectors, "revised_simos", notes, ratio=ratio)


def swara(problem: Problem, *, combine: Combine = "weights") -> Weights:
    """Weights by SWARA (Keršuliene, Zavadskas and Turskis, 2010).

    `step` of a criterion says how much more important the position before it is: 0.15 for 15 per cent. That of the first
    position is not used. Criteria in one position weigh the same; one of them has the step, or all have the same.

    Parameters
    ----------
    combine : {"weights", None}
        Several stakeholders: the mean of their weights, by the weights of the table `stakeholders`; or kept apart.
    """
    return _by_steps(problem, "swara", "step", steps.swara, combine)


def fucom(problem: Problem, *, combine: Combine = "weights") -> Weights:
    """Weights by FUCOM (Pamučar, Stević and Sremac, 2018): fully consistent, since only neighbours are compared.

    `ratio` of a criterion says how many times the position before it matters as much. That of the first position is not
    used. Criteria in one position weigh the same; one of them has the ratio, or all have the same.

    Parameters
    ----------
    combine : {"weights", None}
        Several stakeholders: the mean of their weights, by the weights of the table `stakeholders`; or kept apart.
    """
    return _by_steps(problem, "fucom", "ratio", lambda ratios: steps.fucom(ratios[1:])[0], combine)


def _by_steps(problem: Problem, way: str, column: str, weigh: Callable[[Floats], Floats], combine: Combine) -> Weights:
    """Weights from the steps between positions; those within one position are none."""
    check_choices(combine=(combine, COMBINES))
    none = {"step": 0.0, "ratio": 1.0}[column]
    found, faults = {}, list[Fault]()
    for one in answers(problem, "orders"):
        _, levels = np.unique(numbers(one, "position"), return_inverse=True)
        sizes, level_faults = _by_level(one, column, levels, np.nan)
        faults += [*level_faults, *_missing(one, column, levels, sizes)]
        order = np.argsort(levels, kind="stable")
        first = np.diff(levels[order], prepend=-1) > 0
        weights = np.empty(len(order))
        taken = np.where(first, sizes[levels[order]], none)
        taken[0] = none
        weights[order] = weigh(np.where(np.isnan(taken), none, taken))
        found[one.group, one.stakeholder] = weights
    if faults:
        raise ProblemError(faults)
    vectors, notes = settled(problem, found, combine)
    return made(problem, vectors, way, notes)


def _by_level(one: Answer, column: str, levels: Ints, blank: float) -> tuple[Floats, list[Fault]]:
    """What the criteria of each level say in a column, and a fault where they do not say the same."""
    values = numbers(one, column)
    result, faults = np.full(int(levels.max()) + 1, blank), []
    for level in range(len(result)):
        said = sorted(set(values[(levels == level) & ~np.isnan(values)]))
        if len(said) > 1:
            value = ", ".join(part for part in (one.place, *_of(one, levels, level)) if part)
            rule = f"criteria in one position say {', '.join(f'{number:g}' for number in said)}"
            faults.append(Fault("orders", column=column, value=value, rule=rule, hint="write it once"))
        if said:
            result[level] = said[0]
    return result, faults


def _missing(one: Answer, column: str, levels: Ints, sizes: Floats) -> Iterator[Fault]:
    """The positions after the first without a step."""
    for level in np.flatnonzero(np.isnan(sizes)):
        if level:
            value = ", ".join(part for part in (one.place, *_of(one, levels, int(level))) if part)
            rule = f"no {column} from the position before"
            yield Fault("orders", column=column, value=value, rule=rule, hint="fill it in")


def _of(one: Answer, levels: Ints, level: int) -> list[str]:
    return [str(label) for label in one.rows.index[levels == level]]
