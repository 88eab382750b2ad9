"""Tell when an option is first: under which weights and ratings, in one sentence.

example:
  policymcda conditions cyber-policy --group capacity_partners --option ict_bricolage
  policymcda conditions my-case --group suburbs --option bus_lanes --top-k 2
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(
        parser, weights=common.ANY_WEIGHTS, group="the group, where the case has several", draws="samples seed threads"
    )
    parser.add_argument("--option", required=True, help="the option")
    parser.add_argument("--ratings", choices=("drawn", "fixed", "unknown"), default="drawn", help="what is drawn")
    parser.add_argument("--top-k", type=int, default=1, help="2: when is it among the first two (default: 1)")
    parser.add_argument("--density", type=float, default=0.8, help="share that must hold in the box (default: 0.8)")
    common.table_argument(parser, ("table", "limits", "notes"))
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.conditions import conditions

    problem = common.read(arguments)
    with in_threads("conditions", threads=arguments.threads, quiet=arguments.quiet) as (executor, _):
        result = conditions(
            problem,
            arguments.group,
            arguments.option,
            **common.settings(arguments),
            ratings=arguments.ratings,
            top_k=arguments.top_k,
            density=arguments.density,
            executor=executor,
        )
    common.show_result(result, arguments)
    return 0
