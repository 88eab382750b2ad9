"""Labels in few characters, each with what tells it apart from those that would read the same."""

from __future__ import annotations

from collections.abc import Iterable

from policymcda.errors import plain
from policymcda.tables.layout import wide

LONGEST = 30
"""Columns of a label in a plot, of which a letter as wide as it is high takes two; the tables have all of it."""


def short(label: object, most: int = LONGEST) -> str:
    """A label in few columns, its middle left out."""
    text = plain(label)
    if wide(text) <= most:
        return text
    return f"{_head(text, most - most // 3 - 1)}…{_head(text[::-1], most // 3)[::-1]}"


def shorts(labels: Iterable[object], most: int = LONGEST) -> list[str]:
    """Labels in few characters, each with what tells it apart from those that would read the same.

    What a label becomes does not depend on the order of the labels.
    """
    listed = [plain(label) for label in labels]
    alike: dict[str, set[str]] = {}
    for label in listed:
        alike.setdefault(short(label, most), set()).add(label)
    return [_apart(label, text, alike[text] - {label}, most) for label in listed for text in [short(label, most)]]


def _apart(label: str, text: str, alike: set[str], most: int) -> str:
    """A label in few characters: the text, or from where it differs from those of which the text is the same."""
    if not alike:
        return text
    commons = [_common(label, other) for other in alike]
    for begin in (min(commons), max(commons)):
        start, part = _head(label, most // 3), _head(label[begin:], most - most // 3 - 2)
        found = f"{start}…{part}"
        if found not in {f"{_head(other, most // 3)}…{_head(other[begin:], most - most // 3 - 2)}" for other in alike}:
            return f"{found}{'…' if begin + len(part) < len(label) else ''}"
    return f"{_head(text, most - 4)} ({sorted([*alike, label]).index(label) + 1})"


def _common(one: str, other: str) -> int:
    """How many characters two labels begin with alike."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _head(text: str, columns: int) -> str:
    """As much of the beginning of a text as so many columns hold."""
    if text.isascii():
        return text[:columns]
    end, taken = 0, wide(text[:1])
    while end < len(text) and taken <= columns:
        end += 1
        taken += wide(text[end : end + 1])
    return text[:end]
