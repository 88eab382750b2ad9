"""Options and criteria in one plane: principal components of the net flows (GAIA: Mareschal and Brans, 1988)."""

from __future__ import annotations

import numpy as np

from policymcda.arrays import Floats


def components(flows: Floats) -> tuple[Floats, Floats, Floats]:
    """Coordinates of the options (m, k) and of the criteria (n, k), and the share of the variance of each axis (k,).

    The options are given by their net flow on each criterion, (m, n). Axes come with falling share and point to where
    more criteria are better off; an axis on which nothing differs has zeros only.
    """
    centred = flows - flows.mean(axis=0)
    left, sizes, right = np.linalg.svd(centred, full_matrices=False)
    sizes = np.where(sizes > 1e-12 * max(float(sizes.max(initial=0.0)), 1.0), sizes, 0.0)
    turn = np.where(right.sum(axis=1) < 0, -1.0, 1.0)
    total = float(np.sum(sizes**2))
    shares = sizes**2 / total if total > 0 else np.zeros_like(sizes)
    return left * sizes * turn, right.T * np.where(sizes > 0, turn, 0.0), shares
