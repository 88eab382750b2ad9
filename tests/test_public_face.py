"""What others program against, name by name: public names, arguments, and columns of every table of every result.

`public_face.json` lists them. Where one of them changes on purpose, write the new list by ``python tests/test_public_face.py``
and name the change in CHANGELOG.md.
"""

import inspect
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import policymcda as mcda
from policymcda import plots, weighting
from policymcda.cli import VERBS
from policymcda.results import Result

HERE = Path(__file__).parent
LIST = HERE / "public_face.json"
CASE = mcda.load("cyber-policy")
ONE = CASE.select(groups=["no_formal_ties"])
WIDE = mcda.Problem.from_matrix(
    pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 2, 2]}, index=["x", "y", "z"]),
    directions="benefit", weights=[0.5, 0.5], bounds=[(0, 5), (0, 5)],
)  # fmt: skip
RESULTS: dict[str, Callable[[], Result]] = {
    "rank": lambda: mcda.rank(ONE),
    "compare": lambda: mcda.compare(ONE, ["topsis", "vikor"]),
    "explain": lambda: mcda.explain(WIDE, None, "x", "y"),
    "gaia": lambda: mcda.gaia(ONE),
    "outranking": lambda: mcda.outranking(ONE),
    "compromise": lambda: mcda.compromise(ONE),
    "group_topsis": lambda: mcda.group_topsis(ONE),
    "stakeholders": lambda: mcda.stakeholders(ONE),
    "agreement_with_source": lambda: mcda.agreement_with_source(CASE, mcda.rank(CASE)),
    "smaa": lambda: mcda.smaa(WIDE, samples=1),
    "verdict": lambda: mcda.verdict(WIDE, samples=1),
    "evidence": lambda: mcda.evidence(WIDE),
    "across": lambda: mcda.across(CASE, samples=1),
    "diff": lambda: mcda.diff(ONE, ONE),
    "reversal": lambda: mcda.reversal(WIDE),
    "flips": lambda: mcda.flips(WIDE, kinds=["weight"]),
    "dominance": lambda: mcda.dominance(WIDE),
    "stability": lambda: mcda.stability(WIDE),
    "implied": lambda: mcda.implied(ONE, method="weighted_sum", samples=1),
    "next_question": lambda: mcda.next_question(WIDE),
    "value_of_information": lambda: mcda.value_of_information(WIDE, samples=1),
    "regret": lambda: mcda.regret(WIDE, samples=1),
    "portfolio": lambda: mcda.portfolio(WIDE, {"x": 1, "y": 1, "z": 1}, 2),
    "sensitivity": lambda: mcda.sensitivity(WIDE, samples=64),
    "conditions": lambda: mcda.conditions(WIDE, None, "x", samples=1),
    "weighting.ahp": lambda: weighting.ahp(ONE),
    "weighting.side_by_side": lambda: weighting.side_by_side(ONE),
}


def face() -> dict[str, Any]:
    """Everything that is public, as JSON can tell it."""
    modules = {"policymcda": mcda, "policymcda.plots": plots, "policymcda.weighting": weighting}
    methods = [name for name in vars(mcda.Problem) if not name.startswith("_")]
    return {
        "names": {name: sorted(module.__all__) for name, module in modules.items()},
        "arguments": {
            f"{place}.{name}": list(inspect.signature(getattr(module, name)).parameters)
            for place, module in modules.items()
            for name in sorted(module.__all__)
            if inspect.isfunction(getattr(module, name))
        },
        "Problem": sorted(methods),
        "verbs": sorted(VERBS),
        "columns": {
            name: {table: list(frame.columns) for table, frame in ask().tables.items()} for name, ask in RESULTS.items()
        },
    }


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    return face()


def test_nothing_public_changes_without_being_listed(now: dict[str, Any]) -> None:
    """If this fails on purpose: run this file, and name the change in CHANGELOG.md."""
    assert json.loads(LIST.read_text(encoding="utf-8")) == now


def test_every_public_function_is_named_by_the_changelog(now: dict[str, Any]) -> None:
    changelog = (HERE.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    missing = [name for name in now["names"]["policymcda"] if not re.search(rf"\b{re.escape(name)}\b", changelog)]
    assert missing == ["__version__"]


def test_every_result_answers_in_its_table(now: dict[str, Any]) -> None:
    for name, tables in now["columns"].items():
        assert next(iter(tables)) == "table", name


def test_one_estimate_has_its_error_and_interval_and_several_are_prefixed(now: dict[str, Any]) -> None:
    for name, tables in now["columns"].items():
        for table, columns in tables.items():
            prefixes = [column.removesuffix("_error") for column in columns if column.endswith("_error")]
            if "error" in columns:
                assert {"low", "high"} <= set(columns), (name, table)
                assert prefixes == [], (name, table)
            for prefix in prefixes:
                assert {prefix, f"{prefix}_low", f"{prefix}_high"} <= set(columns), (name, table)


def test_sentences_and_first_options_have_one_name(now: dict[str, Any]) -> None:
    old = {"told", "text", "leads", "choice", "settles", "first_share", "winner", "best_option"}
    used = {column for tables in now["columns"].values() for name, table in tables.items() for column in table
            if name != "notes"}  # fmt: skip
    assert used & old == set()
    assert {"sentence", "first_option", "first_acceptability"} <= used


def test_a_question_of_the_face_has_a_verb_of_its_name() -> None:
    asked = {name.replace("_", "-") for name in RESULTS if "." not in name}
    assert asked <= set(VERBS)


if __name__ == "__main__":
    LIST.write_text(json.dumps(face(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
