"""Properties of a method, each a function of a method and a case that says what is wrong, or None.

Every change that a property makes follows from the case alone, so a pinned case breaks it always or never.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from policymcda.arrays import Floats, Method
from policymcda.arrays.ranking.ranks import ranks, tolerance
from policymcda.testing.sample_cases import Case

SAME = 1e-12
"""Many weight vectors at once and one by one agree to this share of the largest score."""


def scored(method: Method, case: Case) -> Floats:
    """Scores of a case; a warning is an error, and what is not a finite number for each option too."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scores = np.asarray(method(case.matrix.copy(), case.weights.copy(), case.benefit.copy(), **case.settings))
    if scores.shape != case.matrix.shape[:-1]:
        raise ValueError(f"scores of shape {scores.shape} for a matrix of shape {case.matrix.shape}")
    if not np.all(np.isfinite(scores)):
        raise ValueError(f"scores that are not finite: {scores}")
    return scores


def order_of_options(method: Method, case: Case) -> str | None:
    """Options in another order have the same scores."""
    order = np.roll(np.arange(len(case.matrix))[::-1], 1)
    return _same(scored(method, case)[order], scored(method, case.options(order)))


def order_of_criteria(method: Method, case: Case) -> str | None:
    """Criteria in another order give the same scores."""
    order = np.roll(np.arange(len(case.weights))[::-1], 1)
    return _same(scored(method, case), scored(method, case.criteria(order)))


def units(method: Method, case: Case) -> str | None:
    """A criterion in another unit gives the same ranks."""
    return _same_order(scored(method, case), scored(method, case.in_units(_cycled(case, [0.001, 7, 1024, 0.3]))))


def dominance(method: Method, case: Case) -> str | None:
    """An option that is nowhere worse than another does not score lower."""
    scores = scored(method, case)
    gains = np.where(case.benefit, case.matrix, -case.matrix)
    not_worse = np.all(gains[:, None] >= gains[None], axis=-1)
    wrong = not_worse & (scores[:, None] < scores[None] - tolerance(scores))
    if not wrong.any():
        return None
    better, worse = np.argwhere(wrong)[0]
    return f"option {better} dominates option {worse}, but scores {scores[better]:.6g} to its {scores[worse]:.6g}"


def identical_options(method: Method, case: Case) -> str | None:
    """An option that is given twice has twice the same score."""
    scores = scored(method, case.options(np.append(np.arange(len(case.matrix)), 0)))
    return _same(scores[[0]], scores[[-1]])


def constant_column(method: Method, case: Case) -> str | None:
    """A criterion on which all options are the same changes no rank."""
    before = ranks(scored(method, case))
    for benefit in (True, False):
        matrix, new = np.insert(case.matrix, 0, 0.1, axis=1), case.criteria(np.r_[0, np.arange(len(case.weights))])
        new = replace(new, matrix=matrix, benefit=np.r_[benefit, case.benefit])
        after = ranks(scored(method, new))
        if not np.array_equal(before, after):
            return f"ranks {before} become {after} with a constant {'benefit' if benefit else 'cost'}"
    return None


def all_alike(method: Method, case: Case) -> str | None:
    """Options that cannot be distinguished tie, and have a score."""
    scores = scored(method, case.options(np.zeros(len(case.matrix), dtype=np.int64)))
    return None if np.all(ranks(scores) == 1) else f"scores {scores}"


def one_option(method: Method, case: Case) -> str | None:
    """An option alone has a score."""
    scored(method, case.options(np.array([0])))
    return None


def zero_weight(method: Method, case: Case) -> str | None:
    """Criteria without weight, some or all of them, leave every option with a score."""
    for start in range(len(case.weights)):
        scored(method, replace(case, weights=np.where(np.arange(len(case.weights)) < start, case.weights, 0.0)))
    return None


def extreme_magnitudes(method: Method, case: Case) -> str | None:
    """Columns of 1e300 and of 1e-300 give the same ranks."""
    return _same_order(scored(method, case), scored(method, case.in_units(_cycled(case, [1e300, 1e-300]))))


def monotone_score(method: Method, case: Case) -> str | None:
    """An option that becomes better on one criterion does not score lower."""
    before = scored(method, case)
    for option, criterion, changed in _improvements(case):
        after = scored(method, changed)
        if after[option] < before[option] - max(tolerance(before)[0], tolerance(after)[0]):
            return f"option {option} better on criterion {criterion}: {before[option]:.9g} becomes {after[option]:.9g}"
    return None


def monotone_rank(method: Method, case: Case) -> str | None:
    """An option that becomes better on one criterion does not fall behind an option that it was not behind."""
    before = ranks(scored(method, case))
    for option, criterion, changed in _improvements(case):
        after = ranks(scored(method, changed))
        if after[option] > before[option]:
            return f"option {option} better on criterion {criterion}: rank {before[option]} becomes {after[option]}"
    return None


def many_at_once(method: Method, case: Case) -> str | None:
    """Many weight vectors and matrices at once, in any layout, give the scores of one by one."""
    rng = np.random.default_rng(len(case.matrix))
    weights = rng.dirichlet(np.ones(len(case.weights)), 5)
    matrices = case.matrix * (1 + rng.random((5, 1, 1)) * rng.random((5, *case.matrix.shape)))
    sides = np.moveaxis(np.ascontiguousarray(np.moveaxis(matrices, 0, -1)), -1, 0), np.asfortranarray(weights)
    for some, each in ((matrices, weights), sides, (case.matrix, weights), (matrices, case.weights)):
        together = np.asarray(method(some.copy("K"), each.copy("K"), case.benefit, **case.settings))
        shape = np.broadcast_shapes(some.shape[:-2], each.shape[:-1])
        if together.shape != (*shape, len(case.matrix)):
            return f"scores of shape {together.shape} for a matrix {some.shape} and weights {each.shape}"
        for i in range(5):
            one = replace(case, matrix=some[i] if some.ndim > 2 else some, weights=each[i] if each.ndim > 1 else each)
            wrong = _same(scored(method, one), together[i], SAME)
            if wrong:
                return wrong
    return None


def input_unchanged(method: Method, case: Case) -> str | None:
    """Matrix, weights and directions are as they were."""
    given = case.matrix.copy(), case.weights.copy(), case.benefit.copy()
    method(*given, **case.settings)
    kept = zip(given, (case.matrix, case.weights, case.benefit), strict=True)
    return None if all(np.array_equal(one, other) for one, other in kept) else "an argument was written to"


PROPERTIES: Mapping[str, Callable[[Method, Case], str | None]] = {
    "order of options": order_of_options,
    "order of criteria": order_of_criteria,
    "units": units,
    "dominance": dominance,
    "identical options": identical_options,
    "all alike": all_alike,
    "constant column": constant_column,
    "one option": one_option,
    "zero weight": zero_weight,
    "extreme magnitudes": extreme_magnitudes,
    "monotone score": monotone_score,
    "monotone rank": monotone_rank,
    "many at once": many_at_once,
    "input unchanged": input_unchanged,
}
"""Name to what says what is wrong; the first line of its docstring is the claim."""


def _improvements(case: Case) -> Iterator[tuple[int, int, Case]]:
    """Every cell in turn made a little better, much better, and better than all others, kept positive."""
    for option, criterion in np.ndindex(case.matrix.shape):
        for factor in (1.01, 1.5, 20.0):
            matrix = case.matrix.copy()
            size = abs(matrix[option, criterion]) * (factor - 1)
            up = case.benefit[criterion]
            matrix[option, criterion] = (
                matrix[option, criterion] + size if up else matrix[option, criterion] - size / factor
            )
            yield option, criterion, replace(case, matrix=matrix)


def _cycled(case: Case, factors: list[float]) -> Floats:
    return np.resize(np.array(factors), len(case.weights))


def _same(one: Floats, other: Floats, share: float = 1e-9) -> str | None:
    apart = np.max(np.abs(one - other))
    size = max(np.max(np.abs(one)), np.max(np.abs(other)))
    return None if apart <= share * size else f"scores {one} and {other}"


def _same_order(one: Floats, other: Floats) -> str | None:
    before, after = ranks(one), ranks(other)
    return None if np.array_equal(before, after) else f"ranks {before} become {after}"
