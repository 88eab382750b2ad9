"""Compare what several methods say, and on what their differences rest.

example:
  policymcda compare cyber-policy
  policymcda compare cyber-policy --method topsis --method weighted_sum --method pymcdm:PROBID
  policymcda compare cyber-policy --methods topsis,vikor --table disputes --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads

TABLES = ("table", "scores", "agreement", "concordance", "disputes", "compensation", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(
        parser, method="a scoring method (default: all that the case has data for)", several="methods", draws="threads"
    )
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.compare import compare

    problem = common.read(arguments)
    with in_threads("compare", threads=arguments.threads, quiet=arguments.quiet) as (executor, _):
        result = compare(problem, **common.settings(arguments), executor=executor)
    common.show_result(result, arguments)
    return 0
