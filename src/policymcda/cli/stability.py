"""Tell how far the weight of each criterion may move before the answer does.

example:
  policymcda stability cyber-policy
  policymcda stability cyber-policy --keeps "top 3"
  policymcda stability cyber-policy --keeps ranking --method weighted_sum --group no_formal_ties
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "critical", "deltas", "path", "ranks", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser)
    parser.add_argument("--keeps", default="first", help="what must stay: first, 'top 3', ranking (default: first)")
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.stability import stability

    result = stability(common.read(arguments), **common.settings(arguments), keeps=arguments.keeps)
    common.show_result(result, arguments)
    return 0
