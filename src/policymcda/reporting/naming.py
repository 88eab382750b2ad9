"""Names for labels, in sentences, tables and charts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from policymcda.errors import plain
from policymcda.problem import Problem
from policymcda.reporting.wording import marked
from policymcda.results import Result
from policymcda.tables.short_labels import LONGEST, shorts

Some = TypeVar("Some", bound=Result)

KINDS = {"option": "options", "criterion": "criteria", "group": "groups"}

COLUMNS = {
    **dict.fromkeys(
        (
            "option",
            "first",
            "first_option",
            "combined_first_option",
            "leader",
            "below",
            "above",
            "of",
            "rated_option",
            "gains",
            "loses",
        ),
        ("option",),
    ),
    **dict.fromkeys(("criterion", "weakness", "koczkodaj_triad"), ("criterion",)),
    **dict.fromkeys(("versus", "label"), ("option", "criterion", "group")),
    **dict.fromkeys(("group", "without group"), ("group",)),
    "without": ("option", "group"),
    **dict.fromkeys(("contenders", "options", "dominated_by"), ("option",)),
}
"""Columns that hold labels, and of which kind."""

SENTENCES = ("sentence", "text", "why", "reason", "input", "a", "b")
"""Columns that hold sentences, in which labels may stand."""


class Names:
    """What each label is called: its name where it has one of its own, else itself."""

    def __init__(self, problem: Problem) -> None:
        self._tables = {kind: problem.table(table) for kind, table in KINDS.items()}

    @cached_property
    def full(self) -> dict[str, dict[str, str]]:
        """Label to name, by kind."""
        return {kind: _named(table, kind, ("name",)) for kind, table in self._tables.items()}

    @cached_property
    def brief(self) -> dict[str, dict[str, str]]:
        """Label to a name that fits a chart."""
        names = {}
        for kind, table in self._tables.items():
            own, short = self.full[kind], _named(table, kind, ("short", "name"))
            fitting = [name if len(name) <= LONGEST else short[label] for label, name in own.items()]
            names[kind] = dict(zip(own, shorts(fitting), strict=True))  # of the whole problem, so alike in every chart
        return names

    def __call__(self, kind: str, label: str) -> str:
        """The name of a label; several by commas as well."""
        return str(_listed(label, self.full[kind]))

    def marked(self, kind: str, label: str) -> str:
        """The name of a label, standing out within a sentence."""
        return marked(str(self.full[kind].get(label, label)))

    def in_text(self, text: str) -> str:
        """A sentence with names for labels that are no plain words."""
        return self._pattern.sub(lambda found: self._codes[found[0]], text) if self._codes else text

    def shortened(self) -> pd.DataFrame:
        """What charts call by a shorter name than sentences and tables do."""
        rows = [
            (self.brief[kind][label], name)
            for kind, names in self.full.items()
            for label, name in names.items()
            if self.brief[kind][label] != name
        ]
        return pd.DataFrame(rows, columns=["on charts", "name"])

    def frame(self, table: pd.DataFrame, short: bool = False) -> pd.DataFrame:
        """A table with names for labels, in sentences as well."""
        found = table.copy()
        names = self.brief if short else self.full
        for column in found:
            known: dict[str, str] = {}
            for kind in COLUMNS.get(str(column), ()):
                known |= names[kind]
            if known:
                found[column] = [_listed(cell, known) for cell in found[column]]
            elif column in SENTENCES:
                found[column] = [self.in_text(cell) if isinstance(cell, str) else cell for cell in found[column]]
        return found

    def printed(self, result: Some) -> Some:
        """A result with names for labels in columns and sentences, as the terminal prints it."""
        frames: dict[str, Any] = {name: self.frame(table) for name, table in result.tables.items()}
        return replace(result, **frames)

    def result(self, result: Some) -> Some:
        """A result with names for labels, as charts show it."""
        frames: dict[str, Any] = {name: self.frame(table, short=True) for name, table in result.tables.items()}
        return replace(result, **frames)

    def problem(self, problem: Problem) -> Problem:
        """The ratings with names for labels, as charts show them."""
        tables = {name: problem.table(name) for name in ("options", "criteria", "groups", "ratings")}
        named = {name: self.frame(table, short=True) for name, table in tables.items()}
        if "parent" in named["criteria"]:
            parents = named["criteria"]["parent"]
            named["criteria"]["parent"] = [_listed(cell, self.brief["criterion"]) for cell in parents]
        return Problem.from_tables(**{name: table for name, table in named.items() if len(table)})

    @cached_property
    def _codes(self) -> dict[str, str]:
        """Labels that could be no word of a sentence, or whose name is that word with a capital."""
        every = {label: name for names in self.full.values() for label, name in names.items() if label != name}
        return {
            label: name
            for label, name in every.items()
            if label == name.casefold() or not re.fullmatch(r"[a-z]+", label)
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        labels = sorted(self._codes, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, labels))})(?!\w)")


def _named(table: pd.DataFrame, kind: str, columns: tuple[str, ...]) -> dict[str, str]:
    """Label to name, the label itself where a name is missing or not its own."""
    labels = list(table[kind])
    names = list(labels)
    for column in reversed([column for column in columns if column in table]):
        names = [
            plain(cell).strip() if isinstance(cell, str) and cell.strip() else name
            for cell, name in zip(table[column], names, strict=True)
        ]
    counts: Mapping[str, int] = Counter([*names, *labels])
    own = {label: counts[name] == 1 or name == label for label, name in zip(labels, names, strict=True)}
    return {label: name[:200] if own[label] else label for label, name in zip(labels, names, strict=True)}


def _listed(cell: Any, names: Mapping[str, str]) -> Any:
    """The name of a label, or the names of labels between commas; anything else as it is."""
    if not isinstance(cell, str) or cell in names:
        return names.get(cell, cell) if isinstance(cell, str) else cell
    parts = cell.split(", ")
    return ", ".join(names.get(part, part) for part in parts) if len(parts) > 1 else cell
