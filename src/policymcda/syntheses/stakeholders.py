"""What each stakeholder would rank first, how far they agree, what all can live with, and whose voice changes what comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.arrays.ranking.rank_similarity import kendall_w
from policymcda.arrays.ranking.ranks import ranks
from policymcda.binding import BoundMethod, bind
from policymcda.committees import coalitions, coders, losses, one_order, positions
from policymcda.committees.coalitions import Scorer, Voters
from policymcda.committees.committee import Committee, stacked
from policymcda.committees.people import coded_problems, speakers
from policymcda.errors import Fault, ProblemError, check_flags, check_results
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.questions.smaa import Acceptability, smaa
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws
from policymcda.tables import layout
from policymcda.tables.sentences import share_text
from policymcda.weighting.resolve import resolve
from policymcda.weighting.stakeholder_statements import settled
from policymcda.weighting.stakeholder_weights import votes
from policymcda.weighting.weight_space import WeightSpace
from policymcda.weighting.weights import Weights, by_stakeholder, vectors

Method: TypeAlias = str | Callable[..., Floats] | None

AT_ONCE = 2**22
"""Ratings that are weighed at once."""


SHOWN = 5
"""Sets of people that the text names."""

FIRST = ["group", "stakeholder", "first_option", "combined_first_option", "differs", "without", "decisive"]
MIXTURES = ["group", "option", "first_acceptability", "error", "low", "high"]


@dataclass(frozen=True, eq=False, repr=False)
class Stakeholders(Result):
    """A ranking for each stakeholder, and what follows for all of them.

    Attributes
    ----------
    table : DataFrame
        group, stakeholder, option, score, rank: by the stakeholder's own weights, and own coding where there is one;
        combined_rank: by the weights of all and the ratings of the case.
    agreement : DataFrame
        group, stakeholders (how many), kendall_w (1: all rankings are the same, 0: they have nothing in common), firsts
        (how many different options come first for somebody).
    first : DataFrame
        group, stakeholder, first_option, combined_first_option, differs (whether it does); without: what comes first
        for all others together; decisive: whether that is another one than with the stakeholder. Tied options are named
        together.
    weights : DataFrame
        group, stakeholder, criterion, weight.
    distances : DataFrame
        group, stakeholder, versus, tau (tau-b of their rankings), weight_distance (half the sum of absolute differences
        of their weights, NaN where one has none).
    clusters : DataFrame
        group, stakeholder, cluster (average linkage of 1 - tau; together where the mean tau is at least one half), place
        in the tree.
    aggregated : DataFrame
        group, rule (borda, copeland, kemeny), optimum, option, points, rank: one order out of the rankings of all, by the
        weights of the table stakeholders. Pairs that somebody ties count for neither, in Borda one half each. Points are those of
        the option, for Kemeny the weight that agrees with the order over all pairs; every best order of Kemeny has its number, up to
        100, and a last row "more" where there are others.
    equity : DataFrame
        group, stakeholder, option, loss (against the option that they put first themselves, in units of the score), share (of the span of
        their scores: 0 their first, 1 their last), rank.
    options : DataFrame
        group, option, largest_loss, largest_share, loses_most (whose share is largest), ranked_last (for how many people).
    coalitions : DataFrame
        group, stakeholders (names joined by a comma), first_option: the sets of people whose leaving changes what is first with the
        weights of all others and the ratings of the case, the smallest first. All sets of up to 20 people, single ones and
        pairs of more.
    mixtures : DataFrame
        group, option, first_acceptability with error, low, high: how often each option is first over all mixtures of the stakeholders'
        weights, uniform in the shares of their voices, with every rating drawn.
    codings : DataFrame
        criterion, alpha, low, high, cells, coders, alpha_with_evidence, cells_with_evidence: Krippendorff's (2011) alpha of the modes as
        ordinal values, with a percentile interval of 95% by resampling cells; and alpha without the ratings that rest on no evidence.
    """

    table: pd.DataFrame
    agreement: pd.DataFrame
    first: pd.DataFrame
    weights: pd.DataFrame
    distances: pd.DataFrame
    clusters: pd.DataFrame
    aggregated: pd.DataFrame
    equity: pd.DataFrame
    options: pd.DataFrame
    coalitions: pd.DataFrame
    mixtures: pd.DataFrame
    codings: pd.DataFrame

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
        for row in (
            self.options[self.options["group"] == group]
            .sort_values("largest_share", kind="stable")
            .head(1)
            .itertuples()
        ):
            last = f"last for {row.ranked_last}" if row.ranked_last else "last for nobody"
            text = f"{row.option} costs whoever loses most {share_text(float(row.largest_share))} of their own span, and is {last}"
            yield layout.filled(text, width, "  ")
        orders = self.aggregated[(self.aggregated["group"] == group) & (self.aggregated["rank"] == 1)]
        for rule, part in orders.groupby("rule", sort=False):
            first = ", ".join(dict.fromkeys(part["option"]))
            yield layout.filled(f"one order out of all rankings, {str(rule).capitalize()}: {first} first", width, "  ")
        for row in self.coalitions[self.coalitions["group"] == group].head(SHOWN).itertuples():
            yield layout.filled(f"without {row.stakeholders} {row.first_option} would come first", width, "  ")


def stakeholders(
    problem: Problem,
    *,
    method: Method = None,
    weights: Any = None,
    unknown: str | None = None,
    codings: bool = True,
    screen: bool | None = None,
    samples: int = 2**17,
    seed: int = 0,
    executor: Executor | None = None,
    mixtures: Acceptability | bool | None = None,
) -> Stakeholders:
    """Rank the options of each group for each stakeholder, and say what all of them can live with.

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
    samples, seed, executor
        As for `smaa`, which gives `mixtures`; the seed also resamples the codings.
    mixtures : Acceptability or bool, optional
        The answer of `smaa` over `WeightSpace.hull`, where it is known already; False draws none.

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
    >>> best = found.aggregated.query("rule == 'kemeny' and optimum == '1' and rank == 1")
    >>> best["option"].tolist()
    ['ict_bricolage', 'regional_orgs', 'high_level_group', 'tailored_capabilities']
    """
    samples, seed = check_draws(samples=samples, seed=seed)
    check_flags(codings=codings)
    check_results(mixtures=(None if mixtures is False else mixtures, Acceptability, "smaa"))
    model = PreferenceModel.of(problem, method=method, weights="equal", unknown=unknown, screen=screen)
    case, problem = problem, model.problem
    scorers = _scorers(problem, method, model.unknown)
    apart = resolve(case, weights, combine=False)
    own = _own(case, apart)
    coded = coded_problems(problem, model.reasons if model.screen else {}) if codings and problem.has("codings") else {}
    people = {group: speakers(problem, group, own, coded) for group in problem.grids}
    if not any(people.values()):
        hint = "name stakeholders in judgements, weights, swings, orders or codings"
        raise ProblemError([Fault("stakeholders", rule="nobody has weights or codings of their own", hint=hint)])
    together = _together(case, weights, apart, own)
    combined = {group: score(together[group]) for group, score in scorers.items()}
    coded_scorers = {name: _scorers(one, method, model.unknown) for name, one in coded.items()}
    committees = [
        _committee(
            problem,
            group,
            people[group],
            [coded_scorers.get(name, scorers)[group] for name in people[group]],
            own,
            together,
        )
        for group in people
        if people[group]
    ]
    voters = {group: one for group, one in _voters(case, weights, apart, own).items() if group in combined}
    firsts = {group: ranks(scores) == 1 for group, scores in combined.items()}
    options = {group: tuple(_options(problem, group)) for group in combined}
    sets, set_notes = coalitions.coalitions(voters, scorers, firsts, options, people)
    orders, order_notes = one_order.aggregated(committees)
    drawn: dict[str, Any] = {"samples": samples, "seed": seed, "executor": executor}
    mixed, mixed_notes = _mixtures(case, model, method, weights, apart, mixtures, **drawn)
    return Stakeholders(
        notes=model.notes_table([*model.notes(), *_notes(own, coded), *order_notes, *set_notes, *mixed_notes]),
        settings=model.settings(weights=apart.settings["weights"], samples=samples, seed=seed),
        table=stacked((_ranked(one, combined[one.group]) for one in committees), ()),
        agreement=pd.DataFrame(map(_agreement, committees), columns=["group", "stakeholders", "kendall_w", "firsts"]),
        first=stacked((_first(one, firsts, voters, scorers) for one in committees), FIRST),
        weights=_weights_table(problem, own),
        distances=positions.distances(committees),
        clusters=positions.positions(committees),
        aggregated=orders,
        equity=losses.equity(committees),
        options=losses.options(committees),
        coalitions=sets,
        mixtures=mixed,
        codings=coders.coder_agreement(case, seed)
        if case.has("codings")
        else pd.DataFrame(columns=list(coders.COLUMNS)),
    )


def _committee(
    problem: Problem,
    group: str,
    names: list[str],
    scorers: list[Scorer],
    own: Mapping[tuple[str, str], Floats],
    together: Mapping[str, Floats],
) -> Committee:
    """Each stakeholder's scores by their own ratings and weights, those of all where they have none."""
    none = np.full(len(problem.leaf_criteria), np.nan)
    scores = [score(own.get((group, name), together[group])) for name, score in zip(names, scorers, strict=True)]
    return Committee(
        group=group,
        names=tuple(names),
        options=tuple(_options(problem, group)),
        scores=np.stack(scores),
        votes=votes(problem, names),
        weights=np.stack([own.get((group, name), none) for name in names]),
    )


def _voters(case: Problem, weights: Any, apart: Weights, own: Mapping[tuple[str, str], Floats]) -> Mapping[str, Voters]:
    """Those whose weights are combined: by their judgements where those are asked for by name, else by their mean."""
    if apart.combined:
        return {}
    by_name = weights is None or isinstance(weights, str)
    if by_name and apart.settings["weights"] == "ahp":
        return coalitions.by_judgements(case)
    return coalitions.by_weights(case, own)


def _mixtures(
    case: Problem,
    model: PreferenceModel,
    method: Method,
    weights: Any,
    apart: Weights,
    known: Acceptability | bool | None,
    **drawn: Any,
) -> tuple[pd.DataFrame, list[Note]]:
    """How often each option is first over all mixtures of the voices, or why nobody can say."""
    if known is False:
        return pd.DataFrame(columns=MIXTURES), []
    if apart.combined or model.method.interval:
        why = "the weights are the same for all" if apart.combined else "the method uses the ends of the ratings itself"
        return pd.DataFrame(columns=MIXTURES), [("mixtures", "", f"no mixtures of voices are drawn: {why}")]
    if not isinstance(known, Acceptability):
        space = WeightSpace.hull(case, weights)
        quick: dict[str, Any] = {"quantiles": (), "pairwise": False, "factors": False}
        known = smaa(case, method=method, weights=space, screen=model.screen, **drawn, **quick)
    first = known.ranks[known.ranks["rank"] == 1].rename(columns={"acceptability": "first_acceptability"})
    return first[MIXTURES].reset_index(drop=True), []


def _scorers(problem: Problem, method: Method, unknown: str) -> dict[str, Scorer]:
    """For each group what scores its options, in the order of their table, by weights (..., n)."""
    bound = bind(method, problem)
    return {group: partial(_scores, problem, bound, group, matrix) for group, _, matrix in problem.matrices(unknown)}


def _scores(problem: Problem, bound: BoundMethod, group: str, matrix: Floats, weights: Floats) -> Floats:
    """Scores of one group, a block of weights at a time, (..., m)."""
    grid = problem.grids[group]
    rows = max(1, AT_ONCE // matrix.size)
    parts = [weights] if weights.ndim == 1 else np.split(weights, range(rows, len(weights), rows))
    scores = [bound.scores(grid.low, matrix, grid.high, part, problem.benefit) for part in parts]
    return np.asarray(
        np.concatenate(scores)[..., problem.order(group)] if weights.ndim > 1 else scores[0][problem.order(group)]
    )


def _own(problem: Problem, apart: Weights) -> dict[tuple[str, str], Floats]:
    """The weights of each group and stakeholder; none where the weights know no stakeholders."""
    if apart.combined:
        vectors(apart, problem)
        return {}
    return by_stakeholder(apart, problem)


def _together(
    problem: Problem, weights: Any, apart: Weights, own: Mapping[tuple[str, str], Floats]
) -> Mapping[str, Floats]:
    """The weights of all together: by the way itself where it has a name, else the mean of what each has."""
    if apart.combined:
        return vectors(apart, problem)
    if weights is None or isinstance(weights, str):
        return vectors(resolve(problem, weights), problem)
    return {key[0]: vector for key, vector in settled(problem, own, "weights")[0].items()}


def _options(problem: Problem, group: str) -> Any:
    return problem.grids[group].options[problem.order(group)]


def _named(first: Bools, options: Iterable[str]) -> str:
    return ", ".join(option for option, there in zip(options, first, strict=True) if there)


def _ranked(one: Committee, combined: Floats) -> pd.DataFrame:
    """The rows of a group."""
    together = ranks(combined)
    parts = [
        one.by_option(stakeholder=name, score=scores, rank=places, combined_rank=together)
        for name, scores, places in zip(one.names, one.scores, one.places, strict=True)
    ]
    columns = ["group", "stakeholder", "option", "score", "rank", "combined_rank"]
    return pd.concat(parts, ignore_index=True)[columns]


def _agreement(one: Committee) -> tuple[str, int, float, int]:
    places = one.places.astype(np.float64)
    return one.group, len(one.names), kendall_w(places), int(np.sum(np.any(places == 1, axis=0)))


def _first(
    one: Committee, firsts: Mapping[str, Bools], voters: Mapping[str, Voters], scorers: Mapping[str, Scorer]
) -> pd.DataFrame:
    """What is first for each, and without each."""
    together, rows = firsts[one.group], []
    some = voters.get(one.group)
    for name, places in zip(one.names, one.places, strict=True):
        without = _named(together, one.options) if some and name not in some.names else ""
        if some and name in some.names and len(some.names) > 1:
            leaving = np.array([[other == name for other in some.names]])
            first, enough = coalitions.firsts_without(some, leaving, scorers[one.group])
            without = _named(first[0], one.options) if enough[0] else ""
        own, combined = _named(places == 1, one.options), _named(together, one.options)
        rows.append((one.group, name, own, combined, own != combined, without, without not in ("", combined)))
    return pd.DataFrame(rows, columns=FIRST)


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
