"""Tell which conclusions survive which reading of the evidence.

example:
  policymcda evidence cyber-policy
  policymcda evidence cyber-policy --screen --group rivals_with_ties
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads

TABLES = ("table", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, draws="seed threads")
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.syntheses.evidence import evidence

    problem = common.read(arguments)
    with in_threads("evidence", threads=arguments.threads, quiet=arguments.quiet) as (executor, _):
        result = evidence(problem, **common.settings(arguments), executor=executor)
    common.show_result(result, arguments)
    return 0
