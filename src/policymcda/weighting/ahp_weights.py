"""AHP (Saaty, 1977): weights from judgements of criteria in pairs, and how consistent those are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.weights.group import aggregate_priorities
from policymcda.errors import check_choices
from policymcda.problem import Problem
from policymcda.results import Note
from policymcda.weighting import comparison_matrices, consistency
from policymcda.weighting.comparison_matrices import COMBINED, ComparisonMatrix
from policymcda.weighting.consistency import Finding
from policymcda.weighting.criteria_tree import Key, Nodes, local_table, must_be_whole, of_leaf_criteria
from policymcda.weighting.stakeholder_weights import shares
from policymcda.weighting.weights import Weights, made

PRIORITIES = ("eigenvector", "geometric_mean")
RANDOM_INDICES = ("alonso_lamata", "saaty", "saaty_newer")
MEANS = ("geometric", "arithmetic")
COMBINES = ("judgements", "priorities", None)


def ahp(
    problem: Problem,
    *,
    priority: Literal["eigenvector", "geometric_mean"] = "eigenvector",
    combine: Literal["judgements", "priorities"] | None = "judgements",
    random_index: Literal["alonso_lamata", "saaty", "saaty_newer"] = "alonso_lamata",
    mean: Literal["geometric", "arithmetic"] = "geometric",
) -> Weights:
    """Weights by AHP from the table `judgements`, under each node where the criteria form a tree.

    Missing judgements are completed: by the completion with the least eigenvalue (Bozóki, Fülöp and Rónyai, 2010), or
    by logarithmic least squares for the geometric mean. Nothing is changed in what was judged; what would mend a set
    that is not acceptable is stated.

    Parameters
    ----------
    priority : {"eigenvector", "geometric_mean"}
        How priorities come from a comparison matrix.
    combine : {"judgements", "priorities", None}
        Several stakeholders: the geometric mean of their judgements (AIJ), the mean of their priorities under each node
        (AIP), either with the weights of the table `stakeholders`; or None, kept apart.
    random_index : {"alonso_lamata", "saaty", "saaty_newer"}
        The table of random indices: Alonso and Lamata (2006), Saaty (1980), or the one that Saaty used later.
    mean : {"geometric", "arithmetic"}
        Of the priorities, where those are combined.

    Returns
    -------
    Weights
        `.consistency` has a row for each set of judgements, by group, stakeholder and node, the combined one after its
        stakeholders: consistency_ratio, eigenvalue, random_index, acceptable, missing; the geometric consistency index
        (Aguarón and Moreno-Jiménez, 2003) and Koczkodaj's (1993) with its triad, acceptable or not by each; and where
        the ratio is above 0.10 the worst judgement (criterion, versus, value), what would mend it (suggested) and
        ratio_after. `.repairs` has the shortest run of repairs found, `.consensus` and `.spread` how far stakeholders
        are apart, `.local` the weights under each node.

    Warns
    -----
    InconsistentJudgements
        Where a set is not acceptable, if this function is called by hand. Verbs that use AHP have it in their notes.

    Raises
    ------
    ProblemError
        Naming the groups and criteria that nobody judged, and the parts that judgements do not connect.

    Examples
    --------
    >>> from policymcda import load, weighting
    >>> found = weighting.ahp(load("cyber-policy"))
    >>> found.table.query("group == 'no_formal_ties'")["weight"].round(3).tolist()
    [0.079, 0.53, 0.096, 0.296]
    >>> found.consistency.query("stakeholder == '(combined)'")["consistency_ratio"].round(3).tolist()
    [0.002, 0.005, 0.007, 0.003]
    """
    found = from_judgements(problem, priority=priority, combine=combine, random_index=random_index, mean=mean)
    consistency.warn(found.consistency)
    return found


def from_judgements(
    problem: Problem,
    *,
    priority: str = "eigenvector",
    combine: str | None = "judgements",
    random_index: str = "alonso_lamata",
    mean: str = "geometric",
) -> Weights:
    """As `ahp`, without a warning: the notes of the result say what is inconsistent."""
    check_choices(priority=(priority, PRIORITIES), combine=(combine, COMBINES), mean=(mean, MEANS))
    check_choices(random_index=(random_index, RANDOM_INDICES))
    own = comparison_matrices.of_criteria(problem)
    used = comparison_matrices.together(problem, own) if combine == "judgements" else own
    comparison_matrices.must_connect(used)
    sets = comparison_matrices.in_stakeholder_order(
        problem, [*own, *(one for one in used if one.stakeholder == COMBINED)]
    )
    every = consistency.findings(sets, priority, random_index)
    found = {id(one): finding for one, finding in zip(sets, every, strict=True)}
    local = _locals(problem, used, found, combine, mean)
    flat = len(comparison_matrices.tree(problem)) == 1
    tables = {
        "consistency": consistency.consistency_table(sets, every),
        "repairs": consistency.repairs_table(sets, every),
        "local": pd.DataFrame() if flat else local_table(problem, local),
        **_consensus(problem, own, found, local, combine, mean),
    }
    notes: list[Note] = [*_how(own, combine, mean), *consistency.notes(sets, every)]
    vectors = {
        key: nodes.get("", np.ones(1)) if flat else of_leaf_criteria(problem, nodes) for key, nodes in local.items()
    }
    settings = {"combine": combine or "none", "mean": mean if combine == "priorities" else None}
    return made(problem, vectors, "ahp", notes, tables, priority=priority, random_index=random_index, **settings)


def _locals(
    problem: Problem, used: Sequence[ComparisonMatrix], found: Mapping[int, Finding], combine: str | None, mean: str
) -> Mapping[Key, Nodes]:
    """The priorities under each node with a judgement, for each group, or each group and stakeholder."""
    local: dict[Key, dict[str, Floats]] = {(group,): {} for group in problem.grids} if combine else {}
    for (group, node), sets in comparison_matrices.by_node(used).items():
        if combine is None:
            for one in comparison_matrices.in_stakeholder_order(problem, sets):
                local.setdefault((group, one.stakeholder), {})[node] = found[id(one)].priorities
        else:
            local[(group,)][node] = _mean(problem, sets, found, mean)
    if len(comparison_matrices.tree(problem)) > 1:
        must_be_whole(problem, local)
    return local or {(group, ""): {} for group in problem.grids}


def _mean(problem: Problem, sets: Sequence[ComparisonMatrix], found: Mapping[int, Finding], mean: str) -> Floats:
    """The priorities of several stakeholders by their mean."""
    own = np.stack([found[id(one)].priorities for one in sets])
    if len(sets) == 1:
        return np.asarray(own[0])
    stakeholder_weight = np.array(list(shares(problem, [one.stakeholder for one in sets]).values()))
    return aggregate_priorities(own, stakeholder_weight, mean)


def _consensus(
    problem: Problem,
    own: Sequence[ComparisonMatrix],
    found: Mapping[int, Finding],
    local: Mapping[Key, Nodes],
    combine: str | None,
    mean: str,
) -> dict[str, pd.DataFrame]:
    """How far stakeholders are from the priorities that are used; from their mean where they are kept apart."""
    alone = comparison_matrices.by_node(own)
    people, spread = consistency.consensus(
        problem,
        own,
        [found[id(one)].priorities for one in own],
        lambda one: (
            local[(one.group,)][one.node] if combine else _mean(problem, alone[one.group, one.node], found, mean)
        ),
    )
    return {"consensus": people, "spread": spread}


def _how(own: Iterable[ComparisonMatrix], combine: str | None, mean: str) -> Iterable[Note]:
    """How several stakeholders were combined."""
    most = max((len(sets) for sets in comparison_matrices.by_node(own).values()), default=1)
    if most > 1 and combine:
        wording = {
            "judgements": "the geometric mean of their judgements",
            "priorities": f"the {mean} mean of priorities",
        }
        yield "combined", "", f"{most} stakeholders by {wording[combine]}"
