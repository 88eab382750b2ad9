"""Tell the weights of the criteria in each group, and how consistent the judgements behind them are.

example:
  policymcda weights cyber-policy
  policymcda weights cyber-policy --by equal
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    parser.add_argument("--by", metavar="WAY", help="way to weights: ahp, given, equal, ... (default: the case's own)")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.weighting import resolve

    common.show(resolve(common.read(arguments.case), arguments.by), arguments.format)
    return 0
