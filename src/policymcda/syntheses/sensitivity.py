"""What decides the ranking: global sensitivity over everything that was chosen on the way to it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats, scale
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sensitivity import sobol_indices as kernel
from policymcda.arrays.smaa.estimates import LEAST, Estimate
from policymcda.binding import LIBRARY_METHOD, BoundMethod, bind
from policymcda.errors import check_flags, check_shares, is_word, listed, nearest
from policymcda.model import PreferenceModel, refuse_intervals
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by
from policymcda.simulation.arguments import check_draws
from policymcda.simulation.runs import in_order
from policymcda.syntheses.sensitivity_design import Choices
from policymcda.tables import layout
from policymcda.uncertainty import distributions
from policymcda.weighting.weight_space import space

METHODS = ("topsis", "weighted_sum", "vikor", "promethee_ii")
"""Methods to choose from, unless given."""

SCALINGS: dict[str, Callable[[Floats], Floats] | None] = {
    "own": None,
    "range": scale.by_range,
    "vector": scale.by_vector,
    "sum": scale.by_sum,
    "max": scale.by_max,
}
"""Scalings to choose from, for methods that take one; "own" is the method's."""

RULES = ("drawn", "mode", "worst", "best")
"""What a rating without evidence may count as."""

BY = ("all", "criterion", "option")

WORK = 1 << 20
"""Ratings that are drawn at once."""


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity(Result):
    """Sobol indices of every input, for each option's rank, and for its score where one method scores.

    Attributes
    ----------
    table : DataFrame
        group, input, total_low, total_high, total, first_low, first_high, first: the share of the variance of all
        ranks of a group that the input accounts for, together with others and alone.
    options : DataFrame
        group, option, of (rank or score), input, and the same indices with their standard errors; NaN where the
        option's rank never varies.
    outputs : DataFrame
        group, option, of, mean, variance, and the percentiles between which nineteen of twenty lie.
    """

    table: pd.DataFrame
    options: pd.DataFrame
    outputs: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the inputs that decide most, as intervals."""
        for group, part in self.table.groupby("group", sort=False):
            shown = part[["input"]].assign(**{name: _interval_texts(part, name) for name in ("total", "first")})
            heading = self.heading(group)
            ranks = self.outputs[(self.outputs["group"] == group) & (self.outputs["of"] == "rank")]
            yield "\n".join(
                [
                    *heading,
                    layout.text(shown, width, rows),
                    "",
                    layout.text(
                        ranks[["option", "mean", "percentile_2_5", "percentile_97_5"]].sort_values("mean"), width, rows
                    ),
                ]
            )
        text = (
            "total, first: 95% intervals of the percent of the variance of all ranks that falls away once the input is "
            "settled last, or first; mean and percentiles: of the rank"
        )
        yield layout.filled(text, width)


def sensitivity(
    problem: Problem,
    *,
    methods: Iterable[str | Callable[..., Floats]] | str | Callable[..., Floats] | None = None,
    scalings: Sequence[str] = ("own", "range", "vector", "sum"),
    weights: Any = "any",
    ratings: str = "drawn",
    by: str = "all",
    unknown: Sequence[str] | None = None,
    criteria: bool | Sequence[str] = True,
    drop_probability: float = 0.2,
    screens: bool = True,
    screen: bool | None = None,
    samples: int = 2**13,
    seed: int = 0,
    executor: Executor | None = None,
) -> Sensitivity:
    """Which choice decides how the options rank: method, scaling, weights, ratings, criteria, screens, the unknown.

    Parameters
    ----------
    methods : sequence, str or callable
        To choose from, each as likely. Left out: TOPSIS, weighted sum, VIKOR and PROMETHEE II.
    scalings : sequence of {"own", "range", "vector", "sum", "max"}
        To choose from, for methods that take one; the others keep their own.
    weights : "any", WeightSpace, as for `rank`, or a list of these
        Of a list each is as likely, and which one is an input of its own; the weights drawn are one input.
    ratings : {"drawn", "fixed"}
        Draw uncertain ratings, or keep their modes.
    by : {"all", "criterion", "option"}
        Ratings as one input, or one for each criterion or option.
    unknown : sequence of {"drawn", "mode", "worst", "best"}
        What ratings without evidence count as, to choose from. Left out: all of them ("drawn" with drawn ratings only).
    criteria : bool or sequence of str
        Which criteria may be left out: their column is dropped and the other weights scaled to 1.
    drop_probability : float
        The probability that such a criterion is left out; where none would remain, all do.
    screens : bool
        Whether screens may be applied; what is shut out then comes after the last.
    screen : bool, optional
        As for `rank`: the screen is on in every draw, and is no input of its own. Left out: the case's own choice.
    samples : int
        Draws of each sample, in 16 replicates. The ranking is computed (inputs + 2) times as often.
    seed : int
    executor : concurrent.futures.Executor, optional
        As for `smaa`: the same bits whoever computes.

    Returns
    -------
    Sensitivity

    Raises
    ------
    ValueError
        Where nothing varies, or a list of weights is empty.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from policymcda import load, sensitivity
    >>> found = sensitivity(load("cyber-policy"), weights=["ahp", "equal"], samples=256)
    >>> sorted(set(found.table["input"]))[:4]
    ['criterion feasibility', 'criterion legitimacy', 'criterion root_cause', 'criterion speed']
    """
    samples, seed = check_draws(samples=samples, seed=seed)
    scalings = _check(ratings, by, scalings, drop_probability, screens)
    model = PreferenceModel.of(problem, method=LIBRARY_METHOD, weights="equal", screen=screen)
    whole, problem = problem, model.problem
    bounds, scaled = _bounds(problem, methods, scalings)
    if isinstance(weights, list | tuple) and not weights:
        raise ValueError("weights is an empty list; give one way to weights or more, or leave it out for any weights")
    found = [space(whole, one) for one in (weights if isinstance(weights, list | tuple) else [weights])]
    size = 1 << (max(1, -(-samples // LEAST)) - 1).bit_length()
    size = min(size, NET)
    screened_out = model.reasons if screens and not model.screen else {}
    parts: dict[str, list[pd.DataFrame]] = {"table": [], "options": [], "outputs": []}
    notes, runs = [*model.notes(ratings), *_notes(problem, scalings, scaled)], 0
    for group, grid in problem.grids.items():
        choices = _choices(problem, group, bounds, scaled, [one[group] for one, _ in found], ratings, unknown, by)
        choices = replace(
            choices,
            leaving=_leaving(problem, criteria),
            drop_probability=drop_probability,
            screened_out=np.array([option in screened_out.get(group, {}) for option in grid.options], dtype=np.bool_),
        )
        if not choices.inputs:
            raise ValueError(f"{group}: nothing varies; give several methods, weights or rules, or draw ratings")
        places, scores = _run(choices, seed, size, executor)
        runs = max(runs, places.size // places.shape[-1])
        outputs = {"rank": places, **({"score": scores} if len(bounds) == 1 and not choices.screened_out.any() else {})}
        for name, frame in _tables_of_group(problem, group, grid.options, choices.inputs, outputs).items():
            parts[name].append(frame)
        steady = [
            option for option, spread in zip(grid.options, np.ptp(places, axis=(0, 1, 2)), strict=True) if not spread
        ]
        if steady:
            notes.append(("steady", group, f"the rank never varies, so nothing decides it: {', '.join(steady)}"))
    names = [text for _, text in found]
    return Sensitivity(
        notes=model.notes_table(notes),
        settings=made_by(
            problem.fingerprint, methods=", ".join(dict.fromkeys(bound.name for bound in bounds)),
            weights="; ".join(names), screen=model.screen, ratings=ratings, drop_probability=drop_probability, evaluations=runs, seed=seed,
        ),
        **{name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()},
    )  # fmt: skip


def _bounds(problem: Problem, methods: Any, scalings: tuple[str, ...]) -> tuple[list[BoundMethod], int]:
    """Every method in every scaling, and how many scalings there are of each."""
    if methods is None:
        methods = METHODS
    each = [methods] if isinstance(methods, str) or callable(methods) else listed("methods", methods, "['topsis']")
    if not each:
        raise ValueError(f"methods is empty; give one or more, or leave it out for {', '.join(METHODS)}")
    bounds = [bind(method, problem) for method in each]
    for bound in bounds:
        refuse_intervals(bound)
    takes = [
        "scale" in inspect.signature(bound.function).parameters and not bound.settings.get("anchored")
        for bound in bounds
    ]
    count = len(scalings) if any(takes) else 1
    result = []
    for bound, may in zip(bounds, takes, strict=True):
        for name in scalings[:count]:
            function = SCALINGS[name]
            settings = {**bound.settings, "scale": function} if may and function is not None else bound.settings
            result.append(replace(bound, settings=settings))
    return result, count


def _choices(
    problem: Problem, group: str, bounds: list[BoundMethod], scaled: int, spaces: list[Any],
    ratings: str, unknown: Sequence[str] | None, by: str,
) -> Choices:  # fmt: skip
    grid = problem.grids[group]
    nothing = grid.unknown
    allowed = RULES if ratings == "drawn" else RULES[1:]
    if unknown is None:
        rules = [rule for rule in allowed if rule != "mode" or not np.isnan(grid.mode).any()]
    else:
        rules = [unknown] if isinstance(unknown, str) else listed("unknown", unknown, "['worst', 'best']")
        for rule in rules:
            if rule not in allowed:
                raise ValueError(f"no rule {rule!r} for the unknown with ratings {ratings} ({nearest(rule, allowed)})")
    if not nothing.any():
        rules = rules[:1]
    cells = distributions(grid, "drawn")
    drawn = cells.drawn & (np.where(nothing, "drawn" in rules, ratings == "drawn").astype(np.bool_))
    matrices = {rule: None if rule == "drawn" else _fixed(problem, group, rule) for rule in rules}
    return Choices(
        methods=bounds,
        scalings=scaled,
        spaces=spaces,
        cells=replace(cells, drawn=drawn, mode=np.where(np.isnan(cells.mode), cells.low, cells.mode)),
        blocks=_blocks(grid.options, problem.leaf_criteria, by),
        rules=list(matrices.values()),
        unknown=nothing,
        benefit=problem.benefit,
        leaving=(),
        drop_probability=0.0,
        screened_out=np.zeros(len(grid.options), dtype=np.bool_),
        names=problem.leaf_criteria,
    )


def _fixed(problem: Problem, group: str, rule: str) -> Floats:
    """The decision matrix under a rule for the unknown."""
    return {one: matrix for one, _, matrix in problem.matrices(rule)}[group]


def _blocks(options: Any, leaf_criteria: Sequence[str], by: str) -> dict[str, Bools]:
    """Cells that vary as one input."""
    shape = (len(options), len(leaf_criteria))
    if by == "all":
        return {"ratings": np.ones(shape, dtype=np.bool_)}
    places = np.indices(shape)[0 if by == "option" else 1]
    return {f"ratings {label}": places == k for k, label in enumerate(options if by == "option" else leaf_criteria)}


def _leaving(problem: Problem, criteria: bool | Sequence[str]) -> tuple[int, ...]:
    """Criteria that may be left out; a single one cannot."""
    if len(problem.leaf_criteria) == 1 or criteria is False:
        return ()
    labels = problem.labels("criterion") if criteria is True else listed("criteria", criteria, "['speed']")
    for label in labels:
        if label not in problem.leaf_criteria:
            raise ValueError(f"no criterion {label!r} ({nearest(label, problem.leaf_criteria)})")
    return tuple(problem.leaf_criteria.index(label) for label in labels)


def _run(choices: Choices, seed: int, size: int, executor: Executor | None = None) -> tuple[Floats, Floats]:
    """Ranks and scores of the whole design, (runs, replicates, size, m)."""
    inputs = choices.inputs
    samples = choices.samples(seed, LEAST, size)
    draws, cells = samples[0][0].shape[1], max(1, choices.cells.mode.size)
    step = max(1, WORK // (draws * cells))
    picks = kernel.picks(len(inputs))
    tasks = ((picks[start : start + step],) for start in range(0, len(picks), step))
    found = list(in_order(partial(_evaluated, choices, samples), tasks, executor))
    shape = (len(picks), LEAST, size, -1)
    whole = [np.concatenate(part).reshape(shape) for part in zip(*found, strict=True)]
    return whole[0], whole[1]


def _evaluated(choices: Choices, samples: Any, picks: Any) -> tuple[Floats, Floats]:
    """Ranks and scores of some runs: for each input whether its values come from the second sample."""
    owners, points, weights = choices.owners(), [], []
    for pick in picks:
        second = dict(zip(choices.inputs, pick, strict=True))
        mine = np.array([second[owner] for owner in owners], dtype=np.bool_)
        points.append(np.where(mine[:, None], samples[1][0], samples[0][0]))
        weights.append(samples[int(second.get("weights", 0))][1])
    return choices.evaluate(np.concatenate(points, axis=1), np.concatenate(weights, axis=1))


def _tables_of_group(
    problem: Problem, group: str, options: Any, inputs: list[str], outputs: dict[str, Floats]
) -> dict[str, pd.DataFrame]:
    """The tables of a group: inputs by their total index, options in the order of the tables."""
    order = [place for option in problem.labels("option") for place in np.flatnonzero(options == option)]
    tables, spread = [], []
    overall = pd.DataFrame()
    for of, values in outputs.items():
        runs = values[..., order]
        found = kernel.indices(runs[0], runs[1], runs[2:])
        if of == "rank":
            overall = pd.DataFrame(
                {"input": inputs, **_columns(found.total_overall, "total"), **_columns(found.first_overall, "first")}
            )
        frame = pd.DataFrame(
            {
                "option": np.tile(options[order], len(inputs)),
                "of": of,
                "input": np.repeat(np.array(inputs, dtype=object), len(order)),
                **_columns(found.total, "total"),
                **_columns(found.first, "first"),
            }
        )
        tables.append(frame)
        ends = np.quantile(runs[:2].reshape(-1, len(order)), [0.025, 0.975], axis=0)
        spread.append(
            pd.DataFrame(
                {"option": options[order], "of": of, "mean": found.mean, "variance": found.variance,
                 "percentile_2_5": ends[0], "percentile_97_5": ends[1]}
            )
        )  # fmt: skip
    overall = overall.sort_values("total", ascending=False, kind="stable")
    joined = {"table": overall, "options": pd.concat(tables), "outputs": pd.concat(spread)}
    places = {name: place for place, name in enumerate(overall["input"])}
    rank = {option: place for place, option in enumerate(options[order])}
    options_table = joined["options"].assign(
        _option=joined["options"]["option"].map(rank), _input=joined["options"]["input"].map(places)
    )
    joined["options"] = options_table.sort_values(["of", "_option", "_input"]).drop(columns=["_option", "_input"])
    for frame in joined.values():
        frame.insert(0, "group", group)
    return joined


def _columns(found: Estimate, name: str) -> dict[str, Floats]:
    """The interval first, then the index and its standard error."""
    parts = {"_low": found.low, "_high": found.high, "": found.value, "_error": found.error}
    return {f"{name}{end}": values.ravel() for end, values in parts.items()}


def _interval_texts(part: pd.DataFrame, name: str) -> list[str]:
    """Intervals in percent; below zero there is nothing but noise."""
    ends = [np.clip(100 * part[f"{name}_{end}"].to_numpy(), 0, None) for end in ("low", "high")]
    return [f"{low:.1f} to {high:.1f} %" if np.isfinite(low) else "" for low, high in zip(*ends, strict=True)]


def _notes(problem: Problem, scalings: Sequence[str], scaled: int) -> Iterator[Note]:
    if scaled == 1 and len(scalings) > 1:
        yield "scaling", "", "no method takes another scaling"
    yield (
        "estimates",
        "",
        "an index below 0 is noise around 0: read the interval, and take more draws until it is narrow",
    )


def _check(ratings: str, by: str, scalings: Any, drop_probability: float, screens: bool) -> tuple[str, ...]:
    """The scalings, where all of these can be."""
    check_flags(screens=screens)
    check_shares(drop_probability=drop_probability)
    names: tuple[str, ...] = tuple(listed("scalings", scalings, "['vector', 'range']"))
    if not is_word(ratings, ("drawn", "fixed")):
        raise ValueError(f"no ratings {ratings!r}, choose from drawn, fixed")
    if not is_word(by, BY):
        raise ValueError(f"no grouping by {by!r} ({nearest(by, BY)})")
    for name in names:
        if not is_word(name, SCALINGS):
            raise ValueError(f"no scaling {name!r} ({nearest(name, SCALINGS)})")
    if not names or not 0 < drop_probability < 1:
        raise ValueError("scalings must name at least one, and drop_probability lie between 0 and 1")
    return names
