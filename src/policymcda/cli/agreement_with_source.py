"""Tell whether the ranking agrees with what the source of the case advises.

example:
  policymcda agreement-with-source cyber-policy
  policymcda agreement-with-source cyber-policy --method vikor --group rivals_with_ties
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "sources", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser)
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.agreement_with_source import agreement_with_source
    from policymcda.questions.rank import rank

    problem = common.read(arguments)
    result = agreement_with_source(problem, rank(problem, **common.settings(arguments)))
    common.show_result(result, arguments)
    return 0
