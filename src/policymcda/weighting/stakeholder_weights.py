"""How much weight each stakeholder has, and in which order stakeholders are listed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

import numpy as np
import pandas as pd

from policymcda.errors import Fault, ProblemError
from policymcda.problem import Problem


class Somebodys(Protocol):
    """What a stakeholder said."""

    @property
    def stakeholder(self) -> str: ...


T = TypeVar("T", bound=Somebodys)


def shares(problem: Problem, names: Iterable[str]) -> dict[str, float]:
    """The weight of each stakeholder, by the table stakeholders or equal, summing to 1."""
    names = list(names)
    table = problem.table("stakeholders") if problem.has("stakeholders") else pd.DataFrame()
    if len(names) < 2 or "weight" not in table or table["weight"].isna().all():
        return dict.fromkeys(names, 1 / max(len(names), 1))
    known = dict(zip(table["stakeholder"], table["weight"].astype(float), strict=True))
    hint = "give each stakeholder a weight, or none at all"
    lacking = [name for name in names if np.isnan(known.get(name, np.nan))]
    if lacking:
        raise ProblemError(
            Fault("stakeholders", column="weight", value=name or "(blank)", rule="has no weight", hint=hint)
            for name in lacking
        )
    total = sum(known[name] for name in names)
    if not total > 0:
        text = ", ".join(names)
        raise ProblemError([Fault("stakeholders", column="weight", value=text, rule="weigh 0 together", hint=hint)])
    return {name: known[name] / total for name in names}


def in_order(problem: Problem, said: Iterable[T]) -> list[T]:
    """As in the table stakeholders, those who are not in it after them by name."""
    listed = problem.table("stakeholders")["stakeholder"] if problem.has("stakeholders") else []
    order = {name: place for place, name in enumerate(listed)}
    return sorted(said, key=lambda one: (order.get(one.stakeholder, len(order)), one.stakeholder))
