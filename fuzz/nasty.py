"""Values that have broken readers before: of text, numbers, JSON, bytes."""

from __future__ import annotations

import random
from typing import Any

from fuzz import some

TEXTS = [
    *("", " ", "\t", "\n", "\r\n", "\0", "\x1b[31m", "\u202e", "\ufeff", "\u200b", "\U0001f600", "é", "e\u0301", "ﬁ", "İ", "ß"),
    *("nan", "NaN", "inf", "-inf", "Infinity", "1e309", "-1e309", "1e-400", "9" * 400, "0x10", "1_000", "1,5", "1.100,5", "1'100"),
    *("٣", "½", "\uff11\uff12", "--1", "+-1", "1e", ".", "-", "1/0", "0/0", "1/9", "1:9", "9/1/1", "38 %", "25-40", "€ 5", "(5)", "5-"),
    *("=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "<script>alert(1)</script>", "${x}", "{{7*7}}", "%s%n", "../../x"),
    *("#REF!", "#DIV/0!", "N/A", "null", "None", "TRUE", "yes", "2024-02-30", "1 Jan", "12:30"),
    *("all", "direct", "inferred", "none", "benefit", "cost", "precondition_missing", "topsis", "ahp", "worst", "option"),
    *('"', "'", '"""', ";", ",", "|", "\\", "x" * 33_000, "a," * 200, "sep=;", "ratings", "criterion", "group"),
]  # fmt: skip
NUMBERS = [0, -0.0, 1, -1, 0.1, 1e-320, 1e300, -1e300, 1.7976931348623157e308, 2**53 + 1, 2**63, -(2**63), 10**400, 9, 1 / 9,
           float("nan"), float("inf"), -float("inf"), 5e-324, 100, 1e16]  # fmt: skip
BYTES = [b"\0", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"\xc3", b"\xed\xa0\x80", b"\x1a", b'"', b'""', b";", b",", b"\t",
         b"\r", b"\n\n", b"{", b"}", b"[" * 60, b"]", b"[[", b"a." * 60, b"=", b"'''", b'"""', b"1e999", b"nan", b"inf", b"9" * 500, b"\\u0000",
         b"\\ud800", b"true", b"null", b"sep=;\n", b"-", b"2024-01-01", b"PK\x03\x04", b"&#0;", b"<!DOCTYPE x>", b"]]>"]  # fmt: skip


def value(chance: random.Random) -> Any:
    """One scalar of any kind."""
    kind = chance.randrange(4)
    if kind == 0:
        return some(chance, [None, True, False])
    return some(chance, TEXTS) if kind == 1 else some(chance, NUMBERS) if kind == 2 else chance.uniform(-20, 20)


def document(chance: random.Random, depth: int = 3) -> Any:
    """Any JSON."""
    kind = chance.randrange(4)
    if depth == 0 or kind < 2:
        return value(chance)
    if kind == 2:
        return [document(chance, depth - 1) for _ in range(chance.randrange(4))]
    return {str(some(chance, TEXTS)): document(chance, depth - 1) for _ in range(chance.randrange(4))}


def bytes_changed(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them put in, left out, doubled, turned, moved or cut."""
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(len(data) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            data = data[:place] + some(chance, BYTES) + data[place:]
        elif kind == 1:
            data = data[:place] + data[place + chance.randint(1, 40) :]
        elif kind == 2:
            data = data[:place] + data[place : place + chance.randint(1, 300)] * chance.randint(1, 4) + data[place:]
        elif kind == 3 and data:
            place = min(place, len(data) - 1)
            data = data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]
        elif kind == 4:
            other = chance.randrange(len(data) + 1)
            data = data[:place] + data[other : other + 60] + data[place:]
        elif chance.random() < 0.3:
            data = data[:place]
    return data
