"""The method behind a name: the library's, one that a user described, or one of pymcdm's."""

from __future__ import annotations

from collections.abc import Callable

from policymcda.arrays import Floats
from policymcda.arrays.methods import METHODS, of_kind
from policymcda.arrays.methods.description import REGISTRY, describe
from policymcda.errors import nearest
from policymcda.pymcdm_bridge import PREFIX, from_pymcdm


def method_by_name(name: str) -> Callable[..., Floats]:
    """The method of a name: the library's, a user's that was registered, or pymcdm's."""
    if name.startswith(PREFIX):
        return from_pymcdm(name)
    found = REGISTRY.get(name)
    if found is not None and describe(found).kind != "relation":
        return found
    if found is not None:
        raise ValueError(f"{name} says which option outranks which and gives no scores to rank by: see outranking")
    if name == "group_topsis":
        raise ValueError("group_topsis ranks by the codings of several stakeholders: call group_topsis(problem)")
    known = [*METHODS, *of_kind("interval")]
    raise ValueError(f"no method {name!r} ({nearest(name, known)}); choose from {', '.join(known)}")
