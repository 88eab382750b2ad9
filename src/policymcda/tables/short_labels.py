"""Labels in few characters, each with what tells it apart from those that would read the same."""

from __future__ import annotations

from collections.abc import Iterable

from policymcda.errors import plain

LONGEST = 30
"""Characters of a label in a plot; the tables have all of it."""


def short(label: object, most: int = LONGEST) -> str:
    """A label in few characters, its middle left out."""
    text = plain(label)
    return text if len(text) <= most else f"{text[: most - most // 3 - 1]}…{text[-(most // 3) :]}"


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
    begin = max(_common(label, other) for other in alike)
    room = most - most // 3 - 2
    found = f"{label[: most // 3]}…{label[begin : begin + room]}{'…' if begin + room < len(label) else ''}"
    others = {f"{other[: most // 3]}…{other[begin : begin + room]}" for other in alike}
    if found.rstrip("…") in others:
        return f"{text[: most - 4]} ({sorted([*alike, label]).index(label) + 1})"
    return found


def _common(one: str, other: str) -> int:
    """How many characters two labels begin with alike."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
