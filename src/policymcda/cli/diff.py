"""What changed between two cases: every cell, every rank, and which kind of change moved which score.

example:
  policymcda diff cyber-policy cyber-policy-2016
  policymcda diff my-case my-case.json --table why --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "changes", "why", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    parser.add_argument("after", help="the case after the change, as the first")
    common.question_arguments(parser)
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.syntheses.diff import diff

    before, after = common.read(arguments), common.read(arguments, arguments.after)
    common.show_result(diff(before, after, **common.settings(arguments)), arguments)
    return 0
