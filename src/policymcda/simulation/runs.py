"""Many nets by anybody's executor: bounded submission, sums in order, checkpoints, and a stop when it is known."""

import json
import os
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import numpy as np

from policymcda.arrays.smaa.tallies import Tally, pack, unpack
from policymcda.simulation.arguments import check_executor

MOST = 256
"""Nets of a task."""

Some = TypeVar("Some")

Sum = Callable[[int, int], Tally]
"""``sum(first, stop)``: the tally of the nets from `first` until before `stop`; pure and picklable."""


@dataclass(frozen=True)
class Checkpoint:
    """A file that a run is continued from.

    Parameters
    ----------
    path : Path
    header : dict of str to str
        What the run is: fingerprint, seed, version. A file with another header is refused; of values that begin with #
        and say nothing to a reader, such as digests, only the name is given.
    seconds : float
        Time between two writings.
    basis : (int, str), optional
        Nets of a run before this one that it rests on, and a digest of what came of them. A file that rests on fewer, or
        on others, is begun again; one that rests on more is left alone.
    """

    path: Path
    header: dict[str, str]
    seconds: float = 10.0
    basis: tuple[int, str] | None = None

    def open(self, nets: int) -> tuple[Tally, "Checkpoint | None"]:
        """What a run of so many nets goes on from, and where it keeps what it does: nowhere if the file holds more."""
        total, basis = self._stored()
        if total.nets > nets or (self.basis and basis and basis[0] > self.basis[0]):
            return Tally(), None
        return (Tally() if basis != self.basis else total), self

    def read(self) -> Tally:
        """What was added up so far, nothing when there is no file."""
        return self._stored()[0]

    def _stored(self) -> tuple[Tally, tuple[int, str] | None]:
        if not self.path.exists():
            return Tally(), None
        try:
            with self.path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                arrays = dict(stored)
            found = json.loads(str(arrays.pop("header")))
        except (ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile):
            raise ValueError(f"{self.path} is no checkpoint; use another path") from None
        wrong = [
            _differs(name, found.get(name), value) for name, value in self.header.items() if found.get(name) != value
        ]
        if wrong:
            raise ValueError(f"checkpoint {self.path} is of another run ({'; '.join(wrong)}); use another path")
        return unpack(arrays), tuple(found["basis"]) if found.get("basis") else None

    def write(self, total: Tally) -> None:
        """Replaces the file at once, so that a reader finds the old one or the new one."""
        header = json.dumps({**self.header, "basis": self.basis})
        arrays = {"header": np.array(header), **pack(total)}
        path = self.path.resolve()  # of a link, what it leads to
        part = path.with_name(f"{path.name}.part")
        try:
            with part.open("wb") as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy 2.0 knows no allow_pickle
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _differs(name: str, found: object, wanted: str) -> str:
    return f"another {name}" if wanted.startswith("#") else f"{name}: {found!r}, not {wanted!r}"


def run(
    add_up: Sum,
    nets: int,
    *,
    executor: Executor | None = None,
    nets_per_task: int | None = None,
    most: int = MOST,
    pending: int = 8,
    enough: Callable[[Tally], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    checkpoint: Checkpoint | None = None,
) -> Tally:
    """Tally of nets 0, 1, ...: the same bits with any executor, any grouping and any number of interruptions.

    Parameters
    ----------
    nets : int
        How many, or with `enough` how many at most.
    nets_per_task : int, optional
        A power of two, at most an eighth of a worker's part of what is to be done before `enough` is asked, and 256;
        thousands where submitting is slow.
    most : int
        The nets of a task at most where they are not given, a power of two.
    pending : int
        Tasks submitted and not yet added.
    enough : callable, optional
        Asked after 16, 32, 64, ... nets, so where it stops depends on nothing else.
    progress : callable, optional
        Called with the nets done and the nets in all.
    checkpoint : Checkpoint, optional
        Where to keep what is done and to go on from; a file that holds more than `nets` is left alone.
    cancelled : callable, optional
        Asked between tasks; when it says yes, what is added so far is written and returned.
    """
    total = Tally()
    if checkpoint:
        total, checkpoint = checkpoint.open(nets)
    written = monotonic()
    try:
        for stop in _stops(nets, enough is not None):
            if total.nets < stop:
                share = (stop - total.nets) // (8 * _workers(executor))
                size = nets_per_task or min(most, MOST, 1 << max(share, 1).bit_length() - 1)
                for part in _parts(add_up, total.nets, stop, size, executor, pending):
                    total = total + part
                    if progress:
                        progress(total.nets, nets)
                    if checkpoint and monotonic() - written > checkpoint.seconds:
                        checkpoint.write(total)
                        written = monotonic()
                    if cancelled and cancelled():
                        return total
            if enough and total.nets == stop and enough(total):
                break
    finally:
        if checkpoint and total.nets:
            checkpoint.write(total)
    return total


def _workers(executor: Executor | None) -> int:
    """How many share the work, as far as the executor says; a cluster does not, and is taken for a small one."""
    return 1 if executor is None else getattr(executor, "_max_workers", None) or 8


def _stops(nets: int, asking: bool) -> Iterator[int]:
    """Where to ask whether it is enough: 16, 32, 64, ... and at the end."""
    stop = 16
    while asking and stop < nets:
        yield stop
        stop *= 2
    yield nets


def _parts(add_up: Sum, first: int, stop: int, size: int, executor: Executor | None, pending: int) -> Iterator[Tally]:
    """Tallies of consecutive tasks, in order; what is not needed any more is cancelled."""
    tasks = ((start, min(start + size, stop)) for start in range(first, stop, size))
    return in_order(add_up, tasks, executor, pending)


def in_order(
    function: Callable[..., Some], tasks: Iterable[tuple[Any, ...]], executor: Executor | None = None, pending: int = 8
) -> Iterator[Some]:
    """What a pure function gives for each task, in their order, whoever computes; so many are submitted at once."""
    if executor is None:
        yield from (function(*task) for task in tasks)
        return
    check_executor(executor)
    waiting: deque[Future[Some]] = deque()
    try:
        for task in tasks:
            waiting.append(executor.submit(function, *task))
            if len(waiting) >= pending:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
