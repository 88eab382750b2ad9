"""Which ranks change that should not when the set of options does (Belton and Gear, 1983; Wang and Triantaphyllou, 2008)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats, Ints
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.sensitivity import rank_reversal
from policymcda.binding import BoundMethod
from policymcda.model import GroupModel, PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.tables import layout

TESTS = ("remove", "copy", "worse", "transitive", "split")
"""An option removed, copied, replaced by a worse one; pairs alone that contradict each other, or the whole ranking."""

MANY = 100
"""Options above which only the first so many are removed, copied, replaced and compared in pairs."""

SHOWN = 3
"""Pairs that a sentence names."""


@dataclass(frozen=True, eq=False, repr=False)
class Reversal(Result):
    """What reverses when the set of options changes.

    Attributes
    ----------
    table : DataFrame
        A row a test: group, method, test (remove, copy, worse, transitive, split), option (which is removed, copied or
        replaced); reversed; first_changed, whether none of those that were first still is; swaps, how many pairs of
        options changed places (or triples that contradict each other); sentence.
    summary : DataFrame
        method, group, test, tried, reversed, first_changed: how many.
    """

    table: pd.DataFrame
    summary: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group how many tests reverse something, and what in words."""
        several = self.summary["method"].nunique() > 1
        for group, part in self.summary.groupby("group", sort=False):
            columns = [*(["method"] if several else []), "test", "tried", "reversed", "first_changed"]
            shown = self.table[(self.table["group"] == group) & self.table["reversed"]]
            lines = [
                layout.filled(f"{f'{row.method}: ' if several else ''}{row.sentence}", width, "  ")
                for row in shown[:6].itertuples()
            ]
            more = [f"... and {len(shown) - 6} more"] if len(shown) > 6 else []
            heading = self.heading(group)
            yield "\n".join([*heading, layout.text(part[columns], width, rows), *lines, *more])


def reversal(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | Sequence[str | Callable[..., Floats]] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
) -> Reversal:
    """Remove each option, add a copy, replace it by a worse one, split the set into pairs: what reverses.

    *remove*, *copy*: no two of the other options should change places, and a copy should rank with its original.
    *worse*: an option that is not first is moved half-way to the worst end of every scale (the worst rating where a
    scale has no end); the rest should stay as it is, above all what is first. *transitive*: of pairs ranked alone, what
    is better than the better should be better. *split*: no pair ranked alone should contradict the whole ranking.

    Parameters
    ----------
    method : str or callable, or a list of them
        As for `rank`.
    weights, unknown, screen
        As for `rank`.

    Raises
    ------
    ValueError
        For an empty list of methods.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from policymcda import load, reversal
    >>> found = reversal(load("cyber-policy")).table
    >>> row = found[(found["group"] == "no_formal_ties") & (found["option"] == "tailored_capabilities")].iloc[0]
    >>> row["test"], row["sentence"]
    ('remove', 'without tailored_capabilities, ict_bricolage passes western_integration')
    """
    several: list[Any] = list(method) if isinstance(method, list | tuple) else [method]
    if not several:
        raise ValueError("method is an empty list; give one or more, or leave it out")
    models = [
        PreferenceModel.of(problem, method=one, weights=weights, unknown=unknown, screen=screen, intervals=False)
        for one in several
    ]
    rows, notes = [], list[Note]()
    for group in models[0].groups:
        if len(models[0].groups[group].options) > MANY:
            notes.append(("many_options", group, f"only the first {MANY} options are removed, copied and replaced"))
        for model in models:
            tests = _Tests(model.groups[group], model.problem)
            rows += [{"group": group, "method": model.method.name, **row} for row in tests.rows()]
    columns = ["group", "method", "test", "option", "reversed", "first_changed", "swaps", "sentence"]
    table = pd.DataFrame(rows, columns=columns)
    return Reversal(
        notes=models[0].notes_table([*notes, *models[0].notes()]),
        settings=models[0].settings(method=", ".join(model.method.name for model in models)),
        table=table,
        summary=_summary(table),
    )


class _Tests:
    """The tests of one group by one method."""

    def __init__(self, part: GroupModel, problem: Problem) -> None:
        options, matrix = part.options, part.matrix
        self.options, self.matrix = options, matrix
        self.scores: rank_reversal.Scores = part.by_ratings
        self.ranks = ranks(self.scores(matrix))
        self.worse = _worse(part.method, problem, matrix)
        places = {option: place for place, option in enumerate(problem.labels("option"))}
        order = np.array([places[option] for option in options])
        if len(options) > MANY:
            first = np.lexsort((np.arange(len(options)), self.ranks))[:MANY]
            self.chosen = first[np.argsort(order[first])]
        else:
            self.chosen = np.argsort(order)

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row a test."""
        yield from self._changed("remove", self.chosen, rank_reversal.without(self.scores, self.matrix, self.chosen))
        copied = rank_reversal.with_a_copy(self.scores, self.matrix, self.chosen)
        yield from self._changed("copy", self.chosen, copied[:, :-1], copied[:, -1])
        moved = self.chosen[(self.ranks[self.chosen] > 1) & np.any(self.worse != self.matrix, axis=1)[self.chosen]]
        yield from self._changed(
            "worse", moved, rank_reversal.with_a_worse(self.scores, self.matrix, self.worse, moved)
        )
        yield from self._split()

    def _changed(self, test: str, chosen: Ints, after: Ints, copies: Ints | None = None) -> Iterator[dict[str, Any]]:
        """The swaps when each chosen option is removed, copied or replaced; of the chosen one only those that it wins."""
        for k, i in enumerate(chosen):
            before = np.where(after[k] > 0, self.ranks, 0)
            swapped = rank_reversal.swaps(before, after[k])
            if test == "worse":
                swapped[i] = False
            apart = copies is not None and copies[k] != after[k, i]
            stay = after[k] > 0
            first = stay & (before == np.min(before[stay])) if stay.any() else stay
            lost = bool(stay.any() and not np.any(after[k][first] == 1))
            name = self.options[i]
            head = {"remove": f"without {name}", "copy": f"with a copy of {name}", "worse": f"with a worse {name}"}[
                test
            ]
            texts = [
                *([f"the copy ranks {copies[k]} and {name} {after[k, i]}"] if copies is not None and apart else [])
            ]
            texts += [self._pairs(swapped)] if swapped.any() else []
            yield {
                "test": test,
                "option": name,
                "reversed": bool(swapped.any() or apart),
                "first_changed": lost,
                "swaps": int(np.count_nonzero(swapped)),
                "sentence": f"{head}, {'; '.join(texts) or 'nothing changes places'}",
            }

    def _split(self) -> Iterator[dict[str, Any]]:
        """Pairs ranked alone, against each other and against the whole."""
        better = rank_reversal.in_pairs(self.scores, self.matrix, self.chosen)
        options, placed = self.options[self.chosen], self.ranks[self.chosen]
        triples = rank_reversal.intransitive(better)
        text = "; ".join(
            f"{options[a]} beats {options[b]} and that {options[c]}, but not {options[a]} {options[c]}"
            for a, b, c in triples[:1]
        )
        text = text or "no contradiction"
        yield self._row("transitive", len(triples), False, f"of pairs ranked alone: {text}")
        against = better.T & (placed[:, None] < placed)
        firsts = np.flatnonzero(placed == 1)
        lost = bool(len(firsts) and all(against[i].any() for i in firsts))
        text = self._pairs(against, self.chosen, "beats") if against.any() else "no contradiction"
        yield self._row(
            "split", int(np.count_nonzero(against)), lost, f"of pairs ranked alone, against the whole: {text}"
        )

    def _row(self, test: str, count: int, lost: bool, text: str) -> dict[str, Any]:
        numbers = {"reversed": count > 0, "first_changed": lost, "swaps": count}
        return {"test": test, "option": "", **numbers, "sentence": text}

    def _pairs(self, swapped: Any, chosen: Ints | None = None, verb: str = "passes") -> str:
        """The swaps in words, what was worse first."""
        options = self.options if chosen is None else self.options[chosen]
        pairs = [f"{options[j]} {verb} {options[i]}" for i, j in np.argwhere(swapped)]
        more = f" and {len(pairs) - SHOWN} more" if len(pairs) > SHOWN else ""
        return f"{', '.join(pairs[:SHOWN])}{more}"


def _worse(bound: BoundMethod, problem: Problem, matrix: Floats) -> Floats:
    """Every option half-way to the worst end of each scale, within the domain of the method, (m, n)."""
    low, high = bound.search_ends(problem.scale_ends)
    return matrix / 2 + np.where(problem.benefit, low, high) / 2


def _summary(table: pd.DataFrame) -> pd.DataFrame:
    """How many tests of each kind reverse something."""
    grouped = table.groupby(["method", "group", "test"], sort=False)
    found = grouped.agg(tried=("test", "size"), reversed=("reversed", "sum"), first_changed=("first_changed", "sum"))
    return found.reset_index()
