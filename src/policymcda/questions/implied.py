"""With which weights would this advice come out: how many there are, the nearest, and what has to be given up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.arrays.choice.contradictions import fewest_to_give_up, seen
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sampling.weight_spaces import Anything
from policymcda.arrays.sensitivity import claims as kernel
from policymcda.arrays.sensitivity import implied_search, implied_weights
from policymcda.arrays.sensitivity.claims import Claim
from policymcda.arrays.smaa.estimates import LEAST
from policymcda.arrays.smaa.space_share import mean_of_nets
from policymcda.arrays.smaa.tasks import unit_scores
from policymcda.binding import BoundMethod
from policymcda.errors import described, plain
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws
from policymcda.simulation.runs import in_order
from policymcda.tables import layout
from policymcda.weighting.statements import of_group
from policymcda.weighting.weights import vectors

SEARCHED, HELD = 4096, 512
"""Draws from which the nearest weights are searched, and those among all draws in which the claims hold."""


@dataclass(frozen=True, eq=False, repr=False)
class Implied(Result):
    """The weights under which advice comes out.

    Attributes
    ----------
    table : DataFrame
        group; share of all weights under which everything that is advised holds, with its error, low, high (an error of
        0 is exact); distance from the present weights to the nearest such, half the sum of absolute changes; statements,
        how many there are.
    nearest : DataFrame
        group, criterion, own, nearest: the present weights and the nearest under which all holds. They lie on the edge:
        there an option that is to be ahead may be level.
    must_go : DataFrame
        group, statement: the fewest that have to be given up because no weights bring about all; empty where some do.
        Distance and nearest are then of what is left.
    """

    table: pd.DataFrame
    nearest: pd.DataFrame
    must_go: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """A row for each group, what has to be given up, and the nearest weights where they are others."""
        yield layout.text(self.table, width, rows)
        for row in self.must_go.itertuples():
            group = "".join(f"{name}: " for name in self.heading(row.group))
            yield layout.filled(plain(f"{group}give up: {row.statement}"), width, "  ")
        moved = self.table[self.table["distance"] > 0]["group"]
        for group, part in self.nearest[self.nearest["group"].isin(moved)].groupby("group", sort=False):
            heading = self.heading(group)
            yield "\n".join([*heading, layout.text(part.drop(columns="group"), width, rows)])


def implied(
    problem: Problem,
    statements: Any = None,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
    samples: int = 2**17,
    seed: int = 0,
    executor: Executor | None = None,
) -> Implied:
    """With which weights would this advice come out.

    Ratings are fixed, weights uniform over all there are. For methods linear in the weights shares
    are volumes, the nearest weights are found by an integer program and the statements to give up are proven; for other
    methods shares and what to give up are by draws, and the distance is the least that a search finds.

    Parameters
    ----------
    statements : table or "statements", optional
        What is to hold: rows as in the table `expectations` (group, option, relation, rank) or as in the table
        `statements` (better, worse, ...); ``"statements"`` is the case's own table of that name. Left out: the case's
        expectations, those without a source.
    method, weights, unknown, screen
        As for `rank`; the weights are those from which distances are measured.
    samples : int
        Draws for each group, in nets of 8,192, at least 16 of them.
    seed : int
    executor : concurrent.futures.Executor, optional
        As for `smaa`: the same bits whoever computes.

    Raises
    ------
    ProblemError
        When the rows do not fit the problem.

    Examples
    --------
    >>> from policymcda import implied, load
    >>> found = implied(load("cyber-policy"), method="weighted_sum")
    >>> found.table[["group", "share", "distance"]].round(4)
                         group   share  distance
    0        capacity_partners  0.4389    0.0427
    1  nonsignatory_developing  0.3627    0.0000
    2         rivals_with_ties  0.1111    0.1047
    3           no_formal_ties  0.5000    0.0000
    """
    samples, seed = check_draws(samples=samples, seed=seed)
    model = PreferenceModel.of(problem, method=method, weights=weights, unknown=unknown, screen=screen, intervals=False)
    bound, rule = model.method, model.unknown
    given, kind = _given(problem, statements)
    own, parts, notes = vectors(model.known_weights, given), list[_Group](), list[Note]()
    given = given.without(model.reasons) if model.screen else given
    for group, options, matrix in given.matrices(rule):
        asked = _claims(given, group, options, matrix, bound, kind, rule)
        if asked:
            draw = _Draws(max(LEAST, -(-samples // NET)), seed, executor)
            parts.append(_Group(group, asked, own[group], partial(_scores, bound, matrix, given.benefit), draw))
        else:
            notes.append(("nothing_stated", group, "nothing is stated of this group"))
    notes += [note for part in parts for note in part.notes()]
    return Implied(
        notes=model.notes_table([*model.notes(), *notes]),
        settings=model.settings(seed=seed),
        table=pd.DataFrame([part.row for part in parts], columns=_COLUMNS),
        nearest=_nearest_table(problem, parts),
        must_go=pd.DataFrame(
            [(part.group, text) for part in parts for text in part.given_up], columns=["group", "statement"]
        ),
    )


_COLUMNS = ["group", "share", "error", "low", "high", "distance", "statements"]


@dataclass(frozen=True, eq=False)
class _Asked:
    """A claim in words; `possible` is False for what no weights can bring about because the option is not rated."""

    text: str
    sure: float
    claim: Claim | None
    possible: bool = True


class _Draws(NamedTuple):
    """How many nets of weights, from which seed, and who computes."""

    nets: int
    seed: int
    executor: Executor | None


class _Group:
    """What is found out about a group."""

    def __init__(
        self,
        group: str,
        asked: Sequence[_Asked],
        own: Floats,
        scores: Callable[[Floats], Floats],
        draw: _Draws,
    ) -> None:
        self.group, self.own, self.asked = group, own, asked
        wanted = [one for one in asked if one.claim is not None]
        claims = [one.claim for one in wanted if one.claim is not None]
        criteria = len(own)
        self.linear = all(claim.lines is not None for claim in claims)
        self.exact = self.linear and kernel.practical(claims, criteria)
        held = None if self.exact else _held(claims, scores, criteria, draw)
        gone = _give_up(claims, held, np.array([one.sure for one in wanted]), criteria, self.linear)
        kept = [claim for place, claim in enumerate(claims) if place not in gone]
        impossible = [one.text for one in asked if not one.possible]
        self.given_up = [*impossible, *(wanted[place].text for place in gone)]
        drawn = _starts(held, [place for place in range(len(claims)) if place not in gone], criteria, draw.seed)
        self.nearest = _nearest(kept, own, scores, drawn, draw.seed)
        if self.given_up:
            share = (0.0, 0.0, 0.0, 0.0)
        elif held is None:
            volume = kernel.exact_share(claims, criteria)
            share = (volume, 0.0, volume, volume)
        else:
            share = mean_of_nets(np.mean(held.all(axis=1).reshape(draw.nets, NET), axis=1))
        distance = np.nan if self.nearest is None else float(np.sum(np.abs(self.nearest - own)) / 2)
        self.row = (group, *share, distance, len(asked))

    def notes(self) -> Iterator[Note]:
        if self.given_up:
            proven = "no weights bring about all" if self.linear else "none of the weights drawn bring about all"
            text = f"{proven}; the distance is for what is left when {len(self.given_up)} of {len(self.asked)} go"
            yield "must_go", self.group, text
        if not self.linear and self.row[-2] != 0:
            yield "search", self.group, "the nearest weights are the best of a search: there may be nearer ones"
        if self.nearest is None:
            yield "not_found", self.group, "no draw brings about what is left, so that there is no nearest to name"


def _give_up(claims: Sequence[Claim], held: Bools | None, sure: Floats, criteria: int, linear: bool) -> list[int]:
    """The fewest claims to give up, by position: proven for what is linear, else by draws."""

    def together(chosen: Bools) -> bool:
        return implied_weights.can_hold([claim for claim, kept in zip(claims, chosen, strict=True) if kept], criteria)

    if not claims:
        return []
    places = fewest_to_give_up(together if held is None or linear else seen(held), len(claims), sure)
    return [int(place) for place in places]


def _held(claims: Sequence[Claim], scores: Callable[[Floats], Floats], criteria: int, draw: _Draws) -> Bools:
    """Whether each claim holds in each draw, (draws, claims)."""
    one = partial(_held_in, claims, scores, criteria, draw.seed)
    return np.concatenate(list(in_order(one, ((net,) for net in range(draw.nets)), draw.executor)))


def _held_in(claims: Sequence[Claim], scores: Callable[[Floats], Floats], criteria: int, seed: int, net: int) -> Bools:
    """The same in one net."""
    weights = Anything(criteria).draw(seed, net)
    return kernel.hold(claims, weights, scores(weights))


def _starts(held: Bools | None, kept: Sequence[int], criteria: int, seed: int) -> Floats:
    """Draws to search from, (k, n): some of all, and some of those in which the claims that are kept hold."""
    space = Anything(criteria)
    parts = [space.draw(seed, 0)[:SEARCHED]]
    if held is not None:
        places = np.flatnonzero(held[:, kept].all(axis=1))[:HELD]
        parts += [space.draw(seed, int(net))[places[places // NET == net] % NET] for net in np.unique(places // NET)]
    return np.concatenate(parts)


def _nearest(
    claims: Sequence[Claim], own: Floats, scores: Callable[[Floats], Floats], drawn: Floats, seed: int
) -> Floats | None:
    """The nearest weights at which the claims hold: the present ones where they hold already."""
    level = [claim for claim in claims if claim.same]
    if not level and kernel.hold(claims, own[None], scores(own[None])).all():
        return own
    if all(claim.lines is not None for claim in claims):
        return implied_weights.nearest(claims, own)
    return implied_search.nearest_by_search(scores, claims, own, drawn, seed)


def _scores(bound: BoundMethod, matrix: Floats, benefit: Bools, weights: Floats) -> Floats:
    return np.asarray(bound(matrix, weights, benefit))


def _given(problem: Problem, statements: Any) -> tuple[Problem, str]:
    """The problem with what is to hold as its own table, checked at the door, and the name of that table."""
    if statements is None:
        table = problem.table("expectations")
        if "source" in table:
            table = table[table["source"].fillna("") == ""]
        if not len(table):
            raise ValueError("the case expects nothing: pass statements, or fill in the table expectations")
        return problem.replace(expectations=table), "expectations"
    if isinstance(statements, str):
        if statements != "statements":
            raise ValueError(f"no statements {statements!r}: pass a table, or 'statements' for the case's own")
        if not problem.has("statements"):
            raise ValueError("the case has no statements: fill in the table statements")
        return problem, "statements"
    rows = isinstance(statements, pd.DataFrame | list | tuple) or (
        isinstance(statements, Mapping)
        and all(hasattr(one, "__len__") and not isinstance(one, str) for one in statements.values())
    )
    if not rows:
        raise ValueError(f"statements takes a table, rows as mappings, or 'statements'; not {described(statements)}")
    table = pd.DataFrame(statements)
    if not len(table):
        raise ValueError("no statements are given: pass at least one row")
    name = "statements" if "better" in table else "expectations"
    return problem.replace(**{name: table}), name


def _claims(
    problem: Problem, group: str, options: Any, matrix: Floats, bound: BoundMethod, kind: str, rule: str
) -> list[_Asked]:
    """What is to hold in a group."""
    values = None
    if bound.link is not None:
        with np.errstate(divide="ignore"):
            values = bound.link(unit_scores(bound, matrix, problem.benefit))
        values = values if np.isfinite(values).all() else None
    if kind == "expectations":
        return list(_expected(problem, group, list(options), values))
    stated, found = of_group(problem, group, bound, unknown=rule), list[_Asked]()
    for place, text in enumerate(stated.texts):
        lines = -stated.rows[place, None] if stated.linear[place] else None
        same = bool(stated.same[place])
        if same and lines is None:
            raise ValueError(f"{text}: two options are level by {bound.name} at almost no weights; state it otherwise")
        claim = Claim(int(stated.better[place]), stated.worse[[place]], 0, True, lines, same)
        found.append(_Asked(text, float(stated.sure[place]), claim))
    return found


def _expected(problem: Problem, group: str, options: list[str], values: Floats | None) -> Iterator[_Asked]:
    """The expectations of a group; what only names an option says nothing of its rank."""
    table = problem.table("expectations")
    for row in table[(table["group"] == group) & table["relation"].isin(["within", "outside"])].itertuples():
        limit, within = int(row.rank), row.relation == "within"
        text = f"{row.option} {row.relation} the first {limit}" if limit > 1 else f"{row.option} {row.relation} rank 1"
        if row.option not in options:
            yield _Asked(text, 1.0, None, possible=not within)
            continue
        option = options.index(row.option)
        others = np.delete(np.arange(len(options)), option)
        lines = None if values is None else values[others] - values[option]
        yield _Asked(text, 1.0, Claim(option, others, limit - 1 if within else limit, within, lines))


def _nearest_table(problem: Problem, parts: Sequence[_Group]) -> pd.DataFrame:
    """Present and nearest weights of each group, criteria in the order of their table."""
    rows = [
        (part.group, criterion, float(part.own[at]), np.nan if part.nearest is None else float(part.nearest[at]))
        for part in parts
        for criterion in problem.labels("criterion")
        for at in [problem.leaf_criteria.index(criterion)]
    ]
    return pd.DataFrame(rows, columns=["group", "criterion", "own", "nearest"])
