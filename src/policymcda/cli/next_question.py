"""Tell what to ask next: the question whose answer says most about which option is first.

example:
  policymcda next-question cyber-policy
  policymcda next-question my-case --trade-offs
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    parser.add_argument("--method", help="a method whose first option is told beside (default: the case's own)")
    parser.add_argument(
        "--weights", help="any, statements, or a way to weights (default: statements where there are some, else any)"
    )
    parser.add_argument("--target", type=float, default=0.95, help="share of first ranks that settles it (.95)")
    parser.add_argument("--trade-offs", action="store_true", help="ask for trade-offs alone, not to compare options")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.next_question import next_question

    problem = common.read(arguments)
    weights = arguments.weights or ("statements" if problem.has("statements") else "any")
    found = next_question(
        problem, weights, method=arguments.method, target=arguments.target, options=not arguments.trade_offs
    )
    common.show(found, arguments.format)
    return 0
