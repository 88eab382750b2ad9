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
    common.member_argument(parser)
    parser.add_argument("--method", help="scoring method (default: the case's own, then topsis)")
    space = parser.add_mutually_exclusive_group()
    space.add_argument(
        "--weights", default="any", help="any (default), own, or a way to weights: ahp, given, equal, ..."
    )
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
    common.unknown_argument(parser, " where none is drawn")
    parser.add_argument("--samples", type=int, default=2**17, help="draws for each group (default: 131072)")
    parser.add_argument(
        "--sampling", choices=("sobol", "random", "exact"), default="sobol", help="how (default: sobol)"
    )
    parser.add_argument("--tolerance", type=float, help="go on until no standard error is above this")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same bits (default: 0)")
    parser.add_argument("--threads", type=int, default=0, help="how many (default: every core)")
    parser.add_argument("--checkpoint", metavar="FILE", help="where to keep what is done, and to go on from")
    parser.add_argument("--table", choices=TABLES, default="ranks", help="what --format csv prints (default: ranks)")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.smaa import smaa

    problem = common.read(arguments)
    try:
        with in_threads("smaa", threads=arguments.threads, quiet=arguments.quiet) as (executor, progress):
            result = smaa(
                problem,
                method=arguments.method,
                weights=_weights(arguments),
                ratings=arguments.ratings,
                unknown=arguments.unknown,
                samples=arguments.samples,
                sampling=arguments.sampling,
                tolerance=arguments.tolerance,
                seed=arguments.seed,
                executor=executor,
                checkpoint=arguments.checkpoint,
                progress=progress,
            )
    except KeyboardInterrupt:
        kept = f"; what is done is kept: the same command goes on from {arguments.checkpoint}"
        raise KeyboardInterrupt(f"interrupted{kept if arguments.checkpoint else ''}") from None
    common.show(result, arguments.format, arguments.table)
    return 0


def _weights(arguments: argparse.Namespace) -> Any:
    """The space of weights that was asked for."""
    from policymcda.weighting.weight_space import WeightSpace

    if arguments.order:
        return WeightSpace.ordered(
            [[label.strip() for label in tier.split(",")] for tier in arguments.order.split(">")]
        )
    if arguments.constraint:
        return WeightSpace.constrained(arguments.constraint)
    if arguments.around is not None:
        return WeightSpace.around(concentration=arguments.around)
    return None if arguments.weights == "own" else arguments.weights
