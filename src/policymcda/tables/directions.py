"""Whether more of a criterion is better, in the words and signs that people and other tools use."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from policymcda.tables.spelling import bare, folded

UNDERSTOOD = {
    "benefit": ("benefit", "max", "maximise", "maximize", "+", "+1", "1", "1.0"),
    "cost": ("cost", "min", "minimise", "minimize", "-", "-1", "-1.0", "\u2212", "\u22121"),
}
"""What is understood, in any case; the minus sign may be that of typography."""

REFUSED = {
    **dict.fromkeys(("maximum", "more is better", "higher is better", "more", "higher", "up", "positive"), "benefit"),
    **dict.fromkeys(("moreisbetter", "higherisbetter", "beneficial", "profit", "pos", "maxi", "plus"), "benefit"),
    **dict.fromkeys(("gain", "benefits", "maximal", "increase", "increasing", "high", "\u2191"), "benefit"),
    **dict.fromkeys(("minimum", "less is better", "lower is better", "less", "lower", "down", "negative"), "cost"),
    **dict.fromkeys(("lessisbetter", "lowerisbetter", "nonbeneficial", "neg", "mini", "minus"), "cost"),
    **dict.fromkeys(("loss", "costs", "minimal", "decrease", "decreasing", "low", "\u2193"), "cost"),
}
"""Words that are refused with the one that would do: some of them say what the rating is, not what is better."""

_ONE = re.compile(r"([+-]?)1(?:\.0*)?")
_WORDS = {word: direction for direction, words in UNDERSTOOD.items() for word in words}


def understood(column: pd.Series) -> pd.Series:
    """The cells as benefit and cost; what is not understood stays as it is."""
    words = {cell: _direction(cell) for cell in pd.unique(column)}
    return pd.Series([words[cell] for cell in column], index=column.index, dtype=object)


def hint(cell: str) -> str:
    """What to write instead of a direction that is not understood."""
    alike = re.sub(r"[\s()]", "", folded(unicodedata.normalize("NFKC", cell)))
    meant = _direction(bare(cell) if bare(cell).isalpha() else alike)
    word = REFUSED.get(cell.casefold()) or REFUSED.get(bare(cell)) or (meant if meant in UNDERSTOOD else "")
    return f"write {word}" if word else "write benefit where more is better, cost where less is"


def _direction(cell: str) -> str:
    word = cell.casefold()
    one = _ONE.fullmatch(word.replace("\u2212", "-"))
    if one:
        return "cost" if one[1] == "-" else "benefit"
    return _WORDS.get(word, cell)
