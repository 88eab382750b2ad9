"""One person's answers, whatever they came in: checked for their form, row by row still as they were written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from policymcda.asking.questions import FORMAT, KINDS
from policymcda.errors import Fault, nearest

LONGEST = 200
"""Characters of a name, as of every label."""


@dataclass(frozen=True, eq=False)
class Answers:
    """What one person answered: rows of tables by kind, and what they left out."""

    source: str
    stakeholder: str
    id: str
    finished: bool
    saved: datetime
    shown: str
    case: str
    tables: Mapping[str, list[dict[str, Any]]]
    skipped: list[Any] = field(default_factory=list)
    comment: str = ""
    seen: Any = None


def checked(data: Mapping[str, Any], source: str) -> tuple[Answers | None, list[Fault]]:
    """The answers that a file holds, or every fault of its form."""
    if data.get("format") != FORMAT:
        hint = f"this version reads {FORMAT}"
        return None, [
            Fault(source, column="format", value=str(data.get("format", "")), rule="is no format of answers", hint=hint)
        ]
    faults = [*_texts(data, source), *_rows(data, source)]
    if not isinstance(data.get("finished"), bool):
        value = str(data.get("finished", ""))
        faults.append(Fault(source, column="finished", value=value, rule="is neither true nor false"))
    saved = _time(data.get("saved"))
    if saved is None:
        hint = "such as 2026-05-01T09:30:00Z"
        faults.append(Fault(source, column="saved", value=str(data.get("saved", "")), rule="is no time", hint=hint))
    skipped = data.get("skipped") or []
    if not isinstance(skipped, list):
        faults.append(Fault(source, column="skipped", value=str(skipped), rule="is no list"))
    if faults or saved is None:
        return None, faults
    name = unicodedata.normalize("NFC", data["stakeholder"]).strip()
    tables = {str(kind): [dict(row) for row in rows] for kind, rows in data["tables"].items()}
    answers = Answers(
        source=source,
        stakeholder=name,
        id=data["id"].strip(),
        finished=data["finished"],
        saved=saved,
        shown=str(data.get("shown") or ""),
        case=str(data.get("case") or ""),
        tables=tables,
        skipped=skipped,
        comment=str(data.get("comment") or ""),
        seen=data.get("seen"),
    )
    return answers, []


def _texts(data: Mapping[str, Any], source: str) -> Iterator[Fault]:
    """What is wrong with the name and the id."""
    hints = {"stakeholder": "write a name or a pseudonym", "id": "any word that only this person would choose"}
    for key, hint in hints.items():
        value = data.get(key)
        if not isinstance(value, str) or not value.strip():
            yield Fault(source, column=key, value=str(value or ""), rule="is blank or no text", hint=hint)
        elif len(value) > LONGEST:
            yield Fault(source, column=key, value=value, rule=f"has more than {LONGEST} characters", hint=hint)


def _rows(data: Mapping[str, Any], source: str) -> Iterator[Fault]:
    """What is wrong with the form of the tables."""
    tables = data.get("tables")
    if not isinstance(tables, Mapping):
        yield Fault(
            source,
            column="tables",
            value=str(tables or ""),
            rule="is no object of tables",
            hint='{"judgements": [...]}',
        )
        return
    for kind, rows in tables.items():
        if kind not in KINDS:
            yield Fault(
                source, column="tables", value=str(kind), rule="is no table of answers", hint=nearest(str(kind), KINDS)
            )
        elif not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            yield Fault(source, column=str(kind), rule="is no list of rows")
        else:
            for number, row in enumerate(rows, start=1):
                if str(row.get("stakeholder", data.get("stakeholder"))) != str(data.get("stakeholder")):
                    rule = f"is another stakeholder than {data.get('stakeholder')}, whose answers these are"
                    yield Fault(
                        source, f"{kind} {number}", "stakeholder", str(row["stakeholder"]), rule, "leave it out"
                    )


def _time(value: Any) -> datetime | None:
    """A time as UTC; one without a zone is UTC already."""
    try:
        time = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
