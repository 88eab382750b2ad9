"""Answers from where they lie: files, mails, pasted texts, workbooks, and folders of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from policymcda.asking import answer_sheets, answer_texts
from policymcda.asking.person_answers import Answers, checked
from policymcda.errors import Fault

NO_ID = answer_sheets.NO_ID
"""The id of a workbook in which nobody wrote one."""

LARGEST = 20_000_000
"""Bytes of one file of answers."""

SUFFIXES = (".json", ".txt", ".md", ".eml", ".xlsx")
"""Files of a folder that may hold answers."""


def read(sources: Iterable[str | Path | Mapping[str, Any]]) -> tuple[list[Answers], list[Fault]]:
    """The answers in all sources, and every fault of their form."""
    given, faults = list[Answers](), list[Fault]()
    for number, source in enumerate(sources, start=1):
        for name, data, form_faults in _each(source, number):
            faults += form_faults
            if data is not None:
                one, wrong = checked(data, name)
                faults += wrong
                given += [one] if one is not None else []
    return given, faults


Read = tuple[str, Mapping[str, Any] | None, list[Fault]]
"""What a source is called, what an answer in it holds, and what is wrong with it."""


def _each(source: str | Path | Mapping[str, Any], number: int) -> Iterator[Read]:
    if isinstance(source, Mapping):
        yield f"answer {number}", source, []
    elif isinstance(source, str) and "{" in source:
        yield from _text(source, f"text {number}")
    else:
        path = Path(source)
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
        if not files:
            yield (
                str(path),
                None,
                [Fault(str(path), rule="holds no files of answers", hint=f"such as {', '.join(SUFFIXES)}")],
            )
        for file in files:
            yield from _file(file)


def _file(path: Path) -> Iterator[Read]:
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"it is larger than {LARGEST // 1_000_000} MB")
        if path.suffix.lower() == ".xlsx":
            data, faults = answer_sheets.read(path)
            yield path.name, data, faults
            return
        content = path.read_bytes()
        text = answer_texts.of_mail(content) if path.suffix.lower() == ".eml" else content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield path.name, None, [Fault(path.name, rule=f"is not UTF-8 (byte {error.start})", hint="save it as UTF-8")]
    except (ValueError, OSError) as error:
        yield path.name, None, [Fault(path.name, rule=f"cannot be read: {error}")]
    else:
        yield from _text(text, path.name)


def _text(text: str, name: str) -> Iterator[Read]:
    objects = answer_texts.answers_in(text)
    if not objects:
        there = answer_texts.STEM in text
        rule = "holds answers that are cut short or changed" if there else "holds no answers"
        hint = "paste the whole text, from { to the last }" if there else "such as the file that a questionnaire saves"
        yield name, None, [Fault(name, rule=rule, hint=hint)]
    for number, data in enumerate(objects, start=1):
        yield name if len(objects) == 1 else f"{name} ({number})", data, []
