"""With which probability is each option first: SMAA-2 (Lahdelma and Salminen, 2001) over weights and ratings."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.smaa import estimates, tasks
from policymcda.arrays.smaa.estimates import Estimate
from policymcda.arrays.smaa.tasks import Task
from policymcda.errors import check_flags, nearest
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.simulation import confidence, geometry, group_runs, member_mixtures, notes, result_tables, work
from policymcda.simulation.arguments import check_draws, check_quantiles, check_tolerance
from policymcda.simulation.group_runs import Meter, Plan
from policymcda.simulation.locks import alone
from policymcda.simulation.samples import drawn_values
from policymcda.tables import layout
from policymcda.uncertainty import DRAWN

MANY = 100
"""Options above which what is quadratic in their number is left out unless asked for."""

Parts = dict[str, pd.DataFrame]


@dataclass(frozen=True, eq=False, repr=False)
class Acceptability(Result):
    """How often each option has each rank, over all weights and ratings that are possible.

    Attributes
    ----------
    table : DataFrame
        group, option, expected_rank, expected_rank_error, expected_rank_low, expected_rank_high; first_acceptability and
        last_acceptability (of the first and the last rank); confidence (the confidence factor: how often the option
        is first at its own central weights),
        confidence_error, confidence_low, confidence_high.
    ranks : DataFrame
        group, option, rank, acceptability, error, low, high.
    first : DataFrame
        group, option, k, probability of being among the first k, error, low, high.
    central : DataFrame
        group, option, criterion, weight, error, low, high, enough: the mean of the weights for which the option is
        first, NaN where it never is; not `enough` where fewer than 100 draws say so, then without error and interval.
    pairwise : DataFrame
        group, option, versus, winning, error, low, high: how often option is better than versus.
    scores : DataFrame
        group, option, level, score, error, low, high: quantiles of the score.
    decision : DataFrame
        group, measure, value, error, low, high: the entropy of which option is first in bits, the share of draws
        with ties, the draws, and how many independent ones their weights are worth (fewer by hit-and-run).

    The problem of a member (`Problem.member`) has rows of the member as well, its name in the column group: the mixture
    over which group it is in, in table (without confidence), ranks, first and pairwise.

    Intervals are 95% by Student's t over the nets, and by Clopper and Pearson where fewer than ten draws say so, or all
    but so few; what was computed exactly has an error of 0.
    """

    table: pd.DataFrame
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
        table = self.table.merge(shown.reset_index(), on=["group", "option"]).rename(
            columns={"expected_rank_error": "error"}
        )
        for group, part in table.groupby("group", sort=False):
            part = part.sort_values("expected_rank", kind="stable")
            columns = ["option", "expected_rank", "error", *shown.columns, "confidence"]
            text = layout.text(part[columns].dropna(axis="columns", how="all"), width, rows)
            yield "\n".join([*self.heading(group), text])
        yield textwrap.fill("rank 1, 2, 3: share of the draws in which the option has that rank", width)


def smaa(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = "any",
    ratings: Any = "drawn",
    samples: int | None = None,
    sampling: str = "sobol",
    tolerance: float | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    checkpoint: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    unknown: str | None = None,
    quantiles: tuple[float, ...] = (0.05, 0.5, 0.95),
    pairwise: bool | None = None,
    factors: bool | None = None,
    screen: bool | None = None,
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
    samples : int, optional
        Draws for each group, rounded up to whole nets of 8,192, at least 16 of them. Left out: 131,072; of so many options
        that these take more than about a minute by a count of the work, what a minute will do, in shorter nets; a note
        says how many, and how long they take.
    sampling : {"sobol", "random", "exact"}
        Scrambled Sobol points; plain random ones; or exact geometry, for methods linear in the weights with fixed
        ratings.
    tolerance : float, optional
        Go on, beyond `samples`, until the standard error of every acceptability and winning index is below it, or
        134 million draws are done; a note says which.
    seed : int
        The same seed gives the same bits, whatever the executor.
    executor : concurrent.futures.Executor, optional
        Who computes: threads, processes, Dask's ``get_executor()``; None is this thread.
    checkpoint : path, optional
        A file to continue from after an interruption, or with more samples: of several groups ``path.0``, ``path.1``,
        ..., of the second pass ``path.factors``. One that holds more draws is left alone. One of another problem, seed,
        version, method or setting is refused, and so is one that another run works with now.
    progress : callable, optional
        Called with nets done and nets in all.
    unknown : {"mode", "worst", "best"}, optional
        What a rating without evidence counts as where ratings are fixed. Left out: the case's own choice, then mode.
    quantiles : tuple of float
        Levels of the score's quantiles, from 0.00195 to 0.998; () leaves them out.
    pairwise : bool, optional
        Pairwise winning indices; left out above 100 options unless asked for.
    factors : bool, optional
        Confidence factors, which take a second pass; left out above 100 options unless asked for.
    screen : bool, optional
        As for `rank`.

    Returns
    -------
    Acceptability

    Raises
    ------
    ValueError
        For ratings, samples or a sampling that do not fit, a checkpoint of something else, and exact geometry that would take too long.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from policymcda import load, smaa
    >>> robust = smaa(load("governance-2013"), weights="any", ratings="fixed", quantiles=())
    >>> robust.table.sort_values("expected_rank").head(2)["option"].tolist()
    ['korea_dem_rep', 'myanmar']
    """
    if isinstance(ratings, str) and ratings not in DRAWN:
        raise ValueError(f"no ratings {ratings!r} ({nearest(ratings, DRAWN)}), nor draws of your own")
    asked, seed = check_draws(
        samples=1 if samples is None else samples, seed=seed, sampling=sampling, checkpoint=checkpoint
    )
    check_tolerance(tolerance)
    check_flags(pairwise=pairwise, factors=factors)
    levels = check_quantiles(quantiles) if sampling != "exact" else ()
    model = PreferenceModel.of(
        problem, method=method, weights=weights, unknown=unknown, screen=screen, over_weights=True, intervals=False
    )
    bound, found, rule = model.method, model.spaces, model.unknown
    problem, drawn = model.problem, drawn_values(model, ratings)
    tasks = {}
    for group, values in drawn.items():
        pairs = _wanted(pairwise, len(problem.grids[group].options))
        tasks[group] = Task(bound, values, problem.benefit, found[group], seed, sampling == "random", pairs, levels)
    how = ratings if isinstance(ratings, str) else "own draws"
    remarks = [*model.notes(how), *_left_out(tasks, pairwise, factors)]
    if sampling == "exact":
        parts = {
            group: geometry.solved(
                group, bound, task, found[group], list(problem.grids[group].options), problem.leaf_criteria
            )
            for group, task in tasks.items()
        }
    else:
        tasks, nets, sized = work.planned(tasks, None if samples is None else asked)
        check_quantiles(levels, length=next((task.length for task in tasks.values()), NET))
        remarks += sized
        tasks = {group: _tried(group, task, factors) for group, task in tasks.items()}
        plan = Plan(
            nets,
            problem.fingerprint,
            factors=frozenset(group for group, task in tasks.items() if _wanted(factors, task.options)),
            tolerance=tolerance,
            executor=executor,
            checkpoint=Path(checkpoint) if checkpoint is not None else None,
            progress=progress,
        )
        with alone(plan.checkpoint):
            parts = _simulated(problem, tasks, plan, remarks)
    if sampling == "exact" and problem.member_name:
        parts[problem.member_name] = member_mixtures.mixed(parts, problem.shares)
    remarks += _member_notes(problem, tasks)
    settings = {
        "ratings": f"{how} (unknown {rule})" if how == "fixed" else how,
        "sampling": sampling,
        "draws": _most_draws(parts),
        "seed": None if sampling == "exact" else seed,
        "tolerance": tolerance,
    }
    return Acceptability(
        notes=model.notes_table(remarks), settings=model.settings(**settings), **_joined(problem, parts)
    )


def _member_notes(problem: Problem, tasks: Mapping[str, Task]) -> Sequence[Note]:
    """What is to be known of the mixture over which group a member is in, where there is one."""
    missing = [group for group in problem.shares if group not in tasks]
    return list(member_mixtures.notes(problem.member_name, problem.shares, missing)) if problem.member_name else []


def _simulated(problem: Problem, tasks: Mapping[str, Task], plan: Plan, remarks: list[Note]) -> dict[str, Parts]:
    """The tables of every group by simulation: a first pass, and a second one for the confidence factors."""
    again = [group for group, task in tasks.items() if group in plan.factors and not confidence.certain(task)]
    mixing = [member_mixtures.STEP] if problem.member_name and len(tasks) > 1 else []
    planned = [*tasks, *(f"{group} again" for group in again), *mixing]
    meter = Meter(plan.progress, dict.fromkeys(planned, plan.end))
    sums = group_runs.tallies(tasks, plan, meter)
    central = {group: estimates.central(total).weights for group, total in sums.items()}
    passes = group_runs.second(tasks, {group: (central[group], sums[group].nets) for group in again}, plan, meter)
    parts = {}
    for group, total in sums.items():
        task = tasks[group]
        found: Estimate | None = None
        if group in passes:
            enough = result_tables.enough(total, notes.worth(task.space))
            found = confidence.sampled(total, passes[group], central[group], enough)
        elif group in plan.factors:
            found = confidence.exactly(task, central[group])
        options = list(problem.grids[group].options)
        parts[group] = result_tables.from_tally(
            total, task, found, notes.worth(task.space), options, problem.leaf_criteria
        )
        remarks += notes.of_task(group, task)
        remarks += notes.of_tally(group, total, task)
        if plan.tolerance is not None:
            remarks.append(group_runs.reached(group, total, plan.tolerance))
    if problem.member_name:
        options_by_group = {group: list(problem.grids[group].options) for group in tasks}
        fewest = min(total.nets for total in sums.values())
        crossed = member_mixtures.together(tasks, options_by_group, fewest, plan, meter) if mixing else None
        parts[problem.member_name] = member_mixtures.mixed(parts, problem.shares, crossed)
    return parts


def _tried(group: str, task: Task, factors: bool | None) -> Task:
    """The task with the size of its scores, which quantiles are counted in, and with what confidence factors take.

    Raises
    ------
    ValueError
        Where the scores of the first draws are not finite, or not one for each option.
    """
    _, matrix = next(task.matrices(0))
    weights, size = task.space.draw(task.seed, 0), min(task.block, task.length)
    scores = np.asarray(task.method(matrix, weights[:size] if weights.ndim == 2 else weights, task.benefit))
    lead = (size,) if weights.ndim == 2 or matrix.ndim == 3 else ()
    try:
        task.check(scores, (*lead, task.options), 0)
    except ValueError as error:
        raise ValueError(f"{group}: {error}") from None
    unit = tasks.unit(scores) if task.levels else 1.0
    return replace(task, unit=unit, covariance=task.drawn and _wanted(factors, task.options))


def _wanted(choice: bool | None, options: int) -> bool:
    """What is quadratic in the options: as asked for, else for few of them."""
    return options <= MANY if choice is None else choice


def _left_out(tasks: Mapping[str, Task], pairwise: bool | None, factors: bool | None) -> Iterator[Note]:
    for group, task in tasks.items():
        if task.options > MANY and pairwise is None:
            yield "pairwise", group, f"more than {MANY} options: pairwise winning indices are left out unless asked for"
        if task.options > MANY and factors is None:
            yield "factors", group, f"more than {MANY} options: confidence factors are left out unless asked for"


def _most_draws(parts: Mapping[str, Parts]) -> int | None:
    """Draws of the group that took most; None without any."""
    tallied = [part["decision"].set_index("measure")["value"] for part in parts.values() if "decision" in part]
    return max((int(values["draws"]) for values in tallied if "draws" in values), default=None)


def _joined(problem: Problem, parts: Mapping[str, Parts]) -> Parts:
    """Tables of the groups below each other, in the order of the problem's tables."""
    places = {label: place for kind in ("option", "criterion") for place, label in enumerate(problem.labels(kind))}
    joined = {}
    for name, columns in result_tables.COLUMNS.items():
        frames = [pd.DataFrame(columns=["group", *columns])]
        for group, part in parts.items():
            if name in part:
                frame = part[name].copy()
                frame.insert(0, "group", group)
                frames.append(_ordered(frame, places))
        joined[name] = pd.concat(frames[1:] or frames, ignore_index=True)
    return joined


def _ordered(frame: pd.DataFrame, places: Mapping[str, int]) -> pd.DataFrame:
    """Rows in the order of the tables: by option, then by what stands behind it."""
    keys = [column for column in ("option", "versus", "criterion") if column in frame]
    if not keys:
        return frame
    order = np.lexsort([frame[key].map(places).to_numpy() for key in reversed(keys)])
    return frame.iloc[order]
