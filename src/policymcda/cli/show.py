"""Show what a case holds: the decision matrix of each group, or one of its tables.

example:
  policymcda show cyber-policy
  policymcda show cyber-policy --table judgements
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    parser.add_argument("--table", help="one table of the case: options, criteria, groups, ratings, judgements, ...")
    parser.add_argument("--group", help="one group (default: all)")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    import pandas as pd

    problem = common.read(arguments.case)
    if arguments.table:
        table = problem.table(arguments.table)
        if arguments.group is not None and "group" in table:
            table = table[table["group"].isin(["", arguments.group])]
        common.show_table(table, arguments.format)
        return 0
    groups = [arguments.group] if arguments.group is not None else list(problem.grids)
    matrices = {group: problem.matrix(group, "mode").reset_index() for group in groups}
    if arguments.format == "table":
        print(repr(problem), *filter(None, [problem.case.get("title", "")]), sep="\n", end="\n\n")
        for group, matrix in matrices.items():
            print(group)
            common.show_table(matrix, "table")
            print()
    else:
        frames = [matrix.assign(group=group) for group, matrix in matrices.items()]
        table = pd.concat(frames, ignore_index=True)
        common.show_table(table[["group", *table.columns.drop("group")]], arguments.format)
    return 0
