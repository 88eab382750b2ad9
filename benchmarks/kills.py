"""Saves, workbooks, reports and checkpoints that are killed at a random moment, 20 times each.

The old file is whole or the new one is, nothing lies beside it, and what is done again afterwards gives the same bits.
"""

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from policymcda import Problem, load, report, smaa
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
        _killed_while_drawing(),
    ]


def _killed_while_drawing() -> dict[str, object]:
    """Draws that keep a checkpoint, killed in the pass of the confidence factors, and taken up again."""
    problem = load("cyber-policy").select(groups=["no_formal_ties"])
    fresh = json.dumps(smaa(problem, samples=1).to_dict())
    again, clean = 0, 0
    for moment in np.random.default_rng(0).uniform(0, 1, TIMES):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "run.npz"
            child = os.fork()
            if child == 0:
                _end_in_second_pass(problem, path, float(moment))
            os.waitpid(child, 0)
            clean += set(os.listdir(folder)) <= {path.name}
            again += json.dumps(smaa(problem, samples=1, checkpoint=path).to_dict()) == fresh
    return {
        "what": "draws killed in the pass of the confidence factors: the same bits after, and nothing beside the checkpoint",
        "ours": f"{again} and {clean} of {TIMES}",
    }


def _end_in_second_pass(problem: Problem, path: Path, moment: float) -> None:
    """Draws until so much of the second half of the work is done, and ends itself as a kill would; never returns."""

    def progress(done: int, whole: int) -> None:
        if done >= whole * (1 + moment) / 2:
            os.kill(os.getpid(), signal.SIGKILL)

    smaa(problem, samples=1, checkpoint=path, progress=progress)
    os._exit(0)


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
