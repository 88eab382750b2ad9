"""Answers in a text: a file as it was saved, or pasted into a mail, with words around, quoted and wrapped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from typing import Any

STEM = "policymcda-answers/"
"""What every answer holds, whatever its version."""

TRIED = 40
"""Braces before that stem at which an answer may begin: quoted answers stand in others."""

_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_WRAPPED = re.compile(r"[ \t]*\r?\n[ \t]*")
_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"'})
"""Quotation marks that a mail program puts in place of straight ones."""


def answers_in(text: str) -> list[dict[str, Any]]:
    """Every answer that a text holds, in order.

    >>> answers_in('Dear all,\\n> {"format": "policymcda-answers/1",\\n> "stakeholder": "A"}\\nYours')
    [{'format': 'policymcda-answers/1', 'stakeholder': 'A'}]
    """
    bare = _QUOTED.sub("", text.replace("\u00a0", " "))
    for attempt, strict in ((text, True), (bare, True), (bare, False), (bare.translate(_MARKS), False)):
        objects = list(_objects(attempt, strict))
        if objects:
            return objects if strict else [_joined(one) for one in objects]
    return []


def of_mail(content: bytes) -> str:
    """The texts of a mail and of what is attached to it, one after another."""
    message = message_from_bytes(content, policy=policy.default)
    parts = [part for part in message.walk() if part.get_content_maintype() != "multipart"]
    return "\n".join(_part(part) for part in parts)


def _part(part: Any) -> str:
    content = part.get_content()
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)


def _objects(text: str, strict: bool) -> Iterator[dict[str, Any]]:
    decoder, behind = json.JSONDecoder(strict=strict, object_pairs_hook=_once), 0
    for place in (match.start() for match in re.finditer(re.escape(STEM), text)):
        brace = place
        for _ in range(TRIED):
            brace = text.rfind("{", behind, brace)
            if brace < 0 or place < behind:
                break
            try:
                value, end = decoder.raw_decode(text, brace)
            except (ValueError, RecursionError):
                continue
            if end > place and str(value.get("format", "")).startswith(STEM):
                behind = end
                yield value
                break


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once: a later one would replace an earlier in silence."""
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _joined(value: Any) -> Any:
    """Texts whose lines a mail program broke, in one line again."""
    if isinstance(value, str):
        return _WRAPPED.sub(" ", value)
    if isinstance(value, Mapping):
        return {_joined(key): _joined(inner) for key, inner in value.items()}
    return [_joined(inner) for inner in value] if isinstance(value, list) else value
