"""Scoring methods, a function each: ``method(matrix, weights, benefit, **settings) -> scores``, more is better.

A method is one file here and its name in `METHODS`; that adds it to every question, the command line and the tests.
"""

from collections.abc import Callable, Mapping

import numpy as np

from policymcda.arrays import Floats, Method
from policymcda.arrays.methods.topsis import modified_topsis, topsis
from policymcda.arrays.methods.weighted_product import weighted_product
from policymcda.arrays.methods.weighted_sum import weighted_sum

METHODS: Mapping[str, Method] = {
    "topsis": topsis,
    "modified_topsis": modified_topsis,
    "weighted_sum": weighted_sum,
    "weighted_product": weighted_product,
}
"""Name to function: more is better."""

LINEAR: Mapping[str, Callable[[Floats], Floats]] = {
    "weighted_sum": np.positive,
    "weighted_product": np.log,
}
"""Methods linear in the weights, with the function of the score that is: f(S(w)) = sum of w_j f(S(unit vector j))."""

DOMAIN: Mapping[str, str] = {"weighted_product": "positive"}
"""What the ratings must be, where not every finite number will do."""

__all__ = ["DOMAIN", "LINEAR", "METHODS", "modified_topsis", "topsis", "weighted_product", "weighted_sum"]
