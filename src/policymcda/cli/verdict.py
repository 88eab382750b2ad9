"""Say of each group whether its first option is robust, contested, or open, and why.

example:
  policymcda verdict cyber-policy
  policymcda verdict cyber-policy --samples 65536 --table rules --format csv
  policymcda verdict my-case --plan plan.toml
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads

TABLES = ("table", "rules", "contenders", "plan", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, draws="samples seed threads")
    common.plan_argument(parser)
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.syntheses.verdict import verdict

    problem = common.read(arguments)
    with in_threads("verdict", threads=arguments.threads, quiet=arguments.quiet) as (executor, progress):
        result = verdict(
            problem, **common.settings(arguments), plan=arguments.plan, executor=executor, progress=progress
        )
    common.show_result(result, arguments)
    return 0
