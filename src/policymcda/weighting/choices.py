"""Settings that are one of a few words."""

from __future__ import annotations

from collections.abc import Sequence

from policymcda.errors import nearest


def check(**choices: tuple[object, Sequence[object]]) -> None:
    """Refuses what is none of the words that a setting may be, naming the nearest.

    >>> check(priority=("eigenvector", ("eigenvector", "geometric_mean")))
    """
    for name, (value, known) in choices.items():
        if value not in known:
            raise ValueError(f"no {name} {value!r} ({nearest(str(value), [str(word) for word in known])})")
