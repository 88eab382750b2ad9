"""What the stakeholders of a group say of its options, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from policymcda.arrays import Floats, Ints
from policymcda.arrays.ranking.ranks import ranks


@dataclass(frozen=True, eq=False)
class Committee:
    """The stakeholders of one group.

    Attributes
    ----------
    names, options : tuple of str
        As they are listed in results.
    scores : (k, m)
        By each stakeholder's own weights and ratings.
    votes : (k,)
        The weight of each, 1 where nobody has one.
    weights : (k, n)
        Own weights, NaN for those who have none.
    """

    group: str
    names: tuple[str, ...]
    options: tuple[str, ...]
    scores: Floats
    votes: Floats
    weights: Floats

    @cached_property
    def places(self) -> Ints:
        """The rank of each option for each stakeholder, (k, m)."""
        return ranks(self.scores)

    def by_option(self, **columns: object) -> pd.DataFrame:
        """Columns (m,) or single values beside the group and the options."""
        return pd.DataFrame({"group": self.group, "option": list(self.options), **columns})


def stacked(tables: Iterable[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """The rows of several tables; the columns alone where there are none."""
    parts = list(tables)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(columns))
