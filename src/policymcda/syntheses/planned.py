"""What a plan fixes, how its file is read, and where an analysis departs from it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from policymcda._version import __version__
from policymcda.errors import Fault, ProblemError, described, plain
from policymcda.fingerprints import by_table
from policymcda.model import PreferenceModel
from policymcda.results import Note
from policymcda.tables import text_files
from policymcda.tables.schemas import SCHEMAS
from policymcda.tables.sentences import number_text

FORMAT = "policymcda-plan/1"

SECTIONS = ("settings", "weights", "rules", "tables")
"""Tables that every plan has."""

COLUMNS = ["setting", "group", "planned", "used", "as_planned", "sentence"]

MAX_BYTES = 10_000_000

SAME = 1e-9
"""Numbers that differ by less, or by less than this share, are the same."""

Plan = Mapping[str, Any]


def contents(model: PreferenceModel, rules: Mapping[str, float], samples: int, seed: int) -> dict[str, Any]:
    """What a plan fixes, and what an analysis then did: the case, settings, weights, rules and thresholds."""
    case = model.case
    settings = {key: value for key, value in model.settings().items() if key not in ("version", "fingerprint")}
    rows = case.table("thresholds") if case.has("thresholds") else pd.DataFrame()
    return {
        "version": __version__,
        "fingerprint": case.fingerprint,
        "settings": {**settings, "samples": samples, "seed": seed},
        "weights": {group: _by_criterion(model, group) for group in case.grids},
        "rules": dict(rules),
        "thresholds": dict(_threshold(row) for row in rows.to_dict("records")),
        "tables": by_table({name: case.table(name) for name in SCHEMAS if case.has(name)}, case.grids),
    }


def _by_criterion(model: PreferenceModel, group: str) -> dict[str, float]:
    criteria, vector = model.case.leaf_criteria, model.vectors[group]
    return {label: float(vector[criteria.index(label)]) for label in model.case.labels("criterion")}


def _threshold(row: Mapping[str, Any]) -> tuple[str, dict[str, float]]:
    """A threshold under its criterion, and its group where it has one."""
    name = ", ".join(str(row[key]) for key in ("group", "criterion") if row.get(key))
    ends = {key: float(row[key]) for key in ("at_least", "at_most") if pd.notna(row.get(key))}
    return name, ends


def read(path: str | Path) -> Plan:
    """The plan in a file.

    Raises
    ------
    ProblemError
        Naming every line of it that does not fit.
    """
    if not isinstance(path, str | Path):
        raise ValueError(f"plan takes the path of a file that plan wrote; not {described(path)}")  # noqa: TRY004
    place = Path(path)
    try:
        plan = tomllib.loads(text_files.read(place, MAX_BYTES).decode("utf-8"))
    except FileNotFoundError:
        raise ValueError(f"no plan {str(path)!r}: write one first, with policymcda plan CASE -o {place.name}") from None
    except (OSError, ValueError, RecursionError) as error:
        hint = "write it anew with policymcda plan"
        raise ProblemError([Fault(place.name, rule=f"cannot be read: {error}", hint=hint)]) from None
    faults = list(_faults(plan, place.name))
    if faults:
        raise ProblemError(faults)
    return plan


def _faults(plan: Plan, file: str) -> Iterator[Fault]:
    hint = "write it anew with policymcda plan"
    if plan.get("format") != FORMAT:
        yield Fault(file, column="format", value=str(plan.get("format", "")), rule=f"is not {FORMAT}", hint=hint)
    for key in ("fingerprint", "written", "version"):
        if not isinstance(plan.get(key), str):
            yield Fault(file, column=key, value=str(plan.get(key, "")), rule="is no text", hint=hint)
    for key in SECTIONS:
        if not isinstance(plan.get(key), Mapping):
            yield Fault(file, column=key, rule=f"has no section [{key}]", hint=hint)
    for group, weights in plan["weights"].items() if isinstance(plan.get("weights"), Mapping) else ():
        if not isinstance(weights, Mapping) or not all(_is_number(value) for value in weights.values()):
            rule, fix = "has no weight by criterion", "one line per criterion, such as speed = 0.25"
            yield Fault(file, column=f"weights.{group}", value=str(weights), rule=rule, hint=fix)


def compared(plan: Plan | None, used: Plan, path: str | Path | None) -> tuple[pd.DataFrame, list[Note]]:
    """Every line of the plan beside what was done, what departs first, and notes that say which; nothing without a plan."""
    if plan is None or path is None:
        return pd.DataFrame(columns=COLUMNS), []
    file = plain(Path(path).name)
    rows = [*_of_case(plan, used)]
    for section in ("settings", "rules"):
        rows += _lines(plan[section], used[section], {"settings": "", "rules": "rule "}[section])
    rows += _thresholds(plan.get("thresholds", {}), used["thresholds"])
    for group in dict.fromkeys([*plan["weights"], *used["weights"]]):
        rows.append(_row("weights in numbers", group, plan["weights"].get(group), used["weights"].get(group)))
    rows.append(_row("version", "", plan["version"], used["version"]))
    table = pd.DataFrame(rows, columns=COLUMNS).sort_values("as_planned", kind="stable", ignore_index=True)
    departures = table[~table["as_planned"]]
    when = _date(plan["written"])
    if departures.empty:
        return table, [("as_planned", "", f"as planned in {file} on {when}")]
    count = "1 departure" if len(departures) == 1 else f"{len(departures)} departures"
    first: Note = ("not_as_planned", "", f"not as planned in {file} on {when}: {count}")
    return table, [first, *(("departure", row.group, str(row.sentence)) for row in departures.itertuples())]


def plan_lines(notes: pd.DataFrame) -> list[str]:
    """What the notes of a result say of its plan."""
    return list(notes.loc[notes["code"].isin(["as_planned", "not_as_planned", "departure"]), "text"])


def _of_case(plan: Plan, used: Plan) -> Iterator[tuple[Any, ...]]:
    """Whether the case is the same, and which of its tables changed."""
    row = _row("case", "", plan["fingerprint"], used["fingerprint"])
    names = dict.fromkeys([*plan["tables"], *used["tables"]])
    changed = [name for name in names if plan["tables"].get(name) != used["tables"].get(name)]
    if changed and not row[4]:
        row = (*row[:5], f"the case changed since in {', '.join(changed)}")
    yield row


def _lines(planned: Mapping[str, Any], used: Mapping[str, Any], what: str) -> Iterator[tuple[Any, ...]]:
    for key in dict.fromkeys([*planned, *used]):
        yield _row(f"{what}{key}", "", planned.get(key), used.get(key))


def _thresholds(planned: Mapping[str, Any], used: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    for key in dict.fromkeys([*planned, *used]):
        yield _row(f"threshold of {key}", "", planned.get(key), used.get(key))


def _row(setting: str, group: str, planned: Any, used: Any) -> tuple[Any, ...]:
    holds = _same(planned, used)
    before, now = _text(planned), _text(used)
    name = setting.replace("_", " ")
    if before == now and not holds:  # they differ in places that are not shown
        before, now = str(planned), str(used)
    sentence = f"{name} {now}, as planned" if holds else f"{name}: planned {before}, used {now}"
    return setting, group, before, now, holds, sentence


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if _is_number(one) and _is_number(other):
        return bool(np.isclose(one, other, rtol=SAME, atol=SAME))
    return type(one) is type(other) and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: Any) -> str:
    """A value for people: a mapping as its lines, nothing as nothing."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(inner)}" for key, inner in value.items())
    if isinstance(value, bool):
        return "on" if value else "off"
    return number_text(value) if isinstance(value, float) else plain(str(value))


def _date(written: str) -> str:
    try:
        return datetime.fromisoformat(written).date().isoformat()
    except ValueError:
        return plain(written)
