"""Progress on standard error: a bar on a terminal, lines elsewhere, nothing for what is quick or quiet."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor

QUICK = 1.5
"""Seconds before anything is shown."""

WIDTH = 32


class Progress:
    """Called with what is done and what there is in all; `close` ends the bar's line."""

    def __init__(self, what: str, *, quiet: bool = False) -> None:
        self._what, self._quiet = what, quiet
        self._start, self._last_tenth, self._shown = monotonic(), -1, False

    def __call__(self, done: int, total: int) -> None:
        elapsed = monotonic() - self._start
        if self._quiet or elapsed < QUICK:
            return
        share = done / total if total else 1.0
        if sys.stderr.isatty():
            bar = "#" * round(WIDTH * share)
            left = f", {elapsed * (1 - share) / share:,.0f} s left" if 0 < share < 1 else ""
            print(f"\r{self._what} [{bar:<{WIDTH}}] {share:4.0%}{left:<16}", end="", file=sys.stderr, flush=True)
            self._shown = True
        elif int(10 * share) > self._last_tenth:
            self._last_tenth = int(10 * share)
            print(f"{self._what}: {share:.0%} after {elapsed:.0f} s", file=sys.stderr, flush=True)

    def close(self) -> None:
        """The line of the bar is done."""
        if self._shown:
            print(file=sys.stderr)


@contextmanager
def in_threads(what: str, *, threads: int = 0, quiet: bool = False) -> Iterator[tuple[Executor, Progress]]:
    """Threads, one for each core unless given, and progress whose line is ended; Ctrl-C drops what has not begun."""
    from concurrent.futures import ThreadPoolExecutor

    progress = Progress(what, quiet=quiet)
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as executor:
        try:
            yield executor, progress
        except KeyboardInterrupt:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            progress.close()
