"""Which tests run which lines of the arithmetic, and how long each takes: measured once for each test file, kept in build."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mutants.sites import ROOT, Site, files

KEPT = Path("build/mutants-tests.json")
FOLDERS = ("arrays", "questions")
LEFT_OUT = ("test_smaa_executors.py", "test_smaa_cli.py", "test_portfolio_cli.py", "test_methods_of_pymcdm.py")
"""Much of them computes in processes of their own, where the mistake is not, or takes long."""

Known = dict[str, dict[str, Any]]
"""For each test file its hash and, for each of its tests, the seconds and the lines that it runs."""


def test_files() -> list[str]:
    """Tests of the arithmetic and of what stands directly on it."""
    tests = ROOT / "tests"
    inside = [path for folder in FOLDERS for path in sorted((tests / folder).rglob("test_*.py"))]
    beside = [
        path
        for name in ("test_binding", "test_traps", "test_pymcdm_bridge", "test_member_mixtures")
        for path in tests.rglob(f"{name}.py")
    ]
    kept = [path for path in [*inside, *beside] if path.name not in LEFT_OUT]
    return [path.relative_to(ROOT).as_posix() for path in dict.fromkeys(kept)]


def measure(items: list[Any], path: Path = KEPT) -> Known:
    """What is known of every test; files that changed since are measured in a child of this process."""
    from mutants.running import in_child

    known: Known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    by_file: dict[str, list[Any]] = defaultdict(list)
    for item in items:
        by_file[item.nodeid.split("::")[0]].append(item)
    for file, own in by_file.items():
        mark = hashlib.sha256((ROOT / file).read_bytes()).hexdigest()[:16]
        if known.get(file, {}).get("mark") != mark:
            part = path.with_suffix(".part")
            in_child(lambda own=own, part=part: _measured(own, part), seconds=900)
            if not part.exists():
                print(f"{file} could not be measured, and is left out", file=sys.stderr)
            known[file] = {"mark": mark, "tests": json.loads(part.read_text(encoding="utf-8")) if part.exists() else {}}
            part.unlink(missing_ok=True)
            path.write_text(json.dumps(known), encoding="utf-8")
    return known


def _measured(items: list[Any], part: Path) -> int:
    """Runs the tests and writes, for each that passes, its seconds and its lines."""
    import coverage

    from mutants.running import passes

    sources = {str(path): path.relative_to(ROOT).as_posix() for path in files()}
    seconds = {}
    watch = coverage.Coverage(data_file=None, include=list(sources), config_file=False)
    watch.start()
    quick = [item for item in items if item.get_closest_marker("slow") is None]
    for item, after in zip(quick, [*quick[1:], None][: len(quick)], strict=True):
        watch.switch_context(item.nodeid)
        start = time.process_time()
        if passes(item, after):
            seconds[item.nodeid] = round(time.process_time() - start, 4)
    watch.stop()
    found: dict[str, dict[str, Any]] = {name: {"seconds": taken, "lines": {}} for name, taken in seconds.items()}
    data = watch.get_data()
    for source, name in sources.items():
        for line, contexts in data.contexts_by_lineno(source).items():
            for context in contexts:
                if context in found:
                    found[context]["lines"].setdefault(name, []).append(line)
    part.write_text(json.dumps(found), encoding="utf-8")
    return 0


def choose(site: Site, known: Known, items: Iterable[Any], most: float) -> list[tuple[Any, float]]:
    """Tests that run the line, else the function, else the file: fastest first, its own before others; with their seconds."""
    source = f"src/policymcda/{site.file}"
    for first, last in (site.lines, site.function_lines, (1, 10**9)):
        chosen = []
        for item in items:
            test = known[item.nodeid.split("::")[0]]["tests"].get(item.nodeid)
            if test and any(first <= line <= last for line in test["lines"].get(source, ())):
                chosen.append((item, float(test["seconds"])))
        if chosen:
            break
    else:  # nothing but constants
        folder = f"tests/{site.file.rpartition('/')[0]}/"
        chosen = [
            (item, float(test["seconds"]))
            for item in items
            if item.nodeid.startswith(folder) and (test := known[item.nodeid.split("::")[0]]["tests"].get(item.nodeid))
        ]
    chosen.sort(key=lambda pair: (pair[1] + 0.02) * (1 if _own(pair[0].nodeid) else 4))
    total, kept = 0.0, []
    for item, taken in chosen:
        if total + taken <= most or not kept:
            kept.append((item, taken))
            total += taken
    return kept


def _own(name: str) -> bool:
    return name.startswith(("tests/arrays", "src/")) or "test_binding" in name


def clean_environment() -> None:
    """One thread for each library, and no examples of hypothesis kept on disk."""
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", HYPOTHESIS_STORAGE_DIRECTORY="/dev/null")
