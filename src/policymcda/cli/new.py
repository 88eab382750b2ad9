"""Write a filled-in template of a case, to be edited.

example:
  policymcda new my-case
  policymcda check my-case
"""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from policymcda.cli import common


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", help="where to write it: a folder, or a file .xlsx or .json; it must not exist yet")


def run(arguments: argparse.Namespace) -> int:
    from policymcda import case_files
    from policymcda.errors import plain

    path = case_files.new(Path(arguments.folder))
    common.print_line(plain(f"wrote {path}: edit it, then: policymcda check {shlex.quote(str(path))}"))
    return 0
