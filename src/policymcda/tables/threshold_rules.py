"""Thresholds of a criterion that contradict each other, or that its preference function lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from policymcda.errors import Fault
from policymcda.tables.checking import Checked

COLUMNS = ("indifference", "preference", "veto", "function")

ORDERED = (("indifference", "preference"), ("preference", "veto"), ("indifference", "veto"))
"""Two thresholds, the first of which is never above the second."""

NEEDS = {
    "u_shape": "indifference",
    "v_shape": "preference",
    "level": "preference",
    "linear": "preference",
    "gaussian": "preference",
}
"""The threshold without which a preference function is another one."""

WITH_ZERO = ("u_shape",)
"""Preference functions whose threshold may be 0."""

Broken = tuple[str, str, str, str]
"""Column, value, rule and hint."""


def broken(thresholds: Mapping[str, object]) -> Iterator[Broken]:
    """What is wrong with the thresholds of one criterion, by column; those that are missing are None, NaN or blank.

    Examples
    --------
    >>> [rule for _, _, rule, _ in broken({"indifference": 4.0, "preference": 1.0})]
    ['indifference must not be above preference']
    >>> [rule for _, _, rule, _ in broken({"function": "gaussian"})]
    ['the preference function gaussian needs preference']
    """
    known = {name: float(str(thresholds[name])) for name in COLUMNS[:3] if not _missing(thresholds.get(name))}
    for low, high in ORDERED:
        between = low == "indifference" and high == "veto" and "preference" in known
        if not between and low in known and high in known and known[low] > known[high]:
            value = f"{low} {known[low]:g}, {high} {known[high]:g}"
            yield low, value, f"{low} must not be above {high}", "lower one or raise the other"
    name = "" if _missing(thresholds.get("function")) else str(thresholds["function"])
    needed = NEEDS.get(name)
    if needed is not None and needed not in known:
        yield needed, "", f"the preference function {name} needs {needed}", "fill it in, or clear the function"
    elif needed is not None and known[needed] == 0 and name not in WITH_ZERO:
        hint = "give it, or write usual"
        yield needed, "0", f"the preference function {name} needs {needed} above 0", hint


def faults(criteria: Checked) -> Iterator[Fault]:
    """Rows of the criteria whose thresholds do not fit; cells that have a fault already count as missing no threshold."""
    frame = criteria.frame
    columns = [name for name in COLUMNS if name in frame]
    for place, row in enumerate(frame[columns].to_dict("records")):
        if any((place, name) in criteria.noted for name in columns):
            continue
        for column, value, rule, hint in broken(row):
            yield criteria.fault("criteria", place, column, value, f"{frame.at[place, 'criterion']}: {rule}", hint)


def _missing(value: object) -> bool:
    return value is None or value == "" or pd.isna(value) is True
