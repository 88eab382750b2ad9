"""List the cases that ship.

example:
  policymcda cases
"""

from __future__ import annotations

import argparse

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    common.format_argument(parser, names=False)


def run(arguments: argparse.Namespace) -> int:
    import pandas as pd

    from policymcda import case_files

    problems = {name: case_files.load(name) for name in case_files.cases()}
    rows = [
        (name, len(problem.options), len(problem.leaf_criteria), len(problem.grids), problem.case.get("title", ""))
        for name, problem in problems.items()
    ]
    common.show_table(pd.DataFrame(rows, columns=["case", "options", "criteria", "groups", "title"]), arguments)
    return 0
