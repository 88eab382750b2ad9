"""Tell with which weights the advice of a case would come out, and what has to be given up.

example:
  policymcda implied cyber-policy
  policymcda implied cyber-policy --method weighted_sum
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.method_arguments(parser)
    common.unknown_argument(parser)
    parser.add_argument(
        "--statements", action="store_true", help="ask about the table statements (default: the table expectations)"
    )
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.implied import implied

    found = implied(
        common.read(arguments),
        "statements" if arguments.statements else None,
        method=arguments.method,
        weights=arguments.weights,
        unknown=arguments.unknown,
    )
    common.show(found, arguments.format)
    return 0
