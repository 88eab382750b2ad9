"""Write a filled-in template of a case, to be edited.

example:
  policymcda new my-case
  policymcda check my-case
"""

from __future__ import annotations

import argparse
from pathlib import Path

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", help="where to write it; it must not exist yet")


def run(arguments: argparse.Namespace) -> int:
    from policymcda import case_files

    path = case_files.new(Path(arguments.folder))
    common.say(f"wrote {path}: edit its CSV files, then: policymcda check {path}")
    return 0
