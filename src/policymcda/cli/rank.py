"""Rank the options of each group.

example:
  policymcda rank cyber-policy
  policymcda rank cyber-policy --method weighted_sum --weights equal --screen --group no_formal_ties
  policymcda rank - < my-case.json
  policymcda rank my-case --format csv > ranking.csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "weights", "evidence", "consistency", "nodes", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser)
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.rank import rank

    result = rank(common.read(arguments), **common.settings(arguments))
    common.show_result(result, arguments)
    return 0
