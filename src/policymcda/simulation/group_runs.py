"""The nets of every group, by anybody's executor, with progress, checkpoints and a stop when it is known."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from policymcda._version import __version__
from policymcda.arrays import Floats
from policymcda.arrays.sampling.sobol import NET, STREAM
from policymcda.arrays.smaa import estimates
from policymcda.arrays.smaa.tallies import Tally
from policymcda.arrays.smaa.tasks import Task, add_up, second_pass
from policymcda.results import Note
from policymcda.simulation.runs import Checkpoint, run
from policymcda.simulation.work import nets_of_a_task

Progress = Callable[[int, int], None]

MOST = 1 << 14
"""Nets of a group after which a tolerance is given up: 134 million draws."""

WAITING = 1 << 20
"""Cells of results that may wait to be added, so that memory is bounded with many options too."""


@dataclass(frozen=True)
class Plan:
    """How many nets of each group, by whom, and where to keep what is done.

    Parameters
    ----------
    nets : int
        Nets of each group; with a tolerance at least so many, and at most `most`.
    fingerprint : str
        The problem's, so that a checkpoint of another one is refused.
    factors : frozenset of str
        Groups of which confidence factors are asked for.
    tolerance : float, optional
        Go on until no standard error is above it.
    checkpoint : Path, optional
        Of a single group this file, else numbered ones next to it; those of the second pass end in ``.factors``.
    """

    nets: int
    fingerprint: str
    factors: frozenset[str] = frozenset()
    tolerance: float | None = None
    most: int = MOST
    executor: Executor | None = None
    checkpoint: Path | None = None
    progress: Progress | None = None

    @property
    def end(self) -> int:
        """Nets of a group at most."""
        return self.nets if self.tolerance is None else max(self.nets, self.most)


def nets_of(samples: int) -> int:
    """Nets that hold so many draws, at least as many as an error needs."""
    return max(estimates.LEAST, -(-samples // NET))


def tallies(
    tasks: Mapping[str, Task], plan: Plan, meter: Meter, counted: Callable[[Task, int, int], Tally] = add_up
) -> dict[str, Tally]:
    """The sums of every group by what is `counted`; groups in which all is the same are computed once."""
    enough = None if plan.tolerance is None else partial(_known, plan.tolerance, plan.nets)
    done, found = dict[str, Tally](), dict[str, Tally]()
    for group, task in tasks.items():
        same = digest(task) if len(tasks) > 1 and plan.checkpoint is None else group
        if same not in done:
            done[same] = run(
                partial(counted, task),
                plan.end,
                executor=plan.executor,
                pending=_pending(task),
                most=nets_of_a_task(task),
                enough=enough,
                progress=meter.of(group),
                checkpoint=_checkpoint(plan, tasks, group, ""),
            )
        found[group] = done[same]
    return found


def second(tasks: Mapping[str, Task], central: Mapping[str, tuple[Floats, int]], plan: Plan, meter: Meter) -> Any:
    """The sums of the second pass: each group at its central weights, for as many nets as the first pass had."""
    return {
        group: run(
            partial(second_pass, tasks[group], weights),
            nets,
            executor=plan.executor,
            pending=_pending(tasks[group]),
            most=nets_of_a_task(tasks[group]),
            progress=meter.of(f"{group} again", nets),
            checkpoint=_checkpoint(plan, tasks, group, ".factors", (nets, digest(weights))),
        )
        for group, (weights, nets) in central.items()
    }


class Meter:
    """Progress of several runs as one: nets done and nets in all, which shrink where a run ends early."""

    def __init__(self, progress: Progress | None, planned: Mapping[str, int]) -> None:
        self._progress, self._planned = progress, dict(planned)
        self._done = dict.fromkeys(planned, 0)

    def of(self, name: str, nets: int | None = None) -> Progress | None:
        """What the run of this name calls; those before it are done."""
        if self._progress is None:
            return None
        for before in self._done:
            if before == name:
                break
            self._planned[before] = self._done[before]
        if nets is not None:
            self._planned[name] = nets
        return partial(self._report, name)

    def _report(self, name: str, done: int, nets: int) -> None:
        self._done[name] = done
        if self._progress is not None:
            self._progress(sum(self._done.values()), sum(self._planned.values()))


def reached(group: str, total: Tally, tolerance: float) -> Note:
    """Whether the errors came down to the tolerance, and after how many draws."""
    error, draws = estimates.largest_error(total), total.nets * total.length
    if error > tolerance:
        text = f"the largest standard error is {error:.2g} after {draws:,} draws, not yet {tolerance:g}"
        return "tolerance_missed", group, text
    return "tolerance_reached", group, f"the largest standard error is {error:.2g} after {draws:,} draws"


def _known(tolerance: float, nets: int, total: Tally) -> bool:
    return total.nets >= nets and estimates.largest_error(total) <= tolerance


def _pending(task: Task) -> int:
    return max(4, min(256, WAITING // task.options**2))


def _checkpoint(
    plan: Plan, tasks: Mapping[str, Task], group: str, suffix: str, basis: tuple[int, str] | None = None
) -> Checkpoint | None:
    """Where a run of a group is kept; `basis` is what its second pass rests on."""
    if plan.checkpoint is None:
        return None
    number = f".{list(tasks).index(group)}" if len(tasks) > 1 else ""
    task = tasks[group]
    header = {
        "problem": plan.fingerprint,
        "group": group,
        "seed": str(task.seed),
        "version": __version__,
        "points": f"Philox {STREAM}, PCG64, nets of {task.length}",
        "method": str(getattr(task.method, "name", "")),
        "setting of the method": f"#{digest(task.method)}",
        "sampling": "random" if task.random else "sobol",
        "pairwise": str(task.pairwise),
        "factors": str(group in plan.factors),
        "quantiles": str(task.levels),
        "distribution of the weights": f"#{digest(task.space)}",
        "distribution of the ratings": f"#{digest(task.ratings)}",
    }
    path = plan.checkpoint.with_name(f"{plan.checkpoint.name}{number}{suffix}")
    return Checkpoint(path, header, basis=basis)


def digest(what: Any) -> str:
    """A short name of all that a run consists of, the same in every process, another for anything else."""
    sha = hashlib.sha256()
    _digest(what, sha.update)
    return sha.hexdigest()[:16]


def _digest(what: Any, update: Callable[[bytes], object]) -> None:
    """Feeds the type of a thing and all its parts; of a function its name and what it does, of an array its bytes."""
    update(type(what).__qualname__.encode())
    if isinstance(what, np.ndarray) and what.dtype != object:
        update(f"{what.shape}{what.dtype}".encode() + np.ascontiguousarray(what).tobytes())
    elif isinstance(what, np.ndarray | list | tuple):
        update(str(len(what)).encode())
        for part in what:
            _digest(part, update)
    elif isinstance(what, Mapping):
        _digest(sorted(what.items()), update)
    elif isinstance(what, partial):
        _digest((what.func, what.args, what.keywords), update)
    elif is_dataclass(what):
        _digest({field.name: getattr(what, field.name) for field in fields(what)}, update)
    elif callable(what):
        update(f"{getattr(what, '__module__', '')}.{getattr(what, '__qualname__', '')}".encode())
        _digest_code(getattr(what, "__code__", None), update)
    else:
        update(repr(what).encode())


def _digest_code(code: Any, update: Callable[[bytes], object]) -> None:
    """The instructions of a function and the constants in them."""
    if code is None:
        return
    update(code.co_code)
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            _digest_code(constant, update)
        else:
            update(repr(constant).encode())
