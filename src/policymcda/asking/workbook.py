"""The questionnaire as a workbook: a sheet for each kind of question, with drop-downs, and sheets that explain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from policymcda.problem import Problem
from policymcda.tables import writing

CELL = 30_000
"""Characters that a cell of a workbook can hold, with room to spare."""

SIDES = ("A", "B", "same")
"""What stands in the drop-down of a comparison."""

REASONS = {"unknown": "I don't know", "skipped": "skip"}
"""Why a question is left out, and what stands in its drop-down."""

SCALE = " to "
"""What stands between the ends of a scale."""

LEFT_OUT = ("not_answered", "comment")
"""The last columns of every sheet of questions."""

Row = dict[str, Any]


def write(path: Path, problem: Problem, data: Mapping[str, Any]) -> Path:
    """The workbook in a file, whole or not at all.

    Raises
    ------
    ValueError
        When there is a folder of that name.
    """
    if path.is_dir():
        raise ValueError(f"{path} is a folder; name a file, such as {path / 'questions.xlsx'}")
    seen = json.dumps(data["seen"], ensure_ascii=False)
    head = {
        "stakeholder": "",
        "id": "",
        "comment": "",
        "format": data["format"],
        "case": data["case"],
        "shown": data["shown"],
    }
    if len(seen) < CELL:
        head["seen"] = seen
    sheets = {"read me": pd.DataFrame({"read me": list(_guide(data))}, dtype=object)}
    for kind in data["kinds"]:
        rows = [
            row for question in data["questions"] if question["kind"] == kind for row in SHEETS[kind](question, data)
        ]
        sheets[kind] = pd.DataFrame(rows, dtype=object)
    sheets |= {"about criteria": _criteria(data), "about options": _words(data["options"], "option")}
    sheets["about groups"] = _words({one["id"]: one for one in data["groups"] if one["id"]}, "group")
    sheets = {name: sheet for name, sheet in sheets.items() if len(sheet)}

    def finish(_: Any, made: Mapping[str, Any]) -> None:
        made["read me"].set_column(0, 0, 100)
        made["case"].set_column(1, 1, 60)
        for kind in data["kinds"]:
            _drop_downs(made[kind], kind, sheets[kind])

    writing.workbook(path, head, sheets, finish)
    return path


def _guide(data: Mapping[str, Any]) -> Iterator[str]:
    """What to do, in the words of the page."""
    texts = data["texts"]
    yield "Sheet case: stakeholder is your name or a pseudonym; id is a word that only you would choose, which tells a"
    yield "later version of your answers from those of somebody else of the same name; comment is for anything else."
    yield texts["who_sees"]
    if "judgements" in data["kinds"]:
        yield f"Sheet judgements: {texts['judgements_heading']} Choose A, B or same in more_important, and 2 to 9 in how_much:"
        yield from (f"{step}: {texts[f'step_{step}']}" for step in range(1, 10))
    if "swings" in data["kinds"]:
        yield f"Sheet swings: {texts['swings_intro']}"
    if "codings" in data["kinds"]:
        yield f"Sheet codings: {texts['codings_intro']}"
    if "statements" in data["kinds"]:
        yield f"Sheet statements: {texts['statements_heading']} {texts['statements_intro']} sure is a number from 0 to 1."
    yield "Leave blank what you skip, or say why in not_answered. Do not change the other columns."


def _judgements(question: Row, data: Mapping[str, Any]) -> Iterator[Row]:
    first, second = question["first"], question["second"]
    yield {
        "group": question["group"],
        "criterion": first,
        "versus": second,
        "A": data["criteria"][first]["name"],
        "B": data["criteria"][second]["name"],
        **dict.fromkeys(("more_important", "how_much", *LEFT_OUT), ""),
    }


def _swings(question: Row, data: Mapping[str, Any]) -> Iterator[Row]:
    for criterion in question["criteria"]:
        one = data["criteria"][criterion]
        low, high = one["range"]
        worse, better = (low, high) if one["benefit"] else (high, low)
        yield {
            "group": question["group"],
            "criterion": criterion,
            "name": one["name"],
            "worse": worse,
            "better": better,
            "unit": one["unit"],
            "low": low,
            "high": high,
            **dict.fromkeys(("points", *LEFT_OUT), ""),
        }


def _codings(question: Row, data: Mapping[str, Any]) -> Iterator[Row]:
    one = data["criteria"][question["criterion"]]
    scale = SCALE.join("" if end is None else f"{end}" for end in (one["low"], one["high"]))
    for option in question["options"]:
        yield {
            "group": question["group"],
            "option": option,
            "criterion": question["criterion"],
            "option_name": data["options"][option]["name"],
            "criterion_name": one["name"],
            "scale": scale,
            **dict.fromkeys(("low", "mode", "high", *LEFT_OUT), ""),
        }


def _statements(question: Row, data: Mapping[str, Any]) -> Iterator[Row]:
    yield {
        "group": question["group"],
        "a": question["a"]["text"],
        "b": question["b"]["text"],
        **dict.fromkeys(("prefer", "sure", *LEFT_OUT), ""),
    }


SHEETS: dict[str, Callable[[Row, Mapping[str, Any]], Iterator[Row]]] = {
    "judgements": _judgements,
    "swings": _swings,
    "codings": _codings,
    "statements": _statements,
}
"""Kind of question, and what gives its rows."""


def _drop_downs(sheet: Any, kind: str, table: pd.DataFrame) -> None:
    """Lists and limits for the cells that are filled in."""
    rules: dict[str, dict[str, Any]] = {
        "more_important": {"validate": "list", "source": list(SIDES)},
        "prefer": {"validate": "list", "source": list(SIDES)},
        "how_much": {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 9},
        "points": {"validate": "decimal", "criteria": ">=", "value": 0},
        "sure": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
        "not_answered": {"validate": "list", "source": list(REASONS.values())},
    }
    for place, column in enumerate(table.columns):
        if column in rules:
            sheet.data_validation(1, place, len(table), place, {"ignore_blank": True, **rules[column]})


def _criteria(data: Mapping[str, Any]) -> pd.DataFrame:
    """What the criteria mean, with their anchors."""
    rows = []
    for label, one in data["criteria"].items():
        better = "" if one["benefit"] is None else "more is better" if one["benefit"] else "less is better"
        row = {
            "criterion": label,
            **{key: one[key] for key in ("name", "definition", "unit", "low", "high")},
            "direction": better,
        }
        rows.append(row | {f"anchor_{value}": words for value, words in one["anchors"]})
    frame = pd.DataFrame(rows, dtype=object)
    return frame.where(frame.notna(), "")


def _words(labelled: Mapping[str, Mapping[str, str]], label: str) -> pd.DataFrame:
    """Names and descriptions by label."""
    rows = [{label: key, "name": one["name"], "text": one["text"]} for key, one in labelled.items()]
    return pd.DataFrame(rows, columns=[label, "name", "text"], dtype=object)
