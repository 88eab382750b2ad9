"""Every question that a report asks, asked once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from policymcda.problem import Problem
from policymcda.questions.agreement_with_source import agreement_with_source
from policymcda.questions.compare import compare
from policymcda.questions.dominance import dominance
from policymcda.questions.explain import explain
from policymcda.questions.flips import flips
from policymcda.questions.gaia import gaia
from policymcda.questions.rank import rank
from policymcda.questions.regret import regret
from policymcda.questions.smaa import smaa
from policymcda.questions.stability import stability
from policymcda.questions.value_of_information import value_of_information
from policymcda.results import Result
from policymcda.syntheses.evidence import evidence
from policymcda.syntheses.verdict import methods_asked, named_verdict
from policymcda.tables.sentences import Name
from policymcda.weighting.resolve import resolve

if TYPE_CHECKING:
    from policymcda.arrays import Floats

MANY = 60
"""Options of a group above which questions whose work grows faster than the options are not asked."""


LEVELS = (0.05, 0.5, 0.95)
"""Of the scores: what nine of ten draws lie between, and the one in the middle."""


@dataclass(frozen=True, eq=False)
class Asked:
    """The problem, how it is to be answered, and what each question said; why others were not asked."""

    problem: Problem
    settings: dict[str, Any]
    results: dict[str, Result] = field(default_factory=dict)
    explained: dict[str, Result] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def table(self, question: str, name: str, group: str | None = None) -> pd.DataFrame:
        """A table of an answer, of one group where one is named; empty where the question was not asked."""
        found = self.results.get(question)
        frame = found.tables[name] if found is not None else pd.DataFrame()
        return frame[frame["group"] == group] if group is not None and "group" in frame else frame

    @property
    def notes(self) -> list[str]:
        """What the answers say of themselves, each once."""
        texts: dict[str, None] = {}
        for result in self.results.values():
            for note in result.notes.itertuples():
                named = bool(note.group) and (note.group != "all" or bool(result.heading("all")))
                texts[f"{note.group}: {note.text}" if named else str(note.text)] = None
        return list(texts)


def ask(
    problem: Problem,
    name: Name,
    *,
    full: bool,
    method: str | Callable[..., Floats] | None,
    weights: Any,
    unknown: str | None,
    screen: bool | None,
    seed: int,
    plan: str | Path | None,
    executor: Executor | None,
    progress: Callable[[], None],
) -> Asked:
    """Ask what the tier needs; `progress` is called after each question, `name` gives labels in sentences of the verdict."""
    asked = Asked(
        problem,
        {"method": method, "weights": weights, "unknown": unknown, "screen": screen, "seed": seed, "plan": plan},
    )
    used = resolve(problem, weights)
    how: dict[str, Any] = {"method": method, "weights": used, "unknown": unknown, "screen": screen}
    drawn: dict[str, Any] = {"method": method, "seed": seed, "screen": screen, "executor": executor}
    quick: dict[str, Any] = {"quantiles": (), "pairwise": False, "factors": False}
    steps: dict[str, Callable[[], Result]] = {
        "weights": lambda: used,
        "rank": lambda: rank(problem, **how),
        # stakeholders are heard by their own weights, so that these are not combined yet
        "verdict": lambda: named_verdict(
            problem, name, **{**how, "weights": weights}, seed=seed, executor=executor, plan=plan
        ),
        "smaa_own": lambda: smaa(problem, weights=used, **drawn, **(quick | ({"quantiles": LEVELS} if full else {}))),
        "value_of_information": lambda: value_of_information(problem, **how, seed=seed, executor=executor),
    }
    if full:
        steps |= {
            "smaa": lambda: smaa(problem, weights="any", **drawn),
            "stability": lambda: stability(problem, **how),
            "flips": lambda: flips(problem, **how, seed=seed),
            "dominance": lambda: dominance(
                problem, method=method, weights="any", unknown=unknown, screen=screen, seed=seed
            ),
            "compare": lambda: compare(problem, methods_asked(problem), weights=used, unknown=unknown, screen=screen),
            "gaia": lambda: gaia(problem, weights=used, unknown=unknown, screen=screen),
            "evidence": lambda: evidence(problem, **how, seed=seed, executor=executor),
            "regret": lambda: regret(problem, weights="any", screen=screen, seed=seed, executor=executor),
            "agreement": lambda: agreement_with_source(problem, asked.results["rank"]),
        }
    most = max(len(grid.options) for grid in problem.grids.values())
    for question, step in steps.items():
        if question in ("flips", "dominance", "compare", "regret") and most > MANY:
            asked.left_out[question] = f"not asked of more than {MANY} options: policymcda {question} does"
        elif question != "agreement" or problem.has("expectations"):
            _answer(asked, question, step)
        progress()
    if full:
        asked.explained.update(_explained(asked, how))
    return asked


def steps(full: bool) -> int:
    """How many questions are asked."""
    return 14 if full else 5


def _answer(asked: Asked, name: str, step: Callable[[], Result]) -> None:
    """The answer; of what a method or a case does not allow, the reason."""
    try:
        asked.results[name] = step()
    except ValueError as error:
        if name in ("weights", "rank", "verdict"):
            raise
        asked.left_out[name] = str(error)


def _explained(asked: Asked, how: dict[str, Any]) -> Iterator[tuple[str, Result]]:
    """For each group why the first option comes before the second."""
    for group, part in asked.table("rank", "table").groupby("group", sort=False):
        order = part.dropna(subset="score").sort_values("rank", kind="stable")["option"]
        if len(order) > 1:
            yield str(group), explain(asked.problem, str(group), *order.iloc[:2], **how)
