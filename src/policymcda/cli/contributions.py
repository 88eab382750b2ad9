"""Show what each criterion adds to the value of every option.

example:
  policymcda contributions cyber-policy --group no_formal_ties
  policymcda contributions cyber-policy --table table --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, method=common.VALUE)
    common.table_argument(parser, ("table", "scores", "notes"))
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.contributions import contributions

    common.show_result(contributions(common.read(arguments), **common.settings(arguments)), arguments)
    return 0
