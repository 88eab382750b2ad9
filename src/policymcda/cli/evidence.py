"""Tell which conclusions survive which reading of the evidence.

example:
  policymcda evidence cyber-policy
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    common.method_arguments(parser)
    common.unknown_argument(parser)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.syntheses.evidence import evidence

    problem = common.read(arguments)
    result = evidence(problem, method=arguments.method, weights=arguments.weights, unknown=arguments.unknown)
    common.show(result, arguments.format)
    return 0
