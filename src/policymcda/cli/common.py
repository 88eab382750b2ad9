"""What the verbs share: reading the case, and printing in the format that was asked for."""

from __future__ import annotations

import argparse
import shutil
import sys
from typing import TYPE_CHECKING, Any

from policymcda.cli.progress import finished, waiting

if TYPE_CHECKING:
    import pandas as pd

    from policymcda.problem import Problem
    from policymcda.results import Result


def case_argument(parser: argparse.ArgumentParser) -> None:
    """The case, as every verb takes it."""
    parser.add_argument(
        "case", help="name of a case that ships, a folder, a workbook, a JSON file, or - for JSON on standard input"
    )
    parser.add_argument("--encoding", help="encoding of text files (default: found out; such as cp1252, mac-roman)")


def member_argument(parser: argparse.ArgumentParser) -> None:
    """One member, as every verb takes it that answers for each group; `read` takes the problem of its groups."""
    parser.add_argument("--member", help="one member of the case: the problem of the group or groups that it is in")


def format_argument(parser: argparse.ArgumentParser) -> None:
    """The format, as every verb takes it."""
    known = ("table", "csv", "json", "markdown")
    parser.add_argument("--format", choices=known, default="table", help="how to print (default: table)")


def unknown_argument(parser: argparse.ArgumentParser, when: str = "") -> None:
    """The rule for the unknown, as every verb takes it that scores."""
    text = f"what a rating without evidence counts as{when} (default: as the case says, then mode)"
    parser.add_argument("--unknown", choices=("mode", "worst", "best"), help=text)


def method_arguments(parser: argparse.ArgumentParser) -> None:
    """Method and weights, as every question takes them."""
    parser.add_argument("--method", help="scoring method (default: the case's own, then topsis)")
    parser.add_argument("--weights", help="way to weights: ahp, given, equal, ... (default: the case's own)")


def read(arguments: argparse.Namespace, case: str | None = None) -> Problem:
    """The problem of the case that was asked for, or of another read in the same way; - is JSON on standard input."""
    from policymcda import case_files

    name = arguments.case if case is None else case
    if name == "-":
        with waiting():
            problem = case_files.parse(getattr(sys.stdin, "buffer", sys.stdin), encoding=arguments.encoding)
        return _of_member(arguments, problem)
    return _of_member(arguments, case_files.load(name, encoding=arguments.encoding))


def _of_member(arguments: argparse.Namespace, problem: Problem) -> Problem:
    """The problem of the member that was asked for, else the whole."""
    member = getattr(arguments, "member", None)
    return problem if member is None else problem.member(member)


def width() -> int:
    """Columns of the terminal, or as the variable COLUMNS says; 80 where there is neither."""
    return max(40, shutil.get_terminal_size().columns)


def show(result: Result, style: str, main: str = "table") -> None:
    """A result: all of it as text, JSON or Markdown; its main table as CSV."""
    from policymcda.results import provenance_line
    from policymcda.tables import layout

    finished()
    if style == "table":
        print(result.to_text(width(), rows=None))
    elif style == "json":
        print(layout.to_json(result.to_dict()))
    elif style == "csv":
        print(layout.format_table(result.tables[main], "csv"))
    else:
        parts = [f"## {name}\n\n{layout.markdown(table)}" for name, table in result.tables.items() if len(table)]
        print("\n\n".join([*parts, provenance_line(result.settings, 10_000)]))


def show_table(table: pd.DataFrame, style: str) -> None:
    """One table."""
    from policymcda.tables import layout

    finished()
    print(layout.format_table(table, style, width()))


def print_line(line: str, **options: Any) -> None:
    """A line for people, on standard error, so that what is piped stays clean."""
    finished()
    print(line, file=sys.stderr, **options)
