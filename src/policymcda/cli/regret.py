"""Tell how much each option may fall behind the best one, and which is regretted least.

example:
  policymcda regret cyber-policy
  policymcda regret my-case --weights ahp --scenario now=my-case
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, method=common.VALUE, weights=common.ANY_WEIGHTS, draws="samples seed threads")
    parser.add_argument("--ratings", choices=("drawn", "fixed", "unknown"), default="drawn", help="what is drawn")
    parser.add_argument(
        "--scenario", action="append", metavar="NAME=CASE", help="another state of the world; may be repeated"
    )
    parser.add_argument("--aspiration", type=float, help="a value that is good enough (default: near the best one)")
    common.table_argument(parser, ("table", "choices", "scenarios", "notes"))
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.regret import regret

    problem = common.read(arguments)
    pairs = [given.partition("=") for given in arguments.scenario or []]
    if any(not name or not case for name, _, case in pairs):
        raise ValueError("--scenario takes a name and a case, such as embargo=my-case-embargo")
    scenarios = {name: common.read(arguments, case) for name, _, case in pairs} or None
    with in_threads("regret", threads=arguments.threads, quiet=arguments.quiet) as (executor, _):
        result = regret(
            problem,
            **common.settings(arguments),
            ratings=arguments.ratings,
            scenarios=scenarios,
            aspiration=arguments.aspiration,
            executor=executor,
        )
    common.show_result(result, arguments)
    return 0
