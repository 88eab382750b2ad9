"""A small problem to ask about, and answers to it."""

from collections.abc import Callable
from typing import Any

import pytest

from policymcda import Problem
from policymcda.asking.shown import seen, shown


@pytest.fixture(scope="session")
def ports() -> Problem:
    """Three criteria, one of them a cost, two groups, three options, and judgements of a panel."""
    criteria = [
        {"criterion": "jobs", "direction": "benefit", "low": 0, "high": 900, "unit": "jobs", "definition": "New work"},
        {"criterion": "cost", "direction": "cost", "low": 5, "high": 20, "anchor_5": "cheap", "anchor_20": "dear"},
        {"criterion": "noise", "direction": "cost", "low": 0, "high": 10},
    ]
    rows = {"tax": (100, 9, 2), "ban": (700, 14, 8), "dredge": (400, 18, 5)}
    ratings = [
        {"group": group, "option": option, "criterion": one["criterion"], "mode": value}
        for group in ("north", "south")
        for option, values in rows.items()
        for one, value in zip(criteria, values, strict=True)
    ]
    judgements = [
        {"stakeholder": "panel", "criterion": "jobs", "versus": "cost", "value": 2},
        {"stakeholder": "panel", "criterion": "cost", "versus": "noise", "value": 2},
    ]
    return Problem.from_tables(case={"name": "ports"}, criteria=criteria, ratings=ratings, judgements=judgements)


@pytest.fixture(scope="session")
def answered(ports: Problem) -> Callable[..., dict[str, Any]]:
    """An answer file as a dict: comparisons of the three criteria, or other tables."""

    def run(name: str = "Office 3", **changes: Any) -> dict[str, Any]:
        pairs = [("jobs", "cost", 3), ("cost", "noise", 2), ("jobs", "noise", 5)]
        rows = [{"group": "", "criterion": one, "versus": other, "value": value} for one, other, value in pairs]
        answer = {
            "format": "policymcda-answers/1",
            "shown": shown(ports, []),
            "case": "ports",
            "stakeholder": name,
            "id": f"id of {name}",
            "finished": True,
            "saved": "2026-05-01T09:30:00.000Z",
            "tables": {"judgements": rows},
            "skipped": [],
            "comment": "",
            "seen": seen(ports, []),
        }
        return {**answer, **changes}

    return run
