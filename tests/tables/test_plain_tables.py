"""The short way gives what the detailed readers give, or nothing: tried on cases, and on cases with something odd in them."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from policymcda import Problem, load, tables
from policymcda.errors import Findings
from policymcda.tables import csv_files, plain_tables, reading
from policymcda.tables.checking import Raw
from policymcda.tables.schemas import SCHEMAS

CASES = Path(__file__).parents[2] / "criteria"
NAMES = ("cyber-policy", "cyber-policy-2016", "governance-2013", "_template")

ODD = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e999",
        "1e-999",
        "1_000",
        "1,5",
        "1/3",
        "0/1",
        "1/0",
        "nan",
        "inf",
        "1.",
        ".5",
        "+2",
        "0x10",
    ),
    *(
        "12",
        "99",
        "Legitimacy",
        "legitimacy ",
        "legit\u00a0imacy",
        "speed\u200b",
        "sp\u00e9ed",
        "spe\u0301ed",
        "a`b",
        "a  b",
    ),
    *("total", "weights", "max", "benefit", "cost", "none", "direct", "precondition_missing", "precondition missing"),
    *(
        "preconditon_missing",
        "named",
        "within",
        "all",
        "\ud800",
        "x\x07",
        "x" * 201,
        "x\ny",
        "2014",
        "note: x",
        "\u00fcber",
    ),
)
TITLES = (
    *(
        "criterion",
        "Criterion",
        "criteria",
        "option",
        "options",
        "grp",
        "mode",
        "value",
        "low",
        "min",
        "weight",
        "weigth",
    ),
    *(
        "parent",
        "anchor_2",
        "Anchor 2",
        "as_of",
        "as of",
        "",
        "basis",
        "my notes",
        "speed",
        "relation",
        "veto",
        "sd",
        "unit",
    ),
)

STATIONS = {
    "criteria": {"criterion": ["reach", "price"], "direction": ["benefit", "cost"], "weight": [0.4, 0.6]},
    "ratings": {"option": ["a", "b", "c"], "reach": [1.0, 2, 3], "price": [4, 5, 6]},
}


def agree(case: dict, raws: dict[str, Raw | None]) -> bool:
    """Whether the tables are plain; then they are those of the detailed readers, which find nothing to say."""
    found = plain_tables.frames(case, raws)
    if found is None:
        return False
    findings = Findings()
    detailed = tables.checked(case, raws, findings)
    assert (findings.faults, findings.notes, list(found)) == ([], [], list(detailed))
    for name, table in detailed.items():
        pd.testing.assert_frame_equal(found[name], table, check_column_type=True)
    return True


@pytest.fixture(scope="module")
def read() -> list[reading.Read]:
    folders = [reading.folder(CASES / name) for name in NAMES]
    return [*folders, reading.mapping(STATIONS), reading.mapping({"tables": load("governance-2013")._written_tables()})]


def test_the_cases_that_ship_are_plain_and_read_as_the_detailed_readers_read_them(read):
    for case, raws, findings in read:
        assert (findings.faults, findings.notes) == ([], [])
        assert agree(case, raws)


def spoilt(raws: dict[str, Raw], pick: random.Random) -> dict[str, Raw]:
    """Tables with one to three things changed: cells, names of columns, rows, columns, tables."""
    raws = dict(raws)
    for _ in range(pick.randint(1, 3)):
        name = pick.choice(list(raws))
        frame = raws[name].frame.astype(object)
        row, column = pick.randrange(len(frame)), pick.randrange(len(frame.columns))
        match pick.randrange(10):
            case 0 | 1 | 2:
                frame.iat[row, column] = pick.choice(ODD)
            case 3:
                frame.iat[row, column] = pick.choice(frame.iloc[:, pick.randrange(len(frame.columns))].tolist())
            case 4:
                titles = list(frame.columns)
                titles[column] = pick.choice(TITLES)
                frame = frame.set_axis(titles, axis="columns")
            case 5:
                frame = pd.concat([frame, frame.iloc[[row]]])
            case 6:
                frame = frame.drop(index=frame.index[row]) if len(frame) > 1 else frame
            case 7:
                frame = frame.drop(columns=frame.columns[column]) if len(frame.columns) > 1 else frame
            case 8:
                frame.isetitem(column, pd.Series([pick.choice(ODD)] * len(frame), frame.index, dtype=object))
            case _:
                cells = [pick.choice([*ODD, *frame.iloc[:, column].tolist()])] * len(frame)
                frame = frame.assign(**{pick.choice(TITLES): pd.Series(cells, frame.index, dtype=object)})
        raws[name] = Raw(frame, range(len(frame)))
    return raws


@pytest.mark.parametrize("seed", range(40))
def test_what_is_odd_is_left_to_the_detailed_readers(read, seed):
    pick = random.Random(seed)
    case, raws, _ = pick.choice(read)
    small = {name: replace(raw, frame=raw.frame.head(20)) for name, raw in raws.items() if raw is not None}
    for tried in (raws, raws, raws, small):
        agree(case, spoilt(tried, pick))


def test_texts_that_are_plain_are_parted_as_the_detailed_reader_parts_them():
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (CASES / "_template").glob("*.csv")}
    texts |= {name: texts["options"] for name in ("screens",)}
    pick, plain = random.Random(1), 0
    for _ in range(400):
        name = pick.choice(list(texts))
        text = texts[name]
        for _ in range(pick.randint(0, 2)):
            at = pick.randrange(len(text))
            odd = pick.choice(
                ["\n", "\r\n", "\r", ",", ";", '"', " ", "\t", "note", '"a,b"', '"a\nb"', "\n,,,,\n", "sep=;\n"]
            )
            text = text[:at] + odd + text[at + pick.randint(0, 2) :]
        found = plain_tables.parted(text, name, 1000)
        if found is None:
            continue
        plain += 1
        findings = Findings()
        detailed = csv_files.table(text, name, findings, 1000, 10_000, name)
        assert findings == Findings()
        assert (list(found.rows), found.delimiter) == (list(detailed.rows), detailed.delimiter)
        pd.testing.assert_frame_equal(found.frame, detailed.frame, check_column_type=True)
    assert plain > 50


def test_a_problem_from_plain_tables_keeps_nothing_of_the_callers():
    matrix = pd.DataFrame({"option": ["a", "b"], "reach": [1.0, 2.0], "price": [3.0, 4.0]})
    problem = Problem.from_tables(criteria=STATIONS["criteria"], ratings=matrix)
    before = problem.fingerprint, problem.matrix().to_numpy().copy()
    matrix.loc[:, "reach"] = 9.0
    assert (problem.matrix().to_numpy() == before[1]).all()
    assert Problem.from_dict(problem.to_dict()).fingerprint == before[0]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_rule_of_a_schema_is_one_that_the_short_way_knows(name):
    rules = plain_tables._rules(name)
    assert rules.columns.keys() == SCHEMAS[name].columns.keys()
    limited = [column for column, spec in SCHEMAS[name].columns.items() if spec.checks]
    assert [
        column
        for column, own in rules.columns.items()
        if own != replace(own, **vars(plain_tables._Column(own.kind, own.blank)))
    ] == limited
