"""Check a case and list every fault at once: of its tables, and of what ranking it by its own defaults needs.

example:
  policymcda check my-case
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from policymcda.cli import common
from policymcda.cli.progress import finished

if TYPE_CHECKING:
    from policymcda.problem import Problem
    from policymcda.questions.rank import Ranking

LABELS = (("option", "options"), ("criterion", "criteria"), ("group", "groups"), ("stakeholder", "stakeholders"))
"""Each kind of label, and the table that lists them."""


DIVIDED = ("rounded_weights", "normalised_weights")
"""Codes of notes on weights that were divided by their sum."""


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    common.format_argument(parser, names=False)


def run(arguments: argparse.Namespace) -> int:
    from policymcda.errors import ProblemError
    from policymcda.syntheses.double_counting import double_counting
    from policymcda.tables import layout
    from policymcda.tables.formulas import formulas

    try:
        problem = common.read(arguments)
        ranking = _ranked(problem)
    except ProblemError as error:
        if arguments.format == "table":
            raise
        common.show_table(error.faults, arguments)
        return 2
    if arguments.format == "table":
        own = [f"{table}: your own columns are kept: {', '.join(own)}" for table, own in problem.own_columns.items()]
        labels = {table: problem.table(table)[kind] for kind, table in LABELS}
        divided = ranking.notes.loc[ranking.notes["code"].isin(DIVIDED), "text"]
        alike = [text for _, _, text in double_counting(problem)]
        for note in (*problem.reading_notes, *own, *formulas(labels), *divided, *alike):
            print(layout.filled(f"note: {note}", common.width(), "      "))
        finished()
        print(layout.filled(f"no fault: {problem!r}, fingerprint {problem.fingerprint}", common.width()))
    else:
        common.show_table(ProblemError([]).faults, arguments)
    return 0


def _ranked(problem: Problem) -> Ranking:
    """The ranking of the case by its own defaults.

    Raises
    ------
    ProblemError
        With everything that stands in its way: names that are not known, weights that are missing or do not sum to 1,
        and settings or ratings that the method cannot take.
    """
    from policymcda.binding import bind
    from policymcda.defaults import checked_defaults
    from policymcda.errors import Fault, ProblemError
    from policymcda.questions.rank import rank
    from policymcda.weighting.resolve import resolve

    faults = list[Fault]()

    def attempt(step: Callable[[], object], column: str = "", value: object = "") -> None:
        try:
            step()
        except ProblemError as error:
            faults.extend(error.every)
        except ValueError as error:
            faults.append(Fault("case", column=column, value=str(value), rule=str(error)))

    for name, choice in problem.defaults.items():
        attempt(partial(checked_defaults, {name: choice}), f"defaults.{name}", choice)
    if not faults:
        attempt(lambda: resolve(problem))
        attempt(lambda: bind(None, problem), "defaults.method", problem.defaults.get("method", ""))
    if not faults:
        try:
            return rank(problem)
        except ProblemError:
            raise
        except ValueError as error:
            faults.append(Fault("case", column="defaults", rule=str(error)))
    raise ProblemError(dict.fromkeys(faults))
