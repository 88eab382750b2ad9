"""Propose the compromise of VIKOR: one option where it is clear, else a set.

example:
  policymcda compromise cyber-policy
  policymcda compromise cyber-policy --majority 0.6 --group rivals_with_ties
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "conditions", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, method="")
    parser.add_argument(
        "--majority", type=float, default=0.5, metavar="V", help="weight of the group utility (default: 0.5)"
    )
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.compromise import compromise

    result = compromise(common.read(arguments), **common.settings(arguments), majority=arguments.majority)
    common.show_result(result, arguments)
    return 0
