"""The nets of every group, by anybody's executor, with progress, checkpoints and a stop when it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from policymcda._version import __version__
from policymcda.arrays import estimates
from policymcda.arrays.acceptability import Task, add_up
from policymcda.arrays.runs import Checkpoint, run
from policymcda.arrays.sobol import NET
from policymcda.arrays.tallies import Tally
from policymcda.results import Note

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Plan:
    """How many nets, by whom, and where to keep what is done.

    Parameters
    ----------
    nets : int
        Nets of each group; with a tolerance, at most `most`.
    tolerance : float, optional
        Go on until no standard error is above it.
    """

    nets: int
    tolerance: float | None = None
    most: int = 1 << 14
    executor: Executor | None = None
    checkpoint: Path | None = None
    progress: Progress | None = None


def nets_of(samples: int) -> int:
    """Nets that hold so many draws, at least as many as an error needs."""
    return max(estimates.LEAST, -(-samples // NET))


def tallies(tasks: Mapping[str, Task], plan: Plan, fingerprint: str) -> dict[str, Tally]:
    """The sums of every group; each group has a checkpoint of its own, named after its number."""
    found = {}
    for number, (group, task) in enumerate(tasks.items()):
        found[group] = run(
            partial(add_up, task),
            plan.most if plan.tolerance is not None else plan.nets,
            executor=plan.executor,
            enough=partial(_known, plan.tolerance) if plan.tolerance is not None else None,
            progress=_shifted(plan.progress, number, len(tasks)),
            checkpoint=_checkpoint(plan.checkpoint, number, len(tasks), group, task, fingerprint),
        )
    return found


def _known(tolerance: float, total: Tally) -> bool:
    return estimates.largest_error(total) <= tolerance


def _shifted(progress: Progress | None, number: int, groups: int) -> Progress | None:
    if progress is None:
        return None
    told = progress
    return lambda done, nets: told(number * nets + done, groups * nets)


def _checkpoint(
    path: Path | None, number: int, groups: int, group: str, task: Task, fingerprint: str
) -> Checkpoint | None:
    if path is None:
        return None
    header = {
        "problem": fingerprint,
        "group": group,
        "seed": str(task.seed),
        "version": __version__,
        "what": _what(task),
    }
    return Checkpoint(path if groups == 1 else path.with_name(f"{path.name}.{number}"), header)


def _what(task: Task) -> str:
    """What is counted, so that a checkpoint is not continued with something else."""
    import hashlib
    import pickle

    parts = (task.method, task.ratings, task.benefit, task.space, task.random, task.pairwise, task.levels, task.unit)
    return hashlib.sha256(pickle.dumps(parts, protocol=5)).hexdigest()[:16]


def reached(group: str, total: Tally, plan: Plan) -> list[Note]:
    """Whether the errors came down to the tolerance, and after how many draws."""
    error, draws = estimates.largest_error(total), total.nets * NET
    if plan.tolerance is not None and error > plan.tolerance:
        told = f"the largest standard error is {error:.2g} after {draws:,} draws, not yet {plan.tolerance:g}"
        return [("tolerance_missed", group, told)]
    return [("tolerance_reached", group, f"the largest standard error is {error:.2g} after {draws:,} draws")]
