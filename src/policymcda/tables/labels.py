"""One spelling for each label of a case.

A no-break space for a space, a zero-width space, another kind of apostrophe, quotation mark or hyphen: people do not see the
difference, and programs put it in by themselves. Such spellings match as one label, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from policymcda.errors import ReadingNote
from policymcda.tables.checking import Checked, Raw
from policymcda.tables.crossing import LABELS, label_columns
from policymcda.tables.spelling import PLAIN, composed, difference, folded, rewritten


def match_spellings(tables: dict[str, Checked]) -> Iterator[ReadingNote]:
    """Gives each label one spelling, that of the table that lists it or else the first; a note for every other spelling."""
    for kind, home in LABELS.items():
        columns = [(name, one) for name in tables for one in label_columns(name, kind) if one in tables[name].frame]
        columns.sort(key=lambda place: place[0] != home)
        others = _other_spellings(pd.unique(tables[name].frame[column]) for name, column in columns)
        for name, column in columns if others else []:
            cells = tables[name].frame[column]
            for label in [label for label in pd.unique(cells) if label in others]:
                row = tables[name].rows[int((cells == label).to_numpy().argmax())]
                yield _note(name, row, kind, label, others[label])
            frame = tables[name].frame.assign(**{column: rewritten(cells, others)})
            tables[name] = replace(tables[name], frame=frame)


def name_columns(raw: Raw, criteria: Iterable[str], table: str) -> tuple[Raw, list[ReadingNote]]:
    """A wide table whose columns are spelled as the criteria that they look like."""
    known = {folded(label): label for label in criteria}
    names = [str(column).strip() for column in raw.frame.columns]
    found = {name: known[folded(name)] for name in names if name not in known.values() and folded(name) in known}
    if not found:
        return raw, []
    notes = [_note(table, "", "column", name, label) for name, label in found.items() if composed(name) != label]
    return replace(raw, frame=raw.frame.set_axis([found.get(name, name) for name in names], axis="columns")), notes


def _note(table: str, row: object, kind: str, label: str, kept: str) -> ReadingNote:
    text = f"the {kind} {label!r} is read as {kept!r}, which looks the same: {difference(label, kept)}"
    return ReadingNote("spelling", table, str(row), text)


def _other_spellings(columns: Iterable[Iterable[str]]) -> Mapping[str, str]:
    """Each spelling that is not the one that is kept, and the one that is."""
    labels = dict.fromkeys(label for column in columns for label in column)
    if PLAIN.fullmatch("\n".join(labels)):
        return {}
    first: dict[str, str] = {}
    return {label: kept for label in labels if (kept := first.setdefault(folded(label), label)) != label}
