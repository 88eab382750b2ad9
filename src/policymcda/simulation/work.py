"""How many draws: by counted work, never by a clock, so that the same seed gives the same bits on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from policymcda.arrays.methods.in_parts import compares_pairs
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.smaa import estimates
from policymcda.arrays.smaa.counting import FEW, ranks_counted
from policymcda.arrays.smaa.tasks import Task
from policymcda.results import Note

USUAL = 2**17
"""Draws of a group where the work is little."""

MINUTE = 8e9
"""Ratings of a draw, times draws, that one core of a common machine looks at in a minute."""

SORTED = 2.5
"""So many times as long takes a draw of many options, which are sorted."""

DRAWN = 4.0
"""So many times as long takes a draw with ratings of its own."""

PAIRS = 24.0
"""A method that compares every two options takes as long as one that does not for so many options times as many."""

NETS = 64
"""Nets in the draws of a minute, so that progress is seen every second."""

SHORTEST = 512
"""Draws of a net at least: fewer say little about quantiles."""


def planned(tasks: Mapping[str, Task], samples: int | None) -> tuple[dict[str, Task], int, list[Note]]:
    """The tasks with the length of their nets, how many nets of each, and what is to be known of them.

    Parameters
    ----------
    samples : int, optional
        The draws that were asked for; None takes 131,072, or what is about a minute's work if that is less.
    """
    of_each = [_work(task) for task in tasks.values()]
    work, length = sum(of_each), min(NET, max(SHORTEST, _power(MINUTE / NETS / max(of_each))))
    draws = min(USUAL, _power(MINUTE / work)) if samples is None else samples
    nets = max(estimates.LEAST, -(-draws // length))
    sized = {group: replace(task, length=length) for group, task in tasks.items()}
    return sized, nets, [*_draws_note(sized, work * nets * length / MINUTE, length, nets), *_ranks_notes(tasks)]


def nets_of_a_task(task: Task) -> int:
    """Nets to be counted between two signs of life: about a second's work, a power of two."""
    return max(1, _power(MINUTE / 60 / (_work(task) * task.length)))


def _work(task: Task) -> float:
    """What a draw takes, in ratings that are looked at."""
    options = task.options
    work = float(options * task.space.criteria) * (SORTED if options > FEW else 1.0) * (DRAWN if task.drawn else 1.0)
    description = getattr(task.method, "description", None)
    pairs = getattr(description, "in_parts", None) is compares_pairs
    return work * max(1.0, options / PAIRS) if pairs else work


def _power(value: float) -> int:
    """The largest power of two up to a number of 1 or more; 1 below."""
    return 1 << int(max(value, 1.0)).bit_length() - 1


def _draws_note(tasks: Iterable[str], minutes: float, length: int, nets: int) -> Iterator[Note]:
    if length == NET:
        return
    text = (
        f"{nets * length:,} draws in nets of {length:,}: about {_duration(minutes)} on one core, by a count of the work; "
        f"samples asks for more"
    )
    for group in tasks:
        yield "draws", group, text


def _duration(minutes: float) -> str:
    if minutes < 1.5:
        return "a minute"
    return f"{minutes:,.0f} minutes" if minutes < 90 else f"{minutes / 60:,.0f} hours"


def _ranks_notes(tasks: Mapping[str, Task]) -> Iterator[Note]:
    for group, task in tasks.items():
        counted = ranks_counted(task.options)
        if counted < task.options:
            text = f"{task.options:,} options: the tables of ranks hold the first {counted:,} of them"
            yield "many_ranks", group, text
