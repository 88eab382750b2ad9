"""Compare what several methods say, and on what their differences rest.

example:
  policymcda compare cyber-policy
  policymcda compare cyber-policy --method topsis --method weighted_sum --method pymcdm:PROBID
  policymcda compare cyber-policy --table disputes --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("ranks", "table", "agreement", "concordance", "disputes", "compensation")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    parser.add_argument(
        "--method",
        action="append",
        help="a scoring method, as often as wanted (default: all that the case has data for)",
    )
    parser.add_argument("--weights", help=f"{common.WAYS} (default: the case's own)")
    common.unknown_argument(parser)
    parser.add_argument("--screen", action="store_true", help="leave out what a screen or a threshold excludes")
    parser.add_argument("--table", choices=TABLES, help="one table of the result (CSV: ranks, where none is named)")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.compare import compare

    found = compare(
        common.read(arguments),
        arguments.method,
        weights=arguments.weights,
        unknown=arguments.unknown,
        screen=arguments.screen,
    )
    if arguments.table:
        common.show_table(found.tables[arguments.table], arguments.format)
    else:
        common.show(found, arguments.format, main="ranks")
    return 0
