"""Scoring methods, a function each: ``method(matrix, weights, benefit, **settings) -> scores``, more is better.

A method is one file here and its name in `METHODS`; that adds it to every question, the command line and the tests.
"""

from collections.abc import Callable, Mapping

import numpy as np

from policymcda.arrays import Bools, Floats, Method
from policymcda.arrays.methods.additive_value import additive_value
from policymcda.arrays.methods.ahp import ahp, ahp_ideal
from policymcda.arrays.methods.aras import aras
from policymcda.arrays.methods.cocoso import cocoso
from policymcda.arrays.methods.codas import codas
from policymcda.arrays.methods.copras import copras
from policymcda.arrays.methods.edas import edas
from policymcda.arrays.methods.electre_i import electre_i
from policymcda.arrays.methods.electre_iii import electre_iii
from policymcda.arrays.methods.fuzzy_topsis import fuzzy_topsis
from policymcda.arrays.methods.group_topsis import group_topsis
from policymcda.arrays.methods.interval_topsis import interval_topsis, interval_topsis_2009
from policymcda.arrays.methods.mabac import mabac
from policymcda.arrays.methods.mairca import mairca
from policymcda.arrays.methods.marcos import marcos
from policymcda.arrays.methods.moora import moora
from policymcda.arrays.methods.promethee import promethee_i, promethee_ii
from policymcda.arrays.methods.spotis import spotis
from policymcda.arrays.methods.topsis import modified_topsis, topsis
from policymcda.arrays.methods.vikor import vikor
from policymcda.arrays.methods.waspas import waspas
from policymcda.arrays.methods.weighted_product import weighted_product
from policymcda.arrays.methods.weighted_sum import weighted_sum

METHODS: Mapping[str, Method] = {
    "topsis": topsis,
    "modified_topsis": modified_topsis,
    "weighted_sum": weighted_sum,
    "weighted_product": weighted_product,
    "waspas": waspas,
    "vikor": vikor,
    "promethee_ii": promethee_ii,
    "electre_iii": electre_iii,
    "edas": edas,
    "copras": copras,
    "mabac": mabac,
    "codas": codas,
    "aras": aras,
    "marcos": marcos,
    "mairca": mairca,
    "moora": moora,
    "cocoso": cocoso,
    "spotis": spotis,
    "additive_value": additive_value,
    "ahp": ahp,
    "ahp_ideal": ahp_ideal,
}
"""Name to function: more is better."""

LINEAR: Mapping[str, Callable[[Floats], Floats]] = {
    "weighted_sum": np.positive,
    "weighted_product": np.log,
    "promethee_ii": np.positive,
    "mabac": np.positive,
    "mairca": np.positive,
    "moora": np.positive,
    "spotis": np.positive,
    "additive_value": np.positive,
    "ahp": np.positive,
    "ahp_ideal": np.positive,
}
"""Methods linear in weights that sum to 1, with the function of the score that is: f(S(w)) = sum of w_j f(S(e_j))."""

DOMAIN: Mapping[str, str] = {
    "weighted_product": "positive",
    "waspas": "positive",
    "codas": "positive",
    "aras": "positive",
    "marcos": "positive",
    "ahp": "positive",
    "ahp_ideal": "positive",
    "fuzzy_topsis": "positive",
    "edas": "non-negative",
    "copras": "non-negative",
}
"""What the ratings must be, "positive" or "non-negative", where not every finite number will do."""

RELATIONS: Mapping[str, Callable[..., Bools]] = {"electre_i": electre_i, "promethee_i": promethee_i}
"""Name to function: whether the row is at least as good as the column, (..., m, m)."""

INTERVAL_METHODS: Mapping[str, Callable[..., Floats]] = {
    "fuzzy_topsis": fuzzy_topsis,
    "interval_topsis": interval_topsis,
    "interval_topsis_2009": interval_topsis_2009,
}
"""Name to function of ``(low, mode, high, weights, benefit, **settings)``: the uncertain cells are used directly."""

__all__ = [
    "DOMAIN",
    "INTERVAL_METHODS",
    "LINEAR",
    "METHODS",
    "RELATIONS",
    "additive_value",
    "ahp",
    "ahp_ideal",
    "aras",
    "cocoso",
    "codas",
    "copras",
    "edas",
    "electre_i",
    "electre_iii",
    "fuzzy_topsis",
    "group_topsis",
    "interval_topsis",
    "interval_topsis_2009",
    "mabac",
    "mairca",
    "marcos",
    "modified_topsis",
    "moora",
    "promethee_i",
    "promethee_ii",
    "spotis",
    "topsis",
    "vikor",
    "waspas",
    "weighted_product",
    "weighted_sum",
]
