"""How much weight each stakeholder has, and in which order stakeholders are listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

import numpy as np

from policymcda.arrays import Floats
from policymcda.errors import ProblemError
from policymcda.problem import Problem
from policymcda.tables.stakeholder_shares import stakeholder_shares


class Somebodys(Protocol):
    """What a stakeholder said."""

    @property
    def stakeholder(self) -> str: ...


T = TypeVar("T", bound=Somebodys)


def shares(problem: Problem, names: Iterable[str]) -> dict[str, float]:
    """The weight of each stakeholder, by the table stakeholders or equal, summing to 1.

    Raises
    ------
    ProblemError
        For a stakeholder without a weight where others have one, and for those who weigh 0 together.
    """
    names = list(names)
    if not problem.has("stakeholders"):
        return dict.fromkeys(names, 1 / max(len(names), 1))
    found, faults = stakeholder_shares(problem.table("stakeholders"), names)
    if faults:
        raise ProblemError(faults)
    return found


def votes(problem: Problem, names: Sequence[str]) -> Floats:
    """The weight of each stakeholder as the table stakeholders states it, 1 each where it states none, (k,).

    Raises
    ------
    ProblemError
        As `shares`.
    """
    shares(problem, names)
    table = problem.table("stakeholders")
    if "weight" not in table or table["weight"].isna().all():
        return np.ones(len(names))
    known = dict(zip(table["stakeholder"], table["weight"].astype(float), strict=True))
    stated = np.array([known.get(name, np.nan) for name in names], dtype=np.float64)
    return np.where(np.isnan(stated), 1.0, stated)


def in_order(problem: Problem, said: Iterable[T]) -> list[T]:
    """As in the table stakeholders, those who are not in it after them by name."""
    listed = problem.table("stakeholders")["stakeholder"] if problem.has("stakeholders") else []
    order = {name: place for place, name in enumerate(listed)}
    return sorted(said, key=lambda one: (order.get(one.stakeholder, len(order)), one.stakeholder))
