"""Comparisons in pairs as people keep them in a sheet: a square table with the same labels down the side and along the top."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from policymcda.errors import Findings
from policymcda.tables import cells
from policymcda.tables.checking import Raw
from policymcda.tables.spelling import folded, key

ITEMS = {"judgements": "criterion", "option_judgements": "option"}
"""The tables of comparisons, and what is compared in each."""

LARGE = 10_000
"""Above so many rows the labels down the side are counted, in as many, before they are compared."""

ASIDE = frozenset(
    [
        "sum",
        "sums",
        "total",
        "totals",
        "weight",
        "weights",
        "priority",
        "priorities",
        "priorityvector",
        "eigenvector",
        "vector",
        "mean",
        "average",
        "geometricmean",
        "product",
        "root",
        "cr",
        "ci",
        "consistency",
        "consistencyratio",
        "rationale",
        "note",
        "notes",
        "comment",
        "comments",
    ]
)
"""Names of rows and columns that stand beside comparisons and are none, by `key`."""

_WORDS = re.compile(
    r"^(?:option|criteria|pairwise|pair|ahp|saaty)?[\s_-]*"
    r"(?:judge?ments?|comparisons?|matrix|matrices|pairwise|pairs|ahp|saaty|sheet ?\d+|table ?\d*)(?=$|[\s_-])[\s_-]*",
    re.IGNORECASE,
)
"""What the name of a sheet of comparisons may begin with before it says whose they are."""


def in_pairs(raws: Mapping[str, Raw | None], findings: Findings) -> dict[str, Raw | None]:
    """The tables, with square ones of comparisons as one row per comparison."""
    found = dict(raws)
    for name in ITEMS:
        raw = raws.get(name)
        if raw is not None and is_square(name, raw):
            found[name] = pairs(name, raw, findings)
    return found


def is_square(name: str, raw: Raw, exactly: bool = False) -> bool:
    """Whether a table has mostly the same labels (or exactly the same) down the side and along the top."""
    names = {key(column) for column in raw.frame.columns}
    if {"versus", "value"} <= names or len(raw.frame.columns) < 3 or not len(raw.frame):
        return False
    if len(raw.frame) > LARGE and raw.frame.iloc[:LARGE, 0].nunique() > 4 * len(names):
        return False  # far more labels down the side than along the top
    _, side, top = _edges(name, raw)
    rows, columns = {folded(label) for label in side if label}, {folded(label) for label in top}
    shared = len(rows & columns)
    if exactly:
        return shared >= 2 and rows == columns
    return 2 * shared >= max(len(rows), len(columns) - 1, 2)


def pairs(name: str, raw: Raw, findings: Findings, belongs: Mapping[str, str] | None = None) -> Raw:
    """A row for each comparison in a square table; blank cells and the ones of the diagonal say nothing.

    `belongs` has the group, stakeholder or criterion that the whole table is of, where it has no column for that.
    """
    apart, side, top = _edges(name, raw)
    frame = raw.frame.reset_index(drop=True)
    aside = [label for label in [*side, *top] if key(label) in ASIDE and not (label in side and label in top)]
    if aside:
        findings.note("left_aside", name, "", f"{', '.join(dict.fromkeys(aside))}: beside the comparisons, not read")
    rows: list[dict[str, object]] = []
    places: list[str] = []
    for row, label in enumerate(side):
        own = {column: frame[title].iloc[row] for column, title in apart.items()}
        for title in frame.columns[-len(top) :] if label not in aside else []:
            versus, value = str(title).strip(), frame[title].iloc[row]
            if versus in aside or _says_nothing(value, folded(label) == folded(versus)):
                continue
            rows.append({**(belongs or {}), **own, ITEMS[name]: label, "versus": versus, "value": value})
            places.append(f"{raw.rows[row]}, {versus}")
    columns = list(dict.fromkeys([*(belongs or {}), *apart, ITEMS[name], "versus", "value"]))
    return Raw(pd.DataFrame(rows, columns=columns, dtype=object), places)


def belonging(title: str, name: str, known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Whose comparisons a sheet has, by its name: a group, a stakeholder, and where options are compared a criterion."""
    rest = _WORDS.sub("", re.sub(r"[()\[\]:,]", " ", title).strip()).strip()
    found: dict[str, str] = {}
    kinds = ["group", "stakeholder", *["criterion"] * (name == "option_judgements")]
    for kind in kinds:
        for label in sorted(known.get(kind, ()), key=len, reverse=True):
            words = r"[\s_-]*".join(map(re.escape, re.split(r"[\s_-]+", label)))
            match = re.search(rf"(?:^|(?<=[\s_-])){words}(?=$|[\s_-])", rest, re.IGNORECASE)
            if match:
                found[kind] = label
                rest = f"{rest[: match.start()]} {rest[match.end() :]}".strip(" _-")
                break
    if rest and "stakeholder" not in found:
        found["stakeholder"] = rest
    return found


def _edges(name: str, raw: Raw) -> tuple[dict[str, object], list[str], list[str]]:
    """Columns that say whose the comparisons are, by their plain names; the labels down the side; those along the top."""
    titles = list(raw.frame.columns)
    own = ["group", "stakeholder", *["criterion"] * (name == "option_judgements")]
    apart = {key(title): title for title in titles if key(title) in own}
    rest = [title for title in titles if title not in apart.values()]
    if not rest or raw.frame.columns.has_duplicates:
        return apart, [], []
    after = titles.index(rest[0]) + 1
    top = [str(title).strip() for title in titles[after:]]
    return apart, list(cells.texts(raw.frame[rest[0]])), top


def _says_nothing(value: object, diagonal: bool) -> bool:
    written = cells.texts(pd.Series([value], dtype=object)).iloc[0]
    return written == "" or (diagonal and written in ("1", "1.0", "1/1", "-", "\u2013", "\u2014"))


def labels_of(raws: Mapping[str, Raw | None]) -> dict[str, list[str]]:
    """The groups, stakeholders and criteria that the tables list, before anything is checked."""
    homes = {"group": ("groups", "ratings"), "stakeholder": ("stakeholders",), "criterion": ("criteria",)}
    found: dict[str, list[str]] = {}
    for kind, tables in homes.items():
        listed = [raw.frame for name in tables if (raw := raws.get(name)) is not None]
        columns = [frame.iloc[:, place] for frame in listed for place, title in enumerate(frame) if key(title) == kind]
        found[kind] = list(
            dict.fromkeys(label for column in columns for label in pd.unique(cells.texts(column)) if label)
        )
    return found
