"""Inputs of nearly a megabyte that ask for much more: long, wide, deep, and packed."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable

from fuzz import Case, files, some

SIZE = 900_000


def large(chance: random.Random) -> Case:
    """One of the shapes."""
    return some(chance, SHAPES)(chance)


def _ratings(text: str) -> Case:
    tables = {**files.shipped("_template"), "ratings.csv": text.encode()}
    return Case("large", tables, files._folder, len(text))


def _many_rows(chance: random.Random) -> Case:
    return _ratings("option,criterion,mode\n" + "x,cost,1\n" * (SIZE // 9))


def _many_options(chance: random.Random) -> Case:
    lines = [f"o{row},1,2\n" for row in range(SIZE // 14)]
    return Case("large", ("option,a,b\n" + "".join(lines)).encode(), _one_table, SIZE)


def _many_columns(chance: random.Random) -> Case:
    count = SIZE // 16
    return _ratings(
        ",".join(["option", *(f"c{one}" for one in range(count))]) + "\n" + ",".join(["x", *(["1"] * count)]) + "\n"
    )


def _many_criteria(chance: random.Random) -> Case:
    count = chance.randint(200, 2000)
    head = ",".join(["option", *(f"c{one}" for one in range(count))])
    rows = [
        ",".join([f"o{row}", *(str(chance.randrange(9)) for _ in range(count))])
        for row in range(min(30, SIZE // (2 * count)))
    ]
    return Case("large", "\n".join([head, *rows]).encode(), _one_table, SIZE)


def _many_groups(chance: random.Random) -> Case:
    rows = [
        {"group": f"g{one}", "option": option, "criterion": "a", "mode": 1} for one in range(4000) for option in "xy"
    ]
    case = {"criteria": [{"criterion": "a", "direction": "benefit", "weight": 1}], "ratings": rows}
    return Case("large", case, files._mapping, SIZE)


def _judgements(chance: random.Random) -> Case:
    names = [f"c{one:03}" for one in range(chance.randint(20, 150))]
    pairs = [(first, second) for place, first in enumerate(names) for second in names[place + 1 :]]
    case = {
        "criteria": [{"criterion": name, "direction": "benefit"} for name in names],
        "ratings": [{"option": option, **{name: chance.randrange(9) for name in names}} for option in "xyz"],
        "judgements": [{"criterion": one, "versus": other, "value": chance.randint(1, 9)} for one, other in pairs],
    }
    return Case("large", case, files._mapping, len(json.dumps(case)))


def _open_quote(chance: random.Random) -> Case:
    return _ratings('option,criterion,mode\n"x' + ",1\n" * (SIZE // 3))


def _long_cell(chance: random.Random) -> Case:
    return _ratings("option,criterion,mode\nx,cost," + "9" * SIZE + "\n")


def _deep(chance: random.Random) -> Case:
    text = some(
        chance, ["[" * SIZE, '{"a":' * (SIZE // 5), '{"ratings": ' + "[" * (SIZE // 2) + "]" * (SIZE // 2) + "}"]
    )
    return Case("large", text.encode(), files._parsed, SIZE)


def _keys(chance: random.Random) -> Case:
    text = json.dumps({"criteria": [{f"k{one}": one for one in range(SIZE // 14)}]})
    return Case("large", text.encode(), files._parsed, len(text))


def _digits(chance: random.Random) -> Case:
    return Case("large", b'{"criteria": [{"weight": ' + b"9" * SIZE + b"}]}", files._parsed, SIZE)


def _toml(chance: random.Random) -> Case:
    text = some(chance, ["a." * (SIZE // 2) + "b = 1", "[" * SIZE, "a = " + "[" * SIZE, "[a]\n" * (SIZE // 4)])
    return Case("large", {**files.shipped("_template"), "case.toml": text.encode()}, files._folder, SIZE)


def _packed(chance: random.Random) -> Case:
    """A workbook whose sheet unpacks to hundreds of megabytes."""
    parts, packed = dict(files.book()), io.BytesIO()
    name = some(chance, [name for name in parts if name.endswith(".xml")])
    filling = some(chance, [b" ", b"<row/>", b"<c><v>1</v></c>", b"&amp;"])
    middle = parts[name].rfind(b"<")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            if part == name:
                data = data[:middle] + filling * (300_000_000 // len(filling)) + data[middle:]
            archive.writestr(part, data)
    return Case("large", packed.getvalue(), files._book, len(packed.getvalue()))


def _entities(chance: random.Random) -> Case:
    """A workbook with entities that stand for one another."""
    parts = dict(files.book())
    name = some(chance, [name for name in parts if name.endswith(".xml")])
    lines = "".join(f'<!ENTITY e{one} "{f"&e{one - 1};" * 10 if one else "x" * 10}">' for one in range(12))
    parts[name] = parts[name].replace(b"?>", f"?><!DOCTYPE x [{lines}]>".encode(), 1).replace(b"<v>", b"<v>&e11;")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return Case("large", packed.getvalue(), files._book, len(packed.getvalue()))


def _one_table(data: bytes) -> object:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from fuzz.questions import ask
    from policymcda import load

    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(data)
        return ask(load(path, directions="benefit", weights=None).using(weights="equal"))


SHAPES: tuple[Callable[[random.Random], Case], ...] = (
    _many_rows, _many_options, _many_columns, _many_criteria, _many_groups, _judgements, _open_quote, _long_cell, _deep, _keys,
    _digits, _toml, _packed, _entities,
)  # fmt: skip
