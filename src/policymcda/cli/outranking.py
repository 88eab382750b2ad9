"""Tell which option outranks which, and which are left when all that is outranked is put aside.

example:
  policymcda outranking cyber-policy
  policymcda outranking cyber-policy --method promethee_i --table pairs --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "pairs", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, method="electre_i (default) or promethee_i")
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.outranking import outranking

    result = outranking(common.read(arguments), **common.settings(arguments))
    common.show_result(result, arguments)
    return 0
