"""Saves, workbooks and reports that are killed at a random moment: the old file whole or the new one, and nothing beside it."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from policymcda import Problem, load, report
from policymcda.tables import case_folder

TIMES = 20


def rows() -> list[dict[str, object]]:
    """For each kind of file how many of 20 kills left it whole."""
    one, two = load("cyber-policy"), load("governance-2013")
    pages = [problem.select(groups=problem.labels("group")[:1]) for problem in (one, two)]
    with TemporaryDirectory() as folder:
        written = {report(page, Path(folder) / "page.html").read_bytes() for page in pages}
    prints = {one.fingerprint, two.fingerprint}
    return [
        _killed("folders", "case", [one.save, two.save], lambda path: load(path).fingerprint in prints),
        _killed("workbooks", "case.xlsx", [one.save, two.save], lambda path: load(path).fingerprint in prints),
        _killed("reports", "page.html", [_report(page) for page in pages], lambda path: path.read_bytes() in written),
    ]


def _report(problem: Problem) -> Callable[[Path], object]:
    return lambda path: report(problem, path)


def _killed(
    what: str, name: str, writers: list[Callable[[Path], object]], whole: Callable[[Path], bool]
) -> dict[str, object]:
    """Processes that write the one and the other in turn, until they are killed."""
    kept, clean = 0, 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        start = time.perf_counter()
        for write in writers:
            write(path)
        took = time.perf_counter() - start
        for moment in np.random.default_rng(0).uniform(0, took, TIMES):
            child = os.fork()
            if child == 0:
                while True:
                    for write in writers:
                        write(path)
            time.sleep(moment)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            kept += whole(path)
            clean += os.listdir(folder) == [name]
        writers[0](path)
        left = (path / case_folder.STAGED).exists()
    return {
        "what": f"{what} killed while they were written: whole, and nothing beside them",
        "ours": f"{kept} and {clean} of {TIMES}",
        "spread": "" if not left else "a folder is left after the next save",
    }
