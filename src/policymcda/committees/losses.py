"""What an option costs each stakeholder against the one that they themselves put first."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from policymcda.committees.committee import Committee, stacked

EQUITY = ("group", "stakeholder", "option", "loss", "share", "rank")
OPTIONS = ("group", "option", "largest_loss", "largest_share", "loses_most", "ranked_last")


def equity(committees: Iterable[Committee]) -> pd.DataFrame:
    """One row per stakeholder and option: the loss, and its share of the stakeholder's own span of scores."""
    parts = [
        one.by_option(stakeholder=name, loss=loss, share=share, rank=rank)
        for one in committees
        for name, loss, share, rank in zip(one.names, *_losses(one), one.places, strict=True)
    ]
    return stacked((part[list(EQUITY)] for part in parts), EQUITY)


def options(committees: Iterable[Committee]) -> pd.DataFrame:
    """One row per option: the most that anybody loses, who that is, and for how many people it is last."""
    found = []
    for one in committees:
        losses, shares = _losses(one)
        worst = np.argmax(shares, axis=0)
        columns = np.arange(len(one.options))
        last = (one.places == np.max(one.places, axis=1, keepdims=True)) & (one.places > 1)
        most = shares[worst, columns]
        found.append(
            one.by_option(
                largest_loss=np.max(losses, axis=0),
                largest_share=most,
                loses_most=[one.names[who] if share else "" for who, share in zip(worst, most, strict=True)],
                ranked_last=np.sum(last, axis=0),
            )
        )
    return stacked(found, OPTIONS)


def _losses(one: Committee) -> tuple[np.ndarray, np.ndarray]:
    """Best score less the option's for each stakeholder, and the same as a share of the span, both (k, m)."""
    best = np.max(one.scores, axis=1, keepdims=True)
    loss = np.where(one.places == 1, 0.0, best - one.scores)
    span = best - np.min(one.scores, axis=1, keepdims=True)
    return loss, np.divide(loss, span, out=np.zeros_like(loss), where=span > 0)
