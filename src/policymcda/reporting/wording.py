"""Words of a page: what a method and a way to weights do, and names that stand out in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from policymcda.errors import plain

OPEN, CLOSE = "\ue000", "\ue001"
"""Private characters around a name within a text; `plain` spells out those that somebody typed."""

METHODS = {
    "topsis": "how near to the best on every criterion (TOPSIS)",
    "modified_topsis": "how near to the best on every criterion, weights within the distance (modified TOPSIS)",
    "weighted_sum": "the sum of their weighted ratings (weighted sum)",
    "anchored": "the sum of their weighted ratings within the ends of each scale (anchored weighted sum)",
    "weighted_product": "the product of their weighted ratings (weighted product)",
    "vikor": "a compromise of the sum of shortfalls and the largest of them (VIKOR)",
    "promethee_ii": "how clearly they win against each other option (PROMETHEE II)",
}
"""By what options are scored."""

WEIGHTS = {
    "ahp": "from judgements of which of two criteria matters more (AHP)",
    "given": "as the case states them",
    "equal": "the same for every criterion",
    "swing": "from the worth of going from worst to best on each criterion (swing weights)",
    "best_worst": "from comparisons with the most and the least important criterion (best-worst method)",
}
"""Where weights come from."""


def method_words(method: str) -> str:
    """By what options are scored, in words."""
    return METHODS.get(method, f"the method {method}")


def weights_words(weights: str) -> str:
    """Where weights come from, in words."""
    return WEIGHTS.get(weights, f"by {weights}")


def marked(name: str) -> str:
    """A name that stands out within a text."""
    return f"{OPEN}{plain(name)}{CLOSE}"


def unmarked(text: str) -> str:
    """A text without the marks of names."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def unmarked_frame(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose texts have no marks of names."""
    texts = {
        column: [unmarked(cell) if isinstance(cell, str) else cell for cell in table[column]]
        for column in table
        if table[column].map(lambda cell: isinstance(cell, str) and OPEN in cell).any()
    }
    return table.assign(**texts) if texts else table


def pieces(text: str) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is a name that stands out."""
    parts = re.split(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}", text)
    return [(part, place % 2 == 1) for place, part in enumerate(parts) if part]


def spelled(text: str, written: Callable[[str], str], name: str) -> str:
    """A text whose pieces are `written`, names within the pattern `name`."""
    return "".join(name.format(written(part)) if own else written(part) for part, own in pieces(text))
