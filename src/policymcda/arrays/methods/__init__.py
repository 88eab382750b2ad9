"""Scoring methods, a function each: ``method(matrix, weights, benefit, **settings) -> scores``, more is better.

A method is one file here, in which it describes itself by `@method(...)`; every file of this folder is found. That adds
it to every question, the command line and the tests. The names imported here are for readers and type checkers.
"""

import pkgutil
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from policymcda.arrays import Method
from policymcda.arrays.methods.additive_value import additive_value
from policymcda.arrays.methods.ahp import ahp, ahp_ideal
from policymcda.arrays.methods.aras import aras
from policymcda.arrays.methods.cocoso import cocoso
from policymcda.arrays.methods.codas import codas
from policymcda.arrays.methods.copras import copras
from policymcda.arrays.methods.description import REGISTRY, describe, identity, method
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

for _file in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_file.name}")


_FIRST = ("topsis", "modified_topsis", "weighted_sum", "weighted_product", "waspas", "vikor", "promethee_ii")
"""What most readers look for, listed before the rest."""


def of_kind(kind: str) -> Mapping[str, Callable[..., Any]]:
    """The library's methods of a kind (score, interval or relation), by name."""
    names = [name for name, own in REGISTRY.items() if describe(own).kind == kind and describe(own).shipped]
    names.sort(key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    return MappingProxyType({name: REGISTRY[name] for name in names})


METHODS: Mapping[str, Method] = of_kind("score")
"""Name to function of ``(matrix, weights, benefit, **settings)``: more is better."""

__all__ = [
    "METHODS",
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
    "identity",
    "interval_topsis",
    "interval_topsis_2009",
    "mabac",
    "mairca",
    "marcos",
    "method",
    "modified_topsis",
    "moora",
    "of_kind",
    "promethee_i",
    "promethee_ii",
    "spotis",
    "topsis",
    "vikor",
    "waspas",
    "weighted_product",
    "weighted_sum",
]
