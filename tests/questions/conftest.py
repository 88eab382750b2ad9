"""Random problems on which every method can be asked everything."""

from collections.abc import Callable

import numpy as np
import pytest

from policymcda import Problem


@pytest.fixture
def random_problem() -> Callable[..., Problem]:
    """A problem of one group by its seed: positive ratings within a scale of 0.5 to 10, values, weights."""
    return _random_problem


def _random_problem(seed: int, options: int = 5, criteria: int = 3, width: float = 0.0) -> Problem:
    rng = np.random.default_rng(seed)
    names = [f"c{j}" for j in range(criteria)]
    weights = rng.dirichlet(np.ones(criteria))
    directions = ["benefit", *rng.choice(["benefit", "cost"], criteria - 1)]
    mode = np.round(rng.uniform(1, 9, (options, criteria)), 2)
    ratings = [
        {"option": f"o{i}", "criterion": names[j], "low": low, "mode": mode[i, j], "high": high}
        for i in range(options)
        for j in range(criteria)
        for low, high in [(max(0.5, mode[i, j] - width), min(10.0, mode[i, j] + width))]
    ]
    return Problem.from_tables(
        criteria={
            "criterion": names,
            "direction": directions,
            "low": [0.5] * criteria,
            "high": [10.0] * criteria,
            "weight": weights,
        },
        ratings=ratings,
        values=[
            {"criterion": name, "rating": rating, "value": value if direction == "benefit" else 1 - value}
            for name, direction in zip(names, directions, strict=True)
            for rating, value in ((0.5, 0), (5, 0.8), (10, 1))
        ],
    )
