"""What is worth finding out: the expected value of knowing uncertain ratings before the choice is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from policymcda.anchoring import additive, anchored, not_additive, slopes
from policymcda.arrays import Bools, Floats
from policymcda.arrays.choice import value_of_information as kernel
from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.arrays.sampling.rating_moments import means
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sampling.weight_spaces import Fixed
from policymcda.arrays.smaa.estimates import LEAST, TAIL, quantile
from policymcda.arrays.smaa.space_share import mean_of_nets
from policymcda.binding import BoundMethod
from policymcda.errors import plain
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws
from policymcda.simulation.runs import in_order
from policymcda.tables import layout
from policymcda.tables.crossing import expanded
from policymcda.tables.schemas import EVIDENCE
from policymcda.uncertainty import distributions

SHOWN = 5
"""Ratings of a group that `print` shows; the table has all."""


VALUE = ("value", "value_error", "value_low", "value_high")
CHANGES = ("changes", "changes_error", "changes_low", "changes_high")
COLUMNS = {
    "total": ["group", "first_option", "expected", *VALUE, *CHANGES, "ratings"],
    "table": ["group", "option", "criterion", "evidence", "section", *VALUE, "bias", "changes"],
    "sets": ["group", "by", "label", *VALUE, *CHANGES],
}


@dataclass(frozen=True, eq=False, repr=False)
class ValueOfInformation(Result):
    """The expected value of perfect information, in the unit of the value model: 0 to 1 for a weighted sum.

    Attributes
    ----------
    table : DataFrame
        group, option, criterion, evidence, section, value (of knowing this rating alone) with error, low, high, bias (at
        most so much too high; 0 where value adds), changes; the most valuable first.
    total : DataFrame
        group, first_option (the one with the highest expected value), expected (that value), value (of knowing every
        rating) and changes (how often knowing would change the choice), each with error, low, high; ratings (uncertain
        ones).
    sets : DataFrame
        group, by (option, criterion, section), label, value (of knowing all its ratings) and changes with error, low,
        high.
    """

    table: pd.DataFrame
    total: pd.DataFrame
    sets: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group what all information is worth, and the ratings that are worth most."""
        for total in self.total.to_dict("records"):
            group = total["group"]
            heading = [] if group == "all" else [plain(group)]
            text = (
                f"{total['first_option']} has the highest expected value, {total['expected']:.3f}; knowing all "
                f"{total['ratings']} uncertain ratings would be worth {total['value']:.4f} "
                f"({total['value_low']:.4f} to {total['value_high']:.4f}) and change the choice in {total['changes']:.0%} of cases"
            )
            part = self.table[(self.table["group"] == group) & (self.table["value"] > 0)]
            shown = part.head(SHOWN)[["option", "criterion", "evidence", "value", "changes"]]
            below = [layout.text(shown, width)] if len(shown) else ["no rating alone is worth anything"]
            yield "\n".join([*heading, layout.filled(text, width), *below])


def value_of_information(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    ratings: str = "drawn",
    samples: int = 2**17,
    seed: int = 0,
    executor: Executor | None = None,
    screen: bool | None = None,
) -> ValueOfInformation:
    """What each uncertain rating is worth knowing, alone and together.

    Parameters
    ----------
    method : str or callable, optional
        What gives options a value. Left out: the anchored weighted sum. For a method whose value does not add over the
        criteria only all ratings together and each alone are given, the latter by regression on bins.
    weights : as for `rank`, or WeightSpace
        Of a space the mean is used: value is linear in the weights, and what they are worth knowing is another question.
    ratings : {"drawn", "unknown"}
        Every uncertain rating, or only those without evidence; the others then keep their mode.
    samples : int
        Draws for each group, in nets of 8,192, at least 16 of them. A rating alone needs none where value adds.
    seed : int
    executor : concurrent.futures.Executor, optional
        As for `smaa`: the same bits whoever computes.
    screen : bool, optional
        As for `rank`.

    Returns
    -------
    ValueOfInformation

    Examples
    --------
    >>> from policymcda import value_of_information, load
    >>> found = value_of_information(load("cyber-policy"))
    >>> found.total[["group", "value"]].round(3).values.tolist()[0]
    ['capacity_partners', 0.038]
    """
    samples, seed = check_draws(samples=samples, seed=seed)
    if ratings not in ("drawn", "unknown"):
        raise ValueError(f"ratings must be 'drawn' or 'unknown', not {ratings!r}")
    model = PreferenceModel.of(
        problem, method=method, weights=weights, screen=screen, over_weights=True, intervals=False,
        default_method=anchored,
    )  # fmt: skip
    problem, bound, found = model.problem, model.method, model.spaces
    notes = [*model.notes(ratings), *not_additive(bound, problem)]
    nets = max(LEAST, -(-samples // NET))
    known = _known(problem)
    parts: dict[str, list[pd.DataFrame]] = {"total": [], "table": [], "sets": []}
    for group, grid in problem.grids.items():
        vector = np.mean([np.atleast_2d(found[group].draw(seed, net)).mean(axis=0) for net in range(nets)], axis=0)
        cells = distributions(grid, ratings)
        one = partial(_additive if additive(bound, problem) else _any, problem, bound, cells, vector, known[group])
        for name, frame in one(grid.options, seed, nets, executor).items():
            frame.insert(0, "group", group)
            parts[name].append(frame)
    joined = {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items() if frames}
    joined["table"] = joined["table"].merge(_rated(problem), on=["group", "option", "criterion"], how="left")
    joined.setdefault("sets", pd.DataFrame(columns=COLUMNS["sets"]))
    drawn = any(not isinstance(one, Fixed) for one in found.values())
    return ValueOfInformation(
        notes=model.notes_table([*notes, *_notes(bound, problem, drawn)]),
        settings=model.settings(ratings=ratings, draws=nets * NET, seed=seed),
        total=joined["total"][COLUMNS["total"]],
        table=_sorted(joined["table"], problem)[COLUMNS["table"]],
        sets=_sorted(joined["sets"], problem)[COLUMNS["sets"]],
    )


def _additive(
    problem: Problem, bound: BoundMethod, cells: Ratings, weights: Floats, sections: Mapping[str, Bools],
    options: Any, seed: int, nets: int, executor: Executor | None,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """The tables of a group where value adds."""
    slope = slopes(bound, problem)
    if slope is not None:
        slope = slope * weights
        expected = means(cells) * slope
        value, changes = kernel.alone(cells, slope)
        parts: Callable[[Floats], Floats] = partial(np.multiply, slope)
    else:
        parts = partial(_parts, bound, weights, problem.benefit)
        at_nodes = np.moveaxis(parts(kernel.nodes(cells)), 0, -1)
        expected = at_nodes.mean(axis=-1)
        value, changes = kernel.alone_by_quadrature(at_nodes)
    names, masks = _sets(problem, cells.moved, sections)
    together = partial(kernel.together, parts, expected, cells, masks, seed)
    draws = np.array(list(in_order(together, ((net,) for net in range(nets)), executor)))
    names += [("option", option) for option in options]
    sets = pd.DataFrame(names, columns=["by", "label"]).assign(**_shares(draws[:, 1]))
    sets = sets.assign(**_estimates(draws[:, 0], _reach(parts, expected, cells, masks)))
    sets = sets[np.append(np.ones(len(masks), dtype=np.bool_), cells.moved.any(axis=1))]
    best = int(np.argmax(expected.sum(axis=1)))
    level = bound(means(cells), weights, problem.benefit) if slope is not None else expected.sum(axis=1)
    alone = value[cells.moved]
    table = _cells(problem, options, cells).assign(value=alone, changes=changes[cells.moved])
    return {
        "total": sets.iloc[:1].assign(first_option=options[best], expected=level[best], ratings=cells.cells),
        "table": table.assign(value_error=0.0, value_low=alone, value_high=alone, bias=0.0),
        "sets": sets.iloc[1:].copy(),
    }


def _any(
    problem: Problem, bound: BoundMethod, cells: Ratings, weights: Floats, sections: Mapping[str, Bools],
    options: Any, seed: int, nets: int, executor: Executor | None,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """The tables of a group for a method whose value does not add."""
    binned = partial(kernel.binned, bound, cells, weights, problem.benefit, seed)
    found = list(in_order(binned, ((net,) for net in range(nets)), executor))
    tables, (averages, first, top) = (
        np.array([one[0] for one in found]),
        np.array([one[1] for one in found]).swapaxes(0, 1),
    )
    best = int(np.argmax(averages.mean(axis=0)))
    whole = _estimates(np.maximum(top[:, [best]] - averages[:, [best]], 0.0), np.zeros(1))
    total = pd.DataFrame(whole).assign(
        first_option=options[best], expected=averages[:, best].mean(), ratings=cells.cells,
        **_shares(1 - first[:, [best]]),
    )  # fmt: skip
    value, bias, error = kernel.from_bins(tables, averages)
    half = quantile(nets) * error
    table = _cells(problem, options, cells).assign(value=value, changes=np.nan, value_error=error, bias=bias)
    table = table.assign(value_low=np.maximum(value - bias - half, 0.0), value_high=value + half)
    return {"total": total, "table": table}


def _parts(bound: BoundMethod, weights: Floats, benefit: Bools, matrix: Floats) -> Floats:
    """What each cell adds to the value of its option: the value with one criterion at a time, (..., m, n)."""
    unit = np.eye(len(weights))
    columns = [weights[j] * bound(matrix, unit[j], benefit) for j in range(len(weights))]
    return np.stack(columns, axis=-1)


def _cells(problem: Problem, options: Any, cells: Ratings) -> pd.DataFrame:
    rows, columns = np.nonzero(cells.moved)
    return pd.DataFrame({"option": options[rows], "criterion": np.array(problem.leaf_criteria, dtype=object)[columns]})


def _sets(problem: Problem, moved: Bools, sections: Mapping[str, Bools]) -> tuple[list[tuple[str, str]], Bools]:
    """All uncertain ratings, then those of each criterion and section, where there is one."""
    columns = np.arange(len(problem.leaf_criteria))
    found = [("criterion", leaf, moved & (columns == j)) for j, leaf in enumerate(problem.leaf_criteria)]
    found += [("section", section, moved & cells) for section, cells in sections.items()]
    kept = [("", "", moved), *(one for one in found if one[2].any())]
    return [(by, label) for by, label, _ in kept], np.array([cells for _, _, cells in kept])


def _estimates(draws: Floats, reach: Floats) -> dict[str, Floats]:
    """Mean over nets with its error and interval; where no draw gains anything, a bound by the rule of three."""
    nets = len(draws)
    value, error = draws.mean(axis=0), draws.std(axis=0, ddof=1) / np.sqrt(nets)
    t = quantile(nets)
    bound = -np.log(TAIL) / (nets * NET) * reach
    error = np.where(value > 0, error, bound / t)
    return dict(zip(VALUE, (value, error, np.maximum(value - t * error, 0.0), value + t * error), strict=True))


def _shares(draws: Floats) -> dict[str, Floats]:
    """How often the choice changes, (nets, sets), with error and interval."""
    each = np.array([mean_of_nets(one) for one in draws.T])
    return dict(zip(CHANGES, each.T, strict=True))


def _reach(parts: Callable[[Floats], Floats], expected: Floats, cells: Ratings, masks: Bools) -> Floats:
    """How much a single draw could gain at most when each set, then each option is known.

    Of a normal rating without ends, within its far tails.
    """
    tails = np.broadcast_to([2.0**-54, 1 - 2.0**-53], (cells.cells, 2))
    ends = np.moveaxis(parts(cells.draw(tails)), 0, -1)
    down, up = np.min(ends, axis=-1) - expected, np.max(ends, axis=-1) - expected
    total = expected.sum(axis=1)
    best = int(np.argmax(total))
    high, low = total + (up * masks).sum(axis=-1), total[best] + (down[best] * masks[:, best]).sum(axis=-1)
    high[:, best] = -np.inf
    known = total + up.sum(axis=1) - total[best]
    others = np.delete(total, best)
    known[best] = np.max(others, initial=-np.inf) - total[best] - down[best].sum()
    reach: Floats = np.maximum(np.append(high.max(axis=-1) - low, known), 0.0)
    return reach


def _known(problem: Problem) -> dict[str, dict[str, Bools]]:
    """For each group the ratings that rest on each section of the source; a rating may rest on several."""
    found: dict[str, dict[str, Bools]] = {}
    rated = _rated(problem)
    for group, grid in problem.grids.items():
        place = {option: i for i, option in enumerate(grid.options)}
        masks: dict[str, Bools] = {}
        for row in rated[(rated["group"] == group) & rated["option"].isin(place)].itertuples():
            for section in re.split(r"\s*;\s*|\s+/\s+", row.section.strip()):
                if section not in ("", "-"):
                    mask = masks.setdefault(section, np.zeros(grid.mode.shape, dtype=np.bool_))
                    mask[place[row.option], problem.leaf_criteria.index(row.criterion)] = True
        found[group] = dict(sorted(masks.items()))
    return found


def _rated(problem: Problem) -> pd.DataFrame:
    """Evidence and section of each rating: group, option, criterion, evidence, section."""
    rows = expanded(problem.table("ratings"), list(problem.grids))
    if "as_of" in rows:
        rows = rows.sort_values("as_of", kind="stable").drop_duplicates(["group", "option", "criterion"], keep="last")
    columns = {name: rows[name].fillna("") if name in rows else "" for name in ("evidence", "section")}
    rows = rows.assign(**columns)
    return rows.assign(evidence=rows["evidence"].replace("", EVIDENCE[0]))[
        ["group", "option", "criterion", "evidence", "section"]
    ]


def _sorted(frame: pd.DataFrame, problem: Problem) -> pd.DataFrame:
    """Groups in the order of the tables, in each what is worth most first, ties in the order of the tables."""
    groups = {group: place for place, group in enumerate(problem.labels("group"))}
    kinds = {"option": 0, "criterion": 1, "section": 2}
    places = {label: place for kind in ("option", "criterion") for place, label in enumerate(problem.labels(kind))}
    keys = [frame["group"].map(groups), frame["by"].map(kinds) if "by" in frame else 0, -frame["value"]]
    named = [frame[key].map(places).fillna(0) for key in ("label", "option", "criterion") if key in frame]
    order = pd.DataFrame({number: key for number, key in enumerate([*keys, *named])}, index=frame.index)
    return frame.loc[order.sort_values(list(order.columns), kind="stable").index].reset_index(drop=True)


def _notes(bound: BoundMethod, problem: Problem, drawn: bool) -> Iterator[Note]:
    if not additive(bound, problem):
        text = (
            f"the value of knowing one rating is a regression on {kernel.BINS} bins: too high by up to its bias, too low "
            "by what differs within a bin; sets of ratings are not told"
        )
        yield "binned", "", text
    if drawn:
        yield "mean_weights", "", "value is linear in the weights, so their mean is used; knowing them is not counted"
