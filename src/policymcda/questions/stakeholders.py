"""What each stakeholder would rank first, how far they agree, and whose voice changes what comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats, Ints
from policymcda.arrays.ranking.rank_similarity import kendall_w
from policymcda.arrays.ranking.ranks import ranks
from policymcda.binding import bind
from policymcda.errors import Fault, ProblemError
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.tables import layout
from policymcda.tables.crossing import expanded
from policymcda.weighting.resolve import resolve
from policymcda.weighting.stakeholder_weights import shares
from policymcda.weighting.weights import Weights, by_stakeholder, vectors

SOURCES = ("judgements", "weights", "swings", "orders")
"""The tables in which stakeholders say what matters to them."""

Score = Callable[[Problem, Mapping[str, Floats]], dict[str, Floats]]
"""Scores of the options of each group, in the order of their table, from a problem and the weights of each group."""


@dataclass(frozen=True, eq=False, repr=False)
class Stakeholders(Result):
    """A ranking for each stakeholder.

    Attributes
    ----------
    table : DataFrame
        group, stakeholder, option, score, rank: by the stakeholder's own weights, and own coding where there is one;
        combined_rank: by the weights of all and the ratings of the case.
    agreement : DataFrame
        group, stakeholders (how many), kendall_w (1: all rankings are the same, 0: they have nothing in common), firsts
        (how many different options come first for somebody).
    first : DataFrame
        group, stakeholder, first_option, combined_first_option, differs (whether it does); without: what comes
        first for all others
        together; decisive: whether that is another one than with the stakeholder. Tied options are named together.
    weights : DataFrame
        group, stakeholder, criterion, weight.
    """

    table: pd.DataFrame
    agreement: pd.DataFrame
    first: pd.DataFrame
    weights: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the ranks, option by stakeholder; then how far they agree, and who changes what comes first."""
        for group, part in self.table.groupby("group", sort=False):
            wide = part.pivot(index="option", columns="stakeholder", values="rank")
            wide = wide[list(dict.fromkeys(part["stakeholder"]))]
            wide.insert(0, "combined", part.drop_duplicates("option").set_index("option")["combined_rank"])
            shown = wide.sort_values("combined", kind="stable").reset_index()
            heading = [layout.filled(name, width) for name in self.heading(group)]
            yield "\n".join([*heading, layout.text(shown, width, rows), *self._group_text(str(group), width)])

    def _group_text(self, group: str, width: int) -> Iterator[str]:
        one = self.agreement[self.agreement["group"] == group].iloc[0]
        count = "1 option comes" if one["firsts"] == 1 else f"{one['firsts']} options come"
        yield layout.filled(f"Kendall's W {one['kendall_w']:.3f}; {count} first for somebody", width, "  ")
        for row in self.first[(self.first["group"] == group) & self.first["decisive"]].itertuples():
            yield layout.filled(f"without {row.stakeholder} {row.without} would come first", width, "  ")


def stakeholders(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    codings: bool = True,
    screen: bool | None = None,
) -> Stakeholders:
    """Rank the options of each group for each stakeholder.

    Parameters
    ----------
    method : str or callable, optional
        As for `rank`.
    weights : str or Weights, optional
        A way to weights that asks stakeholders, or weights that keep them apart; the case's own way unless given. Weights
        that are the same for all are taken too, where stakeholders have codings.
    unknown : {"mode", "worst", "best"}, optional
        As for `rank`.
    screen : bool, optional
        As for `rank`.
    codings : bool
        Take each stakeholder's own ratings, from the table `codings`, where there are some for a group.

    Raises
    ------
    ProblemError
        When neither the weights nor the codings know any stakeholder.

    Examples
    --------
    >>> from policymcda import load, stakeholders
    >>> found = stakeholders(load("cyber-policy"))
    >>> found.agreement["kendall_w"].round(2).tolist()
    [0.87, 0.95, 0.89, 0.51]
    """
    whole = problem
    model = PreferenceModel.of(problem, method=method, weights="equal", unknown=unknown, screen=screen)
    screened_out = model.reasons if model.screen else {}
    problem = model.problem
    score = _scorer(method, model.unknown)
    apart = resolve(whole, weights, combine=False)
    own = _own(whole, apart)
    coded = _coded(problem, screened_out) if codings and problem.has("codings") else {}
    people = {group: _people(problem, group, own, coded) for group in problem.grids}
    if not any(people.values()):
        hint = "name stakeholders in judgements, weights, swings, orders or codings"
        raise ProblemError([Fault("stakeholders", rule="nobody has weights or codings of their own", hint=hint)])
    together = _together(whole, weights, apart, own)
    combined = score(problem, together)
    alone = {
        name: score(
            coded.get(name, problem), {group: own.get((group, name), together[group]) for group in problem.grids}
        )
        for name in dict.fromkeys(name for names in people.values() for name in names)
    }
    rest = {name: _first(problem, score, _without(whole, weights, apart, own, name)) for name in alone}
    firsts = _firsts(problem, combined)
    return Stakeholders(
        notes=model.notes_table([*model.notes(), *_notes(own, coded)]),
        settings=model.settings(weights=apart.settings["weights"]),
        table=pd.concat(
            [_ranked(problem, group, people[group], alone, combined) for group in people], ignore_index=True
        ),
        agreement=pd.DataFrame(
            [_agreement(problem, group, people[group], alone) for group in people if people[group]],
            columns=["group", "stakeholders", "kendall_w", "firsts"],
        ),
        first=pd.DataFrame(
            [
                (group, name, own_first, firsts[group], own_first != firsts[group], without, decisive)
                for group in people
                for name in people[group]
                for own_first in [_firsts(problem, alone[name])[group]]
                for without in [rest[name].get(group, "")]
                for decisive in [without not in ("", firsts[group])]
            ],
            columns=["group", "stakeholder", "first_option", "combined_first_option", "differs", "without", "decisive"],
        ),
        weights=_weights_table(problem, own),
    )


def _scorer(method: str | Callable[..., Floats] | None, unknown: str | None) -> Score:
    """The method bound to whatever problem it is asked about."""

    def score(problem: Problem, weights: Mapping[str, Floats]) -> dict[str, Floats]:
        bound = bind(method, problem)
        found = {}
        for group, _, matrix in problem.matrices(problem.rule_for_unknown(unknown)):
            grid = problem.grids[group]
            found[group] = bound.scores(grid.low, matrix, grid.high, weights[group], problem.benefit)[
                problem.order(group)
            ]
        return found

    return score


def _own(problem: Problem, apart: Weights) -> dict[tuple[str, str], Floats]:
    """The weights of each group and stakeholder; none where the weights know no stakeholders."""
    if apart.combined:
        vectors(apart, problem)
        return {}
    return by_stakeholder(apart, problem)


def _people(problem: Problem, group: str, own: Iterable[tuple[str, str]], coded: Mapping[str, Problem]) -> list[str]:
    """Those who have weights or codings of their own for a group: as in their table, then by name."""
    names = {name for one, name in own if one == group} | {name for name in coded if group in _groups(problem, name)}
    order = {name: place for place, name in enumerate(problem.table("stakeholders")["stakeholder"])}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def _groups(problem: Problem, name: str) -> set[str]:
    """The groups that a stakeholder coded."""
    rows = problem.table("codings")
    return set(expanded(rows[rows["stakeholder"] == name], list(problem.grids))["group"])


def _coded(problem: Problem, screened_out: Mapping[str, Iterable[str]]) -> dict[str, Problem]:
    """The problem with each stakeholder's own ratings, the case's where the stakeholder has none for a group."""
    found, faults = {}, list[Fault]()
    ratings = expanded(problem.table("ratings"), list(problem.grids))
    codings = expanded(problem.table("codings"), list(problem.grids))
    for name, rows in codings.groupby("stakeholder", sort=True):
        others = ratings[~ratings["group"].isin(set(rows["group"]))]
        own = pd.concat([rows.drop(columns="stakeholder"), others], ignore_index=True)
        try:
            found[str(name)] = problem.replace(ratings=own, codings=None).without(screened_out)
        except ProblemError as error:
            faults += [replace(one, table="codings", row="", value=f"{name}: {one.value}") for one in error.every]
    if faults:
        raise ProblemError(faults)
    return found


def _together(
    problem: Problem, weights: Any, apart: Weights, own: Mapping[tuple[str, str], Floats], but: str | None = None
) -> dict[str, Floats]:
    """The weights of all together: by the way itself where it has a name, else the mean of what each has."""
    if apart.combined:
        return vectors(apart, problem)
    if weights is None or isinstance(weights, str):
        return vectors(resolve(problem, weights), problem)
    found = {}
    for group in problem.grids:
        names = sorted(name for one, name in own if one == group and name != but)
        stakeholder_weight = shares(problem, names)
        if names:
            found[group] = np.asarray(sum(stakeholder_weight[name] * own[group, name] for name in names))
    return found


def _without(
    problem: Problem, weights: Any, apart: Weights, own: Mapping[tuple[str, str], Floats], name: str
) -> dict[str, Floats]:
    """The weights of all but one, of the groups for which there are others."""
    if apart.combined:
        return {}
    if weights is not None and not isinstance(weights, str):
        return _together(problem, weights, apart, own, but=name)
    left = [group for group in problem.grids if any(one == group and other != name for one, other in own)]
    if not left:
        return {}
    sources = {
        source: expanded(problem.table(source), list(problem.grids)) for source in SOURCES if problem.has(source)
    }
    others = {source: rows[rows["stakeholder"] != name] for source, rows in sources.items() if "stakeholder" in rows}
    rest = problem.replace(**others).select(groups=left)
    try:
        return vectors(resolve(rest, weights), rest)
    except ProblemError:  # the others alone have not said enough
        return {}


def _first(problem: Problem, score: Score, weights: Mapping[str, Floats]) -> dict[str, str]:
    """What comes first in each group that has weights."""
    if not weights:
        return {}
    some = problem.without({group: grid.options for group, grid in problem.grids.items() if group not in weights})
    return _firsts(some, score(some, weights))


def _firsts(problem: Problem, scores: Mapping[str, Floats]) -> dict[str, str]:
    return {group: ", ".join(_options(problem, group)[ranks(score) == 1]) for group, score in scores.items()}


def _options(problem: Problem, group: str) -> Any:
    return problem.grids[group].options[problem.order(group)]


def _ranked(
    problem: Problem,
    group: str,
    names: list[str],
    alone: Mapping[str, dict[str, Floats]],
    combined: Mapping[str, Floats],
) -> pd.DataFrame:
    """The rows of a group."""
    together: Ints = ranks(combined[group])
    parts = [
        pd.DataFrame(
            {
                "group": group,
                "stakeholder": name,
                "option": _options(problem, group),
                "score": alone[name][group],
                "rank": ranks(alone[name][group]),
                "combined_rank": together,
            }
        )
        for name in names
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _agreement(
    problem: Problem, group: str, names: list[str], alone: Mapping[str, dict[str, Floats]]
) -> tuple[str, int, float, int]:
    places = np.stack([ranks(alone[name][group]) for name in names]).astype(np.float64)
    return group, len(names), kendall_w(places), len({int(at) for at in np.nonzero(places == 1)[1]})


def _weights_table(problem: Problem, own: Mapping[tuple[str, str], Floats]) -> pd.DataFrame:
    rows = [
        (group, name, criterion, float(vector[problem.leaf_criteria.index(criterion)]))
        for (group, name), vector in own.items()
        for criterion in problem.labels("criterion")
    ]
    return pd.DataFrame(rows, columns=["group", "stakeholder", "criterion", "weight"])


def _notes(own: Iterable[tuple[str, str]], coded: Mapping[str, Problem]) -> Iterator[Note]:
    """Who has no weights, or no ratings, of their own."""
    weighing = {name for _, name in own}
    if not weighing:
        yield "shared_weights", "", "the weights are the same for all: stakeholders differ by their codings only"
    elif not coded:
        yield "shared_ratings", "", "the ratings are the same for all: stakeholders differ by their weights only"
    else:
        for name in sorted(weighing - set(coded)):
            yield "shared_ratings", "", f"{name} has no codings: ranked by the ratings of the case"
        for name in sorted(set(coded) - weighing):
            yield "shared_weights", "", f"{name} has no weights: ranked by those of all together"
