"""Check the tables of a case and tell every fault at once.

example:
  policymcda check my-case
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.errors import ProblemError
    from policymcda.tables import layout

    try:
        problem = common.read(arguments.case)
    except ProblemError as error:
        if arguments.format == "table":
            raise
        common.show_table(error.faults, arguments.format)
        return 2
    if arguments.format == "table":
        print(layout.filled(f"no fault: {problem!r}, fingerprint {problem.fingerprint}", common.width()))
    else:
        common.show_table(ProblemError([]).faults, arguments.format)
    return 0
