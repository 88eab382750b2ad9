"""What a portfolio must keep, as it was typed, and the rows of 0 and 1 that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from policymcda.errors import Fault, ProblemError, described, is_number, listed, nearest
from policymcda.portfolios.amounts import Key
from policymcda.problem import Problem

Label = str | Key
"""An option of every group, or (group, option)."""

PAIR, PAIRS = "('a', 'b')", "[('a', 'b')]"

MOST_PAIRS = 64
"""Pairs of options that may be worth more or less together."""


@dataclass(frozen=True)
class Row:
    """At most `limit` of what is chosen, each option times its factor."""

    factors: Mapping[Key, float]
    limit: float


@dataclass(frozen=True)
class Constraint:
    """What was asked, as it was typed, and the rows that say so; `logical` where more is asked than to leave one out."""

    name: str
    rows: tuple[Row, ...]
    logical: bool = True


@dataclass
class Constraints:
    """All that was asked, by part: a group, or "all" where one budget is over all groups.

    Attributes
    ----------
    by_part : mapping of str to list of Constraint
    together : mapping of str to mapping of pairs to float
        What two options are worth more (or less) together.
    proposed : mapping of str to list of (group, option)
    skipped : list of str
        What was asked of an option in a group in which it does not compete.
    """

    by_part: dict[str, list[Constraint]]
    together: dict[str, dict[tuple[Key, Key], float]]
    proposed: dict[str, list[Key]]
    skipped: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """The constraints as the caller gave them."""

    at_least: Any = None
    at_most: Any = None
    include: Any = ()
    exclude: Any = ()
    exclusive: Any = ()
    requires: Any = ()
    synergies: Any = None
    proposed: Any = None

    def sentence(self) -> str:
        """All of it in one line, in the names of the arguments."""
        texts = [
            f"{name} {_shown(entry)}" for name in ("include", "exclude") for entry in _each(name, getattr(self, name))
        ]
        for name in ("exclusive", "requires"):
            texts += [f"{name} {_shown(tuple(entry))}" for entry in getattr(self, name)]
        for name in ("at_least", "at_most"):
            given = getattr(self, name)
            entries = given.items() if isinstance(given, Mapping) else [] if given is None else [("each group", given)]
            texts += [f"{name} {label} {count}" for label, count in entries]
        texts += [f"synergy {_shown(tuple(pair))} {worth:g}" for pair, worth in (self.synergies or {}).items()]
        return "; ".join(texts)


def constraints(problem: Problem, asked: Asked, pooled: bool) -> Constraints:
    """The constraints with every label checked; rows by part.

    Raises
    ------
    ProblemError
        With every label that is not known or does not say its group, and every count that is no whole number.
    """
    return _Reader(problem, pooled).read(asked)


class _Reader:
    """Labels of a problem, the faults found in them, and the rows that they make."""

    def __init__(self, problem: Problem, pooled: bool) -> None:
        self.pooled, self.groups, self.faults = pooled, list(problem.grids), list[Fault]()
        self.rated = {group: set(grid.options.tolist()) for group, grid in problem.grids.items()}
        self.options = problem.labels("option")
        parts = ["all"] if pooled else self.groups
        self.found = Constraints({part: [] for part in parts}, {part: {} for part in parts}, {})

    def read(self, asked: Asked) -> Constraints:
        for label in _each("include", asked.include):
            self.one("include", label, -1.0, -1.0)
        for label in _each("exclude", asked.exclude):
            self.one("exclude", label, 1.0, 0.0)
        for labels in listed("exclusive", asked.exclusive, PAIRS):
            self.exclusive(tuple(listed("each of exclusive", labels, PAIR)))
        for labels in listed("requires", asked.requires, PAIRS):
            self.requires(tuple(listed("each of requires", labels, PAIR)))
        for name, sign in (("at_least", -1.0), ("at_most", 1.0)):
            self.counts(name, getattr(asked, name), sign)
        for pair, worth in _synergies(asked.synergies).items():
            self.synergy(tuple(listed("each of synergies", pair, PAIR)), worth)
        if asked.proposed is not None:
            self.proposed(_each("proposed", asked.proposed))
        if sum(map(len, self.found.together.values())) > MOST_PAIRS:
            raise ValueError(f"more than {MOST_PAIRS} synergies: name those that matter")
        if self.faults:
            raise ProblemError(self.faults)
        return self.found

    def one(self, name: str, label: Any, factor: float, limit: float) -> None:
        """One option that must or must not be chosen."""
        text = f"{name} {_shown(label)}"
        for part, (key,) in self.keys(name, (label,)):
            if key is not None:
                self.add(part, text, [({key: factor}, limit)], logical=name == "include")
            elif name == "include":
                self.found.skipped.append((part, f"{text}: it does not compete there"))

    def exclusive(self, labels: tuple[Any, ...]) -> None:
        """At most one of some options."""
        if self.several("exclusive", labels):
            for part, keys in self.keys("exclusive", labels):
                factors = {key: 1.0 for key in keys if key is not None}
                self.add(part, f"exclusive {_shown(labels)}", [(factors, 1.0)])

    def requires(self, labels: tuple[Any, ...]) -> None:
        """The first only with the second."""
        if self.several("requires", labels, 2):
            for part, (first, second) in self.keys("requires", labels):
                if first is not None:
                    needed = {} if second is None else {second: -1.0}
                    self.add(part, f"requires {_shown(labels)}", [({first: 1.0, **needed}, 0.0)])

    def counts(self, name: str, given: Any, sign: float) -> None:
        """How many of a group are chosen."""
        counts = (
            {} if given is None else given if isinstance(given, Mapping) else dict.fromkeys(sorted(self.groups), given)
        )
        for group, count in counts.items():
            if group not in self.groups:
                self.fault(name, group, "is no group", nearest(str(group), self.groups))
            elif not isinstance(count, int | np.integer) or not is_number(count, 0, 2**53):
                self.fault(name, count, "is no whole number of 0 or more", f"such as {group}: 2")
            else:
                factors = {(group, option): sign for option in sorted(self.rated[group])}
                self.add("all" if self.pooled else group, f"{name} {group} {count}", [(factors, sign * int(count))])

    def synergy(self, labels: tuple[Any, ...], worth: Any) -> None:
        """What two options are worth beyond the sum of theirs."""
        if isinstance(worth, bool) or not isinstance(worth, int | float | np.number) or not np.isfinite(worth):
            self.fault(
                "synergies", worth, "is no finite number", "give what the pair is worth beyond the sum of theirs"
            )
        elif self.several("synergies", labels, 2):
            for part, (first, second) in self.keys("synergies", labels):
                if first is not None and second is not None:
                    pair = (min(first, second), max(first, second))
                    whole = self.found.together[part]
                    whole[pair] = whole.get(pair, 0.0) + float(worth)

    def proposed(self, labels: Sequence[Any]) -> None:
        """A set that somebody proposes, in every part."""
        self.found.proposed = {part: [] for part in self.found.by_part}
        for label in labels:
            for part, (key,) in self.keys("proposed", (label,)):
                if key is not None and key not in self.found.proposed[part]:
                    self.found.proposed[part].append(key)

    def add(self, part: str, name: str, rows: list[tuple[Mapping[Key, float], float]], logical: bool = True) -> None:
        made = tuple(Row(factors, limit) for factors, limit in rows)
        self.found.by_part[part].append(Constraint(name, made, logical))

    def several(self, name: str, labels: tuple[Any, ...], count: int | None = None) -> bool:
        """Whether so many different options are named."""
        right = len(set(labels)) == len(labels) and (len(labels) > 1 if count is None else len(labels) == count)
        if not right:
            rule = "does not name two options" if count else "does not name two options or more, each once"
            self.fault(name, _shown(labels), rule, "such as ('a', 'b')")
        return right

    def keys(self, name: str, labels: tuple[Any, ...]) -> list[tuple[str, tuple[Key | None, ...]]]:
        """For each part that is meant the options, None where one does not compete in the group; none where at fault."""
        known = [self.known(name, label) for label in labels]  # every fault, not the first alone
        if not all(known):
            return []
        named = {label[0] for label in labels if isinstance(label, tuple)}
        if self.pooled:
            one = self.groups[0]
            keys = tuple(label if isinstance(label, tuple) else (one, label) for label in labels)
            return [("all", tuple(key if key[1] in self.rated[key[0]] else None for key in keys))]
        if len(named) > 1:
            hint = "one budget over all groups (pooled) allows it"
            self.fault(name, _shown(labels), "joins several groups, each with a budget of its own", hint)
            return []
        found = []
        for group in named or self.groups:
            options = [label[1] if isinstance(label, tuple) else label for label in labels]
            found.append((group, tuple((group, one) if one in self.rated[group] else None for one in options)))
        return found

    def known(self, name: str, label: Any) -> bool:
        """Whether a label is an option of every group, or a group and an option that competes there."""
        if isinstance(label, tuple):
            if len(label) != 2:
                return self.fault(name, _shown(label), "is no label", "write an option, or (group, option)")
            group, option = label
            if group not in self.groups:
                return self.fault(name, group, "is no group", nearest(str(group), self.groups))
            if option not in self.options:
                return self.fault(name, option, "is no option", nearest(str(option), self.options))
            return option in self.rated[group] or self.fault(name, option, f"is not rated for {group}", "leave it out")
        if label not in self.options:
            return self.fault(name, label, "is no option", nearest(str(label), self.options))
        if self.pooled and len(self.groups) > 1:
            return self.fault(name, label, "does not say of which group", f"write ({self.groups[0]!r}, {label!r})")
        return True

    def fault(self, name: str, value: Any, rule: str, hint: str) -> bool:
        """One more fault; never right."""
        self.faults.append(Fault(name, value=str(value), rule=rule, hint=hint))
        return False


def _each(name: str, labels: Any) -> list[Any]:
    """Several labels as a list; one alone is a list of one."""
    return [labels] if isinstance(labels, str) else listed(name, labels, "['a', 'b']")


def _synergies(given: Any) -> Mapping[Any, Any]:
    """What pairs are worth beyond the sum, nothing where nothing is given."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise ValueError(f"synergies takes a mapping, such as {{('a', 'b'): 0.1}}; not {described(given)}")  # noqa: TRY004
    return given


def _shown(label: Any) -> str:
    """A label, or several, as they were typed but for quotes."""
    return f"({', '.join(_shown(one) for one in label)})" if isinstance(label, tuple) else str(label)


def named(keys: Iterable[Key], one_group: bool) -> str:
    """Options by commas, with their groups where there are several."""
    return ", ".join(option if one_group else f"{group}: {option}" for group, option in keys)
