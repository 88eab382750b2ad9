"""Problem, method, weights, rule for the unknown and screen, resolved once: what every question starts from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.sampling.weight_spaces import Space
from policymcda.binding import LIBRARY_RELATION, BoundMethod, bind, bind_relation
from policymcda.case_files import check_problem
from policymcda.defaults import check_way
from policymcda.problem import Problem
from policymcda.results import Note, made_by, notes_table
from policymcda.screening import screened
from policymcda.tables.performance_tables import NONE, PerformanceTable
from policymcda.weighting.resolve import resolve
from policymcda.weighting.weight_space import SPACES, WeightSpace, space
from policymcda.weighting.weights import Weights, vectors

LISTED = 5
"""Options that a note names."""

_RANGES = {
    "intervals": ("may be anything in its range", "may be anything in their range"),
    "drawn": ("is drawn over its whole range", "are drawn over their whole range"),
}
"""What is said of one and of several unknown ratings whose whole range counts."""

NOTHING_LEFT = "no option of any group is admissible: there is nothing to choose from with the screen on"


@dataclass(frozen=True, eq=False)
class GroupModel:
    """What competes in one group, as arrays in sorted-label order, with the method that scores it.

    Attributes
    ----------
    group : str
    options : (m,) array of str
        Those that compete.
    order : (m,) array of int
        Where they stand in the arrays, in the order of their table.
    matrix, low, high : (m, n)
        The ratings by the rule for the unknown, and the ends within which each lies.
    weights : (n,)
        Empty where the question ranges over weights.
    benefit : (n,) array of bool
    method : BoundMethod
    ratings : PerformanceTable
        The ratings of those options with their evidence.
    """

    group: str
    order: Ints
    matrix: Floats
    weights: Floats
    benefit: Bools
    method: BoundMethod
    ratings: PerformanceTable

    @property
    def options(self) -> Any:
        """The options that compete, sorted, (m,)."""
        return self.ratings.options

    @property
    def low(self) -> Floats:
        """The lower end of each rating, (m, n)."""
        return self.ratings.low

    @property
    def high(self) -> Floats:
        """The upper end of each rating, (m, n)."""
        return self.ratings.high

    def by_weights(self, weights: Floats) -> Floats:
        """Scores by weights, (..., n) to (..., m)."""
        if not self.method.interval:
            return self.method(self.matrix, weights, self.benefit)
        lead = weights.reshape(-1, weights.shape[-1])
        each = [self.method.scores(self.low, self.matrix, self.high, vector, self.benefit) for vector in lead]
        return np.array(each).reshape(*weights.shape[:-1], len(self.matrix))

    def by_ratings(self, matrix: Floats) -> Floats:
        """Scores by other ratings, (..., m, n) to (..., m)."""
        return self.method(matrix, self.weights, self.benefit)

    def scores(self) -> Floats:
        """Scores as it stands, (m,).

        Raises
        ------
        ValueError
            Where the method gives no finite score for each option.
        """
        method = self.method
        if method.description.kind == "interval":
            found = method.scores(self.low, self.matrix, self.high, self.weights, self.benefit)
        else:
            found = method(self.matrix, self.weights, self.benefit)
        if np.shape(found) != (len(self.matrix),):
            name = self.method.name
            raise ValueError(f"{name} gave scores of the shape {np.shape(found)}, not one for each option")
        if not np.isfinite(found).all():
            raise ValueError(f"{self.method.name} gave a score that is not finite")
        return found


@dataclass(frozen=True, eq=False)
class PreferenceModel:
    """A problem with the method, weights, rule for the unknown and screen that a question uses.

    Iterating over it gives a `GroupModel` for each group in which an option competes.

    Attributes
    ----------
    problem : Problem
        The problem without what is screened out, where the screen is on; its tables and fingerprint are those of the case.
    case : Problem
        The problem as it was given.
    method : BoundMethod
    weights : Weights or None
        None where the question ranges over weights.
    vectors : mapping of str to (n,)
        The weights of each group of the case; empty where the question ranges over weights.
    spaces : mapping of str to Space
        The space of weights of each group, where the question ranges over weights.
    weights_text : str
        The weights, or the space of them, in a word.
    unknown : {"mode", "worst", "best"}
    screen : bool
    reasons : mapping of str to mapping
        For each group the options that a screen or a threshold excludes, and why, whether or not the screen is on.
    """

    problem: Problem
    case: Problem
    method: BoundMethod
    weights: Weights | None
    vectors: Mapping[str, Floats]
    spaces: Mapping[str, Space]
    weights_text: str
    unknown: str
    screen: bool
    reasons: Mapping[str, Mapping[str, str]]
    method_notes: tuple[Note, ...] = field(default=())

    @classmethod
    def of(
        cls,
        problem: Problem,
        *,
        method: str | Callable[..., Any] | None = None,
        weights: Any = None,
        unknown: str | None = None,
        screen: bool | None = None,
        over_weights: bool = False,
        intervals: bool = True,
        default_method: Callable[[Problem], tuple[BoundMethod, list[Note]]] | None = None,
        relation: bool = False,
        may_be_empty: bool = False,
    ) -> PreferenceModel:
        """Argument, case and library meet here, once.

        Parameters
        ----------
        method, weights, unknown, screen
            As for `rank`; None is the case's own choice, then the library's.
        over_weights : bool
            Whether the question ranges over a space of weights ("any", a `WeightSpace`, or weights as one point).
        intervals : bool
            Whether methods that use the ends of the ratings themselves are of use.
        default_method : callable, optional
            What gives the method, and notes on it, where none is named, instead of the case's own.
        relation : bool
            Whether the method says which option outranks which.
        may_be_empty : bool
            Whether the question has an answer where no option of any group is admissible.

        Raises
        ------
        ProblemError
            When weights, settings or ratings do not fit the method.
        ValueError
            When a name is not known, or a method cannot serve the question.
        """
        if not isinstance(problem, Problem):
            check_problem(problem)
        on, reasons = problem.screen_by_default(screen), dict[str, dict[str, str]]()
        if problem.has("screens") or problem.has("thresholds") or problem.whole is not None:
            reasons = screened(problem)
        competing = problem.without(reasons) if on and any(reasons.values()) else problem
        if not competing.grids and not may_be_empty:
            raise ValueError(NOTHING_LEFT)
        notes: list[Note] = []
        if method is None and default_method is not None:
            bound, notes = default_method(competing)
        else:
            bound = (
                bind_relation(LIBRARY_RELATION if method is None else method, competing)
                if relation
                else bind(method, competing)
            )
        if not intervals:
            refuse_intervals(bound)
        used: Weights | None = None
        by_group: Mapping[str, Floats] = {}
        spaces: Mapping[str, Space] = {}
        if over_weights:
            if not isinstance(weights, WeightSpace) and not (isinstance(weights, str) and weights in SPACES):
                if isinstance(weights, str):
                    check_way(weights, SPACES)
                weights = resolve(problem, weights)
                notes += weights.notes.itertuples(index=False, name=None)
            spaces, text = space(problem, weights, bound)
        else:
            used = resolve(problem, weights)
            by_group, text = vectors(used, problem), str(used.settings["weights"])
        rule = problem.rule_for_unknown(unknown)
        reasons = reasons or {group: {} for group in problem.grids}
        return cls(competing, problem, bound, used, by_group, spaces, text, rule, on, reasons, tuple(notes))

    @property
    def known_weights(self) -> Weights:
        """The weights of a question that does not range over them."""
        if self.weights is None:
            raise ValueError("this question ranges over weights and has none of its own")
        return self.weights

    def __iter__(self) -> Iterator[GroupModel]:
        return iter(self.groups.values())

    @cached_property
    def groups(self) -> Mapping[str, GroupModel]:
        """Each group in which an option competes, by name."""
        free = np.zeros(0)
        problem, benefit = self.problem, self.problem.benefit
        return {
            group: GroupModel(
                group,
                problem.order(group),
                matrix,
                self.vectors.get(group, free),
                benefit,
                self.method,
                problem.grids[group],
            )
            for group, _, matrix in problem.matrices(self.unknown)
        }

    def settings(self, **more: Any) -> dict[str, Any]:
        """What made a result: method, weights, unknown, screen, then what the question adds, version and fingerprint."""
        own = {"method": self.method.name, "weights": self.weights_text, "unknown": self.unknown, "screen": self.screen}
        member = {"member": self.case.member_name} if self.case.member_name else {}
        return made_by(self.case.fingerprint, **{**own, **member, **more})

    def notes(self, ratings: str = "fixed") -> list[Note]:
        """What every result repeats: what does not compete, what the unknown counts as, and notes of the weights.

        Parameters
        ----------
        ratings : {"fixed", "drawn", "unknown", "intervals", "own draws"}
            What the question takes for the ratings.
        """
        count = len(self.case.labels("option"))
        unrated = [group for group, table in self.case.grids.items() if len(table.options) < count]
        any_unknown = any((table.evidence == NONE).any() for table in self.problem.grids.values())
        return [
            *(self._member() if self.case.member_name else ()),
            *(self._not_rated(unrated) if unrated else ()),
            *(self._unknown(ratings) if any_unknown else ()),
            *(self._screened() if any(self.reasons.values()) else ()),
            *self.method_notes,
            *(() if self.weights is None else self.weights.notes.itertuples(index=False, name=None)),
        ]

    def notes_table(self, notes: Iterable[Note]) -> pd.DataFrame:
        """Notes of a result as a table, what reading understood first."""
        return notes_table(notes, self.case.reading_notes)

    def _member(self) -> Iterator[Note]:
        for group, share in self.case.shares.items():
            text = f"{self.case.member_name} is in this group"
            yield "member", group, text if share == 1 else f"{text} with a share of {share:.4g}"

    def _unknown(self, ratings: str) -> Iterator[Note]:
        grades = {group: table.evidence for group, table in self.problem.grids.items()}
        counts = {group: (int((grade == NONE).sum()), grade.size) for group, grade in grades.items()}
        unknown = sum(count for count, _ in counts.values())
        if ratings == "own draws":
            return
        if ratings == "fixed":
            words = {"mode": "their mode", "worst": "the worse end of their interval", "best": "the better end"}
            total = sum(size for _, size in counts.values())
            verbs = ("rest", "count") if unknown > 1 else ("rests", "counts")
            text = f"{unknown} of {total} ratings {verbs[0]} on no evidence and {verbs[1]} as {words[self.unknown]}"
            yield "unknown", "", text
            return
        one, several = _RANGES["intervals" if ratings == "intervals" else "drawn"]
        for group, (count, _) in counts.items():
            if count:
                subject, what = ("rating rests", one) if count == 1 else ("ratings rest", several)
                yield "unknown", group, f"{count} {subject} on no evidence and {what}"

    def _not_rated(self, groups: Iterable[str]) -> Iterator[Note]:
        for group in groups:
            absent = self.case.unrated(group)
            more = f" and {len(absent) - LISTED} more" if len(absent) > LISTED else ""
            yield "not_rated", group, f"not rated and out of the competition: {', '.join(absent[:LISTED])}{more}"

    def _screened(self) -> Iterator[Note]:
        for group, reasons in self.reasons.items():
            count = sum(option in reasons for option in self.case.grids[group].options)
            if not count:
                continue
            verb = "are" if count > 1 else "is"
            if not self.screen:
                compete = "compete" if count > 1 else "competes"
                yield "screened", group, f"{count} option{'s' * (count > 1)} {verb} screened and {compete} all the same"
                continue
            named = "; ".join(f"{option} ({reason})" for option, reason in list(reasons.items())[:LISTED])
            more = f"; and {count - LISTED} more" if count > LISTED else ""
            yield "screened", group, f"{count} option{'s' * (count > 1)} {verb} screened and left out: {named}{more}"
            yield from few_left(group, self.problem)


def refuse_intervals(method: BoundMethod) -> None:
    """Refuses a method that uses the ends of the ratings itself, where a question varies or draws them."""
    if method.interval:
        raise ValueError(
            f"{method.name} uses the ends of the ratings itself: varying or drawing them too would count them twice"
        )


def few_left(group: str, competing: Problem) -> Iterator[Note]:
    """A note where a screen leaves one option of a group, or none."""
    if group not in competing.grids:
        yield "none_admissible", group, "no option is admissible, so none is first"
    elif len(competing.grids[group].options) == 1:
        yield "only_admissible", group, f"{competing.grids[group].options[0]} is the only admissible option"
