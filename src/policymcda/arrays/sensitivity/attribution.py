"""What each of a few changes adds to a total change (Shapley, 1953): every order in which they can be made counts the same."""

from math import factorial

import numpy as np

from policymcda.arrays import Floats


def shapley_shares(values: Floats) -> Floats:
    """The share of each of k changes in the difference of the last value and the first, (2^k, r) to (k, r).

    Parameters
    ----------
    values : (2^k, r) array
        Row s has the values with those changes made whose bits are set in s; the first has none, the last all.
    """
    count = len(values).bit_length() - 1
    codes = np.arange(len(values))
    size = ((codes[:, None] >> np.arange(count)) % 2).sum(axis=1)
    weight = np.array([factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)])
    shares = np.zeros((count, values.shape[1]))
    for change in range(count):
        without = codes[(codes >> change) % 2 == 0]
        shares[change] = weight[size[without]] @ (values[without | 1 << change] - values[without])
    return shares
