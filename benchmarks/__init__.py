"""What things cost, measured in one run next to other libraries: `python -m benchmarks [name ...]`.

Every module here with a function ``rows() -> list[Row]`` is a subject. A row has a `what`; `ours` and `peer` in
seconds (or any text); the `ratio` of peer to ours, so that more than 1 is in our favour; its `spread`; and the quartiles
of our seconds, `low` and `high`.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]


def seconds(*calls: Callable[[], object], repeats: int = 7) -> list[list[float]]:
    """Wall-clock times of each call, a list each; taken in turns, so that what slows the machine slows all of them."""
    times: list[list[float]] = [[] for _ in calls]
    for turn in range(repeats + 1):
        for call, taken in zip(calls, times, strict=True):
            start = time.perf_counter()
            call()
            if turn:  # the first is to warm up
                taken.append(time.perf_counter() - start)
    return times


def row(what: str, ours: Sequence[float], peer: Sequence[float] = ()) -> Row:
    """Medians of times in seconds and, where there is a peer, the ratio with its range between quartiles."""
    median = statistics.median(ours)
    our_low, _, our_high = statistics.quantiles(ours, n=4)
    ends = {"low": our_low, "high": our_high}
    if not peer:
        return {"what": what, "ours": median, "spread": f"{duration(our_low)} to {duration(our_high)}", **ends}
    low, _, high = statistics.quantiles(peer, n=4)
    return {
        "what": what,
        "ours": median,
        **ends,
        "peer": statistics.median(peer),
        "ratio": statistics.median(peer) / median,
        "spread": f"{low / our_high:.3g} to {high / our_low:.3g}",
    }


def duration(value: float) -> str:
    """A time in seconds as people write it: 12.3 ms."""
    for factor, unit in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= 1:
            return f"{value * factor:.3g} {unit}"
    return f"{value * 1e9:.3g} ns"
