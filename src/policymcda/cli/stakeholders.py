"""Rank the options for each stakeholder: how far they agree, what all can live with, whose voice changes what comes first.

example:
  policymcda stakeholders cyber-policy
  policymcda stakeholders cyber-policy --method weighted_sum --no-codings
  policymcda stakeholders cyber-policy --table first --format csv
  policymcda stakeholders cyber-policy --table equity --group rivals_with_ties
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads

TABLES = (
    *("table", "agreement", "first", "weights", "distances", "clusters", "aggregated", "equity", "options"),
    *("coalitions", "mixtures", "codings", "notes"),
)


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, draws="samples seed threads")
    codings = "each one's own codings (default), or the ratings of the case for all"
    parser.add_argument("--codings", action=argparse.BooleanOptionalAction, default=True, help=codings)
    mixtures = "draw mixtures of the voices (default), which only --table mixtures shows, or none"
    parser.add_argument("--mixtures", action=argparse.BooleanOptionalAction, default=True, help=mixtures)
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.syntheses.stakeholders import stakeholders

    problem = common.read(arguments)
    with in_threads("stakeholders", threads=arguments.threads, quiet=arguments.quiet) as (executor, _):
        own = {"codings": arguments.codings, "mixtures": None if arguments.mixtures else False}
        result = stakeholders(problem, **common.settings(arguments), **own, executor=executor)
    common.show_result(result, arguments)
    return 0
