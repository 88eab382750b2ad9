"""Problems around published judgements."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from policymcda import Problem


def rows(matrix: Any, labels: list[str], **more: Any) -> list[dict[str, Any]]:
    """The judgements above and below the diagonal of a matrix as rows of a table; None is no judgement."""
    return [
        {"criterion": one, "versus": other, "value": matrix[i][j], **more}
        for i, one in enumerate(labels)
        for j, other in enumerate(labels)
        if i != j and matrix[i][j] is not None
    ]


def problem_of(labels: list[str], **tables: Any) -> Problem:
    """A problem with these criteria and two options, and any further tables."""
    criteria = tables.pop("criteria", None) or [{"criterion": label, "direction": "benefit"} for label in labels]
    ratings = tables.pop("ratings", None)
    if ratings is None:
        groups = tables.pop("among", [""])
        ratings = [
            {"group": group, "option": option, "criterion": label, "mode": mode}
            for group in groups
            for option, mode in (("tax", 2.0), ("ban", 5.0))
            for label in labels
        ]
    return Problem.from_tables(criteria=criteria, ratings=ratings, **tables)


@pytest.fixture
def problem_of_judgements() -> Callable[..., Problem]:
    """Makes a problem of a comparison matrix, or of several by stakeholder."""

    def make(labels: list[str], matrices: Any, **tables: Any) -> Problem:
        if isinstance(matrices, dict):
            found = [row for name, matrix in matrices.items() for row in rows(matrix, labels, stakeholder=name)]
        else:
            found = rows(matrices, labels)
        return problem_of(labels, judgements=found, **tables)

    return make


@pytest.fixture
def stated() -> Callable[..., Problem]:
    """Makes a problem of criteria and any further tables."""
    return problem_of


@pytest.fixture
def weight() -> Callable[..., Any]:
    """The weights of a result in the order of the labels, of a group or of the only one."""

    def read(found: Any, labels: list[str], **where: str) -> Any:
        table = found.table
        for column, label in where.items():
            table = table[table[column] == label]
        return np.asarray(table.set_index("criterion")["weight"].loc[labels], dtype=float)

    return read


@pytest.fixture
def random_judgements() -> Callable[..., Any]:
    """Comparison matrices around some priorities, the more inconsistent the larger the spread."""

    def make(seed: int, n: int, spread: float) -> Any:
        rng = np.random.default_rng(seed)
        logs = rng.normal(0, 1, n)
        noise = np.triu(rng.normal(0, spread, (n, n)), 1)
        return np.exp(logs[:, None] - logs[None, :] + noise - noise.T)

    return make
