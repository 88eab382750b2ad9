"""Make a state of the explorer a case again: what was moved and typed in the page becomes tables and defaults.

example:
  policymcda apply state.json cyber-policy -o my-case
  policymcda apply state.json my-case -o new.xlsx
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "state", metavar="STATE", help="the file that the page saves, or what its button Copy JSON gives"
    )
    common.case_argument(parser)
    where = "the new case: a folder, or a file .xlsx or .json; - prints it as JSON"
    parser.add_argument("-o", "--output", required=True, metavar="NEW", help=where)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.errors import plain
    from policymcda.reporting.apply import apply
    from policymcda.tables import layout

    problem = apply(common.read(arguments), arguments.state)
    if arguments.output == "-":
        print(layout.to_json(problem.to_dict()))
        return 0
    path = problem.save(arguments.output)
    common.print_line(plain(f"wrote {path}: policymcda rank {path}"))
    return 0
