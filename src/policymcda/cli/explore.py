"""Write a page in which weights, ratings and method can be changed and the ranking follows.

example:
  policymcda explore cyber-policy -o cyber-policy.html
  policymcda explore my-case -o my-case.html --method weighted_sum
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="the HTML file; one that is there is replaced"
    )
    common.question_arguments(parser, group="")


def run(arguments: argparse.Namespace) -> int:
    from policymcda.errors import plain
    from policymcda.reporting.explorer import explore

    problem = common.read(arguments)
    path = explore(problem, arguments.output, **common.settings(arguments))
    common.print_line(plain(f"wrote {path}: open it in a browser"))
    return 0
