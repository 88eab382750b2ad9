"""What others program against, name by name: public names, arguments, and columns of every table of every result.

`public_face.json` lists them, `docs/schemas/` describes what the verbs print. Where one of them changes on purpose, write
both anew by ``python tests/test_public_face.py`` and name the change in CHANGELOG.md.
"""

import contextlib
import copy
import inspect
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

import policymcda as mcda
from policymcda import plots, weighting
from policymcda.cli import VERBS, main
from policymcda.results import Result
from policymcda.tables.json_schema import json_schema

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
    "contributions": lambda: mcda.contributions(WIDE),
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
    "portfolio": lambda: mcda.portfolio(WIDE, COSTS, 2),
    "sensitivity": lambda: mcda.sensitivity(WIDE, samples=64),
    "conditions": lambda: mcda.conditions(WIDE, None, "x", samples=1),
    "weighting.ahp": lambda: weighting.ahp(ONE),
    "weighting.side_by_side": lambda: weighting.side_by_side(ONE),
}
TREE = mcda.Problem.from_tables(
    criteria=[
        {"criterion": "gain", "direction": None, "weight": 1, "parent": None},
        {"criterion": "a", "direction": "benefit", "weight": 0.5, "parent": "gain"},
        {"criterion": "b", "direction": "cost", "weight": 0.5, "parent": "gain"},
    ],
    ratings=[{"option": "x", "a": 1, "b": 2}, {"option": "y", "a": 2, "b": 1}],
)
CIRCLE = mcda.Problem.from_tables(
    criteria=[{"criterion": name, "direction": "benefit"} for name in "abc"],
    ratings=[{"option": "x", "a": 1, "b": 2, "c": 3}, {"option": "y", "a": 2, "b": 1, "c": 3}],
    judgements=[
        {"criterion": "a", "versus": "b", "value": 9},
        {"criterion": "a", "versus": "c", "value": "1/9"},
        {"criterion": "b", "versus": "c", "value": 9},
    ],
)


def _planned(problem: mcda.Problem) -> Result:
    """A verdict that departs from a plan."""
    with TemporaryDirectory() as folder:
        path = mcda.plan(problem, Path(folder) / "plan.toml", method="vikor")
        return mcda.verdict(problem, plan=path, samples=1)


BOTH_WAYS = [{"better": "x", "worse": "y"}, {"better": "y", "worse": "x"}]
COSTS = {"x": 1, "y": 1, "z": 1}
MORE: dict[str, list[Callable[[], Result]]] = {
    "rank": [
        lambda: mcda.rank(WIDE),
        lambda: mcda.rank(CASE, screen=True),
        lambda: mcda.rank(TREE, method="weighted_sum"),
    ],
    "compare": [lambda: mcda.compare(WIDE, ["weighted_sum", "topsis"])],
    "group_topsis": [lambda: mcda.group_topsis(CASE, screen=True)],
    "outranking": [lambda: mcda.outranking(WIDE)],
    "dominance": [lambda: mcda.dominance(ONE)],
    "stability": [lambda: mcda.stability(ONE, screen=False)],
    "stakeholders": [lambda: mcda.stakeholders(CASE, samples=1)],
    "verdict": [lambda: _planned(ONE)],
    "diff": [lambda: mcda.diff(WIDE, WIDE.change("all", "x", "a", mode=2.5))],
    "flips": [lambda: mcda.flips(WIDE)],
    "implied": [lambda: mcda.implied(WIDE, BOTH_WAYS, method="weighted_sum", samples=1)],
    "portfolio": [
        lambda: mcda.portfolio(WIDE, COSTS, 2, near=0.9, proposed=["x"]),
        lambda: mcda.portfolio(WIDE, COSTS, 2, robust=True),
    ],
    "regret": [lambda: mcda.regret(WIDE, samples=1, scenarios={"now": WIDE})],
    "value_of_information": [lambda: mcda.value_of_information(ONE, samples=1)],
    "weighting.ahp": [lambda: weighting.given(WIDE), lambda: weighting.resolve(CIRCLE)],
}
"""Results of other problems: what all have is required of a result, what some have is described."""
PRINTED = {
    "cases": ["cases"],
    "methods": ["methods"],
    "check": ["check", "-"],
}
"""Verbs that print rows and no result, and what is typed."""
FAULTY = {
    "criteria": [{"criterion": "a", "direction": "up"}],
    "ratings": [{"option": "x", "criterion": "b", "mode": "?"}],
}
VERB_OF = {"weighting.ahp": "weights", "weighting.side_by_side": "weights-side-by-side"}


def answers() -> dict[str, Result]:
    """A result of each kind."""
    return {name: ask() for name, ask in RESULTS.items()}


def printed(words: list[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a verb prints as JSON; a case from standard input is one with faults."""
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(FAULTY)))
    with contextlib.redirect_stdout(io.StringIO()) as caught, contextlib.redirect_stderr(io.StringIO()):
        main([*words, "--format", "json"])
    return json.loads(caught.getvalue())


def schemas(results: dict[str, Result], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The schema of the case, of every result and of what other verbs print, by name."""
    described = described_by()
    asked = {
        name: described.of_results(VERB_OF.get(name, name), [first, *(ask() for ask in MORE.get(name, []))])
        for name, first in results.items()
    }
    rows = {name: described.of_rows(name, printed(words, monkeypatch)) for name, words in PRINTED.items()}
    return {VERB_OF.get(name, name).replace("_", "-"): schema for name, schema in {**asked, **rows}.items()}


def described_by() -> ModuleType:
    """The module that makes schemas, which lies beside the pages."""
    folder = str(HERE.parent / "docs")
    if folder not in sys.path:
        sys.path.append(folder)
    return import_module("result_schemas")


def face(results: dict[str, Result]) -> dict[str, Any]:
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
            name: {table: list(frame.columns) for table, frame in result.tables.items()}
            for name, result in results.items()
        },
    }


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    return answers()


@pytest.fixture(scope="module")
def now(results: dict[str, Result]) -> dict[str, Any]:
    return face(results)


@pytest.fixture(scope="module")
def made(results: dict[str, Result]) -> Iterator[dict[str, Any]]:
    """The schemas as they are now."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield schemas(results, monkeypatch)


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


def test_the_schemas_that_are_kept_are_those_of_the_results(made: dict[str, Any]) -> None:
    """If this fails on purpose: run this file; the next test then says what the changelog must name."""
    described = described_by()
    kept = described.read()
    assert {name: described._body(schema) for name, schema in kept.items() if name != "case"} == {
        name: described._body(schema) for name, schema in made.items()
    }
    assert kept["case"] == json.loads(json.dumps(json_schema()))


def test_a_schema_that_changed_has_its_version_and_its_columns_named_by_the_changelog() -> None:
    described = described_by()
    changelog = (HERE.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    for name, schema in described.read().items():
        if name != "case" and described.version(schema) != "1.0":
            assert f"schema of {name} {described.version(schema)}" in changelog, schema["$comment"]
            missing = [column for column in described.changes(schema) if not re.search(rf"\b{column}\b", changelog)]
            assert missing == [], f"{name}: the changelog must name them"


def test_a_new_column_raises_the_second_number_of_a_schema_and_a_lost_one_the_first(made: dict[str, Any]) -> None:
    described = described_by()
    kept = made["rank"]
    assert described.renewed(copy.deepcopy(kept), kept) == kept
    more = copy.deepcopy(kept)
    more["properties"]["table"]["items"]["properties"]["merit"] = {"type": ["number"]}
    grown = described.renewed(more, kept)
    assert (described.version(grown), grown["$comment"]) == ("1.1", "added table.merit")
    assert described.changes(grown) == ["merit"]
    shrunk = described.renewed(kept, grown)
    assert (described.version(shrunk), shrunk["$comment"]) == ("2.0", "changed table.merit")


def test_every_cell_of_every_result_is_of_a_described_type(made: dict[str, Any]) -> None:
    whole = {"boolean", "null", "number", "string"}
    assert [name for name, schema in made.items() for cell in described_by().columns(schema).values()
            if cell is not True and set(cell[0]) == whole] == []  # fmt: skip


if __name__ == "__main__":
    found = answers()
    LIST.write_text(json.dumps(face(found), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        described_by().write(schemas(found, patch))
    (described_by().FOLDER / "case.json").write_text(json.dumps(json_schema()) + "\n", encoding="utf-8")
