"""Every kind of input by name."""

from fuzz import Source, answer_files, files, frames, large, settings

SOURCES: dict[str, Source] = {
    "csv-bytes": files.csv_bytes,
    "csv-cells": files.csv_cells,
    "toml": files.toml_bytes,
    "json-bytes": files.json_bytes,
    "json-nodes": files.json_nodes,
    "json-any": files.any_json,
    "xlsx-parts": files.workbook_parts,
    "xlsx-cells": files.workbook_cells,
    "pandas-tables": frames.pandas_frame,
    "pandas-matrix": frames.pandas_matrix,
    "polars": frames.polars_frame,
    "pyarrow": frames.pyarrow_table,
    "settings": settings.settings,
    "answers": answer_files.answers,
    "large": large.large,
}

EVERY: list[Source] = [source for name, source in SOURCES.items() if name != "large"] * 10 + [large.large]
"""What is tried in turn: large inputs take long, so each has many others between."""
