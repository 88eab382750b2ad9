"""Which option is regretted least: over sampled weights, ratings and named scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from policymcda.anchoring import anchored, not_additive, slopes
from policymcda.arrays import Floats
from policymcda.arrays.choice import regret as kernel
from policymcda.arrays.choice.regret import Futures
from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sampling.weight_spaces import Space
from policymcda.arrays.smaa.estimates import LEAST, quantile
from policymcda.arrays.smaa.space_share import mean_of_nets
from policymcda.arrays.smaa.tasks import Task
from policymcda.binding import BoundMethod
from policymcda.errors import is_number, nearest
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws, check_executor
from policymcda.tables import layout
from policymcda.tables.performance_tables import PerformanceTable
from policymcda.uncertainty import distributions

MANY = 30
"""Options above which the largest possible regret, a linear program for each pair, is left out."""

COLUMNS = [
    *("group", "option", "maximum", "bound", "tail", "expected", "expected_error", "expected_low", "expected_high"),
    *("satisfices", "satisfices_error", "satisfices_low", "satisfices_high", "value", "worst", "best", "hurwicz"),
]


@dataclass(frozen=True, eq=False, repr=False)
class Regret(Result):
    """How much each option falls behind the best one of each future, and whom each rule of choice picks.

    Attributes
    ----------
    table : DataFrame
        group, option, maximum (the largest regret in any sampled future), bound (the largest that is possible, NaN
        where that is not known), tail (exceeded in one future of twenty), expected (the mean regret) and
        satisfices (share of futures in which the option is good enough), each with error, low, high; value (mean), worst and
        best value, hurwicz. The least maximum first.
    choices : DataFrame
        group, rule, option, measure, and its value: whom minimax regret, expected value, Wald's maximin, Hurwicz,
        satisficing and the compromise between expected and maximum regret choose.
    scenarios : DataFrame
        group, scenario, option, value, expected, maximum: the same by named scenario; empty without.
    """

    table: pd.DataFrame
    choices: pd.DataFrame
    scenarios: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the options by their largest regret, and whom the rules choose."""
        shown = ["option", "maximum", "tail", "expected", "satisfices", "worst", "best"]
        for group, part in self.table.groupby("group", sort=False):
            heading = self.heading(group)
            chosen = self.choices[self.choices["group"] == group].groupby("option", sort=False)["rule"].agg(", ".join)
            text = "; ".join(f"{option}: {rules}" for option, rules in chosen.items())
            yield "\n".join(
                [*heading, layout.text(part[shown], width, rows), layout.filled(f"chosen: {text}", width, "  ")]
            )
        good = "maximum, tail, expected: regret; satisfices: share of futures in which the option is good enough"
        yield layout.filled(good, width)


def regret(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = "any",
    ratings: str = "drawn",
    scenarios: Mapping[str, Problem] | None = None,
    probabilities: Mapping[str, float] | None = None,
    aspiration: float | None = None,
    tolerance: float = 0.05,
    optimism: float = 0.5,
    samples: int = 2**17,
    seed: int = 0,
    executor: Executor | None = None,
    unknown: str | None = None,
    screen: bool | None = None,
) -> Regret:
    """How much worse than the best each option can turn out, over futures that are drawn.

    Parameters
    ----------
    method : str or callable, optional
        What gives options a value. Left out: the anchored weighted sum.
    weights : "any", WeightSpace, or as for `rank`
        The weights of the futures; None is the case's own, taken as certain.
    ratings : {"drawn", "fixed", "unknown"}
        The ratings of the futures: drawn, at their modes, or only those without evidence drawn.
    scenarios : mapping of name to Problem, optional
        Other states of the world, such as ``{"embargo": problem.change(...)}``; `problem` itself counts only where
        it is one of them. Values are scaled as in `problem`.
    probabilities : mapping of name to float, optional
        How likely each scenario is; they sum to 1. Left out: each counts the same. The expected regret and the tail are
        over the futures of all scenarios together.
    aspiration : float, optional
        The value that is good enough. Left out: any value at most `tolerance` below the best one of the same future.
    tolerance : float
    optimism : float
        Hurwicz's weight of the best value against the worst, 0 to 1.
    samples : int
        Futures of each group and scenario, in nets of 8,192, at least 16 of them.
    seed : int
    executor : concurrent.futures.Executor, optional
    unknown, screen
        As for `rank`; what the problem shuts out does not compete in any scenario.

    Returns
    -------
    Regret

    Raises
    ------
    ValueError
        For a tolerance below 0, an optimism that is no share, and an aspiration that is no number.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from policymcda import load, regret
    >>> found = regret(load("cyber-policy"), weights=None)
    >>> found.choices.query("rule == 'minimax regret'")["option"].tolist()[:2]
    ['ict_bricolage', 'regional_orgs']
    """
    samples, seed = check_draws(samples=samples, seed=seed)
    if (
        not is_number(optimism, 0, 1)
        or not is_number(tolerance, 0)
        or not (aspiration is None or is_number(aspiration))
    ):
        raise ValueError("tolerance must be 0 or more, optimism between 0 and 1, and aspiration a number or None")
    check_executor(executor)
    model = PreferenceModel.of(
        problem, method=method, weights=weights, unknown=unknown, screen=screen, over_weights=True, intervals=False,
        default_method=anchored,
    )  # fmt: skip
    problem, value, found = model.problem, model.method, model.spaces
    notes = [*model.notes(ratings), *not_additive(value, problem)]
    worlds = {"": problem} if scenarios is None else _admissible(model, scenarios)
    _alike(problem, worlds)
    shares = _shares(scenarios, probabilities)
    nets = max(LEAST, -(-samples // NET))
    parts: dict[str, list[pd.DataFrame]] = {"table": [], "choices": [], "scenarios": []}
    for group, grid in problem.grids.items():
        tasks = [
            Task(value, _values(world, group, ratings, model.unknown), problem.benefit, found[group], seed)
            for world in worlds.values()
        ]
        one = partial(kernel.pooled_futures, tasks, shares, aspiration, tolerance)
        runs = list(executor.map(one, range(nets)) if executor else map(one, range(nets)))
        seen = {name: [each[place] for each, _ in runs] for place, name in enumerate(worlds)}
        tail = np.mean([tail for _, tail in runs], axis=0)
        limit = _bound(problem, value, [world.grids[group] for world in worlds.values()], ratings, found[group])
        table = _table(seen, optimism, shares).assign(tail=tail, option=grid.options, bound=limit)
        parts["table"].append(_ordered(problem, table.assign(group=group), "maximum")[COLUMNS])
        parts["choices"].append(_choices(table).assign(group=group))
        if scenarios is not None:
            for name, nets_of in seen.items():
                frame = _table({name: nets_of}, optimism, None).assign(option=grid.options, group=group, scenario=name)
                parts["scenarios"].append(_ordered(problem, frame, "maximum"))
    columns = ["group", "scenario", "option", "value", "expected", "maximum"]
    named = pd.concat(parts["scenarios"]) if parts["scenarios"] else pd.DataFrame(columns=columns)
    return Regret(
        notes=model.notes_table([*notes, *_notes(parts["table"], aspiration, tolerance)]),
        settings=model.settings(
            ratings=ratings, scenarios=_scenarios(worlds, probabilities), aspiration=aspiration, tolerance=tolerance, optimism=optimism,
            draws=nets * NET, seed=seed,
        ),
        table=pd.concat(parts["table"], ignore_index=True),
        choices=pd.concat(parts["choices"], ignore_index=True)[["group", "rule", "option", "measure", "value"]],
        scenarios=named[columns].reset_index(drop=True),
    )  # fmt: skip


def _values(world: Problem, group: str, ratings: str, rule: str) -> Ratings | Floats:
    """What is drawn for the ratings of a group, or the matrix where nothing is."""
    drawn = distributions(world.grids[group], ratings)
    if drawn.cells:
        return drawn
    return {one: matrix for one, _, matrix in world.matrices(rule)}[group]


def _admissible(model: PreferenceModel, scenarios: Mapping[str, Problem]) -> dict[str, Problem]:
    """The scenarios with what competes in the problem."""
    if not isinstance(scenarios, Mapping) or not all(isinstance(world, Problem) for world in scenarios.values()):
        raise ValueError(
            "scenarios takes a mapping of problems by name, such as {'wet': problem, 'dry': problem.using(...)}"
        )
    reasons = model.reasons if model.screen else {}
    return {name: world.without(reasons) for name, world in scenarios.items()}


def _alike(problem: Problem, worlds: Mapping[str, Problem]) -> None:
    """Scenarios have the same criteria, and the same options in each group.

    Raises
    ------
    ValueError
        Naming the scenario and what it lacks.
    """
    if not worlds:
        raise ValueError("scenarios: give at least one, a name and a Problem each")
    for name, world in worlds.items():
        if world.leaf_criteria != problem.leaf_criteria or not np.array_equal(world.benefit, problem.benefit):
            raise ValueError(f"scenario {name!r}: its criteria are not those of the problem")
        for group, grid in problem.grids.items():
            if group not in world.grids:
                raise ValueError(f"scenario {name!r}: no group {group!r} ({nearest(group, world.grids)})")
            odd = set(grid.options) ^ set(world.grids[group].options)
            if odd:
                raise ValueError(f"scenario {name!r}: {min(odd)!r} is not rated in both for {group!r}")


def _shares(scenarios: Mapping[str, Problem] | None, probabilities: Mapping[str, float] | None) -> Floats | None:
    """The probability of each scenario, equal unless given; None without scenarios.

    Raises
    ------
    ValueError
        Where probabilities are not one for each scenario, or do not sum to 1.
    """
    if scenarios is None:
        if probabilities is not None:
            raise ValueError("probabilities are those of scenarios: give scenarios too")
        return None
    if probabilities is None:
        return np.full(len(scenarios), 1 / len(scenarios))
    if not isinstance(probabilities, Mapping):
        raise ValueError("probabilities go by scenario, such as {'embargo': 0.3, 'as it is': 0.7}")  # noqa: TRY004
    for name in probabilities:
        if name not in scenarios:
            raise ValueError(f"probabilities: no scenario {name!r} ({nearest(str(name), scenarios)})")
    lacking = [name for name in scenarios if name not in probabilities]
    if lacking:
        raise ValueError(f"probabilities: scenario {lacking[0]!r} has none")
    shares = np.array([float(probabilities[name]) for name in scenarios])
    if not (np.isfinite(shares).all() and (shares >= 0).all() and abs(shares.sum() - 1) <= 1e-9):
        raise ValueError(f"probabilities: numbers of 0 or more that sum to 1, not {shares.sum():g}")
    return shares


def _scenarios(worlds: Mapping[str, Problem], probabilities: Mapping[str, float] | None) -> str:
    """The scenarios by name, with their probabilities where they were given."""
    return ", ".join(name if probabilities is None else f"{name} ({probabilities[name]:g})" for name in worlds)


def _table(seen: Mapping[str, list[Futures]], optimism: float, shares: Floats | None) -> pd.DataFrame:
    """Measures of each option over all futures, scenarios counting by their probability."""
    every = {
        field.name: np.array([[getattr(net, field.name) for net in nets] for nets in seen.values()])
        for field in fields(Futures)
    }
    count = every["regret"].shape[1]
    by_net = {name: np.average(values, axis=0, weights=shares) for name, values in every.items()}
    error = by_net["regret"].std(axis=0, ddof=1) / np.sqrt(count)
    expected, half = by_net["regret"].mean(axis=0), quantile(count) * error
    worst, best = every["worst"].min(axis=(0, 1)), every["best"].max(axis=(0, 1))
    return pd.DataFrame(
        {
            "maximum": every["largest"].max(axis=(0, 1)),
            "tail": by_net["tail"].mean(axis=0),
            "expected": expected,
            "expected_error": error,
            "expected_low": np.maximum(expected - half, 0.0),
            "expected_high": expected + half,
            **_satisfices(by_net["enough"]),
            "value": by_net["value"].mean(axis=0),
            "worst": worst,
            "best": best,
            "hurwicz": optimism * best + (1 - optimism) * worst,
        }
    )


def _satisfices(by_net: Floats) -> dict[str, Floats]:
    """The share of futures in which each option is good enough, (nets, m), with error and interval."""
    ends = ("satisfices", "satisfices_error", "satisfices_low", "satisfices_high")
    return dict(zip(ends, np.array([mean_of_nets(shares) for shares in by_net.T]).T, strict=True))


def _choices(table: pd.DataFrame) -> pd.DataFrame:
    """Whom each rule chooses; of equals the first."""
    rules = [
        ("minimax regret", "maximum", int(table["maximum"].argmin())),
        ("expected value", "value", int(table["value"].argmax())),
        ("maximin", "worst", int(table["worst"].argmax())),
        ("Hurwicz", "hurwicz", int(table["hurwicz"].argmax())),
        ("satisficing", "satisfices", int(table["satisfices"].argmax())),
        ("compromise", "expected", kernel.compromise(*(table[name].to_numpy() for name in ("expected", "maximum")))),
    ]
    rows = [(rule, table["option"].iloc[i], measure, table[measure].iloc[i]) for rule, measure, i in rules]
    return pd.DataFrame(rows, columns=["rule", "option", "measure", "value"])


def _bound(problem: Problem, value: BoundMethod, grids: list[PerformanceTable], ratings: str, weights: Space) -> Floats:
    """The largest regret that is possible in any scenario, NaN where mathematics does not tell, (m,)."""
    slope, constraints = slopes(value, problem), weights.constraints()
    options = len(grids[0].options)
    if slope is None or constraints is None or options > MANY:
        return np.full(options, np.nan)
    found = []
    for grid in grids:
        cells = distributions(grid, ratings)
        low, high = (np.where(cells.moved, end, cells.mode) for end in (cells.low, cells.high))
        if not np.all(np.isfinite(low) & np.isfinite(high)):
            return np.full(options, np.nan)
        worst, best = np.where(slope > 0, low, high) * slope, np.where(slope > 0, high, low) * slope
        found.append(kernel.bound(worst, best, constraints))
    return np.asarray(np.max(found, axis=0))


def _ordered(problem: Problem, frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """The least first, equals in the order of the tables."""
    places = {option: place for place, option in enumerate(problem.labels("option"))}
    return frame.assign(_place=frame["option"].map(places)).sort_values([by, "_place"]).drop(columns="_place")


def _notes(tables: list[pd.DataFrame], aspiration: float | None, tolerance: float) -> Iterator[Note]:
    text = f"a value of {aspiration:g} or more" if aspiration is not None else f"at most {tolerance:g} below the best"
    yield "satisficing", "", f"good enough is {text}"
    known = any(table["bound"].notna().any() for table in tables)
    more = "the bound is over all that are possible" if known else "more futures can only raise it"
    yield "maximum", "", f"the maximum is over the sampled futures; {more}"
