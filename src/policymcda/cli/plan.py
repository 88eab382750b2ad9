"""Write down what will be done with a case, and how it will be judged, before results are looked at.

example:
  policymcda plan cyber-policy -o plan.toml
  policymcda plan my-case -o my-plan.toml --method vikor --screen
  policymcda verdict my-case --plan my-plan.toml --method vikor --screen
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the file, which ends in .toml")
    parser.add_argument("--overwrite", action="store_true", help="replace a plan that is there")
    common.question_arguments(parser, group="", draws="samples seed")


def run(arguments: argparse.Namespace) -> int:
    from policymcda.errors import plain
    from policymcda.syntheses.plan import plan

    problem = common.read(arguments)
    path = plan(problem, arguments.output, **common.settings(arguments), overwrite=arguments.overwrite)
    common.print_line(plain(f"wrote {path}: keep it where its date shows, then: policymcda verdict --plan"))
    return 0
