"""From a method and a problem to a function of three arrays: labels meet settings here, once, before any loop."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.arrays.methods import METHODS, of_kind
from policymcda.arrays.methods.description import DOMAINS, Additive, MethodDescription, describe
from policymcda.errors import Fault, ProblemError, described, nearest
from policymcda.method_names import method_by_name
from policymcda.pymcdm_bridge import FromPymcdm, from_pymcdm
from policymcda.tables import priorities, threshold_rules
from policymcda.tables.cells import numbers
from policymcda.tables.scales import ScaleEnds
from policymcda.tables.schemas import SCHEMAS, kind
from policymcda.tables.spelling import resolved

if TYPE_CHECKING:
    from policymcda.problem import Problem

LIBRARY_METHOD = "topsis"
"""What scores when neither the caller nor the case says."""

LIBRARY_RELATION = "electre_i"
"""What says which option outranks which unless the caller names another."""


@dataclass(frozen=True)
class BoundMethod:
    """A method with its settings in the order of the arrays: a pure, picklable function of matrix, weights, benefit.

    Attributes
    ----------
    name : str
        The method and the settings that the caller gave.
    function : callable
        The method itself.
    settings : mapping
        Its keywords, those per criterion in sorted-label order.
    description : MethodDescription
        What the method says of itself.
    """

    name: str
    function: Callable[..., Floats]
    settings: Mapping[str, Any]
    description: MethodDescription

    def __call__(self, matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
        scores = self.function(matrix, weights, benefit, **self.settings)
        if not self.description.shipped and np.asarray(scores).dtype.kind not in "fiub":
            raise ValueError(f"{self.name} gave {described(scores)}, not an array of numbers, one for each option")
        return scores

    def scores(self, low: Floats, mode: Floats, high: Floats, weights: Floats, benefit: Bools) -> Floats:
        """Scores from the three corners of the ratings; what takes one matrix takes the modes, (..., m)."""
        if self.interval:
            return self.function(low, mode, high, weights, benefit, **self.settings)
        return self(mode, weights, benefit)

    @property
    def interval(self) -> bool:
        """Whether it takes low, mode and high instead of one matrix."""
        return self.description.kind == "interval"

    @property
    def link(self) -> Callable[[Floats], Floats] | None:
        """The function of the score that is linear in the weights, None where there is none."""
        return self.description.linear

    def additive(self, benefit: Bools) -> Additive | None:
        """How the value of a rating depends on that rating alone; None where it depends on others."""
        of_settings = self.description.additive
        return None if of_settings is None else of_settings(benefit, self.settings)

    def ratios(
        self, matrix: Floats, benefit: Bools, start: Floats, criterion: int
    ) -> tuple[Floats, Floats, int] | None:
        """The order of the options along a line of weights as ratios, None where the method has no such form."""
        form = self.description.ratios
        return None if form is None else form(matrix, benefit, start, criterion, **self.settings)

    def search_ends(self, ends: ScaleEnds) -> tuple[Floats, Floats]:
        """Ends between which a search may vary ratings, each (n,): the scale's, or those seen where it needs narrower ones."""
        low, high = ends.low, ends.high
        domain = self.description.domain
        if domain is not None:
            low = np.where(low > DOMAINS[domain], low, ends.seen_low)
        bounds = getattr(self.function, "bounds", None)
        return (low, high) if bounds is None else (np.maximum(low, bounds[0]), np.minimum(high, bounds[1]))


def bind(method: str | Callable[..., Floats] | None, problem: Problem) -> BoundMethod:
    """The method bound to the problem: its keywords filled by label, its domain checked on the whole range of ratings.

    Parameters
    ----------
    method : str or callable or None
        A name of `METHODS`, or ``pymcdm:`` and a name of pymcdm's; a function
        ``(matrix, weights, benefit, **settings) -> scores``, a `functools.partial` of one for plain settings; None is
        the case's own choice, then the library's.

    Raises
    ------
    ProblemError
        When a criterion lacks what the method needs, or ratings are outside of what it can take.
    ValueError
        When the name is not known, settings per criterion come without labels, or a function says that it is linear in
        the weights and is not.
    """
    if method is None:
        method = problem.defaults.get("method", LIBRARY_METHOD)
    if isinstance(method, BoundMethod):
        return method
    if isinstance(method, str):
        function, given = METHODS.get(method) or method_by_name(method), dict[str, Any]()
    else:
        function, given = _unwrapped(method)
    bound = _bound(function, given, problem)
    if not bound.description.shipped:
        _try_linear(bound, problem)
    return bound


def bind_relation(method: str | Callable[..., Any], problem: Problem) -> BoundMethod:
    """As `bind`, for what says which option outranks which: the name of a relation, or a function giving (m, m)."""
    relations = of_kind("relation")
    if isinstance(method, str) and method not in relations:
        raise ValueError(f"no relation {method!r} ({nearest(method, relations)})")
    function, given = (relations[method], {}) if isinstance(method, str) else _unwrapped(method)
    return _bound(function, given, problem)


def _bound(function: Callable[..., Any], given: Mapping[str, Any], problem: Problem) -> BoundMethod:
    if any(base.__module__.startswith("pymcdm.") for base in type(function).__mro__):
        function = from_pymcdm(function)
    description = getattr(function, "description", None)
    if not isinstance(description, MethodDescription):
        description = describe(function)
    if isinstance(function, FromPymcdm):
        if given:
            raise ValueError(f"settings of {function.name} go to from_pymcdm")
        columns = {name: _column(name, problem) for name in function.columns}
        function, settings, faults = function.aligned(problem.leaf_criteria, columns)
    else:
        settings, faults = _settings(function, description, given, problem)
    if description.domain is not None or hasattr(function, "bounds"):
        faults += _domain(function, problem)
    if description.kind == "interval" and not faults:
        faults += _endless(function, problem)
    if description.takes_priorities and problem.has("option_judgements"):
        faults += _rated_twice(problem)
    if faults:
        raise ProblemError(faults)
    name = _method_text(function, given) if given else description.name
    return BoundMethod(name, function, settings, description)


def _try_linear(bound: BoundMethod, problem: Problem) -> None:
    """Refuses a claim to be linear in the weights that does not hold for three weight vectors."""
    link = bound.link
    if link is None:
        return
    count = len(problem.leaf_criteria)
    weights = np.linspace(1, 3, count), np.linspace(3, 1, count), np.ones(count) + (np.arange(count) % 2)
    for grid in problem.grids.values():
        matrix = np.where(np.isnan(grid.mode), grid.low, grid.mode)
        if not np.isfinite(matrix).all():
            continue
        with np.errstate(divide="ignore"):
            units = np.array([link(bound(matrix, unit, problem.benefit)) for unit in np.eye(count)])
            whole = [link(bound(matrix, vector / vector.sum(), problem.benefit)) for vector in weights]
        mixed = [vector / vector.sum() @ units for vector in weights]
        size = np.max(np.abs(units), initial=1e-300)
        if np.isfinite(units).all() and not np.allclose(whole, mixed, rtol=1e-9, atol=1e-9 * size):
            raise ValueError(
                f"{bound.name} says that it is linear in the weights and is not: its scores for mixed weights are no "
                "mixture of its scores for each criterion alone; leave linear= out"
            )
        return


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
    if isinstance(method, type):
        raise ValueError(f"a method is a name or a function, not the class {method.__name__}: make one of it")  # noqa: TRY004
    return method, given


def _settings(
    function: Callable[..., Floats], description: MethodDescription, given: Mapping[str, Any], problem: Problem
) -> tuple[dict[str, Any], list[Fault]]:
    """Keywords by label, from the caller or from the criteria table, and what is missing."""
    faults: list[Fault] = []
    arrays = 5 if description.kind == "interval" else 3
    parameters = inspect.signature(function).parameters
    keywords = [name for name in list(parameters)[arrays:] if parameters[name].kind is not parameters[name].VAR_KEYWORD]
    free = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())
    for name in given:
        if name not in keywords and not free:
            raise ValueError(f"{description.name} has no setting {name!r} ({nearest(name, keywords)})")
    settings = {name: _aligned(name, value, problem) for name, value in given.items()}
    anchored, ours, columns = bool(given.get("anchored")), description.shipped, problem.columns_of_criteria
    for name in keywords:
        parameter = parameters[name]
        unused = ours and name in ("low", "high") and "anchored" in keywords and not anchored
        if name in settings or unused or parameter.kind is parameter.VAR_POSITIONAL:
            continue
        required = parameter.default is parameter.empty or (anchored and name in ("low", "high"))
        # a column of the user's that happens to be called `threshold` is no setting of a method of ours
        named = name in columns and (not ours or name in SCHEMAS["criteria"].columns)
        value = _points(problem) if name == "points" else _column(name, problem) if named else None
        if value is not None:
            settings[name] = value
        if required:
            faults += _missing(description.name, name, value, problem)
    if any(name in given for name in threshold_rules.COLUMNS):  # those of the table are checked at the door
        faults += _thresholds(settings, problem)
    return settings, faults


def _thresholds(settings: Mapping[str, Any], problem: Problem) -> list[Fault]:
    """Thresholds of the caller that contradict each other, criterion by criterion."""
    columns = {
        name: settings[name]
        for name in threshold_rules.COLUMNS
        if np.shape(settings.get(name, ())) == (len(problem.leaf_criteria),)
    }
    return [
        Fault("criteria", column=column, value=f"{leaf}: {value}" if value else leaf, rule=rule, hint=hint)
        for place, leaf in enumerate(problem.leaf_criteria)
        for column, value, rule, hint in threshold_rules.broken({name: each[place] for name, each in columns.items()})
    ]


def _aligned(name: str, value: Any, problem: Problem) -> Any:
    """A setting per criterion by label as an array; anything else as it is."""
    if isinstance(value, Mapping | pd.Series):
        labels = {resolved(str(label), problem.leaf_criteria): entry for label, entry in value.items()}
        unknown = [label for label in labels if label not in problem.leaf_criteria]
        if unknown:
            raise ValueError(f"{name}: no criterion {unknown[0]!r} ({nearest(unknown[0], problem.leaf_criteria)})")
        entries = [labels.get(leaf) for leaf in problem.leaf_criteria]
        spec = SCHEMAS["criteria"].columns.get(name)
        read, broken = numbers(pd.Series(entries, dtype=object))
        if spec is not None and kind(spec) == "number" and broken:
            place, (written, rule, hint) = next(iter(broken.items()))
            raise ValueError(f"{name}: {written!r} of {problem.leaf_criteria[place]} {rule} ({hint})")
        return tuple("" if entry is None else str(entry) for entry in entries) if broken else read.to_numpy()
    per_criterion = name in SCHEMAS["criteria"].columns
    if per_criterion and isinstance(value, Sequence | np.ndarray) and not isinstance(value, str):
        raise ValueError(f"{name}: settings per criterion go by label, such as {{{problem.leaf_criteria[0]!r}: ...}}")
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
    rows = [found.get(leaf, blank) for leaf in problem.leaf_criteria]
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
    labels = [leaf for leaf, lack in zip(problem.leaf_criteria, lacks, strict=True) if lack]
    return [Fault(table, column=column, value=leaf, rule=f"{title} needs it", hint="fill it in") for leaf in labels]


def _domain(function: Callable[..., Any], problem: Problem) -> list[Fault]:
    """Ratings, anywhere within their range, that the method cannot take."""
    rule = describe(function).domain
    bounds: tuple[Floats, Floats] | None = getattr(function, "bounds", None)
    faults: list[Fault] = []
    if rule is None and bounds is None:
        return faults
    for group, grid in problem.grids.items():
        least, most = np.fmin(grid.low, grid.mode), np.fmax(grid.high, grid.mode)
        if rule is not None:
            bad = least < DOMAINS[rule] if rule == "non-negative" else least <= DOMAINS[rule]
            hint = "shift the scale, narrow the rating's range, or take another method"
            faults += _outside(problem, group, least, bad, "low", f"{_title(function)} needs {rule} ratings", hint)
        if bounds is not None:
            text, hint = f"{_title(function)} needs ratings within its bounds", "widen the bounds"
            faults += _outside(problem, group, least, least < bounds[0], "low", text, hint)
            faults += _outside(problem, group, most, most > bounds[1], "high", text, hint)
    return faults


def _endless(function: Callable[..., Any], problem: Problem) -> list[Fault]:
    """Ratings without ends, where the method works on the ends."""
    faults = []
    for group, grid in problem.grids.items():
        text, hint = (
            f"{_title(function)} needs both ends of every rating",
            "give low and high, or the ends of its scale",
        )
        faults += _outside(
            problem, group, grid.high, ~np.isfinite(grid.low) | ~np.isfinite(grid.high), "low", text, hint
        )
    return faults


def _outside(
    problem: Problem, group: str, values: Floats, bad: Bools, column: str, rule: str, hint: str
) -> list[Fault]:
    options = problem.grids[group].options
    return [
        Fault(
            "ratings",
            column=column,
            value=f"{group}, {options[i]}, {problem.leaf_criteria[j]}: {values[i, j]:g}",
            rule=rule,
            hint=hint,
        )
        for i, j in np.argwhere(bad)
    ]


def _rated_twice(problem: Problem) -> list[Fault]:
    """Criteria under which options are both rated and judged in pairs, where the synthesis could take either."""
    ratings = priorities.stated(problem.table("ratings"))
    compared = list(dict.fromkeys(problem.table("option_judgements")["criterion"]))
    rule = "its options are both rated and judged in pairs: which of them counts is open"
    hint = "leave out one of them, such as problem.replace(ratings=None)"
    both = [label for label in compared if label in set(ratings["criterion"])]
    return [Fault("option_judgements", column="criterion", value=label, rule=rule, hint=hint) for label in both]


def _title(function: Callable[..., Floats]) -> str:
    return describe(function).name


def _method_text(function: Callable[..., Floats], given: Mapping[str, Any]) -> str:
    text = ", ".join(f"{name}={getattr(value, '__name__', value)}" for name, value in given.items())
    return f"{_title(function)}({text})" if text else _title(function)
