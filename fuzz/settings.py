"""Arguments that nobody would give: every public question with a keyword or two of any kind."""

from __future__ import annotations

import inspect
import random
from functools import cache
from typing import Any

import policymcda
from fuzz import Case, nasty, some
from policymcda.weighting import WeightSpace

FIRST: dict[str, tuple[Any, ...]] = {
    "explain": (None, "x", "y"),
    "conditions": (None, "x"),
    "portfolio": ({"x": 1, "y": 1, "z": 1}, 2),
}
KNOWN = {"samples": [1, 64], "seed": [0, 1], "executor": [None], "progress": [None], "checkpoint": [None],
         "method": ["topsis", "weighted_sum", "electre_iii"], "weights": ["equal", "any", {"a": 1, "b": 0}, WeightSpace.ordered([["a"], ["b"]])],
         "screen": [True, False], "unknown": ["worst", "best"]}  # fmt: skip
LEFT_OUT = {"executor", "progress", "checkpoint", "acceptability", "verdicts"}


@cache
def problem() -> policymcda.Problem:
    """Three options, two criteria."""
    import pandas as pd

    return policymcda.Problem.from_matrix(
        pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 2, 2]}, index=["x", "y", "z"]),
        directions="benefit", weights=[0.5, 0.5], bounds=[(0, 5), (0, 5)],
    )  # fmt: skip


@cache
def questions() -> dict[str, list[str]]:
    """Every question that takes a problem, and the settings that all questions share."""
    found = {}
    for name in policymcda.__all__:
        asked = getattr(policymcda, name)
        if inspect.isfunction(asked) and name not in (
            "ask",
            "collect",
            "report",
            "explore",
            "load",
            "cases",
            "from_pymcdm",
            "diff",
        ):
            parameters = inspect.signature(asked).parameters
            needed = [
                key for key, each in parameters.items() if each.default is each.empty and each.kind != each.VAR_KEYWORD
            ]
            if needed[:1] == ["problem"] and len(needed) <= 1 + len(FIRST.get(name, ())):
                keywords = [key for key, each in parameters.items() if each.kind == each.KEYWORD_ONLY]
                found[name] = [key for key in keywords if key in KNOWN and key not in LEFT_OUT]
    return found


def settings(chance: random.Random) -> Case:
    """A question with one or two settings that are odd."""
    name = some(chance, sorted(questions()))
    keywords: dict[str, Any] = {"samples": 1} if "samples" in questions()[name] else {}
    for key in chance.sample(questions()[name], min(chance.randint(0, 2), len(questions()[name]))):
        fits = key in KNOWN and chance.random() < 0.4
        keywords[key] = some(chance, KNOWN[key]) if fits else some(
            chance, [nasty.value(chance), nasty.document(chance), ["x"], ["x", "y"], {"x": 1}, {"all": 1}, [("x", "y")]])  # fmt: skip
    if keywords.get("samples") and not (isinstance(keywords["samples"], int) and keywords["samples"] < 10_000):
        keywords["samples"] = some(chance, [0, -1, "x", 1.5, None, True])
    return Case("settings", (name, FIRST.get(name, ()), keywords), _asked)


def _asked(given: tuple[str, tuple[Any, ...], dict[str, Any]]) -> object:
    name, first, keywords = given
    return getattr(policymcda, name)(problem(), *first, **keywords).to_dict()
