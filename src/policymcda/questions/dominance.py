"""What holds whatever the weights and ratings: dominance, necessary and possible preference, ranks that can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.anchoring import anchored
from policymcda.arrays import Bools, Floats, scale
from policymcda.arrays.choice.dominance import (
    Margins,
    RankRange,
    Standing,
    dominates,
    margins,
    never_better,
    rank_range,
    standing,
    vertices,
)
from policymcda.arrays.choice.dominance_draws import Seen, draws, seen
from policymcda.arrays.pairs import check_compared, check_pairs
from policymcda.arrays.sampling import weight_spaces
from policymcda.arrays.sampling.hull import Hull
from policymcda.arrays.sampling.kept import Kept
from policymcda.arrays.sampling.weight_spaces import Space
from policymcda.arrays.sensitivity.ordinal_regression import preferences
from policymcda.arrays.smaa.tasks import unit_scores
from policymcda.binding import BoundMethod
from policymcda.errors import is_word, nearest
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws
from policymcda.tables import layout
from policymcda.weighting.value_functions import of_value, options_table, pairs_columns

RATINGS = ("intervals", "unknown", "fixed")
"""Which ratings may be anything between their ends: every one that is uncertain, those without evidence, none."""

MANY = 100
"""Options above which the table of pairs, quadratic in their number, is left out."""

NAMED = 10
"""Dominating options that are named of each among so many."""

SPREADS = 4.0
"""A normal rating without ends counts as within so many standard deviations."""


@dataclass(frozen=True, eq=False, repr=False)
class Dominance(Result):
    """What is necessary and what is possible over all weights and ratings.

    Attributes
    ----------
    table : DataFrame
        group, option; first: always, possible (and alone), tied (never alone), never; first_by; best_rank and
        worst_rank that were found; best_bound and worst_bound, beyond which no rank can be; dominated_by, at the modes.
        Both ranks are exact where they equal their bounds.
    pairs : DataFrame
        group, option, versus; dominates (at the modes) and dominates_always (whatever the ratings): at least as good on
        every criterion and better on one; necessary: at least as good whatever the weights and ratings; possible: better
        for some; necessary_by, possible_by; least and most: the least and the largest difference of their values (of
        their logarithms for the weighted product), NaN where there is no proof by values.

    Notes
    -----
    `..._by` says how it is known: exact (over the whole space of weights and ratings), dominance (option by option, and
    the method never places a dominating option behind), draw (one was found), sampled (no draw was against it, which
    proves nothing).
    """

    table: pd.DataFrame
    pairs: pd.DataFrame

    @property
    def options(self) -> pd.DataFrame:
        """The table of options."""
        return self.table.copy()

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group its options with the ranks that they can have."""
        for group, part in self.table.groupby("group", sort=False):
            part = part.sort_values(["best_rank", "worst_rank"], kind="stable")
            columns = ["option", "first", "first_by", "best_rank", "worst_rank", "dominated_by"]
            columns = [name for name in columns if name != "dominated_by" or part[name].any()]
            heading = self.heading(group)
            yield "\n".join([*heading, layout.text(part[columns], width, rows)])


def dominance(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = "any",
    ratings: str = "intervals",
    values: str | None = None,
    unknown: str | None = None,
    seed: int = 0,
    screen: bool | None = None,
) -> Dominance:
    """What holds over all admissible weights and ratings, for every pair and every option.

    Exact for methods linear in the weights: with ratings fixed, and with rating intervals where the value of a rating
    depends on no other (weighted sum and SPOTIS with the ends of the scales given, additive value). Elsewhere dominance
    proves, draws refute, and what is neither is reported as sampled.

    Parameters
    ----------
    method, unknown, screen
        As for `rank`; the rule for the unknown matters where ratings are fixed.
    weights : "any", "statements", WeightSpace, or as for `rank`
        The admissible weights; those under which the table `statements` holds.
    values : "monotone", optional
        Over all additive value functions that are monotone, whatever their shape and weights, in place of a method:
        robust ordinal regression (UTA-GMS; Greco, Mousseau and Słowiński, 2008). With ``weights="statements"`` they agree
        with the table `statements`, in which better is strictly better, by however little. Then *possible* is at least
        as good for some value function; `most` says whether it can be better.
    ratings : {"intervals", "unknown", "fixed"}
        Ratings are anything between their ends; only those without evidence are; or each is its mode.
    seed : int
        Of the draws.

    Raises
    ------
    ValueError
        For ratings that are not known.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from policymcda import dominance, load
    >>> found = dominance(load("cyber-policy"), method="weighted_sum", ratings="fixed").table
    >>> found[found["first"] == "always"]["option"].tolist()
    []
    >>> found[(found["group"] == "no_formal_ties") & (found["first"] == "possible")]["option"].tolist()
    ['regional_orgs', 'tailored_capabilities']
    """
    seed = check_draws(seed=seed).seed
    if not is_word(ratings, RATINGS):
        raise ValueError(f"no ratings {ratings!r} ({nearest(ratings, RATINGS)}); choose from {', '.join(RATINGS)}")
    if values is not None:
        return _monotone(problem, method, weights, ratings, values, unknown, screen)
    model = PreferenceModel.of(
        problem, method=method, weights=weights, unknown=unknown, screen=screen, over_weights=True, intervals=False
    )
    problem, bound = model.problem, model.method
    tables, pairs, notes = [], [], list[Note]()
    for part in model:
        group, options, matrix, order = part.group, part.options, part.matrix, part.order
        check_compared(len(options), group)
        worst, best = _ends(problem, group, matrix, ratings, notes)
        sure = _Sure(bound, problem, matrix, worst, best, model.spaces[group], seed)
        tables.append(_options(group, options, sure).iloc[order])
        if len(options) <= MANY:
            pairs.append(_pairs(group, options, _proofs(sure), order))
        else:
            notes.append(
                (
                    "many_options",
                    group,
                    f"more than {MANY} options: the table of pairs is left out, dominated_by names {NAMED} at most",
                )
            )
        notes.append(_answer(group, tables[-1]))
        if not sure.proven or sure.range is None:
            what = "ranks" if sure.proven else "pairs and ranks"
            text = f"{what} without a proof rest on draws of weights{'' if sure.certain else ' and ratings'}"
            notes.append(("sampled", group, f"{text}, which can miss what is rare"))
    return Dominance(
        notes=model.notes_table([*model.notes("fixed" if ratings == "fixed" else "intervals"), *notes]),
        settings=model.settings(ratings=ratings, seed=seed),
        table=pd.concat(tables, ignore_index=True),
        pairs=pd.concat(pairs, ignore_index=True) if pairs else pd.DataFrame(columns=_PAIRS),
    )


def _monotone(
    problem: Problem, method: Any, weights: Any, ratings: str, values: str, unknown: str | None, screen: bool | None
) -> Dominance:
    """The same over all monotone additive value functions."""
    if not is_word(values, ("monotone",)):
        raise ValueError(f"no values {values!r}: monotone, or left out for those of the method")
    if method is not None or not is_word(weights, ("any", "statements")):
        raise ValueError("monotone value functions carry method and weights: weights are 'any' or 'statements'")
    if weights == "statements" and not problem.has("statements"):
        raise ValueError("the case has no statements: fill in the table statements, or take any weights")
    model = PreferenceModel.of(
        problem, unknown=unknown, screen=screen, weights="any", over_weights=True, default_method=anchored
    )
    problem, bound, rule = model.problem, model.method, model.unknown
    tables, pairs, notes = [], [], model.notes("fixed" if ratings == "fixed" else "intervals")
    for part in model:
        group, options, matrix = part.group, part.options, part.matrix
        check_pairs(len(options), group)
        worst, best = _ends(problem, group, matrix, ratings, notes)
        functions = of_value(problem, group, bound, worst, best, stated=weights == "statements", unknown=rule)
        found, order = preferences(functions, len(options)), part.order
        at_modes, always = (dominates(*ends, problem.benefit)[1] for ends in ((matrix, matrix), (worst, best)))
        tables.append(options_table(group, options, found, at_modes).iloc[order])
        proofs = {"dominates": at_modes, "dominates_always": always, **pairs_columns(found)}
        pairs.append(_pairs(group, options, proofs, order))
        notes.append(_answer(group, tables[-1], "whatever the value functions"))
    return Dominance(
        notes=model.notes_table(notes),
        settings=model.settings(method="additive values, monotone", weights=weights, ratings=ratings),
        table=pd.concat(tables, ignore_index=True),
        pairs=pd.concat(pairs, ignore_index=True),
    )


_PAIRS = [
    *("group", "option", "versus", "dominates", "dominates_always"),
    *("necessary", "necessary_by", "possible", "possible_by", "least", "most"),
]


class _Sure:
    """What is proven of a group, and what draws show beyond it."""

    margins: Margins | None = None
    range: RankRange | None = None
    ranks: RankRange | Seen

    def __init__(
        self, bound: BoundMethod, problem: Problem, matrix: Floats, worst: Floats, best: Floats, found: Space, seed: int
    ) -> None:
        self.benefit, self.ratings, few = problem.benefit, (matrix, worst, best), len(matrix) <= MANY
        self.certain, self.keeps = np.array_equal(worst, best), _keeps_dominance(bound, self.benefit)
        limits = found.constraints() or weight_spaces.free(len(self.benefit))
        kept = isinstance(found, Kept)  # known by its draws only
        values = None if kept else _values(bound, worst, best, self.benefit, self.certain)
        if values is not None and isinstance(found, Hull):  # shares of voices are the weights of what each voice sees
            values, limits = _seen_by(found, values), weight_spaces.free(len(found.corners))
        never: Callable[[slice], Bools] | None = None
        if values is not None:
            points = None if few else vertices(limits)
            if few:
                self.margins = exact = margins(*values, limits)
                never = lambda part: ~exact.better[part]
            elif points is not None:
                never = never_better(*values, points)
            self.range = rank_range(*values, limits)
        self.proven = never is not None
        self.standing = standing(self.ratings, self.benefit, self.keeps, never, len(matrix) if few else NAMED)
        if self.proven and self.range is not None:
            self.ranks, self.better = self.range, np.zeros((0, 0), dtype=np.bool_)
        else:
            drawn = draws(bound, self.benefit, self.ratings, found, seed, at_ends=few)
            shown = seen(drawn, len(matrix), pairs=few)
            self.ranks, self.better = self.range or shown, shown.better


def _ends(problem: Problem, group: str, matrix: Floats, ratings: str, notes: list[Note]) -> tuple[Floats, Floats]:
    """The worse and the better end of every rating that may vary, the rating itself where it may not, each (m, n)."""
    if ratings == "fixed":
        return matrix, matrix
    grid = problem.grids[group]
    varies = grid.unknown if ratings == "unknown" else np.ones_like(grid.unknown)
    low, high = np.where(varies, grid.low, matrix), np.where(varies, grid.high, matrix)
    if np.isinf(low).any() or np.isinf(high).any():
        reach = SPREADS * np.nan_to_num(grid.sd)
        low = np.where(np.isinf(low), grid.mode - reach, low)
        high = np.where(np.isinf(high), grid.mode + reach, high)
        notes.append(("no_ends", group, f"normal ratings without ends count as within {SPREADS:g} standard deviations"))
    return np.where(problem.benefit, low, high), np.where(problem.benefit, high, low)


def _keeps_dominance(bound: BoundMethod, benefit: Bools) -> bool:
    """Whether the method never places a dominating option behind the one it dominates."""
    if not bound.description.respects_dominance:
        return False
    for corners, more in zip(bound.settings.get("points") or (), benefit, strict=False):
        if corners is not None and np.any(np.diff(corners[1]) * (1 if more else -1) < 0):
            return False
    scaling = bound.settings.get("scale")
    return scaling is None or getattr(scale, getattr(scaling, "__name__", ""), None) is scaling


def _values(
    bound: BoundMethod, worst: Floats, best: Floats, benefit: Bools, certain: bool
) -> tuple[Floats, Floats] | None:
    """The least and the largest value of every rating, each (m, n); None where values are not linear, or not its own."""
    form = bound.additive(benefit)
    if bound.link is None or not (certain or form is not None):
        return None
    parts = [worst, best]
    if form is not None and form.corners is not None:  # a value function with a target is largest inside
        corners = form.corners
        low, high = np.minimum(worst, best), np.maximum(worst, best)
        for place in range(max(map(len, corners), default=0)):
            row = [one[min(place, len(one) - 1)] if len(one) else np.nan for one in corners]
            parts.append(np.clip(np.where(np.isnan(row), low, row), low, high))
    with np.errstate(divide="ignore"):  # a product below the smallest float
        found = np.array([bound.link(unit_scores(bound, part, benefit)) for part in parts])
    return (np.min(found, axis=0), np.max(found, axis=0)) if np.all(np.isfinite(found)) else None


def _seen_by(found: Hull, values: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """The least and the largest value of each option to each voice, each (m, voices)."""
    return values[0] @ found.corners.T, values[1] @ found.corners.T


def _options(group: str, options: Any, sure: _Sure) -> pd.DataFrame:
    """What is known of each option's ranks, in the order of the grid."""
    best, worst, alone = sure.ranks.best, sure.ranks.worst, sure.ranks.alone
    if sure.range is not None:
        bounds, by = (best, worst), np.full(len(options), "exact", dtype=object)
    else:
        bounds = (np.ones_like(best), len(options) - sure.standing.behind)
        by = np.where(best == 1, "draw", "sampled").astype(object)
    first = np.where(worst == 1, "always", np.where(alone, "possible", np.where(best == 1, "tied", "never")))
    if sure.range is None:
        proven = "exact" if sure.proven else "dominance"
        by[worst == 1] = np.where(bounds[1][worst == 1] == 1, proven, "sampled")
        by[first == "tied"] = np.where(sure.standing.tied[first == "tied"], "dominance", "sampled")
    return pd.DataFrame(
        {
            "group": group,
            "option": options,
            "first": first,
            "first_by": by,
            "best_rank": best,
            "worst_rank": worst,
            "best_bound": bounds[0],
            "worst_bound": bounds[1],
            "dominated_by": _names(options, sure.standing),
        }
    )


def _names(options: Any, known: Standing) -> list[str]:
    """The dominators of each option, and how many more there are than are named."""
    more = known.dominated_by - [len(each) for each in known.dominators]
    return [
        f"{', '.join(options[each])}{f' and {count:,} more' if count else ''}"
        for each, count in zip(known.dominators, more, strict=True)
    ]


def _proofs(sure: _Sure) -> dict[str, Any]:
    """Columns of the pairs, each (m, m)."""
    matrix, worst, best = sure.ratings
    at_modes = dominates(matrix, matrix, sure.benefit)[1]
    weakly, always = dominates(worst, best, sure.benefit)
    weakly &= sure.keeps
    if sure.margins is not None:
        possible, most = sure.margins.better, sure.margins.most
        by = possible_by = np.full(possible.shape, "exact", dtype=object)
    else:
        possible, most = sure.better & ~weakly.T, np.full(weakly.shape, np.nan)
        by = np.where(possible.T, "draw", np.where(weakly, "dominance", "sampled"))
        possible_by = np.where(possible, "draw", np.where(weakly.T, "dominance", "sampled"))
    return {
        "dominates": at_modes,
        "dominates_always": always,
        "necessary": ~possible.T,
        "necessary_by": by,
        "possible": possible,
        "possible_by": possible_by,
        "least": -most.T,
        "most": most,
    }


def _pairs(group: str, options: Any, proofs: dict[str, Any], order: Any) -> pd.DataFrame:
    """What is known of every two options, in the order of the tables."""
    i, j = (part[~np.eye(len(options), dtype=np.bool_)] for part in np.meshgrid(order, order, indexing="ij"))
    columns = {name: value[i, j] for name, value in proofs.items()}
    return pd.DataFrame({"group": group, "option": options[i], "versus": options[j], **columns}, columns=_PAIRS)


def _answer(group: str, table: pd.DataFrame, whatever: str = "whatever the weights") -> Note:
    """Is there an option that is first whatever the weights and ratings."""
    always = table[table["first"] == "always"]
    if len(always):
        proven = "" if (always["first_by"] != "sampled").all() else " as far as draws show"
        return "first_always", group, f"{', '.join(always['option'])} is first {whatever}{proven}"
    can = table[table["first"] == "possible"]["option"]
    text = f"{', '.join(can[:6])}{f' and {len(can) - 6} more' if len(can) > 6 else ''}"
    return "first_open", group, f"no option is first {whatever}; {text or 'none'} can be"
