"""How many answers settle the first option of a group, by chosen questions and by random ones.

Judges are simulated: each has weights of their own, uniform on the simplex, values the options of the shipped case by the
anchored weighted sum at the modes, and answers truly. A judge is asked until one option is first in 95% of the weights
that agree with the answers. Weights are draws that agree, drawn anew when fewer than 500 are left.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks import Row
from policymcda import load
from policymcda.anchoring import anchored
from policymcda.arrays import Floats
from policymcda.arrays.choice.next_question import counts_by_answer, expected_entropy, first_options
from policymcda.arrays.sampling.constrained import constrained
from policymcda.arrays.sampling.weight_spaces import Anything, Constraints
from policymcda.arrays.smaa.tasks import unit_scores
from policymcda.questions.next_question import HELPS, Candidates, candidates

JUDGES, TARGET, FEW = 60, 0.95, 500


@dataclass(frozen=True)
class Asked:
    """A group and the questions that may be asked of it."""

    values: Floats
    candidates: Candidates


def rows() -> list[Row]:
    """Mean answers in each group, questions chosen and random, with comparisons of options and without."""
    problem = load("cyber-policy")
    value = anchored(problem)[0]
    found = []
    for options in (True, False):
        for group, labels, matrix in problem.matrices():
            values = unit_scores(value, matrix, problem.benefit)
            shares = np.ones(len(labels))
            asked = Asked(values, candidates(problem, value, labels, values, shares, options=options))
            chosen, random = ([answers(asked, judge, choose) for judge in range(JUDGES)] for choose in (True, False))
            ratio = float(np.mean(random) / np.mean(chosen))
            what = f"{group}: answers until .95, {'options and trade-offs' if options else 'trade-offs alone'}"
            spread = f"at most {max(chosen)}, random {max(random)}"
            found.append(
                {
                    "what": what,
                    "ours": f"{np.mean(chosen):.2f}",
                    "peer": f"{np.mean(random):.2f}",
                    "ratio": ratio,
                    "spread": spread,
                }
            )
    return found


def answers(asked: Asked, judge: int, choose: bool) -> int:
    """How many answers it takes until one option is first in the target share of the weights that agree."""
    order = np.random.default_rng([judge, 1]).permutation(len(asked.candidates.rows))
    truth = np.random.default_rng([judge, 7]).dirichlet(np.ones(asked.values.shape[1]))
    stated = np.zeros((0, len(truth)))
    weights = Anything(len(truth)).draw(judge, 0)
    for count, place in enumerate(order):
        first = first_options(asked.values, weights)
        if np.max(np.bincount(first)) >= TARGET * len(first):
            return count
        row = best(asked, weights, first) if choose else asked.candidates.rows[place]
        if row is None:
            return count
        sign = 1.0 if row @ truth >= 0 else -1.0
        stated = np.vstack([stated, sign * row])
        weights = weights[weights @ (sign * row) >= 0]
        if len(weights) < FEW:
            weights = drawn_anew(stated, judge)
    return len(order)


def best(asked: Asked, weights: Floats, first: np.ndarray) -> Floats | None:
    """The question that says most, None where none helps."""
    counts = counts_by_answer(asked.candidates.rows, weights, first, len(asked.values))
    after = expected_entropy(counts)
    place, before = int(np.argmin(after)), float(expected_entropy(counts[:1].sum(axis=1, keepdims=True))[0])
    return asked.candidates.rows[place] if before - after[place] > HELPS else None


def drawn_anew(stated: Floats, seed: int) -> Floats:
    """Weights that agree with what was stated."""
    none = np.zeros((0, stated.shape[1]))
    space = constrained(Constraints(-stated, np.zeros(len(stated)), none, np.zeros(0)))
    if space is None:
        raise ValueError("true answers do not contradict each other")
    return np.atleast_2d(space.draw(seed, 0))
