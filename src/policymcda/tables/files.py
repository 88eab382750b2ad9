"""Files are written whole or not at all: beside their place, then renamed; through links, and only where a regular file may be."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from uuid import uuid4

KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
"""What may stand where a regular file is meant."""


def write(path: str | Path, content: bytes) -> Path:
    """The content in a file, whole or not at all; a link is followed, and a file that was there keeps its mode and owner.

    A process that is killed meanwhile leaves the old file and nothing beside it (where the system knows files without
    a name; elsewhere at most a hidden part that ends in ``.policymcda-part``).

    Raises
    ------
    ValueError
        When the path is blank, or something other than a regular file stands there.
    """
    with no_place(path):
        place = target(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".{uuid4().hex}.policymcda-part")
        try:
            write_lines(part, [content], like=place)
            os.replace(part, place)
        except BaseException:
            with contextlib.suppress(NotADirectoryError):
                part.unlink(missing_ok=True)
            raise
    return Path(path)


@contextlib.contextmanager
def no_place(path: str | Path) -> Iterator[None]:
    """Where nothing can be made at a path, whoever asks, that is said in a sentence; other errors stay as they are.

    Raises
    ------
    ValueError
        Where a folder on the way is none, leads to itself, or takes no files.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.ELOOP):
            raise
        raise ValueError(f"nothing can be made at {path}: {os.strerror(error.errno).casefold()}") from None


def check_path(path: object, what: str) -> None:
    """Refuses what is no path, a blank one, and one that no file can have.

    >>> check_path("case.json", "a file")
    """
    if not isinstance(path, str | os.PathLike):
        raise ValueError(f"a path is text or a Path, not {path!r}; name {what}")  # noqa: TRY004
    if not os.fspath(path).strip():
        raise ValueError(f"the path is blank; name {what}")
    if "\0" in str(path) or any(len(os.fsencode(part)) > 255 for part in Path(path).parts):
        raise ValueError(f"no file can be called {str(path)[:60]!r}; name {what}")


def target(path: str | Path) -> Path:
    """Where writing to a path would put its file, links followed; refused unless that is a regular file or nothing yet."""
    check_path(path, "a file")
    kind = other_kind(Path(path))
    if kind == KINDS[stat.S_IFDIR]:
        raise ValueError(f"{path} is a folder; name a file in it")
    if kind:
        raise ValueError(f"{path} is {kind}; only regular files are written to")
    return Path(os.path.realpath(path))


def other_kind(path: Path) -> str:
    """What stands at a path, links followed, in words; blank for a regular file and for nothing at all."""
    try:
        kind = stat.S_IFMT(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        return "a link that leads to itself"
    return "" if kind == stat.S_IFREG else KINDS.get(kind, "no regular file")


def check_ending(path: str | Path, endings: Sequence[str], what: str) -> str:
    """The ending of a path in small letters, which must be one of those that can be written.

    >>> check_ending("page.HTML", (".html", ".md"), "a report")
    '.html'
    """
    ending = Path(path).suffix.lower()
    if ending not in endings:
        written = f"cannot be written as {ending}" if ending else "needs an ending"
        raise ValueError(f"{str(path)!r} must end in {', '.join(endings)}: {what} {written}")
    return ending


def write_lines(path: Path, lines: Iterable[bytes], like: Path | None = None) -> None:
    """A new file, named only when all of it is on the disk; with mode and owner of another file where that is there."""
    descriptor, named = _open(path)
    with os.fdopen(descriptor, "wb") as file:
        file.writelines(lines)
        file.flush()
        if like is not None:
            keep_mode(like, descriptor)
        os.fsync(descriptor)
        if not named:  # a directory descriptor makes Python follow the link in /proc; an absolute path ignores it
            os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor)


def keep_mode(old: Path, new: Path | int) -> None:
    """Gives a new file the mode and, where that is allowed, the owner of an old one, if there is one."""
    try:
        found = os.stat(old)
    except FileNotFoundError:
        return
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):
            os.chown(new, found.st_uid, found.st_gid)
    if isinstance(new, Path) or os.chmod in os.supports_fd:
        os.chmod(new, stat.S_IMODE(found.st_mode))


def sync(folder: Path) -> None:
    """What was renamed in a folder is on the disk, where the system can say so."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _open(path: Path) -> tuple[int, bool]:
    """A descriptor to write a new file with, and whether the file has its name already."""
    nameless = getattr(os, "O_TMPFILE", 0)
    if nameless and os.path.isdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            return os.open(path.parent, nameless | os.O_WRONLY, 0o666), False
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666), True
