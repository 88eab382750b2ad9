"""Thousands of files with bytes changed, cut, doubled and moved: read, or refused by a ProblemError, and soon."""

import random
import time
from pathlib import Path

import pytest

from policymcda import ProblemError, load
from policymcda.case_files import parse

CASES = Path(__file__).parents[2] / "criteria"
BYTES = [
    b"\0",
    b"\xff",
    b"\xe9",
    b'"',
    b";",
    b"\t",
    b",,",
    b"\r",
    b"\n\n",
    b"sep=;\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"=1+1",
    b"1e999",
]
BYTES += [
    b"1.100",
    b"30,5",
    b"#REF!",
    b"\xe2\x80\xae",
    b"\xc3",
    b"[" * 50,
    b"a." * 50,
    b"True",
    b"{",
    b"'",
    b"nan",
    b"\x1a",
    b"9" * 500,
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed."""
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            data = data[:place] + chance.choice(BYTES) + data[place:]
        elif kind == 1:
            data = data[:place] + data[place + chance.randint(1, 30) :]
        elif kind == 2:
            data = data[:place] + data[place : place + 40] + data[place:]
        elif kind == 3:
            data = data.replace(
                *chance.choice([(b",", b";"), (b"\n", b"\r"), (b".", b","), (b"_", b" "), (b"e", b"\xe9")])
            )
        elif kind == 4:
            data = data[:place]
        else:
            data = data.decode("utf-8", "replace").encode(chance.choice(["utf-16", "utf-16-le", "utf-8-sig", "utf-32"]))
    return data


def spoil(seed: int, folder: Path) -> None:
    """A copy of a case with one of its files mutated is read or refused within seconds."""
    chance = random.Random(seed)
    source = CASES / chance.choice(["_template", "governance-2013"])
    files = [path for path in source.iterdir() if path.suffix in (".csv", ".toml")]
    spoilt = chance.choice(files)
    for path in files:
        data = path.read_bytes()
        (folder / path.name).write_bytes(mutated(data, chance) if path == spoilt else data)
    start = time.process_time()
    try:
        load(folder)
    except ProblemError as error:
        assert str(error)  # noqa: PT017
    assert time.process_time() - start < 5, (seed, spoilt)


@pytest.mark.parametrize("first", [0, 100])
def test_a_case_with_spoilt_bytes_is_read_or_refused(first, tmp_path, trials):
    for seed in range(first, first + trials(10, 25)):
        spoil(seed, tmp_path)


def test_json_with_spoilt_bytes_is_read_or_refused(tmp_path):
    path = load(CASES / "_template").save(tmp_path / "case.json")
    data, chance = path.read_bytes(), random.Random(1)
    for _ in range(40):
        path.write_bytes(mutated(data, chance))
        for read in (load, lambda place: parse(place.read_bytes().decode("latin-1"))):
            try:
                read(path)
            except ProblemError as error:
                assert str(error)  # noqa: PT017
