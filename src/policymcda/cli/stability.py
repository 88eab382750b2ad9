"""Tell how far the weight of each criterion may move before the answer does.

example:
  policymcda stability cyber-policy
  policymcda stability cyber-policy --keeps "top 3"
  policymcda stability cyber-policy --keeps ranking --method weighted_sum
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    common.method_arguments(parser)
    parser.add_argument("--keeps", default="first", help="what must stay: first, 'top 3', ranking (default: first)")
    common.unknown_argument(parser)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.stability import stability

    problem = common.read(arguments)
    found = stability(
        problem,
        method=arguments.method,
        weights=arguments.weights,
        keeps=arguments.keeps,
        unknown=arguments.unknown,
    )
    common.show(found, arguments.format)
    return 0
