"""Rank the options for each stakeholder, and tell how far they agree and whose voice changes what comes first.

example:
  policymcda stakeholders cyber-policy
  policymcda stakeholders cyber-policy --method weighted_sum --no-codings
  policymcda stakeholders cyber-policy --table first --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "agreement", "first", "weights", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser)
    codings = "each one's own codings (default), or the ratings of the case for all"
    parser.add_argument("--codings", action=argparse.BooleanOptionalAction, default=True, help=codings)
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.stakeholders import stakeholders

    result = stakeholders(common.read(arguments), **common.settings(arguments), codings=arguments.codings)
    common.show_result(result, arguments)
    return 0
