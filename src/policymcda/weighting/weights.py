"""Weights as a result, and the one place where weights of any source are checked and brought to a sum of 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.errors import Fault, ProblemError, nearest
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by, notes_table
from policymcda.weighting import weights_text
from policymcda.weighting.comparison_matrices import tree
from policymcda.weighting.criteria_tree import Key, Nodes, of_leaf_criteria

EXACT = 1e-12
"""A sum that is off by no more is 1: decimals as floats add up no better."""

NEAR = 1e-6
"""A sum that is off by no more is explained by rounding, whatever the weights look like."""

LEAST_DECIMALS = 2
"""Weights with fewer decimals are not taken for rounded ones."""

NORMALISE = "mend them, or ask for division by their sum: normalise=True, --normalise or [defaults] normalise = true"


@dataclass(frozen=True, eq=False, repr=False)
class Weights(Result):
    """The weight of each criterion in each group, and how it came about.

    Attributes
    ----------
    table : DataFrame
        group, criterion, weight; with a column stakeholder where stakeholders are kept apart.
    consistency : DataFrame
        How consistent the judgements behind the weights are, one row per set of them.
    repairs : DataFrame
        For each set that is not acceptable the shortest run found of judgements to look at again, one row per step.
    local : DataFrame
        Where criteria form a tree: the weight of each criterion among those under the same node, and its global weight.
    consensus : DataFrame
        How far each stakeholder is from all together.
    spread : DataFrame
        How far apart the stakeholders' weights of each criterion are.
    intervals : DataFrame
        The lowest and highest weight of each criterion where several weights fit what was said equally well.

    Notes
    -----
    A table that the way to the weights has nothing to say for is empty.
    """

    table: pd.DataFrame
    consistency: pd.DataFrame = field(default_factory=pd.DataFrame)
    repairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    local: pd.DataFrame = field(default_factory=pd.DataFrame)
    consensus: pd.DataFrame = field(default_factory=pd.DataFrame)
    spread: pd.DataFrame = field(default_factory=pd.DataFrame)
    intervals: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def combined(self) -> bool:
        """Whether there is one weight for each group and criterion, so that options can be ranked by them."""
        return "stakeholder" not in self.table

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """The weights, one row per group; then how consistent the judgements are, and what would mend them, in words."""
        yield from weights_text.blocks(self.tables, width, rows)


def made(
    problem: Problem,
    found: Mapping[str, Floats] | Mapping[tuple[str, ...], Floats],
    source: str,
    notes: Iterable[Note] = (),
    tables: Mapping[str, pd.DataFrame] | None = None,
    **settings: object,
) -> Weights:
    """Weights from a vector for each group, or each group and stakeholder, (n,) in the order of the problem's leaf criteria."""
    labels = problem.labels("criterion")
    order = [problem.leaf_criteria.index(leaf) for leaf in labels]
    keys = [key if isinstance(key, tuple) else (key,) for key in found]
    named = {
        name: np.repeat(np.array(column, dtype=object), len(order))
        for name, column in zip(("group", "stakeholder"), zip(*keys, strict=True), strict=False)
    }
    weights = np.concatenate([vector[order] for vector in found.values()])
    return Weights(
        notes=notes_table(notes, problem.reading_notes),
        settings=made_by(problem.fingerprint, weights=source, **settings),
        table=pd.DataFrame({**named, "criterion": labels * len(keys), "weight": weights}),
        **dict(tables or {}),
    )


def vectors(weights: Weights, problem: Problem) -> dict[str, Floats]:
    """The weights of each group, (n,) in the order of the problem's leaf criteria."""
    if "stakeholder" in weights.table:
        raise ValueError(
            "these weights keep stakeholders apart: combine them, or see stakeholders() for a ranking each"
        )
    found = stated(weights.table, problem).vectors
    return {group: found[group,] for group in problem.grids}


def by_stakeholder(weights: Weights, problem: Problem, *, sort: bool = False) -> dict[tuple[str, str], Floats]:
    """The weights of each group and stakeholder who has some, (n,); none where the weights know no stakeholders.

    Parameters
    ----------
    sort : bool
        In the order of the names, and not of the table.
    """
    if weights.combined:
        return {}
    table = weights.table
    keys = dict.fromkeys(zip(table["group"].tolist(), table["stakeholder"].tolist(), strict=True))
    found = stated(table, problem, groups=dict.fromkeys(group for group, _ in keys)).vectors
    return {(group, name): found[group, name] for group, name in (sorted(keys) if sort else keys) if name}


def checked(table: pd.DataFrame, problem: Problem, normalise: bool | None = None) -> dict[str, Floats]:
    """Weights of a table group, criterion, weight as a vector for each group (see `stated`)."""
    return {key[0]: vector for key, vector in stated(table, problem, normalise).vectors.items()}


@dataclass(frozen=True, eq=False)
class StatedWeights:
    """What is stated, by group, or by group and stakeholder.

    Attributes
    ----------
    vectors : mapping of key to (n,)
        In the order of the problem's leaf criteria, summing to 1.
    local : mapping of key to Nodes
        The weights under each node where criteria above others have weights, else empty.
    notes : list
        Which weights were divided by their sum, and why.
    """

    vectors: Mapping[Key, Floats]
    local: Mapping[Key, Nodes]
    notes: list[Note]


@dataclass(frozen=True, eq=False)
class _Set:
    """The weights that somebody states for a group: `place` says whose they are."""

    key: Key
    place: str
    noted_group: str
    pairs: Sequence[tuple[str, float]]
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def stated(
    table: pd.DataFrame, problem: Problem, normalise: bool | None = None, groups: Iterable[str] | None = None
) -> StatedWeights:
    """Weights of a table criterion, weight, which may have a group (blank: every group) and a stakeholder.

    Where a criterion with others below it has a weight, all weights of the table are local: those of each family sum to
    1, and an only child needs none.

    Parameters
    ----------
    normalise : bool, optional
        Divide by the sum whatever it is. Left out: the case's own choice, then False.
    groups : iterable of str, optional
        The groups that are asked about; all of the problem unless given.

    Raises
    ------
    ProblemError
        For a criterion or group that is unknown or missing, a weight that is missing, negative or not finite, and a
        sum that is not 1 and not explained by rounding, unless `normalise`.
    """
    complete = _complete(table, problem) if groups is None else {}
    if complete:
        return StatedWeights(complete, {}, [])
    divide = bool(problem.defaults.get("normalise", False)) if normalise is None else normalise
    of_leaves = set(table["criterion"]) <= set(problem.leaf_criteria)
    known = of_leaves and set(table.get("group", ())) <= {"", *problem.grids}
    faults = [] if known else list(_labels(table, problem))
    local = set[str]() if of_leaves else set(table["criterion"]) & (set(tree(problem)) - {""})
    families = tree(problem) if local else {"": problem.leaf_criteria}
    vectors, nodes, notes = dict[Key, Floats](), dict[Key, Nodes](), list[Note]()
    for one in _sets(table, problem.grids if groups is None else groups):
        shares = {node: _family(one, node if local else None, items, divide) for node, items in families.items()}
        faults += one.faults
        notes += one.notes
        if not one.faults:
            vectors[one.key] = of_leaf_criteria(problem, shares) if local else shares[""]
            if local:
                nodes[one.key] = shares
    if faults:
        raise ProblemError(dict.fromkeys(faults))
    return StatedWeights(vectors, nodes, list(dict.fromkeys(notes)))


def _complete(table: pd.DataFrame, problem: Problem) -> dict[Key, Floats]:
    """The vectors of a table that has one weight for each group and leaf criterion and sums of 1; none of any other."""
    groups, leaf_criteria = list(problem.grids), problem.leaf_criteria
    grouped = "group" in table and bool((table["group"] != "").any())
    rows = {group: row for row, group in enumerate(groups)} if grouped else {"": 0}
    if "stakeholder" in table or len(table) != len(rows) * len(leaf_criteria):
        return {}
    columns = {leaf: column for column, leaf in enumerate(leaf_criteria)}
    row = [rows.get(group, -1) for group in table["group"].tolist()] if grouped else [0] * len(table)
    column = [columns.get(criterion, -1) for criterion in table["criterion"].tolist()]
    if -1 in column or -1 in row:
        return {}
    found = np.full((len(rows), len(leaf_criteria)), np.nan)
    found[row, column] = table["weight"].to_numpy(np.float64)
    if not ((found >= 0) & (found <= 1)).all() or any(abs(float(vector.sum()) - 1) > EXACT for vector in found):
        return {}
    return {(group,): found[row if grouped else 0] for row, group in enumerate(groups)}


def _labels(table: pd.DataFrame, problem: Problem) -> Iterator[Fault]:
    criteria = list(problem.table("criteria")["criterion"])
    for column, known in (("criterion", criteria), ("group", ["", *problem.labels("group")])):
        for label in dict.fromkeys(table.get(column, [])):
            if label not in known:
                hint = nearest(str(label), [one for one in known if one])
                yield Fault("weights", column=column, value=str(label), rule=f"is not a known {column}", hint=hint)


def _sets(table: pd.DataFrame, groups: Iterable[str]) -> Iterator[_Set]:
    """The weights of each group, or of each group and stakeholder; rows with a blank group hold for every group."""
    grouped = "group" in table and bool((table["group"] != "").any())
    of_group = table["group"].tolist() if grouped else [""] * len(table)
    names = table["stakeholder"].tolist() if "stakeholder" in table else [""] * len(table)
    said = zip(range(len(table)), names, table["criterion"].tolist(), table["weight"].astype(float), strict=True)
    by_group: dict[str, list[tuple[int, str, str, float]]] = {"": []}
    for group, row in zip(of_group, said, strict=True):
        by_group.setdefault(group, []).append(row)
    for group in groups:
        rows = sorted([*by_group[""], *(by_group.get(group, ()) if group else ())])
        noted = group if grouped else ""
        if "stakeholder" not in table:
            yield _Set((group,), f"{group}, " if grouped else "", noted, [row[2:] for row in rows])
            continue
        for name in sorted({row[1] for row in rows}) or [""]:
            words = ", ".join(word for word in (noted, name) if word and word != "all")
            pairs = [row[2:] for row in rows if row[1] == name]
            yield _Set((group, name), f"{words}: " if words else "", noted, pairs)


def _family(one: _Set, node: str | None, items: Sequence[str], divide: bool) -> Floats:
    """The weights of the criteria under a node, summing to 1; `node` is None where the weights are not local."""
    vector, before = np.full(len(items), np.nan), len(one.faults)
    for at, item in enumerate(items):
        values = [weight for criterion, weight in one.pairs if criterion == item]
        if not values and node is not None and len(items) == 1:
            return np.ones(1)
        place, rule, hint = f"{one.place}{item}", "", ""
        if not values:
            rule, hint = "has no weight", "give one; a weight of 0 is allowed"
        elif not np.isfinite(values[-1]) or values[-1] < 0:
            place, rule, hint = f"{place}: {values[-1]:g}", "is no weight", "give a number of 0 or more"
        elif len(values) > 1:
            rule, hint = "has more than one weight", "keep one"
        else:
            vector[at] = values[0]
        if rule:
            one.faults.append(Fault("weights", column="weight", value=place, rule=rule, hint=hint))
    return vector if len(one.faults) > before else _summing_to_one(one, node, vector, divide)


def _summing_to_one(one: _Set, node: str | None, vector: Floats, divide: bool) -> Floats:
    """The weights as they are, or divided by their sum with a note; a sum that nothing explains is a fault."""
    with np.errstate(over="ignore"):
        total = float(vector.sum())
    where = "" if node is None else f" under {node}" if node else " at the top"
    value = f"{one.place}{total:.9g}"
    if not total > 0:
        rule, hint = f"all weights{where} are zero", "give each criterion its weight"
        one.faults.append(Fault("weights", column="weight", value=one.place.rstrip(":, "), rule=rule, hint=hint))
    elif abs(total - 1) <= EXACT:
        return vector
    elif divide or is_rounded(vector):
        whose = f" of {one.key[1]}" if len(one.key) > 1 and one.key[1] else ""
        text = f"the weights{whose}{where} sum to {total:.9g}"
        text += " and were divided by it" if divide else ", as rounded weights may, and were divided by it"
        one.notes.append(("normalised_weights" if divide else "rounded_weights", one.noted_group, text))
        if not np.isfinite(total):
            vector = vector / vector.max()
        divided: Floats = vector / vector.sum()
        return divided
    elif abs(total - 100) <= 100 * NEAR or (abs(total - 100) <= 1 and _half_units(vector) >= abs(total - 100)):
        rule = f"look like percentages: they do not sum to 1{where}"
        hint = NORMALISE.replace("mend them", "divide each by 100")
        one.faults.append(Fault("weights", column="weight", value=value, rule=rule, hint=hint))
    else:
        rule = f"do not sum to 1{where}"
        one.faults.append(Fault("weights", column="weight", value=value, rule=rule, hint=NORMALISE))
    return vector


def is_rounded(weights: Floats) -> bool:
    """Whether rounding explains how far from 1 the sum is.

    Off by at most 1e-6; or by at most half a unit of the last place for each weight, where the weight with the most
    decimals has two or more.

    Examples
    --------
    >>> [is_rounded(np.array(weights)) for weights in ([0.333] * 3, [0.33, 0.33, 0.31], [0.3] * 3, [0.5, 0.499999])]
    [True, False, False, True]
    """
    with np.errstate(over="ignore"):
        off = abs(float(weights.sum()) - 1)
    explained = _half_units(weights) if _decimals(weights) >= LEAST_DECIMALS else 0.0
    return off <= max(NEAR, explained) + EXACT


def _half_units(weights: Floats) -> float:
    """Half a unit of the last place for each weight."""
    return len(weights) / 2 * 10.0 ** -_decimals(weights)


def _decimals(weights: Floats) -> int:
    """The most decimals of any of the weights, each as its shortest text; of a single where it was one.

    Examples
    --------
    >>> [_decimals(np.array(weights)) for weights in ([0.25, 0.7], [1.0], [1e-5], [np.float32(0.333)])]
    [2, 0, 5, 3]
    """
    with np.errstate(over="ignore"):
        single = weights.astype(np.float32)
    texts = [
        np.format_float_positional(short if float(short) == weight else np.float64(weight), trim="-")
        for weight, short in zip(weights.tolist(), single, strict=True)
    ]
    return max(len(text.partition(".")[2]) for text in texts)
