"""Show what a case holds: the decision matrix of each group, or one of its tables.

example:
  policymcda show cyber-policy
  policymcda show cyber-policy --table judgements
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from policymcda.cli import common
from policymcda.cli.progress import finished

if TYPE_CHECKING:
    import pandas as pd

    from policymcda.problem import Problem


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    parser.add_argument("--table", help="one table of the case: options, criteria, groups, ratings, judgements, ...")
    parser.add_argument("--group", help="one group (default: all)")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    import pandas as pd

    from policymcda.results import grouped
    from policymcda.tables import layout

    problem = common.read(arguments)
    groups = [arguments.group] if arguments.group is not None else list(problem.grids)
    matrices = pd.concat([_matrix(problem, group) for group in groups], ignore_index=True)
    if arguments.names:
        matrices = _named(problem, matrices)
    if arguments.table:
        table = problem.table(arguments.table)
        if arguments.group is not None and "group" in table:
            table = table[table["group"].isin(["", arguments.group])]
        common.show_table(_named(problem, table) if arguments.names else table, arguments)
    elif arguments.format == "table":
        width = common.width()
        parts = [
            f"{layout.filled(group, width)}\n{layout.text(part, width)}".lstrip() for group, part in grouped(matrices)
        ]
        heading = [layout.filled(line, width) for line in (repr(problem), problem.case.get("title", "")) if line]
        finished()
        print("\n".join(heading), *parts, sep="\n\n")
    else:
        common.show_table(matrices, arguments)
    return 0


def _named(problem: Problem, table: pd.DataFrame) -> pd.DataFrame:
    """A table with names for labels, in its columns as well where these are criteria."""
    from policymcda.reporting.naming import Names

    names = Names(problem)
    criteria = {label: names("criterion", label) for label in problem.labels("criterion")}
    return names.frame(table).rename(columns=criteria)


def _matrix(problem: Problem, group: str) -> pd.DataFrame:
    """The decision matrix of a group in the order of the tables, blank where nothing is known."""
    import pandas as pd

    from policymcda.tables.spelling import group_of

    group = group_of(group, problem.grids)
    grid = problem.grids[group]
    frame = pd.DataFrame(grid.mode, index=grid.options, columns=list(problem.leaf_criteria))
    rated = [option for option in problem.labels("option") if option in set(grid.options)]
    frame = frame.loc[rated, problem.labels("criterion")]
    frame.insert(0, "option", frame.index)
    frame.insert(0, "group", group)
    return frame
