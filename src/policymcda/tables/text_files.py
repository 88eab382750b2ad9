"""Text files as people save them: regular files only, up to a size, in the encoding that they are in."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path

from policymcda.errors import Findings

MAX_LINE = 20_000_000
"""Bytes of one line of a CSV file."""

_CHUNK = 1 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks and what they announce; the longer of two that begin alike comes first."""

_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_LINE_END = re.compile(rb"\r\n?|\n")


def checked_encoding(encoding: str | None) -> str | None:
    """The encoding as Python calls it; None is to find out."""
    if encoding is None:
        return None
    try:
        if codecs.lookup(encoding)._is_text_encoding:
            return codecs.lookup(encoding).name
    except (LookupError, TypeError, ValueError):
        pass
    raise ValueError(f"no encoding {encoding!r}; write utf-8, cp1252 (Windows), latin-1, cp850, mac-roman or utf-16")


def read(path: Path, limit: int, line_limit: int | None = None) -> bytes:
    """The bytes of a regular file; a pipe or a device is never read, and no more than the limit of any file."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError("it is not a regular file")
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # pragma: no cover  another file took its name just now
            raise ValueError("it is not a regular file")
        parts, size, line = [], 0, 0
        while part := file.read(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > limit:
                raise ValueError(too_large(limit))
            last = max(part.rfind(b"\n"), part.rfind(b"\r"))
            line = line + len(part) if last < 0 else len(part) - last - 1
            if line_limit is not None and line > line_limit:
                raise ValueError(f"a line is longer than {line_limit:,} bytes")
    return b"".join(parts)


def too_large(limit: int) -> str:
    """What is wrong with a file beyond the limit."""
    return f"it is larger than {limit // 1_000_000} MB"


def decode(data: bytes, place: str, findings: Findings, encoding: str | None = None) -> str:
    """The text: as the encoding says that was asked for, else as its byte order mark does, else UTF-8, else cp1252.

    What is not UTF-8 is read as cp1252, the encoding of Windows in western Europe and America, and a note names its
    first row.
    """
    if encoding is not None:
        return _decoded(data, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            if name != "utf-8":
                findings.note("encoding", place, text=f"is read as {name[:6].upper()}")
            return _decoded(data[len(mark) :], name)
    wide = _by_nul_bytes(data[:_CHUNK]) if b"\0" in data[:_CHUNK] else ""
    if wide:
        findings.note("encoding", place, text=f"is read as {wide[:6].upper()}")
        return _decoded(data, wide)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _windows(data, error.start, place, findings)


def _by_nul_bytes(data: bytes) -> str:
    """The encoding of a text without a byte order mark whose characters take two or four bytes; blank for any other.

    Blanks, digits and delimiters have a NUL byte in them then, always on the same side.
    """
    nul = [data[place::4].count(0) for place in range(4)]
    if 10 * sum(nul) < len(data):
        return ""
    if 2 * sum(nul) > len(data):
        return "utf-32-be" if nul[0] > nul[3] else "utf-32-le"
    return "utf-16-be" if nul[0] + nul[2] > nul[1] + nul[3] else "utf-16-le"


def _windows(data: bytes, start: int, place: str, findings: Findings) -> str:
    """What is not UTF-8 as cp1252, unless more of it is UTF-8 than is not."""
    row = _row(data, start)
    sequences = _SEQUENCE.findall(data)
    others = len(_HIGH.findall(data)) - sum(map(len, sequences))
    if len(sequences) >= others:
        raise ValueError(f"it is UTF-8, but not in row {row}: save it again as CSV UTF-8, or give its encoding")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        place_of_byte = f"row {_row(data, error.start)}, byte {data[error.start]:#04x}"
        raise ValueError(f"it is neither UTF-8 nor Windows text (cp1252): {place_of_byte}") from None
    word = next(found[0] for found in re.finditer(r"[^\s,;\"]+", text) if found.end() > start)
    sentence = f"is not UTF-8 and is read as Windows text (cp1252): {word[:40]!r}; if that is wrong, give its encoding"
    findings.note("encoding", place, row, sentence)
    return text


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not {encoding} (row {_row(data, error.start)})") from None
    except (UnicodeError, ValueError):
        raise ValueError(f"it is not {encoding}") from None


def _row(data: bytes, place: int) -> int:
    """The line that a byte is in, from 1."""
    return len(_LINE_END.findall(data, 0, place)) + 1
