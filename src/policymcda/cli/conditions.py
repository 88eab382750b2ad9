"""Tell when an option is first: under which weights and ratings, in one sentence.

example:
  policymcda conditions cyber-policy --group capacity_partners --option ict_bricolage
  policymcda conditions my-case --group suburbs --option bus_lanes --top-k 2
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.member_argument(parser)
    parser.add_argument("--group", help="the group, where the case has several")
    parser.add_argument("--option", required=True, help="the option")
    common.method_arguments(parser)
    parser.set_defaults(weights="any")
    parser.add_argument("--ratings", choices=("drawn", "fixed", "unknown"), default="drawn", help="what is drawn")
    parser.add_argument("--top-k", type=int, default=1, help="2: when is it among the first two (default: 1)")
    parser.add_argument("--density", type=float, default=0.8, help="share that must hold in the box (default: 0.8)")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.conditions import conditions

    found = conditions(
        common.read(arguments),
        arguments.group,
        arguments.option,
        method=arguments.method,
        weights=arguments.weights,
        ratings=arguments.ratings,
        top_k=arguments.top_k,
        density=arguments.density,
    )
    common.show(found, arguments.format, main="boxes")
    return 0
