"""A state of the explorer as a case: what somebody moved and typed in the page becomes tables and defaults."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np

from policymcda.case_files import check_problem
from policymcda.errors import Fault, ProblemError, described, nearest
from policymcda.problem import Problem
from policymcda.weighting.given import given
from policymcda.weighting.resolve import resolve
from policymcda.weighting.weights import Weights, vectors

STATE = ("fingerprint", "group", "method", "unknown", "screen", "weights", "ratings")
"""What a state may hold; `group` is the one on the screen and changes nothing."""

PLACE = ("group", "option", "criterion")


def apply(problem: Problem, state: Mapping[str, Any] | str | Path) -> Problem:
    """The problem as it stands in a state of the explorer: ratings, weights, method, rule for the unknown and screen.

    A rating that was typed is certain (low, mode and high are the same) and its evidence unstated. Weights become the
    table `weights`, which takes the place of the one there is; method, unknown and screen become the defaults. What the
    state labels out stays as it is.

    Parameters
    ----------
    state : mapping, str or Path
        What the page gives as JSON, or the file that holds it.

    Raises
    ------
    ProblemError
        With everything in the state that does not fit the problem, and for a state of another problem.

    Examples
    --------
    >>> from policymcda import apply, load, rank
    >>> state = {"method": "weighted_sum", "weights": {"no_formal_ties":
    ...     {"legitimacy": 0.1, "feasibility": 0.2, "root_cause": 0.3, "speed": 0.4}}}
    >>> problem = apply(load("cyber-policy"), state)
    >>> rank(problem).settings["method"], rank(problem).settings["weights"]
    ('weighted_sum', 'given')
    """
    check_problem(problem)
    read = _read(state)
    faults = list(_faults(problem, read))
    weights, broken = _weights(problem, read.get("weights"))
    if faults or broken:
        raise ProblemError([*faults, *broken])
    rows = [(*(row[name] for name in PLACE), _certain(problem, row["mode"])) for row in read.get("ratings", ())]
    changed = problem._changing(rows) if rows else problem
    defaults = {name: read[name] for name in ("method", "unknown", "screen") if name in read}
    return changed.using(**defaults, **({"weights": weights} if weights is not None else {}))


def _certain(problem: Problem, mode: float) -> dict[str, Any]:
    """The cell of a rating that somebody typed."""
    ends = [end for end in ("low", "high", "sd") if end in problem.ratings]
    return {"mode": mode, **{end: np.nan if end == "sd" else mode for end in ends}, "evidence": "unstated"}


def _read(state: Mapping[str, Any] | str | Path) -> Mapping[str, Any]:
    """The state as a mapping, whatever it is given as."""
    place, found = "the state", state
    if isinstance(state, str | Path):
        place = Path(state).name
        try:
            found = json.loads(Path(state).read_text(encoding="utf-8-sig"))
        except (ValueError, RecursionError) as error:
            hint = "save what the button Save state or Copy JSON of the page gives"
            raise ProblemError([Fault(place, rule=f"is no JSON: {error}", hint=hint)]) from None
    if not isinstance(found, Mapping):
        raise ProblemError(
            [Fault(place, rule=f"is {described(found)}, and a state is a mapping of {', '.join(STATE)}")]
        )
    return found


def _faults(problem: Problem, state: Mapping[str, Any]) -> Iterator[Fault]:
    """What does not fit, weights apart."""
    for name in state:
        if name not in STATE:
            yield Fault("state", column=str(name), rule="is no part of a state", hint=nearest(str(name), STATE))
    given_print = state.get("fingerprint", problem.fingerprint)
    if given_print != problem.fingerprint:
        rule = f"is the fingerprint of another problem; this one has {problem.fingerprint}"
        hint = "apply the state to the case that the page was made from"
        yield Fault("state", column="fingerprint", value=str(given_print), rule=rule, hint=hint)
    for name in ("method", "unknown", "screen"):
        try:
            problem.using(**{name: state.get(name)})
        except ValueError as error:
            yield Fault("state", column=name, rule=str(error))
    ratings = state.get("ratings", [])
    if not isinstance(ratings, list | tuple):
        yield Fault("state", column="ratings", rule=f"is {described(ratings)}, and ratings are a list")
        return
    for number, row in enumerate(ratings, start=1):
        yield from _faults_of(problem, str(number), row)


def _faults_of(problem: Problem, number: str, row: Any) -> Iterator[Fault]:
    """What is wrong with one rating of the state."""
    table = "state, ratings"
    if not isinstance(row, Mapping):
        yield Fault(table, number, value=str(row), rule=f"is no rating, which has {', '.join(PLACE)} and mode")
        return
    known = {"group": list(problem.grids), "criterion": list(problem.leaf_criteria)}
    grid = problem.grids.get(str(row.get("group")))
    known["option"] = problem.labels("option") if grid is None else list(grid.options)
    for name in PLACE:
        if row.get(name) not in known[name]:
            rule, hint = f"is no {name} that is rated", nearest(str(row.get(name)), known[name])
            yield Fault(table, number, name, str(row.get(name)), rule, hint)
    mode = row.get("mode")
    if isinstance(mode, bool) or not isinstance(mode, Real) or not np.isfinite(float(mode)):
        yield Fault(table, number, "mode", str(mode), "is no number")
    elif row.get("criterion") in problem.leaf_criteria:
        place = problem.leaf_criteria.index(row["criterion"])
        low, high = (np.nan if ends is None else ends[place] for ends in map(problem.column, ("low", "high")))
        if float(mode) < low or float(mode) > high:
            yield Fault(table, number, "mode", str(mode), f"is outside of the scale, {low:g} to {high:g}")


def _weights(problem: Problem, stated: Any) -> tuple[Weights | None, list[Fault]]:
    """Weights for every group, the case's own where the state has none for a group; None where it has none at all."""
    if not stated:
        return None, []
    if not isinstance(stated, Mapping) or not all(isinstance(inner, Mapping) for inner in stated.values()):
        rule = "are a mapping of groups to weights by criterion"
        return None, [Fault("state", column="weights", value=str(stated), rule=rule)]
    try:
        own = {} if set(problem.grids) <= set(stated) else vectors(resolve(problem), problem)
        labels = problem.leaf_criteria
        missing = {group: dict(zip(labels, own[group], strict=True)) for group in own if group not in stated}
        return given(problem, {**missing, **stated}), []
    except ProblemError as error:
        return None, list(error.every)
