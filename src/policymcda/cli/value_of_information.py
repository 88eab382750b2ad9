"""Tell how often knowing each uncertain rating would change the choice: what to research next.

example:
  policymcda value-of-information cyber-policy
  policymcda value-of-information cyber-policy --weights equal --ratings unknown --table total --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads

TABLES = ("table", "total", "sets", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(
        parser, method=f"{common.METHOD}; anchored: a weighted sum with a worth", draws="samples seed threads"
    )
    known, text = ("drawn", "unknown"), "all that is uncertain, or what is unknown (default: drawn)"
    parser.add_argument("--ratings", choices=known, default="drawn", help=text)
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.value_of_information import value_of_information

    problem = common.read(arguments)
    with in_threads("value-of-information", threads=arguments.threads, quiet=arguments.quiet) as (executor, _):
        result = value_of_information(
            problem, **common.settings(arguments), ratings=arguments.ratings, executor=executor
        )
    common.show_result(result, arguments)
    return 0
