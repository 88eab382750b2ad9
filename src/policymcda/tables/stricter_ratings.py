"""Ratings read more strictly: on better evidence only, or at one end of every interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from policymcda.errors import nearest
from policymcda.tables.scales import ScaleEnds

EVIDENCE = {"inferred": ("direct", "inferred"), "direct": ("direct",)}
"""The least evidence that is good enough, and what is then."""

ENDS = ("worst", "best")


def with_evidence(ratings: pd.DataFrame, least: str, leaf_criteria: Sequence[str], ends: ScaleEnds) -> pd.DataFrame:
    """Ratings, one row per cell; those without good enough evidence are unknown over the whole scale.

    Parameters
    ----------
    ends : ScaleEnds
        Of each leaf criterion, in their order.
    """
    if least not in EVIDENCE:
        raise ValueError(f"no evidence {least!r} ({nearest(str(least), EVIDENCE)}); choose from {', '.join(EVIDENCE)}")
    weak = ~ratings["evidence"].isin(EVIDENCE[least])
    for end, own in (("low", ends.low), ("high", ends.high)):
        scale = ratings["criterion"].map(pd.Series(own, index=list(leaf_criteria)))
        ratings[end] = ratings[end].where(~weak, scale)
    ratings["evidence"] = ratings["evidence"].where(~weak, "none")
    return ratings


def at_ends(ratings: pd.DataFrame, end: str, benefit: Mapping[str, bool]) -> pd.DataFrame:
    """Ratings, one row per cell, at the end of their interval that is worst or best, and certain there."""
    if end not in ENDS:
        raise ValueError(f"no end {end!r} ({nearest(str(end), ENDS)}); choose from {', '.join(ENDS)}")
    up = ratings["criterion"].map({leaf: bool(more) == (end == "best") for leaf, more in benefit.items()})
    beyond = (ratings["mode"] + np.where(up, 2, -2) * ratings["sd"]).clip(ratings["low"], ratings["high"])
    value = ratings["high"].where(up, ratings["low"]).where(ratings["sd"].isna(), beyond)
    evidence = ratings["evidence"].where(ratings["evidence"] != "none", "unstated")
    return ratings.assign(mode=value, low=value, high=value, sd=np.nan, evidence=evidence)
