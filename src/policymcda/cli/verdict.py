"""Say of each group whether its first option is robust, contested, or open, and why.

example:
  policymcda verdict cyber-policy
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    common.method_arguments(parser)
    common.unknown_argument(parser)
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same bits (default: 0)")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.syntheses.verdict import verdict

    problem = common.read(arguments)
    with in_threads("verdict", quiet=arguments.quiet) as (executor, progress):
        result = verdict(
            problem,
            method=arguments.method,
            weights=arguments.weights,
            unknown=arguments.unknown,
            seed=arguments.seed,
            executor=executor,
            progress=progress,
        )
    common.show(result, arguments.format)
    return 0
