"""The nearest weights at which claims hold, for any method: a search, so an upper bound on the distance.

Draws at which the claims hold are pulled towards the present weights, to the edge. From the nearest of them the linear
program of the scores' tangents is solved again and again, with random tries around the best in between.
"""

from collections.abc import Callable, Sequence

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.sensitivity.claims import Claim, hold
from policymcda.arrays.sensitivity.implied_weights import least_change

Scores = Callable[[Floats], Floats]
"""Scores by weights: ``scores(weights) -> (..., m)``."""

STARTS = 12
"""The nearest draws that are followed."""

FINE = 33
"""Points on a segment at once when its edge is sought, and how often it is made finer."""

TANGENTS = 12
"""Linear programs in a row at most."""

STEP = 1e-6
"""Share of the way to each criterion alone that the differences of a tangent take."""

ROUNDS, TRIES = 14, 256
"""Random searches around the best, and points of each."""


def nearest_by_search(scores: Scores, claims: Sequence[Claim], own: Floats, drawn: Floats, seed: int) -> Floats | None:
    """The nearest weights found at which all claims hold, (n,); None where they hold in none of the draws (k, n)."""

    def holds(weights: Floats) -> Bools:
        return np.asarray(np.all(hold(claims, weights, scores(weights)), axis=1))

    if holds(own[None])[0]:
        return own
    starts = _first_on_the_way(holds, own, drawn)
    if not len(starts):
        return None
    order = np.argsort(_distance(starts, own), kind="stable")[:STARTS]
    ends = [_by_tangents(scores, holds, claims, own, _edge(holds, own, starts[place])) for place in order]
    best = min(ends, key=lambda end: float(_distance(end, own)))
    rng, reach = np.random.default_rng(seed), 0.3
    for _ in range(ROUNDS):
        nearer = _tried(holds, own, best, reach, rng)
        if nearer is None:
            reach /= 2
        else:
            best = _by_tangents(scores, holds, claims, own, _edge(holds, own, nearer))
    return best


def _distance(weights: Floats, own: Floats) -> Floats:
    """Half the sum of absolute changes, (...)."""
    return np.asarray(np.sum(np.abs(weights - own), axis=-1) / 2)


def _first_on_the_way(holds: Callable[[Floats], Bools], own: Floats, drawn: Floats) -> Floats:
    """For each draw the first of some points on the way to it from the present weights at which the claims hold."""
    found, left = list[Floats](), drawn
    for share in np.linspace(0, 1, 17)[1:]:
        points = own + share * (left - own)
        held = holds(points)
        found.append(points[held])
        left = left[~held]
        if not len(left):
            break
    return np.concatenate(found)


def _edge(holds: Callable[[Floats], Bools], own: Floats, inside: Floats) -> Floats:
    """The first point on the way to weights at which the claims hold."""
    before, after = own, inside
    for _ in range(8):
        line = before + np.linspace(0, 1, FINE)[:, None] * (after - before)
        held = holds(line)
        held[0], held[-1] = False, True
        place = int(np.argmax(held))
        before, after = line[place - 1], line[place]
    return after


def _tried(
    holds: Callable[[Floats], Bools], own: Floats, best: Floats, reach: float, rng: np.random.Generator
) -> Floats | None:
    """The nearest of random weights around the best that is nearer than it; None where none is."""
    length = float(_distance(best, own))
    moved = best + reach * length * rng.normal(size=(TRIES, len(own)))
    moved = np.maximum(moved - np.mean(moved - best, axis=1, keepdims=True), 0.0)
    moved /= np.sum(moved, axis=1, keepdims=True)
    moved = moved[_distance(moved, own) < (1 - 1e-9) * length]
    moved = moved[holds(moved)] if len(moved) else moved
    return moved[int(np.argmin(_distance(moved, own)))] if len(moved) else None


def _by_tangents(
    scores: Scores, holds: Callable[[Floats], Bools], claims: Sequence[Claim], own: Floats, best: Floats
) -> Floats:
    """Nearer weights by the linear program of the tangents, as long as it helps."""
    for _ in range(TANGENTS):
        sides, room_for = _tangents(scores, claims, best)
        size = np.max(np.abs(sides), axis=1, initial=0.0)
        kept = size > 0
        found = least_change(sides[kept] / size[kept, None], room_for[kept] / size[kept], own)
        if found is None:
            return best
        spans = np.array([1.0, 1 + 1e-7, 1 + 1e-6, 1 + 1e-5, 1 + 1e-4, 1 + 1e-3, 1.01])[:, None]
        tried = np.concatenate([own + spans * (found - own), best + np.array([[0.9], [0.5], [0.1]]) * (found - best)])
        tried = np.maximum(tried, 0.0)
        tried /= np.sum(tried, axis=1, keepdims=True)
        tried = tried[holds(tried)]
        if not len(tried):
            return best
        nearer = _edge(holds, own, tried[int(np.argmin(_distance(tried, own)))])
        if _distance(nearer, own) > (1 - 1e-9) * _distance(best, own):
            return best
        best = nearer
    return best


def _tangents(scores: Scores, claims: Sequence[Claim], at: Floats) -> tuple[Floats, Floats]:
    """What keeps every option on the side of the others that it is on, to first order: ``sides @ w <= room``."""
    ends = scores(np.concatenate([at + STEP * (np.eye(len(at)) - at), at[None]]))
    slope, here = (ends[:-1] - ends[-1]).T / STEP, ends[-1]  # of a step towards each criterion, (m, n)
    sides, room_for = [np.zeros((0, len(at)))], [np.zeros(0)]
    for claim in claims:
        better = claim.better(at[None], ends[-1:])[0]
        kept = ~better if claim.within else better
        sign = 1.0 if claim.within else -1.0
        if claim.lines is not None:
            sides.append(sign * claim.lines[kept])
            room_for.append(np.zeros(np.count_nonzero(kept)))
        else:
            others = claim.against[kept]
            sides.append(sign * (slope[others] - slope[claim.option]))
            room_for.append(-sign * (here[others] - here[claim.option]))
    return np.concatenate(sides), np.concatenate(room_for)
