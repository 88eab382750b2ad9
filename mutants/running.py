"""Runs the tests of a module on the module with a mistake in it, in a child that has the libraries loaded."""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.util
import io
import os
import re
import resource
import signal
import sys
import time
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from mutants.sites import ROOT, SOURCE, Site, mutated

LIMIT = 60
"""Seconds of processor time that the tests of a mistake may take beyond three times what they take without one."""


class Mistaken(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module as a text that is not the one on disk."""

    def __init__(self, name: str, text: str, path: Path) -> None:
        self.name, self.text, self.path = name, text, path

    def find_spec(self, name: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(
            name, self.path, loader=self, submodule_search_locations=_inside(self.path)
        )

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.text, str(self.path), "exec"), module.__dict__)  # noqa: S102


def _inside(path: Path) -> list[str] | None:
    return [str(path.parent)] if path.name == "__init__.py" else None


def tests_of(file: str) -> list[str]:
    """Test files of a module: those that name it, import from it, or test what uses it; else those of its folder."""
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    folder, stem = module.rpartition(".")[0], module.rpartition(".")[2]
    direct = re.compile(
        rf"policymcda\.{re.escape(module)}\b|from policymcda\.{re.escape(folder)} import [^\n]*\b{stem}\b"
    )
    every = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if "browser" not in path.parts]
    first = [path for path in every if direct.search(path.read_text(encoding="utf-8"))]
    named = [path for path in every if path.stem == f"test_{stem}"]
    users = {
        path.stem
        for path in SOURCE.rglob("*.py")
        if path.stem != stem and direct.search(path.read_text(encoding="utf-8"))
    }
    asked = [path for path in every if path.stem.removeprefix("test_") in users]
    beside = sorted((ROOT / "tests" / folder.replace(".", "/")).glob("test_*.py")) if folder else []
    all_methods = [path for path in beside if path.stem in ("test_published_methods", "test_degenerate_methods")]
    own = [*named, *(path for path in first if "arrays" in path.parts), *first[:2], *asked[:2], *all_methods]
    chosen = dict.fromkeys(own or beside)
    return [str(path.relative_to(ROOT)) for path in chosen]


def load_libraries() -> None:
    """What every child would load again."""
    import hypothesis.extra.numpy
    import matplotlib
    import numpy.testing
    import pandas
    import pandera.pandas
    import pymcdm
    import pytest
    import scipy.optimize
    import scipy.stats

    sys.dont_write_bytecode = False
    assert all([hypothesis, matplotlib, numpy, pandas, pandera, pymcdm, pytest, scipy])


def outcome(site: Site | None, tests: list[str], limit: float) -> tuple[str, float]:
    """killed, survived or timeout, and the seconds of processor time; without a site the tests as they are."""
    child = os.fork()
    if child == 0:
        os._exit(_tried(site, tests, limit))
    deadline = time.monotonic() + 12 * limit
    while True:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.02)
    seconds = used.ru_utime + used.ru_stime
    if os.WIFSIGNALED(status):
        return "timeout", seconds
    return ("survived" if os.WEXITSTATUS(status) == 0 else "killed"), seconds


def _tried(site: Site | None, tests: list[str], limit: float) -> int:
    """The exit code of the tests; nothing of what they print is kept."""
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))
    resource.setrlimit(resource.RLIMIT_AS, (12 * 2**30, 12 * 2**30))
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = "/dev/null"
    if site is not None:
        name = f"policymcda.{site.file.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"
        sys.meta_path.insert(0, Mistaken(name, mutated(site), SOURCE / site.file))
    quiet = [
        "-x",
        "-q",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "-p",
        "no:xdist",
        "-m",
        "not slow",
        "--tb=no",
    ]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            return int(pytest.main([*quiet, *tests]))
        except BaseException:  # noqa: BLE001
            return 70
