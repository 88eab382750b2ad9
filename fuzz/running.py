"""Runs inputs in children of this process, measures each, and tells findings from what is meant to be."""

from __future__ import annotations

import json
import os
import pickle
import random
import resource
import select
import signal
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from fuzz import Case, Source, files

SECONDS, MEGABYTES = 5.0, 500.0
"""Processor time and memory that an input of less than a megabyte may take."""
BATCH = 40
PATIENCE = 60.0
"""Seconds that a child may be silent before it is ended, on a machine that may have other work."""
OURS = f"{os.sep}policymcda{os.sep}"


@dataclass
class Findings:
    """What became of the inputs."""

    inputs: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    largest: float = 0.0
    found: list[dict[str, Any]] = field(default_factory=list)

    def add(self, entry: dict[str, Any]) -> None:
        """One input more."""
        self.inputs[entry["kind"]] += 1
        self.outcomes[entry["outcome"]] += 1
        self.slowest = max(self.slowest, entry["seconds"])
        self.largest = max(self.largest, entry["megabytes"])
        if entry["finding"]:
            self.found.append(entry)


def search(sources: Sequence[Source], seed: int, stop: float, most: int, keep: Path | None = None) -> Findings:
    """Tries inputs until `stop` by the clock or until there were `most`, each from a seed of its own."""
    findings, number = Findings(), 0
    files.warm()
    while number < most and time.monotonic() < stop:
        numbers = range(number, min(number + BATCH, most))
        number = _batch(sources, seed, numbers, findings, stop, keep)
    return findings


def made(sources: Sequence[Source], seed: int, number: int) -> Case:
    """Input `number` of a seed: the same whenever it is asked for."""
    chance = random.Random(f"{seed}-{number}")
    return sources[number % len(sources)](chance)


def attempt(case: Case) -> tuple[str, str]:
    """What became of an input, and why that is a finding; blank where it is none."""
    from policymcda import ProblemError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.simplefilter("ignore", UserWarning)  # each is a note of the result as well
            case.run()
    except ProblemError:
        return "ProblemError", ""
    except (ValueError, ImportError, OSError) as error:
        return "documented error", "" if _is_ours(error) else _trace(error)
    except Exception as error:  # noqa: BLE001
        return "other exception", _trace(error)
    return "result", ""


def _is_ours(error: BaseException) -> bool:
    """Whether our own code raised it, or an operating system about a file."""
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, OSError) or (bool(frames) and OURS in frames[-1].filename)


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)[-12:])


def _batch(
    sources: Sequence[Source], seed: int, numbers: range, findings: Findings, stop: float, keep: Path | None
) -> int:
    """Inputs in one child; gives the number to go on with."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(sources, seed, numbers, os.fdopen(writing, "w"))
    os.close(writing)
    number, waits, ended = numbers.start, False, True
    try:
        for entry in _lines(reading):
            waits = entry == "begun"
            if waits:
                continue
            number += 1
            findings.add(entry)
            if entry["finding"]:
                _keep(sources, seed, entry, keep)
            if time.monotonic() > stop:
                break
    except TimeoutError:
        ended = False
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if waits:
        _lost(sources, seed, number, findings, keep, ended=ended)
        number += 1
    return number


def _lines(pipe: int) -> Iterator[Any]:
    """What a child says, line by line, until it ends; a TimeoutError where it is silent for too long."""
    kept = b""
    while True:
        ready, _, _ = select.select([pipe], [], [], PATIENCE)
        if not ready:
            raise TimeoutError
        data = os.read(pipe, 65_536)
        if not data:
            return
        *lines, kept = (kept + data).split(b"\n")
        yield from map(json.loads, lines)


def _lost(
    sources: Sequence[Source], seed: int, number: int, findings: Findings, keep: Path | None, ended: bool
) -> None:
    kind = made(sources, seed, number).kind
    reason = "the process ended" if ended else f"no answer within {PATIENCE:.0f} s"
    entry = {
        "number": number,
        "kind": kind,
        "outcome": "lost",
        "seconds": PATIENCE,
        "megabytes": 0.0,
        "finding": reason,
    }
    findings.add(entry)
    _keep(sources, seed, entry, keep)


def _work(sources: Sequence[Source], seed: int, numbers: range, out: IO[str]) -> None:
    """What a child does: one line before and one after each input. It never returns."""
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for number in numbers:
        case = made(sources, seed, number)
        print(json.dumps("begun"), file=out, flush=True)
        before, start = _peak(), time.process_time()
        outcome, finding = attempt(case)
        seconds, grown = time.process_time() - start, _peak() - before
        if not finding and seconds > SECONDS:
            finding = f"took {seconds:.1f} s"
        if not finding and grown > MEGABYTES:
            finding = f"took {grown:.0f} MB"
        entry = {
            "number": number,
            "kind": case.kind,
            "outcome": outcome,
            "seconds": seconds,
            "megabytes": grown,
            "finding": finding,
        }
        print(json.dumps(entry), file=out, flush=True)
    out.close()
    os._exit(0)


def _peak() -> float:
    """The most memory that this process ever held, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def _keep(sources: Sequence[Source], seed: int, entry: dict[str, Any], keep: Path | None) -> None:
    """Writes a finding and, where it can be pickled, its input."""
    if keep is None:
        return
    keep.mkdir(parents=True, exist_ok=True)
    name = f"{entry['kind']}-{seed}-{entry['number']}"
    (keep / f"{name}.txt").write_text(entry["finding"], encoding="utf-8", errors="replace")
    try:
        (keep / f"{name}.pickle").write_bytes(pickle.dumps(made(sources, seed, entry["number"]).payload))
    except (pickle.PicklingError, TypeError, AttributeError):
        return
