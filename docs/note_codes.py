"""The codes of notes, from the source: the page of notes is made from this."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import policymcda

SOURCE = Path(policymcda.__file__).parent
ROOMS = ("asking", "questions", "simulation", "syntheses", "tables", "weighting", "portfolios", "committees", ".")
CODE = re.compile(r"[a-z]+(_[a-z]+)*")
READING = {"ReadingNote", "note"}
"""What makes a note of reading: `ReadingNote(code, ...)`, `findings.note(code, ...)`."""

Note = tuple[str, str, str]
"""Code, where it comes from, and its text with ... for what differs."""


def notes_page() -> str:
    """One row per code and text."""
    rows = [f"| `{code}` | {place} | {_cell(text)} |" for code, place, text in note_codes()]
    return "\n".join(["| code | from | text |", "|---|---|---|", *rows])


def note_codes() -> list[Note]:
    """Every note that the source can make, by code."""
    paths = [path for room in ROOMS for path in sorted((SOURCE / room).glob("*.py"))]
    found = [(code, path.stem.replace("_", "-"), text) for path in paths for code, text in _of_file(path)]
    return sorted(set(found))


def _of_file(path: Path) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = _assigned(tree.body)
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        own = [*constants, *_assigned(ast.walk(function))]
        for node in ast.walk(function):
            if isinstance(node, ast.Tuple) and len(node.elts) == 3 and _is_group(node.elts[1]):
                code, text = node.elts[0], node.elts[2]
            elif isinstance(node, ast.Call) and _called(node) in READING and node.args:
                words = [word.value for word in node.keywords if word.arg == "text"]
                code, text = node.args[0], [*node.args, *words][-1]
            else:
                continue
            if isinstance(code, ast.Constant) and isinstance(code.value, str) and CODE.fullmatch(code.value):
                sentence = _text(text, {name: value for line, name, value in own if line < node.lineno})
                if set(sentence) - set(". ,"):
                    yield code.value, sentence


def _assigned(nodes: Iterable[ast.AST]) -> list[tuple[int, str, ast.expr]]:
    """Names and what they hold, with the line."""
    found = [
        (node.lineno, node.targets[0].id, node.value)
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    return sorted(found, key=lambda one: one[0])


def _is_group(node: ast.expr) -> bool:
    """Whether it is where a note says its group: blank, or a group."""
    match node:
        case ast.Constant(value=""):
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in ("group", "name")
    return False


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _text(node: ast.expr, texts: dict[str, ast.expr]) -> str:
    """What is fixed of a text, and ... for the rest."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(part.value if isinstance(part, ast.Constant) else "..." for part in parts)
        case ast.Name(id=name) if name in texts and not isinstance(texts[name], ast.Name):
            return _text(texts[name], {})
        case ast.BinOp(left=left, right=right):
            return _text(left, texts) + _text(right, texts)
    return "..."


def _cell(text: str) -> str:
    """Text as it may stand in a cell of a table."""
    return re.sub(r"([|\\`*_<>\[\]])", r"\\\1", re.sub(r"(\.\.\.\s*)+", "... ", text).strip())
