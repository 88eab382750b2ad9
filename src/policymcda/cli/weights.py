"""Tell the weights of the criteria in each group, and how consistent the judgements behind them are.

example:
  policymcda weights cyber-policy
  policymcda weights cyber-policy --weights ahp --strict
  policymcda weights cyber-policy --no-combine --format csv
  policymcda weights cyber-policy --side-by-side ahp,equal,entropy
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from policymcda.cli import common

if TYPE_CHECKING:
    from policymcda.problem import Problem

TABLES = ("table", "consistency", "repairs", "local", "consensus", "spread", "intervals", "notes")

INCONSISTENT = 3
"""The exit code with --strict when a set of judgements is not acceptable."""


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    way = "way to weights: ahp, swing, best-worst, rank-order, entropy, ... (default: the case's own)"
    parser.add_argument("--weights", "--by", dest="weights", metavar="WAY", help=way)
    combine = "combine stakeholders (default), or keep them apart"
    parser.add_argument("--combine", action=argparse.BooleanOptionalAction, default=True, help=combine)
    common.question_arguments(parser, method="", weights="", unknown="", screen="")
    parser.add_argument("--strict", action="store_true", help="exit code 3 when judgements are inconsistent")
    parser.add_argument(
        "--side-by-side",
        metavar="WAY,WAY",
        help="weights by several ways and their ranks; 'all' for each that there is",
    )
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    problem = common.read(arguments)
    if arguments.side_by_side:
        return _side_by_side(problem, arguments)
    from policymcda.weighting.resolve import resolve

    found = resolve(problem, arguments.weights, combine=arguments.combine)
    common.show_result(found, arguments)
    consistent = "acceptable" not in found.consistency or bool(found.consistency["acceptable"].all())
    return INCONSISTENT if arguments.strict and not consistent else 0


def _side_by_side(problem: Problem, arguments: argparse.Namespace) -> int:
    from policymcda.weighting.comparing import side_by_side

    ways = None if arguments.side_by_side == "all" else [way.strip() for way in arguments.side_by_side.split(",")]
    common.show_result(side_by_side(problem, ways), arguments)
    return 0
