"""Tables of a case: what they hold, reading, checking and writing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from policymcda.errors import Fault, nearest
from policymcda.tables import crossing, rating_rules
from policymcda.tables.checking import Checked, Raw, check
from policymcda.tables.schemas import SCHEMAS

DEFAULTS = ("method", "weights", "unknown")
UNKNOWN = ("mode", "worst", "best")
"""What a point ranking may take for a rating without evidence."""


def checked(case: Mapping[str, Any], raws: Mapping[str, Raw]) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Every table converted, options and groups told where they were not, and every fault of all of them."""
    faults = list(_case(case))
    tables = _each(raws)
    for table in tables.values():
        faults += table.faults
    for name in ("criteria", "ratings"):
        if name not in raws:
            faults.append(Fault(name, rule="the table is missing", hint=f"tables: {', '.join(raws) or 'none'}"))
    if any(fault.rule == "the column is missing" for fault in faults) or {"criteria", "ratings"} - set(tables):
        return {}, faults
    ratings = tables["ratings"].frame
    for name, column in (("options", "option"), ("groups", "group")):
        if name not in tables:
            labels = [label for label in dict.fromkeys(ratings.get(column, [])) if label] or ["all"]
            tables[name] = Checked(pd.DataFrame({column: labels}, dtype=object), range(len(labels)), [], set())
    faults += _across(tables)
    return {name: tables[name].frame for name in SCHEMAS if name in tables}, faults


def _each(raws: Mapping[str, Raw]) -> dict[str, Checked]:
    """Each table alone, the criteria first because a wide table of ratings has their names as columns."""
    tables = {name: check(name, raws[name]) for name in SCHEMAS if name in raws and name != "ratings"}
    if "ratings" in raws:
        frame = tables["criteria"].frame if "criteria" in tables else pd.DataFrame()
        leaves = crossing.leaves(frame) if "criterion" in frame else []
        wide = rating_rules.is_wide(raws["ratings"].frame, leaves)
        tables["ratings"] = (
            rating_rules.check_wide(raws["ratings"], leaves) if wide else check("ratings", raws["ratings"])
        )
    return tables


def _across(tables: Mapping[str, Checked]) -> Iterator[Fault]:
    """What is wrong between rows and tables."""
    criteria = tables["criteria"].frame
    leaves = crossing.leaves(criteria)
    known = {
        "option": list(tables["options"].frame["option"]),
        "criterion": list(criteria["criterion"]),
        "group": list(tables["groups"].frame["group"]),
    }
    if "stakeholders" in tables:
        known["stakeholder"] = list(tables["stakeholders"].frame["stakeholder"])
    yield from crossing.identifiers(tables, known)
    yield from crossing.duplicates(tables, known["group"])
    yield from crossing.criteria_tree(tables["criteria"])
    if "criterion" in tables["ratings"].frame:
        yield from rating_rules.long_rules("ratings", tables["ratings"], criteria, leaves)
        yield from rating_rules.complete(tables["ratings"], known["group"], known["option"], leaves)
    else:
        yield from rating_rules.wide_rules(tables["ratings"], criteria, leaves)
    if "codings" in tables:
        yield from rating_rules.long_rules("codings", tables["codings"], criteria, leaves)
    if "judgements" in tables:
        yield from crossing.pairs("judgements", tables["judgements"], known["group"], criteria)
    if "option_judgements" in tables:
        yield from crossing.pairs("option_judgements", tables["option_judgements"], known["group"], None)
    for name, low, high in (("thresholds", "at_least", "at_most"), ("swings", "low", "high")):
        if name in tables:
            yield from crossing.ordered_pairs(name, tables[name], low, high)


def _case(case: Mapping[str, Any]) -> Iterator[Fault]:
    defaults = case.get("defaults", {})
    if not isinstance(defaults, Mapping):
        yield Fault(
            "case", column="defaults", value=str(defaults), rule="is not a table", hint=f"keys: {', '.join(DEFAULTS)}"
        )
        return
    for key, value in defaults.items():
        if key not in DEFAULTS:
            yield Fault(
                "case", column=f"defaults.{key}", value=str(value), rule="is not a default", hint=nearest(key, DEFAULTS)
            )
    if defaults.get("unknown", "mode") not in UNKNOWN:
        value = str(defaults["unknown"])
        yield Fault(
            "case",
            column="defaults.unknown",
            value=value,
            rule="is no rule for the unknown",
            hint=nearest(value, UNKNOWN),
        )
