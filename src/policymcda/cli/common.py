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


WAYS = "way to weights: ahp, given, equal, ..., or numbers: 'price=.6,reach=.4'"
"""What --weights takes where a verb ranks."""


def case_argument(parser: argparse.ArgumentParser) -> None:
    """The case, as every verb takes it."""
    parser.add_argument(
        "case",
        help="name of a case that ships, a folder, a workbook, a JSON file, or - for JSON on standard input; or one table "
        "(CSV, or a workbook with one sheet) with its options in the first column",
    )
    parser.add_argument(
        "--directions",
        metavar="LIST",
        help="for one table: + (more is better) or - for each criterion, as 'price=-,reach=+' or in column order: '-,+'",
    )
    parser.add_argument(
        "--weights",
        type=_numbers,
        metavar="LIST",
        help="for one table: 'price=.6,reach=.4', or in column order: '.6,.4'",
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
    parser.add_argument("--weights", help=f"{WAYS} (default: the case's own)")


class OneTable(str):
    """Weights of a verb that does not rank by other weights than the case's own, so that they go with one table only."""


def normalise_argument(parser: argparse.ArgumentParser) -> None:
    """Division of stated weights by their sum, for every verb that takes a way to weights."""
    words = {word for action in parser._actions for word in action.option_strings}
    if words & {"--weights", "--by"}:
        text = "divide stated weights by their sum (default: as the case says, then refuse a sum that is not 1)"
        parser.add_argument("--normalise", action="store_true", help=text)


def read(arguments: argparse.Namespace, case: str | None = None) -> Problem:
    """The problem of the case that was asked for, or of another read in the same way; - is JSON on standard input.

    Numbers in --weights become the weights of one table, or weights by label for a case that has criteria.
    """
    from policymcda import case_files
    from policymcda.tables import single

    name = arguments.case if case is None else case
    numbers = None if case is not None else _numbers_of(arguments)
    if name == "-":
        with waiting():
            problem = case_files.parse(getattr(sys.stdin, "buffer", sys.stdin), encoding=arguments.encoding)
    elif arguments.directions is not None:
        problem = case_files.load(name, directions=arguments.directions, weights=numbers, encoding=arguments.encoding)
        arguments.weights = _instead(arguments, "given")
        return _normalised(problem, arguments)
    else:
        problem = case_files.load(name, encoding=arguments.encoding)
    if isinstance(numbers, OneTable):
        raise ValueError("--weights goes with --directions of one table here; this case has its own")  # noqa: TRY004
    if numbers is not None:
        by_label, notes = single.weights_of(problem.labels("criterion"), numbers)
        arguments.weights = _instead(arguments, by_label)
        problem = problem._noting(notes)
    return _normalised(problem, arguments)


def _normalised(problem: Problem, arguments: argparse.Namespace) -> Problem:
    """The problem whose stated weights are divided by their sum, where that was asked for."""
    problem = problem.using(normalise=True) if getattr(arguments, "normalise", False) else problem
    return _of_member(arguments, problem)


def _of_member(arguments: argparse.Namespace, problem: Problem) -> Problem:
    """The problem of the member that was asked for, else the whole."""
    member = getattr(arguments, "member", None)
    return problem if member is None else problem.member(member)


def _numbers_of(arguments: argparse.Namespace) -> str | None:
    """The weights among what --weights has that are numbers and not the name of a way to weights."""
    given = getattr(arguments, "weights", None)
    numbers = [text for text in (given if isinstance(given, list) else [given]) if _is_list(text)]
    if len(numbers) > 1:
        raise ValueError("--weights: give numbers once")
    return numbers[0] if numbers else None


def _instead(arguments: argparse.Namespace, weights: Any) -> Any:
    """What --weights has, with other weights in place of those that are numbers."""
    given = getattr(arguments, "weights", None)
    if isinstance(given, list):
        return [weights if _is_list(text) else text for text in given]
    return weights if _is_list(given) else given


def _is_list(text: Any) -> bool:
    """Whether a text has weights in it and is not the name of a way to weights."""
    return isinstance(text, str) and ("," in text or "=" in text)


def _numbers(text: str) -> OneTable:
    """Weights as a list, for a verb that has no ways to weights."""
    if not _is_list(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of numbers, such as 'price=.6,reach=.4'")
    return OneTable(text)


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
        print(_for_stream(layout.format_table(result.tables[main], "csv")))
    else:
        parts = [f"## {name}\n\n{layout.markdown(table)}" for name, table in result.tables.items() if len(table)]
        print("\n\n".join([*parts, layout.markdown_text(provenance_line(result.settings, 10_000))]))


def show_table(table: pd.DataFrame, style: str) -> None:
    """One table."""
    from policymcda.tables import layout

    finished()
    text = layout.format_table(table, style, width())
    print(_for_stream(text) if style == "csv" else text)


def _for_stream(text: str) -> str:
    """CSV as it is for a file or a pipe; on a terminal what it would act on is spelled out."""
    from policymcda.errors import plain

    return "\n".join(map(plain, text.split("\n"))) if sys.stdout.isatty() else text


def print_line(line: str, **options: Any) -> None:
    """A line for people, on standard error, so that what is piped stays clean."""
    finished()
    print(line, file=sys.stderr, **options)
