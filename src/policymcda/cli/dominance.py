"""Tell what holds whatever the weights and ratings: dominance, and the ranks that each option can have.

example:
  policymcda dominance cyber-policy
  policymcda dominance cyber-policy --ratings fixed --method weighted_sum
  policymcda dominance cyber-policy --weights ahp
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    parser.add_argument("--method", help="scoring method (default: the case's own, then topsis)")
    parser.add_argument("--weights", default="any", help="any, or a way to weights: ahp, given, ... (default: any)")
    parser.add_argument(
        "--ratings", choices=("intervals", "unknown", "fixed"), default="intervals", help="which ratings may vary"
    )
    common.unknown_argument(parser)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.dominance import dominance

    problem = common.read(arguments)
    found = dominance(
        problem,
        method=arguments.method,
        weights=arguments.weights,
        ratings=arguments.ratings,
        unknown=arguments.unknown,
    )
    common.show(found, arguments.format)
    return 0
