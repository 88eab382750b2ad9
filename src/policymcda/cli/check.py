"""Check the tables of a case and tell every fault at once.

example:
  policymcda check my-case
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import finished

LABELS = (("option", "options"), ("criterion", "criteria"), ("group", "groups"), ("stakeholder", "stakeholders"))
"""Each kind of label, and the table that lists them."""


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.errors import ProblemError
    from policymcda.tables import layout
    from policymcda.tables.formulas import formulas

    try:
        problem = common.read(arguments)
    except ProblemError as error:
        if arguments.format == "table":
            raise
        common.show_table(error.faults, arguments.format)
        return 2
    if arguments.format == "table":
        own = [f"{table}: your own columns are kept: {', '.join(own)}" for table, own in problem.own_columns.items()]
        labels = {table: problem.table(table)[kind] for kind, table in LABELS}
        for note in (*problem.reading_notes, *own, *formulas(labels)):
            print(layout.filled(f"note: {note}", common.width(), "      "))
        finished()
        print(layout.filled(f"no fault: {problem!r}, fingerprint {problem.fingerprint}", common.width()))
    else:
        common.show_table(ProblemError([]).faults, arguments.format)
    return 0
