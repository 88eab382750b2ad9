"""What a solver prints in C never reaches our standard output.

HiGHS prints lines of its own from C, whatever its options say. With glibc the stream that C prints to is another one for
as long as a solver runs, so that what Python prints meanwhile, in whatever thread, is not touched. Elsewhere file
descriptor 1 itself points to nowhere meanwhile, and solvers run one after the other.
"""

import ctypes
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

GLIBC = platform.libc_ver()[0] == "glibc"
"""Whether the variable `stdout` of C may be assigned to."""


class _Stream:
    """The stream that C prints to, and how many solvers run."""

    def __init__(self) -> None:
        self.lock, self.running = Lock(), 0
        self.nowhere: int | None = None
        self.own: int | None = None

    def away(self) -> None:
        """One more solver: from the first on, C prints to nowhere."""
        with self.lock:
            if not self.running:
                library, variable = _c_stdout()
                if self.nowhere is None:
                    library.fopen.restype = ctypes.c_void_p
                    self.nowhere = library.fopen(os.devnull.encode(), b"w")
                self.own, variable.value = variable.value, self.nowhere
            self.running += 1

    def back(self) -> None:
        """One solver less: after the last, C prints where it did."""
        with self.lock:
            self.running -= 1
            if not self.running:
                _c_stdout()[1].value = self.own


_STREAM, _ONE = _Stream(), Lock()


def _c_stdout() -> tuple[ctypes.CDLL, ctypes.c_void_p]:
    library = ctypes.CDLL(None)
    return library, ctypes.c_void_p.in_dll(library, "stdout")


@contextmanager
def silent(glibc: bool = GLIBC) -> Iterator[None]:
    """Within it, nothing that C prints is seen."""
    if glibc:
        _STREAM.away()
        try:
            yield
        finally:
            _STREAM.back()
        return
    with _ONE:
        kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 1)
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)
