"""Tell what each uncertain rating is worth knowing before the choice: what to research next.

example:
  policymcda value-of-information cyber-policy
  policymcda value-of-information cyber-policy --weights equal --ratings unknown
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    parser.add_argument("--method", help="what gives options a value (default: anchored weighted sum)")
    parser.add_argument("--weights", help=f"{common.WAYS} (default: the case's own)")
    parser.add_argument(
        "--ratings", choices=("drawn", "unknown"), default="drawn", help="all that is uncertain, or what is unknown"
    )
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.value_of_information import value_of_information

    problem = common.read(arguments)
    found = value_of_information(problem, method=arguments.method, weights=arguments.weights, ratings=arguments.ratings)
    common.show(found, arguments.format)
    return 0
