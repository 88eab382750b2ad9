"""Rank the options of each group.

example:
  policymcda rank cyber-policy
  policymcda rank cyber-policy --method weighted_sum --weights equal --screen
  policymcda rank - < my-case.json
  policymcda rank my-case --format csv > ranking.csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    common.method_arguments(parser)
    common.unknown_argument(parser)
    parser.add_argument("--screen", action="store_true", help="leave out what a screen or a threshold excludes")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.rank import rank

    problem = common.read(arguments)
    ranking = rank(
        problem,
        method=arguments.method,
        weights=arguments.weights,
        unknown=arguments.unknown,
        screen=arguments.screen,
    )
    common.show(ranking, arguments.format)
    return 0
