"""Which options serve several groups, and which groups rank alike.

example:
  policymcda across cyber-policy
  policymcda across my-case --top 2 --group-weights old_town=2,suburbs=1
  policymcda across cyber-policy --table leave_one_out --format csv
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads

TABLES = ("table", "groups", "leave_one_out", "agreement", "clusters", "notes")


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    parser.add_argument(
        "--top", type=int, default=3, metavar="K", help="how many of the first of a group count (default: 3)"
    )
    text = "weight of each group in the order over all: 'one=2,other=1' (default: equal)"
    parser.add_argument("--group-weights", metavar="LIST", help=text)
    common.question_arguments(parser, group="", draws="samples seed threads")
    common.table_argument(parser, TABLES)
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.syntheses.across import across

    problem, weights = common.read(arguments), _weights(arguments.group_weights)
    with in_threads("across", threads=arguments.threads, quiet=arguments.quiet) as (executor, _):
        result = across(
            problem, top=arguments.top, group_weights=weights, **common.settings(arguments), executor=executor
        )
    common.show_result(result, arguments)
    return 0


def _weights(text: str | None) -> dict[str, float] | None:
    """Weights by group as they are typed."""
    if text is None:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    try:
        return {name.strip(): float(value) for name, _, value in pairs}
    except ValueError:
        raise ValueError(f"--group-weights: {text!r} is no list such as 'one=2,other=1'") from None
