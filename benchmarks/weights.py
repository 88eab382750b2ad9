"""Priorities and consistency ratios of 2,000 matrices of 9 criteria: one call on arrays against pymcdm's AHP for each.

40 stakeholders judge for 50 groups, on Saaty's scale (pymcdm takes no other values): once as people who know what they
want, but not exactly, and once at random, the hardest there is. Both sides run by turns in the same process.
"""

from collections.abc import Callable
from statistics import median, quantiles
from time import perf_counter

import numpy as np
from pymcdm.weights.subjective import AHP

from policymcda.arrays import Floats
from policymcda.arrays.weights.pairwise import consistency_ratio, eigenvector

CRITERIA, STAKEHOLDERS, GROUPS = 9, 40, 50
SCALE = np.concatenate([1.0 / np.arange(9, 1, -1), np.arange(1.0, 10.0)])
TURNS = 7


def rows() -> list[dict[str, object]]:
    """Median seconds of both, their ratio, and the quartiles of the ratio over the turns."""
    return [_row(what, matrices) for what, matrices in (("people", _people()), ("random", _random()))]


def _row(what: str, matrices: Floats) -> dict[str, object]:
    """One line: times of both on the same matrices, which give the same priorities."""
    ours, peer = _ours(matrices), _peer(matrices.reshape(-1, CRITERIA, CRITERIA))
    np.testing.assert_allclose(ours[0].reshape(peer[0].shape), peer[0], atol=1e-9)
    times = [
        (_seconds(_ours, matrices), _seconds(_peer, matrices.reshape(-1, CRITERIA, CRITERIA))) for _ in range(TURNS)
    ]
    ratios = [theirs / mine for mine, theirs in times]
    low, _, high = quantiles(ratios, n=4)
    return {
        "what": f"{STAKEHOLDERS * GROUPS} AHP matrices of {CRITERIA} criteria, {what}",
        "ours": median(mine for mine, _ in times),
        "peer": median(theirs for _, theirs in times),
        "ratio": median(ratios),
        "spread": f"{low:.0f} to {high:.0f}",
    }


def _ours(matrices: Floats) -> tuple[Floats, Floats]:
    """Priorities and consistency ratios in one call each."""
    weights, eigenvalues = eigenvector(matrices)
    return weights, consistency_ratio(eigenvalues, CRITERIA)


def _peer(matrices: Floats) -> tuple[Floats, Floats]:
    """The same from pymcdm, a matrix at a time."""
    models = [AHP(matrix=matrix) for matrix in matrices]
    return np.array([model() for model in models]), np.array([model.get_cr() for model in models])


def _seconds(run: Callable[[Floats], object], matrices: Floats) -> float:
    """How long one run takes."""
    start = perf_counter()
    run(matrices)
    return perf_counter() - start


def _people() -> Floats:
    """Judgements that are somebody's ratios, off by half in the logarithm, on the scale: a mean ratio of about 0.08."""
    rng = np.random.default_rng(0)
    above, below = np.triu_indices(CRITERIA, 1)
    weights = rng.dirichlet(np.full(CRITERIA, 2.0), (GROUPS, STAKEHOLDERS))
    values = weights[..., above] / weights[..., below] * np.exp(rng.normal(0, 0.5, (GROUPS, STAKEHOLDERS, above.size)))
    return _judged(SCALE[np.argmin(np.abs(np.log(values)[..., None] - np.log(SCALE)), axis=-1)])


def _random() -> Floats:
    """Every judgement drawn from the scale: a mean ratio of about 1."""
    return _judged(np.random.default_rng(1).choice(SCALE, (GROUPS, STAKEHOLDERS, CRITERIA * (CRITERIA - 1) // 2)))


def _judged(values: Floats) -> Floats:
    """Matrices from their judgements above the diagonal."""
    matrices = np.ones((*values.shape[:-1], CRITERIA, CRITERIA))
    above, below = np.triu_indices(CRITERIA, 1)
    matrices[..., above, below], matrices[..., below, above] = values, 1.0 / values
    return matrices


if __name__ == "__main__":
    for row in rows():
        print(row)
