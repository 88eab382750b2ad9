"""Write a report in one file: a page, or Markdown where the file ends in .md.

example:
  policymcda report cyber-policy -o cyber-policy.html
  policymcda report my-case -o my-case.html --tier full
  policymcda report my-case -o my-case.md
"""

from __future__ import annotations

import argparse
import os

from policymcda.cli import common
from policymcda.cli.progress import Progress


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the file; one that is there is replaced")
    parser.add_argument(
        "--tier", choices=("brief", "full"), default="brief", help="a page for who decides (default), or everything"
    )
    common.method_arguments(parser)
    parser.add_argument("--unknown", choices=("mode", "worst", "best"), help="what a rating without evidence counts as")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same file (default: 0)")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def run(arguments: argparse.Namespace) -> int:
    from concurrent.futures import ThreadPoolExecutor

    from policymcda.errors import plain
    from policymcda.reporting.report import report

    problem = common.read(arguments.case)
    progress = Progress("report", quiet=arguments.quiet)
    with ThreadPoolExecutor(os.cpu_count() or 1) as executor:
        try:
            path = report(
                problem,
                arguments.output,
                tier=arguments.tier,
                method=arguments.method,
                weights=arguments.weights,
                unknown=arguments.unknown,
                seed=arguments.seed,
                executor=executor,
                progress=progress,
            )
        finally:
            progress.close()
    common.say(plain(f"wrote {path}"))
    return 0
