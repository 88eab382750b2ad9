"""Tell the smallest change that makes another option first: of weights, a rating or a judgement.

example:
  policymcda flips cyber-policy
  policymcda flips cyber-policy --kind rating --kind judgement
  policymcda flips cyber-policy --method weighted_sum --distance l2 --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, draws="seed")
    parser.add_argument(
        "--kind",
        "--kinds",
        action=common.Several,
        dest="kinds",
        help="what may change: weight, weights, rating, judgement; several by commas (default: all)",
    )
    parser.add_argument("--distance", choices=("l1", "l2"), default="l1", help="what is least when all weights move")
    parser.add_argument(
        "--contenders",
        type=int,
        metavar="N",
        help="how many options are searched for (default: all up to 300, else 20)",
    )
    common.table_argument(parser, ("table", "all_changes", "weights", "impossible", "notes"))
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.flips import KINDS, flips

    result = flips(
        common.read(arguments),
        **common.settings(arguments),
        kinds=arguments.kinds or KINDS,
        distance=arguments.distance,
        contenders=arguments.contenders,
    )
    common.show_result(result, arguments)
    return 0
