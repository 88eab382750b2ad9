"""Standard input, output and errors as they may be: closed before the start, or a disk that is full."""

from __future__ import annotations

import contextlib
import io
import os
import sys

NULL = os.devnull


class Closed(io.TextIOBase):
    """A stream that was closed before the start: nothing happens until it is used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def write(self, text: str) -> int:
        raise OSError(f"{self._name} is closed")

    def read(self, size: int | None = -1) -> str:
        raise OSError(f"{self._name} is closed")


def open_all() -> None:
    """Gives every stream that is closed something to stand for it, so that no file takes its number."""
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    while (descriptor := os.open(NULL, os.O_RDWR)) < 3:
        pass
    os.close(descriptor)
    if sys.stdin is None:
        sys.stdin = Closed("standard input")
    if sys.stdout is None:
        sys.stdout = Closed("standard output")
    if sys.stderr is None:
        sys.stderr = open(NULL, "w", encoding="utf-8")  # noqa: SIM115  it stands for the whole run


def flush_or_drop() -> None:
    """What was printed goes out; what cannot is dropped, so that the end of the process does not try again."""
    try:
        sys.stdout.flush()
    except OSError:
        drop_output()


def drop_output() -> None:
    """What is printed from here on goes nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(NULL, os.O_WRONLY), sys.stdout.fileno())
