"""Loading a case: by the name of one that ships, from a folder, a workbook or JSON, or from tables in memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO, Any

from policymcda.errors import described, nearest
from policymcda.problem import Problem
from policymcda.tables import files, reading, single, template, text_files, workbooks, writing
from policymcda.tables.arrow_tables import PARQUET
from policymcda.tables.origin import Origin
from policymcda.tables.schemas import SCHEMAS

TABLE_ENDINGS = (".csv", ".tsv", ".txt", *PARQUET)
"""How a file ends that is one table."""


def cases() -> list[str]:
    """The names of the cases that ship.

    Examples
    --------
    >>> cases()
    ['cyber-policy', 'cyber-policy-2016', 'governance-2013']
    """
    return sorted(place.name for place in _shipped().iterdir() if place.is_dir() and not place.name.startswith("_"))


def load(
    source: str | Path | Mapping[str, Any],
    *,
    directions: Any = None,
    weights: Any = None,
    encoding: str | None = None,
) -> Problem:
    """The problem of a case.

    Parameters
    ----------
    source : str, Path or mapping
        The name of a case that ships (see `cases`); the path of a folder of CSV files, of a workbook (.xlsx) or of a
        JSON file; or the tables themselves by name. Or one table: a CSV or Parquet file or a workbook with one sheet,
        options in the first column and a column for each criterion, for which `directions` say the rest.
    directions : str, mapping, Series or sequence, optional
        For one table: benefit or cost for each criterion, by label or in the order of the columns, or as text:
        ``"price=-,reach=+"``, ``"-,+"``. One word is for all.
    weights : str, mapping, Series or sequence, optional
        For one table, in the same way. They may be left out until something needs them.
    encoding : str, optional
        The encoding of the text files, such as ``cp1252``, ``mac-roman`` or ``utf-16``. Left out: as their byte order
        mark says, else UTF-8, else cp1252 with a note in `Problem.notes`.

    Raises
    ------
    ProblemError
        With every fault of every table.
    ValueError
        When there is no such case or file, or when directions are given for a case that has its own.

    Examples
    --------
    >>> load("cyber-policy")
    Problem 'cyber-policy': 9 options, 4 criteria, 4 groups
    """
    encoding = None if encoding is None else text_files.checked_encoding(encoding)
    outside = {"directions": directions, "weights": weights}
    outside = {what: value if value is None else single.given(what, value) for what, value in outside.items()}
    if isinstance(source, Mapping):
        return Problem._from_read(*_complete(reading.mapping(source), "the tables", **outside))
    if isinstance(source, str) and not {"/", os.sep} & set(source) and source in cases():
        with resources.as_file(_shipped() / source) as folder:
            return Problem._from_read(*_complete(reading.folder(folder), source, **outside), origin=Origin(source))
    if isinstance(source, str | os.PathLike) and str(source).strip() and os.path.isdir(source):
        path = Path(source)
        read, origin = reading.folder(path, encoding), Origin(path.resolve().name, path.resolve())
        return Problem._from_read(*_complete(read, str(source), **outside), origin=origin)
    files.check_path(source, "a case, a folder or a file")
    path = Path(source)
    if files.other_kind(path):
        raise ValueError(f"{source} is {files.other_kind(path)}; only regular files are read")
    if not path.is_file():
        raise ValueError(f"no case {str(source)!r}, and no such folder or file ({nearest(str(source), cases())})")
    if path.suffix.lower() == ".xlsx":
        read = workbooks.workbook(path)
    elif path.suffix.lower() == ".json":
        read = reading.document(path, encoding)
    elif path.suffix.lower() in TABLE_ENDINGS:
        read = reading.one_file(path, encoding)
    else:
        kinds = f"workbook (.xlsx), JSON file (.json) or one table ({', '.join(TABLE_ENDINGS)})"
        raise ValueError(f"{str(source)!r} is no folder, {kinds}")
    return Problem._from_read(*_complete(read, path.name, **outside), origin=Origin(path.name))


def _complete(read: reading.Read, place: str, directions: Any, weights: Any) -> reading.Read:
    """What was read, with criteria made from the directions where it is one table without them."""
    case, tables, findings = read
    names = [name for name in tables if name not in ("options", "groups")]
    alone = names in (["ratings"], ["judgements"])
    if alone and (directions is not None or place.lower().endswith((*TABLE_ENDINGS, ".xlsx"))):
        raw = tables[names[0]]
        made = {"criteria": None} if raw is None else single.case_of(place, raw, directions, weights, findings)
        return case, {**tables, **made}, findings
    if directions is not None or weights is not None:
        what = "directions" if directions is not None else "weights without directions"
        raise ValueError(
            f"{what}: {place} is not one table of options and criteria; it has {', '.join(tables) or 'none'}"
        )
    return read


def parse(text: str | IO[str] | IO[bytes], *, encoding: str | None = None) -> Problem:
    """The problem that JSON holds, as text or an open file; bytes are decoded as the files of `load` are."""
    return Problem._from_read(*reading.document(text, text_files.checked_encoding(encoding)), origin=Origin("-"))


def new(path: Path) -> Path:
    """Write a filled-in template of a case, named after its folder (or .xlsx or .json), which must not exist yet."""
    if path.exists() or path.is_symlink():
        raise ValueError(f"{path} exists already; choose another name")
    with resources.as_file(_shipped() / "_template") as folder:
        case, raws, findings = reading.folder(folder)
        guide = (folder / "README.md").read_text(encoding="utf-8")
    ending = path.suffix.lower()
    name = path.stem if ending in (".xlsx", ".json") else path.name
    problem = Problem._from_read({**case, "name": name}, raws, findings)
    if ending == ".xlsx":
        template.workbook(path, problem.case, {table: problem.table(table) for table in SCHEMAS if problem.has(table)})
    else:
        problem.save(path)
    if path.is_dir():
        writing.text(path / "README.md", guide)
    return path


def check_problem(problem: Any) -> None:
    """Refuses what is no problem, and says how to get one.

    Raises
    ------
    ValueError
        For a name, a path, tables, or anything else.
    """
    if isinstance(problem, Problem):
        return
    hint = "make one by load or Problem.from_tables"
    if isinstance(problem, str | Path):
        hint = f"load it first: load({str(problem)!r})"
    elif type(problem).__name__ == "DataFrame":
        hint = "make one of it by Problem.from_matrix or Problem.from_tables"
    raise ValueError(f"the first argument is a Problem, not {described(problem)}; {hint}")


def _shipped() -> Traversable:
    return resources.files("policymcda.criteria")
