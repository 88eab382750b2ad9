"""Tell which choice decides the ranking: method, weights, ratings, criteria, screens, the rule for the unknown.

example:
  policymcda sensitivity cyber-policy
  policymcda sensitivity cyber-policy --method topsis --method vikor --weights ahp --weights equal --by criterion
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads

TABLES = ("table", "options", "outputs", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    method = "a method to choose from (default: topsis, weighted_sum, vikor, promethee_ii)"
    common.question_arguments(
        parser, method=method, several="methods", weights="", unknown="", draws="samples seed threads"
    )
    for name, text in (
        ("weights", "weights to choose from: any (default), own, ahp, equal, ..."),
        ("unknown", "what a rating without evidence may count as: drawn, mode, worst, best (default: each)"),
    ):
        text = f"{text}; several by commas, or the option several times"
        parser.add_argument(f"--{name}", action=common.Several, default=argparse.SUPPRESS, help=text)
    parser.add_argument(
        "--by", choices=("all", "criterion", "option"), default="all", help="which ratings are one input"
    )
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.syntheses.sensitivity import sensitivity

    problem = common.read(arguments)
    with in_threads("sensitivity", threads=arguments.threads, quiet=arguments.quiet) as (executor, _):
        result = sensitivity(problem, **common.settings(arguments), by=arguments.by, executor=executor)
    common.show_result(result, arguments)
    return 0
