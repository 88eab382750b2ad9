"""Say of each group whether its first option is robust, contested, or open, and why.

example:
  policymcda verdict cyber-policy
"""

from __future__ import annotations

import argparse
import os

from policymcda.cli import common
from policymcda.cli.progress import Progress


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.method_arguments(parser)
    parser.add_argument("--unknown", choices=("mode", "worst", "best"), help="what a rating without evidence counts as")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same bits (default: 0)")
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from concurrent.futures import ThreadPoolExecutor

    from policymcda.syntheses.verdict import verdict

    progress = Progress("verdict")
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        result = verdict(
            common.read(arguments.case),
            method=arguments.method,
            weights=arguments.weights,
            unknown=arguments.unknown,
            seed=arguments.seed,
            executor=executor,
            progress=progress,
        )
    progress.close()
    common.show(result, arguments.format)
    return 0
