"""What is wrong with the input: every fault at once, each with its place and what would do."""

from __future__ import annotations

import difflib
import numbers
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 100
"""How many faults a message spells out; `ProblemError.faults` has those that are kept."""

KEPT = 1000
"""How many faults are kept; the others are counted, so that a hostile file cannot take the machine."""

_JOINERS = "\u200c\u200d"
"""They join or part letters (Persian) and emoji, take no room and do no harm."""


@dataclass(frozen=True)
class Fault:
    """One fault: where it is, what stands there, which rule it breaks and what would do."""

    table: str
    row: str = ""
    column: str = ""
    value: str = ""
    rule: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (self.table, self.row and f"row {self.row}", self.column and f"column {self.column}")
            if part
        )
        return plain(f"{place}: {_shown(self.value)}{self.rule}{self.hint and f' ({self.hint})'}")


@dataclass(frozen=True)
class ReadingNote:
    """How something that could be read was understood, or that it was left aside; it refuses nothing.

    `code` is one word for programs; table and row say where, as in a `Fault`; `text` says what, for people.
    """

    code: str
    table: str = ""
    row: str = ""
    text: str = ""

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.table, self.row and f"row {self.row}") if part)
        return plain(f"{place}: {self.text}" if place else self.text)


@dataclass
class Findings:
    """What a reader finds, collected while it reads: faults, which refuse the input, and notes, which do not.

    `more` counts the faults beyond the first `KEPT`, which are not kept.
    """

    faults: list[Fault] = field(default_factory=list)
    notes: list[ReadingNote] = field(default_factory=list)
    more: int = 0

    def add(self, fault: Fault) -> None:
        """Adds a fault, or counts it where there are many already."""
        if len(self.faults) < KEPT:
            self.faults.append(fault)
        else:
            self.more += 1

    def note(self, code: str, table: str = "", row: object = "", text: str = "") -> None:
        """Adds a note."""
        self.notes.append(ReadingNote(code, table, str(row), text))


class ProblemError(ValueError):
    """The tables do not fit. The message has one line per fault; `faults` is a table of the first 1,000 of them.

    Attributes
    ----------
    faults : pandas.DataFrame
        table, row (as in the file), column, value, rule, hint.
    count : int
        How many faults there are in all.
    """

    def __init__(self, faults: Iterable[Fault], more: int = 0) -> None:
        faults = tuple(faults)
        self.every: tuple[Fault, ...] = faults[:KEPT]
        self.count: int = len(faults) + more
        super().__init__(self.every, self.count - len(self.every))

    @property
    def faults(self) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame([asdict(fault) for fault in self.every], columns=list(Fault.__dataclass_fields__))

    def __str__(self) -> str:
        count = self.count
        lines = [f"{count:,} fault{'s' if count > 1 else ''} in the input:"]
        lines += [f"  {fault}" for fault in self.every[:SHOWN]]
        if count > SHOWN:
            kept = "all" if count == len(self.every) else f"the first {len(self.every):,}"
            lines.append(f"  ... and {count - SHOWN:,} more (error.faults has {kept})")
        return "\n".join(lines)


def is_word(value: object, known: Iterable[object]) -> bool:
    """Whether a value is one of some words (or None where that is one), whatever it is else.

    >>> is_word("l1", ("l1", "l2")), is_word(["l1"], ("l1", "l2"))
    (True, False)
    """
    return (value is None or isinstance(value, str)) and value in known


def listed(what: str, value: Any, example: str) -> list[Any]:
    """The entries of a list that was given for an argument.

    Raises
    ------
    ValueError
        When it is one word, or nothing that has entries.
    """
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        return list(value)
    raise ValueError(f"{what} takes a list, such as {example}; not {repr(value)[:60]}")


def is_number(value: object, low: float = float("-inf"), high: float = float("inf")) -> bool:
    """Whether a value is a finite number from low to high, and no truth value.

    >>> is_number(0.5, 0, 1), is_number("0.5", 0, 1), is_number(True)
    (True, False, False)
    """
    if not isinstance(value, numbers.Real) or is_flag(value):
        return False
    try:
        number = float(value)
    except OverflowError:
        return False
    return low <= number <= high and abs(number) < float("inf")


def nearest(word: object, known: Iterable[str]) -> str:
    """A hint: the known name that comes nearest or goes on after the word, or all the known names when they are few."""
    word, known = str(word), list(known)
    folded = {name.casefold(): name for name in known}
    start = word.casefold()
    close = difflib.get_close_matches(start, folded, n=1, cutoff=0.6) if len(known) <= 1000 else []
    if start and not close:
        close = [name for name in folded if name.startswith(start) and not name[len(start) :][:1].isalnum()]
    if close:
        return f"did you mean {folded[close[0]]}?"
    if 0 < len(known) <= 12:
        return f"known: {', '.join(known)}"
    return f"{len(known)} are known, such as {', '.join(known[:3])}" if known else "none is known"


def plain(value: object) -> str:
    """Text for a terminal: what is not printable is spelled out, other spaces are spaces."""
    text = str(value)
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable() or char in _JOINERS
        else " "
        if unicodedata.category(char) == "Zs"
        else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def _shown(value: str) -> str:
    """The value quoted and cut to what fits a line; repr spells control characters out."""
    return f"{value if len(value) <= 80 else value[:77] + '...'!r} " if value else ""


def check_choices(**choices: tuple[object, Sequence[object]]) -> None:
    """Refuses what is none of the words that a setting may be, naming the nearest.

    >>> check_choices(priority=("eigenvector", ("eigenvector", "geometric_mean")))
    """
    for name, (value, known) in choices.items():
        if not is_word(value, known):
            raise ValueError(f"no {name} {value!r} ({nearest(str(value), [str(word) for word in known])})")


def is_flag(value: object) -> bool:
    """Whether something is True or False, of Python or of numpy."""
    return type(value).__name__ in ("bool", "bool_")


def check_flags(**flags: object) -> None:
    """Refuses what is none of True, False and None.

    >>> check_flags(pairwise=None)
    """
    for name, value in flags.items():
        if value is not None and not is_flag(value):
            raise ValueError(f"{name} takes True, False or None; not {described(value)}")


def check_shares(**shares: object) -> None:
    """Refuses what is no number from 0 to 1.

    >>> check_shares(majority=0.5)
    """
    for name, value in shares.items():
        if not is_number(value, 0, 1):
            raise ValueError(f"{name} is a share from 0 to 1, not {described(value)}")


def check_counts(**counts: object) -> None:
    """Refuses what is no whole number of 1 or more.

    >>> check_counts(top=3)
    """
    for name, value in counts.items():
        whole = isinstance(value, numbers.Integral) and is_number(value, 1, 2**53)
        if not whole:
            raise ValueError(f"{name} takes a whole number of 1 or more; not {described(value)}")


def check_results(**results: tuple[object, type, str]) -> None:
    """Refuses what is no result of the kind that a verb gives, nor None."""
    for name, (value, kind, verb) in results.items():
        if value is not None and not isinstance(value, kind):
            raise ValueError(f"{name} takes what {verb} gives, or None; not {described(value)}")


def described(value: object) -> str:
    """What something is, in a few words."""
    if value is None or isinstance(value, str | numbers.Real):
        return repr(value)[:60]
    return f"a {type(value).__name__}"
