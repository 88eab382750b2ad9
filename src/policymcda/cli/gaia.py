"""Show options and criteria in the plane that tells most of how they differ.

example:
  policymcda gaia cyber-policy
  policymcda gaia cyber-policy --weights equal --table criteria --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common

TABLES = ("table", "criteria", "axes", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, method="")
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.gaia import gaia

    result = gaia(common.read(arguments), **common.settings(arguments))
    common.show_result(result, arguments)
    return 0
