"""Linear constraints of weights, from text or by label to arrays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.sampling.weight_spaces import Constraints
from policymcda.errors import nearest
from policymcda.problem import Problem
from policymcda.tables.spelling import resolved

Row: TypeAlias = tuple[Mapping[str, float], str, float]
"""Coefficients by label, a relation (<=, >= or ==), and a bound."""

_NUMBER = re.compile(r"\d+\.?\d*([eE][+-]?\d+)?|\.\d+", re.ASCII)


def parsed(text: str) -> Row:
    """A linear constraint from text: terms of an optional factor and a criterion on either side of a relation."""
    words = text.split()
    relations = [place for place, word in enumerate(words) if word in ("<=", ">=", "==", "=")]
    if len(relations) != 1:
        raise ValueError(f"constraint {text!r}: write one of <=, >=, == between two sides, such as 'a >= 2 * b'")
    place = relations[0]
    coefficients: dict[str, float] = {}
    bound = 0.0
    for sign, side in ((1.0, words[:place]), (-1.0, words[place + 1 :])):
        for label, factor in _terms(side, text):
            if label is None:
                bound -= sign * factor
            else:
                coefficients[label] = coefficients.get(label, 0.0) + sign * factor
    return coefficients, "==" if words[place] == "=" else words[place], bound


def _terms(words: list[str], text: str) -> list[tuple[str | None, float]]:
    """Label and factor of each term; a number alone has no label."""
    terms: list[tuple[str | None, float]] = []
    current: tuple[str | None, float] | None = None
    sign = 1.0
    for word in [*words, "+"]:
        if word in ("+", "-"):
            if current is not None:
                terms.append((current[0], sign * current[1]))
                sign, current = 1.0, None
            sign = sign if word == "+" else -sign
        elif word == "*":
            continue
        elif _NUMBER.fullmatch(word):
            factor = finite(float(word), f"constraint {text!r}: {word}")
            current = (current[0], current[1] * factor) if current else (None, factor)
        elif current is None or current[0] is None:
            current = (word, 1.0 if current is None else current[1])
        else:
            raise ValueError(f"constraint {text!r}: {current[0]!r} times {word!r} is not linear, or a sign is missing")
    if not terms:
        raise ValueError(f"constraint {text!r}: a side is empty")
    return terms


def constraints_of(rows: Iterable[Row], problem: Problem) -> Constraints:
    """Rows by label as arrays in the order of the leaves."""
    above: list[tuple[Floats, float]] = []
    equal: list[tuple[Floats, float]] = []
    for coefficients, relation, bound in rows:
        vector = np.zeros(len(problem.leaf_criteria))
        for written, factor in coefficients.items():
            label = resolved(written, problem.leaf_criteria)
            if label not in problem.leaf_criteria:
                raise ValueError(f"constraint: no criterion {label!r} ({nearest(label, problem.leaf_criteria)})")
            vector[problem.leaf_criteria.index(label)] += factor
        if relation not in ("<=", ">=", "=="):
            raise ValueError(f"constraint: no relation {relation!r}, choose from <=, >=, ==")
        sign = -1.0 if relation == ">=" else 1.0
        (equal if relation == "==" else above).append((sign * vector, sign * bound))
    return Constraints(*_stacked(above, len(problem.leaf_criteria)), *_stacked(equal, len(problem.leaf_criteria)))


def checked_row(row: Row) -> Row:
    """The row, if its numbers are finite."""
    coefficients, relation, bound = row
    factors = {label: finite(factor, f"constraint: the factor of {label}") for label, factor in coefficients.items()}
    return factors, relation, finite(bound, "constraint: the bound")


def checked_ends(label: str, ends: Any) -> tuple[float, float]:
    """Low and high of one weight."""
    if isinstance(ends, str) or not isinstance(ends, Sequence | np.ndarray) or len(ends) != 2:
        raise ValueError(f"bounds: {label} needs low and high, such as (0.1, 0.3), not {ends!r}")
    low, high = (
        finite(end, f"bounds: the {name} end of {label}") for name, end in zip(("low", "high"), ends, strict=True)
    )
    return low, high


def finite(number: Any, what: str) -> float:
    """A number that is one and finite."""
    try:
        value = np.nan if isinstance(number, bool | np.bool_ | str) else float(number)
    except (TypeError, ValueError, OverflowError):
        value = np.nan
    if not np.isfinite(value):
        raise ValueError(f"{what} must be a finite number, not {number!r}")
    return value


def _stacked(rows: list[tuple[Floats, float]], criteria: int) -> tuple[Floats, Floats]:
    return np.array([row for row, _ in rows]).reshape(len(rows), criteria), np.array([bound for _, bound in rows])


def constraint_text(row: Row) -> str:
    terms = " + ".join(f"{factor:g} * {label}" for label, factor in row[0].items())
    return f"{terms} {row[1]} {row[2]:g}"
