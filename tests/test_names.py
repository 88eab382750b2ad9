"""Files and names: the words of the field, one meaning each."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import policymcda
from policymcda.cli import VERBS

ROOT = Path(__file__).parents[1]
FOLDERS = ("src", "tests", "benchmarks", "docs", "examples", "fuzz", "mutants")
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))

FILES = {"telling", "judged", "treed", "stated", "answers", "shares", "examining", "resolving", "choices", "ranges"} | {
    *("walk", "pieces", "faces", "boxes", "outward")
}
"""Names of files that say less than what the field calls the thing."""

NAMES = {"told", "telling", "shut", "judged", "treed", "Grid", "Bound", "leaves", "say", "settings_line"}


def names(tree: ast.AST) -> Iterator[str]:
    """Every name that a syntax tree binds or uses."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.keyword(arg=str(name)) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name
            case ast.alias(name=name, asname=other):
                yield from [*name.split("."), other or ""]
            case ast.Global(names=bound) | ast.Nonlocal(names=bound):
                yield from bound


def test_no_module_bears_a_name_that_was_replaced() -> None:
    assert [path.name for path in SOURCES if path.stem.removeprefix("test_") in FILES] == []


def test_no_identifier_is_a_word_that_was_replaced() -> None:
    used = {path.relative_to(ROOT): NAMES & set(names(ast.parse(path.read_text("utf-8")))) for path in SOURCES}
    assert {path: words for path, words in used.items() if words} == {}


def test_two_files_share_a_name_only_where_both_serve_the_same_question() -> None:
    questions = {verb.replace("-", "_") for verb in (*VERBS, *policymcda.__dir__())}
    places = defaultdict(list)
    for path in (ROOT / "src").rglob("*.py"):
        places[path.stem].append(path)
    assert {name for name, paths in places.items() if len(paths) > 1} - questions == {"__init__"}


def test_a_file_of_a_question_has_the_name_of_the_question() -> None:
    questions = {path.stem for path in (ROOT / "src/policymcda/questions").glob("*.py")} - {"__init__"}
    assert questions <= set(policymcda.__dir__())
