"""Tell what holds whatever the weights and ratings: dominance, and the ranks that each option can have.

example:
  policymcda dominance cyber-policy
  policymcda dominance cyber-policy --ratings fixed --method weighted_sum
  policymcda dominance cyber-policy --weights ahp --table pairs --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "pairs", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, weights=common.ANY_WEIGHTS, draws="seed")
    parser.add_argument(
        "--ratings", choices=("intervals", "unknown", "fixed"), default="intervals", help="which ratings may vary"
    )
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.dominance import dominance

    result = dominance(common.read(arguments), **common.settings(arguments), ratings=arguments.ratings)
    common.show_result(result, arguments)
    return 0
