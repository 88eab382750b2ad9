"""Tell which option outranks which, and which are left when all that is outranked is put aside.

example:
  policymcda outranking cyber-policy
  policymcda outranking cyber-policy --method promethee_i --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    parser.add_argument("--method", help="electre_i (default) or promethee_i")
    parser.add_argument("--weights", help=f"{common.WAYS} (default: the case's own)")
    common.unknown_argument(parser)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.outranking import outranking

    problem = common.read(arguments)
    found = outranking(problem, method=arguments.method, weights=arguments.weights, unknown=arguments.unknown)
    common.show(found, arguments.format)
    return 0
