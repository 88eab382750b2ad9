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
from typing import Any

import numpy as np

from policymcda import Problem, load, report, smaa
from policymcda.arrays.sampling.sobol import NET

TIMES, NETS = 20, 4


def rows() -> list[dict[str, object]]:
    """For each kind of file how many of 20 kills left it whole, and left nothing beside it."""
    one, two = (load(name) for name in ("cyber-policy", "governance-2013"))
    pages = [problem.select(groups=problem.labels("group")[:1]) for problem in (one, two)]
    return [
        _killed("folders", "case", [one.save, two.save], lambda path: load(path).fingerprint),
        _killed("workbooks", "case.xlsx", [one.save, two.save], _contents),
        _killed("reports", "page.html", [_report(page) for page in pages], _contents),
        _killed_while_drawing(),
    ]


def _killed_while_drawing() -> dict[str, object]:
    """Draws that keep a checkpoint, killed in the pass of the confidence factors, and taken up again."""
    problem = load("cyber-policy").select(groups=["no_formal_ties"])
    again, clean = 0, 0
    with TemporaryDirectory() as folder:
        fresh, left = _drawn(problem, Path(folder) / "run.npz"), _contents(Path(folder)).keys()
        for moment in np.random.default_rng(0).uniform(0, 1, TIMES):
            for file in Path(folder).iterdir():
                file.unlink()
            path = Path(folder) / "run.npz"
            child = os.fork()
            if child == 0:
                _end_in_second_pass(problem, path, float(moment))
            os.waitpid(child, 0)
            beside = {Path(name).name for name in _contents(Path(folder))} - {"run.npz", "run.npz.factors"}
            again += _drawn(problem, path) == fresh
            clean += beside <= {"run.npz.lock"} and _contents(Path(folder)).keys() == left
    return {
        "what": "draws killed in the pass of the confidence factors and taken up: the same bits, and the files of a run that is not killed; "
        "beside the checkpoint lay at most its lock, an empty file",
        "ours": f"{again} and {clean} of {TIMES}",
        "spread": "the same bits after" if again == TIMES else "OTHER BITS AFTER",
    }


def _drawn(problem: Problem, path: Path, **progress: Any) -> str:
    """What the simulation says, as text, of a few nets of draws."""
    return json.dumps(smaa(problem, samples=NETS * NET, checkpoint=path, **progress).to_dict())


def _end_in_second_pass(problem: Problem, path: Path, moment: float) -> None:
    """Draws until so much of the second half of the work is done, and ends itself as a kill would; never returns."""

    def progress(done: int, whole: int) -> None:
        if done >= whole * (1 + moment) / 2:
            os.kill(os.getpid(), signal.SIGKILL)

    _drawn(problem, path, progress=progress)
    os._exit(0)


def _report(problem: Problem) -> Callable[[Path], object]:
    return lambda path: report(problem, path)


def _killed(
    what: str, name: str, writers: list[Callable[[Path], object]], read: Callable[[Path], object]
) -> dict[str, object]:
    """Children of this process, where all is loaded, that write the one and the other in turn until they are killed."""
    kept, clean = 0, 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        for write in writers:  # the first time loads what it needs
            write(path)
        start = time.perf_counter()
        whole = [(write(path), read(path))[1] for write in writers]
        took = time.perf_counter() - start
        bits = _contents(path)
        for moment in np.random.default_rng(0).uniform(0, took, TIMES):
            child = os.fork()
            if child == 0:
                while True:
                    for write in writers:
                        write(path)
            time.sleep(moment)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            kept += read(path) in whole
            clean += os.listdir(folder) == [name]
        writers[-1](path)
        again = _contents(path) == bits
    return {
        "what": f"{what} killed while they were written: whole, and nothing beside them",
        "ours": f"{kept} and {clean} of {TIMES}",
        "spread": "the same bits after" if again else "OTHER BITS AFTER",
    }


def _contents(path: Path) -> dict[str, bytes]:
    """Every byte of a file, or of the files in a folder."""
    inside = path.rglob("*") if path.is_dir() else [path]
    return {str(each): each.read_bytes() for each in inside if each.is_file()}
