"""One order out of all stakeholders' rankings, by three rules that do not always agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.choice.kemeny import ORDERS, kemeny
from policymcda.arrays.ranking.aggregation import borda, copeland, support
from policymcda.arrays.ranking.ranks import ranks
from policymcda.committees.committee import Committee, stacked
from policymcda.results import Note

COLUMNS = ("group", "rule", "optimum", "option", "points", "rank")

MOST = 500
"""Options above which no pairs are counted."""


def aggregated(committees: Iterable[Committee]) -> tuple[pd.DataFrame, list[Note]]:
    """The orders of each group by Borda, Copeland and Kemeny, and what to know of them."""
    found, notes = list[pd.DataFrame](), list[Note]()
    for one in committees:
        if len(one.options) > MOST:
            notes.append(("aggregated", one.group, f"no order out of all rankings: more than {MOST} options"))
            continue
        before = support(one.places.astype(np.float64), one.votes)
        for rule, points in (("borda", borda(before, float(np.sum(one.votes)))), ("copeland", copeland(before))):
            found.append(one.by_option(rule=rule, optimum="1", points=points, rank=ranks(points)))
        found += _kemeny(one, before, notes)
    return stacked((table[list(COLUMNS)] for table in found), COLUMNS), notes


def _kemeny(one: Committee, before: Floats, notes: list[Note]) -> Iterator[pd.DataFrame]:
    """Every best order, and a last row that says where there are more."""
    answer = kemeny(before)
    if answer.gap:
        text = f"Kemeny's order is not proven to be best: a better one may agree with {answer.gap:.2%} more"
        notes.append(("kemeny_gap", one.group, text))
    for number, order in enumerate(answer.orders, start=1):
        place = np.argsort(order) + 1
        yield one.by_option(rule="kemeny", optimum=str(number), points=answer.value, rank=place)
    if len(answer.orders) > 1 or answer.more:
        count = f"more than {ORDERS}" if answer.more else str(len(answer.orders))
        notes.append(("kemeny_ties", one.group, f"{count} orders are as good as the best by Kemeny's rule"))
    if answer.more:
        last = {"rule": "kemeny", "optimum": "more", "option": "", "points": answer.value, "rank": pd.NA}
        yield pd.DataFrame([{"group": one.group, **last}])
