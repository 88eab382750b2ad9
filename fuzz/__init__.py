"""Hostile input: `make fuzz` gives the library inputs that nobody would write, and says what it made of them.

Every input ends in a result, a `ProblemError`, or an error of ours that a sentence describes; within 5 seconds and
500 MB for less than a megabyte. Anything else is a finding, which is written to a file with the input that made it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

Attempt = Callable[[], object]
"""Something that is tried on the library; what it gives does not matter."""

Source = Callable[[random.Random], "Case"]
"""Makes one input from a source of chance."""


class Case:
    """One input: what it is, and what is done with it.

    Attributes
    ----------
    kind : str
        Which kind of input it is: csv, toml, json, xlsx, pandas, polars, pyarrow, cells, settings.
    size : int
        Bytes of it, as far as they are known.
    """

    def __init__(self, kind: str, payload: Any, attempt: Callable[[Any], object], size: int = 0) -> None:
        self.kind, self.payload, self.size = kind, payload, size
        self._attempt = attempt

    def run(self) -> object:
        """Does it."""
        return self._attempt(self.payload)


def some(chance: random.Random, items: Sequence[Any]) -> Any:
    """One of the items."""
    return items[chance.randrange(len(items))]
