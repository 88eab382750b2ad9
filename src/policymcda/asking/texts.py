"""What a questionnaire says, in any language: a small table of texts, English unless another is given."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from policymcda.errors import Fault, ProblemError, nearest

Texts = dict[str, str]

_PLACE = re.compile(r"\{(\w+)\}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def english() -> Texts:
    """The texts that ship, by key; what stands in braces is filled in."""
    text = files("policymcda.asking").joinpath("assets", "texts.csv").read_text(encoding="utf-8")
    return {row["key"]: row["text"] for row in csv.DictReader(io.StringIO(text))}


def resolve(texts: Any = None) -> Texts:
    """All texts of a questionnaire.

    Parameters
    ----------
    texts : mapping, DataFrame, str or Path, optional
        Texts by key; or a table with the columns key and text, or the CSV file of one. The key `language` (such as
        ``de``) says which language they are in; in another one than English all texts must be there.

    Raises
    ------
    ProblemError
        Naming every key that is not known or missing, and every place such as {count} that a text lacks or adds.
    """
    known = english()
    given = {} if texts is None else _read(texts)
    faults = [
        Fault("texts", column="key", value=key, rule="is no text of a questionnaire", hint=nearest(key, known))
        for key in given
        if key not in known
    ]
    language = given.get("language", "en")
    if language.partition("-")[0].lower() != "en":
        rule = f"has no text in the language {language!r}"
        faults += [
            Fault("texts", row=key, column="text", rule=rule, hint=known[key]) for key in known if not given.get(key)
        ]
    faults += [fault for key in given if key in known for fault in _faults(key, given[key], known[key])]
    if faults:
        raise ProblemError(faults)
    return {**known, **given}


def _read(texts: Any) -> Texts:
    if isinstance(texts, Mapping):
        return {str(key): str(value) for key, value in texts.items()}
    if isinstance(texts, str | Path):
        texts = pd.read_csv(texts, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    missing = {"key", "text"} - set(texts.columns)
    if missing:
        raise ValueError(f"texts: the column {min(missing)!r} is missing; a table of texts has key and text")
    return {str(key): str(value) for key, value in zip(texts["key"], texts["text"], strict=True)}


def _faults(key: str, text: str, model: str) -> list[Fault]:
    """What is wrong with one text: a place that it lacks or that nothing fills, or a word where few are known."""
    if key == "language" and not _LANGUAGE.fullmatch(text):
        return [
            Fault("texts", row=key, column="text", value=text, rule="is no language", hint="such as en, de or pt-BR")
        ]
    if key == "direction" and text not in ("ltr", "rtl"):
        return [Fault("texts", row=key, column="text", value=text, rule="is no direction", hint="ltr or rtl")]
    places, own = set(_PLACE.findall(model)), set(_PLACE.findall(text))
    wrong = ", ".join(f"{{{name}}}" for name in sorted(places ^ own))
    rule = f"lacks or adds {wrong}"
    return [Fault("texts", row=key, column="text", value=text, rule=rule, hint=f"in English: {model}")] if wrong else []
