"""The pages of the API say of every public function what comes out, table by table, and what is raised."""

import ast
import inspect
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from numpydoc.docscrape import NumpyDocString

import policymcda
from policymcda import Problem, WeightSpace, plots, weighting
from policymcda.results import Result

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))
from returns import described, with_returns

sys.path.remove(str(ROOT / "docs"))

COLUMNS = json.loads((ROOT / "tests" / "public_face.json").read_text(encoding="utf-8"))["columns"]


def public() -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Name, the class that has it, and function."""
    for module in (policymcda, plots, weighting):
        for name in module.__all__:
            if inspect.isfunction(getattr(module, name)):
                yield f"{module.__name__.removeprefix('policymcda.')}.{name}", "", getattr(module, name)
    for kind in (Problem, WeightSpace, Result):
        for name in dir(kind):
            found = inspect.getattr_static(kind, name)
            function = found.__func__ if isinstance(found, classmethod | staticmethod) else found
            if not name.startswith("_") and inspect.isfunction(function):
                yield f"{kind.__name__}.{name}", kind.__name__, function


PUBLIC = {name: (owner, function) for name, owner, function in public()}

MESSAGE_SAYS_IT = {"Problem.table", "Problem.from_dict", "Problem.screen_by_default", "Problem.rule_for_unknown"}
"""Methods that refuse a word or a type that is not theirs, by naming those that are, and nothing else."""


def raises(function: Callable[..., Any]) -> bool:
    """Whether the function itself raises, and does not only hand on."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    return any(isinstance(node, ast.Raise) for node in ast.walk(tree))


@pytest.mark.parametrize("name", PUBLIC)
def test_the_page_of_a_function_says_what_comes_out(name: str) -> None:
    owner, function = PUBLIC[name]
    page = NumpyDocString(with_returns(function, owner))
    (found,) = page["Returns"] or page["Yields"]
    assert found.type.strip("'")
    assert " ".join(found.desc).strip()
    assert page["Summary"] == NumpyDocString(inspect.getdoc(function) or "")["Summary"]
    assert len(page["Examples"]) == len(NumpyDocString(inspect.getdoc(function) or "")["Examples"])
    if raises(function) and name not in MESSAGE_SAYS_IT:
        assert page["Raises"], f"{name} raises and does not say when"


@pytest.mark.parametrize("name", COLUMNS)
def test_every_table_of_a_result_is_described_where_it_comes_out(name: str) -> None:
    function = getattr(weighting, name.removeprefix("weighting."), None) or getattr(policymcda, name)
    (found,) = NumpyDocString(with_returns(function))["Returns"]
    text = "\n".join(found.desc)
    assert [table for table in COLUMNS[name] if table != "notes" and f"* ``{table}``: " not in text] == []


def test_what_a_docstring_says_of_what_comes_out_stays_and_tables_follow_it() -> None:
    text = with_returns(weighting.ahp)
    said, tables = text.index("`.consistency` has a row"), text.index("* ``table``: group, criterion, weight")
    assert text.count("Returns\n-------") == 1
    assert said < tables < text.index("Raises\n------")
    assert "table" in described(weighting.Weights)
