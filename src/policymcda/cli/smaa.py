"""Tell how often each option has each rank, over all weights and uncertain ratings.

example:
  policymcda smaa cyber-policy
  policymcda smaa cyber-policy --weights own --samples 131072
  policymcda smaa cyber-policy --order "legitimacy > feasibility, root_cause > speed"
  policymcda smaa cyber-policy --constraint "legitimacy >= 2 * speed" --ratings fixed
  policymcda smaa cyber-policy --tolerance 0.002 --checkpoint run.npz --quiet
"""

from __future__ import annotations

import argparse
from typing import Any

from policymcda.cli import common
from policymcda.cli.progress import in_threads

TABLES = ("table", "ranks", "first", "central", "pairwise", "scores", "decision", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, weights="", draws="samples seed threads")
    space = parser.add_mutually_exclusive_group()
    space.add_argument("--weights", default=argparse.SUPPRESS, help=common.ANY_WEIGHTS)
    space.add_argument(
        "--order", metavar="A > B, C > D", help="criteria in falling order of importance, ties by a comma"
    )
    space.add_argument(
        "--constraint", action="append", metavar="'A >= 2 * B'", help="a linear constraint; may be repeated"
    )
    space.add_argument(
        "--around", type=float, metavar="N", help="around the case's own weights with this concentration"
    )
    parser.add_argument(
        "--ratings", choices=("drawn", "fixed", "unknown"), default="drawn", help="what is drawn of them"
    )
    parser.add_argument(
        "--sampling", choices=("sobol", "random", "exact"), default="sobol", help="how (default: sobol)"
    )
    parser.add_argument("--tolerance", type=float, help="go on until no standard error is above this")
    parser.add_argument("--checkpoint", metavar="FILE", help="where to keep what is done, and to go on from")
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.smaa import smaa

    problem = common.read(arguments)
    try:
        with in_threads("smaa", threads=arguments.threads, quiet=arguments.quiet) as (executor, progress):
            result = smaa(
                problem,
                **{**common.settings(arguments), **_space(arguments)},
                ratings=arguments.ratings,
                sampling=arguments.sampling,
                tolerance=arguments.tolerance,
                executor=executor,
                checkpoint=arguments.checkpoint,
                progress=progress,
            )
    except KeyboardInterrupt:
        kept = f"; what is done is kept: the same command goes on from {arguments.checkpoint}"
        raise KeyboardInterrupt(f"interrupted{kept if arguments.checkpoint else ''}") from None
    common.show_result(result, arguments)
    return 0


def _space(arguments: argparse.Namespace) -> dict[str, Any]:
    """The space of weights, where one was described."""
    from policymcda.weighting.weight_space import WeightSpace

    if arguments.order:
        tiers = [[label.strip() for label in tier.split(",")] for tier in arguments.order.split(">")]
        return {"weights": WeightSpace.ordered(tiers)}
    if arguments.constraint:
        return {"weights": WeightSpace.constrained(arguments.constraint)}
    return {} if arguments.around is None else {"weights": WeightSpace.around(concentration=arguments.around)}
