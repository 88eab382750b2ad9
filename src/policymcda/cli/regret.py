"""Tell how much each option may fall behind the best one, and which is regretted least.

example:
  policymcda regret cyber-policy
  policymcda regret my-case --weights ahp --scenario now=my-case
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    parser.add_argument("--method", help="what gives options a value (default: anchored weighted sum)")
    parser.add_argument("--weights", default="any", help="any, or a way to weights: ahp, given, equal (default: any)")
    parser.add_argument("--ratings", choices=("drawn", "fixed", "unknown"), default="drawn", help="what is drawn")
    parser.add_argument(
        "--scenario", action="append", metavar="NAME=CASE", help="another state of the world; may be repeated"
    )
    parser.add_argument("--aspiration", type=float, help="a value that is good enough (default: near the best one)")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.regret import regret

    problem = common.read(arguments)
    pairs = [given.partition("=") for given in arguments.scenario or []]
    if any(not name or not case for name, _, case in pairs):
        raise ValueError("--scenario takes a name and a case, such as embargo=my-case-embargo")
    found = regret(
        problem,
        method=arguments.method,
        weights=arguments.weights,
        ratings=arguments.ratings,
        scenarios={name: common.read(arguments, case) for name, _, case in pairs} or None,
        aspiration=arguments.aspiration,
    )
    common.show(found, arguments.format)
    return 0
