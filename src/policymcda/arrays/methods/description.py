"""What a method says of itself: `@method(...)` above its function, in its own file, is the only place that says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.methods.in_parts import InParts

Kind = Literal["score", "interval", "relation"]
Link = Callable[[Floats], Floats]
F = TypeVar("F", bound=Callable[..., Any])

identity: Link = np.positive
"""The link of a method whose scores themselves are linear in the weights."""

DOMAINS: Mapping[str, float] = {"non-negative": 0.0, "positive": 0.0, "above 1": 1.0}
"""Word of a domain, and the number that ratings must be above; non-negative ones may also be equal to it."""

KINDS = ("score", "interval", "relation")


@dataclass(frozen=True)
class Additive:
    """How the value of a rating depends on that rating alone.

    Attributes
    ----------
    slopes : (n,) array or None
        Value that one unit of each rating adds before weights; None where value is not linear in the ratings.
    corners : tuple of arrays or None
        For each criterion the ratings between which value is linear, empty where there are only the ends.
    """

    slopes: Floats | None = None
    corners: tuple[Floats, ...] | None = None


@dataclass(frozen=True)
class MethodDescription:
    """What is known of a method.

    Attributes
    ----------
    name : str
        What it is called by.
    kind : {"score", "interval", "relation"}
        ``method(matrix, weights, benefit) -> scores``; the same of low, mode and high instead of one matrix; or whether
        the row is at least as good as the column.
    domain : {"positive", "non-negative", "above 1"} or None
        What the ratings must be; None where every finite number will do.
    linear : callable or None
        The function f of the score that is linear in weights that sum to 1: f(S(w)) = sum of w_j f(S(e_j)).
    source : str
        Author and year.
    shipped : bool
        Whether it comes with the library.
    respects_dominance : bool
        Whether it never places a dominating option behind the one that it dominates.
    ordinal : bool
        Whether its scores are ranks, so that a difference between them has no parts.
    scales_by_ends : bool
        Whether its columns are scaled by the ends of the criteria's scales where these are given.
    takes_priorities : bool
        Whether it takes priorities of options that were compared in pairs.
    ratios : callable or None
        ``ratios(matrix, benefit, start, criterion, **settings)``: the order of the options along a line of weights as
        ratios (see `policymcda.arrays.sensitivity.crossings`); None where it has no such form.
    additive : callable or None
        ``additive(benefit, settings)``: an `Additive` where with these settings value is a sum over the criteria in
        which no option matters to another, else None.
    in_parts : callable or None
        ``in_parts(settings)``: how it scores options part by part (`policymcda.arrays.methods.in_parts`), or why it cannot.
    """

    name: str
    kind: Kind = "score"
    domain: str | None = None
    linear: Link | None = None
    source: str = ""
    shipped: bool = False
    respects_dominance: bool = False
    ordinal: bool = False
    scales_by_ends: bool = False
    takes_priorities: bool = False
    ratios: Callable[..., tuple[Floats, Floats, int] | None] | None = None
    additive: Callable[[Bools, Mapping[str, Any]], Additive | None] | None = None
    in_parts: InParts | None = None


REGISTRY: dict[str, Callable[..., Any]] = {}
"""Name to function, for every function that describes itself."""


def method(
    name: str,
    kind: Kind = "score",
    *,
    domain: str | None = None,
    linear: Link | None = None,
    source: str = "",
    **properties: Any,
) -> Callable[[F], F]:
    """A decorator that registers a method under a name and returns the function itself.

    Parameters
    ----------
    name : str
        What it is called by, from Python and on the command line.
    kind, domain, linear, source, **properties
        See `MethodDescription`; all are optional.

    Raises
    ------
    ValueError
        Where the name is a method's of the library, or a word is not known.

    Examples
    --------
    >>> from policymcda.arrays.methods import identity, method
    >>> @method("first_criterion", linear=identity)
    ... def first_criterion(matrix, weights, benefit):
    ...     return matrix[..., 0] * weights[..., :1] + 0 * matrix[..., 1] * weights[..., 1:2]
    """
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r} of method, choose from {', '.join(KINDS)}")
    if domain is not None and domain not in DOMAINS:
        raise ValueError(f"no domain {domain!r} of ratings, choose from {', '.join(DOMAINS)}, or None")

    def described(function: F) -> F:
        shipped = function.__module__.startswith("policymcda.arrays.methods.") and function.__module__ != __name__
        known = REGISTRY.get(name)
        if known is not None and describe(known).shipped:
            raise ValueError(f"{name!r} is a method of the library: give yours another name")
        function.description = MethodDescription(  # type: ignore[attr-defined]
            name, kind, domain, linear, source, shipped, **properties
        )
        REGISTRY[name] = function
        return function

    return described


def describe(function: Callable[..., Any]) -> MethodDescription:
    """What a function says of itself; of one that says nothing, its name."""
    description = getattr(function, "description", None)
    if isinstance(description, MethodDescription):
        return description
    name = getattr(function, "name", getattr(function, "__name__", None))
    return MethodDescription(name if isinstance(name, str) else type(function).__name__)


def fixed(end: Any, where: Any = True) -> bool:
    """Whether an end of a scale is given for every criterion (of those in `where`)."""
    return end is not None and not np.any(np.isnan(end) & where)
