"""Heat maps and stacked ranks as drawings, written directly: a thousandth of a second each, in the colours of the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from policymcda.errors import plain
from policymcda.plots.drawing import folded
from policymcda.plots.heat_maps import HeatMap
from policymcda.tables.layout import wide

WIDE, NARROW = 518.0, 330.0
"""Units across: of a column of a page, and of a telephone."""

LEVELS = 12
"""Shades, from k0 (least) to k12 (most), whose colours the styles of the page say."""

ROW, SIZE, LETTER = 19.0, 9.0, 5.4
"""Height of a row, size of text, and about how wide a letter of that size is."""

SMALLEST = 4.5
"""The size of text below which numbers are left away; the table has them."""


def heat_drawing(shown: HeatMap, width: float = WIDE) -> tuple[float, float, str]:
    """A map as elements of a drawing, with its width and height."""
    left = _room(shown.rows, width)
    cell = (width - left - 2) / max(len(shown.columns), 1)
    heads, top = _heads(shown.columns, left, cell)
    longest = max((wide(text) for row in shown.texts for text in row), default=1)
    size = min(SIZE, 0.86 * cell / (0.62 * max(longest, 1)))
    cells = [_Cell(shown, i, j, left + j * cell, top + i * ROW, cell) for i, j in np.ndindex(shown.values.shape)]
    parts = [*_labels(shown.rows, left, top), *heads, *_boxes(cells), *_rings(cells)]
    if size >= SMALLEST:
        parts += _numbers(cells, size)
    bottom = top + ROW * len(shown.rows)
    if shown.line_before is not None:
        x = left + shown.line_before * cell
        parts.append(f'<path class="rule" d="M{x:.1f} {top:.1f}V{bottom:.1f}"/>')
    if shown.key:
        bottom += 16
        parts.append(_text(left, bottom - 3, shown.key, SIZE, "start"))
    return width, bottom + 4, "".join(parts)


def stacked_drawing(shown: HeatMap, width: float = WIDE) -> tuple[float, float, str]:
    """Shares of each row that add up to one, side by side, the name of its column where it fits; dark is the first."""
    left = _room(shown.rows, width)
    scale, most = width - left - 14, max(len(shown.columns) - 1, 1)
    parts = _labels(shown.rows, left, 2.0)
    for i, row in enumerate(shown.values):
        x, y = left, 2.0 + i * ROW
        for j, share in enumerate(row):
            length = scale * float(share)
            level = round(LEVELS * (1 - j / most))
            if length > 0.05:
                parts.append(
                    f'<rect class="k{level}" x="{x:.1f}" y="{y + 1.5:.1f}" width="{length:.1f}" height="{ROW - 3:g}"/>'
                )
            if length > LETTER * len(shown.columns[j]) + 2:
                parts.append(_text(x + length / 2, y + ROW / 2 + 3, shown.columns[j], SIZE, "middle", f"t{level}"))
            x += length
    bottom = 2.0 + ROW * len(shown.rows)
    for share in (0, 25, 50, 75, 100):
        text = f"{share} %" if share == 100 else str(share)
        parts.append(_text(left + scale * share / 100, bottom + 11, text, SIZE, "middle"))
    return width, bottom + 15, "".join(parts)


class _Cell:
    """One cell: where it is, its shade and its text."""

    def __init__(self, shown: HeatMap, i: int, j: int, x: float, y: float, width: float) -> None:
        value = float(shown.values[i, j])
        self.known = not np.isnan(value)
        self.seen = self.known or shown.empty
        self.level = round(LEVELS * min(max(value, 0.0), 1.0)) if self.known else 0
        self.text = shown.texts[i][j] if self.seen else ""
        self.ringed = self.seen and shown.ringed is not None and bool(shown.ringed[i, j])
        self.inferred = self.known and shown.inferred is not None and bool(shown.inferred[i, j])
        self.x, self.y, self.width = x, y, width

    @property
    def outline(self) -> str:
        """Its box as a path."""
        inset = 0.5 if self.known else 1.5
        wide, high = f"{self.width - 2 * inset:.1f}", f"{ROW - 2 * inset:g}"
        return f"M{self.x + inset:.1f} {self.y + inset:.1f}h{wide}v{high}h-{wide}z"


def _boxes(cells: Sequence[_Cell]) -> list[str]:
    """The boxes, those of a shade as one path."""
    paths: dict[str, str] = {}
    for cell in cells:
        if cell.seen:
            kind = f"k{cell.level}" if cell.known else "none"
            paths.setdefault(f"{kind} ringed" if cell.ringed else kind, "")
            paths[f"{kind} ringed" if cell.ringed else kind] += cell.outline
    return [
        f'<path class="{kind}" d="{path}"/>' for kind, path in sorted(paths.items(), key=lambda one: "ringed" in one[0])
    ]


def _rings(cells: Sequence[_Cell]) -> list[str]:
    """The marks of ratings that are inferred."""
    return [
        f'<circle class="ring t{cell.level}" cx="{cell.x + cell.width - 5:.1f}" cy="{cell.y + 5:.1f}" r="2"/>'
        for cell in cells
        if cell.inferred
    ]


def _numbers(cells: Sequence[_Cell], size: float) -> list[str]:
    """The texts, those of a colour together."""
    texts: dict[str, str] = {}
    for cell in cells:
        if cell.text:
            colour = f"t{cell.level}" if cell.known else "plain"
            x, y = cell.x + cell.width / 2, cell.y + ROW / 2 + 0.35 * size
            texts[colour] = f'{texts.get(colour, "")}<text x="{x:.1f}" y="{y:.1f}">{escape(cell.text)}</text>'
    style = f'font-size="{size:.3g}" text-anchor="middle"'
    return [f'<g class="{colour}" {style}>{inner}</g>' for colour, inner in texts.items()]


def _room(labels: Sequence[str], width: float) -> float:
    """How far from the left the cells begin."""
    return min(LETTER * max((wide(plain(label)) for label in labels), default=1) + 8, 0.5 * width)


def _labels(labels: Sequence[str], left: float, top: float) -> list[str]:
    """Names of the rows, smaller where there is too little room."""
    texts = [plain(label) for label in labels]
    return [
        _text(left - 4, top + i * ROW + ROW / 2 + 3, text, min(SIZE, SIZE * (left - 8) / (LETTER * max(wide(text), 1))), "end")
        for i, text in enumerate(texts)
    ]  # fmt: skip


def _heads(labels: Sequence[str], left: float, cell: float) -> tuple[list[str], float]:
    """Names of the columns, folded where there is room for words and upright where there is none; and where cells begin."""
    texts = [plain(label) for label in labels]
    letters = max(int(cell / LETTER), 1)
    longest = max((wide(word) for text in texts for word in text.replace("_", "_ ").split()), default=1)
    if longest <= letters:
        lines = [folded(text, letters).split("\n") for text in texts]
        top = 11.0 * max(map(len, lines)) + 4
        return [
            _text(left + (j + 0.5) * cell, top - 5 - 11 * (len(parts) - 1 - k), part, SIZE, "middle")
            for j, parts in enumerate(lines)
            for k, part in enumerate(parts)
        ], top  # fmt: skip
    texts = [text if wide(text) <= 24 else f"{text[:15]}…{text[-8:]}" for text in texts]
    top = LETTER * max(map(wide, texts)) + 8
    size = min(SIZE, cell)
    heads = []
    for j, text in enumerate(texts):
        x, y = left + (j + 0.5) * cell + 0.35 * size, top - 4
        heads.append(
            f'<text transform="translate({x:.1f} {y:.1f}) rotate(-90)" font-size="{size:.1f}">{escape(text)}</text>'
        )
    return heads, top


def _text(x: float, y: float, text: str, size: float, anchor: str, kind: str = "") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.3g}" text-anchor="{anchor}"{style}>{escape(text)}</text>'
