"""How often each option is first: of SMAA that alone, where nothing else is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np

from policymcda.arrays.smaa import estimates
from policymcda.arrays.smaa.tasks import Task, add_up_firsts
from policymcda.model import PreferenceModel
from policymcda.simulation import notes
from policymcda.simulation.group_runs import Meter, Plan, tallies
from policymcda.simulation.samples import drawn_values

Shares = dict[str, tuple[float, ...]]
"""By option how often it is first, with error and the ends of the interval."""


def first_shares(model: PreferenceModel, ratings: Any, seed: int, plan: Plan) -> dict[str, Shares]:
    """For each group how often each option is first over its space of weights and its ratings, as `smaa` has it."""
    drawn = drawn_values(model, ratings)
    tasks = {
        group: Task(model.method, drawn[group], part.benefit, model.spaces[group], seed, pairwise=False)
        for group, part in model.groups.items()
    }
    meter = Meter(plan.progress, dict.fromkeys(tasks, plan.end))
    found = {}
    for group, total in tallies(tasks, plan, meter, add_up_firsts).items():
        first = estimates.share(total, "first", notes.worth(tasks[group].space))
        rows = np.array([first.value, first.error, first.low, first.high]).T.tolist()
        found[group] = dict(zip(model.groups[group].options.tolist(), map(tuple, rows), strict=True))
    return found
