"""Which options together are worth most within a budget, what more would buy, and which are in every sensible set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.anchoring import anchored, not_additive
from policymcda.arrays import Bools, Floats
from policymcda.arrays.choice.portfolio import core_index
from policymcda.arrays.choice.robust import extremes
from policymcda.binding import BoundMethod
from policymcda.case_files import check_problem
from policymcda.errors import check_flags, described, is_number, is_word, nearest, plain
from policymcda.model import NOTHING_LEFT, PreferenceModel, few_left
from policymcda.portfolios.amounts import Amounts, amounts, group_shares
from policymcda.portfolios.constraints import Asked, Constraint, Constraints, Row, constraints
from policymcda.portfolios.parts import Part
from policymcda.portfolios.robustness import robust_sets, why_not
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by
from policymcda.screening import screened
from policymcda.tables import layout
from policymcda.weighting.weight_space import space as spaces_of
from policymcda.weighting.weights import vectors

RATINGS = ("intervals", "unknown", "fixed")
"""Which ratings may be anything between their ends: every one that is uncertain, those without evidence, none."""


@dataclass(frozen=True, eq=False, repr=False)
class Portfolio(Result):
    """The set of options that is worth most within the budget, and what lies around it.

    Attributes
    ----------
    table : DataFrame
        group, option, chosen, cost, value; core_index: the share of the non-dominated sets that hold the option: 1 is
        core, 0 exterior (Liesiö, Mild and Salo, 2007), NaN where it is not known; screened and reason. With several
        resources `cost` is that of the first, and there is a column cost_... for each of the others.
    totals : DataFrame
        group ("all" where one budget is over all groups), resource, budget, and the cost and value of the chosen set;
        next_cost and next_value: the least cost at which more value can be had, and that value, NaN where there is none;
        gap: by what share of its value a better set may have been missed, 0 where none was; cost_low and cost_high where
        costs are given with their ends.
    frontier : DataFrame
        group, cost, value, options: sets with more value than any that costs as much or less, beyond the budget too; with
        logical constraints or several resources at up to 100 budgets. With several resources, share: the share of all
        budgets that it takes.
    near : DataFrame
        group, value, cost, options: the sets whose value is within `near` of the best, the best first; a last row "more"
        where there are more than 100.
    proposed : DataFrame
        group, options, cost, value, regret (what the best set is worth more), breaks (the constraints it does not keep).
    non_dominated : DataFrame
        group, options, cost, least and most (its value over all weights and ratings) of every set that no other dominates.
    """

    table: pd.DataFrame
    totals: pd.DataFrame
    frontier: pd.DataFrame
    near: pd.DataFrame
    proposed: pd.DataFrame
    non_dominated: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each budget its options, what the chosen ones cost and are worth, and what more would buy."""
        pooled = set(self.totals["group"]) == {"all"}
        for group, totals in self.totals.groupby("group", sort=False):
            part = self.table if pooled else self.table[self.table["group"] == group]
            grouped = pooled and set(part["group"]) != {"all"}
            part = part if grouped else part.drop(columns="group")
            if not part["screened"].any():
                part = part.drop(columns=["screened", "reason"])
            heading = [] if pooled else self.heading(group)
            lines = [layout.filled(line, width, "  ") for line in _lines(totals)]
            yield "\n".join([*heading, layout.text(part.dropna(axis="columns", how="all"), width, rows), *lines])
        for name in ("near", "proposed", "non_dominated"):
            table = self.tables[name]
            if len(table):
                shown = table.drop(columns="group") if set(table["group"]) == {"all"} else table
                yield f"{name.replace('_', '-')} sets\n{layout.text(shown.dropna(axis='columns', how='all'), width, rows)}"


def portfolio(
    problem: Problem,
    costs: Any,
    budget: Any,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
    space: Any = "any",
    ratings: str = "intervals",
    pooled: bool = False,
    group_weights: Mapping[str, float] | None = None,
    at_least: Mapping[str, int] | int | None = None,
    at_most: Mapping[str, int] | int | None = None,
    include: Sequence[Any] = (),
    exclude: Sequence[Any] = (),
    exclusive: Sequence[Sequence[Any]] = (),
    requires: Sequence[Sequence[Any]] = (),
    synergies: Mapping[Any, float] | None = None,
    near: float | None = None,
    proposed: Sequence[Any] | None = None,
    robust: bool = False,
) -> Portfolio:
    """The options that together are worth most within a budget; the value of a set is the sum of theirs.

    An option is named by its label, which means every group, or as (group, option).

    Parameters
    ----------
    costs : mapping or Series by option, mapping of such by resource, table, or None
        What each option costs, in every group or by (group, option). None is the table ``costs`` of the case (its units are
        the resources), else the column ``cost`` of the options.
    budget : float, or mapping by group or by resource
        The most that the chosen options of a group may cost together.
    method : str or callable, optional
        What gives options a value. Left out: the anchored weighted sum.
    weights, unknown
        As for `rank`.
    screen : bool, optional
        Whether options that a screen or threshold does not admit are left out: as the case says, else not.
    space : "any", WeightSpace or None
        The weights that non-dominated sets and core index range over; None leaves them out.
    ratings : {"intervals", "unknown", "fixed"}
        Which ratings they range over: all that are uncertain, those without evidence, none.
    pooled : bool
        One budget over all groups instead of one for each; values are those of the groups times `group_weights`.
    group_weights : mapping by group, optional
        What a unit of value counts in each group, divided by their sum; equal where left out.
    at_least, at_most : mapping by group, or int for each
        How many options of a group are chosen.
    include, exclude : sequence of options
        Funded already, ruled out.
    exclusive : sequence of sequences of options
        Of each at most one.
    requires : sequence of pairs of options
        The first only with the second.
    synergies : mapping of pairs to float
        What two options are worth together beyond the sum of theirs, in units of the values of the table; negative where
        they overlap.
    near : float, optional
        List the sets whose value is within this share of the best: 0.1 is 10%.
    proposed : sequence of options, optional
        A set to hold against the best one.
    robust : bool
        List every non-dominated set, of up to 24 options, or refuse. Otherwise the core index is given of up to 12.

    Raises
    ------
    ProblemError
        With every cost and budget that is missing, unknown, negative or not a number, and every unknown label.
    ValueError
        With the smallest set of constraints that cannot be met together.

    Notes
    -----
    Exact, by HiGHS (Huangfu and Hall, 2018) and by growing sets that can still matter (Nemhauser and Ullmann, 1969); each set
    is checked by sums of its own. Of sets of equal value the cheapest is chosen.

    Examples
    --------
    >>> from policymcda import load, portfolio
    >>> problem = load("cyber-policy")
    >>> costs = dict.fromkeys(problem.labels("option"), 1)
    >>> found = portfolio(problem, costs, 2)
    >>> found.table.query("chosen")["option"].tolist()[:2]
    ['capacity_building', 'ict_bricolage']
    >>> found = portfolio(problem, costs, 2, requires=[("ict_bricolage", "common_areas")])
    >>> found.table.query("chosen")["option"].tolist()[:2]
    ['capacity_building', 'western_integration']
    """
    check_problem(problem)
    _check(ratings, near, pooled=pooled, robust=robust)
    asked = Asked(at_least, at_most, include, exclude, exclusive, requires, synergies, proposed)
    spent, typed = amounts(problem, costs, budget, pooled), constraints(problem, asked, pooled)
    model = PreferenceModel.of(
        problem, method=method, weights=weights, unknown=unknown, screen=False, intervals=False, default_method=anchored
    )
    bound, rule, applied = model.method, model.unknown, problem.screen_by_default(screen)
    notes = [note for note in model.notes() if note[0] != "screened"]  # screens are constraints here, see below
    notes += not_additive(bound, problem)
    notes.append(("baseline", "", "an option that is not chosen adds 0: as much as one of the value 0 would"))
    notes += [("not_rated", part, text) for part, text in typed.skipped]
    shares = group_shares(problem, group_weights, pooled, notes)
    ranged, space_sentence = ({}, "") if space is None else spaces_of(problem, space, bound)
    ground = _Ground(problem, bound, rule, vectors(model.known_weights, problem), shares, screened(problem), applied)
    screen_notes = ground.notes()
    answers = [_Answer(part, ground, spent) for part in _parts(ground, spent, typed, pooled)]
    for answer in answers:
        answer.around(near, typed.proposed.get(answer.part.name))
        if space is not None or robust:
            answer.dominance(ranged, ratings, robust)
        notes += answer.part.notes
    settings = {"method": bound.name, "weights": model.weights_text, "space": space_sentence, "unknown": rule,
                "screen": applied, "pooled": pooled, "constraints": asked.sentence(), "near": near,
                "ratings": ratings if space is not None else "", "robust": robust}  # fmt: skip
    return Portfolio(
        notes=model.notes_table([*notes, *screen_notes]),
        settings=made_by(problem.fingerprint, **settings),
        table=_table(ground, answers, spent),
        totals=pd.concat([answer.totals for answer in answers], ignore_index=True),
        frontier=pd.concat([answer.frontier for answer in answers], ignore_index=True),
        near=_joined([answer.near for answer in answers], NEAR),
        proposed=_joined([answer.proposed for answer in answers], PROPOSED),
        non_dominated=_joined([answer.non_dominated for answer in answers], NON_DOMINATED),
    )


NEAR = ["group", "value", "cost", "options"]
PROPOSED = ["group", "options", "cost", "value", "regret", "breaks"]
NON_DOMINATED = ["group", "options", "cost", "least", "most"]


class _Ground:
    """What all budgets are answered from: values, weights of groups, and what is screened out."""

    def __init__(
        self, problem: Problem, bound: BoundMethod, rule: str, weights: Mapping[str, Floats], shares: dict[str, float],
        reasons: dict[str, dict[str, str]], applied: bool,
    ) -> None:  # fmt: skip
        self.problem, self.bound, self.shares, self.reasons, self.applied = problem, bound, shares, reasons, applied
        self.matrices = {group: matrix for group, _, matrix in problem.matrices(rule)}
        self.values: dict[tuple[str, str], float] = {}
        for group, options, matrix in problem.matrices(rule):
            values = bound(matrix, weights[group], problem.benefit) * shares[group]
            if not np.isfinite(values).all():
                raise ValueError(f"{bound.name} gave a value that is not finite")
            self.values |= zip(((group, option) for option in options.tolist()), values.tolist(), strict=True)

    def notes(self) -> list[Note]:
        """What is screened out, in each group."""
        how = "is in no set" if self.applied else "competes here all the same"
        competing, notes = self.problem.without(self.reasons), list[Note]()
        if self.applied and not competing.grids:
            raise ValueError(NOTHING_LEFT)
        for group, reasons in self.reasons.items():
            if reasons:
                named = "; ".join(f"{option} ({reason})" for option, reason in reasons.items())
                notes.append(("screened", group, f"excluded by a screen or threshold: {named}; {how}"))
                notes += few_left(group, competing) if self.applied else []
        return notes

    def screens(self, group: str) -> list[Constraint]:
        """What screens leave out of a group, where they are applied."""
        rated = self.problem.grids[group].options
        return [
            Constraint(f"screen {option} ({reason})", (Row({(group, option): 1.0}, 0.0),), logical=False)
            for option, reason in (self.reasons[group] if self.applied else {}).items()
            if option in rated
        ]


class _Answer:
    """The answer for one budget, as tables."""

    def __init__(self, part: Part, ground: _Ground, spent: Amounts) -> None:
        self.part, self.ground, self.spent = part, ground, spent
        self.best = part.best()
        self.value = float(self.best.chosen @ part.program.values)
        self.core = np.full(len(part.keys), np.nan)
        self.near = self.proposed = self.non_dominated = pd.DataFrame()
        self.totals, self.frontier = self._totals(), self._sets(self.best.frontier)
        if self.best.shares is not None:
            self.frontier.insert(1, "share", self.best.shares)

    def around(self, near: float | None, proposed: Sequence[tuple[str, str]] | None) -> None:
        """The sets near the best one, and one that somebody proposes."""
        if near is not None:
            self.near = self.part.near(self.best.chosen, near)
        if proposed is not None:
            program = self.part.program
            chosen = np.isin(np.arange(program.projects), [self.part.places[key] for key in proposed])
            one = self._sets(program.whole(chosen)[None])
            breaks = "; ".join(self.part.broken(program.whole(chosen)))
            self.proposed = one.assign(regret=self.value - one["value"], breaks=breaks)[PROPOSED]

    def dominance(self, spaces: dict[str, Any], ratings: str, asked: bool) -> None:
        """The core index and, where asked for, the sets that nothing dominates; or why there are none."""
        ground, part = self.ground, self.part
        lacks = "no space of weights is given" if not spaces else why_not(
            part, ground.bound, ground.problem, spaces, asked)  # fmt: skip
        if lacks and asked:
            raise ValueError(f"{part.name}: no non-dominated sets: {lacks}")
        if lacks:
            part.notes.append(("core_index", part.name, f"no core index: {lacks}"))
            return
        sets, ends = robust_sets(part, ground.bound, ground.problem, spaces, ground.shares, ratings, ground.matrices)
        self.core = np.where(part.free, core_index(sets), np.nan)
        text = f"sets within the budget that are not dominated over all weights and ratings: {len(sets)}"
        part.notes.append(("non_dominated", part.name, text))
        if asked:
            least, most = extremes(part.program, ends, sets)
            made = self._sets(part.program.whole(sets)).assign(least=least, most=most)
            self.non_dominated = made[NON_DOMINATED]

    def _sets(self, sets: Bools) -> pd.DataFrame:
        """Cost, value and options of sets, one row per set."""
        spent = self.part.program.spent(sets)
        columns = _cost_columns(self.part.resources)
        options = [self.part.label(one) for one in sets]
        return pd.DataFrame({"group": self.part.name, **dict(zip(columns, spent.T, strict=True)),
                             "value": sets @ self.part.program.values, "options": options})  # fmt: skip

    def _totals(self) -> pd.DataFrame:
        """One row per resource."""
        part, program = self.part, self.part.program
        cost = program.spent(self.best.chosen)
        further = [(float(program.rows[place] @ one), float(one @ program.values)) if one is not None else (np.nan, np.nan)
                   for place, one in enumerate(self.best.further)]  # fmt: skip
        made = pd.DataFrame({
            "group": part.name, "resource": part.resources, "budget": part.budget, "cost": cost, "value": self.value,
            "next_cost": [pair[0] for pair in further], "next_value": [pair[1] for pair in further], "gap": self.best.gap,
        })  # fmt: skip
        if self.spent.ranged:
            held = [key for key, one in zip(part.keys, self.best.chosen, strict=False) if one]
            for name, ends in (("cost_low", self.spent.low), ("cost_high", self.spent.high)):
                made[name] = np.sum([ends[key] for key in held], axis=0) if held else 0.0
            if (made["cost_high"] > made["budget"]).any():
                text = "the chosen set may cost more than the budget: costs are taken at their most plausible"
                part.notes.append(("costs", part.name, text))
        return made


def _parts(ground: _Ground, spent: Amounts, typed: Constraints, pooled: bool) -> Iterator[Part]:
    """The options of each budget with all that they are under."""
    groups = sorted(ground.problem.grids)
    for name in ["all"] if pooled else list(ground.problem.grids):
        of = groups if pooled else [name]
        keys = [(group, option) for group in of for option in ground.problem.grids[group].options.tolist()]
        yield Part(
            name=name,
            keys=keys,
            values=np.array([ground.values[key] for key in keys]),
            costs=np.array([spent.costs[key] for key in keys]).T.reshape(len(spent.resources), len(keys)),
            resources=spent.resources,
            budget=spent.budgets[name],
            constraints=[*typed.by_part[name], *(one for group in of for one in ground.screens(group))],
            together=typed.together[name],
        )


def _table(ground: _Ground, answers: list[_Answer], spent: Amounts) -> pd.DataFrame:
    """One row per option of each group, in the order of the tables."""
    found: dict[tuple[str, str], tuple[bool, float]] = {}
    for answer in answers:
        chosen = answer.best.chosen[: len(answer.part.keys)].tolist()
        found |= zip(answer.part.keys, zip(chosen, answer.core.tolist(), strict=True), strict=True)
    rows = []
    for group, grid in ground.problem.grids.items():
        for option in grid.options[ground.problem.order(group)].tolist():
            reason = ground.reasons[group].get(option, "") if ground.applied else ""
            value = np.nan if reason else ground.values[group, option]
            chosen, core = found[group, option]
            rows.append((group, option, chosen, *spent.costs[group, option], value, core, bool(reason), reason))
    costs = _cost_columns(spent.resources)
    columns = ["group", "option", "chosen", *costs, "value", "core_index", "screened", "reason"]
    made = pd.DataFrame(rows, columns=columns)
    return made[["group", "option", "chosen", "cost", "value", "core_index", *costs[1:], "screened", "reason"]]


def _cost_columns(resources: tuple[str, ...]) -> list[str]:
    return ["cost", *(f"cost_{resource}" for resource in resources[1:])]


def _joined(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    full = [frame for frame in frames if len(frame)]
    return pd.concat(full, ignore_index=True) if full else pd.DataFrame(columns=columns)


def _check(ratings: str, near: float | None, **flags: bool) -> None:
    """Settings that are words, shares or yes and no."""
    check_flags(**flags)
    if not is_word(ratings, RATINGS):
        raise ValueError(f"no ratings {ratings!r} ({nearest(ratings, RATINGS)}); choose from {', '.join(RATINGS)}")
    if near is not None and not is_number(near, 0, 1):
        raise ValueError(f"near is a share of the best value, such as 0.1 for within 10%, not {described(near)}")


def _lines(totals: pd.DataFrame) -> Iterator[str]:
    """What the chosen set costs and is worth, and what more would buy."""
    for total in totals.itertuples():
        what = plain(total.resource) if total.resource else "cost"
        line = f"chosen: {what} {total.cost:g} of {total.budget:g}, value {total.value:.4g}"
        more = (
            f"; with {total.next_cost:g} it would be {total.next_value:.4g}"
            if total.next_cost == total.next_cost
            else ""
        )
        yield line + more
