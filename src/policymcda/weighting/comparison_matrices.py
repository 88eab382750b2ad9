"""Judgements in pairs as comparison matrices: what each stakeholder said under each node of the criteria, by label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policymcda.arrays import Floats, Ints
from policymcda.arrays.weights.group import aggregate_judgements
from policymcda.arrays.weights.incomplete import components
from policymcda.arrays.weights.judgements import reconcile
from policymcda.errors import Fault, ProblemError
from policymcda.problem import Problem
from policymcda.tables.performance_tables import expanded
from policymcda.weighting.stakeholder_weights import in_order, shares

COMBINED = "(combined)"
"""The stakeholder of a set that several made together."""


@dataclass(frozen=True, eq=False)
class ComparisonMatrix:
    """What one stakeholder said of the items under a node, for a group.

    `items` are sorted labels; `matrix` is (n, n), NaN where a pair was not judged. The node of the topmost criteria is
    blank; where options are judged, the node is the criterion.
    """

    group: str
    node: str
    stakeholder: str
    items: tuple[str, ...]
    matrix: Floats


def tree(problem: Problem) -> dict[str, tuple[str, ...]]:
    """The sorted criteria under each node, the topmost first: those that have no parent are under a blank one."""
    criteria = problem.table("criteria")
    parents = criteria["parent"] if "parent" in criteria else [""] * len(criteria)
    under: dict[str, list[str]] = {"": []}
    for label, parent in zip(criteria["criterion"], parents, strict=True):
        under.setdefault(parent, []).append(label)
    order = ["", *(label for label in criteria["criterion"] if label in under)]
    return {node: tuple(sorted(under[node])) for node in order}


def of_criteria(problem: Problem) -> list[ComparisonMatrix]:
    """The judgements of criteria by group, node and stakeholder; a node with one criterion needs none.

    Raises
    ------
    ProblemError
        Naming the groups and the nodes that nobody judged.
    """
    nodes = {node: items for node, items in tree(problem).items() if len(items) > 1}
    found, faults = list[ComparisonMatrix](), list[Fault]()
    for group, rows in _by_group(problem, "judgements"):
        sets = {node: list(_sets(rows, "criterion", group, node, items)) for node, items in nodes.items()}
        silent = [node for node in nodes if not sets[node]]
        if nodes and silent == list(nodes):
            hint = "judge its criteria; judgements with a blank group hold for all groups"
            faults.append(Fault("judgements", column="group", value=group, rule="nobody judged for it", hint=hint))
        else:
            faults += [_not_judged(group, node, nodes[node]) for node in silent]
        found += [one for node in nodes for one in sets[node]]
    if faults:
        raise ProblemError(faults)
    return found


def of_options(problem: Problem) -> list[ComparisonMatrix]:
    """The judgements of options by group, criterion and stakeholder, under each criterion that has some."""
    found = list[ComparisonMatrix]()
    for group, rows in _by_group(problem, "option_judgements"):
        under = dict(list(rows.groupby("criterion")))
        for criterion in (label for label in problem.labels("criterion") if label in under):
            options = tuple(sorted({*under[criterion]["option"], *under[criterion]["versus"]}))
            found += _sets(under[criterion], "option", group, criterion, options)
    return found


def together(problem: Problem, sets: Iterable[ComparisonMatrix]) -> list[ComparisonMatrix]:
    """The sets of each group and node combined by their weighted geometric mean; one that stands alone as it is."""
    result = []
    for (group, node), own in by_node(sets).items():
        if len(own) == 1:
            result.append(own[0])
            continue
        stakeholder_weight = np.array(list(shares(problem, [one.stakeholder for one in own]).values()))
        matrix = aggregate_judgements(np.stack([one.matrix for one in own]), stakeholder_weight)
        result.append(ComparisonMatrix(group, node, COMBINED, own[0].items, matrix))
    return result


def by_node(sets: Iterable[ComparisonMatrix]) -> dict[tuple[str, str], list[ComparisonMatrix]]:
    """The sets of each group and node."""
    result: dict[tuple[str, str], list[ComparisonMatrix]] = {}
    for one in sets:
        result.setdefault((one.group, one.node), []).append(one)
    return result


def in_stakeholder_order(problem: Problem, sets: Iterable[ComparisonMatrix]) -> list[ComparisonMatrix]:
    """The sets in the order in which results have them: as they come, stakeholders as in their table, all together last."""
    return [
        one
        for own in by_node(sets).values()
        for one in sorted(in_order(problem, own), key=lambda one: one.stakeholder == COMBINED)
    ]


def connected(one: ComparisonMatrix) -> bool:
    """Whether the judgements say how all items compare."""
    return not np.isnan(one.matrix).any() or bool(np.all(components(one.matrix) == 0))


def must_connect(sets: Iterable[ComparisonMatrix], table: str = "judgements") -> None:
    """Refuses sets whose judgements fall into parts, naming what is in each.

    Raises
    ------
    ProblemError
    """
    faults = [_parts(one, components(one.matrix), table) for one in sets if not connected(one)]
    if faults:
        raise ProblemError(faults)


def place(one: ComparisonMatrix) -> str:
    """Group, stakeholder and node of a set in words, as far as they say something."""
    group = "" if one.group == "all" else one.group
    return ", ".join(part for part in (group, one.stakeholder, one.node) if part)


def _parts(one: ComparisonMatrix, part: Ints, table: str) -> Fault:
    names = ["{" + ", ".join(np.array(one.items)[part == first]) + "}" for first in np.unique(part)]
    firsts = [one.items[first] for first in np.unique(part)[:2]]
    return Fault(
        table,
        column="versus",
        value=place(one),
        rule=f"the judgements do not connect {' with '.join(names)}",
        hint=f"judge a pair across, such as {firsts[0]} against {firsts[1]}",
    )


def _not_judged(group: str, node: str, items: Sequence[str]) -> Fault:
    value = ", ".join(part for part in (group, node) if part)
    above = f"under {node}" if node else "at the top"
    hint = f"judge {', '.join(items)} against each other"
    return Fault("judgements", column="criterion", value=value, rule=f"nobody judged the criteria {above}", hint=hint)


def _by_group(problem: Problem, table: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each group and the rows that hold for it."""
    rows = expanded(problem.table(table), list(problem.grids))
    if "stakeholder" not in rows:
        rows = rows.assign(stakeholder="")
    parts = dict(list(rows.groupby("group", sort=False)))
    for group in problem.grids:
        yield group, parts.get(group, rows[:0])


def _sets(rows: pd.DataFrame, item: str, group: str, node: str, items: tuple[str, ...]) -> Iterator[ComparisonMatrix]:
    """A set for each stakeholder who judged one of these items against another, by sorted name."""
    at, said = {label: place for place, label in enumerate(items)}, dict[str, Floats]()
    cells = (rows[name].tolist() for name in ("stakeholder", item, "versus", "value"))
    for name, one, other, value in zip(*cells, strict=True):
        if one in at and other in at and one != other:
            said.setdefault(name, np.full((len(items), len(items)), np.nan))[at[one], at[other]] = value
    for name in sorted(said):
        yield ComparisonMatrix(group, node, name, items, reconcile(said[name])[0])
