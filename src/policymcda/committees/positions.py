"""How far apart the positions of stakeholders are, and who belongs together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from policymcda.arrays.ranking.clusters import clusters
from policymcda.arrays.ranking.rank_similarity import kendall_tau
from policymcda.committees.committee import Committee, stacked

DISTANCES = ("group", "stakeholder", "versus", "tau", "weight_distance")
CLUSTERS = ("group", "stakeholder", "cluster", "place")


def distances(committees: Iterable[Committee]) -> pd.DataFrame:
    """One row per pair: tau-b of their rankings, and half the sum of absolute differences of their weights."""
    return stacked(map(_distances, committees), DISTANCES)


def _distances(one: Committee) -> pd.DataFrame:
    first, second = np.triu_indices(len(one.names), 1)
    tau = kendall_tau(one.places.astype(np.float64))
    names = np.array(one.names, dtype=object)
    moved = np.sum(np.abs(one.weights[first] - one.weights[second]), axis=1) / 2
    columns = dict(zip(DISTANCES[1:], (names[first], names[second], tau[first, second], moved), strict=True))
    return pd.DataFrame({"group": one.group, **columns})


def positions(committees: Iterable[Committee]) -> pd.DataFrame:
    """The cluster of each stakeholder by average linkage of 1 - tau-b, and the place in its tree."""
    found = []
    for one in committees:
        which, place = clusters(kendall_tau(one.places.astype(np.float64)))
        rows = {"stakeholder": list(one.names), "cluster": which, "place": place + 1}
        found.append(pd.DataFrame({"group": one.group, **rows}))
    return stacked(found, CLUSTERS)
