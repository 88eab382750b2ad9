"""The folder of a case: which of its files are the case's own, and how all of them are replaced at once.

Files are written into `.policymcda-save`, then a file COMMIT there names them, then each takes its place, then COMMIT
goes. A save that breaks off before COMMIT has changed nothing; after it, `files` finds the new ones where they are, and
the next save puts them in their places. The folder itself is never renamed.
"""

from __future__ import annotations

import contextlib
import difflib
import errno
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from policymcda.errors import Fault, nearest
from policymcda.tables import files as writing
from policymcda.tables.schemas import SCHEMAS

STAGED, COMMIT = ".policymcda-save", "COMMIT"
MARK = "# written by policymcda"
"""How the `case.toml` of a folder begins that a save wrote."""

CASE = "case.toml"
TABLES = (".csv", ".txt", ".tsv", ".tab", ".xls", ".xlsx", ".xlsm", ".ods", ".json", ".parquet", ".gz", ".zip", "")
"""Endings of files that hold a table, whether this library reads them from a folder or not."""

CASES = (".toml", ".tml", ".txt", ".ini", ".yaml", ".yml", "")
"""Endings of files that hold keys and values."""

FOREIGN = (
    *(".csv", ".tsv", ".txt", ".xls", ".xlsm", ".ods", ".parquet", ".zip", ".toml", ".yaml", ".yml"),
    *(".pdf", ".docx", ".html", ".htm", ".md"),
)
"""Endings that say a file of another kind, and no folder, is meant."""


_NAMES = {CASE: "case", **{f"{name}.csv": name for name in SCHEMAS}}
"""How the files of a case are usually called."""

_ASIDE = re.compile(r"[.~].*|[^.]+\.(?:md|py|ipynb|html|pdf|png|svg|docx)")
"""Names of files that are no table and do not look like one."""


def name_of(file: str) -> str:
    """The table that a file holds by its name, `case` for case.toml, blank for any other file; capitals do not count."""
    stem, ending = os.path.splitext(file.casefold())
    if file.casefold() == CASE:
        return "case"
    return stem if ending == ".csv" and stem in SCHEMAS else ""


def files(folder: Path) -> tuple[dict[str, Path], list[Fault]]:
    """The file of each table, and of `case`; what looks like one and cannot be read is a fault."""
    entries = {entry.name: entry.is_file() for entry in os.scandir(folder)}
    others = [name for name in entries if name not in _NAMES and not _ASIDE.fullmatch(name)]
    if STAGED not in entries and not others and all(regular for name, regular in entries.items() if name in _NAMES):
        return {_NAMES[name]: folder / name for name in sorted(_NAMES.keys() & entries.keys())}, []
    return _looked_at(folder)


def _looked_at(folder: Path) -> tuple[dict[str, Path], list[Fault]]:
    """As `files`, one file after the other: where capitals, links, other files or a save that broke off must be minded."""
    found: dict[str, Path] = {}
    faults: list[Fault] = []
    for path in _listed(folder):
        name = name_of(path.name)
        if not name:
            faults += _looks_like(path)
            continue
        kind = "a link to nothing" if not path.exists() else writing.other_kind(path)
        if kind:
            faults.append(Fault(path.name, rule=f"is {kind}", hint="only regular files are read"))
        elif name in found:
            rule = f"stands beside {found[name].name}"
            faults.append(Fault(path.name, rule=rule, hint="capitals do not count; remove one of them"))
        found.setdefault(name, path)
    broken = {fault.table for fault in faults}
    return {name: path for name, path in found.items() if path.name not in broken}, faults


def is_own(folder: Path, origin: Path | None) -> bool:
    """Whether a save may replace the files of a folder: it is absent, empty, where the problem came from, or from a save."""
    names = set(os.listdir(folder)) if folder.is_dir() else set()
    if not names - {STAGED} or (folder / STAGED / COMMIT).exists():
        return True
    if origin is not None and origin.exists() and os.path.samefile(folder, origin):
        return True
    cases = [folder / name for name in names if name_of(name) == "case" and (folder / name).is_file()]
    return any(_begins(path).startswith(MARK.encode()) for path in cases)


def save(folder: Path, contents: Mapping[str, Iterable[bytes]], *, origin: Path | None, overwrite: bool) -> None:
    """All files of a case at once, by the name of their table; files of no table stay as they are.

    Raises
    ------
    ValueError
        When the folder is somebody else's and `overwrite` is not set, with the files that would have been replaced;
        and when something other than a regular file stands in the place of one.
    """
    if folder.exists() and not folder.is_dir():
        raise ValueError(
            f"{folder} is {writing.other_kind(folder) or 'a file'}; name a folder, or a file .xlsx or .json"
        )
    place = Path(os.path.realpath(folder))
    if not overwrite and not is_own(place, origin):
        raise ValueError(f"{folder} {_strangers(place)}; overwrite=True does it all the same")
    made = _make(place)
    try:
        with _alone(place):
            names = _targets(place, contents)
            _finish(place)
            _stage(place / STAGED, names, contents)
            _finish(place)
    except BaseException:
        if made and not (place / STAGED).exists():
            with contextlib.suppress(OSError):
                place.rmdir()
        raise


def _listed(folder: Path) -> list[Path]:
    """The visible files of a folder, those of a save that broke off after COMMIT in the place of the older ones."""
    listed = {name: folder / name for name in os.listdir(folder) if not name.startswith((".", "~"))}
    committed = _committed(folder)
    if committed:
        staged = {name: folder / STAGED / name for name in committed}
        listed = {name: path for name, path in listed.items() if not name_of(name) or name in committed}
        listed |= {name: path for name, path in staged.items() if path.exists()}
    return [path for _, path in sorted(listed.items())]


def _committed(folder: Path) -> list[str]:
    """The files that a save which broke off has ready; none where there is no COMMIT."""
    commit = folder / STAGED / COMMIT
    if not commit.is_file():
        return []
    return [name for name in commit.read_text(encoding="utf-8", errors="replace").splitlines() if name_of(name)]


def _looks_like(path: Path) -> Iterator[Fault]:
    """A fault for a file that by its name could be a table or the case, and is neither."""
    stem, ending = path.name.casefold().split(".")[0].strip(), path.suffix.casefold().strip()
    if path.is_dir():
        return
    if ending == ".csv":
        yield Fault(path.name, rule="is not a table of a case", hint=nearest(path.stem, SCHEMAS))
        return
    for kinds, known, usual in ((TABLES, list(SCHEMAS), ".csv"), (CASES, ["case"], ".toml")):
        close = difflib.get_close_matches(stem, known, n=1, cutoff=0.75)
        if close and ending in kinds:
            yield Fault(
                path.name, rule="is not read", hint=f"save it as {close[0]}{usual}, or move it out of the folder"
            )
            return


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(MARK))


def _own_files(place: Path) -> list[str]:
    """The files of a folder that are named like a table, or case.toml."""
    return sorted(name for name in os.listdir(place) if name_of(name))


def _strangers(place: Path) -> str:
    """Why a folder is not written to."""
    names = _own_files(place)
    if not names:
        return "is not empty and was not written by policymcda: a save would add the files of a case"
    return f"was not written by policymcda: a save would replace {', '.join(names)}"


def _make(place: Path) -> bool:
    """Makes the folder where it is absent, and tells whether it was."""
    absent = not place.exists()
    with writing.no_place(place):
        place.mkdir(parents=True, exist_ok=True)
    return absent


def _targets(place: Path, contents: Mapping[str, object]) -> dict[str, str]:
    """The file of each table: the one that is there, in its own capitals, else a new one; all must be regular files."""
    there: dict[str, str] = {}
    for name in _own_files(place):
        there.setdefault(name_of(name), name)
        kind = writing.other_kind(place / name)
        if kind:
            raise ValueError(f"{place / name} is {kind}; only regular files are replaced or removed")
    return {table: there.get(table, CASE if table == "case" else f"{table}.csv") for table in contents}


def _stage(staged: Path, names: Mapping[str, str], contents: Mapping[str, Iterable[bytes]]) -> None:
    """Every file on the disk beside its place, and then COMMIT, which names them."""
    try:
        staged.mkdir()
        for table, lines in contents.items():
            writing.write_lines(staged / names[table], lines)
        writing.sync(staged)
        writing.write_lines(staged / COMMIT, ["\n".join(names.values()).encode()])
        writing.sync(staged)
    except BaseException:
        with contextlib.suppress(Exception):
            _clear(staged)
        raise


def _finish(place: Path) -> None:
    """What COMMIT names takes its place, tables that it does not name go; then what a save left is cleared."""
    staged = place / STAGED
    names = _committed(place)
    for name in names:
        if (staged / name).exists():
            _put(staged / name, place / name)
    if names:
        for name in set(_own_files(place)) - set(names):
            (place / name).unlink()
        writing.sync(place)
        (staged / COMMIT).unlink()
    _clear(staged)


def _put(staged: Path, place: Path) -> None:
    """A staged file in its place, through links, with the mode of the file that was there."""
    final = Path(os.path.realpath(place))
    writing.keep_mode(final, staged)
    try:
        os.replace(staged, final)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        writing.write(final, staged.read_bytes())
        staged.unlink()


def _clear(staged: Path) -> None:
    """Removes what a save left; COMMIT first, so that what is left is never taken for whole."""
    if staged.is_symlink() or staged.is_file():
        staged.unlink()
    elif staged.exists():
        (staged / COMMIT).unlink(missing_ok=True)
        shutil.rmtree(staged)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One save at a time in a folder, where the system has locks; they end with their process."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    descriptor = os.open(place, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
