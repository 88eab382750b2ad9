"""How labels are spelled: composed accents, what looks the same, and names of columns that mean the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from policymcda.errors import nearest

ALIKE = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4`\uff07", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufe0e\ufe0f\ufeff\u00ad", "")
    | dict.fromkeys(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]), "")
)
"""Apostrophes, quotation marks and hyphens of other kinds; what takes no room is left out."""

_UNSEEN = ("Pd", "Cf", "Zs")
"""Categories of other hyphens, of marks that take no room, and of blanks."""

_IN_BRACKETS = re.compile(r"(?<=\S)\s*(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\})[\s.:*]*\Z")
"""A unit or a remark in brackets behind a name."""

HALF = "holds half a character (a lone surrogate), which cannot be written"
"""What is wrong with a text that no file can hold."""

PLAIN = re.compile(r"(?!.*(?:`|  ))[\x20-\x7e\n]*", re.DOTALL)
"""Text in which no label can look like another one."""


def composed(label: str) -> str:
    """The label with its accents composed (NFC)."""
    return label if label.isascii() else unicodedata.normalize("NFC", label)


def folded(label: str) -> str:
    """The label as people see it: equal for spellings that only a computer tells apart. Capitals count."""
    return re.sub(r"\s+", " ", composed(label).translate(ALIKE)).strip()


def key(name: object) -> str:
    """The name of a column, table or sheet without what does not count: case, blanks, hyphens, underscores, width.

    >>> key("Low_Er bound"), key("\uff4c\u200eow")
    ('lowerbound', 'low')
    """
    text = folded(str(name))
    if not text.isascii():
        text = "".join(
            char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in _UNSEEN
        )
    return re.sub(r"[\s_-]+", "", text).casefold()


def bare(name: str) -> str:
    """A name by `key` without what people add to it: a unit or remark in brackets at its end, stops, colons, stars.

    >>> bare("Weight (%)"), bare("Std. Dev."), bare("[low]")
    ('weight', 'stddev', 'low')
    """
    return re.sub(r"[^\w/&+%#]", "", key(_IN_BRACKETS.sub("", name)))


def difference(label: str, other: str) -> str:
    """Why two spellings that look the same are not: the character that one has and the other lacks, by its name."""
    odd = [char for char in label if char not in other] or [char for char in other if char not in label]
    return f"they differ by {unicodedata.name(odd[0], 'a blank').lower()}" if odd else "they differ in blanks"


def resolved(label: Any, known: Iterable[str]) -> Any:
    """The known label that an argument means; the argument itself where there is none.

    Examples
    --------
    >>> resolved("l\u2019eau", ["l'eau", "le vent"])
    "l'eau"
    """
    known = list(known)
    if label is None:
        return None
    label = str(label)
    if label in known:
        return label
    alike = [one for one in known if folded(one) == folded(label)]
    return alike[0] if len(alike) == 1 else label


def rewritten(texts: pd.Series, other: Mapping[str, str]) -> pd.Series:
    """The column with some of its texts written otherwise; itself where none is."""
    if not other:
        return texts
    return pd.Series([other.get(text, text) for text in texts], index=texts.index, dtype=object)


def halved(texts: pd.Series) -> dict[int, tuple[str, str, str]]:
    """The cells that hold half a character (a lone surrogate), which no file can hold: row to value, rule and hint."""
    try:
        "".join(pd.unique(texts)).encode()
    except UnicodeEncodeError:
        return {row: _half(cell) for row, cell in enumerate(texts) if is_halved(cell)}
    return {}


def is_halved(text: str) -> bool:
    """Whether a text holds half a character."""
    return any("\ud800" <= char <= "\udfff" for char in text)


def _half(cell: str) -> tuple[str, str, str]:
    shown = cell.encode("ascii", "backslashreplace").decode()
    return shown, HALF, "type the cell anew"


def group_of(group: str | None, known: Iterable[str]) -> str:
    """The group that an argument means: the only one there is where none is named.

    Raises
    ------
    ValueError
        When there is none of that name, or none is named and there are several; the message says which there are.

    Examples
    --------
    >>> group_of(None, ["suburbs"])
    'suburbs'
    """
    groups = list(known)
    if group is None:
        if len(groups) == 1:
            return groups[0]
        more = f" and {len(groups) - 20} more" if len(groups) > 20 else ""
        raise ValueError(f"name one group: {', '.join(groups[:20])}{more}")
    label = resolved(group, groups)
    if label not in groups:
        raise ValueError(f"no group {group!r} ({nearest(str(group), groups)})")
    return str(label)
