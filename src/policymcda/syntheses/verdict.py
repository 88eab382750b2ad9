"""Can the answer be trusted: robust, contested or open, by stated rules, each with its number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.methods import METHODS
from policymcda.arrays.ranking.ranks import ranks
from policymcda.binding import bind
from policymcda.errors import ProblemError
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.questions.rank import Ranking, rank
from policymcda.questions.smaa import smaa
from policymcda.questions.stability import stability
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws
from policymcda.syntheses.voices import Voices, heard, listed
from policymcda.tables import layout
from policymcda.tables.sentences import count_text, number_text, share_text

LIMITS: Mapping[str, float] = {
    "near_tie": 0.05,
    "weight_move": 0.05,
    "acceptability": 0.5,
    "rival_share": 0.2,
    "method_agreement": 2 / 3,
    "voices": 2 / 3,
    "no_evidence": 0.25,
    "contenders": 4,
}
"""What each rule asks for: a lead above this share of the span of scores; no takeover when one weight moves by less; first
in at least this share of the draws; a rival is what is first in at least this share; this share of the methods, and
of the coders and stakeholders, one by one; no more of the weight on no evidence; and no more contenders than this for an answer to be contested and not open."""


ENDS = ("acceptability", "error", "low", "high")
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
    """

    table: pd.DataFrame
    rules: pd.DataFrame
    contenders: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the sentence and the tests behind it."""
        for row in self.table.itertuples():
            tests = self.rules[self.rules["group"] == row.group]
            lines = [
                layout.filled(f"{'+' if test.passes else '-'} {test.sentence}", width, "  ")
                for test in tests.itertuples()
            ]
            heading = self.heading(row.group)
            yield "\n".join([*heading, layout.filled(f"{row.verdict}: {row.sentence}", width, "  "), *lines])


@dataclass(frozen=True)
class _Facts:
    """What the questions answered for one group."""

    scores: dict[str, float]
    tied: set[str]
    own: dict[str, tuple[float, ...]]
    free: dict[str, tuple[float, ...]]
    takeovers: list[tuple[float, str, str, float, float]]
    firsts: dict[str, set[str]]
    voices: Voices
    unknown: float
    screened: bool


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
) -> Verdict:
    """Say of each group whether its first option is robust, contested, or whether the question is open.

    Robust: one contender, and every rule holds. Contested: up to four contenders, which are named. Open: more
    contenders than that, or the first rests on too little evidence, or a screen shuts it out (with the screen on such an
    option does not compete, and an option that is left alone is "only admissible"). A contender is what ties
    nearly with the first, takes over when one weight moves a little, or is first in a fifth of the draws of ratings, or for a fifth of the
    coders and stakeholders (of all or of a panel: column panel of the codings), each by their own ratings and judgements.

    Parameters
    ----------
    method, weights, unknown, screen
        As for `rank`.
    samples, seed, executor, progress
        As for `smaa`; a method that scores one draw after another (ELECTRE III) takes minutes.

    Examples
    --------
    >>> from policymcda import load
    >>> verdict(load("cyber-policy")).table.set_index("group")["verdict"].to_dict()["rivals_with_ties"]
    'contested'
    """
    samples, seed = check_draws(samples=samples, seed=seed)
    model = PreferenceModel.of(
        problem, method=method, weights=weights, unknown=unknown, screen=screen, may_be_empty=True
    )
    used = model.known_weights
    shared: dict[str, Any] = {"method": method, "unknown": unknown, "screen": model.screen}
    ranking = rank(problem, weights=used, **shared)
    if not model.groups:
        return _nothing_admissible(model, ranking)
    settings: dict[str, Any] = {**shared, "samples": samples, "seed": seed, "executor": executor}
    quick: dict[str, Any] = {"quantiles": (), "pairwise": False, "factors": False}
    first, second = (_half(progress, half) for half in (0, 1))
    own = smaa(problem, weights=used, ratings="drawn", progress=first, **settings, **quick).ranks
    settings |= {"progress": second}
    free = smaa(problem, weights="any", ratings="fixed", **settings, **quick).ranks
    limits = stability(problem, weights=used, **shared).table
    firsts, (voices, unheard) = _firsts(model), heard(model, weights)
    verdicts, rules, contenders = [], [], []
    for group in problem.grids:
        if group not in model.groups:
            verdicts.append((group, *NONE_ADMISSIBLE))
            continue
        tables = (frame[frame["group"] == group] for frame in (ranking.table, ranking.evidence, own, free, limits))
        facts = _facts(list(tables), firsts[group], voices[group])
        leader = next(iter(facts.scores))
        why = _contenders(facts)
        tests = list(_rules(facts))
        rules += [(group, *_with_ends(test, facts)) for test in tests]
        contenders += [(group, option, facts.scores[option], *facts.own[option], why[option]) for option in why]
        passes = {test[0]: bool(test[4]) for test in tests}
        only = model.screen and len(facts.scores) == 1
        verdicts.append((group, *(_only(leader) if only else _verdict(leader, list(why), passes, facts))))
    return Verdict(
        notes=model.notes_table([*ranking.notes.itertuples(index=False, name=None), *_method_note(firsts), *unheard]),
        settings=model.settings(samples=samples, seed=seed),
        table=pd.DataFrame(verdicts, columns=["group", "verdict", "first_option", "contenders", "sentence"]),
        rules=pd.DataFrame(rules, columns=RULES),
        contenders=pd.DataFrame(contenders, columns=CONTENDERS),
    )


def _half(progress: Callable[[int, int], None] | None, half: int) -> Callable[[int, int], None] | None:
    """Progress of the first or the second of two runs that take as long."""
    return None if progress is None else lambda done, nets: progress(half * nets + done, 2 * nets)


NONE_ADMISSIBLE = ("none admissible", "", "", "no option is admissible, so none is first")


def _only(option: str) -> tuple[str, str, str, str]:
    return "only admissible", option, option, f"{option} is the only admissible option"


def _nothing_admissible(model: PreferenceModel, ranking: Ranking) -> Verdict:
    """The verdict where the screen leaves nothing in any group."""
    rows = [(group, *NONE_ADMISSIBLE) for group in model.case.grids]
    return Verdict(
        notes=ranking.notes,
        settings=model.settings(),
        table=pd.DataFrame(rows, columns=["group", "verdict", "first_option", "contenders", "sentence"]),
        rules=pd.DataFrame(columns=RULES),
        contenders=pd.DataFrame(columns=CONTENDERS),
    )


def _firsts(model: PreferenceModel) -> dict[str, dict[str, set[str]]]:
    """What each method that the ratings allow puts first in each group, ties and all, with its published settings."""
    found: dict[str, dict[str, set[str]]] = {group: {} for group in model.groups}
    for name in METHODS:
        try:
            bound = bind(name, model.problem)
        except ProblemError:  # the case lacks what it needs
            continue
        for part in model:
            scores = bound(part.matrix, part.weights, part.benefit)
            found[part.group][name] = set(part.options[ranks(scores) == 1])
    return found


def _facts(tables: list[pd.DataFrame], firsts: dict[str, set[str]], voices: Voices) -> _Facts:
    """The answers for one group, the first option first; tables are ranking, evidence, own, free and limits."""
    ranking, shares, own, free, limits = tables
    ordered = ranking[ranking["rank"].notna()].sort_values("rank", kind="stable")
    leader = ordered["option"].iloc[0]
    tied = set(ordered["option"][ordered["rank"] == 1])
    held = min(tied)  # of tied options the one whose stretch stability tells
    takeovers = [
        (abs(end - row.weight), held if other == leader else other, row.criterion, row.weight, end)
        for row in limits.itertuples()
        for end, other in ((row.low, row.below), (row.high, row.above))
        if other
    ]
    return _Facts(
        scores=dict(zip(ordered["option"], ordered["score"], strict=True)),
        tied=tied,
        own=_firsts_of(own),
        free=_firsts_of(free),
        takeovers=sorted(takeovers),
        firsts=firsts,
        voices=voices,
        unknown=float(shares.loc[shares["option"] == leader, "none"].iloc[0]),
        screened=bool(ordered["screened"].iloc[0]),
    )


def _with_ends(test: tuple[Any, ...], facts: _Facts) -> tuple[Any, ...]:
    """A test with the interval of its value: that of a share of draws, else the value itself."""
    rule, value, error, *rest = test
    shares = {"acceptability": facts.own, "any_weights": facts.free}.get(rule)
    low, high = (value, value) if shares is None else shares[next(iter(facts.scores))][2:]
    return (rule, value, error, low, high, *rest)


def _firsts_of(ranks_table: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    """How often each option is first, with error, low and high."""
    first = ranks_table[ranks_table["rank"] == 1]
    return dict(zip(first["option"], first[list(ENDS)].itertuples(index=False, name=None), strict=True))


def _contenders(facts: _Facts) -> dict[str, str]:
    """What could be first, the first itself at the head, and why."""
    leader, *others = facts.scores
    span = max(facts.scores.values()) - min(facts.scores.values())
    why: dict[str, list[str]] = {leader: ["is first"]}
    for option in others:
        gap = facts.scores[leader] - facts.scores[option]
        if gap <= LIMITS["near_tie"] * span:
            why.setdefault(option, []).append(
                f"scores only {number_text(gap)} less" if option not in facts.tied else "ties with the first"
            )
    for move, option, criterion, weight, end in facts.takeovers:
        if move <= LIMITS["weight_move"]:
            text = f"is first when {criterion} weighs {end:.3f} instead of {weight:.3f}"
            why.setdefault(option, []).append(text)
    for option, (share, *_) in facts.own.items():
        if share >= LIMITS["rival_share"] and option != leader:
            why.setdefault(option, []).append(f"is first in {share_text(share)} of the draws of the ratings")
    for option in facts.voices.others(leader):
        if option in why or facts.voices.most(option) >= LIMITS["rival_share"]:
            why.setdefault(option, []).append(f"is first for {listed(facts.voices.who(option))}")
    return {option: "; ".join(reasons) for option, reasons in why.items()}


def _rules(facts: _Facts) -> Iterator[tuple[str, float, float, float, bool, str]]:
    """Each rule with its value, error, limit, whether it holds, and in words."""
    leader, *others = facts.scores
    span = max(facts.scores.values()) - min(facts.scores.values())
    if others:
        gap = facts.scores[leader] - facts.scores[others[0]]
        share = gap / span if span else 0.0
        text = f"{leader} ties with {others[0]}"
        if others[0] not in facts.tied:
            text = f"{leader} leads {others[0]} by {number_text(gap)}, {share_text(share)} of the span of all scores"
        yield "near_tie", share, 0.0, LIMITS["near_tie"], share > LIMITS["near_tie"], text
    move, option, criterion, weight, end = next(iter(facts.takeovers), (1.0, "", "", 0.0, 0.0))
    text = "no change of a single weight puts another first"
    if option:
        text = f"{option} takes over when {criterion} weighs {end:.3f} instead of {weight:.3f}"
    yield "weight_move", move, 0.0, LIMITS["weight_move"], move > LIMITS["weight_move"], text
    share, error = facts.own[leader][:2]
    text = f"with these weights and every rating drawn {leader} is first in {_tenths(share)} of the draws"
    yield "acceptability", share, error, LIMITS["acceptability"], share - 2 * error > LIMITS["acceptability"], text
    most = max(facts.free, key=lambda one: (facts.free[one][0], one == leader))
    (share, error), highest = facts.free[leader][:2], facts.free[most][0]
    text = f"over all weights there are it is first in {_tenths(share)}"
    text += "" if most == leader else f", {most} in {_tenths(highest)}"
    yield "any_weights", share, error, highest, most == leader, text
    agree = sum(leader in first for first in facts.firsts.values())
    share = agree / len(facts.firsts)
    text = f"{agree} of {len(facts.firsts)} methods put it first"
    yield "method_agreement", share, 0.0, LIMITS["method_agreement"], share >= LIMITS["method_agreement"], text
    if facts.voices.firsts:
        share, text = facts.voices.share(leader), facts.voices.sentence(leader)
        yield "voices", share, 0.0, LIMITS["voices"], share >= LIMITS["voices"], text
    text = f"{share_text(facts.unknown)} of its weight rests on no evidence"
    yield "no_evidence", facts.unknown, 0.0, LIMITS["no_evidence"], facts.unknown <= LIMITS["no_evidence"], text
    text = "a missing precondition or a threshold shuts it out" if facts.screened else "no screen shuts it out"
    yield "admissible", float(not facts.screened), 0.0, 1.0, not facts.screened, text


def _verdict(
    leader: str, contenders: list[str], passes: Mapping[str, bool], facts: _Facts
) -> tuple[str, str, str, str]:
    """The verdict, the first option, the contenders, and a sentence that says no more than the rules do."""
    named = ", ".join(contenders)
    if not passes["admissible"]:
        return "open", leader, named, f"{leader} scores best but is shut out by a screen"
    if not passes["no_evidence"]:
        return "open", leader, named, f"{leader} scores best, but too much of that rests on no evidence"
    if len(contenders) > LIMITS["contenders"]:
        return "open", leader, named, f"{len(contenders)} options could be first: {_listed(contenders)}"
    if len(contenders) > 1:
        return "contested", leader, named, f"between {_listed(contenders)}"
    failed = [rule.replace("_", " ") for rule, holds in passes.items() if not holds]
    if failed:
        return (
            "contested",
            leader,
            named,
            f"{leader} has no close rival, but not every rule holds ({', '.join(failed)})",
        )
    own, free, agree = (
        facts.own[leader][0],
        facts.free[leader][0],
        sum(leader in first for first in facts.firsts.values()),
    )
    tests = (
        f"first in {share_text(own)} of the draws of the ratings, in {share_text(free)} of all weights, "
        f"by {agree} of {count_text(len(facts.firsts), 'method')}"
    )
    return "robust", leader, named, f"{leader} is first and passes each of the {len(passes)} tests ({tests})"


def _tenths(share: float) -> str:
    """A share with one decimal, none and all only where it is."""
    return f"{share:.1%}" if 0.0005 <= share <= 0.9995 else share_text(share)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _method_note(firsts: Mapping[str, Mapping[str, set[str]]]) -> Iterator[Note]:
    ran = next(iter(firsts.values()))
    if len(ran) < len(METHODS):
        lacking = ", ".join(name for name in METHODS if name not in ran)
        yield "methods", "", f"methods that the case lacks something for are not asked: {lacking}"
