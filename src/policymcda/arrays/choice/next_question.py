"""Which question says most about what is first: the expected entropy after its answer, over draws of weights."""

import numpy as np

from policymcda.arrays import Floats, Ints

BLOCK = 256
"""Questions at once, so that memory is bounded by the draws."""


def first_options(values: Floats, weights: Floats) -> Ints:
    """The place of the best option in each draw, (draws,), of values linear in the weights, (m, n)."""
    return np.asarray(np.argmax(weights @ values.T, axis=1))


def counts_by_answer(rows: Floats, weights: Floats, first: Ints, options: int) -> Floats:
    """In how many draws each option is first where the answer is a, and where it is b, (questions, 2, m).

    Parameters
    ----------
    rows : (questions, n)
        By how much the side a of each question is worth more at each criterion alone: a is better where
        ``rows @ w >= 0``.
    weights : (draws, n)
    first : (draws,)
        The place of the best option in each draw.
    """
    leads = np.zeros((len(first), options))
    leads[np.arange(len(first)), first] = 1.0
    total, result = leads.sum(axis=0), np.empty((len(rows), 2, options))
    for start in range(0, len(rows), BLOCK):
        answers = (weights @ rows[start : start + BLOCK].T >= 0).astype(np.float64)
        result[start : start + BLOCK, 0] = answers.T @ leads
    result[:, 1] = total - result[:, 0]
    return result


def entropy(counts: Floats) -> Floats:
    """Entropy in bits of shares that are given as counts, (...) from (..., m); 0 where there are none."""
    total = np.sum(counts, axis=-1, keepdims=True)
    shares = np.divide(counts, total, out=np.zeros_like(counts), where=total > 0)
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.asarray(-np.sum(shares * logs, axis=-1)) + 0.0


def expected_entropy(counts: Floats) -> Floats:
    """Entropy of which option is first that is expected after the answer, (questions,) from (questions, 2, m)."""
    number = np.sum(counts, axis=-1)
    return np.asarray(np.sum(number * entropy(counts), axis=-1) / np.sum(number, axis=-1))
