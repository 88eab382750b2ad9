"""A report as Markdown: charts are their tables, and what was typed into a case is text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from policymcda.errors import plain
from policymcda.reporting.document import Block, Chart, Code, Document, Explorer, Findings, Folder, Items, Table, Text
from policymcda.reporting.wording import spelled, unmarked, unmarked_frame
from policymcda.tables import layout
from policymcda.tables.sentences import share_text

ROWS = 1000

MARKS = {True: "✓ holds:", False: "✗ fails:"}
"""Whether a test holds, told by more than a colour."""


def markdown(document: Document) -> str:
    """The report as Markdown."""
    parts = [*([written(document.kicker)] if document.kicker else []), f"# {written(document.title)}"]
    for level, _, section in document.walk():
        blocks = [part for block in section.blocks for part in _block(block)]
        parts += [f"{'#' * min(level, 6)} {written(section.heading)}", *blocks]
    return "\n\n".join([*parts, *(written(line) for line in document.foot)]) + "\n"


def written(text: str) -> str:
    """Text whose own marks are spelled out, in one line."""
    safe = layout.markdown_text(text)
    return re.sub(r"^(\s*\d+)([.)])(\s)", r"\1\\\2\3", safe).strip() or " "


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        text = f"**{block.word.capitalize()}:** " if block.word else ""
        yield text + _rich(block.text)
    elif isinstance(block, Items):
        marks = [f"{MARKS[holds]} " for holds in block.holds] or [""] * len(block.entries)
        yield "\n".join(f"- {mark}{_rich(entry)}" for mark, entry in zip(marks, block.entries, strict=True))
    elif isinstance(block, Findings):
        yield _table(findings_frame(block))
    elif isinstance(block, Code):
        fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", block.text)), default=2))
        yield f"{fence}\n{plain(block.text)}\n{fence}"
    elif isinstance(block, Chart):
        yield f"**{written(block.title)}.** {written(block.words)}"
        if len(block.frame):
            yield _table(block.frame)
    elif isinstance(block, Table):
        yield f"**{written(block.caption)}**"
        yield _table(block.frame)
    elif isinstance(block, Folder):
        yield f"**{written(block.caption)}**"
        for inner in block.blocks:
            yield from _block(inner)
    elif not isinstance(block, Explorer):  # pragma: no cover
        raise TypeError(type(block))


def _rich(text: str) -> str:
    """Text whose names stand out."""
    if text == unmarked(text):
        return written(text)
    return spelled(text, lambda piece: layout.markdown_text(piece), "**{}**")


def findings_frame(block: Findings) -> pd.DataFrame:
    """What every group comes to, as a table."""
    rows = [
        {
            "group": row.heading,
            "finding": row.word,
            "first in": "; ".join(f"{unmarked(name)} {share_text(share)}" for name, share in row.shares)
            or unmarked(row.sentence),
            "hangs on": unmarked(row.hangs_on),
        }
        for row in block.rows
    ]
    return pd.DataFrame(rows)


def _table(frame: pd.DataFrame) -> str:
    more = len(frame) - ROWS
    text = layout.markdown(unmarked_frame(frame.head(ROWS)))
    return f"{text}\n\n{more} more rows" if more > 0 else text
