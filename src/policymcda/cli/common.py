"""What the verbs share: reading the case, and printing in the format that was asked for."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
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


def format_argument(parser: argparse.ArgumentParser) -> None:
    """The format, as every verb takes it."""
    known = ("table", "csv", "json", "markdown")
    parser.add_argument("--format", choices=known, default="table", help="how to print (default: table)")


METHOD = "scoring method (default: the case's own, then topsis)"
VALUE = "what gives options a value (default: anchored weighted sum)"
OWN_WEIGHTS = "way to weights: ahp, given, equal, ... (default: the case's own)"
ANY_WEIGHTS = "any (default), own, statements, or a way to weights: ahp, given, equal, ..."
UNKNOWN = "what a rating without evidence counts as (default: as the case says, then mode)"
SCREEN = "whether what a screen or a threshold excludes does not compete (default: as the case says, then it does)"
GROUP = "one group (default: all)"

SHARED = ("method", "methods", "weights", "unknown", "screen", "samples", "seed")
"""What questions share and Python takes by the same name."""


def question_arguments(
    parser: argparse.ArgumentParser,
    *,
    method: str = METHOD,
    several: str = "",
    weights: str = OWN_WEIGHTS,
    unknown: str = UNKNOWN,
    screen: str = SCREEN,
    group: str = GROUP,
    draws: str = "",
) -> None:
    """What every question takes as far as it means something for it; a blank text leaves it away.

    Parameters
    ----------
    several : str
        Where more than one method may be named, what Python calls them.
    draws : str
        What a verb that draws takes: "samples", "seed", "threads", by blanks. Left out it takes `--quiet` alone.
    """
    absent = argparse.SUPPRESS
    if several:
        text = f"{method}; several by commas, or the option several times"
        parser.add_argument("--method", "--methods", action=Several, dest=several, default=absent, help=text)
    elif method:
        parser.add_argument("--method", default=absent, help=method)
    if weights:
        parser.add_argument("--weights", default=absent, help=weights)
    if unknown:
        parser.add_argument("--unknown", choices=("mode", "worst", "best"), default=absent, help=unknown)
    if screen:
        parser.add_argument("--screen", action=argparse.BooleanOptionalAction, default=absent, help=screen)
    if group:
        parser.add_argument("--group", help=group)
    _draw_arguments(parser, draws.split())


def _draw_arguments(parser: argparse.ArgumentParser, draws: list[str]) -> None:
    for name, text in (
        ("samples", "draws for each group"),
        ("seed", "the same seed gives the same bits (default: 0)"),
        ("threads", "how many (default: every core)"),
    ):
        if name in draws:
            default = 0 if name == "threads" else argparse.SUPPRESS
            parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=text)
    parser.add_argument("--quiet", action="store_true", help="no progress")


def table_argument(parser: argparse.ArgumentParser, tables: Sequence[str]) -> None:
    """One table of a result that has several."""
    text = "one table of the result alone (default: all; with --format csv: table)"
    parser.add_argument("--table", choices=tables, help=text)


class Several(argparse.Action):
    """Words by commas, or typed one at a time."""

    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option_string: Any = None) -> None:
        before = getattr(namespace, self.dest, None) or []
        words = [word.strip() for word in str(values).split(",") if word.strip()]
        setattr(namespace, self.dest, [*before, *words])


def settings(arguments: argparse.Namespace) -> dict[str, Any]:
    """What was typed of the settings that questions share, by the names of Python; what was not is left to Python."""
    return {name: getattr(arguments, name) for name in SHARED if hasattr(arguments, name)}


def read(arguments: argparse.Namespace, case: str | None = None) -> Problem:
    """The problem of the case that was asked for, or of another read in the same way; - is JSON on standard input."""
    from policymcda import case_files

    name = arguments.case if case is None else case
    if name == "-":
        with waiting():
            problem = case_files.parse(getattr(sys.stdin, "buffer", sys.stdin), encoding=arguments.encoding)
    else:
        problem = case_files.load(name, encoding=arguments.encoding)
    group = getattr(arguments, "group", None)
    if isinstance(group, str) and case is None:
        check_group(problem, group)
    return problem


def check_group(problem: Problem, group: str) -> None:
    """Refuses a group that the problem has not."""
    from policymcda.errors import nearest

    if group not in problem.grids:
        raise ValueError(f"no group {group!r} ({nearest(group, problem.grids)})")


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


def show_result(result: Result, arguments: argparse.Namespace) -> None:
    """A result as it was asked for: of one group, one of its tables, in a format."""
    group, table = getattr(arguments, "group", None), getattr(arguments, "table", None)
    if group is not None:
        result = result.of_group(group)
    if table is not None:
        show_table(result.tables[table], arguments.format)
    else:
        show(result, arguments.format)


def show_table(table: pd.DataFrame, style: str) -> None:
    """One table."""
    from policymcda.tables import layout

    finished()
    print(layout.format_table(table, style, width()))


def print_line(line: str, **options: Any) -> None:
    """A line for people, on standard error, so that what is piped stays clean."""
    finished()
    print(line, file=sys.stderr, **options)
