"""Where a problem was loaded from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Origin:
    """The words that name a problem on the command line, its folder, if it was one, and whether it was changed since."""

    words: str = ""
    folder: Path | None = None
    changed: bool = False


NOWHERE = Origin()
"""Of a problem that was made in memory."""
