"""Every question that a report asks, asked once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from policymcda.errors import ProblemError
from policymcda.problem import Problem
from policymcda.questions.agreement_with_source import agreement_with_source
from policymcda.questions.compare import compare
from policymcda.questions.contributions import contributions
from policymcda.questions.dominance import dominance
from policymcda.questions.explain import explain
from policymcda.questions.flips import flips
from policymcda.questions.gaia import gaia
from policymcda.questions.rank import rank
from policymcda.questions.regret import regret
from policymcda.questions.smaa import Acceptability, smaa
from policymcda.questions.stability import stability
from policymcda.questions.value_of_information import value_of_information
from policymcda.results import Result
from policymcda.syntheses.evidence import evidence
from policymcda.syntheses.stakeholders import stakeholders
from policymcda.syntheses.verdict import methods_asked, named_verdict
from policymcda.tables.sentences import Name
from policymcda.weighting.resolve import resolve

if TYPE_CHECKING:
    from policymcda.arrays import Floats

THREADS = 2
"""Questions that are answered at once; draws are spread by the executor that was given."""

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
    questions = _questions(asked, how, executor, full)
    verdict = partial(_verdict, asked, name, executor)
    questions |= _more(asked, how, executor) if full else {}
    most = max(len(grid.options) for grid in problem.grids.values())
    for question in ("flips", "dominance", "compare", "regret"):
        if question in questions and most > MANY:
            del questions[question]
            asked.left_out[question] = f"not asked of more than {MANY} options: policymcda {question} does"
            progress()
    asked.results.update({"weights": used, "rank": rank(problem, **how)})
    progress()
    progress()
    with ThreadPoolExecutor(THREADS) as threads:
        tasks = {question: threads.submit(ask_it) for question, ask_it in questions.items()}
        try:
            tasks["verdict"] = threads.submit(verdict, _answer(tasks["smaa_own"]))
            for question in ("verdict", *(question for question in questions if question != "verdict")):
                _keep(asked, question, tasks[question].result)
                progress()
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise
    if full:
        if problem.has("expectations"):
            _keep(asked, "agreement", lambda: agreement_with_source(problem, asked.results["rank"]))
        progress()
        asked.explained.update(_explained(asked, how))
    return asked


Questions = dict[str, Callable[[], Any]]


def _questions(asked: Asked, how: dict[str, Any], executor: Executor | None, full: bool) -> Questions:
    """What every report asks."""
    problem, settings = asked.problem, asked.settings
    drawn: dict[str, Any] = {"seed": settings["seed"], "executor": executor}
    quick: dict[str, Any] = {"quantiles": LEVELS if full else (), "pairwise": False, "factors": False}
    apart = {**how, "weights": settings["weights"], "mixtures": None if full else False}  # each by their own weights
    return {
        "smaa_own": lambda: smaa(problem, **how, **drawn, **quick),
        "value_of_information": lambda: value_of_information(problem, **how, **drawn),
        "stakeholders": lambda: stakeholders(problem, **apart, **drawn),
    }


def _verdict(asked: Asked, name: Name, executor: Executor | None, own: Acceptability | None) -> Result:
    """The verdict, by draws that have been counted where they have."""
    settings = {key: asked.settings[key] for key in ("method", "weights", "unknown", "screen", "seed", "plan")}
    return named_verdict(asked.problem, name, **settings, executor=executor, own=own)


def _answer(task: Future[Any]) -> Any:
    """What a question answers; nothing where it cannot be asked."""
    try:
        return task.result()
    except ValueError:
        return None


def _more(asked: Asked, how: dict[str, Any], executor: Executor | None) -> Questions:
    """What the full report asks beside."""
    problem, settings = asked.problem, asked.settings
    free = {**how, "weights": "any"}
    plain_free = {"weights": "any", "screen": settings["screen"], "seed": settings["seed"], "executor": executor}
    of_methods = {key: how[key] for key in ("weights", "unknown", "screen")}
    return {
        "smaa": lambda: smaa(problem, method=settings["method"], **plain_free),
        "stability": lambda: stability(problem, **how),
        "flips": lambda: flips(problem, **how, seed=settings["seed"]),
        "dominance": lambda: dominance(problem, **free, seed=settings["seed"]),
        "compare": lambda: compare(problem, list(methods_asked(problem)), **of_methods),
        "gaia": lambda: gaia(problem, **of_methods),
        "contributions": lambda: contributions(problem, **of_methods),
        "evidence": lambda: evidence(problem, **how, seed=settings["seed"], executor=executor),
        "regret": lambda: regret(problem, **plain_free),
    }


def steps(full: bool) -> int:
    """How many questions are asked."""
    return 16 if full else 6


def _keep(asked: Asked, name: str, step: Callable[[], Result]) -> None:
    """The answer; of what a method or a case does not allow, the reason."""
    try:
        asked.results[name] = step()
    except ValueError as error:
        if name in ("weights", "rank", "verdict"):
            raise
        nobody = name == "stakeholders" and isinstance(error, ProblemError)
        if not nobody:  # where nobody has weights or codings of their own there is nothing to say
            asked.left_out[name] = str(error)


def _explained(asked: Asked, how: dict[str, Any]) -> Iterator[tuple[str, Result]]:
    """For each group why the first option comes before the second."""
    for group, part in asked.table("rank", "table").groupby("group", sort=False):
        order = part.dropna(subset="score").sort_values("rank", kind="stable")["option"]
        if len(order) > 1:
            yield str(group), explain(asked.problem, str(group), *order.iloc[:2], **how)
