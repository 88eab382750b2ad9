"""`make fuzz`, or `python -m fuzz [--minutes 10] [--seed N] [--kind csv]`: how many inputs, and every finding."""

import argparse
import sys
import time
from pathlib import Path

from fuzz.running import attempt, made, search
from fuzz.sources import EVERY, SOURCES


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Tries hostile input on the library.")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long (default: 10)")
    parser.add_argument("--seed", type=int, default=0, help="which inputs; the same seed makes the same (default: 0)")
    parser.add_argument("--kind", choices=sorted(SOURCES), help="one kind of input alone")
    parser.add_argument("--number", type=int, help="one input alone, with what becomes of it")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"), help="where findings go (default: build/fuzz)")
    asked = parser.parse_args()
    sources = [SOURCES[asked.kind]] if asked.kind else EVERY
    if asked.number is not None:
        print(*attempt(made(sources, asked.seed, asked.number)), sep="\n")
        return 0
    start = time.monotonic()
    found = search(sources, asked.seed, start + 60 * asked.minutes, sys.maxsize, asked.keep)
    print(f"{found.inputs.total():,} inputs in {time.monotonic() - start:.0f} s, seed {asked.seed}")
    print("of a kind:", ", ".join(f"{kind} {count:,}" for kind, count in sorted(found.inputs.items())))
    print("became:", ", ".join(f"{outcome} {count:,}" for outcome, count in found.outcomes.most_common()))
    print(f"slowest {found.slowest:.2f} s, most memory {found.largest:.0f} MB")
    print(f"findings: {len(found.found)}" + (f", in {asked.keep}" if found.found else ""))
    for entry in found.found[:20]:
        print(f"  {entry['kind']} {entry['number']}: {entry['finding'].strip().splitlines()[-1][:200]}")
    return 1 if found.found else 0


if __name__ == "__main__":
    sys.exit(main())
