"""What a reader of simulated results must know, and what is worth a warning."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from policymcda.arrays.sampling.hit_and_run import Walk
from policymcda.arrays.sampling.weight_spaces import Sampler
from policymcda.arrays.smaa.tallies import Tally
from policymcda.arrays.smaa.tasks import Task
from policymcda.results import Note
from policymcda.simulation.confidence import certain
from policymcda.simulation.result_tables import HITS, enough


def of_task(group: str, task: Task) -> Iterator[Note]:
    """What is the same in every draw, and own draws."""
    if isinstance(task.ratings, np.ndarray) and task.ratings.ndim == 3:
        yield "own_draws", group, f"{len(task.ratings):,} draws of the ratings are used in turn; errors are given these"
    if certain(task) and task.space.draw(0, 0).ndim == 1:
        yield "nothing_drawn", group, "weights and ratings are both fixed: every draw is the same"


def of_tally(group: str, total: Tally, task: Task) -> Iterator[Note]:
    """Central weights that rest on few draws, and what the draws of a walk are worth."""
    first = total.sums["ranks"][:, 0]
    few = int(np.count_nonzero((first > 0) & ~enough(total, worth(task.space))))
    if few:
        whose = f"central weights of {few} option{'s' if few > 1 else ''}"
        text = f"{whose} rest on fewer than {HITS} draws: they and the confidence factor have no error and no interval"
        yield "few_hits", group, text
    if isinstance(task.space, Walk):
        draws = total.nets * total.length
        effective = worth(task.space) * draws
        text = f"weights by hit-and-run: {draws:,} draws are worth {effective:,.0f} independent ones"
        yield "effective_sample", group, text


def worth(space: Sampler) -> float:
    """Independent draws that a draw of the weights is worth."""
    return space.worth if isinstance(space, Walk) else 1.0
