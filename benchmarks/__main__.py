"""Runs the benchmarks and prints a table each: `python -m benchmarks [name ...] [--markdown PATH]`.

Rows are kept as JSON with machine, versions and commit; what became slower than the run kept last, by more than its spread,
is printed.
"""

import argparse
import importlib
import importlib.metadata
import os
import platform
import sys
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import Row, duration, keeping

COLUMNS = ("what", "ours", "peer", "ratio", "spread")
WIDTH = 100
LIBRARIES = ("policymcda", "numpy", "scipy", "pandas", "pandera", "pymcdm")


def subjects() -> list[str]:
    """Names of the modules here that measure something."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return [file.stem for file in files if "\ndef rows(" in file.read_text(encoding="utf-8")]


def machine() -> str:
    """What the figures hold for: processor, memory, versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}; "
        f"Python {platform.python_version()}, {versions}"
    )


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def cells(row: Row) -> list[str]:
    """A row as text: numbers are seconds, the ratio is times."""
    texts = [str(row["what"])]
    for key in ("ours", "peer"):
        value = row.get(key, "")
        texts.append(duration(value) if isinstance(value, float) else str(value or ""))
    ratio = row.get("ratio", "")
    texts.append(f"{ratio:.3g} x" if isinstance(ratio, (int, float)) else str(ratio or ""))
    return [*texts, str(row.get("spread") or "")]


def table(rows: Sequence[Row]) -> str:
    """Rows as lines of at most 100 characters; what does not fit is wrapped."""
    lines = [list(COLUMNS), *map(cells, rows)]
    widths = [min(24, max(len(line[column]) for line in lines)) for column in range(1, len(COLUMNS))]
    first = WIDTH - sum(widths) - 2 * len(widths)
    first = min(first, max(len(line[0]) for line in lines))
    printed = []
    for line in lines:
        wrapped = [textwrap.wrap(text, width) or [""] for text, width in zip(line, [first, *widths], strict=True)]
        for level in range(max(map(len, wrapped))):
            parts = [part[level] if level < len(part) else "" for part in wrapped]
            aligned = [part.rjust(width) for part, width in zip(parts[1:], widths, strict=True)]
            printed.append("  ".join([parts[0].ljust(first), *aligned]).rstrip())
    return "\n".join([printed[0], "-" * (first + sum(widths) + 2 * len(widths)), *printed[1:]])


def markdown(results: dict[str, list[Row]]) -> str:
    """The same tables as a page."""
    page = [
        "# Benchmarks",
        "",
        "Made by `make bench`. Ratios are peer to ours, more than 1 in our favour, or as a row says after its semicolon.",
        "",
        machine(),
    ]
    for name, rows in results.items():
        page += ["", f"## {name}", "", f"| {' | '.join(COLUMNS)} |", "|---|---:|---:|---:|---:|"]
        page += ["| " + " | ".join(cell.replace("|", "\\|") for cell in cells(row)) + " |" for row in rows]
    return "\n".join(page) + "\n"


def main() -> int:
    known = subjects()
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Figures of this machine, and ratios to other libraries."
    )
    parser.add_argument("names", nargs="*", metavar="name", help=f"what to measure: {', '.join(known)} (all)")
    parser.add_argument("--markdown", type=Path, metavar="PATH", help="write the tables to this file too")
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in known]:
        parser.error(f"no benchmark {unknown[0]!r}, choose from {', '.join(known)}")
    on = machine()
    print(textwrap.fill(on, WIDTH))
    results = {}
    for name in asked.names or known:
        print(f"\n{name}: measuring", file=sys.stderr, flush=True)
        start = time.perf_counter()
        results[name] = importlib.import_module(f"benchmarks.{name}").rows()
        print(f"\n{name} ({duration(time.perf_counter() - start)})\n{table(results[name])}", flush=True)
        if before := keeping.last(on, name):
            for line in keeping.slower(results[name], before["rows"][name]):
                print(textwrap.fill(f"slower than at {before['commit']}: {line}", WIDTH), flush=True)
    print(f"\nkept in {keeping.keep(results, on)}")
    if asked.markdown:
        asked.markdown.write_text(markdown(results), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
