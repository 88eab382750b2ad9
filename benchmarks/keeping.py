"""Rows of a run kept as JSON with machine, versions and commit, and what became slower than the run kept last."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import Row, duration

FOLDER = Path(__file__).parents[1] / ".bench" / "runs"


def commit() -> str:
    """The commit that is checked out, with a + where files differ from it; blank outside of a repository."""
    try:
        words = ["git", "describe", "--always", "--abbrev=12", "--dirty=+"]
        return subprocess.run(words, cwd=FOLDER.parents[1], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def keep(results: Mapping[str, Sequence[Row]], machine: str, folder: Path = FOLDER) -> Path:
    """Writes a run into a file of its own, named by the time."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    run = {"when": now.isoformat(timespec="seconds"), "commit": commit(), "machine": machine, "rows": dict(results)}
    path = folder / f"{now:%Y%m%dT%H%M%S%f}.json"
    path.write_text(json.dumps(run, indent=1, default=str) + "\n", encoding="utf-8")
    return path


def last(machine: str, subject: str, folder: Path = FOLDER) -> Mapping[str, Any] | None:
    """The run kept last that has a subject, on the same machine with the same versions; None where there is none."""
    for path in sorted(folder.glob("*.json"), reverse=True):
        run: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if run["machine"] == machine and subject in run["rows"]:
            return run
    return None


def slower(rows: Sequence[Row], before: Sequence[Row]) -> Iterator[str]:
    """What takes longer than before by more than the spread of either: the lower quartile is above the upper one then."""
    then = {row["what"]: row for row in before if "high" in row}
    for row in rows:
        was = then.get(row["what"])
        if was is not None and "low" in row and row["low"] > was["high"] and row["ours"] > was["ours"]:
            times = row["ours"] / was["ours"]
            yield f"{row['what']}: {duration(was['ours'])} then, {duration(row['ours'])} now, {times:.2f} times"
