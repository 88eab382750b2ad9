"""Parquet files and tables of Arrow: the same problem as from a frame of pandas, and faults where one value is not meant."""

import datetime
import decimal
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from policymcda import Problem, ProblemError, load, rank
from policymcda.cli import main
from policymcda.tables import arrow_tables

FRAME = pd.DataFrame({"option": ["tax", "ban", "\u00e9tat"], "price": [3, 5, 4], "reach": [40.0, 90.5, 70.0]})
DIRECTIONS = {"price": "cost", "reach": "benefit"}
WEIGHTS = {"price": 0.4, "reach": 0.6}


@pytest.fixture
def own() -> Problem:
    return Problem.from_matrix(FRAME.set_index("option"), directions=DIRECTIONS, weights=WEIGHTS)


def loaded(path: Path) -> Problem:
    return load(path, directions=DIRECTIONS, weights=WEIGHTS)


def test_a_parquet_file_is_the_problem_that_its_frame_is(tmp_path: Path, own: Problem) -> None:
    FRAME.to_parquet(tmp_path / "x.parquet", index=False)
    problem = loaded(tmp_path / "x.parquet")
    assert problem.fingerprint == own.fingerprint
    assert problem.reading_notes == own.reading_notes == ()
    pd.testing.assert_frame_equal(rank(problem).table, rank(own).table)


@pytest.mark.parametrize("name", ["option", "place", None])
def test_an_index_that_pandas_kept_has_the_options(tmp_path: Path, own: Problem, name: str | None) -> None:
    FRAME.set_index("option").rename_axis(name).to_parquet(tmp_path / "x.pq")
    assert loaded(tmp_path / "x.pq").fingerprint == own.fingerprint


@pytest.mark.parametrize("text", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
@pytest.mark.parametrize("number", [pa.float64(), pa.float32(), pa.int8(), pa.uint32(), pa.decimal128(6, 2)])
def test_types_of_arrow_make_no_difference(tmp_path: Path, text: pa.DataType, number: pa.DataType) -> None:
    options = pa.array(FRAME["option"].tolist()).cast(text)
    prices = pa.array([decimal.Decimal(price) for price in (3, 5, 4)]).cast(number)
    table = pa.table({"option": options, "price": prices, "reach": FRAME["reach"].to_numpy()})
    pq.write_table(table, tmp_path / "x.parquet")
    wanted = loaded_from(FRAME)
    assert loaded(tmp_path / "x.parquet").fingerprint == wanted.fingerprint
    assert loaded_from(table).fingerprint == wanted.fingerprint
    assert loaded_from(pa.concat_tables([table.slice(0, 1), table.slice(1)])).fingerprint == wanted.fingerprint


def loaded_from(table: object) -> Problem:
    return load({"ratings": table}, directions=DIRECTIONS, weights=WEIGHTS)


def test_other_libraries_make_no_difference(own: Problem) -> None:
    frame = pl.DataFrame(FRAME.to_dict("list"))
    for table in (frame, frame.lazy(), frame.with_columns(pl.col("option").cast(pl.Categorical))):
        assert loaded_from(table).fingerprint == own.fingerprint


def test_blank_cells_are_blank_in_every_library() -> None:
    cells = {"option": ["a", None], "price": [None, 2], "reach": [1.5, None]}
    for table in (pa.table(cells), pl.DataFrame(cells)):
        frame = arrow_tables.of_other(table)
        assert frame.isna().to_numpy().tolist() == [[False, True, False], [True, False, True]]
        with pytest.raises(ProblemError) as error:
            loaded_from(table)
        assert {fault.column for fault in error.value.every} == {"option", "price", "reach"}


def test_numbers_have_no_object_each() -> None:
    values = np.arange(6.0)
    frame = arrow_tables.of_arrow(pa.table({"option": list("abcdef"), "x": values, "n": np.arange(6)}))
    assert [frame[name].dtype for name in ("x", "n")] == [np.float64, np.int64]


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ([[1], [2]], "has lists or structs"),
        ([{"a": 1}, {"a": 2}], "has lists or structs"),
        ([datetime.date(2020, 1, 1)] * 2, "is a date"),
        ([np.inf, 1.0], "not finite|infinit"),
        (["3", "four"], "four"),
    ],
)
def test_what_is_no_number_is_named(tmp_path: Path, column: list[object], rule: str) -> None:
    pq.write_table(pa.table({"option": ["a", "b"], "price": column, "reach": [1, 2]}), tmp_path / "x.parquet")
    with pytest.raises(ProblemError, match=rule):
        loaded(tmp_path / "x.parquet")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(40) + b"PAR1", b"option,price\na,1\n"])
def test_what_is_no_parquet_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.parquet").write_bytes(content)
    with pytest.raises(ProblemError, match=r"x.parquet: cannot be read: .* \(write it anew"):
        loaded(tmp_path / "x.parquet")


def test_a_file_with_more_than_is_read_is_refused_before_it_is_read(tmp_path: Path) -> None:
    pq.write_table(pa.table({"option": ["a"] * 30, "x": [1.0] * 30}), tmp_path / "x.parquet")
    for rows, cells, size in ((29, 1000, 10**6), (100, 59, 10**6), (100, 1000, 100)):
        with pytest.raises(ValueError, match=r"more than|larger than"):
            arrow_tables.parquet(tmp_path / "x.parquet", rows, cells, size)
    assert len(arrow_tables.parquet(tmp_path / "x.parquet", 30, 60, 10**6)) == 30


def test_the_command_line_ranks_a_parquet_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    FRAME.to_parquet(tmp_path / "x.parquet", index=False)
    given = ["--directions", "price=-,reach=+", "--weights", "price=.4,reach=.6"]
    assert main(["rank", str(tmp_path / "x.parquet"), *given, "--format", "csv"]) == 0
    assert "\nall,tax," in capsys.readouterr().out
    assert main(["rank", str(tmp_path / "x.parquet")]) != 0
    assert "say with directions" in capsys.readouterr().err.replace("--", "")
