"""The kit that proves a method, ours or your own: ``check_method(method)``.

>>> from policymcda.arrays.methods import moora
>>> proof = check_method(moora, trials=20, show=False)
>>> proof.holds("dominance"), proof.holds("units")
(True, True)
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats, Method
from policymcda.testing.corpus import pinned_cases
from policymcda.testing.exceptions import EXCEPTIONS, exceptions_table
from policymcda.testing.properties import PROPERTIES
from policymcda.testing.sample_cases import Case, random_cases

__all__ = ["EXCEPTIONS", "PROPERTIES", "Case", "Proof", "Verdict", "check_method", "exceptions_table"]

Settings = Callable[[Floats, Bools], Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Verdict:
    """Whether a property held on every case, and a case where it did not."""

    name: str
    claim: str
    cases: int
    failures: int
    reason: str
    example: Case | None

    @property
    def holds(self) -> bool:
        """No case broke it."""
        return self.failures == 0


@dataclass(frozen=True, eq=False)
class Proof:
    """The verdicts on one method; prints as a table."""

    method: str
    verdicts: Mapping[str, Verdict]

    def holds(self, name: str) -> bool:
        """Whether one property held."""
        return self.verdicts[name].holds

    @property
    def broken(self) -> list[str]:
        """The properties that did not hold."""
        return [name for name, verdict in self.verdicts.items() if not verdict.holds]

    def __str__(self) -> str:
        lines = [f"{self.method}: {len(self.verdicts) - len(self.broken)} of {len(self.verdicts)} properties hold"]
        for name, verdict in self.verdicts.items():
            state = "holds" if verdict.holds else f"broken in {verdict.failures} of {verdict.cases}: {verdict.reason}"
            lines.append(f"  {name:<20} {state}")
        return "\n".join(lines)


def check_method(
    method: Method,
    *,
    settings: Settings | None = None,
    properties: Mapping[str, Callable[[Method, Case], str | None]] = PROPERTIES,
    trials: int = 60,
    seed: int = 0,
    show: bool = True,
) -> Proof:
    """A verdict on every property, from the pinned cases and from random ones; printed unless asked not to.

    Parameters
    ----------
    method : callable
        ``method(matrix, weights, benefit, **settings) -> scores``, more is better. All matrices are positive.
    settings : callable, optional
        What it takes beside: ``settings(matrix, benefit)`` gives arrays (or sequences) with one entry a criterion. Those
        named like columns of the criteria table (low, high, indifference, ...) change with the unit. Where nothing is
        given, required `low` and `high` are an eighth and eight times the least and the largest value.
    trials : int
        Random cases beside the pinned ones.
    """
    fill = settings or _ends_if_required(method)
    cases = [replace(case, settings=fill(case.matrix, case.benefit)) for case in _all_cases(seed, trials)]
    verdicts = {name: _verdict(name, holds, method, cases) for name, holds in properties.items()}
    proof = Proof(getattr(method, "__name__", str(method)), verdicts)
    if show:
        print(proof)
    return proof


def _all_cases(seed: int, trials: int) -> Iterator[Case]:
    yield from pinned_cases()
    yield from random_cases(seed, trials)


def _verdict(name: str, holds: Callable[[Method, Case], str | None], method: Method, cases: list[Case]) -> Verdict:
    wrong: list[tuple[str, Case]] = []
    for case in cases:
        try:
            reason = holds(method, case)
        except Exception as error:  # noqa: BLE001 whatever a user's method raises is its verdict
            reason = f"{type(error).__name__}: {error}"
        if reason:
            wrong.append((reason, case))
    reason, example = wrong[0] if wrong else ("", None)
    claim = (inspect.getdoc(holds) or "").partition("\n")[0]
    return Verdict(name, claim, len(cases), len(wrong), reason, example)


def _ends_if_required(method: Method) -> Settings:
    required = [
        name
        for name, parameter in inspect.signature(method).parameters.items()
        if name in ("low", "high") and parameter.default is parameter.empty
    ]

    def ends(matrix: Floats, benefit: Bools) -> Mapping[str, Any]:
        both = {"low": np.min(matrix, axis=0) / 8, "high": np.max(matrix, axis=0) * 8}
        return {name: both[name] for name in required}

    return ends
