"""TOPSIS and its modified form against published numbers."""

import numpy as np
import pytest

from policymcda.arrays.methods import modified_topsis, topsis
from policymcda.arrays.ranks import ranks
from policymcda.arrays.scale import by_max, by_range, by_sum

SCALES = {"vector": {}, "linear": {"scale": by_range}, "max": {"scale": by_max}, "sum": {"scale": by_sum}}


def test_closeness_matches_tzeng_and_huang_2011(golden):
    case = golden("topsis_tzeng_huang_2011")
    print(case["inputs"], case["expected"])
