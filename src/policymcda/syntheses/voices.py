"""Coders and stakeholders one by one: what each puts first by the ratings and weights of that one alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.ranking.ranks import ranks
from policymcda.errors import ProblemError
from policymcda.model import GroupModel, PreferenceModel
from policymcda.results import Note
from policymcda.tables.performance_tables import PerformanceTable, expanded, from_long, given_ends
from policymcda.tables.sentences import Name, own_label
from policymcda.weighting.resolve import resolve
from policymcda.weighting.weights import by_stakeholder

LISTED = 4
"""Stakeholders that a sentence names."""


@dataclass(frozen=True)
class Voices:
    """What each stakeholder of a group puts first, ties and all, and the panel of each that has one."""

    firsts: Mapping[str, set[str]] = field(default_factory=dict)
    panels: Mapping[str, str] = field(default_factory=dict)

    def share(self, option: str) -> float:
        """The share of the stakeholders that put an option first."""
        return len(self.who(option)) / len(self.firsts)

    def most(self, option: str) -> float:
        """The largest share of any panel, or of all, that puts an option first."""
        parts = [sum(option in self.firsts[name] for name in part) / len(part) for part in self._parts().values()]
        return max([self.share(option), *parts])

    def who(self, option: str) -> list[str]:
        """Those who put an option first."""
        return [name for name, first in self.firsts.items() if option in first]

    def others(self, leader: str) -> list[str]:
        """What else is first for somebody, most of them first."""
        found = {option for first in self.firsts.values() for option in first if option != leader}
        return sorted(found, key=lambda option: (-len(self.who(option)), option))

    def sentence(self, leader: str, name: Name = own_label) -> str:
        """How many put the leader first, of each panel where there are several, and for whom others are first."""
        who = "stakeholder puts" if len(self.firsts) == 1 else "stakeholders put"
        text = f"{len(self.who(leader))} of {len(self.firsts)} {who} {name('option', leader)} first by their own ratings and judgements; two thirds are asked for"
        parts = self._parts()
        if len(parts) > 1:
            each = [
                f"{panel} {sum(leader in self.firsts[one] for one in part)} of {len(part)}"
                for panel, part in parts.items()
            ]
            text += f" (by panel: {', '.join(each)})"
        rest = [f"{name('option', option)} is first for {listed(self.who(option))}" for option in self.others(leader)]
        return "; ".join([text, *rest])

    def _parts(self) -> dict[str, list[str]]:
        """The stakeholders of each panel."""
        found: dict[str, list[str]] = {}
        for name in self.firsts:
            if self.panels.get(name):
                found.setdefault(self.panels[name], []).append(name)
        return found


def listed(names: list[str]) -> str:
    """A few names, and how many more there are."""
    if len(names) > LISTED:
        return f"{', '.join(names[:LISTED])} and {len(names) - LISTED} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def heard(model: PreferenceModel, weights: Any) -> tuple[dict[str, Voices], list[Note]]:
    """The voices of each group in which an option competes, and why somebody is not heard in full.

    Parameters
    ----------
    weights
        As for `rank`: the way to weights whose judgements are kept apart.
    """
    case, notes = model.case, list[Note]()
    own = _own_weights(model, weights, notes)
    codings = expanded(case.table("codings"), list(case.grids)) if case.has("codings") else None
    panels = _panels(codings)
    found = {}
    for part in model:
        coded = {} if codings is None else dict(_own_ratings(model, part, codings, notes))
        names = sorted({*coded, *(name for group, name in own if group == part.group)})
        firsts = {}
        for name in names:
            scores = _scores(model, part, coded.get(name), own.get((part.group, name), part.weights))
            firsts[name] = set(part.options[ranks(scores) == 1])
        found[part.group] = Voices(firsts, panels)
    return found, notes


def _own_weights(model: PreferenceModel, weights: Any, notes: list[Note]) -> dict[tuple[str, str], Floats]:
    """The weights of each group and stakeholder; none where the weights know no stakeholders."""
    try:
        return by_stakeholder(resolve(model.case, weights, combine=False), model.case)
    except ProblemError as error:
        reason = str(next(iter(error.every)))
        notes.append(("voices", "", f"stakeholders are heard by the weights of all: {reason}"))
        return {}


def _panels(codings: pd.DataFrame | None) -> dict[str, str]:
    """The panel of each coder that has one."""
    if codings is None or "panel" not in codings:
        return {}
    rows = codings[codings["panel"] != ""].drop_duplicates("stakeholder")
    return dict(zip(rows["stakeholder"], rows["panel"], strict=True))


def _own_ratings(
    model: PreferenceModel, part: GroupModel, codings: pd.DataFrame, notes: list[Note]
) -> Iterator[tuple[str, PerformanceTable]]:
    """The ratings of each coder who rated all that competes in a group."""
    case = model.case
    ends = given_ends(case.criteria.set_index("criterion"), case.leaf_criteria)
    here = codings[(codings["group"] == part.group) & codings["option"].isin(part.options)]
    for name, rows in here.groupby("stakeholder", sort=True):
        cells = len(rows[["option", "criterion"]].drop_duplicates())
        grid = None
        if cells == len(part.options) * len(case.leaf_criteria):
            _, grid = next(from_long(rows, [part.group], list(case.leaf_criteria), ends))
        if grid is None or np.isnan(grid.mode).any():
            text = f"{name} rated only a part of what competes and is heard by the ratings of the case"
            notes.append(("voices", part.group, text))
        else:
            yield str(name), grid


def _scores(model: PreferenceModel, part: GroupModel, own: PerformanceTable | None, weights: Floats) -> Floats:
    """Scores by somebody's own ratings, where there are any, and weights, (m,)."""
    if own is None:
        return part.method.scores(part.low, part.matrix, part.high, weights, part.benefit)
    mode = own.mode if model.unknown == "mode" else own.at_end(model.unknown, part.benefit)
    return part.method.scores(own.low, mode, own.high, weights, part.benefit)
