"""Puts a mistake into functions that are loaded already, in a child of a process that has collected the tests, and runs them."""

from __future__ import annotations

import ast
import gc
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from mutants.sites import SOURCE, Site, files, mutated

Functions = dict[tuple[str, str, int], list[FunctionType]]
"""Every function of the arithmetic that is loaded, by file, qualified name and first line."""


def functions() -> Functions:
    """All copies of each function, also those behind a decorator."""
    gc.unfreeze()  # what is frozen cannot be found
    paths = {str(path) for path in files()}
    found: Functions = {}
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename in paths:
            code = thing.__code__
            found.setdefault((code.co_filename, code.co_qualname, code.co_firstlineno), []).append(thing)
    return found


def make(site: Site, loaded: Functions) -> bool:
    """The mistake is in every copy of what it is made in; False where nothing of that is loaded."""
    path = str(SOURCE / site.file)
    text = mutated(site)
    if site.default is not None:
        place, name = site.default
        return _new_default(loaded, path, ast.parse(text), place, name)
    if site.function_lines[1] == 10**9:
        return _new_constant(site, ast.parse(text))
    done = False
    for code in _codes(compile(text, path, "exec")):
        inside = site.function_lines[0] <= code.co_firstlineno <= site.function_lines[1]
        for function in loaded.get((path, code.co_qualname, code.co_firstlineno), []) if inside else ():
            function.__code__ = code
            done = True
    return done


def _codes(code: CodeType) -> Iterator[CodeType]:
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield part
            yield from _codes(part)


def _new_default(loaded: Functions, path: str, tree: ast.Module, line: int, name: str) -> bool:
    """Gives a function the default that it has in the text with the mistake."""
    done = False
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == name and node.lineno == line:
            for (file, qualified, _), copies in loaded.items():
                if file != path or qualified.split(".")[-1] != name:
                    continue
                for function in copies:
                    space = function.__globals__
                    function.__defaults__ = tuple(_value(each, space) for each in node.args.defaults) or None
                    pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
                    function.__kwdefaults__ = {a.arg: _value(each, space) for a, each in pairs if each is not None}
                    done = True
    return done


def _new_constant(site: Site, tree: ast.Module) -> bool:
    """Sets the names that a statement of the module or of a class in it gives, wherever they have been imported to."""
    module = sys.modules[f"policymcda.{site.file.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"]
    places = [(module, tree.body)]
    places += [(getattr(module, node.name), node.body) for node in tree.body if isinstance(node, ast.ClassDef)]
    for place, body in places:
        for node in body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.lineno <= site.line <= (node.end_lineno or 0):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if node.value is None:
                    continue
                value = _value(node.value, vars(module))
                several = isinstance(target, ast.Tuple)
                pairs = zip(target.elts, value, strict=True) if several else [(target, value)]
                for name, new in pairs:
                    _set(place, ast.unparse(name), new)
                return True
    return False


def _set(place: Any, name: str, value: Any) -> None:
    old = vars(place).get(name)
    setattr(place, name, value)
    if isinstance(place, type):
        copies = [vars(place)["__init__"]] if "__init__" in vars(place) else []
        names = list(getattr(place, "__match_args__", ()))
        for function in copies:
            given = list(function.__defaults__ or ())
            first = len(names) - len(given)
            if name in names[first:]:
                given[names.index(name) - first] = value
            function.__defaults__ = tuple(given)
        return
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", {}).get(name) is old:
            setattr(module, name, value)
    if isinstance(old, bool) or (isinstance(old, int) and -5 <= old <= 256):
        return  # one object for all that have this value
    gc.unfreeze()
    for thing in gc.get_objects():
        if type(thing) is FunctionType and str(thing.__module__).startswith("policymcda"):
            thing.__defaults__ = tuple(value if each is old else each for each in thing.__defaults__ or ()) or None
            if thing.__kwdefaults__:
                thing.__kwdefaults__ = {k: value if each is old else each for k, each in thing.__kwdefaults__.items()}


def _value(expression: ast.expr, space: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(expression), "default", "eval"), space)


def outcome(site: Site, tests: list[tuple[Any, float]], loaded: Functions) -> tuple[str, float, str]:
    """killed, survived, timeout, or unmade and failed where it could not be tried; the seconds of processor time; and the test that saw it."""
    read, write = os.pipe()

    def run() -> int:
        if not make(site, loaded):
            return 3
        following = [item for item, _ in tests[1:]]
        for (item, usual), after in zip(tests, [*following, None], strict=True):
            signal.setitimer(signal.ITIMER_PROF, 5 + 4 * usual)
            if not passes(item, after):
                os.write(write, item.nodeid.encode())
                return 1
            signal.setitimer(signal.ITIMER_PROF, 0)
        return 0

    status, seconds = in_child(run, seconds=120)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        test = pipe.read()
    outcomes = {0: "survived", 1: "killed", 3: "unmade", -1: "timeout"}
    return outcomes.get(status, "failed"), seconds, test


def in_child(work: Callable[[], int], seconds: float) -> tuple[int, float]:
    """What the work gave in a child of this process, or -1 where a signal ended it; and its seconds of processor time."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            limit = int(seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
            resource.setrlimit(resource.RLIMIT_AS, (12 * 2**30, 12 * 2**30))
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            code = work()
        except BaseException:  # noqa: BLE001  the next mistake is to be tried whatever came of this one
            Path("build/mutants-failure.txt").write_text(traceback.format_exc(), encoding="utf-8")
        finally:
            os._exit(code)
    stop = time.monotonic() + 20 * seconds
    while True:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > stop:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.01)
    return (-1 if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)), used.ru_utime + used.ru_stime


def passes(item: Any, after: Any) -> bool:
    """The test passes; what the one after it needs as well is kept."""
    from _pytest.runner import runtestprotocol

    reports = runtestprotocol(item, log=False, nextitem=after)
    return not any(report.failed for report in reports)
