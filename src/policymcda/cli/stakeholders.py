"""Rank the options for each stakeholder, and tell how far they agree and whose voice changes what comes first.

example:
  policymcda stakeholders cyber-policy
  policymcda stakeholders cyber-policy --method weighted_sum --pooled
  policymcda stakeholders cyber-policy --table first --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "agreement", "first", "weights")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    common.method_arguments(parser)
    common.unknown_argument(parser)
    parser.add_argument("--pooled", action="store_true", help="the ratings of the case for all, not each one's codings")
    parser.add_argument("--table", choices=TABLES, help="one table of the result")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.stakeholders import stakeholders

    found = stakeholders(
        common.read(arguments),
        method=arguments.method,
        weights=arguments.weights,
        unknown=arguments.unknown,
        codings=not arguments.pooled,
    )
    if arguments.table:
        common.show_table(found.tables[arguments.table], arguments.format)
    else:
        common.show(found, arguments.format)
    return 0
