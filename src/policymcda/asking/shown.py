"""What a questionnaire shows of a case: labels, directions and ranges, as a hash and, so that changes can be named, in full."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from policymcda.problem import Problem
from policymcda.weighting.swings import Ends, criterion_ranges

Seen = dict[str, Any]

UNKNOWN: Ends = (np.nan, np.nan)
"""The ends of a criterion that has none."""


RANGED = ("swings", "statements")
"""Kinds of question that show a range: that of the scale, else what the ratings span."""


def seen(problem: Problem, kinds: Iterable[str]) -> Seen:
    """Groups, options and criteria with their parents, directions and ends, in sorted order.

    The ends are those of the scale; where a kind of question shows ranges and there is no scale, those of the ratings.
    """
    frame = problem.table("criteria")
    parents = frame["parent"] if "parent" in frame else [""] * len(frame)
    under = dict(zip(frame["criterion"], parents, strict=True))
    known = criterion_ranges(problem) if set(kinds) & set(RANGED) else scales(problem)
    directions = dict(zip(problem.leaf_criteria, np.where(problem.benefit, "benefit", "cost").tolist(), strict=True))
    rows = [
        {
            "criterion": criterion,
            "parent": under[criterion],
            "direction": directions.get(criterion, ""),
            "low": number(known.get(criterion, UNKNOWN)[0]),
            "high": number(known.get(criterion, UNKNOWN)[1]),
        }
        for criterion in sorted(under)
    ]
    return {"groups": sorted(problem.grids), "options": sorted(problem.labels("option")), "criteria": rows}


def scales(problem: Problem) -> dict[str, Ends]:
    """The ends of each criterion's scale, NaN where it has none."""
    frame = problem.table("criteria")
    lows, highs = (frame[end] if end in frame else [np.nan] * len(frame) for end in ("low", "high"))
    return {label: (float(low), float(high)) for label, low, high in zip(frame["criterion"], lows, highs, strict=True)}


def digest(data: Any) -> str:
    """16 hexadecimal digits for what JSON can tell; 1 and 1.0 are the same number."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def shown(problem: Problem, kinds: Iterable[str]) -> str:
    """The hash of what a questionnaire of this problem shows."""
    return digest(seen(problem, kinds))


def changes(before: Any, now: Seen) -> Iterator[str]:
    """What changed since a questionnaire was made, a sentence each."""
    before = before if isinstance(before, dict) else {}
    for kind in ("groups", "options"):
        was, there = set(map(str, before.get(kind, now[kind]))), set(now[kind])
        yield from (f"{kind[:-1]} {label} is new" for label in sorted(there - was))
        yield from (f"{kind[:-1]} {label} is gone" for label in sorted(was - there))
    rows = {str(row.get("criterion")): row for row in before.get("criteria", []) if isinstance(row, dict)}
    own = {row["criterion"]: row for row in now["criteria"]}
    if "criteria" not in before:
        return
    yield from (f"criterion {label} is new" for label in sorted(own.keys() - rows.keys()))
    yield from (f"criterion {label} is gone" for label in sorted(rows.keys() - own.keys()))
    for label in sorted(own.keys() & rows.keys()):
        for column in ("direction", "parent", "low", "high"):
            then, since = rows[label].get(column), own[label][column]
            if then != since:
                yield f"{column} of {label} was {_word(then)} and is {_word(since)}"


def number(value: float) -> float | int | None:
    """A number that JSON can tell, whole ones without a point; None for one that is not known."""
    if not np.isfinite(value):
        return None
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)


def _word(value: Any) -> str:
    return "not known" if value is None else "blank" if value == "" else f"{value}"
