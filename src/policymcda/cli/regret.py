"""Tell how much each option may fall behind the best one, and which is regretted least.

example:
  policymcda regret cyber-policy
  policymcda regret my-case --weights ahp --scenario now=my-case
  policymcda regret my-case --scenario now=my-case --scenario embargo=my-case.json --probabilities now=.7,embargo=.3
"""

from __future__ import annotations

import argparse

from policymcda.cli import common
from policymcda.cli.progress import in_threads


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.question_arguments(parser, method=common.VALUE, weights=common.ANY_WEIGHTS, draws="samples seed threads")
    parser.add_argument("--ratings", choices=("drawn", "fixed", "unknown"), default="drawn", help="what is drawn")
    parser.add_argument(
        "--scenario", action="append", metavar="NAME=CASE", help="another state of the world; may be repeated"
    )
    text = "how likely each scenario is, summing to 1, as 'now=.7,embargo=.3' (default: each the same)"
    parser.add_argument("--probabilities", metavar="LIST", help=text)
    parser.add_argument("--aspiration", type=float, help="a value that is good enough (default: near the best one)")
    common.table_argument(parser, ("table", "choices", "scenarios", "notes"))
    common.format_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.regret import regret

    problem = common.read(arguments)
    pairs = [given.partition("=") for given in arguments.scenario or []]
    if any(not name or not case for name, _, case in pairs):
        raise ValueError("--scenario takes a name and a case, such as embargo=my-case-embargo")
    scenarios = {name: common.read(arguments, case) for name, _, case in pairs} or None
    with in_threads("regret", threads=arguments.threads, quiet=arguments.quiet) as (executor, _):
        result = regret(
            problem,
            **common.settings(arguments),
            ratings=arguments.ratings,
            scenarios=scenarios,
            probabilities=_probabilities(arguments.probabilities),
            aspiration=arguments.aspiration,
            executor=executor,
        )
    common.show_result(result, arguments)
    return 0


def _probabilities(text: str | None) -> dict[str, float] | None:
    """The probability of each scenario, by its name."""
    if text is None:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    try:
        return {name.strip(): float(number) for name, _, number in pairs}
    except ValueError:
        raise ValueError(
            f"--probabilities takes a number for each scenario, as 'now=.7,embargo=.3', not {text!r}"
        ) from None
