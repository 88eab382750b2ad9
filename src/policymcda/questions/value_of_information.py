"""What is worth finding out: how often knowing uncertain ratings would change the choice, and what that is worth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from policymcda.anchoring import additive, anchored, slopes
from policymcda.arrays import Bools, Floats
from policymcda.arrays.choice import value_of_information as kernel
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.arrays.sampling.rating_moments import means
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sampling.weight_spaces import Fixed
from policymcda.arrays.smaa.estimates import LEAST, TAIL, quantile
from policymcda.arrays.smaa.space_share import mean_of_nets
from policymcda.binding import BoundMethod
from policymcda.errors import is_word
from policymcda.model import GroupModel, PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws
from policymcda.simulation.runs import in_order
from policymcda.tables import layout
from policymcda.tables.performance_tables import expanded
from policymcda.tables.schemas import EVIDENCE
from policymcda.tables.sentences import Name, count_text, interval_text, number_text, own_label, share_text
from policymcda.uncertainty import distributions

SHOWN = 5
"""Ratings of a group that `print` shows; the table has all."""


LIMIT = 1 << 33
"""Ratings that are drawn at most to know sets of ratings: above it, for all ratings together alone."""

VALUE = ("value", "value_error", "value_low", "value_high")
CHANGES = ("changes", "changes_error", "changes_low", "changes_high")
COLUMNS = {
    "total": ["group", "first_option", *CHANGES, "expected", *VALUE, "ratings"],
    "table": ["group", "option", "criterion", "evidence", "section", *CHANGES, *VALUE],
    "sets": ["group", "by", "label", *CHANGES, *VALUE],
}


@dataclass(frozen=True, eq=False, repr=False)
class ValueOfInformation(Result):
    """How often knowing ratings would change which option comes first and, where values add, what that is worth.

    Attributes
    ----------
    total : DataFrame
        group, first_option (the one that `rank` puts first), changes (how often knowing every rating would put another
        first), expected (the highest expected value), value (of knowing every rating, in the unit of the value model),
        each estimate with error, low, high; ratings (uncertain ones). Expected and value are NaN where values do not add.
    table : DataFrame
        group, option, criterion, evidence, section, changes (how often knowing this rating alone would put another first,
        the others as they are ranked) and value with error, low, high; the most valuable first, or what changes most.
    sets : DataFrame
        group, by (option, criterion, section), label, changes and value (of knowing all its ratings) with error, low, high.
    """

    table: pd.DataFrame
    total: pd.DataFrame
    sets: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group how often knowing all would change the choice, and the ratings that would change it most."""
        for total in self.total.to_dict("records"):
            group = total["group"]
            part = self.table[
                (self.table["group"] == group) & ((self.table["changes"] > 0) | (self.table["value"] > 0))
            ]
            shown = part.head(SHOWN)[["option", "criterion", "evidence", "changes", "value"]]
            below = (
                [layout.text(shown.dropna(axis="columns", how="all"), width)] if len(shown) else [_none_alone(total)]
            )
            yield "\n".join([*self.heading(group), layout.filled(knowing_all(total), width), *below])


def knowing_all(total: Mapping[Any, Any], name: Name = own_label) -> str:
    """What knowing every uncertain rating of a group would do, as a sentence without its full stop, from a row of `total`."""
    count, first = total["ratings"], name("option", total["first_option"])
    if not count:
        return f"no rating is uncertain, and 0% of cases put another option first than {first}"
    all_of = "the 1 uncertain rating" if count == 1 else f"all {count_text(count, 'uncertain rating')}"
    ends = interval_text(total["changes_low"], total["changes_high"], percent=True)
    share = f"{share_text(total['changes'])} of cases{ends}"
    text = f"knowing {all_of} would in {share} put another option first than {first}"
    if total["value"] > 0:
        ends = interval_text(total["value_low"], total["value_high"])
        text += f", and be worth {number_text(total['value'])}{ends}"
    return text


def _none_alone(total: Mapping[Any, Any]) -> str:
    several = total["changes"] > 0 and total["ratings"] > 1
    return f"no rating alone would change the choice{': only several together could' if several else ''}"


def value_of_information(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    ratings: str = "drawn",
    samples: int = 2**17,
    seed: int = 0,
    executor: Executor | None = None,
    unknown: str | None = None,
    screen: bool | None = None,
) -> ValueOfInformation:
    """How often knowing each uncertain rating, alone and together, would change the choice; and what that is worth.

    The choice is the option that `rank` puts first by the same method, weights and rule for the unknown. What is not
    learned stays as it is ranked.

    Parameters
    ----------
    method : str or callable, optional
        As for `rank`; "anchored" is the weighted sum over the fixed ends of the criteria's scales. A worth is given only
        where the values of the method add over the criteria, as those of "anchored" do; elsewhere it is NaN.
    weights : as for `rank`, or WeightSpace
        Of a space the mean is used; what weights are worth knowing is another question.
    ratings : {"drawn", "unknown"}
        Every uncertain rating, or only those without evidence; the others then keep their mode.
    samples : int
        Draws for each group, in nets of 8,192, at least 16 of them. A rating alone needs none.
    seed : int
    executor : concurrent.futures.Executor, optional
        As for `smaa`: the same bits whoever computes.
    unknown, screen
        As for `rank`.

    Returns
    -------
    ValueOfInformation

    Raises
    ------
    ValueError
        For ratings that are not drawn: a certain one cannot become known.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from policymcda import value_of_information, load
    >>> found = value_of_information(load("cyber-policy"))
    >>> found.total[["group", "changes"]].round(2).values.tolist()[0]
    ['capacity_partners', 0.51]
    """
    samples, seed = check_draws(samples=samples, seed=seed)
    if not is_word(ratings, ("drawn", "unknown")):
        raise ValueError(f"ratings must be 'drawn' or 'unknown', not {ratings!r}")
    named, default = (None, anchored) if is_word(method, ("anchored",)) else (method, None)
    model = PreferenceModel.of(
        problem, method=named, weights=weights, unknown=unknown, screen=screen, over_weights=True, intervals=False,
        default_method=default,
    )  # fmt: skip
    problem, bound, found = model.problem, model.method, model.spaces
    nets = max(LEAST, -(-samples // NET))
    known = _known(problem)
    parts: dict[str, list[pd.DataFrame]] = {"total": [], "table": [], "sets": []}
    notes = [*model.notes(ratings), *_notes(bound, problem, any(not isinstance(one, Fixed) for one in found.values()))]
    for part in model:
        vector = np.mean([np.atleast_2d(found[part.group].draw(seed, net)).mean(axis=0) for net in range(nets)], axis=0)
        cells = distributions(part.ratings, ratings)
        here = _Here(part, cells, vector, *_sets(problem, part, cells, known[part.group]), seed, nets, executor)
        frames, more = _of_group(problem, here)
        notes += more
        for name, frame in frames.items():
            parts[name].append(frame.assign(group=part.group))
    joined = {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}
    joined["table"] = joined["table"].merge(_rated(problem), on=["group", "option", "criterion"], how="left")
    return ValueOfInformation(
        notes=model.notes_table(notes),
        settings=model.settings(ratings=ratings, draws=nets * NET, seed=seed),
        total=joined["total"][COLUMNS["total"]],
        table=_sorted(joined["table"], problem)[COLUMNS["table"]],
        sets=_sorted(joined["sets"], problem)[COLUMNS["sets"]],
    )


@dataclass(frozen=True, eq=False)
class _Here:
    """What is asked of one group: its ratings as they are ranked, those that may be learned, and in which sets."""

    part: GroupModel
    cells: Ratings
    weights: Floats
    names: list[tuple[str, str]]
    masks: Bools
    """The ratings of each set, (sets, m, n): all, by criterion, by section, by option."""

    seed: int
    nets: int
    executor: Executor | None

    def of_each_net(self, count: Callable[[int], Floats]) -> Floats:
        """What is counted in each net, in their order."""
        return np.array(list(in_order(count, ((net,) for net in range(self.nets)), self.executor)))

    @cached_property
    def first(self) -> int:
        """The option that `rank` puts first, of equals the one that stands first in the tables."""
        placed = ranks(self.part.method(self.part.matrix, self.weights, self.part.benefit))
        return int(next(place for place in self.part.order if placed[place] == 1))


def _of_group(problem: Problem, here: _Here) -> tuple[dict[str, pd.DataFrame], list[Note]]:
    """The tables of a group without its name, and what to note of them."""
    part, cells, notes = here.part, here.cells, list[Note]()
    how = (part.method, cells, part.matrix, here.first)
    few = here.masks.size * here.nets * NET <= LIMIT
    asked = here.masks if few else here.masks[:1]
    shares = here.of_each_net(partial(kernel.changed, *how, asked, here.weights, part.benefit, here.seed))
    sets = pd.DataFrame(here.names, columns=["by", "label"])
    sets = sets.assign(**dict.fromkeys((*VALUE, *CHANGES), np.nan))
    draws = [NET, *[kernel.PART] * (len(asked) - 1)]
    sets.loc[: len(asked) - 1, list(CHANGES)] = [mean_of_nets(*one) for one in zip(shares.T, draws, strict=True)]
    if not cells.cells:
        sets.loc[0, [*CHANGES, *VALUE]] = 0.0
    alone, nodes = kernel.changed_alone(*how, here.weights, part.benefit)
    table = _cells(problem, part.options, cells).assign(**dict.fromkeys(VALUE, np.nan), **_around(alone, nodes))
    total = sets.iloc[:1].assign(first_option=part.options[here.first], expected=np.nan, ratings=cells.cells)
    if not few:
        notes.append(
            ("sets", part.group, "too many ratings: how often knowing a set would change the choice is not given")
        )
    if additive(part.method, problem):
        expected, best = _worth(problem, here, total, table, sets)
        if part.options[best] != total["first_option"].iloc[0]:
            text = f"{part.options[best]} has the highest expected value, {expected:.4g}, from which worth is counted"
            notes.append(("expected_value", part.group, text))
    elif not cells.cells:
        total = total.assign(**dict.fromkeys(VALUE, np.nan))
    return {"total": total, "table": table, "sets": sets.iloc[1:]}, notes


def _around(alone: Floats, nodes: int) -> dict[str, Floats]:
    """Shares of equally probable ratings: off by one of them at either end of a stretch that changes the choice."""
    off = np.where((alone > 0) & (alone < 1), 1 / nodes, 0.5 / nodes)
    ends = (alone, off / 2, np.maximum(alone - off, 0.0), np.minimum(alone + off, 1.0))
    return dict(zip(CHANGES, ends, strict=True))


def _worth(
    problem: Problem, here: _Here, total: pd.DataFrame, table: pd.DataFrame, sets: pd.DataFrame
) -> tuple[float, int]:
    """Fills in what knowing is worth where values add; the highest expected value, and the option that has it."""
    cells, bound, benefit = here.cells, here.part.method, here.part.benefit
    slope = slopes(bound, problem)
    if slope is not None:
        slope = slope * here.weights
        expected = means(cells) * slope
        value, _ = kernel.alone(cells, slope)
        parts: Callable[[Floats], Floats] = partial(np.multiply, slope)
    else:
        parts = partial(_parts, bound, here.weights, benefit)
        at_nodes = np.moveaxis(parts(kernel.nodes(cells)), 0, -1)
        expected = at_nodes.mean(axis=-1)
        value, _ = kernel.alone_by_quadrature(at_nodes)
    options = len(here.part.options)
    masks = here.masks[: len(here.masks) - options]
    draws = here.of_each_net(partial(kernel.together, parts, expected, cells, masks, here.seed))
    worth = pd.DataFrame(_estimates(draws[:, 0], _reach(parts, expected, cells, masks)))
    for column in VALUE:
        sets[column] = worth[column]
        total[column] = worth[column].iloc[:1]
    alone = value[cells.moved]
    for column, values in zip(VALUE, (alone, np.zeros_like(alone), alone, alone), strict=True):
        table[column] = values
    best = int(np.argmax(expected.sum(axis=1)))
    level = bound(means(cells), here.weights, benefit) if slope is not None else expected.sum(axis=1)
    total["expected"] = float(level[best])
    return float(level[best]), best


def _parts(bound: BoundMethod, weights: Floats, benefit: Bools, matrix: Floats) -> Floats:
    """What each cell adds to the value of its option: the value with one criterion at a time, (..., m, n)."""
    unit = np.eye(len(weights))
    columns = [weights[j] * bound(matrix, unit[j], benefit) for j in range(len(weights))]
    return np.stack(columns, axis=-1)


def _cells(problem: Problem, options: Any, cells: Ratings) -> pd.DataFrame:
    rows, columns = np.nonzero(cells.moved)
    return pd.DataFrame({"option": options[rows], "criterion": np.array(problem.leaf_criteria, dtype=object)[columns]})


def _sets(
    problem: Problem, part: GroupModel, cells: Ratings, sections: Mapping[str, Bools]
) -> tuple[list[tuple[str, str]], Bools]:
    """All uncertain ratings, then those of each criterion and section where there is one, then of each option."""
    moved = cells.moved
    rows, columns = np.indices(moved.shape)
    found = [("criterion", leaf, moved & (columns == j)) for j, leaf in enumerate(problem.leaf_criteria)]
    found += [("section", section, moved & here) for section, here in sections.items()]
    kept = [("", "", moved), *(one for one in found if one[2].any())]
    kept += [("option", option, moved & (rows == i)) for i, option in enumerate(part.options)]
    return [(by, label) for by, label, _ in kept], np.array([here for _, _, here in kept])


def _estimates(draws: Floats, reach: Floats) -> dict[str, Floats]:
    """Mean over nets with its error and interval; where no draw gains anything, a bound by the rule of three."""
    nets = len(draws)
    value, error = draws.mean(axis=0), draws.std(axis=0, ddof=1) / np.sqrt(nets)
    t = quantile(nets)
    bound = -np.log(TAIL) / (nets * NET) * reach
    error = np.where(value > 0, error, bound / t)
    return dict(zip(VALUE, (value, error, np.maximum(value - t * error, 0.0), value + t * error), strict=True))


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
        for row in rated[(rated["group"] == group) & rated["option"].isin(list(place))].itertuples():
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
    kind = frame["by"].map(kinds) if "by" in frame else 0
    keys = [frame["group"].map(groups), kind, -frame["value"].fillna(0), -frame["changes"].fillna(0)]
    named = [frame[key].map(places).fillna(0) for key in ("label", "option", "criterion") if key in frame]
    order = pd.DataFrame({number: key for number, key in enumerate([*keys, *named])}, index=frame.index)
    return frame.loc[order.sort_values(list(order.columns), kind="stable").index].reset_index(drop=True)


def _notes(bound: BoundMethod, problem: Problem, drawn: bool) -> Iterator[Note]:
    if not additive(bound, problem):
        text = f"a score of {bound.name} ranks, but its differences need not be values: how often the choice changes is given, no worth"
        yield "not_additive", "", f"{text} (method 'anchored' has one)"
    if drawn:
        yield "mean_weights", "", "the mean of the weights is used; knowing them is not counted"
