"""Write a report in one file: a page, Markdown (.md), or a Word document (.docx).

example:
  policymcda report cyber-policy -o cyber-policy.html
  policymcda report my-case -o my-case.html --tier full
  policymcda report my-case -o my-case.md
  policymcda report my-case -o my-case.html --plan plan.toml
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the file; one that is there is replaced")
    parser.add_argument(
        "--tier", choices=("brief", "full"), default="brief", help="a page for who decides (default), or everything"
    )
    common.plan_argument(parser)
    common.question_arguments(parser, group="", draws="seed threads")


def run(arguments: argparse.Namespace) -> int:
    from policymcda.errors import plain
    from policymcda.reporting.report import report

    problem = common.read(arguments)
    with in_threads("report", threads=arguments.threads, quiet=arguments.quiet) as (executor, progress):
        path = report(
            problem,
            arguments.output,
            tier=arguments.tier,
            **common.settings(arguments),
            plan=arguments.plan,
            executor=executor,
            progress=progress,
        )
    common.print_line(plain(f"wrote {path}"))
    return 0
