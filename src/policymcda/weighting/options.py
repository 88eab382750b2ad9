"""Priorities of options that are judged in pairs, and how consistent those judgements are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from policymcda.errors import Fault, ProblemError, check_choices
from policymcda.problem import Problem
from policymcda.results import Result, made_by, notes_table
from policymcda.tables import layout
from policymcda.weighting import comparison_matrices, consistency, weights_text
from policymcda.weighting.ahp_weights import RANDOM_INDICES
from policymcda.weighting.comparison_matrices import COMBINED


@dataclass(frozen=True, eq=False, repr=False)
class OptionPriorities(Result):
    """Local priorities of the options, and how consistent the judgements behind them are.

    Attributes
    ----------
    table : DataFrame
        group, criterion, option, priority: they sum to 1 under each criterion.
    consistency : DataFrame
        A row for each set of judgements, by group, stakeholder and criterion, as that of `weighting.ahp`.
    repairs : DataFrame
        For each set that is not acceptable the shortest run found of judgements to look at again.
    """

    table: pd.DataFrame
    consistency: pd.DataFrame = field(default_factory=pd.DataFrame)
    repairs: pd.DataFrame = field(default_factory=pd.DataFrame)

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the priorities, options by criteria; then the consistency, and in words what would mend it."""
        for group, part in self.table.groupby("group", sort=False):
            wide = part.pivot(index="option", columns="criterion", values="priority")
            wide = wide.loc[list(dict.fromkeys(part["option"])), list(dict.fromkeys(part["criterion"]))].reset_index()
            heading = [layout.filled(name, width) for name in self.heading(group)]
            yield "\n".join([*heading, layout.text(wide, width, rows)])
        yield layout.text(weights_text.indices(self.consistency), width, rows)
        yield from weights_text.mending(self.consistency, self.repairs, width)


def option_priorities(
    problem: Problem, *, random_index: Literal["alonso_lamata", "saaty", "saaty_newer"] = "alonso_lamata"
) -> OptionPriorities:
    """The priorities of options from the table `option_judgements`, as `rank(problem, method="ahp")` takes them.

    By the eigenvector, missing judgements completed, several stakeholders by the geometric mean of their judgements with
    the weights of the table `stakeholders`.

    Parameters
    ----------
    random_index : {"alonso_lamata", "saaty", "saaty_newer"}
        The table of random indices: Alonso and Lamata (2006), Saaty (1980), or the one that Saaty used later.

    Raises
    ------
    ProblemError
        When no options are judged in pairs.
    """
    check_choices(random_index=(random_index, RANDOM_INDICES))
    if not problem.has("option_judgements"):
        hint = "judge options in pairs, or rank by their ratings"
        raise ProblemError([Fault("option_judgements", rule="no options are judged in pairs", hint=hint)])
    own = comparison_matrices.of_options(problem)
    used = comparison_matrices.together(problem, own)
    comparison_matrices.must_connect(used, "option_judgements")
    sets = comparison_matrices.in_stakeholder_order(
        problem, [*own, *(one for one in used if one.stakeholder == COMBINED)]
    )
    every = consistency.findings(sets, "eigenvector", random_index)
    found = {id(one): finding.priorities for one, finding in zip(sets, every, strict=True)}
    order = problem.labels("option")
    rows = [
        (one.group, one.node, option, float(found[id(one)][one.items.index(option)]))
        for one in used
        for option in order
        if option in one.items
    ]
    return OptionPriorities(
        notes=notes_table(consistency.notes(sets, every), problem.reading_notes),
        settings=made_by(problem.fingerprint, priority="eigenvector", random_index=random_index),
        table=pd.DataFrame(rows, columns=["group", "criterion", "option", "priority"]),
        consistency=consistency.consistency_table(sets, every, "option"),
        repairs=consistency.repairs_table(sets, every, "option"),
    )
