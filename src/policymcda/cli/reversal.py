"""Tell which ranks change that should not when options are removed, copied, replaced or split.

example:
  policymcda reversal cyber-policy
  policymcda reversal cyber-policy --method topsis --method weighted_sum
  policymcda reversal cyber-policy --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "summary", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, method="a scoring method (default: the case's own)", several="method")
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.reversal import reversal

    result = reversal(common.read(arguments), **common.settings(arguments))
    common.show_result(result, arguments)
    return 0
