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
    common.member_argument(parser)
    common.method_arguments(parser)
    parser.add_argument(
        "--kind",
        action="append",
        choices=("weight", "weights", "rating", "judgement"),
        help="what may change; may be given several times (default: all)",
    )
    parser.add_argument("--distance", choices=("l1", "l2"), default="l1", help="what is least when all weights move")
    common.unknown_argument(parser)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.flips import KINDS, flips

    problem = common.read(arguments)
    found = flips(
        problem,
        method=arguments.method,
        weights=arguments.weights,
        unknown=arguments.unknown,
        kinds=arguments.kind or KINDS,
        distance=arguments.distance,
    )
    common.show(found, arguments.format)
    return 0
