"""Value functions that add: when each value is its own."""

import numpy as np
import pytest

from policymcda.arrays.methods.additive_value import _additive

UP = np.array([True, True])


@pytest.mark.parametrize(
    ("low", "high", "its_own"),
    [
        ([0.0, 0.0], [9.0, 9.0], True),
        ([0.0, 0.0], None, False),
        (None, [9.0, 9.0], False),
        ([0.0, np.nan], [9.0, 9.0], False),
        ([np.nan, 0.0], [np.nan, 9.0], True),
    ],
)
def test_a_value_is_its_own_where_every_criterion_without_a_function_has_both_ends(low, high, its_own):
    points = [(np.array([0.0, 9.0]), np.array([0.0, 1.0])), None]
    ends = {name: np.array(end) if end else None for name, end in (("low", low), ("high", high))}
    found = _additive(UP, {"points": points, **ends})
    assert (found is not None) == its_own
