"""Tables of Arrow, of Parquet files and of other libraries: columns of numbers as they lie, without an object per cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

PARQUET = (".parquet", ".pq")
"""How a Parquet file ends."""

_UNNAMED = "__index_level_0__"
"""What pandas calls the index of a frame in a Parquet file where it has no name."""


def parquet(path: Path, most_rows: int, most_cells: int, most_bytes: int) -> pd.DataFrame:
    """The table of a Parquet file; an index that pandas kept comes first.

    Raises
    ------
    ValueError
        For a file that is none, is too large, or has lists or structs in a column.
    ImportError
        Where the extra `parquet` is not installed.
    """
    try:
        from pyarrow import ArrowException, types
        from pyarrow.parquet import ParquetFile
    except ImportError:  # pragma: no cover  the tests have it
        raise ImportError("Parquet files need the extra: pip install 'policymcda[parquet]'") from None
    try:
        with ParquetFile(path) as file:
            schema, size = file.schema_arrow, file.metadata
            packed = sum(size.row_group(number).total_byte_size for number in range(size.num_row_groups))
            if max(packed, path.stat().st_size) > most_bytes:
                raise ValueError(f"it is larger than {most_bytes // 1_000_000} MB")
            if size.num_rows > most_rows or size.num_rows * len(schema) > most_cells:
                raise ValueError(f"more than {most_rows:,} rows or {most_cells:,} cells")
            nested = [field.name for field in schema if types.is_nested(field.type)]
            if nested:
                raise ValueError(f"the column {nested[0]} has lists or structs, where one value is meant")
            words = [field.name for field in schema if types.is_string(field.type) or types.is_large_string(field.type)]
        with ParquetFile(path, read_dictionary=words) as file:
            frame = of_arrow(file.read())
    except (ArrowException, NotImplementedError) as error:
        raise ValueError(str(error).splitlines()[0]) from None
    kept = (schema.pandas_metadata or {}).get("index_columns", [])
    index = [name for name in kept if isinstance(name, str) and name in frame]
    frame = frame[[*index, *(name for name in frame if name not in index)]] if index else frame
    return frame.rename(columns={_UNNAMED: "option"}) if "option" not in frame else frame


def of_arrow(table: Any) -> pd.DataFrame:
    """A table of pyarrow: numbers as they lie, texts as objects that equal cells share where they are encoded so."""
    from pyarrow import types

    columns = []
    for column in table.columns:
        kind = column.type
        if types.is_integer(kind) or types.is_floating(kind):
            columns.append(column.to_pandas())
        elif types.is_dictionary(kind):
            columns.append(pd.Series(np.concatenate([_decoded(chunk) for chunk in column.chunks]), dtype=object))
        elif types.is_string(kind) or types.is_large_string(kind):
            columns.append(pd.Series(column.to_numpy(zero_copy_only=False), dtype=object))
        else:
            columns.append(pd.Series(column.to_pylist()))
    return pd.DataFrame(dict(enumerate(columns))).set_axis(table.column_names, axis="columns")


def _decoded(chunk: Any) -> Any:
    """The cells of an encoded column as objects, those that are equal shared, None where there is none."""
    known = np.append(np.array(chunk.dictionary.to_pylist(), dtype=object), [None])
    return known[chunk.indices.fill_null(len(known) - 1).to_numpy(zero_copy_only=False).astype(np.intp)]


def of_other(table: Any) -> pd.DataFrame:
    """A frame of pyarrow, polars or another library that narwhals knows.

    Raises
    ------
    TypeError
        For what is none.
    """
    if type(table).__module__.startswith("pyarrow.") and hasattr(table, "column_names"):
        return of_arrow(table)
    import narwhals as nw

    frame: Any = nw.from_native(table, pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if not isinstance(frame, nw.DataFrame):
        raise TypeError(f"{type(table).__name__} is not a data frame")
    numbers = (nw.Decimal, nw.Int128, nw.UInt128)  # wider than a float of numpy
    return pd.DataFrame(
        {
            name: frame[name].to_numpy() if kind.is_numeric() and kind not in numbers else frame[name].to_list()
            for name, kind in frame.schema.items()
        }
    )
