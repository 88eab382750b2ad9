"""Draw one plot of a case into a file: .svg, .png or .pdf.

example:
  policymcda plot acceptability cyber-policy --group rivals_with_ties -o ranks.svg
  policymcda plot groups cyber-policy --names -o groups.png
  policymcda plot head-to-head cyber-policy --group no_formal_ties -o two.svg
  policymcda plot frontier my-case --budget 5 --group suburbs -o frontier.svg
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from inspect import signature
from typing import TYPE_CHECKING, Any

from policymcda.cli import common
from policymcda.cli.portfolio import money, money_arguments
from policymcda.cli.progress import in_threads

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from policymcda.problem import Problem

QUESTIONS = {
    "matrix": "",
    "scores": "rank",
    "groups": "rank",
    "across": "across",
    "acceptability": "smaa",
    "rank_intervals": "smaa",
    "central": "smaa",
    "pairwise": "smaa",
    "stability": "stability",
    "weight_lines": "stability",
    "flips": "flips",
    "dominance": "dominance",
    "methods": "compare",
    "value_of_information": "value_of_information",
    "waterfall": "explain",
    "head_to_head": "explain",
    "contributions": "contributions",
    "conditions": "conditions",
    "sensitivity": "sensitivity",
    "reversal": "reversal",
    "stakeholders": "stakeholders",
    "equity": "stakeholders",
    "gaia": "gaia",
    "frontier": "portfolio",
}
"""Each plot and the question whose answer it shows."""


def add(parser: argparse.ArgumentParser) -> None:
    names = [name.replace("_", "-") for name in QUESTIONS]
    parser.add_argument("name", type=_name, choices=names, metavar="NAME", help=f"one of {', '.join(names)}")
    common.case_argument(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the file: .svg, .png or .pdf")
    common.question_arguments(
        parser, group="one group; may be left out where there is only one", draws="samples seed threads"
    )
    parser.add_argument(
        "--option", help="the option that conditions, head-to-head and waterfall show (default: the first)"
    )
    parser.add_argument("--versus", help="the other of head-to-head and waterfall (default: the first of the others)")
    money_arguments(parser)
    common.names_argument(parser)


def run(arguments: argparse.Namespace) -> int:
    from policymcda import plots
    from policymcda.errors import plain
    from policymcda.plots.figures import ENDINGS
    from policymcda.tables import files
    from policymcda.tables.spelling import group_of

    path, name = arguments.output, arguments.name.replace("-", "_")
    files.target(path)
    files.check_ending(path, ENDINGS, "a plot")
    problem = common.read(arguments)
    group = None if name in ("groups", "across") else group_of(arguments.group, problem.grids)
    chosen = common.settings(arguments)
    chosen |= {key: getattr(arguments, key) for key in ("option", "versus") if getattr(arguments, key) is not None}
    if name == "frontier":
        chosen |= dict(zip(("costs", "budget"), money(arguments), strict=True))
    with in_threads("plot", threads=arguments.threads, quiet=arguments.quiet) as (executor, _):
        result = _answer(problem, name, group, chosen, executor)
    if arguments.names:
        result, group = _named(problem, result, group)
    plots.save(plots.figure(getattr(plots, name), result, group), path)
    common.print_line(plain(f"wrote {path}"))
    return 0


def _named(problem: Problem, result: Any, group: str | None) -> tuple[Any, str | None]:
    """The answer, or the problem itself, and the group, by names that fit a plot."""
    from policymcda.reporting.naming import Names

    names = Names(problem)
    shown = names.problem(problem) if result is problem else names.result(result)
    return shown, group if group is None else names.brief["group"].get(group, group)


def _answer(problem: Problem, name: str, group: str | None, given: dict[str, Any], executor: Executor) -> Any:
    """What the plot shows: the problem itself, or the answer to its question for the group."""
    import policymcda

    question = QUESTIONS[name]
    if not question:
        _check_taken(name, (), given)
        return problem
    ask: Callable[..., Any] = getattr(policymcda, question)
    taken = signature(ask).parameters
    _check_taken(name, taken, given)
    places = [label for label in ("option", "versus") if label in taken]
    if places:
        given = _labels(problem, str(group), places, given)
        places = [given.pop(label) for label in places]
        return ask(problem, group, *places, **given, **({"executor": executor} if "executor" in taken else {}))
    return ask(problem, **given, **({"executor": executor} if "executor" in taken else {}))


def _labels(problem: Problem, group: str, wanted: list[str], given: dict[str, Any]) -> dict[str, Any]:
    """What was given, with the options that were not: the first of the ranking, and the first of the others."""
    import policymcda
    from policymcda.tables.spelling import resolved

    of_rank = {
        key: value for key, value in given.items() if key in signature(policymcda.rank).parameters and value != "any"
    }
    order = policymcda.rank(problem, **of_rank).table
    order = order[order["group"] == group].dropna(subset="score").sort_values("rank", kind="stable")
    left = list(order["option"])
    if len(left) < len(wanted):
        raise ValueError("it sets two options side by side, and there is one")
    found = {label: resolved(given[label], problem.grids[group].options) for label in wanted if label in given}
    for label in wanted:
        found.setdefault(label, next(option for option in left if option not in found.values()))
    return given | found


def _check_taken(plot: str, taken: Iterable[str], given: dict[str, Any]) -> None:
    """Refuses a setting that means nothing for the plot."""
    for name in given:
        if name not in taken:
            raise ValueError(f"the plot {plot.replace('_', '-')} takes no --{name}")


def _name(text: str) -> str:
    """The name of a plot, with hyphens; of a question that several plots show, those."""
    shown = [plot.replace("_", "-") for plot, question in QUESTIONS.items() if question == text.replace("-", "_")]
    if shown and text.replace("-", "_") not in QUESTIONS:
        raise argparse.ArgumentTypeError(f"what {text} gives is shown by {', '.join(shown)}")
    return text.replace("_", "-")
