"""Keys and values of a case: as JSON, TOML and the rows of a sheet can all hold them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from policymcda.errors import Fault
from policymcda.tables.spelling import HALF, is_halved

Case = dict[str, Any]

DEPTH = 50
"""How deep keys and lists of a case may be nested."""

_MARKED = ('"', "[", "{")
"""How text in the sheet `case` begins that is JSON: lists, and texts that begin like one."""

_PART = r'"(?:[^"\\]|\\.)*"|[^".]*'
_PATH = re.compile(rf"(?:{_PART})(?:\.(?:{_PART}))*")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?")


def plain(case: Any, faults: list[Fault]) -> Case:
    """What `case.toml` holds as every form can tell it: dates as text, what has no value left out."""
    if not isinstance(case, Mapping):
        faults.append(Fault("case", value=str(case), rule="is not a table of keys", hint="keys: name, title, question"))
        return {}
    try:
        result: Case = _plain(case, DEPTH)
        defaults = case.get("defaults")
        if isinstance(defaults, Mapping) and callable(defaults.get("method")):  # a user's function, in memory only
            result["defaults"]["method"] = defaults["method"]
    except RecursionError:
        faults.append(Fault("case", rule=f"is nested more than {DEPTH} deep", hint="keep what a reader needs"))
        return {}
    if is_halved(json.dumps(result, default=str, ensure_ascii=False)):
        faults.append(Fault("case", rule=f"a text {HALF}", hint="type the text anew"))
    return result


def flat(case: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """A row of a sheet for each value: nested keys joined by a dot (defaults.method), odd ones quoted."""
    result: dict[str, Any] = {}
    for key, value in case.items():
        path = f"{prefix}{json.dumps(key, ensure_ascii=False) if _is_odd(key) else key}"
        result |= flat(value, f"{path}.") if isinstance(value, Mapping) and value else {path: _cell(value)}
    return result


def nested(pairs: Iterable[tuple[str, Any]]) -> Case:
    """The case that rows of a sheet tell, the inverse of `flat`."""
    case: Case = {}
    for key, value in pairs:
        *path, last = _parts(key.strip())
        inner = case
        for part in path:
            below = inner.setdefault(part, {})
            inner = below if isinstance(below, dict) else inner
        inner[last] = _value(value)
    return case


def fits_a_sheet(number: float) -> bool:
    """Whether a sheet, which keeps 16 digits, holds a number to the last bit."""
    try:
        return bool(np.isfinite(number)) and float(f"{number:.16G}") == number
    except OverflowError:
        return False


def _plain(value: Any, depth: int) -> Any:
    if depth == 0:
        raise RecursionError
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, depth - 1) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_plain(inner, depth - 1) for inner in value if inner is not None]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return str(value)
    return value if isinstance(value, bool | int | float) else str(value)


def _is_odd(key: str) -> bool:
    """Whether a key must be quoted to be read again as one key."""
    return not key or key != key.strip() or "." in key or '"' in key


def _parts(path: str) -> list[str]:
    """The keys of a path; a text that is no path of ours is parted at its dots."""
    if not _PATH.fullmatch(path):
        return path.split(".")
    parts, place = [], 0
    while place <= len(path):
        found = re.compile(_PART).match(path, place)
        part = found[0] if found else ""
        place += len(part) + 1
        parts.append(_quoted(part) if part.startswith('"') else part)
    return parts


def _quoted(part: str) -> str:
    """A key in quotes as JSON, or as it stands where it is none."""
    try:
        return str(json.loads(part))
    except ValueError:
        return part


def _cell(value: Any) -> Any:
    """A value for one cell: lists, and texts that would be read as something else, as JSON."""
    if isinstance(value, list | Mapping) or (isinstance(value, str) and (value[:1] in _MARKED or _is_long(value))):
        return json.dumps(value)
    return value


def _value(cell: Any) -> Any:
    """What a cell holds: JSON where it begins like it and is, a whole number without its .0, a long number as one."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if not isinstance(cell, str) or not (cell[:1] in _MARKED or _is_long(cell)):
        return cell
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def _is_long(text: str) -> bool:
    """Whether a text is a number that a sheet cannot hold, so that it stands there as text."""
    return len(text) <= 4000 and bool(_NUMBER.fullmatch(text)) and not fits_a_sheet(json.loads(text))
