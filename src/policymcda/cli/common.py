"""What the verbs share: reading the case, and printing in the format that was asked for."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from policymcda.cli import exporting
from policymcda.cli.colours import coloured
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
        "(CSV, Parquet, or a workbook with one sheet) with its options in the first column",
    )
    parser.add_argument(
        "--directions",
        metavar="LIST",
        help="for one table: + (more is better) or - for each criterion, as 'price=-,reach=+' or in column order: '-,+'",
    )
    parser.add_argument(
        "--weights",
        type=_numbers,
        default=argparse.SUPPRESS,
        metavar="LIST",
        help="for one table: 'price=.6,reach=.4', or in column order: '.6,.4'",
    )
    parser.add_argument("--encoding", help="encoding of text files (default: found out; such as cp1252, mac-roman)")


def member_argument(parser: argparse.ArgumentParser) -> None:
    """One member, as every verb takes it that answers for each group; `read` takes the problem of its groups."""
    parser.add_argument("--member", help="one member of the case: the problem of the group or groups that it is in")


def format_argument(parser: argparse.ArgumentParser, names: bool = True) -> None:
    """The format, as every verb takes it, and names in place of labels where it prints labels."""
    known = ("table", "csv", "json", "markdown")
    parser.add_argument("--format", choices=known, default="table", help="how to print (default: table)")
    text = "decimal sign of CSV; with a comma, cells are apart by semicolons (default: .)"
    parser.add_argument("--decimal", choices=(".", ","), default=".", help=text)
    if "-o" not in parser._option_string_actions:
        text = "a file instead: .xlsx with one sheet per table, or .csv"
        parser.add_argument("-o", "--output", dest="tables_file", metavar="FILE", help=text)
    if names:
        names_argument(parser)


def names_argument(parser: argparse.ArgumentParser) -> None:
    """Names in place of labels, for every verb that shows either."""
    text = "call options, criteria and groups by their names (default: by the labels that commands take)"
    parser.add_argument("--names", action="store_true", help=text)


METHOD = "scoring method (default: the case's own, then topsis)"
VALUE = "what gives options a value (default: anchored weighted sum)"
OWN_WEIGHTS = "way to weights: ahp, given, equal, ... (default: the case's own)"
ANY_WEIGHTS = "any (default), own, statements, or a way to weights: ahp, given, equal, ..."
UNKNOWN = "what a rating without evidence counts as (default: as the case says, then mode)"
SCREEN = "whether what a screen or a threshold excludes does not compete (default: as the case says, then it does)"
GROUP = "one group (default: all)"

SHARED = ("method", "methods", "weights", "unknown", "screen", "samples", "seed")
"""What questions share and Python takes by the same name."""


class OneTable(str):
    """Weights of a verb that does not rank by other weights than the case's own, so that they go with one table only."""


def normalise_argument(parser: argparse.ArgumentParser) -> None:
    """Division of stated weights by their sum, for every verb that takes a way to weights."""
    words = {word for action in parser._actions for word in action.option_strings}
    if words & {"--weights", "--by"}:
        text = "divide stated weights by their sum (default: as the case says, then refuse a sum that is not 1)"
        parser.add_argument("--normalise", action="store_true", help=text)


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
        member_argument(parser)
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
    text = f"one table of the result alone: {', '.join(tables)} (default: all; with --format csv: table)"
    parser.add_argument("--table", choices=tables, metavar="TABLE", help=text)


def plan_argument(parser: argparse.ArgumentParser) -> None:
    """A plan that was fixed beforehand."""
    text = "a plan that was written before: say as planned, or name each departure"
    parser.add_argument("--plan", metavar="FILE", help=text)


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
        _instead(arguments, "given")
        return _asked_of(problem, arguments, case)
    else:
        problem = case_files.load(name, encoding=arguments.encoding)
    if isinstance(numbers, OneTable):
        raise ValueError("--weights goes with --directions of one table here; this case has its own")  # noqa: TRY004
    if numbers is not None:
        by_label, notes = single.weights_of(problem.labels("criterion"), numbers)
        _instead(arguments, by_label)
        problem = problem._noting(notes)
    return _asked_of(problem, arguments, case)


def _asked_of(problem: Problem, arguments: argparse.Namespace, case: str | None) -> Problem:
    """The problem whose stated weights are divided by their sum, and of one member, where that was asked for."""
    from policymcda.tables.spelling import group_of

    problem = problem.using(normalise=True) if getattr(arguments, "normalise", False) else problem
    group = getattr(arguments, "group", None)
    if isinstance(group, str) and case is None:
        arguments.group = group_of(group, problem.grids)
    found = _of_member(arguments, problem)
    if case is None:
        arguments.problem = found
    return found


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


def _instead(arguments: argparse.Namespace, weights: Any) -> None:
    """Puts other weights in place of those of --weights that are numbers; a verb that takes none is left without."""
    given = getattr(arguments, "weights", None)
    if isinstance(given, OneTable):
        del arguments.weights
    elif isinstance(given, list):
        arguments.weights = [weights if _is_list(text) else text for text in given]
    elif _is_list(given):
        arguments.weights = weights


def _is_list(text: Any) -> bool:
    """Whether a text has weights in it and is not the name of a way to weights."""
    from policymcda.tables.single import MARKS

    return isinstance(text, str) and any(mark in text for mark in MARKS)


def _numbers(text: str) -> OneTable:
    """Weights as a list, for a verb that has no ways to weights."""
    if not _is_list(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of numbers, such as 'price=.6,reach=.4'")
    return OneTable(text)


def width() -> int:
    """Columns of the terminal, or as the variable COLUMNS says; 80 where there is neither."""
    return max(40, shutil.get_terminal_size().columns)


def show(result: Result, style: str) -> None:
    """A result: all of it as text, JSON or Markdown."""
    from policymcda.results import provenance_line
    from policymcda.tables import layout

    finished()
    if style == "table":
        print(coloured(result.to_text(width(), rows=None), sys.stdout, result.group_names))
    elif style == "json":
        print(layout.to_json(result.to_dict()))
    else:
        parts = [f"## {name}\n\n{layout.markdown(table)}" for name, table in result.tables.items() if len(table)]
        print("\n\n".join([*parts, layout.markdown_text(provenance_line(result.settings, 10_000))]))


def show_result(result: Result, arguments: argparse.Namespace) -> None:
    """A result as it was asked for: of one group, one of its tables, in a format or in a file; as CSV its main table."""
    group, table = getattr(arguments, "group", None), getattr(arguments, "table", None)
    problem = getattr(arguments, "problem", None)
    if isinstance(group, str):
        result = result.of_group(group)
    if getattr(arguments, "tables_file", None) is not None:
        name = table or ("table" if arguments.tables_file.lower().endswith(".csv") else None)
        _write(arguments, exporting.tables_of(result, problem, name))
    elif arguments.format == "csv":
        name = table or "table"
        _print_table(exporting.tables_of(result, problem, name)[name], arguments)
    elif table is not None:
        _print_table(_named(result, arguments).tables[table], arguments)
    else:
        show(_named(result, arguments), arguments.format)


def _named(result: Result, arguments: argparse.Namespace) -> Result:
    """The result with names for labels, where these were asked for; what is written to files has them beside."""
    if not getattr(arguments, "names", False):
        return result
    from policymcda.reporting.naming import Names

    return Names(arguments.problem).printed(result)


def show_table(table: pd.DataFrame, arguments: argparse.Namespace, name: str = "table") -> None:
    """One table as it was asked for: in a format or in a file."""
    if getattr(arguments, "tables_file", None) is not None:
        _write(arguments, {name: table})
    else:
        _print_table(table, arguments)


def _print_table(table: pd.DataFrame, arguments: argparse.Namespace) -> None:
    from policymcda.tables import layout

    finished()
    if arguments.format == "csv":
        print(_for_stream(exporting.csv(table, getattr(arguments, "decimal", "."))))
        return
    text = layout.format_table(table, arguments.format, width())
    print(coloured(text, sys.stdout) if arguments.format == "table" else text)


def _write(arguments: argparse.Namespace, tables: dict[str, pd.DataFrame]) -> None:
    from policymcda.errors import plain

    exporting.write(arguments.tables_file, tables, arguments.decimal)
    print_line(plain(f"wrote {arguments.tables_file}"))


def _for_stream(text: str) -> str:
    """CSV as it is for a file or a pipe; on a terminal what it would act on is spelled out."""
    from policymcda.errors import plain

    return "\n".join(map(plain, text.split("\n"))) if sys.stdout.isatty() else text


def print_line(line: str, **options: Any) -> None:
    """A line for people, on standard error, so that what is piped stays clean."""
    finished()
    print(coloured(line, sys.stderr), file=sys.stderr, **options)
