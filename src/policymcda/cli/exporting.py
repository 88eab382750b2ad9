"""Tables for other programs: CSV sorted by rank with names beside identifiers, and workbooks with a sheet for each table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from policymcda.problem import Problem
    from policymcda.results import Result

ENDINGS = (".xlsx", ".csv")
"""How tables can be written into a file."""

IDENTIFIERS = {
    "group": ("groups",),
    "option": ("options",),
    "criterion": ("criteria",),
    "versus": ("options", "criteria"),
    **dict.fromkeys(("first_option", "below", "above", "gains", "loses"), ("options",)),
}
"""Columns of identifiers, and the tables that have their names."""

KINDS = {"groups": "group", "options": "option", "criteria": "criterion"}


def exported(table: pd.DataFrame, problem: Problem | None) -> pd.DataFrame:
    """A table of a result for other programs: by rank where it has one row per option, names beside identifiers."""
    found = _by_rank(table)
    for column in [name for name in found.columns if name in IDENTIFIERS]:
        names = {} if problem is None else _names(problem, IDENTIFIERS[column])
        named = [names.get(label, "") for label in found[column]]
        if any(named) and f"{column}_name" not in found:
            found.insert(found.columns.get_loc(column) + 1, f"{column}_name", named)
    return found


def _by_rank(table: pd.DataFrame) -> pd.DataFrame:
    """Within each group by rank, what has none last; groups stay in their order."""
    places = [name for name in ("group", "option") if name in table]
    if not {"rank", "option"} <= set(table.columns) or table.duplicated(places).any():
        return table.copy()
    order = table.assign(_rank=table["rank"].astype("Float64").fillna(float("inf")))
    if "group" in table:
        order["_group"] = order.groupby("group", sort=False).ngroup()
    keys = [name for name in ("_group", "_rank") if name in order]
    return table.loc[order.sort_values(keys, kind="stable").index].reset_index(drop=True)


def _names(problem: Problem, tables: tuple[str, ...]) -> dict[str, str]:
    """Identifier to name, for those that have one."""
    frames = [(problem.table(name), KINDS[name]) for name in tables]
    return {
        str(label): name
        for frame, kind in frames
        if "name" in frame
        for label, name in zip(frame[kind], frame["name"], strict=True)
        if isinstance(name, str) and name.strip()
    }


def csv(table: pd.DataFrame, decimal: str = ".") -> str:
    """The table as CSV; with a decimal comma, cells are apart by semicolons."""
    text = table.to_csv(index=False, lineterminator="\n", decimal=decimal, sep=";" if decimal == "," else ",")
    return str(text).rstrip("\n")


def tables_of(result: Result, problem: Problem | None, name: str | None = None) -> dict[str, pd.DataFrame]:
    """The tables of a result that have a row, or one of them, for other programs; its settings last."""
    import pandas as pd

    if name is not None:
        return {name: exported(result.tables[name], problem)}
    found = {name: exported(table, problem) for name, table in result.tables.items() if len(table)}
    settings = [(key, value) for key, value in result.settings.items() if value is not None]
    cells = [(key, value if isinstance(value, bool | int | float) else str(value)) for key, value in settings]
    return {**found, "settings": pd.DataFrame(cells, columns=["setting", "value"], dtype=object)}


def check_output(arguments: Any) -> None:
    """Refuses, before anything is computed, a file that cannot be written and settings that do not go together."""
    from policymcda.tables import files

    output, decimal = getattr(arguments, "tables_file", None), getattr(arguments, "decimal", ".")
    ending = "" if output is None else files.check_ending(output, ENDINGS, "what is printed")
    if output is not None:
        files.target(output)
    if decimal == "," and arguments.format != "csv" and ending != ".csv":
        raise ValueError("--decimal , goes with --format csv or -o FILE.csv: in a workbook numbers are numbers")


def write(path: str, tables: Mapping[str, pd.DataFrame], decimal: str = ".") -> None:
    """The tables in a workbook, one sheet each, or the first of them as CSV."""
    from policymcda.tables import files, writing

    if path.lower().endswith(".csv"):
        text = csv(next(iter(tables.values())), decimal)
        files.write(path, f"{text}\n".encode("utf-8-sig" if decimal == "," else "utf-8", "replace"))
    else:
        writing.sheets(path, {name[:31]: table.map(_in_sheet) for name, table in tables.items()})


def _in_sheet(cell: Any) -> Any:
    """A number with the 15 digits that a sheet shows and keeps, so that it stays a number; anything else as it is."""
    return float(f"{cell:.15g}") if isinstance(cell, float) else cell
