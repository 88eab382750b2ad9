"""Tell with which weights the advice of a case would come out, and what has to be given up.

example:
  policymcda implied cyber-policy
  policymcda implied cyber-policy --method weighted_sum
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, draws="samples seed threads")
    parser.add_argument(
        "--statements", action="store_true", help="ask about the table statements (default: the table expectations)"
    )
    common.table_argument(parser, ("table", "nearest", "must_go", "notes"))
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.implied import implied

    statements = "statements" if arguments.statements else None
    problem = common.read(arguments)
    with in_threads("implied", threads=arguments.threads, quiet=arguments.quiet) as (executor, _):
        result = implied(problem, statements, **common.settings(arguments), executor=executor)
    common.show_result(result, arguments)
    return 0
