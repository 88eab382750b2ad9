"""Tell which ranks change that should not when options are removed, copied, replaced or split.

example:
  policymcda reversal cyber-policy
  policymcda reversal cyber-policy --method topsis --method weighted_sum
  policymcda reversal cyber-policy --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    parser.add_argument(
        "--method", action="append", help="scoring method; may be given several times (default: the case's own)"
    )
    parser.add_argument("--weights", help=f"{common.WAYS} (default: the case's own)")
    common.unknown_argument(parser)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.reversal import reversal

    problem = common.read(arguments)
    found = reversal(problem, method=arguments.method, weights=arguments.weights, unknown=arguments.unknown)
    common.show(found, arguments.format)
    return 0
