"""Tell what to ask next: the question whose answer says most about which option is first.

example:
  policymcda next-question cyber-policy
  policymcda next-question my-case --no-options
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    weights = "any, own, statements, or a way to weights (default: statements where there are some, else any)"
    method = "a method whose first option is named beside (default: the case's own)"
    common.question_arguments(parser, method=method, weights=weights, draws="seed")
    parser.add_argument("--target", type=float, default=0.95, help="share of first ranks that settles it (.95)")
    options = "whether two options may be compared (default), or trade-offs alone are asked for"
    parser.add_argument("--options", action=argparse.BooleanOptionalAction, default=True, help=options)
    common.table_argument(parser, ("table", "standing", "notes"))
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.next_question import next_question

    settings = {**common.settings(arguments), "target": arguments.target, "options": arguments.options}
    common.show_result(next_question(common.read(arguments), **settings), arguments)
    return 0
