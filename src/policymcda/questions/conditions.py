"""When is an option first: the weights and ratings under which it is, as a box and as a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.arrays.sampling.sobol import NET, Net
from policymcda.arrays.sampling.weight_spaces import Fixed, Space
from policymcda.arrays.sensitivity import prim
from policymcda.arrays.smaa.estimates import LEAST, quantile
from policymcda.arrays.smaa.space_share import mean_of_nets
from policymcda.errors import check_counts, check_shares, nearest
from policymcda.model import GroupModel, PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Result
from policymcda.simulation.arguments import check_draws
from policymcda.simulation.runs import in_order
from policymcda.tables import layout
from policymcda.tables.sentences import share_text
from policymcda.tables.spelling import group_of, resolved
from policymcda.uncertainty import distributions

FEW = 100
"""Futures in which the option is first, below which no box is looked for."""


@dataclass(frozen=True, eq=False, repr=False)
class Conditions(Result):
    """Boxes of weights and ratings in which an option is first.

    Attributes
    ----------
    table : DataFrame
        group, option, box, density (share of the futures in the box in which the option is first) and coverage (share
        of the futures in which it is first that lie in the box), mass (share of
        all futures), share (of all futures in which it is first), each with error, low and high; sentence.
    limits : DataFrame
        group, option, box, what (weight, rating), of (the option that is rated), criterion, low, high (blank where
        open), least and most (between which the futures had it), density_without (how dense the box would be without this restriction); what matters most first.
    """

    table: pd.DataFrame
    limits: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """The sentence of each box, and its restrictions."""
        for box in self.table.to_dict("records"):
            heading = self.heading(box["group"])
            yield "\n".join([*heading, layout.filled(box["sentence"], width)])
            part = self.limits[self.limits["box"] == box["box"]].drop(columns=["group", "option", "box"])
            if len(part):
                yield layout.text(part, width, rows)


def conditions(
    problem: Problem,
    group: str | None,
    option: str,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = "any",
    ratings: str = "drawn",
    top_k: int = 1,
    density: float = 0.8,
    max_conditions: int = 5,
    max_boxes: int = 1,
    samples: int = 2**15,
    seed: int = 0,
    executor: Executor | None = None,
    unknown: str | None = None,
    screen: bool | None = None,
) -> Conditions:
    """Under which weights and ratings an option is first.

    Parameters
    ----------
    group : str or None
        None where the problem has but one.
    option : str
    method : str or callable, optional
        As for `rank`.
    weights : "any", WeightSpace, or as for `rank`
    ratings : {"drawn", "fixed", "unknown"}
        As for `smaa`.
    top_k : int
        2 asks when the option is among the first two, and so on.
    density : float
        Share of the futures in the box in which the option shall be first. The larger, the smaller the box.
    max_conditions : int
        Conditions of a box at most.
    max_boxes : int
        Boxes at most: each further one is looked for among the futures outside of those before.
    samples : int
        Futures that boxes are fitted to, in nets of 8,192; what is reported of them comes from 16 other nets.
    seed : int
    executor : concurrent.futures.Executor, optional
        As for `smaa`: the same bits whoever computes.
    unknown, screen
        As for `rank`.

    Returns
    -------
    Conditions

    Raises
    ------
    ValueError
        For a density that is no share, and fewer than one condition, box or rank.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from policymcda import conditions, load
    >>> found = conditions(load("cyber-policy"), "capacity_partners", "ict_bricolage", weights="equal")
    >>> found.limits[["what", "of", "criterion"]].values.tolist()[0]
    ['rating', 'ict_bricolage', 'speed']
    """
    samples, seed = check_draws(samples=samples, seed=seed)
    check_counts(top_k=top_k, max_conditions=max_conditions, max_boxes=max_boxes)
    check_shares(density=density)
    if not density:
        raise ValueError("density must be above 0 and at most 1")
    model = PreferenceModel.of(
        problem, method=method, weights=weights, unknown=unknown, screen=screen, over_weights=True, intervals=False
    )
    name, place = _placed(model, group, option)
    part = model.groups[name]
    option = part.options[place]
    world = _World(model.problem, part, model.spaces[name], distributions(part.ratings, ratings), seed)
    nets = -(-samples // NET)
    drawn = list(in_order(world.futures, ((net,) for net in range(nets + LEAST)), executor))
    seen, fresh = drawn[:nets], drawn[nets:]
    inputs = np.concatenate([one[0] for one in seen], axis=1)
    hits = np.concatenate([one[1] for one in seen], axis=0)[:, place] <= top_k
    found = (
        _boxes(inputs, hits, density, max_conditions, max_boxes)
        if FEW <= hits.sum() < len(hits) and len(inputs)
        else []
    )
    rows, parts, notes = [], [], model.notes(ratings)
    held: list[prim.Box] = []
    for number, box in enumerate(found, start=1):
        measures, density_without = _measured(box, held, fresh, place, top_k)
        limits = _limits(world, box, density_without, inputs).assign(box=number)
        sentence = _sentence(option, limits, measures, top_k)
        rows.append({"box": number, **measures, "sentence": sentence})
        parts.append(limits)
        held.append(box)
        if measures["density"] < density - 0.005:
            text = f"no box with at most {max_conditions} conditions was found in which it is so in {share_text(density)} of the futures"
            notes.append(("density_missed", name, text))
    if not found:
        shares = mean_of_nets(np.array([np.mean(one[1][:, place] <= top_k) for one in fresh]))
        rows = [{"box": 0, **_measure("share", shares), "sentence": _without_box(option, shares[0], top_k)}]
    limits = pd.concat(parts) if parts else pd.DataFrame(columns=_LIMITS[2:])
    keys = {"group": name, "option": option}
    return Conditions(
        notes=model.notes_table(notes),
        settings=model.settings(ratings=ratings, top_k=top_k, density=density, draws=nets * NET, seed=seed),
        table=pd.DataFrame(rows).assign(**keys).reindex(columns=_TABLE),
        limits=limits.assign(**keys)[_LIMITS].reset_index(drop=True),
    )  # fmt: skip


_ENDS = ("", "_error", "_low", "_high")
_MEASURES = [f"{name}{end}" for name in ("density", "coverage", "mass", "share") for end in _ENDS]
_TABLE = ["group", "option", "box", *_MEASURES, "sentence"]
_LIMITS = ["group", "option", "box", "what", "of", "criterion", "low", "high", "least", "most", "density_without"]


@dataclass(frozen=True, eq=False)
class _World:
    """The futures of one group."""

    problem: Problem
    part: GroupModel
    space: Space
    cells: Ratings
    seed: int

    @property
    def names(self) -> list[tuple[str, str, str]]:
        """What, option and criterion of each input: weights that vary, then ratings that do."""
        leaf_criteria, options = self.problem.leaf_criteria, self.part.options
        weights = [] if isinstance(self.space, Fixed) else [("weight", "", leaf) for leaf in leaf_criteria]
        return [*weights, *(("rating", options[i], leaf_criteria[j]) for i, j in np.argwhere(self.cells.moved))]

    def futures(self, net: int) -> tuple[Floats, Floats]:
        """Inputs (inputs, 8192) and ranks (8192, m) of a net."""
        weights = self.space.draw(self.seed, net)
        if self.cells.cells:
            taken = self.space.coordinates
            points = Net(self.seed, net, taken + self.cells.cells).block()[taken:]
            matrix = self.cells.draw(points)
            values = np.moveaxis(matrix, 0, -1)[self.cells.moved]
        else:
            matrix = self.part.matrix
            values = np.empty((0, NET))
        scores = self.part.method(matrix, weights, self.part.benefit)
        places = np.broadcast_to(ranks(scores), (NET, len(self.part.options)))
        vary = np.empty((0, NET)) if isinstance(self.space, Fixed) else weights.T
        return np.concatenate([vary, values]), places.astype(np.float64)


def _boxes(inputs: Floats, hits: Bools, density: float, max_conditions: int, max_boxes: int) -> list[prim.Box]:
    """One box after the other, each among the futures outside of those before, while enough hits are left."""
    spans, found = np.ptp(inputs, axis=1), list[prim.Box]()
    left = np.ones(len(hits), dtype=np.bool_)
    while len(found) < max_boxes and np.count_nonzero(hits & left) >= FEW and not np.all(hits[left]):
        box = prim.rounded(prim.prim(inputs[:, left], hits[left], density, max_conditions), spans)
        found.append(box)
        left &= ~box.holds(inputs)
    return found


def _measured(
    box: prim.Box, before: list[prim.Box], fresh: list[tuple[Floats, Floats]], place: int, top_k: int
) -> tuple[dict[str, float], dict[int, float]]:
    """Density and coverage by futures that the box has not seen, outside of the boxes before it."""
    rows, free = [], np.zeros((1 + np.count_nonzero(box.restricted), 2))
    for inputs, places in fresh:
        hits = places[:, place] <= top_k
        left = ~np.any([one.holds(inputs) for one in before], axis=0) if before else np.ones(len(hits), dtype=np.bool_)
        counts = prim.drops(box, inputs[:, left], hits[left])
        rows.append((*counts[0], np.count_nonzero(hits)))
        free += counts
    mass, both, hit = np.array(rows, dtype=np.float64).T
    measures = {
        **_measure("density", _share(both, mass)),
        **_measure("coverage", _share(both, hit)),
        **_measure("mass", mean_of_nets(mass / NET)),
        **_measure("share", mean_of_nets(hit / NET)),
    }
    shares = free[1:, 1] / np.maximum(free[1:, 0], 1.0)
    return measures, dict(zip(np.flatnonzero(box.restricted).tolist(), shares.tolist(), strict=True))


def _measure(name: str, values: Sequence[float]) -> dict[str, float]:
    """An estimate with its error and interval, as columns."""
    return {f"{name}{end}": float(value) for end, value in zip(_ENDS, values, strict=True)}


def _share(part: Floats, whole: Floats) -> tuple[float, float, float, float]:
    """A ratio of sums over nets, its standard error and interval (Cochran, 1977)."""
    nets, below = len(whole), whole.mean()
    if below == 0:
        return float("nan"), float("nan"), 0.0, 1.0
    value = part.mean() / below
    error = np.sqrt(np.sum((part - value * whole) ** 2) / (nets * (nets - 1))) / below
    half = quantile(nets) * error
    return float(value), float(error), max(float(value - half), 0.0), min(float(value + half), 1.0)


def _limits(world: _World, box: prim.Box, density_without: dict[int, float], inputs: Floats) -> pd.DataFrame:
    """The restrictions of a box, those first without which it would lose most."""
    rows = []
    for k, share in sorted(density_without.items(), key=lambda pair: pair[1]):
        what, of, criterion = world.names[k]
        low, high = (end if np.isfinite(end) else np.nan for end in (box.low[k], box.high[k]))
        rows.append((what, of, criterion, low, high, inputs[k].min(), inputs[k].max(), share))
    return pd.DataFrame(rows, columns=_LIMITS[3:])


def _sentence(option: str, limits: pd.DataFrame, measures: dict[str, float], top_k: int) -> str:
    limit_texts = [_limit(option, row) for row in limits.to_dict("records")]
    whom = f"{option} is {_first(top_k)}"
    if not limit_texts:
        return f"{whom} in {share_text(measures['density'])} of all futures, without any condition."
    return (
        f"{whom} in {share_text(measures['density'])} of the futures in which {', '.join(limit_texts[:-1])}"
        f"{' and ' * (len(limit_texts) > 1)}{limit_texts[-1]}. These are {share_text(measures['coverage'])} of the futures in which it "
        f"is {_first(top_k)} ({share_text(measures['share'])} of all)."
    )


def _limit(option: str, row: dict[str, Any]) -> str:
    """One restriction in words."""
    subject = f"the weight of {row['criterion']}"
    if row["what"] == "rating":
        subject = f"its rating on {row['criterion']}"
        if row["of"] != option:
            subject = f"the rating of {row['of']} on {row['criterion']}"
    low, high = row["low"], row["high"]
    if np.isnan(high):
        return f"{subject} is at least {low:g}"
    return f"{subject} is at most {high:g}" if np.isnan(low) else f"{subject} is between {low:g} and {high:g}"


def _without_box(option: str, share: float, top_k: int) -> str:
    if share == 0:
        return f"{option} is not {_first(top_k)} in any of {LEAST * NET:,} futures."
    if share == 1:
        return f"{option} is {_first(top_k)} in every one of {LEAST * NET:,} futures, without any condition."
    if share < 0.5:
        return f"{option} is {_first(top_k)} in {100 * share:.2g}% of all futures, too few to tell when."
    return f"{option} is {_first(top_k)} in {share_text(share)} of all futures, otherwise too seldom to tell when."


def _first(top_k: int) -> str:
    return "first" if top_k == 1 else f"among the first {top_k}"


def _placed(model: PreferenceModel, group: str | None, option: str) -> tuple[str, int]:
    """The name of the group, and the place of the option in its arrays."""
    problem = model.case
    group = group_of(group, problem.grids)
    option = resolved(option, problem.grids[group].options)
    reasons = model.reasons[group] if model.screen else {}
    if option in reasons or group not in model.groups:
        raise ValueError(f"{option!r} does not compete in {group!r}: {reasons.get(option, 'no option is admissible')}")
    options = list(model.groups[group].options)
    if option not in options:
        raise ValueError(f"no option {option!r} in {group!r} ({nearest(option, options)})")
    return group, options.index(option)
