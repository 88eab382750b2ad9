"""Tables of a case: what they hold, reading, checking and writing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from policymcda.errors import Fault, Findings, nearest
from policymcda.tables import (
    crossing,
    dates,
    expectation_rules,
    headers,
    labels,
    members,
    performance_tables,
    priorities,
    rating_rules,
    shapes,
    sketches,
    squares,
)
from policymcda.tables.checking import Checked, Raw, check
from policymcda.tables.schemas import DEFAULTS, ORDERED, SCHEMAS, UNKNOWN

MOST = 100_000
"""How many faults are looked at one by one, so that a hostile file cannot take the machine."""


def checked(case: Mapping[str, Any], raws: Mapping[str, Raw | None], findings: Findings) -> dict[str, pd.DataFrame]:
    """Every table converted, options and groups told where they were not; faults and notes go into the findings.

    A table that is None could not be read, and its fault is listed already.
    """
    tables: dict[str, Checked] = {}
    raws = headers.with_known_names(squares.in_pairs(raws, findings), findings)
    for number, fault in enumerate(_faults(case, raws, tables)):
        if number == MOST:
            hint = "mend these first"
            findings.faults.append(Fault("input", rule=f"has more than {MOST:,} faults", hint=hint))
            break
        findings.add(fault)
    findings.more += sum(sum(table.unlisted) for table in tables.values())
    findings.notes.extend(note for table in tables.values() for note in table.notes)
    return {name: tables[name].frame for name in SCHEMAS if name in tables}


def _faults(case: Mapping[str, Any], raws: Mapping[str, Raw | None], tables: dict[str, Checked]) -> Iterator[Fault]:
    """What is wrong with the case, with each table, which go into `tables`, and between them."""
    yield from _case(case)
    for name, table, faults in _each(raws):
        if table is not None:
            tables[name] = table
        yield from faults
    for note in labels.match_spellings(tables):
        tables[note.table].notes.append(note)
    comparison_faults = list(_rate(tables)) if "option_judgements" in tables else []
    yield from comparison_faults
    not_compared = not comparison_faults and not any(
        tables[name].faults for name in ("option_judgements", "groups", "stakeholders") if name in tables
    )
    for name in ("criteria", "ratings"):
        if name not in raws and name not in tables and (name == "criteria" or not_compared):
            yield Fault(name, rule="the table is missing", hint=f"tables: {', '.join(raws) or 'none'}")
    for name in ("options", "criteria", "groups", "ratings"):
        if name in tables and tables[name].sound and not len(tables[name].frame):
            yield Fault(
                name, rule="the table has no rows", hint="fill it in" + ", or leave it out" * (name == "groups")
            )
    if "ratings" in tables:
        for label in ("option", "group"):
            if crossing.LABELS[label] not in raws:
                tables[crossing.LABELS[label]] = _labels_of(tables["ratings"].frame, label)
    yield from _across({name: table for name, table in tables.items() if table.sound})


def _each(raws: Mapping[str, Raw | None]) -> Iterator[tuple[str, Checked | None, list[Fault]]]:
    """Each table alone and what is wrong with it, the criteria first because a wide table has their names as columns.

    A table of another shape than it should have is one fault, and None.
    """
    leaf_criteria: list[str] = []
    for name in SCHEMAS:
        raw = raws.get(name)
        if raw is None:
            continue
        turned = shapes.turned(name, raw, leaf_criteria)
        if turned:
            yield name, None, [turned]
            continue
        if name == "ratings" and rating_rules.is_wide(raw.frame, leaf_criteria):
            yield name, *_wide(raw, leaf_criteria, raws.get("options"))
            continue
        table = shapes.unmerged(name, check(name, raw))
        if name == "criteria" and table.sound:
            alone = {name: table}
            table.notes.extend(labels.match_spellings(alone))
            table = alone[name]
            leaf_criteria = performance_tables.leaf_criteria(table.frame)
        yield name, table, table.faults


def _wide(raw: Raw, leaf_criteria: list[str], options: Raw | None) -> tuple[Checked | None, list[Fault]]:
    """Ratings with a column for each criterion, and what is wrong with them."""
    raw, notes = labels.name_columns(raw, leaf_criteria, "ratings")
    collisions = list(shapes.collisions(raw, leaf_criteria))
    if collisions:
        return None, collisions
    raw, faults = shapes.without_other_rows(raw, shapes.first_labels(options))
    table = rating_rules.check_wide(raw, leaf_criteria)
    table = shapes.unmerged("ratings", table)
    table.notes.extend(notes)
    return table, [*faults, *table.faults]


def _long(ratings: Checked | None) -> bool:
    """Whether there are no ratings, or one row per cell, so that further ones can be added."""
    return ratings is None or (ratings.sound and "criterion" in ratings.frame)


def _rate(tables: dict[str, Checked]) -> Iterator[Fault]:
    """Adds the priorities of options that are judged in pairs to the ratings, under criteria that are not rated."""
    judgements = tables["option_judgements"]
    if judgements.faults or not judgements.sound or not len(judgements.frame) or not _long(tables.get("ratings")):
        return
    if not all(tables[name].sound for name in ("groups", "stakeholders") if name in tables):
        return
    groups = list(tables["groups"].frame["group"]) if "groups" in tables else list(priorities.named(tables))
    found, faults = priorities.derived(tables, groups or ["all"])
    yield from faults
    if not len(found):
        return
    own = tables.get("ratings")
    if own is None:
        tables["ratings"] = Checked(found, range(len(found)), [], set())
    else:
        frame = pd.concat([own.frame, found], ignore_index=True)
        frame = frame.assign(**{name: frame[name].fillna("") for name in frame if frame[name].dtype == object})
        rows = [*own.rows, *("(option_judgements)" for _ in range(len(found)))]
        tables["ratings"] = replace(own, frame=frame, rows=rows)


def _labels_of(ratings: pd.DataFrame, column: str) -> Checked:
    """The options or groups that the ratings name, in that order."""
    labels = [label for label in ratings[column].unique() if label] if column in ratings else []
    labels = labels or ([] if column == "option" else ["all"])
    return Checked(pd.DataFrame({column: labels}, dtype=object), range(len(labels)), [], set())


def _across(tables: Mapping[str, Checked]) -> Iterator[Fault]:
    """What is wrong between rows and tables, as far as the tables are there."""
    known = {label: list(tables[name].frame[label]) for label, name in crossing.LABELS.items() if name in tables}
    known = {label: labels for label, labels in known.items() if labels}
    groups = known.get("group", [""])
    criteria = tables["criteria"].frame if "criteria" in tables else None
    yield from crossing.identifiers(tables, known)
    yield from crossing.duplicates(tables, groups)
    if "ratings" in tables:
        yield from dates.unordered(tables["ratings"], groups)
        tables["ratings"].notes.extend(dates.notes(tables["ratings"].frame, groups))
    if criteria is not None:
        yield from _by_criteria(tables, criteria, known)
    for name, siblings in (("judgements", criteria), ("option_judgements", None)):
        if name in tables:
            yield from crossing.pairs(name, tables[name], groups, siblings)
    for name, low, high in ORDERED:
        if name in tables:
            yield from crossing.ordered_pairs(name, tables[name], low, high)
    if "expectations" in tables:
        yield from expectation_rules.expectation_rules(tables["expectations"])
    if "members" in tables:
        yield from members.member_rules(tables["members"], groups)


def _by_criteria(
    tables: Mapping[str, Checked], criteria: pd.DataFrame, known: Mapping[str, list[str]]
) -> Iterator[Fault]:
    """What is wrong with the criteria, and with ratings by them."""
    leaf_criteria = list(dict.fromkeys(performance_tables.leaf_criteria(criteria)))
    yield from crossing.criteria_tree(tables["criteria"])
    for name in ("ratings", "codings"):
        if name in tables and "criterion" not in tables[name].frame:
            yield from rating_rules.wide_rules(tables[name], criteria, leaf_criteria)
        elif name in tables:
            yield from rating_rules.long_rules(name, tables[name], criteria, leaf_criteria)
    if "statements" in tables and "option" in known:
        yield from sketches.statement_rules(tables["statements"], known["option"], criteria, leaf_criteria)
    if {"option", "group"} <= set(known) and "ratings" in tables and len(tables["ratings"].frame):
        yield from rating_rules.complete(tables["ratings"], known["group"], known["option"], leaf_criteria)


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
    for key in ("method", "weights"):
        if not isinstance(defaults.get(key, ""), str) and not (key == "method" and callable(defaults[key])):
            yield Fault("case", column=f"defaults.{key}", value=str(defaults[key]), rule="is not a name")
    for key in ("screen", "normalise"):
        if not isinstance(defaults.get(key, False), bool):
            hint = "write true or false, without quotes"
            yield Fault("case", column=f"defaults.{key}", value=str(defaults[key]), rule="is not yes or no", hint=hint)
    if defaults.get("unknown", "mode") not in UNKNOWN:
        value = str(defaults["unknown"])
        yield Fault(
            "case",
            column="defaults.unknown",
            value=value,
            rule="is no rule for the unknown",
            hint=nearest(value, UNKNOWN),
        )
