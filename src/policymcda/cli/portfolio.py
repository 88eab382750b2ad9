"""Tell which options together are worth most within a budget, and what more would buy.

Options are written as they are labelled, or group/option; several are separated
by commas, those of a pair by a colon.

examples:
  policymcda portfolio my-case --budget 5
  policymcda portfolio my-case --budget old_town=7,suburbs=4 --include bus_lanes
  policymcda portfolio my-case --budget 9 --pooled --at-least suburbs=1 --near 0.1
  policymcda portfolio my-case --budget 7 --require congestion_charge:bus_lanes
  policymcda portfolio my-case --budget 7 --exclusive bus_lanes:parking_rules --robust
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policymcda.cli import common

if TYPE_CHECKING:
    from policymcda.problem import Problem


def add(parser: argparse.ArgumentParser) -> None:
    common.case_argument(parser)
    money_arguments(parser)
    common.question_arguments(parser, method=common.VALUE)
    parser.add_argument("--pooled", action="store_true", help="one budget over all groups, not one for each")
    parser.add_argument("--group-weights", metavar="G=W,...", help="what value counts in each group, if pooled")
    _constraint_arguments(parser)
    parser.add_argument("--near", type=float, metavar="SHARE", help="list sets within this share of the best: 0.1")
    parser.add_argument("--proposed", metavar="A,B,...", help="a set to hold against the best one")
    parser.add_argument("--robust", action="store_true", help="list every non-dominated set (at most 24 options)")
    space = "weights of the core index: any, none, a way to weights, or 'a >= 2 * b, c <= 0.3' (default: any)"
    parser.add_argument("--space", default="any", help=space)
    known = ("intervals", "unknown", "fixed")
    parser.add_argument(
        "--ratings", choices=known, default="intervals", help="which ratings the core index ranges over"
    )
    common.table_argument(parser, ("table", "totals", "frontier", "near", "proposed", "non_dominated", "notes"))
    common.format_argument(parser)


def money_arguments(parser: argparse.ArgumentParser) -> None:
    """Costs and budget."""
    costs = "a CSV file (option, cost, group, unit), or a=3,b=2 (default: the table costs of the case)"
    parser.add_argument("--costs", metavar="FILE|A=X,...", help=costs)
    budget = "a number, or one for each resource or group: money=10,staff=3; rivals=5,others=3"
    parser.add_argument("--budget", metavar="X|R=X,...", help=budget)


def _constraint_arguments(parser: argparse.ArgumentParser) -> None:
    """Each constraint; all may be repeated."""
    for name, metavar, text in (
        ("at-least", "G=K", "choose at least K options of a group, or K of each"),
        ("at-most", "G=K", "choose at most K options of a group, or K of each"),
        ("include", "A", "funded already"),
        ("exclude", "A", "ruled out"),
        ("exclusive", "A:B:...", "at most one of these"),
        ("requires", "A:B", "A only with B"),
        ("synergies", "A:B=X", "what A and B are worth together beyond the sum of theirs"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=metavar, help=f"{text}; may be repeated")


def run(arguments: argparse.Namespace) -> int:
    from policymcda.questions.portfolio import portfolio

    problem = common.read(arguments)
    costs, budget = money(arguments)
    found = portfolio(
        problem,
        costs,
        budget,
        **common.settings(arguments),
        **{name: getattr(arguments, name) for name in ("pooled", "near", "robust")},
        ratings=arguments.ratings,
        space=_space(arguments.space),
        group_weights=_numbers("--group-weights", [arguments.group_weights] if arguments.group_weights else []) or None,
        proposed=None if arguments.proposed is None else _labels(problem, [arguments.proposed]),
        **_constraints(problem, arguments),
    )
    common.show_result(found, arguments)
    return 0


def money(arguments: argparse.Namespace) -> tuple[Any, Any]:
    """Costs and budget as they were typed."""
    if arguments.budget is None:
        raise ValueError("name what may be spent with --budget, such as --budget 10")
    return _costs(arguments.costs), _budget(arguments.budget)


def _costs(text: str | None) -> Any:
    """Costs by option from the words, or the table of a file."""
    if text is None or ("=" in text and not Path(text).exists()):
        return None if text is None else _numbers("--costs", [text])
    import pandas as pd

    table = pd.read_csv(text, dtype=str, keep_default_na=False)
    lacks = [column for column in ("option", "cost") if column not in table]
    if lacks:
        raise ValueError(f"{text} has no column {lacks[0]}; it needs option and cost, and may have group and unit")
    return table


def _budget(text: str) -> Any:
    """A number, or numbers by resource, by group, or by group/resource."""
    if "=" not in text:
        return _number("--budget", text)
    flat = _numbers("--budget", [text])
    nested: dict[str, Any] = {}
    for label, amount in flat.items():
        group, slash, resource = label.partition("/")
        if not slash:
            return flat
        nested.setdefault(group, {})[resource] = amount
    return nested


def _constraints(problem: Problem, arguments: argparse.Namespace) -> dict[str, Any]:
    """What the words of each constraint say."""
    synergies = _numbers("--synergies", arguments.synergies)
    return {
        "at_least": _counts("--at-least", arguments.at_least),
        "at_most": _counts("--at-most", arguments.at_most),
        "include": _labels(problem, arguments.include),
        "exclude": _labels(problem, arguments.exclude),
        "exclusive": [_label_pair(problem, text) for text in arguments.exclusive],
        "requires": [_label_pair(problem, text) for text in arguments.requires],
        "synergies": {_label_pair(problem, text): worth for text, worth in synergies.items()} or None,
    }


def _label_pair(problem: Problem, text: str) -> tuple[Any, ...]:
    return tuple(_label(problem, part) for part in text.split(":"))


def _labels(problem: Problem, texts: Iterable[str]) -> list[Any]:
    return [_label(problem, part) for text in texts for part in text.split(",") if part.strip()]


def _label(problem: Problem, text: str) -> Any:
    """An option, or a group and an option."""
    text = text.strip()
    group, slash, option = text.partition("/")
    return text if not slash or text in problem.labels("option") else (group, option)


def _counts(name: str, texts: list[str]) -> Any:
    """Whole numbers by group, or one for each; None where none is given."""
    numbers = [text for text in texts if "=" not in text]
    if numbers and len(texts) > 1:
        raise ValueError(f"{name} takes one number for each group, or group=number for some")
    if numbers:
        return _whole(_number(name, numbers[0]))
    return {group: _whole(count) for group, count in _numbers(name, texts).items()} or None


def _whole(number: float) -> Any:
    return int(number) if number == int(number) else number


def _numbers(name: str, texts: Iterable[str]) -> dict[str, float]:
    """Numbers by label."""
    found: dict[str, float] = {}
    for part in (part for text in texts for part in text.split(",") if part.strip()):
        label, equals, number = part.rpartition("=")
        if not equals or not label.strip():
            raise ValueError(f"{name} takes a label and a number, such as a=3, not {part.strip()!r}")
        found[label.strip()] = _number(name, number)
    return found


def _number(name: str, text: str) -> float:
    from math import isfinite

    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise ValueError(f"{name} takes a number, not {text.strip()!r}")
    return number


def _space(text: str) -> Any:
    """The weights that the core index ranges over."""
    from policymcda.weighting.weight_space import WeightSpace

    if text == "none":
        return None
    if any(relation in text for relation in ("<=", ">=", "==")):
        return WeightSpace.constrained([row.strip() for row in text.split(",")])
    return text
