"""The questions of a questionnaire, one list whatever they ask: what the page, the workbook and the paper show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from policymcda.arrays.weights.consistency_indices import ACCEPTABLE
from policymcda.arrays.weights.pairwise import random_index
from policymcda.asking import shown
from policymcda.asking.texts import Texts
from policymcda.errors import nearest
from policymcda.problem import Problem
from policymcda.weighting.comparison_matrices import tree
from policymcda.weighting.swings import criterion_ranges

FORMAT = "policymcda-answers/1"

KINDS = ("judgements", "swings", "codings", "statements")
"""What can be asked, by the table that answers go into."""

MOST = 2000
"""Questions of one questionnaire."""

SHORT = 10
"""Trade-offs for each group: a short list."""

Question = dict[str, Any]


def chosen_kinds(kinds: Sequence[str] | str) -> tuple[str, ...]:
    """The kinds that are asked for, each known and once."""
    named = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    for kind in named:
        if kind not in KINDS:
            raise ValueError(f"no kind of question {kind!r} ({nearest(str(kind), KINDS)})")
    if not named:
        raise ValueError(f"name what to ask with kinds=: {', '.join(KINDS)}")
    return tuple(dict.fromkeys(named))


def chosen_groups(problem: Problem, groups: Iterable[str] | str | None) -> list[str]:
    """The groups to ask about; a blank one stands for all of them at once."""
    known = list(problem.grids)
    if groups is None:
        return [""] if known == ["all"] else problem.labels("group")
    named = [groups] if isinstance(groups, str) else list(dict.fromkeys(groups))
    if named == ["all"]:
        return [""]
    for group in named:
        if group not in known:
            raise ValueError(f"no group {group!r} ({nearest(str(group), [*known, 'all'])})")
    if not named:
        raise ValueError("name at least one group, or 'all' to ask once for all of them")
    return named


def questionnaire(problem: Problem, kinds: Sequence[str], groups: Sequence[str], texts: Texts) -> dict[str, Any]:
    """All that the page knows, as JSON can tell it.

    Raises
    ------
    ValueError
        When there is nothing to ask, too much, or a range that nothing tells.
    """
    criteria, options = _criteria(problem, kinds), _words(problem.options, "option")
    makers = {"judgements": _judgements, "swings": _swings, "codings": _codings, "statements": _statements}
    questions = [
        {"kind": kind, **question}
        for kind in kinds
        for group in groups
        for question in makers[kind](problem, group, criteria)
    ]
    if not questions:
        raise ValueError(f"there is nothing to ask: {', '.join(kinds)} need at least two criteria under one parent")
    if len(questions) > MOST:
        raise ValueError(f"{len(questions)} questions, and a questionnaire has {MOST:,} at most: name some groups=")
    for question in questions:
        question["name"] = shown.digest([question[key] for key in sorted(question) if key != "options"])
    nodes = {node: list(items) for node, items in tree(problem).items()}
    rated = {option for question in questions for option in question.get("options", [])}
    return {
        "format": FORMAT,
        "case": problem.name,
        "shown": shown.shown(problem, kinds),
        "seen": shown.seen(problem, kinds),
        "asked": shown.digest([question["name"] for question in questions]),
        "kinds": list(kinds),
        "groups": list(_groups(problem, groups)),
        "criteria": criteria,
        "options": {option: words for option, words in options.items() if option in rated},
        "nodes": nodes,
        "random_index": {n: _random_index(n) for n in sorted({len(items) for items in nodes.values()}) if n > 2},
        "acceptable": ACCEPTABLE,
        "questions": questions,
        "texts": texts,
    }


def _judgements(problem: Problem, group: str, criteria: dict[str, Any]) -> Iterator[Question]:
    """Every pair under each node, neighbours first, so that the first answers already connect all criteria."""
    order = {criterion: place for place, criterion in enumerate(criteria)}
    for node, under in tree(problem).items():
        items = sorted(under, key=order.__getitem__)
        for first, second in _chained(items):
            yield {"group": group, "node": node, "first": first, "second": second}


def _swings(problem: Problem, group: str, criteria: dict[str, Any]) -> Iterator[Question]:
    leaf_criteria = problem.labels("criterion")
    _need_ranges(criteria, leaf_criteria, "swings")
    if len(leaf_criteria) > 1:
        yield {"group": group, "criteria": leaf_criteria}


def _codings(problem: Problem, group: str, criteria: dict[str, Any]) -> Iterator[Question]:
    """Each criterion with the options that compete in the group."""
    left_out = set(problem.unrated(group)) if group else set()
    options = [option for option in problem.labels("option") if option not in left_out]
    for criterion in problem.labels("criterion"):
        yield {"group": group, "criterion": criterion, "options": options}


def _statements(problem: Problem, group: str, criteria: dict[str, Any]) -> Iterator[Question]:
    """Trade-offs of two criteria: the better end of one for that of the other, then half of it for neighbours."""
    leaf_criteria = problem.labels("criterion")
    _need_ranges(criteria, leaf_criteria, "statements")
    for leaf in leaf_criteria:
        if ";" in leaf:
            raise ValueError(f"statements write criterion=rating; ...: the criterion {leaf!r} must not hold a ;")
    pairs = _chained(leaf_criteria)
    wanted = [(*pair, 1.0) for pair in pairs[: SHORT - 4]] + [
        (*pair, 0.5) for pair in pairs[: max(0, len(leaf_criteria) - 1)]
    ]
    for first, second, part in wanted[:SHORT]:
        (worst, best), (other_worst, other_best) = _ends(criteria[first]), _ends(criteria[second])
        reached = shown.number(worst + part * (best - worst))
        a, b = [(first, reached), (second, other_worst)], [(first, worst), (second, other_best)]
        yield {"group": group, "first": first, "second": second, "part": part, "a": _sketch(a), "b": _sketch(b)}


def _sketch(ratings: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A made-up option, in words as the table `statements` has it, and by criterion."""
    text = "; ".join(f"{criterion}={rating}" for criterion, rating in ratings)
    return {"text": text, "ratings": [list(pair) for pair in ratings]}


def _ends(criterion: dict[str, Any]) -> tuple[Any, Any]:
    """The worse and the better end of a criterion."""
    low, high = criterion["range"]
    return (low, high) if criterion["benefit"] else (high, low)


def _chained(items: Sequence[str]) -> list[tuple[str, str]]:
    """All pairs, neighbours before others."""
    at = {item: place for place, item in enumerate(items)}
    return sorted(combinations(items, 2), key=lambda pair: at[pair[1]] - at[pair[0]])


def _need_ranges(criteria: dict[str, Any], leaf_criteria: Sequence[str], kind: str) -> None:
    """Refuses criteria whose range neither a scale nor ratings tell."""
    lost = [leaf for leaf in leaf_criteria if None in (own := criteria[leaf]["range"]) or own[0] == own[1]]
    if lost:
        raise ValueError(f"{kind} show ranges, and {', '.join(lost)} has none: give low and high in the criteria table")


def _criteria(problem: Problem, kinds: Sequence[str]) -> dict[str, Any]:
    """Each criterion with its words, direction, range and anchors, in the order of the table."""
    frame, words = problem.table("criteria"), _words(problem.criteria, "criterion")
    benefit = dict(zip(problem.leaf_criteria, problem.benefit.tolist(), strict=True))
    known, spans = shown.scales(problem), criterion_ranges(problem) if set(kinds) & set(shown.RANGED) else {}
    anchors = [column for column in frame if column.startswith("anchor_")]
    by_label = {}
    for row in frame.to_dict("records"):
        label = str(row["criterion"])
        by_label[label] = {
            "name": words[label]["name"],
            "definition": words[label]["text"],
            "unit": str(row.get("unit") or ""),
            "low": shown.number(known[label][0]),
            "high": shown.number(known[label][1]),
            "range": [shown.number(end) for end in spans.get(label, shown.UNKNOWN)],
            "benefit": benefit.get(label),
            "anchors": [[column.removeprefix("anchor_"), row[column]] for column in anchors if row[column]],
        }
    return by_label


def _groups(problem: Problem, groups: Sequence[str]) -> Iterator[dict[str, str]]:
    words = _words(problem.groups, "group")
    for group in groups:
        yield {"id": group, **(words[group] if group else {"name": "", "text": ""})}


def _words(table: pd.DataFrame, label: str) -> dict[str, dict[str, str]]:
    """For each label its name and what there is to say of it."""
    by_label = {}
    for row in table.to_dict("records"):
        text = row.get("summary") or row.get("definition") or ""
        by_label[str(row[label])] = {"name": str(row.get("name") or row[label]), "text": str(text)}
    return by_label


def _random_index(n: int) -> list[float]:
    """The random index of n criteria with 0, 1, 2, ... judgements missing."""
    return [random_index(n, missing=missing) for missing in range((n - 1) * (n - 2) // 2 + 1)]
