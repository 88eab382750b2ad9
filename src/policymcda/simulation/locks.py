"""One run at a time works with a checkpoint."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_mine: set[Path] = set()
_guard = threading.Lock()


@contextmanager
def alone(path: Path | None) -> Iterator[None]:
    """Keeps the checkpoint to this run; other processes, and other threads of this one, are refused until it is done.

    The lock belongs to the process (POSIX record locks), so that it ends with it however that ends: no file that is left
    behind is in the way. Where a system has no such locks, only threads are kept apart.

    Raises
    ------
    ValueError
        Where another run works with it.
    """
    if path is None:
        yield
        return
    path = path.resolve()
    with _guard:
        if path in _mine:
            raise ValueError(_refusal(path))
        _mine.add(path)
    try:
        with _locked(path):
            yield
    finally:
        with _guard:
            _mine.discard(path)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    name = path.with_name(f"{path.name}.lock")
    while True:
        handle = os.open(name, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN):
                os.close(handle)
                raise ValueError(_refusal(path)) from None
            break  # a file system without locks
        if _same(name, handle):
            break
        os.close(handle)  # the run before removed this file between opening and locking
    try:
        yield
    finally:
        name.unlink(missing_ok=True)
        os.close(handle)


def _same(name: Path, handle: int) -> bool:
    """Whether the file of this name is the one that is open."""
    try:
        return os.path.samestat(name.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _refusal(path: Path) -> str:
    return f"another run works with the checkpoint {path} now; wait until it is done, or use another path"
