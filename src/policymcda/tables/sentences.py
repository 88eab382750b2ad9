"""Within sentences: names of labels, shares near nothing and near all, small numbers, intervals and counts."""

from __future__ import annotations

from collections.abc import Callable

Name = Callable[[str, str], str]
"""What a sentence calls the label of a kind (option, criterion, group)."""

SHORTEST, LONGEST = 2, 6
"""Significant digits of the ends of an interval: as many as tell them apart, within these."""


def own_label(kind: str, label: str) -> str:
    """What a sentence calls a label where nothing else is said: as it stands in the tables."""
    return label


def share_text(share: float) -> str:
    """A share as a percentage that is 0% or 100% only where it is nothing or all.

    Examples
    --------
    >>> [share_text(share) for share in (0, 0.0002, 0.004, 0.254, 0.9999, 1)]
    ['0%', 'less than 0.1%', '0.4%', '25%', 'more than 99.9%', '100%']
    """
    if 0 < share < 0.0005:
        return "less than 0.1%"
    if 0.9995 < share < 1:
        return "more than 99.9%"
    return f"{share:.1%}" if 0 < share < 0.0095 or 0.9905 < share < 1 else f"{share:.0%}"


def tenths_text(share: float) -> str:
    """A share with one decimal that is 0% or 100% only where it is nothing or all.

    Examples
    --------
    >>> [tenths_text(share) for share in (0, 0.0002, 0.4936, 1)]
    ['0%', 'less than 0.1%', '49.4%', '100%']
    """
    return f"{share:.1%}" if 0.0005 <= share <= 0.9995 else share_text(share)


def numbers_apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers in as many decimals, three or more, as tell them apart; alike where they are one.

    Examples
    --------
    >>> numbers_apart(0.4667, 0.3333), numbers_apart(0.33333, 0.33341)
    (('0.467', '0.333'), ('0.3333', '0.3334'))
    """
    for digits in (3, 4, 5, 6):
        texts = f"{one:.{digits}f}", f"{other:.{digits}f}"
        if texts[0] != texts[1]:
            return texts
    return f"{one:.3f}", f"{other:.3f}"


def number_text(value: float, digits: int = 3) -> str:
    """A number in a few significant digits, 0 only where it is nothing.

    Examples
    --------
    >>> [number_text(value) for value in (0, 0.00002, 0.03812, 12)]
    ['0', 'less than 0.0001', '0.0381', '12']
    """
    return "less than 0.0001" if 0 < value < 0.0001 else f"{value:.{digits}g}"


def interval_text(low: float, high: float, percent: bool = False) -> str:
    """The ends of an interval in brackets, in as many digits as tell them apart; blank where they are one.

    Examples
    --------
    >>> interval_text(0.03811, 0.03813), interval_text(0.071, 0.073, percent=True), interval_text(0.5, 0.5)
    (' (0.03811 to 0.03813)', ' (7.1% to 7.3%)', '')
    """
    factor, unit = (100, "%") if percent else (1, "")
    for digits in range(SHORTEST, LONGEST + 1):
        ends = [f"{end * factor:.{digits}g}{unit}" for end in (low, high)]
        if ends[0] != ends[1]:
            return f" ({ends[0]} to {ends[1]})"
    return ""


def count_text(count: int, noun: str) -> str:
    """A number of things, with its plural.

    Examples
    --------
    >>> count_text(1, "rating"), count_text(3, "rating")
    ('1 rating', '3 ratings')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
