"""Answers in a workbook: the sheets that `ask` wrote, filled in."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from policymcda.asking.questions import KINDS
from policymcda.asking.workbook import REASONS, SCALE
from policymcda.errors import Fault
from policymcda.tables import reading, sheets

Row = dict[str, str]
RowAnswer = dict[str, Any] | Fault | None
"""A row of a table; or what is wrong with it; or nothing, where it was left blank."""

NO_ID = "(workbook)"
"""The id of a workbook in which nobody wrote one."""

_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>([^<]+)<")


def read(path: Path) -> tuple[dict[str, Any], list[Fault]]:
    """The answers of a workbook as an answer file has them, and the faults of its rows.

    Raises
    ------
    ValueError
        When it cannot be read, or is no questionnaire.
    """
    pages = _sheets(path)
    head = {row.get("key", ""): row.get("value", "") for _, row in pages.get("case", [])}
    if "format" not in head:
        raise ValueError("it is no questionnaire: the sheet case has no format")
    faults, skipped = list[Fault](), list[dict[str, str]]()
    tables: dict[str, list[dict[str, Any]]] = {}
    for kind in (kind for kind in KINDS if kind in pages):
        tables[kind] = []
        for number, row in pages[kind]:
            answer = _answer(kind, row, path.name, number, skipped)
            if isinstance(answer, Fault):
                faults.append(answer)
            elif answer is not None:
                tables[kind].append(answer)
    answered = all(tables.values()) and sum(map(len, tables.values())) + len(skipped) == sum(
        len(pages[k]) for k in tables
    )
    seen = head.pop("seen", "")
    return {
        **head,
        "id": head.get("id") or NO_ID,
        "finished": answered,
        "saved": _saved(path),
        "tables": tables,
        "skipped": skipped,
        "seen": _json(seen),
    }, faults


def _answer(kind: str, row: Row, source: str, number: int, skipped: list[dict[str, str]]) -> RowAnswer:
    """What a row says; a reason why it is left out goes into `skipped`."""
    answer, comment = ANSWERS[kind](row), row.get("comment", "")
    if isinstance(answer, Fault):
        return Fault(source, f"{kind} {number}", answer.column, answer.value, answer.rule, answer.hint)
    reason = row.get("not_answered", "")
    unknown = kind == "codings" and answer is not None and answer.get("evidence") == "none"
    if reason and answer is not None and not unknown:
        rule = "has an answer all the same"
        return Fault(source, f"{kind} {number}", "not_answered", reason, rule, "clear one of the two")
    if answer is not None:
        return {**answer, **({"rationale": comment} if comment else {})}
    if reason or comment:
        known = {words: name for name, words in REASONS.items()}
        skipped.append(
            {
                "question": f"{kind} {number}",
                "kind": kind,
                "reason": known.get(reason, reason or "open"),
                "comment": comment,
            }
        )
    return None


def _judgement(row: Row) -> RowAnswer:
    side, step = row.get("more_important", ""), row.get("how_much", "")
    if not side and not step:
        return None
    if side not in ("A", "B", "same"):
        return Fault("", column="more_important", value=side, rule="is none of A, B, same")
    if side == "same":
        fits = step in ("", "1")
        return (
            _compared(row, "1")
            if fits
            else Fault("", column="how_much", value=step, rule="is not 1, and both are the same")
        )
    if not step:
        return Fault("", column="how_much", rule="is blank", hint="write 2 to 9: how much more important it is")
    return _compared(row if side == "A" else {**row, "criterion": row["versus"], "versus": row["criterion"]}, step)


def _compared(row: Row, value: str) -> dict[str, Any]:
    return {"group": row.get("group", ""), "criterion": row["criterion"], "versus": row["versus"], "value": value}


def _swing(row: Row) -> RowAnswer:
    cells = {name: row.get(name, "") for name in ("group", "criterion", "points", "low", "high")}
    return cells if cells["points"] else None


def _coding(row: Row) -> RowAnswer:
    """A rating; one that nobody knows spans its scale, where it has one."""
    cells = {name: row.get(name, "") for name in ("group", "option", "criterion", "low", "mode", "high")}
    if any(cells[name] for name in ("low", "mode", "high")):
        return cells
    ends = row.get("scale", "").split(SCALE)
    if row.get("not_answered") == REASONS["unknown"] and len(ends) == 2 and all(ends):
        return {**cells, "low": ends[0], "high": ends[1], "evidence": "none"}
    return None


def _statement(row: Row) -> RowAnswer:
    side = row.get("prefer", "")
    if not side:
        return None
    if side not in ("A", "B", "same"):
        return Fault("", column="prefer", value=side, rule="is none of A, B, same")
    better, worse = (row["b"], row["a"]) if side == "B" else (row["a"], row["b"])
    sure = {"sure": row["sure"]} if row.get("sure") else {}
    return {"group": row.get("group", ""), "better": better, "worse": worse, "same": side == "same", **sure}


ANSWERS: dict[str, Callable[[Row], RowAnswer]] = {
    "judgements": _judgement,
    "swings": _swing,
    "codings": _coding,
    "statements": _statement,
}
"""Kind of question, and what reads a row of its sheet."""

_NEEDED = {
    "case": ("key", "value"),
    "judgements": ("criterion", "versus", "more_important", "how_much"),
    "swings": ("criterion", "low", "high", "points"),
    "codings": ("option", "criterion", "low", "mode", "high"),
    "statements": ("a", "b", "prefer"),
}
"""Columns without which a sheet cannot be read."""


def _sheets(path: Path) -> dict[str, list[tuple[int, Row]]]:
    """The rows of each sheet that holds answers, as text, each with its number."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # type: ignore[import-not-answer, unused-ignore]
    except ImportError:
        raise ImportError("workbooks need the extra: pip install 'policymcda[excel]'") from None
    reading.check_size(path)
    if sheets.reach(path) > reading.MAX_CELLS:
        raise ValueError(f"it has more than {reading.MAX_CELLS:,} cells")
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {name: list(_rows(name, book.get_sheet_by_name(name))) for name in book.sheet_names if name in _NEEDED}
    except CalamineError as error:
        raise ValueError(str(error)) from None


def _rows(name: str, sheet: Any) -> Iterator[tuple[int, Row]]:
    lines = [[sheets.text(cell).strip() for cell in line] for line in sheet.to_python(skip_empty_area=False)]
    header = lines[0] if lines else []
    missing = [column for column in _NEEDED[name] if column not in header]
    if missing:
        raise ValueError(f"the sheet {name} has no column {', '.join(missing)}")
    for number, line in enumerate(lines[1:], start=2):
        if any(line):
            yield number, dict(zip(header, line, strict=False))


def _saved(path: Path) -> str:
    """When the workbook was last saved: as it says itself, else as the disk does."""
    with zipfile.ZipFile(path) as packed:
        core = packed.read("docProps/core.xml") if "docProps/core.xml" in packed.namelist() else b""
    modified = _MODIFIED.search(core)
    return (
        modified[1].decode("ascii", "replace")
        if modified
        else datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()
    )


def _json(text: str) -> Any:
    """What was shown, which stands in its cell as JSON within JSON."""
    try:
        value: Any = json.loads(text) if text else None
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return None
