"""The rules behind a verdict: what could be first and why, each test with what it asks for, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policymcda.syntheses.voices import Voices, listed
from policymcda.tables.sentences import Name, count_text, number_text, numbers_apart, share_text, tenths_text

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

Test = tuple[str, float, float, float, bool, str]
"""A rule with its value, error, limit, whether it passes, and in words."""


@dataclass(frozen=True)
class Facts:
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

    @property
    def leader(self) -> str:
        """The option that scores highest."""
        return next(iter(self.scores))

    @property
    def span(self) -> float:
        """From the lowest score to the highest."""
        return max(self.scores.values()) - min(self.scores.values())

    @property
    def agree(self) -> int:
        """How many methods put the leader first."""
        return sum(self.leader in first for first in self.firsts.values())


def contenders(facts: Facts, name: Name) -> dict[str, str]:
    """What could be first, the first itself at the head, and why."""
    leader, *others = facts.scores
    why: dict[str, list[str]] = {leader: ["is first"]}
    for option in others:
        gap = facts.scores[leader] - facts.scores[option]
        if gap <= LIMITS["near_tie"] * facts.span:
            why.setdefault(option, []).append(
                f"scores only {number_text(gap)} less" if option not in facts.tied else "ties with the first"
            )
    for move, option, criterion, weight, end in facts.takeovers:
        if move <= LIMITS["weight_move"]:
            then, now = numbers_apart(end, weight)
            why.setdefault(option, []).append(
                f"is first when {name('criterion', criterion)} weighs {then} instead of {now}"
            )
    for option, (share, *_) in facts.own.items():
        if share >= LIMITS["rival_share"] and option != leader:
            why.setdefault(option, []).append(f"is first in {share_text(share)} of the draws of the ratings")
    for option in facts.voices.others(leader):
        if option in why or facts.voices.most(option) >= LIMITS["rival_share"]:
            why.setdefault(option, []).append(f"is first for {listed(facts.voices.who(option))}")
    return {option: "; ".join(reasons) for option, reasons in why.items()}


def tests(facts: Facts, name: Name) -> Iterator[Test]:
    """Each rule with its value, error, limit, whether it passes, and in words with what it asks for."""
    if len(facts.scores) > 1:
        yield _near_tie(facts, name)
    yield _weight_move(facts, name)
    yield _acceptability(facts, name)
    yield _any_weights(facts, name)
    limit, agree, count = LIMITS["method_agreement"], facts.agree, len(facts.firsts)
    text = f"{agree} of {count_text(count, 'method')} put it first; two thirds are asked for"
    yield "method_agreement", agree / count, 0.0, limit, agree / count >= limit, text
    if facts.voices.firsts:
        share, limit = facts.voices.share(facts.leader), LIMITS["voices"]
        yield "voices", share, 0.0, limit, share >= limit, facts.voices.sentence(facts.leader, name)
    limit = LIMITS["no_evidence"]
    text = f"{share_text(facts.unknown)} of its weight rests on ratings without evidence; {limit:.0%} is allowed"
    yield "no_evidence", facts.unknown, 0.0, limit, facts.unknown <= limit, text
    text = "a missing precondition or a threshold excludes it" if facts.screened else "no screen excludes it"
    yield "admissible", float(not facts.screened), 0.0, 1.0, not facts.screened, text


def _near_tie(facts: Facts, name: Name) -> Test:
    leader, other, *_ = facts.scores
    gap, limit = facts.scores[leader] - facts.scores[other], LIMITS["near_tie"]
    share = gap / facts.span if facts.span else 0.0
    text = f"{name('option', leader)} ties with {name('option', other)}"
    if other not in facts.tied:
        only = "only " if share <= limit else ""
        text = (
            f"{name('option', leader)} leads {name('option', other)} by {only}{share_text(share)} of the distance from the "
            f"best score to the worst; more than {limit:.0%} is asked for"
        )
    return "near_tie", share, 0.0, limit, share > limit, text


def _weight_move(facts: Facts, name: Name) -> Test:
    limit = LIMITS["weight_move"]
    move, option, criterion, weight, end = next(iter(facts.takeovers), (1.0, "", "", 0.0, 0.0))
    text = "no change of a single weight puts another first"
    if option:
        then, now = numbers_apart(end, weight)
        what, other = name("criterion", criterion), name("option", option)
        text = (
            f"{other} takes over when {what} weighs {then} instead of {now}; a move of more than {limit:g} is asked for"
        )
        if move > limit:
            text = (
                f"{name('option', facts.leader)} keeps its place until {what} weighs {then}; it weighs {now} "
                f"(a move of more than {limit:g} is asked for; beyond it comes {other})"
            )
    return "weight_move", move, 0.0, limit, move > limit, text


def _acceptability(facts: Facts, name: Name) -> Test:
    (share, error), limit = facts.own[facts.leader][:2], LIMITS["acceptability"]
    sure = "clearly more than" if share > limit else "more than"
    text = (
        f"{name('option', facts.leader)} is first in {tenths_text(share)} of the draws of the ratings, with these "
        f"weights; {sure} {limit:.0%} is asked for"
    )
    return "acceptability", share, error, limit, share - 2 * error > limit, text


def _any_weights(facts: Facts, name: Name) -> Test:
    leader = facts.leader
    most = max(facts.free, key=lambda one: (facts.free[one][0], one == leader))
    (share, error), highest = facts.free[leader][:2], facts.free[most][0]
    text = f"over all weights there are, with the ratings fixed, it is first in {tenths_text(share)}"
    if most == leader:
        text += ", more often than any other" if len(facts.scores) > 1 else ""
    else:
        text += f" and {name('option', most)} more often, in {tenths_text(highest)}"
    return "any_weights", share, error, highest, most == leader, text


def conclusion(facts: Facts, named: list[str], passes: Mapping[str, bool], name: Name) -> tuple[str, str, str, str]:
    """The verdict, the first option, the contenders, and a sentence that says no more than the rules do."""
    leader, options = facts.leader, ", ".join(named)
    called = name("option", leader)
    if not passes["admissible"]:
        return "open", leader, options, f"{called} scores best but is excluded by a screen"
    if not passes["no_evidence"]:
        return "open", leader, options, f"{called} scores best, but too much of that rests on no evidence"
    if len(named) > LIMITS["contenders"]:
        return "open", leader, options, f"{len(named)} options could be first: {_listed(named, name)}"
    if len(named) > 1:
        return "contested", leader, options, f"between {_listed(named, name)}"
    failed = [rule.replace("_", " ") for rule, holds in passes.items() if not holds]
    if failed:
        text = f"{called} has no close rival, but not every rule holds ({', '.join(failed)})"
        return "contested", leader, options, text
    evidence = (
        f"first in {share_text(facts.own[leader][0])} of the draws of the ratings, in {share_text(facts.free[leader][0])} "
        f"of all weights, by {facts.agree} of {count_text(len(facts.firsts), 'method')}"
    )
    return "robust", leader, options, f"{called} is first and passes each of the {len(passes)} tests ({evidence})"


def only(option: str, name: Name) -> tuple[str, str, str, str]:
    """What is said of an option that the screen leaves alone."""
    return "only admissible", option, option, f"{name('option', option)} is the only admissible option"


def _listed(labels: list[str], name: Name) -> str:
    """Names after each other, apart by semicolons where one of them has a comma or an "and" of its own."""
    names = [name("option", text) for text in labels]
    if any("," in one or " and " in one for one in names):
        return f"{'; '.join(names[:-1])}; and {names[-1]}"
    return f"{', '.join(names[:-1])} and {names[-1]}"
