"""What others answered before, line by line, for a questionnaire that is to show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from policymcda.problem import Problem
from policymcda.tables.performance_tables import expanded


def said_by_others(problem: Problem, question: dict[str, Any]) -> list[str]:
    """The answers of each stakeholder to one question, by label; those of all groups where it asks for all."""
    rows = expanded(problem.table(question["kind"]), list(problem.grids))
    if "stakeholder" not in rows:
        return []
    rows = rows[rows["stakeholder"] != ""]
    rows = rows[rows["group"] == question["group"]] if question["group"] else rows
    if not len(rows):
        return []
    makers = {"judgements": _judgements, "swings": _swings, "codings": _codings, "statements": _statements}
    lines = makers[question["kind"]](rows, question)
    return list(dict.fromkeys(f"{name}: {line}" for name, line in lines))


def _judgements(rows: pd.DataFrame, question: dict[str, Any]) -> Iterator[tuple[str, str]]:
    pair = {question["first"], question["second"]}
    for row in rows.itertuples():
        if {row.criterion, row.versus} == pair:
            yield str(row.stakeholder), f"{row.criterion} : {row.versus} = {row.value:g}"


def _swings(rows: pd.DataFrame, question: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, part in rows.groupby(["stakeholder", "group"], sort=False):
        yield str(name[0]), ", ".join(f"{row.criterion} {row.points:g}" for row in part.itertuples())


def _codings(rows: pd.DataFrame, question: dict[str, Any]) -> Iterator[tuple[str, str]]:
    here = rows[(rows["criterion"] == question["criterion"]) & rows["option"].isin(question["options"])]
    for row in here.itertuples():
        yield str(row.stakeholder), f"{row.option} {row.mode:g}"


def _statements(rows: pd.DataFrame, question: dict[str, Any]) -> Iterator[tuple[str, str]]:
    pair = {question["a"]["text"], question["b"]["text"]}
    for row in rows.itertuples():
        if {row.better, row.worse} == pair:
            same = getattr(row, "same", "") in ("true", True)
            yield str(row.stakeholder), f"{row.better} {'=' if same else '>'} {row.worse}"
