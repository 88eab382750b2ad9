"""From a method and a problem to a function of three arrays: labels meet settings here, once, before any loop."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.arrays.methods import DOMAIN, INTERVAL_METHODS, LINEAR, METHODS, RELATIONS
from policymcda.errors import Fault, ProblemError, nearest
from policymcda.tables.cells import numbers
from policymcda.tables.schemas import SCHEMAS, kind

if TYPE_CHECKING:
    from policymcda.problem import Problem

LIBRARY_METHOD = "topsis"
"""What scores when neither the caller nor the case says."""


@dataclass(frozen=True)
class Bound:
    """A method with its settings in the order of the arrays: a pure, picklable function of matrix, weights, benefit.

    Attributes
    ----------
    name : str
        The method and the settings that the caller gave.
    function : callable
        The method itself.
    settings : mapping
        Its keywords, those per criterion in sorted-label order.
    interval : bool
        Whether it takes low, mode and high instead of one matrix.
    """

    name: str
    function: Callable[..., Floats]
    settings: Mapping[str, Any] = field(default_factory=dict)
    interval: bool = False

    def __call__(self, matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
        return self.function(matrix, weights, benefit, **self.settings)

    @property
    def link(self) -> Callable[[Floats], Floats] | None:
        """The function of the score that is linear in the weights, None where there is none."""
        return next((LINEAR[name] for name in LINEAR if METHODS[name] is self.function), None)


def bind(method: str | Callable[..., Floats] | None, problem: Problem) -> Bound:
    """The method bound to the problem: its keywords filled by label, its domain checked on the whole range of ratings.

    Parameters
    ----------
    method : str or callable or None
        A name of `METHODS` or `INTERVAL_METHODS`; a function ``(matrix, weights, benefit, **settings) -> scores``, a
        `functools.partial` of one for plain settings; None is the case's own choice, then the library's.

    Raises
    ------
    ProblemError
        When a criterion lacks what the method needs, or ratings are outside of what it can take.
    ValueError
        When the name is not known, or settings per criterion come without labels.
    """
    if method is None:
        method = str(problem.defaults.get("method", LIBRARY_METHOD))
    if isinstance(method, Bound):
        return method
    function, given = (_named(method), {}) if isinstance(method, str) else _unwrapped(method)
    interval = function in INTERVAL_METHODS.values()
    settings, faults = _settings(function, given, problem, 5 if interval else 3)
    faults += _domain(function, problem)
    if faults:
        raise ProblemError(faults)
    return Bound(_told(function, given), function, settings, interval)


def _named(name: str) -> Callable[..., Floats]:
    found = {**METHODS, **INTERVAL_METHODS}.get(name)
    if found is not None:
        return found
    if name in RELATIONS:
        raise ValueError(f"{name} says which option outranks which and gives no scores to rank by")
    known = [*METHODS, *INTERVAL_METHODS]
    raise ValueError(f"no method {name!r} ({nearest(name, known)}); choose from {', '.join(known)}")


def _unwrapped(method: Callable[..., Floats]) -> tuple[Callable[..., Floats], dict[str, Any]]:
    """The function within a partial, and the keywords that it carries."""
    given: dict[str, Any] = {}
    while isinstance(method, functools.partial):
        if method.args:
            raise ValueError("a partial method may carry keywords only")
        given = {**method.keywords, **given}
        method = method.func
    if not callable(method):
        raise ValueError(f"a method is a name or a function, not {type(method).__name__}")  # noqa: TRY004
    return method, given


def _settings(
    function: Callable[..., Floats], given: Mapping[str, Any], problem: Problem, arrays: int
) -> tuple[dict[str, Any], list[Fault]]:
    """Keywords by label, from the caller or from the criteria table, and what is missing."""
    faults: list[Fault] = []
    settings = {name: _aligned(name, value, problem) for name, value in given.items()}
    anchored = bool(given.get("anchored"))
    for parameter in list(inspect.signature(function).parameters.values())[arrays:]:
        name = parameter.name
        if name in settings or parameter.kind is parameter.VAR_KEYWORD:
            continue
        required = parameter.default is parameter.empty or (anchored and name in ("low", "high"))
        value = _points(problem) if name == "points" else _column(name, problem)
        if value is not None:
            settings[name] = value
        if required:
            faults += _missing(_title(function), name, value, problem)
    return settings, faults


def _aligned(name: str, value: Any, problem: Problem) -> Any:
    """A setting per criterion by label as an array; anything else as it is."""
    if isinstance(value, Mapping | pd.Series):
        labels = {str(label): entry for label, entry in value.items()}
        unknown = [label for label in labels if label not in problem.leaves]
        if unknown:
            raise ValueError(f"{name}: no criterion {unknown[0]!r} ({nearest(unknown[0], problem.leaves)})")
        entries = [labels.get(leaf) for leaf in problem.leaves]
        if any(isinstance(entry, str) for entry in entries):
            return tuple(entry or "" for entry in entries)
        return np.array([np.nan if entry is None else entry for entry in entries], dtype=np.float64)
    per_criterion = name in SCHEMAS["criteria"].columns
    if per_criterion and isinstance(value, Sequence | np.ndarray) and not isinstance(value, str):
        raise ValueError(f"{name}: settings per criterion go by label, such as {{{problem.leaves[0]!r}: ...}}")
    return value


def _column(name: str, problem: Problem) -> Any:
    """A column of the criteria table for the leaves: an array of numbers, or a tuple of words; None if it is blank."""
    column = problem.column(name)
    if column is None:
        return None
    spec = SCHEMAS["criteria"].columns.get(name)
    if spec is None:
        read, broken = numbers(pd.Series(column, dtype=object))
        column = column if broken else read.to_numpy()
    elif kind(spec) == "number":
        column = column.astype(np.float64)
    if column.dtype == np.float64:
        return None if np.isnan(column).all() else column
    return None if not any(column) else tuple(column)


def _points(problem: Problem) -> Any:
    """The value function of each leaf from the table values: ratings and values in rising order."""
    values = problem.table("values")
    if not len(values):
        return None
    found = dict(list(values.sort_values("rating").groupby("criterion")))
    blank = values.head(0)
    rows = [found.get(leaf, blank) for leaf in problem.leaves]
    return tuple((row["rating"].to_numpy(np.float64), row["value"].to_numpy(np.float64)) for row in rows)


def _missing(title: str, name: str, value: Any, problem: Problem) -> list[Fault]:
    """What a required keyword lacks, criterion by criterion."""
    table, column = ("values", "rating") if name == "points" else ("criteria", name)
    if value is None:
        return [Fault(table, column=column, rule=f"{title} needs it for every criterion", hint="fill it in")]
    if name == "points":
        lacks = [len(ratings) == 0 for ratings, _ in value]
    else:
        lacks = [entry == "" if isinstance(entry, str) else bool(np.isnan(entry)) for entry in value]
    labels = [leaf for leaf, lack in zip(problem.leaves, lacks, strict=True) if lack]
    return [Fault(table, column=column, value=leaf, rule=f"{title} needs it", hint="fill it in") for leaf in labels]


def _domain(function: Callable[..., Floats], problem: Problem) -> list[Fault]:
    """Ratings, anywhere within their range, that the method cannot take."""
    everything = {**METHODS, **INTERVAL_METHODS}
    rule = next((DOMAIN[name] for name in DOMAIN if everything[name] is function), None)
    if rule is None:
        return []
    faults = []
    for group, grid in problem.grids.items():
        least = np.fmin(grid.low, grid.mode)
        bad = least <= 0 if rule == "positive" else least < 0
        for i, j in np.argwhere(bad):
            place = f"{group}, {grid.options[i]}, {problem.leaves[j]}: {least[i, j]:g}"
            hint = "shift the scale, narrow the rating's range, or take another method"
            faults.append(
                Fault("ratings", column="low", value=place, rule=f"{_title(function)} needs {rule} ratings", hint=hint)
            )
    return faults


def _title(function: Callable[..., Floats]) -> str:
    names = (name for name, known in {**METHODS, **INTERVAL_METHODS}.items() if known is function)
    return next(names, getattr(function, "name", getattr(function, "__name__", type(function).__name__)))


def _told(function: Callable[..., Floats], given: Mapping[str, Any]) -> str:
    told = ", ".join(f"{name}={getattr(value, '__name__', value)}" for name, value in given.items())
    return f"{_title(function)}({told})" if told else _title(function)
