"""Progress on standard error: a bar on a terminal, lines elsewhere, nothing for what is quick or quiet."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor

QUICK = 2.0
"""Seconds before anything is shown."""

WORK = 1.0
"""Seconds of work before a sign of life: a machine that has much else to do takes longer for little."""

WIDTH = 32


class Ticker:
    """Says every now and then that a verb is still at work, where it does not say so itself."""

    def __init__(self, what: str, *, quiet: bool = False) -> None:
        self._what, self._start, self._worked = what, monotonic(), process_time()
        self._over, self._shown, self.busy = Event(), False, False
        self._thread = None if quiet else Thread(target=self._tick, daemon=True)
        if self._thread is not None:
            self._thread.start()

    def stop(self) -> None:
        """Nothing more is shown, and the line of a terminal is empty again."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        if self._shown:
            print(f"\r{'':{WIDTH + len(self._what)}}\r", end="", file=sys.stderr, flush=True)
            self._shown = False

    def _tick(self) -> None:
        wait, terminal = QUICK, sys.stderr.isatty()
        while not self._over.wait(wait):
            left = WORK - (process_time() - self._worked)
            if self.busy or left > 0:
                wait = max(left, WORK / 10)
                continue
            elapsed = monotonic() - self._start
            wait = 1.0 if terminal else elapsed  # lines come after 2, 4, 8, ... seconds
            text = f"{self._what}: at work for {elapsed:.0f} s"
            print(f"\r{text}" if terminal else text, end="" if terminal else "\n", file=sys.stderr, flush=True)
            self._shown = terminal


_tickers: list[Ticker] = []
"""The one that runs, if one does."""


@contextmanager
def working(what: str, *, quiet: bool = False) -> Iterator[None]:
    """While a verb runs, a sign of life after two seconds."""
    _tickers.append(Ticker(what, quiet=quiet))
    try:
        yield
    finally:
        _tickers.pop().stop()


def finished() -> None:
    """What was asked for is there and is printed next: no sign of life any more."""
    for ticker in _tickers:
        ticker.stop()


@contextmanager
def waiting() -> Iterator[None]:
    """While somebody else has to do something, such as to type a case."""
    _busy(True)
    try:
        yield
    finally:
        _busy(False)


def _busy(busy: bool) -> None:
    """Whether there is no need for a sign of life: a bar shows how far a verb is, or the verb waits."""
    for ticker in _tickers:
        ticker.busy = busy


class Progress:
    """Called with what is done and what there is in all; `close` ends the bar's line."""

    def __init__(self, what: str, *, quiet: bool = False) -> None:
        self._what, self._quiet = what, quiet
        self._start, self._last_tenth, self._shown = monotonic(), -1, False

    def __call__(self, done: int, total: int) -> None:
        elapsed = monotonic() - self._start
        if self._quiet or elapsed < QUICK:
            return
        _busy(True)
        share = done / total if total else 1.0
        left = f", {elapsed * (1 - share) / share:,.0f} s left" if 0 < share < 1 else ""
        if sys.stderr.isatty():
            bar = "#" * round(WIDTH * share)
            print(f"\r{self._what} [{bar:<{WIDTH}}] {share:4.0%}{left:<16}", end="", file=sys.stderr, flush=True)
            self._shown = True
        elif int(10 * share) > self._last_tenth:
            self._last_tenth = int(10 * share)
            print(f"{self._what}: {share:.0%} after {elapsed:.0f} s{left}", file=sys.stderr, flush=True)

    def close(self) -> None:
        """The line of the bar is done."""
        _busy(False)
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
