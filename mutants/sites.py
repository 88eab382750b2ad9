"""Where a mistake can be made in a file, and the file with it."""

from __future__ import annotations

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "policymcda"

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd, ast.MatMult: ast.Mult,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
NAMES = {
    "minimum": "maximum", "maximum": "minimum", "min": "max", "max": "min", "any": "all", "all": "any", "argmin": "argmax",
    "argmax": "argmin", "floor": "ceil", "ceil": "floor", "nanmin": "nanmax", "nanmax": "nanmin", "zeros": "ones", "ones": "zeros",
    "zeros_like": "ones_like", "ones_like": "zeros_like", "sum": "prod", "triu": "tril", "tril": "triu", "cumsum": "cumprod",
    "greater": "greater_equal", "logical_and": "logical_or", "logical_or": "logical_and", "isnan": "isfinite", "mean": "sum",
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """One mistake: in which file and line, what stood there and what stands there instead."""

    file: str
    line: int
    before: str
    after: str
    number: int
    occurrence: int
    lines: tuple[int, int]
    """First line of its statement, and its own last."""
    function_lines: tuple[int, int]
    """First and last line of the function that it is in, the outermost; of the file where it is in none."""
    default: tuple[int, str] | None
    """Line and name of the function whose default it is."""

    @property
    def name(self) -> str:
        """What it is called whatever lines come and go above it."""
        again = f" #{self.occurrence}" if self.occurrence else ""
        return f"{self.file}: {self.before} -> {self.after}{again}"


def files() -> list[Path]:
    """The arithmetic, and where labels meet it."""
    return [*sorted((SOURCE / "arrays").rglob("*.py")), SOURCE / "binding.py"]


def sites(path: Path) -> list[Site]:
    """Every mistake that is made in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(SOURCE).as_posix()
    found: list[Site] = []
    seen: Counter[tuple[str, str]] = Counter()
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for number, (node, changed) in enumerate(_changes(tree)):
        before, after = ast.unparse(node), ast.unparse(changed)
        found.append(Site(name, node.lineno, before, after, number, seen[before, after], *_surroundings(node, parents)))
        seen[before, after] += 1
    return found


def _surroundings(
    node: ast.expr, parents: dict[ast.AST, ast.AST]
) -> tuple[tuple[int, int], tuple[int, int], tuple[int, str] | None]:
    """Lines of the statement and of the function around an expression, and whose default it is."""
    chain: list[ast.AST] = [node]
    while chain[-1] in parents:
        chain.append(parents[chain[-1]])
    statement = next(each for each in chain if isinstance(each, ast.stmt))
    around = [each for each in chain if isinstance(each, ast.FunctionDef)]
    lines = statement.lineno, node.end_lineno or node.lineno
    if not around:
        return lines, (1, 10**9), None
    outer = around[-1]
    first = min([outer.lineno, *(each.lineno for each in outer.decorator_list)])
    default = (outer.lineno, outer.name) if outer.args in chain else None
    return lines, (first, outer.end_lineno or outer.lineno), default


def sample(size: int, seed: int) -> list[Site]:
    """Some of all mistakes, each equally likely; a change of one file changes the sample in that file alone."""
    every = [site for path in files() for site in sites(path)]
    return sorted(every, key=lambda site: hashlib.sha256(f"{seed} {site.name}".encode()).digest())[:size]


def mutated(site: Site) -> str:
    """The text of the file with the mistake in it."""
    text = (SOURCE / site.file).read_text(encoding="utf-8")
    found = list(_changes(ast.parse(text)))
    node, changed = found[site.number]
    lines = text.splitlines(keepends=True)
    start, end = (
        _offset(lines, node.lineno, node.col_offset),
        _offset(lines, node.end_lineno or 0, node.end_col_offset or 0),
    )
    data = text.encode()
    return (data[:start] + f"({ast.unparse(changed)})".encode() + data[end:]).decode()


def _offset(lines: list[str], line: int, column: int) -> int:
    """Bytes before a place; columns of a syntax tree count bytes."""
    return sum(len(each.encode()) for each in lines[: line - 1]) + column


def _changes(tree: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Expressions of the code that runs, each with a mistake in it."""
    for node in _running(tree):
        for changed in _mistakes(node):
            yield node, ast.copy_location(changed, node)


def _running(tree: ast.AST) -> Iterator[ast.expr]:
    """Expressions, without annotations, decorators, texts of f-strings and what serves types alone."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.AnnAssign):
            if child.value is not None:
                yield from _with(child.value)
        elif isinstance(child, ast.FunctionDef):
            defaults = [default for default in [*child.args.defaults, *child.args.kw_defaults] if default is not None]
            for part in [*defaults, *child.body]:
                yield from _with(part)
        elif isinstance(child, ast.ClassDef):
            for part in child.body:
                yield from _with(part)
        elif isinstance(child, ast.JoinedStr | ast.Raise | ast.arguments) or _is_type(child, tree):
            continue
        elif isinstance(child, ast.keyword) and child.arg == "strict":
            continue  # lengths that always agree
        else:
            yield from _with(child)


def _is_type(child: ast.AST, tree: ast.AST) -> bool:
    """A name for a type, such as ``Rows = Sequence[int] | None``, which decides nothing that runs."""
    if not (isinstance(tree, ast.Module) and isinstance(child, ast.Assign) and isinstance(child.value, ast.BinOp)):
        return False
    return isinstance(child.value.op, ast.BitOr)


def _with(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.JoinedStr | ast.Raise):
        return
    if isinstance(node, ast.expr):
        yield node
    if isinstance(node, ast.FunctionDef | ast.AnnAssign):
        yield from _running(ast.Module(body=[node], type_ignores=[]))
    else:
        yield from _running(node)


def _mistakes(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(ops=operators):
            for place, operator in enumerate(operators):
                yield _copy(
                    node,
                    lambda new, place=place, operator=operator: new.ops.__setitem__(place, COMPARED[type(operator)]()),
                )
        case ast.BinOp(op=operator) if type(operator) in ARITHMETIC and not _is_text(node):
            yield _copy(node, lambda new: setattr(new, "op", ARITHMETIC[type(operator)]()))
        case ast.BoolOp(op=operator):
            yield _copy(node, lambda new: setattr(new, "op", ast.Or() if isinstance(operator, ast.And) else ast.And()))
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield operand
        case ast.IfExp(test=test):
            yield _copy(node, lambda new: setattr(new, "test", ast.UnaryOp(ast.Not(), test)))
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=float(value)):
            yield ast.Constant(value * 1.5 + (value == 0))
        case ast.Attribute(attr=name) if name in NAMES:
            yield _copy(node, lambda new: setattr(new, "attr", NAMES[name]))
        case ast.Call(func=ast.Name(id=name)) if name in NAMES:
            yield _copy(node, lambda new: setattr(new.func, "id", NAMES[name]))


def _copy(node: ast.expr, change: object) -> ast.expr:
    new = copy.deepcopy(node)
    change(new)  # type: ignore[operator]
    return new


def _is_text(node: ast.BinOp) -> bool:
    return any(isinstance(part, ast.Constant | ast.JoinedStr) and not isinstance(getattr(part, "value", ""), int | float)
               for part in (node.left, node.right))  # fmt: skip
