"""What every answer is: frozen tables first, then what made them, and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import pandas as pd

from policymcda._version import __version__
from policymcda.errors import ReadingNote, nearest, plain
from policymcda.tables import layout, notebooks
from policymcda.tables.spelling import resolved

SHOWN = 60
"""Rows of a table that `print` shows; the table itself has all."""

Note = tuple[str, str, str]
"""Code, group (blank: all), text."""


@dataclass(frozen=True, eq=False, repr=False)
class Result:
    """Tables, the settings that made them, and notes.

    Attributes
    ----------
    notes : DataFrame
        code, group, text: what a reader should know before trusting the tables.
    settings : dict
        Method, weights, rule for the unknown and the like, version and fingerprint.
    """

    notes: pd.DataFrame
    settings: Mapping[str, Any]

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table of the result by its name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        named = {name: value for name, value in values.items() if isinstance(value, pd.DataFrame) and name != "notes"}
        return {**named, "notes": self.notes}

    def of_group(self, group: str) -> Self:
        """The result with the rows and notes of one group, and those that hold for all; nothing is computed anew.

        Raises
        ------
        ValueError
            For a group that the result does not have.
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        tables = {name: value for name, value in values.items() if isinstance(value, pd.DataFrame) and "group" in value}
        known = dict.fromkeys(label for table in tables.values() for label in table["group"] if label)
        group = resolved(group, known)
        if group not in known and "all" not in known:
            raise ValueError(f"no group {group!r} ({nearest(group, known)})")
        kept = {name: table[table["group"].isin(["", group])] for name, table in tables.items()}
        together = [name for name, table in tables.items() if len(table) and set(table["group"]) == {"all"}]
        kept |= {name: tables[name] for name in together}
        return replace(self, **{name: table.reset_index(drop=True) for name, table in kept.items()})

    def heading(self, group: Any) -> list[str]:
        """The name of a group above its part of the text: none where "all" is the only group there is."""
        return [] if self.group_names == {"all"} else [plain(str(group))]

    @property
    def group_names(self) -> set[str]:
        """The groups that its tables name."""
        return {str(name) for table in self.tables.values() if "group" in table for name in table["group"] if name}

    def to_dict(self) -> dict[str, Any]:
        """The tables as lists of records, and the settings: what JSON can tell."""
        return {
            "settings": dict(self.settings),
            **{name: layout.records(table) for name, table in self.tables.items()},
        }

    def to_text(self, width: int = 80, rows: int | None = SHOWN) -> str:
        """The result as text: for each group its tables, then the notes and the settings."""
        return "\n\n".join(
            [
                *self.blocks(width, rows),
                *noted(self.notes, width, self.heading("all"), len(self.group_names)),
                provenance_line(self.settings, width),
            ]
        )

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """Tables as text; a table that has groups as one part per group, under its name."""
        for name, table in self.tables.items():
            if name == "notes" or not len(table):
                continue
            for group, part in grouped(table):
                text = layout.text(part.dropna(axis="columns", how="all"), width, rows)
                yield f"{layout.filled(group, width)}\n{text}" if group else text

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        """For notebooks: the main table, the notes, what else there is and what made it; all of it escaped."""
        paragraph = "\n".join(noted(self.notes, 10_000, self.heading("all"), len(self.group_names)))
        notes = [note.removeprefix("note: ") for note in paragraph.split("\n") if note]
        return notebooks.result_html(self.tables, notes, provenance_line(self.settings, 10_000))


def notes_table(notes: Iterable[Note], reading: Iterable[ReadingNote] = ()) -> pd.DataFrame:
    """Notes as a table: code, group, text; each once, those of reading the problem first."""
    rows = [*((note.code, "", str(note)) for note in reading), *notes]
    return pd.DataFrame(list(dict.fromkeys(rows)), columns=["code", "group", "text"], dtype=object)


def grouped(table: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each group and its rows; a blank name where the table has no groups or only one that says nothing."""
    if "group" not in table or set(table["group"]) == {"all"}:
        yield "", table.drop(columns="group", errors="ignore")
        return
    for group, part in table.groupby("group", sort=False):
        yield str(group), part.drop(columns="group")


def noted(notes: pd.DataFrame, width: int = 80, heading: Iterable[str] = ("all",), groups: int = 0) -> list[str]:
    """Notes as lines, all in one paragraph of the result; of the group "all" by name where it has a heading.

    What is noted of several groups in the same words, or the same but for the number at the head, is one note; `groups`
    is how many groups there are.
    """
    silent = [""] if list(heading) else ["", "all"]
    alike: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for note in notes.itertuples():
        count, rest = _counted(note.text)
        group = "" if note.group in silent else note.group
        alike.setdefault((note.code, rest) if group else (note.code, note.text), []).append((group, count))
    texts = [f"note: {_in_groups(text, places, groups)}" for (_, text), places in alike.items()]
    return ["\n".join(layout.filled(note, width, "      ") for note in texts)] if texts else []


def _counted(text: str) -> tuple[str, str]:
    """The number at the head of a text, blank where there is none, and the rest."""
    count, _, rest = text.partition(" ")
    return (count, rest) if count.isdigit() and rest else ("", text)


def _in_groups(text: str, places: list[tuple[str, str]], groups: int) -> str:
    """A text with the groups that it is noted of, each with its number where it begins with one."""
    if places[0][0] == "":
        return text
    if not any(count for _, count in places):
        known = list(dict.fromkeys(group for group, _ in places))
        whole = len(known) == groups > 1
        return f"{'every group' if whole else ', '.join(known)}: {text}"
    if len(places) == 1:
        return f"{places[0][0]}: {places[0][1]} {text}"
    return f"{text}: {', '.join(f'{count} in {group}' for group, count in places)}"


def provenance_line(settings: Mapping[str, Any], width: int = 80) -> str:
    """The settings that say something in one line, or two; 0 is a seed like any other."""
    text = ", ".join(
        f"{key} {value}" for key, value in settings.items() if not (value is None or value is False or value == "")
    )
    return layout.filled(text, width)


def made_by(problem_fingerprint: str, **settings: Any) -> dict[str, Any]:
    """Settings with the version and the fingerprint of the problem."""
    return {**settings, "version": __version__, "fingerprint": problem_fingerprint}
