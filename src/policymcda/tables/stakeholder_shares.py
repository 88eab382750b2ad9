"""How much weight each stakeholder has: the one reading of the table stakeholders."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from policymcda.errors import Fault

HINT = "give each stakeholder a weight, or none at all"


def stakeholder_shares(table: pd.DataFrame, names: Iterable[str]) -> tuple[dict[str, float], list[Fault]]:
    """The share of each of those stakeholders, summing to 1: by the column weight, equal where it is blank for all.

    A faulty table gives equal shares beside its faults: a stakeholder without a weight where others have one, and
    those who weigh 0 together.
    """
    names = list(names)
    equal = dict.fromkeys(names, 1 / max(len(names), 1))
    if len(names) < 2 or "weight" not in table or table["weight"].isna().all():
        return equal, []
    known = dict(zip(table["stakeholder"], table["weight"].astype(float), strict=True))
    lacking = [name for name in names if np.isnan(known.get(name, np.nan))]
    if lacking:
        return equal, [_fault(name or "(blank)", "has no weight") for name in lacking]
    total = sum(known[name] for name in names)
    if not total > 0:
        return equal, [_fault(", ".join(names), "weigh 0 together")]
    return {name: known[name] / total for name in names}, []


def _fault(value: str, rule: str) -> Fault:
    return Fault("stakeholders", column="weight", value=value, rule=rule, hint=HINT)
