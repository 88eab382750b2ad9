"""Asks in the terminal, one question after the other, until the first option of each group is settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policymcda.problem import Problem

ANSWERS = ("a", "b", "same", "skip", "undo", "stop")


@dataclass(frozen=True)
class _Answer:
    """One question and what was said to it: a, b, same or skip."""

    group: str
    a: str
    b: str
    word: str


@dataclass
class _Dialogue:
    """What was answered so far, and what each group is asked next."""

    problem: Problem
    stakeholder: str
    target: float
    options: bool
    history: list[_Answer] = field(default_factory=list)
    known: dict[Any, Any] = field(default_factory=dict)
    """What was worked out: the problem of each group, and the question after each run of answers."""

    def rows(self, group: str | None = None) -> list[dict[str, Any]]:
        """The answers as rows of the table `statements`."""
        return [
            {
                "group": one.group,
                "stakeholder": self.stakeholder,
                "better": one.b if one.word == "b" else one.a,
                "worse": one.a if one.word == "b" else one.b,
                "same": "true" if one.word == "same" else "",
            }
            for one in self.history
            if one.word != "skip" and group in (None, one.group)
        ]

    def with_answers(self, problem: Problem, group: str | None = None) -> Problem:
        """The problem with the answers behind its own statements."""
        import pandas as pd

        rows = self.rows(group)
        if not rows:
            return problem
        own = problem.table("statements")
        table = pd.concat([own, pd.DataFrame(rows)], ignore_index=True) if len(own) else pd.DataFrame(rows)
        return problem.replace(statements=table)

    def next(self, group: str) -> tuple[Any, str]:
        """The next question of a group that was not skipped, None where there is none; and how things stand."""
        from policymcda.questions.next_question import next_question

        own = [one for one in self.history if one.group == group]
        key = (group, *own)
        if key not in self.known:
            if group not in self.known:
                self.known[group] = self.problem.select(groups=[group])
            alone = self.with_answers(self.known[group], group)
            space = "statements" if alone.has("statements") else "any"
            found = next_question(alone, space, target=self.target, options=self.options)
            skipped = {(one.a, one.b) for one in own if one.word == "skip"}
            left = [row for row in found.table.itertuples() if (row.a, row.b) not in skipped]
            standing = found.standing.iloc[0]
            from policymcda.tables.sentences import share_text

            sentence = f"{standing['first_option']} is first in {share_text(standing['first_acceptability'])} of the weights that agree"
            end = "settled" if standing["settled"] else "no single question helps further"
            self.known[key] = (left[0] if left else None, f"{sentence}{'' if left else f': {end}'}.")
        result: tuple[Any, str] = self.known[key]
        return result


def ask_here(
    problem: Problem,
    *,
    stakeholder: str = "",
    groups: Iterable[str] | None = None,
    target: float = 0.95,
    options: bool = True,
    read: Callable[[str], str] = input,
    write: Callable[[str], None] = print,
) -> Problem:
    """Ask until one option is first in the target share of the weights that agree, or until stop; give the problem back.

    Parameters
    ----------
    stakeholder : str
        Whose answers these are.
    groups : iterable of str, optional
        The groups to ask about; all of them if left out.
    target, options
        As for `next_question`.
    read, write : callable
        How a line is read after a prompt, and how one is written.

    Returns
    -------
    Problem
        With the answers as rows of its table `statements`, behind those that it had.
    """
    dialogue = _Dialogue(problem, stakeholder, target, options)
    asked = list(groups) if groups is not None else list(problem.grids)
    write("Which is better? Answer a, b, or same; skip, undo or stop at any time.")
    reported = set[str]()
    while True:
        question = None
        for group in asked:
            question, sentence = dialogue.next(group)
            if question is not None:
                reported.discard(group)
                break
            if group not in reported:
                reported.add(group)
                write(f"\n{_heading(problem, group)}{sentence}")
        if question is None:
            break
        write(f"\n{_heading(problem, group)}{sentence}")
        write(f"  a: {_in_words(problem, question.a)}\n  b: {_in_words(problem, question.b)}")
        word = _answer(read, write, can_undo=bool(dialogue.history))
        if word == "stop":
            break
        if word == "undo":
            dialogue.history.pop()
        else:
            dialogue.history.append(_Answer(group, question.a, question.b, word))
    count = len(dialogue.rows())
    write(f"\n{count} answer{'' if count == 1 else 's'}.")
    return dialogue.with_answers(problem)


def _answer(read: Callable[[str], str], write: Callable[[str], None], *, can_undo: bool) -> str:
    """One of the known answers; the end of the input is stop."""
    while True:
        try:
            word = read("a, b, same, skip, undo, stop? ").strip().casefold()
        except EOFError:
            return "stop"
        if word == "undo" and not can_undo:
            write("There is nothing to undo.")
        elif word in ANSWERS:
            return word
        else:
            write(f"Not understood; answer one of {', '.join(ANSWERS)}.")


def _heading(problem: Problem, group: str) -> str:
    """The name of the group, blank where there is but one that has none."""
    return "" if list(problem.grids) == ["all"] else f"{_name(problem, 'groups', 'group', group)}: "


def _in_words(problem: Problem, side: str) -> str:
    """An option by its name, or a sketch by its ratings."""
    from policymcda.errors import plain
    from policymcda.tables.sketches import read_sketch

    if side in problem.labels("option"):
        return plain(_name(problem, "options", "option", side))
    parts = [
        f"{_name(problem, 'criteria', 'criterion', label)} {rating:g}" for label, rating in read_sketch(side)[0].items()
    ]
    return plain(f"{' and '.join(parts)}, all else the same")


def _name(problem: Problem, table: str, column: str, label: str) -> str:
    """The name beside a label where the table has one."""
    frame = problem.table(table)
    names = list(frame.loc[frame[column] == label, "name"]) if "name" in frame else []
    name = str(names[0]) if names else ""
    return f"{name} ({label})" if name and name != label else label
