"""Data frames of pandas, polars and pyarrow with columns of every dtype."""

from __future__ import annotations

import datetime
import decimal
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from fuzz import Case, files, nasty, some
from fuzz.questions import ask

DAY = datetime.datetime(2024, 2, 29, 12, 30)
ODD = [
    1,
    0.5,
    "a",
    True,
    DAY,
    DAY.date(),
    DAY.time(),
    DAY - DAY,
    b"xx",
    decimal.Decimal("1.5"),
    [1, 2],
    {"a": 1},
    [("a", 1)],
]

PANDAS = [
    *("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64", "bool"),
    *("complex64", "complex128", "object", "str", "bytes", "category", "datetime64[ns]", "datetime64[s]", "timedelta64[ns]"),
    *("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64", "boolean", "string"),
    *("string[pyarrow]", "Sparse[float64]", "Sparse[int64]", "period[D]", "interval", "datetime64[ns, UTC]", "longdouble"),
    *("int64[pyarrow]", "double[pyarrow]", "bool[pyarrow]", "timestamp[ns][pyarrow]", "decimal128(10, 2)[pyarrow]", "date32[pyarrow]"),
]  # fmt: skip


def pandas_frame(chance: random.Random) -> Case:
    """Tables as DataFrames, one column of another dtype, or with odd names and index."""
    tables = {name: pd.DataFrame(rows) for name, rows in json.loads(files.small())["tables"].items()}
    name = some(chance, sorted(tables))
    frame = tables[name]
    if len(frame.columns):
        column = some(chance, list(frame.columns))
        frame[column] = _column_of(chance, frame[column], some(chance, PANDAS))
        tables[name] = _odd_frame(frame, chance)
    return Case("pandas", tables, _tables)


def pandas_matrix(chance: random.Random) -> Case:
    """One wide table for `from_matrix`."""
    rows, columns = chance.randint(0, 6), chance.randint(0, 5)
    cells = np.array([[chance.uniform(0, 10) for _ in range(columns)] for _ in range(rows)]).reshape(rows, columns)
    frame = pd.DataFrame(cells, index=[f"o{row}" for row in range(rows)], columns=[f"c{one}" for one in range(columns)])
    if columns and chance.random() < 0.8:
        frame[f"c{chance.randrange(columns)}"] = _column_of(chance, frame.iloc[:, 0], some(chance, PANDAS))
    frame = _odd_frame(frame, chance)
    words = ["benefit", "cost", "max", 1, -1, True, None, nasty.value(chance)]
    directions = some(chance, ["benefit", [some(chance, words) for _ in range(columns)], nasty.document(chance)])
    weights = some(chance, [None, [1 / max(columns, 1)] * columns, nasty.document(chance), {"c0": 1}])
    settings = {"directions": directions, "weights": weights, "bounds": some(chance, [None, nasty.document(chance)])}
    return Case("pandas", (frame, settings), _matrix)


def polars_frame(chance: random.Random) -> Case:
    """Tables as polars frames."""
    import polars as pl

    dtypes = [*(getattr(pl, name) for name in ("Int8", "Int64", "UInt8", "UInt64", "Int128", "Float32", "Float64", "Boolean", "String", "Binary")),
              *(pl.Date, pl.Time, pl.Datetime, pl.Datetime("ms", "UTC"), pl.Duration, pl.Null, pl.Categorical, pl.Object),
              pl.Decimal(10, 2), pl.List(pl.Int64), pl.Array(pl.Int64, 2), pl.Struct({"a": pl.Int64}), pl.Enum(["a", "b"])]  # fmt: skip

    def column(values: Sequence[Any]) -> Any:
        dtype = some(chance, dtypes)
        odd = [some(chance, [None, *ODD]) for _ in values]
        one = [some(chance, ODD)] * len(values)
        for cells in (values, one, odd) if dtype != pl.Object else (odd,):
            try:
                made = pl.Series(list(cells), dtype=dtype, strict=False)
            except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
                continue
            if made.null_count() < len(made):
                return made
        return pl.Series([None] * len(values), dtype=dtype)

    return Case("polars", _with_column(chance, pl.DataFrame, column, pl), _tables)


def pyarrow_table(chance: random.Random) -> Case:
    """Tables of pyarrow."""
    import pyarrow as pa

    types = [pa.int8(), pa.uint64(), pa.float16(), pa.float32(), pa.float64(), pa.bool_(), pa.string(), pa.large_string(), pa.string_view(),
             pa.binary(), pa.binary(2), pa.null(), pa.date32(), pa.date64(), pa.time32("s"), pa.time64("ns"), pa.timestamp("us"),
             pa.timestamp("ns", "UTC"), pa.duration("ms"), pa.decimal128(10, 2), pa.decimal256(40, 2), pa.list_(pa.int64()),
             pa.struct([("a", pa.int64())]), pa.map_(pa.string(), pa.int64()), pa.dictionary(pa.int32(), pa.string()),
             pa.month_day_nano_interval()]  # fmt: skip

    def column(values: Sequence[Any]) -> Any:
        dtype = some(chance, types)
        try:
            return pa.array(list(values)).cast(dtype, safe=False)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
            one = some(chance, [None, *ODD])
            try:
                return pa.array([one] * len(values), dtype)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError, TypeError, OverflowError):
                return pa.nulls(len(values), dtype)

    return Case("pyarrow", _with_column(chance, pa.table, column, pa), _tables)


def _with_column(
    chance: random.Random, made: Callable[..., Any], column: Callable[[Sequence[Any]], Any], library: Any
) -> Any:
    """The tables of the template, each as a frame of a library, with one column made anew."""
    tables: dict[str, Any] = {}
    raw = {name: rows for name, rows in json.loads(files.small())["tables"].items() if rows}
    changed = some(chance, sorted(raw))
    for name, rows in raw.items():
        names = list(dict.fromkeys(key for row in rows for key in row))
        columns: dict[str, Any] = {key: _alike([row.get(key) for row in rows]) for key in names}
        if name == changed:
            key = some(chance, names)
            columns[key] = column(columns[key])
        tables[name] = made(columns)
    if library.__name__ == "polars" and chance.random() < 0.1:
        tables[changed] = tables[changed].lazy()
    return tables


def _alike(cells: list[Any]) -> list[Any]:
    """Cells of one type: as text where there are several."""
    kinds = {type(cell) for cell in cells if cell is not None}
    return cells if len(kinds) < 2 else [None if cell is None else str(cell) for cell in cells]


def _column_of(chance: random.Random, column: pd.Series, dtype: str) -> Any:
    """The column as another dtype, or one value of that dtype over and over."""
    if dtype == "interval":
        return pd.arrays.IntervalArray.from_breaks(range(len(column) + 1))
    if dtype == "object":
        odd = [nasty.value(chance), DAY, decimal.Decimal("1.5"), b"x", [1], {"a": 1}, {1}, np.float32(1), pd.NaT, pd.NA, (1, 2), 1j, object(),
               np.array([1, 2]), pd.Series([1]), DAY.date(), type, print]  # fmt: skip
        return pd.Series(
            [some(chance, odd) if chance.random() < 0.3 else cell for cell in column], dtype=object, index=column.index
        )
    try:
        return column.astype(dtype)
    except (ValueError, TypeError, OverflowError, NotImplementedError):
        numbers = [chance.randrange(3) for _ in column]
        try:
            return pd.Series(numbers, index=column.index).astype(dtype)
        except (ValueError, TypeError, OverflowError, NotImplementedError):
            return pd.Series([DAY] * len(column), index=column.index)


def _odd_frame(frame: pd.DataFrame, chance: random.Random) -> pd.DataFrame:
    """Now and then with names of columns or an index that nobody would give."""
    kind = chance.randrange(12)
    if kind == 0:
        return pd.concat([frame, frame.iloc[:, :1]], axis=1)
    if kind == 1:
        return (
            frame.rename(columns={frame.columns[0]: some(chance, [0, None, 1.5, ("a", "b"), DAY, "", True])})
            if len(frame.columns)
            else frame
        )
    if kind == 2 and len(frame.columns):
        return frame.set_axis(pd.MultiIndex.from_tuples([("a", str(name)) for name in frame.columns]), axis=1)
    if kind == 3:
        return frame.set_axis(
            pd.Index([some(chance, [0, "x", None, DAY, 1.5]) for _ in range(len(frame))], dtype=object), axis=0
        )
    if kind == 4:
        return frame.iloc[:0]
    return frame.sample(frac=1, random_state=chance.randrange(2**31)) if kind == 5 else frame


def _tables(tables: Any) -> object:
    from policymcda import Problem

    return ask(Problem.from_tables(**tables))


def _matrix(given: Any) -> object:
    from policymcda import Problem

    frame, settings = given
    return ask(Problem.from_matrix(frame, **settings))
