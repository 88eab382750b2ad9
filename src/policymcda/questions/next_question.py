"""What to ask next: the question whose answer says most about which option is first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any

import numpy as np
import pandas as pd

from policymcda.anchoring import anchored
from policymcda.arrays import Floats
from policymcda.arrays.choice.next_question import counts_by_answer, entropy, expected_entropy, first_options
from policymcda.arrays.methods import weighted_sum
from policymcda.arrays.smaa.tasks import unit_scores
from policymcda.binding import BoundMethod, bind
from policymcda.case_files import check_problem
from policymcda.errors import check_flags, is_number, plain
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws
from policymcda.tables import layout
from policymcda.tables.sentences import share_text
from policymcda.tables.sketches import sketch_text

SHOWN = 20
"""Questions that a group is given, the best first."""

HELPS = 2e-3
"""Bits by which an answer must be expected to help; the draws alone make up about half of it."""

COMPARED = 25
"""Options that are compared with each other: those that are first most often."""

LEVELS = 8
"""Levels of a criterion that a trade-off may name, its worst apart."""

COLUMNS = ["group", "kind", "a", "b", "expected_entropy", "sentence"]


@dataclass(frozen=True, eq=False, repr=False)
class NextQuestion(Result):
    """What to ask next in each group.

    Attributes
    ----------
    table : DataFrame
        group, kind (options or trade_off), a, b (as in the table `statements`: which of them is better), expected_entropy
        (bits, of which option is first, after the answer), sentence (what each answer would settle). The best question first; a
        group that needs no question, or that none helps, is not in it.
    standing : DataFrame
        group, first_option, first_acceptability, entropy, settled: what is known before.
    """

    table: pd.DataFrame
    standing: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group how things stand, and the three best questions."""
        for row in self.standing.itertuples():
            heading = "".join(f"{name}: " for name in self.heading(row.group))
            lead = f"{heading}{row.first_option} is first in {share_text(row.first_acceptability)} of the weights"
            lines = [layout.filled(plain(lead), width)]
            for question in self.table[self.table["group"] == row.group].head(3).itertuples():
                asked = f"{question.a}, or {question.b}? {question.sentence}"
                lines.append(layout.filled(plain(asked), width - 2, "    "))
            if len(lines) == 1:
                lines.append("settled" if row.settled else "no question helps")
            yield "\n".join([lines[0], *(f"  {line}" for line in lines[1:])])


@dataclass(frozen=True, eq=False)
class Candidates:
    """Questions of a group: kind, both sides in words, and the worth of a over b at each criterion alone, (k, n)."""

    kinds: list[str]
    sides: list[tuple[str, str]]
    rows: Floats


def next_question(
    problem: Problem,
    weights: Any = "known",
    *,
    method: str | Callable[..., Floats] | None = None,
    unknown: str | None = None,
    screen: bool | None = None,
    target: float = 0.95,
    options: bool = True,
    seed: int = 0,
) -> NextQuestion:
    """The questions whose answers say most about which option is first, in each group.

    Trade-offs of two criteria and comparisons of two options are weighed by the entropy of which option is first that is
    expected after the answer, over draws of the weights. Ratings are at their modes; trade-offs and what is first are
    read under the anchored weighted sum.

    Parameters
    ----------
    weights : "known", WeightSpace, "any", "statements", or as for `rank`
        What is known of the weights so far; "known" is the table `statements` where the case has one, else any.
    method : str or callable, optional
        As for `rank`; where it is another, a note says what it puts first.
    unknown, screen
        As for `rank`.
    target : float
        A group needs no question when one option is first in this share of the weights.
    options : bool
        Whether two options may be compared; otherwise trade-offs alone are asked.
    seed : int

    Raises
    ------
    ValueError
        For a target that is no share.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from policymcda import load, next_question
    >>> found = next_question(load("cyber-policy"), "any")
    >>> found.table.groupby("group", sort=False).first()[["a", "b"]].loc["no_formal_ties"].tolist()
    ['regional_orgs', 'tailored_capabilities']
    """
    check_problem(problem)
    seed = check_draws(seed=seed).seed
    check_flags(options=options)
    if not is_number(target, 0, 1) or not target:
        raise ValueError("target must be above 0 and at most 1")
    model = PreferenceModel.of(
        problem, weights=_known_so_far(problem, weights), unknown=unknown, screen=screen, over_weights=True,
        default_method=anchored,
    )  # fmt: skip
    problem, value, notes = model.problem, model.method, model.notes()
    other = _other(problem, method, value)
    questions, standing = [pd.DataFrame(columns=COLUMNS)], list[tuple[Any, ...]]()
    for part in model:
        group, labels, matrix = part.group, part.options, part.matrix
        values = unit_scores(value, matrix, problem.benefit)
        drawn = np.atleast_2d(model.spaces[group].draw(seed, 0))
        first = first_options(values, drawn)
        shares = np.bincount(first, minlength=len(labels)) / len(first)
        best, settled = int(np.argmax(shares)), bool(np.max(shares) >= target)
        standing.append((group, labels[best], float(shares[best]), float(entropy(shares)), settled))
        if not settled:
            asked = candidates(problem, value, labels, values, shares, options=options)
            questions.append(_questions(group, labels, asked, drawn, first, target))
        if other is not None:
            notes.append(_by_other(group, labels, matrix, drawn, other, problem))
    return NextQuestion(
        notes=model.notes_table([*notes, *_standing_notes(standing, questions)]),
        settings=model.settings(target=target, seed=seed),
        table=pd.concat(questions[1:] or questions, ignore_index=True),
        standing=pd.DataFrame(standing, columns=["group", "first_option", "first_acceptability", "entropy", "settled"]),
    )


def _known_so_far(problem: Problem, weights: Any) -> Any:
    """What is known of the weights: as asked for, else what was stated, else nothing."""
    if isinstance(weights, str) and weights == "known":
        return "statements" if problem.has("statements") else "any"
    return weights


def candidates(
    problem: Problem, value: BoundMethod, labels: Sequence[str], values: Floats, shares: Floats, *, options: bool
) -> Candidates:
    """The trade-offs of every two criteria, and the comparisons of the options that are first most often."""
    kinds, sides, rows = list[str](), list[tuple[str, str]](), list[Floats]()
    if options:
        most = np.sort(np.argsort(-shares, kind="stable")[:COMPARED])
        for i, j in combinations(most.tolist(), 2):
            kinds.append("options")
            sides.append((str(labels[i]), str(labels[j])))
            rows.append(values[i] - values[j])
    levels = _levels(problem, value)
    order = [problem.leaf_criteria.index(leaf) for leaf in problem.labels("criterion")]
    for i, j in permutations(order, 2):
        worst = (levels[i][0], levels[j][0])
        for level, share in zip(levels[j][1:], np.arange(1, len(levels[j])) / (len(levels[j]) - 1), strict=True):
            if share == 1 and order.index(i) > order.index(j):
                continue  # the same question the other way round
            kinds.append("trade_off")
            pair = (problem.leaf_criteria[i], problem.leaf_criteria[j])
            sides.append(
                (
                    sketch_text(dict(zip(pair, (levels[i][-1], worst[1]), strict=True))),
                    sketch_text(dict(zip(pair, (worst[0], level), strict=True))),
                )
            )
            row = np.zeros(len(problem.leaf_criteria))
            row[i], row[j] = 1.0, -share
            rows.append(row)
    return Candidates(kinds, sides, np.array(rows).reshape(len(rows), len(problem.leaf_criteria)))


def _levels(problem: Problem, value: BoundMethod) -> list[Floats]:
    """Evenly spread levels of each criterion from its worst end to its best, whole numbers where its scale allows."""
    found = []
    for low, high, more in zip(value.settings["low"], value.settings["high"], problem.benefit, strict=True):
        span = float(high - low)
        whole = float(low).is_integer() and span.is_integer() and 2 <= span <= LEVELS + 4
        levels = np.linspace(low, high, int(span) + 1 if whole else LEVELS + 1)
        found.append(levels if more else levels[::-1])
    return found


def _questions(group: str, labels: Any, asked: Candidates, weights: Floats, first: Any, target: float) -> pd.DataFrame:
    """The questions that help, the best first."""
    counts = counts_by_answer(asked.rows, weights, first, len(labels))
    after = expected_entropy(counts)
    before = float(entropy(np.bincount(first, minlength=len(labels)).astype(np.float64)))
    order = [int(place) for place in np.argsort(after, kind="stable")[:SHOWN] if before - after[place] > HELPS]
    rows = [
        (group, asked.kinds[k], *asked.sides[k], float(after[k]), _settles(labels, counts[k], target)) for k in order
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _settles(labels: Any, counts: Floats, target: float) -> str:
    """What each answer would settle, in words."""
    parts = []
    for answer, number in zip("ab", counts, strict=True):
        best, total = int(np.argmax(number)), float(np.sum(number))
        share = number[best] / total if total else 0.0
        parts.append(
            f"{answer} {'settles' if share >= target else 'leaves'} {labels[best]} first in {share_text(share)}"
        )
    return "; ".join(parts)


def _other(problem: Problem, method: str | Callable[..., Floats] | None, value: BoundMethod) -> BoundMethod | None:
    """The method of the case, where it is another than the weighted sum."""
    bound = bind(method, problem)
    return None if bound.interval or bound.function in (value.function, weighted_sum) else bound


def _by_other(group: str, labels: Any, matrix: Floats, weights: Floats, other: BoundMethod, problem: Problem) -> Note:
    """What another method puts first in the same weights."""
    best = np.argmax(other(matrix, weights, problem.benefit), axis=-1)
    shares = np.bincount(np.atleast_1d(best), minlength=len(labels)) / np.size(best)
    place = int(np.argmax(shares))
    return (
        "other_method",
        group,
        f"{other.name} puts {labels[place]} first in {share_text(shares[place])} of these weights",
    )


def _standing_notes(standing: Sequence[tuple[Any, ...]], questions: Sequence[pd.DataFrame]) -> Iterator[Note]:
    """Groups that are settled, and those that no question helps."""
    asked = {group for part in questions for group in part["group"]}
    for group, first, share, _, settled in standing:
        if settled:
            yield "settled", group, f"{first} is first in {share_text(share)} of the weights: nothing more to ask"
        elif group not in asked:
            yield (
                "no_question",
                group,
                f"no single question helps; {first} is first in {share_text(share)} of the weights",
            )
