"""A report as headings and blocks, whatever it is written as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

MANY = 12
"""Groups above which the sections of groups are folded, and what they come to is a table."""


@dataclass(frozen=True)
class Text:
    """A paragraph; `kind` is how it stands out (verdict, note, muted)."""

    text: str
    kind: str = ""
    word: str = ""
    block: str = field(default="text", init=False)


@dataclass(frozen=True)
class Items:
    """A list; with `holds` one of tests, each with whether it holds."""

    entries: tuple[str, ...]
    holds: tuple[bool, ...] = ()
    block: str = field(default="items", init=False)


@dataclass(frozen=True, eq=False)
class Table:
    """A table under its caption; `closed` ones open on demand."""

    frame: pd.DataFrame
    caption: str
    closed: bool = False
    block: str = field(default="table", init=False)


@dataclass(frozen=True, eq=False)
class Chart:
    """A drawing, what it shows in a title and in words, and the table that it is drawn from.

    `narrow` is the same chart drawn for a narrow page, where there is one; `picture` its bytes as PNG, where pictures
    are asked for.
    """

    svg: str
    title: str
    words: str
    frame: pd.DataFrame
    narrow: str = ""
    picture: bytes = b""
    block: str = field(default="chart", init=False)


@dataclass(frozen=True)
class Finding:
    """What one group comes to: a word, how often each contender is first, the rest, and what it hangs on."""

    heading: str
    word: str
    sentence: str
    shares: tuple[tuple[str, float], ...]
    others: float
    hangs_on: str
    section: str


@dataclass(frozen=True)
class Findings:
    """What every group comes to, with a bar for each share."""

    rows: tuple[Finding, ...]
    block: str = field(default="findings", init=False)

    @property
    def many(self) -> bool:
        """Whether they are a table rather than bars."""
        return len(self.rows) > MANY


@dataclass(frozen=True, eq=False)
class Folder:
    """Tables and charts that open on demand, all at once."""

    caption: str
    blocks: tuple[Block, ...]
    block: str = field(default="folder", init=False)


@dataclass(frozen=True)
class Download:
    """A file within the page, to take along: its name, what it is, and its bytes as base 64."""

    file: str
    text: str
    data: str
    block: str = field(default="download", init=False)


@dataclass(frozen=True)
class Code:
    """What to type."""

    text: str
    block: str = field(default="code", init=False)


@dataclass(frozen=True)
class Explorer:
    """The place of the page in which weights can be moved."""

    block: str = field(default="explorer", init=False)


Block = Text | Items | Table | Chart | Findings | Folder | Download | Code | Explorer


@dataclass(frozen=True, eq=False)
class Section:
    """A heading, what stands below it, and the sections within; of the kind "group" it starts a page in print.

    What has a `line` opens on demand, and shows that beside its heading.
    """

    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    kind: str = ""
    line: str = ""


@dataclass(frozen=True, eq=False)
class Document:
    """All of a report."""

    title: str
    kicker: str
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    data: Any = None

    def walk(self) -> Iterator[tuple[int, str, Section]]:
        """Every section with its level (2, 3, ...) and its number, in order."""

        def each(sections: tuple[Section, ...], level: int, above: str) -> Iterator[tuple[int, str, Section]]:
            for place, section in enumerate(sections, start=1):
                number = f"{above}{place}"
                yield level, number, section
                yield from each(section.sections, level + 1, f"{number}-")

        yield from each(self.sections, 2, "")
