"""The short way: tables that are plain are checked by whole columns, and need none of the detailed readers.

Plain is what has known names of columns, plain numbers, known labels in one spelling and nothing that is wrong. `frames`
gives what the detailed readers would give, or nothing: what is out of the ordinary, and why, they alone say.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.tables import crossing, headers, members, spelling, statuses, threshold_rules
from policymcda.tables.cells import MAX_FIELD
from policymcda.tables.checking import Raw
from policymcda.tables.schemas import DEFAULTS, KEYS, ORDERED, SCHEMAS, UNKNOWN, kind
from policymcda.tables.shapes import OTHER_ROWS, RESERVED

DETAILED = frozenset({"option_judgements", "statements"})
"""Tables whose rules the detailed readers alone know."""

Frames = dict[str, pd.DataFrame]

_NUMERALS = frozenset("0123456789+-.eE")
"""With these alone a text that is a number is one as JSON writes it."""

_ANCHOR = re.compile(r"anchor_[A-Za-z0-9]\S*")
_FOLDED = frozenset(column.replace("_", "") for schema in SCHEMAS.values() for column in schema.columns)
_LIMITS = {
    "isin": ("words", "allowed_values"),
    "str_length": ("longest", "max_value"),
    "greater_than": ("above", "min_value"),
    "greater_than_or_equal_to": ("least", "min_value"),
    "less_than_or_equal_to": ("most", "max_value"),
}
"""What a check of a schema limits here, and where it says how."""

_ENDS = headers.words_of_ends()
_EXCLUDING = statuses.EXCLUDES.replace("_", "")


@dataclass(frozen=True)
class _Column:
    """What a column holds, and within which limits."""

    kind: str = "text"
    blank: bool = True
    longest: float = MAX_FIELD
    words: frozenset[str] | None = None
    least: float = -np.inf
    above: float = -np.inf
    most: float = np.inf


@dataclass(frozen=True)
class _Rules:
    """What a table must be to be plain: by column; what it must have; labels of other tables; names too near to a known one."""

    columns: Mapping[str, _Column]
    required: frozenset[str]
    references: tuple[tuple[str, str], ...]
    taken: frozenset[str]
    long_names: tuple[str, ...]


_OWN = _Column()
_NUMBER = _Column("number", blank=False)


def frames(case: Mapping[str, Any], raws: Mapping[str, Raw | None]) -> Frames | None:
    """The tables, converted, where all of them are plain; else None."""
    if not {"criteria", "ratings"} <= raws.keys() or DETAILED & raws.keys() or not _plain_defaults(case):
        return None
    found: Frames = {}
    for name in (one for one in SCHEMAS if one in raws):
        raw = raws[name]
        frame = None if raw is None or raw.delimiter != "," else _table(name, raw.frame, found)
        if frame is None:
            return None
        found[name] = frame
    for label, home in (("option", "options"), ("group", "groups")):
        if home not in found:
            named = found["ratings"][label].tolist() if label in found["ratings"] else []
            found[home] = pd.DataFrame({label: [one for one in dict.fromkeys(named) if one] or ["all"]}, dtype=object)
    return {name: found[name] for name in SCHEMAS if name in found} if _agree(found, raws.keys()) else None


def parted(text: str, name: str, most_rows: int) -> Raw | None:
    """A table of this name parted by commas, one line per row, with nothing beside it; None where anything is unusual."""
    columns = SCHEMAS[name].columns if name in SCHEMAS else {}
    if not columns or text.count("\r") != text.count("\r\n"):
        return None
    try:
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (csv.Error, ValueError):
        return None
    lines = text.count("\n") + (not text.endswith("\n"))
    known = {column for column, spec in columns.items() if spec.required} <= set(header) and all(map(str.strip, header))
    if not known or not rows or len(rows) != lines - 1 or len(rows) > most_rows or set(map(len, rows)) != {len(header)}:
        return None
    if set(",".join(header)) & set(";\t|") or not all(any(map(str.strip, row)) for row in rows):
        return None
    if len(header) > 1:
        beside = sum(map(bool, map(str.strip, rows[-1]))) < 2  # as a note stands below a table
    else:  # names of columns down the side, as in a table that is turned
        beside = any(re.sub(r"[\W_]", "", cell).casefold() in _FOLDED for (cell,) in rows)
    return None if beside else Raw(pd.DataFrame(rows, columns=header, dtype=object), range(2, len(rows) + 2))


def _plain_defaults(case: Mapping[str, Any]) -> bool:
    """Whether the choices of a case are known ones."""
    chosen = case.get("defaults", {})
    if (
        not isinstance(chosen, dict)
        or not chosen.keys() <= set(DEFAULTS)
        or chosen.get("unknown", "mode") not in UNKNOWN
    ):
        return False
    kinds = {"method": str, "weights": str, "unknown": str, "screen": bool, "normalise": bool}
    return all(type(value) is kinds[key] for key, value in chosen.items())


def _table(name: str, read: pd.DataFrame, found: Frames) -> pd.DataFrame | None:
    """A table with its columns converted, None where it is not plain; `found` has the tables before it."""
    rules, titles = _rules(name), list(read.columns)
    columns, needed = rules.columns, rules.required
    if name == "ratings" and "criterion" not in titles:
        leaf_names = found["criteria"]["criterion"].tolist() if "criteria" in found else []
        columns = {**{one: columns[one] for one in ("group", "option")}, **dict.fromkeys(leaf_names, _NUMBER)}
        needed = frozenset(["option", *leaf_names])
        if (
            not leaf_names
            or not columns.keys() >= set(titles)
            or any(spelling.key(leaf) in RESERVED for leaf in leaf_names)
        ):
            return None
    if not len(read) or set(map(type, titles)) != {str} or len(set(titles)) < len(titles) or not needed <= set(titles):
        return None
    if any(title not in columns and not _own(title, rules) for title in titles):
        return None
    texts, numbers = dict[str, list[str]](), dict[str, Floats]()
    for title in titles:
        spec = columns.get(title, _OWN)
        cells = _texts(read[title], spec) if spec.kind in ("label", "text") else None
        values = _numbers(read[title], spec) if spec.kind in ("number", "fraction") else None
        if cells is not None:
            texts[title] = cells
        elif values is not None:
            numbers[title] = values
        else:
            return None
    words = pd.DataFrame(np.array([*texts.values()], dtype=object).T, columns=list(texts), dtype=object)
    if not numbers:
        return words
    both = pd.concat([words, pd.DataFrame(np.column_stack([*numbers.values()]), columns=list(numbers))], axis="columns")
    return both if list(both) == titles else both[titles]


def _own(title: str, rules: _Rules) -> bool:
    """Whether the name of a column is clearly a user's own: far from every known one and from other words for it."""
    letters = re.sub("[ _-]", "", title.casefold())
    if (
        not letters
        or not title.isascii()
        or not title.isprintable()
        or title != title.strip()
        or letters in rules.taken
    ):
        return False
    if letters.startswith("anchor") and not _ANCHOR.fullmatch(title):
        return False
    if not _ENDS.isdisjoint([letters, *re.split(r"[\W_]+", title.casefold())]):
        return False
    near = (Counter(name) for name in rules.long_names if abs(len(name) - len(letters)) <= 1)
    own = Counter(letters)
    return all((own - other).total() + (other - own).total() > 2 for other in near)


def _texts(column: pd.Series, spec: _Column) -> list[str] | None:
    """A column of text without blanks around it, None where a cell is none, or a label could be spelled otherwise."""
    cells = (column.fillna("") if column.dtype.kind == "O" and column.hasnans else column).tolist()
    if spec.kind == "label" and column.dtype.kind in "iu" and not column.hasnans:
        return list(map(str, cells))
    if set(map(type, cells)) != {str}:
        return None
    cells = list(map(str.strip, cells))
    known = set(cells)
    joined = "|".join(known)
    if (spec.words is not None and not known <= spec.words) or ("" in known and not spec.blank):
        return None
    if max(map(len, known)) > spec.longest or not (joined.isascii() or not spelling.is_halved(joined)):
        return None
    if spec.kind == "label" and ("  " in joined or "`" in joined or not joined.isprintable()):
        return None
    if spec.kind == "label" and not joined.isascii():
        composed = unicodedata.is_normalized("NFC", joined) and joined.translate(spelling.ALIKE) == joined
        return cells if composed else None
    return cells


def _numbers(column: pd.Series, spec: _Column) -> Floats | None:
    """A column of numbers within their limits, NaN where it is blank; None where a cell is anything else."""
    if column.dtype.kind in "iuf":
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        cells = (column.fillna("") if column.dtype.kind == "O" and column.hasnans else column).tolist()
        if not set(map(type, cells)) <= {str, int, float}:
            return None
        cells = list(map(str, cells))
        numbers = _read(set(cells), spec.kind == "fraction")
        if numbers is None:
            return None
        values = np.array([numbers[cell] for cell in cells])
    blank = np.isnan(values)
    known = values[~blank] if blank.any() else values
    if len(known) < len(values) and not spec.blank:
        return None
    if len(known) and not (spec.least <= known.min() > spec.above and known.max() <= spec.most):
        return None
    return values if not len(known) or (known.min() > -np.inf and known.max() < np.inf) else None


def _read(cells: set[str], fraction: bool) -> dict[str, float] | None:
    """The number of each text, NaN of a blank one; None where one is none, is not finite or became 0 without being it."""
    ratios = [cell.split("/") for cell in cells if "/" in cell] if fraction else []
    if set().union(*cells) - _NUMERALS - set("/" if ratios else ""):
        return None
    if not all(len(parts) == 2 and all(map(str.isdecimal, parts)) and float(parts[1]) for parts in ratios):
        return None
    try:
        numbers = {cell: float(cell) if cell else np.nan for cell in cells if "/" not in cell}
    except ValueError:
        return None
    numbers |= {"/".join(parts): float(parts[0]) / float(parts[1]) for parts in ratios}
    vanished = any(value == 0 and set(cell) & set("123456789") for cell, value in numbers.items())
    return None if vanished or max(map(len, cells)) > 300 or np.inf in map(abs, numbers.values()) else numbers


def _agree(found: Frames, read: Collection[str]) -> bool:
    """Whether the tables fit each other; those that were not read are made of the ratings, and fit them."""
    criteria, leaf_names = found["criteria"], found["criteria"]["criterion"].tolist()
    labels = {kind: {"", *found[home][kind].tolist()} for kind, home in crossing.LABELS.items() if home in found}
    listed = {kind: known for kind, known in labels.items() if crossing.LABELS[kind] in read}
    fit = (_rows_fit(name, found[name], listed if name == "ratings" else labels) for name in found if name in read)
    if not all(fit) or not _criteria_fit(criteria):
        return False
    ends = {
        end: criteria[end].to_numpy() if end in criteria else np.full(len(leaf_names), np.nan)
        for end in ("low", "high")
    }
    groups, ratings = found["groups"]["group"].tolist(), found["ratings"]
    if set(ratings.get("group", [""])) not in ({""}, set(groups)):
        return False
    if "criterion" not in ratings:
        bounded = not (np.isnan(ends["low"]).all() and np.isnan(ends["high"]).all())
        outside = bounded and any(
            ((ratings[leaf] < least) | (ratings[leaf] > most)).any()
            for leaf, least, most in zip(leaf_names, ends["low"], ends["high"], strict=True)
        )
        if outside or _other_rows(ratings["option"].tolist()):
            return False
    else:
        cells = Counter(zip(ratings.get("group", [""] * len(ratings)), ratings["option"], strict=True))
        dated = "as_of" in ratings and ratings["as_of"].any()
        if dated or set(cells.values()) != {len(leaf_names)} or not _ranges_fit(ratings, leaf_names, ends):
            return False
    return (
        ("codings" not in found or _ranges_fit(found["codings"], leaf_names, ends))
        and ("judgements" not in found or _judgements_fit(found["judgements"]))
        and ("screens" not in found or not any(map(_is_near, set(found["screens"]["status"]))))
        and ("expectations" not in found or _expectations_fit(found["expectations"]))
        and ("members" not in found or _members_fit(found["members"], labels["group"]))
    )


def _rows_fit(name: str, table: pd.DataFrame, labels: Mapping[str, set[str]]) -> bool:
    """Whether every label is known, every row is identified once, and what must rise does."""
    for column, home in _rules(name).references:
        if column in table and home in labels and not labels[home].issuperset(table[column].tolist()):
            return False
    keys = {key: table[key].tolist() for key in KEYS[name] if key in table}
    for key, values in keys.items():
        blank = values.count("")
        may_be_merged = values[0] != "" and 1 < blank and 3 * blank >= len(values)
        if 0 < blank < len(values) and (key == "group" or may_be_merged):
            return False
    rising = (table[low] > table[high] for one, low, high in ORDERED if one == name and {low, high} <= set(table))
    rows = zip(*keys.values(), strict=True) if len(keys) > 1 else next(iter(keys.values()))
    return len(set(rows)) == len(table) and not any(above.any() for above in rising)


def _criteria_fit(criteria: pd.DataFrame) -> bool:
    """Whether all criteria are rated and have a direction, with the low end of the scale below the high one."""
    if not all(criteria["direction"]) or ("parent" in criteria and criteria["parent"].any()):
        return False
    given = [criteria[name] for name in threshold_rules.COLUMNS if name in criteria]
    if any((column.notna() & column.ne("")).any() for column in given):
        return False
    return not ({"low", "high"} <= set(criteria) and (criteria["low"] >= criteria["high"]).any())


def _ranges_fit(ratings: pd.DataFrame, leaf_names: list[str], ends: Mapping[str, Floats]) -> bool:
    """Whether low, mode and high rise within the scale, every mode is there, and what is not known is an interval."""
    places = dict(zip(leaf_names, range(len(leaf_names)), strict=True))
    rows = np.array([places[criterion] for criterion in ratings["criterion"]])
    low, mode, high = (
        ratings[name].to_numpy() if name in ratings else np.full(len(rows), np.nan) for name in ("low", "mode", "high")
    )
    least, most = ends["low"][rows], ends["high"][rows]
    wrong = np.isnan(mode) | (low > mode) | (mode > high) | (low > high)
    for values in (low, mode, high):
        wrong |= (values < least) | (values > most)
    if "evidence" in ratings:
        endless = (np.isnan(low) & np.isnan(least)) | (np.isnan(high) & np.isnan(most))
        wrong |= (ratings["evidence"] == "none").to_numpy() & endless
    return not wrong.any()


def _other_rows(options: list[str]) -> bool:
    """Whether an option of a wide table may be a row of weights, directions or sums."""
    return any(spelling.bare(one) in OTHER_ROWS for one in options if not one[-1].isdigit())


def _judgements_fit(judgements: pd.DataFrame) -> bool:
    """Whether each pair of criteria is judged once, in one direction."""
    keys = [judgements[key] for key in ("group", "stakeholder") if key in judgements]
    pairs = [frozenset(pair) for pair in zip(judgements["criterion"], judgements["versus"], strict=True)]
    return min(map(len, pairs)) == 2 and len(set(zip(*keys, pairs, strict=True))) == len(pairs)


def _is_near(status: str) -> bool:
    """Whether a status could be nearly, and is not, the one that excludes an option."""
    letters = "".join(filter(str.isalnum, status.casefold()))
    near = abs(len(letters) - len(_EXCLUDING)) <= 2 and len(set(letters) ^ set(_EXCLUDING)) <= 4
    return near and status != statuses.EXCLUDES


def _expectations_fit(table: pd.DataFrame) -> bool:
    """Whether what is expected within or outside a rank has one, and what is only named has none."""
    ranked = table["rank"].notna() if "rank" in table else np.zeros(len(table), dtype=np.bool_)
    return bool((ranked == (table["relation"] != "named")).all())


def _members_fit(table: pd.DataFrame, groups: Iterable[str]) -> bool:
    """Whether no member is called like a group, and the shares of each sum to 1."""
    share = table["share"].fillna(1.0) if "share" in table else pd.Series(1.0, table.index)
    total = share.groupby(table["member"]).sum()
    return not set(table["member"]) & set(groups) and bool(((total - 1).abs() < members.ROUNDED).all())


@cache
def _rules(name: str) -> _Rules:
    """What a table must be, from its schema; worked out once."""
    columns = {}
    for title, spec in SCHEMAS[name].columns.items():
        stated = {_LIMITS[check.name][0]: check.statistics[_LIMITS[check.name][1]] for check in spec.checks}
        limits: dict[str, Any] = {
            limit: frozenset(value) if limit == "words" else value for limit, value in stated.items()
        }
        columns[title] = _Column(kind(spec), spec.metadata["blank"], **limits)
    required = frozenset(title for title, spec in SCHEMAS[name].columns.items() if spec.required)
    known = [re.sub("_", "", title) for title in columns]
    taken = {word for title in columns for word in headers.other_words(name, title)}
    long_names = tuple(one for one in known if len(one) > headers.LONGEST_SHORT)
    return _Rules(columns, required, tuple(crossing.references(name)), frozenset({*known, *taken}), long_names)
