"""With which probability is each option first: SMAA-2 (Lahdelma and Salminen, 2001) over weights and ratings."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats, acceptability, exact, polytope
from policymcda.arrays.acceptability import Task
from policymcda.arrays.sobol import NET
from policymcda.arrays.spaces import Fixed, Space
from policymcda.arrays.walk import Walk
from policymcda.binding import Bound, bind
from policymcda.errors import nearest
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by, notes_table
from policymcda.simulation import confidence, running, samples, tables
from policymcda.tables import layout
from policymcda.uncertainty import distributions
from policymcda.weighting.spaces import space

SAMPLINGS = ("sobol", "random", "exact")
RATINGS = ("drawn", "fixed", "unknown")

MANY = 100
"""Options above which pairwise winning indices, quadratic in their number, are left out unless asked for."""

PRACTICAL = 60.0
"""Seconds that exact geometry may take for a group, by its own estimate."""


@dataclass(frozen=True, eq=False, repr=False)
class Acceptability(Result):
    """How often each option has each rank, over all weights and ratings that are possible.

    Attributes
    ----------
    summary : DataFrame
        group, option, expected_rank with error, low, high; first and last (acceptability of the first and the last
        rank); confidence, the confidence factor, with its error.
    ranks : DataFrame
        group, option, rank, acceptability, error, low, high.
    first : DataFrame
        group, option, k, probability of being among the first k, error, low, high.
    central : DataFrame
        group, option, criterion, weight, error, enough: the mean of the weights for which the option is first, NaN
        where it never is; not `enough` where fewer than 100 draws say so.
    pairwise : DataFrame
        group, option, versus, winning, error, low, high: how often option is better than versus.
    scores : DataFrame
        group, option, level, score: quantiles of the score.
    decision : DataFrame
        group, measure, value, error, low, high: the entropy of which option is first in bits, the share of draws
        with ties.
    """

    summary: pd.DataFrame
    ranks: pd.DataFrame
    first: pd.DataFrame
    central: pd.DataFrame
    pairwise: pd.DataFrame
    scores: pd.DataFrame
    decision: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the acceptability of the first ranks, best expected rank first."""
        shown = self.ranks[self.ranks["rank"] <= 3].pivot(
            index=["group", "option"], columns="rank", values="acceptability"
        )
        shown.columns = [f"rank {rank}" for rank in shown.columns]
        table = self.summary.merge(shown.reset_index(), on=["group", "option"])
        for group, part in table.groupby("group", sort=False):
            part = part.sort_values("expected_rank", kind="stable")
            columns = ["option", "expected_rank", "error", *shown.columns, "confidence"]
            told = layout.text(part[columns].dropna(axis="columns", how="all"), width, rows)
            yield told if group == "all" else f"{group}\n{told}"
        yield textwrap.fill("rank 1, 2, 3: share of the draws in which the option has that rank", width)


def smaa(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = "any",
    ratings: Any = "drawn",
    samples: int = 2**17,
    sampling: str = "sobol",
    tolerance: float | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    checkpoint: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    unknown: str | None = None,
    quantiles: tuple[float, ...] = (0.05, 0.5, 0.95),
    pairwise: bool | None = None,
    factors: bool = True,
) -> Acceptability:
    """Every rank of every option over all weights and all uncertain ratings.

    Parameters
    ----------
    method : str or callable, optional
        As for `rank`.
    weights : "any", WeightSpace, or as for `rank`
        What is not known of the weights; None is the case's own weights, taken as certain.
    ratings : {"drawn", "fixed", "unknown"} or DataFrame or array or mapping
        Draw every rating from its distribution, none, or only those without evidence; or draws of your own: a table
        draw, group, option, criterion, value, or arrays (samples, options, criteria) by group.
    samples : int
        Draws for each group, rounded up to whole nets of 8,192, at least 16 of them.
    sampling : {"sobol", "random", "exact"}
        Scrambled Sobol points; plain random ones; or exact geometry, for methods linear in the weights with fixed
        ratings.
    tolerance : float, optional
        Go on, beyond `samples`, until the standard error of every acceptability and winning index is below it.
    seed : int
        The same seed gives the same bits, whatever the executor.
    executor : concurrent.futures.Executor, optional
        Who computes: threads, processes, Dask's ``get_executor()``; None is this thread.
    checkpoint : path, optional
        A file to continue from after an interruption (one a group, numbered, where there are several).
    progress : callable, optional
        Called with nets done and nets in all.
    unknown : {"mode", "worst", "best"}, optional
        What a rating without evidence counts as where it is not drawn.
    quantiles : tuple of float
        Levels of the score's quantiles; () leaves them out.
    pairwise : bool, optional
        Pairwise winning indices; left out above 100 options unless asked for.
    factors : bool
        Confidence factors, which take a second pass.

    Returns
    -------
    Acceptability

    Examples
    --------
    >>> from policymcda import load, smaa
    >>> robust = smaa(load("governance-2013"), weights="any", ratings="fixed", quantiles=())
    >>> robust.summary.sort_values("expected_rank").head(2)["option"].tolist()
    ['korea_dem_rep', 'myanmar']
    """
    _check(sampling, ratings, samples, seed, tolerance)
    bound = bind(method, problem)
    if bound.interval:
        raise ValueError(f"{bound.name} uses the ends of the ratings itself: drawing them too would count them twice")
    found, told = space(problem, weights)
    values, how = _values(problem, ratings, unknown)
    tasks = {
        group: Task(
            method=bound,
            ratings=values[group],
            benefit=problem.benefit,
            space=found[group],
            seed=seed,
            random=sampling == "random",
            pairwise=len(grid.options) <= MANY if pairwise is None else pairwise,
            levels=tuple(quantiles),
        )
        for group, grid in problem.grids.items()
    }
    notes = list(_notes(tasks, found, pairwise))
    if sampling == "exact":
        parts, draws = {group: _exact(problem, group, bound, task) for group, task in tasks.items()}, 0
    else:
        plan = running.Plan(
            running.nets_of(samples),
            tolerance,
            executor=executor,
            checkpoint=Path(checkpoint) if checkpoint is not None else None,
            progress=progress,
        )
        parts, draws = _simulated(problem, tasks, plan, factors, notes)
    return Acceptability(
        notes=notes_table(notes),
        settings=made_by(
            problem.fingerprint, method=bound.name, weights=told, ratings=how, sampling=sampling, draws=draws, seed=seed
        ),
        **_joined(problem, parts),
    )


def _simulated(
    problem: Problem, tasks: dict[str, Task], plan: running.Plan, factors: bool, notes: list[Note]
) -> tuple[dict[str, dict[str, pd.DataFrame]], int]:
    """The tables of every group by simulation, and the draws of the group that took most."""
    scaled = {group: _scaled(task) for group, task in tasks.items()}
    sums = running.tallies(scaled, plan, problem.fingerprint)
    parts = {}
    for group, total in sums.items():
        options = list(problem.grids[group].options)
        task = scaled[group]
        parts[group] = tables.from_tally(total, options, problem.leaves, task.levels, task.unit)
        if factors:
            factor = confidence.factors(task, total, plan.executor)
            parts[group]["summary"] = parts[group]["summary"].assign(
                confidence=factor.value, confidence_error=factor.error
            )
        if plan.tolerance is not None:
            notes += running.reached(group, total, plan)
    most = max(total.nets for total in sums.values())
    return parts, most * NET


def _scaled(task: Task) -> Task:
    """The task with the size of its scores, which quantiles are counted in."""
    from dataclasses import replace

    return replace(task, unit=acceptability.unit(task)) if task.levels else task


def _exact(problem: Problem, group: str, bound: Bound, task: Task) -> dict[str, pd.DataFrame]:
    """The tables of a group by exact geometry.

    Raises
    ------
    ValueError
        Where the method is not linear in the weights, ratings are drawn, or it would take too long.
    """
    if bound.link is None:
        raise ValueError(f"sampling='exact' needs a method that is linear in the weights; {bound.name} is not")
    if not isinstance(task.ratings, np.ndarray) or task.ratings.ndim != 2:
        raise ValueError("sampling='exact' needs ratings='fixed', or a problem whose ratings are all certain")
    constraints = task.space.constraints()
    if constraints is None:
        raise ValueError("sampling='exact' needs weights that are uniform within linear limits")
    options = list(problem.grids[group].options)
    seconds = exact.seconds(len(options), len(problem.leaves) - 1)
    if seconds > PRACTICAL:
        raise ValueError(
            f"sampling='exact' would take about {seconds:,.0f} s for the {len(options)} options and {len(problem.leaves)} "
            f"criteria of {group!r}; sampling='sobol' gives every index with its error"
        )
    whole = polytope.shape(constraints)
    if whole is None:
        raise ValueError("no weights satisfy these constraints")
    scores = bound.link(acceptability.unit_scores(bound, task.ratings, task.benefit))
    return tables.from_geometry(exact.acceptability(scores, whole), options, problem.leaves)


def _values(problem: Problem, ratings: Any, unknown: str | None) -> tuple[dict[str, acceptability.Values], str]:
    """What is drawn or taken for the ratings of each group, and how that is told."""
    rule = unknown or str(problem.defaults.get("unknown", "mode"))
    if not isinstance(ratings, str):
        return dict(samples.aligned(problem, ratings)), "own draws"
    found: dict[str, acceptability.Values] = {}
    for group, grid in problem.grids.items():
        drawn = distributions(grid, ratings)
        if drawn.cells:
            found[group] = drawn
    if len(found) < len(problem.grids):
        fixed = {group: matrix for group, _, matrix in problem.matrices(rule)}
        found = {group: found.get(group, fixed[group]) for group in problem.grids}
    return found, ratings if ratings == "drawn" else f"{ratings} (unknown: {rule})" if ratings == "fixed" else ratings


def _joined(problem: Problem, parts: Mapping[str, Mapping[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Tables of the groups below each other, in the order of the problem's tables."""
    places = {label: place for kind in ("option", "criterion") for place, label in enumerate(problem.labels(kind))}
    names = ("summary", "ranks", "first", "central", "pairwise", "scores", "decision")
    joined = {}
    for name in names:
        frames = []
        for group, part in parts.items():
            if name in part:
                frame = part[name].copy()
                frame.insert(0, "group", group)
                frames.append(_ordered(frame, places))
        joined[name] = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    summary, ranks = joined["summary"], joined["ranks"]
    ends = ranks.groupby(["group", "option"], sort=False)["acceptability"].agg(["first", "last"]).reset_index()
    joined["summary"] = summary.merge(ends, on=["group", "option"]).reindex(
        columns=[
            *("group", "option", "expected_rank", "error", "low", "high", "first", "last"),
            *("confidence", "confidence_error"),
        ]
    )
    return joined


def _ordered(frame: pd.DataFrame, places: Mapping[str, int]) -> pd.DataFrame:
    """Rows in the order of the tables: by option, then by what stands behind it."""
    keys = [column for column in ("option", "versus", "criterion") if column in frame]
    if not keys:
        return frame
    order = np.lexsort([frame[key].map(places).to_numpy() for key in reversed(keys)])
    return frame.iloc[order]


def _notes(tasks: Mapping[str, Task], found: Mapping[str, Space], pairwise: bool | None) -> Iterator[Note]:
    for group, task in tasks.items():
        if not task.pairwise and pairwise is None:
            yield "pairwise", group, f"more than {MANY} options: pairwise winning indices are left out (pairwise=True)"
        if isinstance(task.space, Fixed) and isinstance(task.ratings, np.ndarray) and task.ratings.ndim == 2:
            yield "nothing_drawn", group, "weights and ratings are both fixed: every draw is the same"
    for group, one in found.items():
        if isinstance(one, Walk):
            worth = f"{100 * one.worth:.0f}% of as many independent draws"
            yield "effective_sample", group, f"weights by hit-and-run: the draws are worth {worth}"


def _check(sampling: str, ratings: Any, samples: int, seed: int, tolerance: float | None) -> None:
    if sampling not in SAMPLINGS:
        raise ValueError(f"no sampling {sampling!r} ({nearest(sampling, SAMPLINGS)})")
    if isinstance(ratings, str) and ratings not in RATINGS:
        raise ValueError(f"no ratings {ratings!r} ({nearest(ratings, RATINGS)}), nor draws of your own")
    if samples < 1 or seed < 0 or (tolerance is not None and not tolerance > 0):
        raise ValueError("samples must be 1 or more, seed 0 or more, and tolerance above 0")
