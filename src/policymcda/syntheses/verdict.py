"""Can the answer be trusted: robust, contested or open, by stated rules, each with its number."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.methods import METHODS
from policymcda.arrays.ranking.ranks import ranks
from policymcda.binding import BoundMethod, bind
from policymcda.errors import ProblemError
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.questions.rank import Ranking, rank
from policymcda.questions.smaa import Acceptability
from policymcda.questions.stability import first_intervals
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws
from policymcda.simulation.first_ranks import Shares, first_shares
from policymcda.simulation.group_runs import Plan, nets_of
from policymcda.syntheses.double_counting import double_counting
from policymcda.syntheses.planned import compared, contents, plan_lines, read
from policymcda.syntheses.verdict_rules import LIMITS, Facts, conclusion, contenders, only, tests
from policymcda.syntheses.voices import Voices, heard
from policymcda.tables import layout
from policymcda.tables.sentences import Name, own_label

RULES = ["group", "rule", "value", "error", "low", "high", "limit", "passes", "sentence"]
CONTENDERS = ["group", "option", "score", "first_acceptability", "error", "low", "high", "why"]


@dataclass(frozen=True, eq=False, repr=False)
class Verdict(Result):
    """For each group what the ranking amounts to.

    Attributes
    ----------
    table : DataFrame
        group, verdict (robust, contested, open), first_option, contenders (the first and its rivals, by a comma), sentence (a
        sentence).
    rules : DataFrame
        group, rule, value, error, low, high, limit, passes, sentence: each test behind the verdict. The rule voices (of cases with
        coders or stakeholders) is the share of those whose own ratings and judgements put the first option first; its
        sentence says who else is first for whom.
    contenders : DataFrame
        group, option, score, first_acceptability with error, low, high; why: what could be first, and what says so.
    plan : DataFrame
        setting, group, planned, used, as_planned, sentence: each line of the plan beside what was done, departures first; empty
        where there is no plan.
    """

    table: pd.DataFrame
    rules: pd.DataFrame
    contenders: pd.DataFrame
    plan: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """How the plan was kept, where there is one; for each group the sentence and the tests behind it."""
        if len(self.plan):
            yield "\n".join(layout.filled(line, width) for line in plan_lines(self.notes))
        for row in self.table.itertuples():
            tests = self.rules[self.rules["group"] == row.group]
            lines = [
                layout.filled(f"{'+' if test.passes else '-'} {test.sentence}", width, "  ")
                for test in tests.itertuples()
            ]
            heading = self.heading(row.group)
            yield "\n".join([*heading, layout.filled(f"{row.verdict}: {row.sentence}", width, "  "), *lines])


def verdict(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    samples: int = 2**17,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
    screen: bool | None = None,
    plan: str | Path | None = None,
) -> Verdict:
    """Say of each group whether its first option is robust, contested, or whether the question is open.

    Robust: one contender, and every rule holds. Contested: up to four contenders, which are named. Open: more
    contenders than that, or the first rests on too little evidence, or a screen excludes it (with the screen on such an
    option does not compete, and an option that is left alone is "only admissible"). A contender is what ties
    nearly with the first, takes over when one weight moves a little, or is first in a fifth of the draws of ratings, or for a fifth of the
    coders and stakeholders (of all or of a panel: column panel of the codings), each by their own ratings and judgements.

    Parameters
    ----------
    method, weights, unknown, screen
        As for `rank`.
    samples, seed, executor, progress
        As for `smaa`; a method that scores one draw after another (ELECTRE III) takes minutes.
    plan : str or Path, optional
        A file that `plan` wrote before results were looked at: notes and `.plan` say "as planned" or name each departure.

    Examples
    --------
    >>> from policymcda import load
    >>> verdict(load("cyber-policy")).table.set_index("group")["verdict"].to_dict()["rivals_with_ties"]
    'contested'
    """
    return named_verdict(
        problem,
        own_label,
        method=method,
        weights=weights,
        unknown=unknown,
        samples=samples,
        seed=seed,
        executor=executor,
        progress=progress,
        screen=screen,
        plan=plan,
    )


def named_verdict(
    problem: Problem,
    name: Name,
    *,
    method: str | Callable[..., Floats] | None,
    weights: Any,
    unknown: str | None,
    samples: int = 2**17,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
    screen: bool | None = None,
    plan: str | Path | None = None,
    own: Acceptability | None = None,
) -> Verdict:
    """The verdict, whose sentences call each label as `name` says; columns hold labels all the same.

    `own` is the answer of `smaa` with the same weights, draws and screen, where it is known already.
    """
    samples, seed = check_draws(samples=samples, seed=seed)
    fixed = None if plan is None else read(plan)
    model = PreferenceModel.of(
        problem, method=method, weights=weights, unknown=unknown, screen=screen, may_be_empty=True
    )
    kept, plan_notes = compared(fixed, contents(model, LIMITS, samples, seed), plan)
    used = model.known_weights
    shared: dict[str, Any] = {"method": method, "unknown": unknown, "screen": model.screen}
    ranking = rank(problem, weights=used, **shared)
    if not model.groups:
        return _nothing_admissible(model, ranking, kept, plan_notes)
    draws = Plan(nets_of(samples), problem.fingerprint, executor=executor)
    first, second = (replace(draws, progress=_half(progress, half)) for half in (0, 1))
    over: dict[str, Any] = {**shared, "over_weights": True, "intervals": False}
    shares = (
        first_shares(PreferenceModel.of(problem, weights=used, **over), "drawn", seed, first)
        if own is None
        else _known_shares(model, own)
    )
    free = first_shares(PreferenceModel.of(problem, weights="any", **over), "fixed", seed, second)
    tables = [_by_group(frame) for frame in (ranking.table, ranking.evidence, first_intervals(model))]
    firsts, (voices, unheard) = _firsts(model), heard(model, weights)
    verdicts, rules, rivals = [], [], []
    for group in problem.grids:
        if group not in model.groups:
            verdicts.append((group, *NONE_ADMISSIBLE))
            continue
        facts = _facts([of[group] for of in tables], (shares[group], free[group]), firsts[group], voices[group])
        why, passed = contenders(facts, name), list(tests(facts, name))
        rules += [(group, *_with_ends(test, facts)) for test in passed]
        rivals += [(group, option, facts.scores[option], *facts.own[option], why[option]) for option in why]
        alone = model.screen and len(facts.scores) == 1
        found = {test[0]: bool(test[4]) for test in passed}
        verdicts.append((group, *(only(facts.leader, name) if alone else conclusion(facts, list(why), found, name))))
    return Verdict(
        notes=model.notes_table(
            [
                *plan_notes,
                *ranking.notes.itertuples(index=False, name=None),
                *_method_note(firsts),
                *unheard,
                *double_counting(problem),
            ]
        ),
        settings=model.settings(samples=samples, seed=seed),
        table=pd.DataFrame(verdicts, columns=["group", "verdict", "first_option", "contenders", "sentence"]),
        rules=pd.DataFrame(rules, columns=RULES),
        contenders=pd.DataFrame(rivals, columns=CONTENDERS),
        plan=kept,
    )


def _known_shares(model: PreferenceModel, own: Acceptability) -> dict[str, Shares]:
    """How often each option is first, as it has been counted before."""
    first = own.ranks[own.ranks["rank"] == 1].set_index(["group", "option"])
    rows = first[["acceptability", "error", "low", "high"]]
    return {
        part.group: {option: tuple(rows.loc[(part.group, option)].tolist()) for option in part.options.tolist()}
        for part in model
    }


def _half(progress: Callable[[int, int], None] | None, half: int) -> Callable[[int, int], None] | None:
    """Progress of the first or the second of two runs that take as long."""
    return None if progress is None else lambda done, nets: progress(half * nets + done, 2 * nets)


NONE_ADMISSIBLE = ("none admissible", "", "", "no option is admissible, so none is first")


def _nothing_admissible(model: PreferenceModel, ranking: Ranking, kept: pd.DataFrame, notes: list[Note]) -> Verdict:
    """The verdict where the screen leaves nothing in any group."""
    rows = [(group, *NONE_ADMISSIBLE) for group in model.case.grids]
    return Verdict(
        notes=model.notes_table([*notes, *ranking.notes.itertuples(index=False, name=None)]),
        settings=model.settings(),
        table=pd.DataFrame(rows, columns=["group", "verdict", "first_option", "contenders", "sentence"]),
        rules=pd.DataFrame(columns=RULES),
        contenders=pd.DataFrame(columns=CONTENDERS),
        plan=kept,
    )


def methods_asked(problem: Problem) -> dict[str, BoundMethod]:
    """Each method of the library that the case has what it needs for."""
    found = {}
    for name in METHODS:
        with contextlib.suppress(ProblemError):  # the case lacks what it needs
            found[name] = bind(name, problem)
    return found


def _firsts(model: PreferenceModel) -> dict[str, dict[str, set[str]]]:
    """What each method that the ratings allow puts first in each group, ties and all, with its published settings."""
    found: dict[str, dict[str, set[str]]] = {group: {} for group in model.groups}
    for name, bound in methods_asked(model.problem).items():
        for part in model:
            scores = bound(part.matrix, part.weights, part.benefit)
            found[part.group][name] = set(part.options[ranks(scores) == 1])
    return found


def _by_group(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of each group."""
    return {str(group): rows for group, rows in frame.groupby("group", sort=False)}


def _facts(
    tables: list[pd.DataFrame], shares_of_first: tuple[Shares, Shares], firsts: dict[str, set[str]], voices: Voices
) -> Facts:
    """The answers for one group, the first option first; tables are ranking, evidence and intervals of weights."""
    ranking, shares, limits = tables
    own, free = shares_of_first
    ordered = ranking[ranking["rank"].notna()].sort_values("rank", kind="stable")
    leader = ordered["option"].iloc[0]
    tied = set(ordered["option"][ordered["rank"] == 1])
    held = min(tied)  # of tied options the one whose stretch stability tells
    labels = set(ordered["option"])
    takeovers = [
        (abs(end - row.weight), held if other == leader else other, row.criterion, row.weight, end)
        for row in limits.itertuples()
        for end, others in ((row.low, row.below), (row.high, row.above))
        for other in ([others] if others in labels else others.split(", "))  # what ties takes over together
        if other
    ]
    return Facts(
        scores=dict(zip(ordered["option"], ordered["score"], strict=True)),
        tied=tied,
        own=own,
        free=free,
        takeovers=sorted(takeovers),
        firsts=firsts,
        voices=voices,
        unknown=float(shares.loc[shares["option"] == leader, "none"].iloc[0]),
        screened=bool(ordered["screened"].iloc[0]),
    )


def _with_ends(test: tuple[Any, ...], facts: Facts) -> tuple[Any, ...]:
    """A test with the interval of its value: that of a share of draws, else the value itself."""
    rule, value, error, *rest = test
    shares = {"acceptability": facts.own, "any_weights": facts.free}.get(rule)
    low, high = (value, value) if shares is None else shares[facts.leader][2:]
    return (rule, value, error, low, high, *rest)


def _method_note(firsts: Mapping[str, Mapping[str, set[str]]]) -> Iterator[Note]:
    ran = next(iter(firsts.values()))
    if len(ran) < len(METHODS):
        lacking = ", ".join(name for name in METHODS if name not in ran)
        yield "methods", "", f"methods that the case lacks something for are not asked: {lacking}"
