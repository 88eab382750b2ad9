"""Labels that a spreadsheet would run as formulas, were a CSV file opened in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_FORMULA = re.compile(r"[=@\t\r]|[+-](?!\s*[\d.,]+\s*%?$)")


def formulas(labels: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """For each table those of its labels that a spreadsheet would take for a formula, as a sentence."""
    for table, own in labels.items():
        alive = [label for label in own if _FORMULA.match(label)]
        if alive:
            shown = ", ".join(repr(label[:40]) for label in alive[:5]) + ", ..." * (len(alive) > 5)
            yield f"{table}: a spreadsheet would run {shown} as a formula; tables in CSV hold labels as they are"
