"""Tell the weights of the criteria in each group, and how consistent the judgements behind them are.

example:
  policymcda weights cyber-policy
  policymcda weights cyber-policy --by ahp --strict
  policymcda weights cyber-policy --apart --format csv
  policymcda weights cyber-policy --side-by-side ahp,equal,entropy
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from policymcda.cli import common

if TYPE_CHECKING:
    from policymcda.problem import Problem

INCONSISTENT = 3
"""The exit code with --strict when a set of judgements is not acceptable."""


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    parser.add_argument("--by", metavar="WAY", help="way to weights: ahp, swing, best-worst, rank-order, entropy, ...")
    parser.add_argument("--apart", action="store_true", help="keep stakeholders apart")
    parser.add_argument("--strict", action="store_true", help="exit code 3 when judgements are inconsistent")
    parser.add_argument(
        "--side-by-side",
        metavar="WAY,WAY",
        help="weights by several ways and their ranks; 'all' for each that there is",
    )
    parser.add_argument("--table", default="table", help="the table that --format csv prints: table, consistency, ...")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    problem = common.read(arguments)
    if arguments.side_by_side:
        return _side_by_side(problem, arguments)
    from policymcda.weighting.resolve import resolve

    found = resolve(problem, arguments.by, combine=not arguments.apart)
    if arguments.table not in found.tables:
        raise ValueError(f"no table {arguments.table!r}, choose from {', '.join(found.tables)}")
    common.show(found, arguments.format, arguments.table)
    consistent = "acceptable" not in found.consistency or bool(found.consistency["acceptable"].all())
    return INCONSISTENT if arguments.strict and not consistent else 0


def _side_by_side(problem: Problem, arguments: argparse.Namespace) -> int:
    from policymcda.weighting.comparing import side_by_side

    ways = None if arguments.side_by_side == "all" else [way.strip() for way in arguments.side_by_side.split(",")]
    common.show(side_by_side(problem, ways), arguments.format)
    return 0
