"""Colour for those who read on a terminal; whatever it says, a mark or a word says as well."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from typing import Any

BOLD, DIM, RED, GREEN, YELLOW = 1, 2, 31, 32, 33

WORDS = {"robust": GREEN, "contested": YELLOW, "open": RED, "only admissible": GREEN, "none admissible": RED}
"""The verdicts, which stand at the head of a line before a colon."""

STARTS = (("+ ", GREEN), ("- ", RED), ("note:", YELLOW), ("no fault", GREEN), ("policymcda:", RED))
"""What lines begin with, and the colour of that."""


def wanted(stream: Any) -> bool:
    """Whether a stream is to have colour: NO_COLOR forbids it, FORCE_COLOR asks for it, else where it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return bool(stream.isatty()) and os.environ.get("TERM") != "dumb"


def coloured(text: str, stream: Any, headings: Collection[str] = ()) -> str:
    """Text with headings, verdicts, marks, notes and first places in colour, where the stream wants it."""
    return "\n".join(_lines(text.split("\n"), headings)) if wanted(stream) else text


def _lines(lines: list[str], headings: Collection[str]) -> Iterator[str]:
    """Each line with its colour; below a rule of dashes the rows of a table, those of rank 1 in bold."""
    place: slice | None = None
    for number, line in enumerate(lines):
        if _is_rule(line):
            place = _rank(lines[number - 1] if number else "", line)
            yield _painted(line, DIM)
        elif place is not None and line[place].strip() == "1":
            yield _painted(line, BOLD)
        else:
            place = place if line.strip() else None
            yield _painted(line, BOLD) if line in headings else _marked(line)


def _is_rule(line: str) -> bool:
    return bool(re.fullmatch(r"-{2,}(  -+)*|-(  -+)+", line))


def _rank(head: str, rule: str) -> slice | None:
    """Where the ranks stand in the rows of a table, None where there are none."""
    spans = (slice(*found.span()) for found in re.finditer("-+", rule))
    return next((span for span in spans if head[span].strip() == "rank"), None)


def _marked(line: str) -> str:
    """A line with the mark or the word at its head in colour."""
    word = line.partition(":")[0]
    if word in WORDS and ":" in line:
        return f"{_painted(word, BOLD, WORDS[word])}{line[len(word) :]}"
    for start, colour in STARTS:
        if line.startswith(start):
            return f"{_painted(start, colour)}{line[len(start) :]}"
    return line


def _painted(text: str, *codes: int) -> str:
    return f"\x1b[{';'.join(map(str, codes))}m{text}\x1b[0m" if text else text
