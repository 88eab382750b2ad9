"""Rank the codings of several stakeholders together, without pooling them.

example:
  policymcda group-topsis cyber-policy
  policymcda group-topsis cyber-policy --mean arithmetic --table members --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "members", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, method="", unknown="")
    means = ("geometric", "arithmetic")
    parser.add_argument(
        "--mean", choices=means, default=means[0], help="how distances are averaged (default: geometric)"
    )
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.group_topsis import group_topsis

    result = group_topsis(common.read(arguments), **common.settings(arguments), mean=arguments.mean)
    common.show_result(result, arguments)
    return 0
