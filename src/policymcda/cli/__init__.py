"""The command line: one verb per file, thin over the functions."""

from __future__ import annotations

import argparse
import sys
import textwrap
import warnings
from collections.abc import Sequence
from importlib import import_module

from policymcda._version import __version__
from policymcda.cli import common, exporting, streams
from policymcda.cli.parser import Parser

VERBS = (
    *("cases", "new", "show", "check", "schema", "plan"),
    *("rank", "weights", "stakeholders", "compare", "explain", "contributions", "outranking", "compromise", "gaia"),
    *("group-topsis", "agreement-with-source", "methods"),
    *("verdict", "smaa", "evidence", "dominance", "sensitivity", "regret", "portfolio"),
    *("stability", "flips", "reversal", "conditions", "value-of-information", "implied", "next-question"),
    *("across", "diff"),
    *("plot", "report", "explore", "apply"),
    *("ask", "collect"),
    "completion",
)
"""Each verb is a module here (hyphens are underscores) with `add(parser)` and `run(arguments) -> int`."""

DESCRIPTION = """Rank policy options by several criteria, for each group, and see how far to
trust the ranking."""

EXAMPLES = """examples:
  policymcda cases                      the cases that ship
  policymcda rank cyber-policy          rank the options of each group
  policymcda new my-case                a filled-in template to start from
  policymcda check my-case              every fault of its tables at once
  policymcda rank - < my-case.json      a case from standard input
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; 0 when it went well, 2 when the input is wrong, 130 when interrupted."""
    streams.open_all()
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except BrokenPipeError:
        streams.drop_output()
        return 0
    except KeyboardInterrupt as stop:
        print(f"policymcda: {stop}" if str(stop) else "policymcda: interrupted", file=sys.stderr)
        return 130


def _run(words: list[str]) -> int:
    """The verb that is typed, and what went wrong in a line or a list."""
    from policymcda.cli.progress import working
    from policymcda.errors import ProblemError, plain

    try:
        parser = _parser(words)
        if not words:
            parser.print_help(sys.stderr)
            return 2
        parsed = parser.parse_args(_joined(words))
        if hasattr(parsed, "case"):
            import_module("policymcda.case_files")  # what takes a moment to load is no work yet
        with warnings.catch_warnings(), working(words[0], quiet=getattr(parsed, "quiet", False)):
            warnings.simplefilter("ignore", UserWarning)  # each is a note of the result as well
            exporting.check_output(parsed)
            code = int(parsed.run(parsed))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        raise
    except ProblemError as error:
        common.print_line(str(error))
    except UnicodeEncodeError as error:
        text = f"{error.object[error.start]!a} cannot be written in {error.encoding}: set PYTHONIOENCODING=utf-8"
        common.print_line(f"policymcda: {text}")
    except (ValueError, OSError, ImportError) as error:
        common.print_line(plain(f"policymcda: {error}"))
        streams.flush_or_drop()
    return 2


def _joined(words: list[str]) -> list[str]:
    """The words with directions that begin with a minus tied to their option, which argparse would take for another one."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "--directions" and not word.startswith("--"):
            joined[-1] = f"--directions={word}"
        else:
            joined.append(word)
    return joined


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    """The verbs; only the one that is asked for is imported."""
    from policymcda.errors import nearest

    if arguments and arguments[0] not in VERBS and not arguments[0].startswith("-"):
        hint = nearest(arguments[0], VERBS)
        raise ValueError(f"no verb {arguments[0]!r} ({hint}); choose from {', '.join(VERBS)}, or see policymcda --help")
    parser = Parser(
        prog="policymcda",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"policymcda {__version__}")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    asked = [verb for verb in VERBS if verb in arguments[:1]] or VERBS
    for verb in asked:
        module = import_module(f"policymcda.cli.{verb.replace('-', '_')}")
        summary, _, example = (module.__doc__ or "").partition("\n\n")
        one = verbs.add_parser(
            verb,
            help=summary[0].lower() + summary[1:].rstrip("."),
            description=textwrap.fill(summary, 78),
            epilog=example,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            conflict_handler="resolve",  # a verb's own --weights takes the place of the one for a single table
        )
        module.add(one)
        common.normalise_argument(one)
        one.set_defaults(run=module.run)
    return parser
