"""`make mutants`, or `python -m mutants [--size 500] [--minutes 5]`: goes on where it stopped, and says what the tests saw."""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

from mutants.running import LIMIT, load_libraries, outcome, tests_of
from mutants.sites import Site, files, sample, sites

RESULTS = Path("build/mutants.jsonl")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m mutants", description="Small mistakes, and whether the tests see them."
    )
    parser.add_argument("--size", type=int, default=500, help="mistakes in the sample (default: 500)")
    parser.add_argument("--seed", type=int, default=0, help="which sample (default: 0)")
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="how long at most (default: until all are tried)"
    )
    parser.add_argument("--again", action="store_true", help="try those that survived once more")
    parser.add_argument("--results", type=Path, default=RESULTS, help=f"where results are kept (default: {RESULTS})")
    asked = parser.parse_args()
    asked.results.parent.mkdir(parents=True, exist_ok=True)
    chosen = sample(asked.size, asked.seed)
    done = read(asked.results)
    stop = time.monotonic() + 60 * asked.minutes
    wanted = [
        site for site in chosen if site.name not in done or (asked.again and done[site.name]["outcome"] == "survived")
    ]
    if wanted and asked.minutes > 0:
        load_libraries()
    for site in wanted:
        if time.monotonic() > stop:
            break
        tests = tests_of(site.file)
        found, seconds = outcome(site, tests, LIMIT + 3 * unchanged(site, tests, done, asked.results))
        done[site.name] = write(asked.results, {"site": site.name, "outcome": found, "seconds": round(seconds, 2)})
    return report(chosen, done)


def unchanged(site: Site, tests: list[str], done: dict[str, dict[str, object]], results: Path) -> float:
    """Seconds that the tests of a file take without a mistake; they must pass."""
    name = f"{site.file} unchanged"
    if name not in done:
        found, seconds = outcome(None, tests, 600)
        if found != "survived":
            raise SystemExit(f"the tests of {site.file} do not pass without a mistake: {' '.join(tests)}")
        done[name] = write(results, {"site": name, "outcome": found, "seconds": round(seconds, 2)})
    return float(str(done[name]["seconds"]))


def read(path: Path) -> dict[str, dict[str, object]]:
    """What is known already; the last line about a mistake counts."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {line["site"]: line for line in map(json.loads, lines)}


def write(path: Path, line: dict[str, object]) -> dict[str, object]:
    with path.open("a", encoding="utf-8") as lines:
        print(json.dumps(line), file=lines)
    return line


def report(chosen: list[Site], done: dict[str, dict[str, object]]) -> int:
    """The score, and every mistake that no test saw."""
    tried = [site for site in chosen if site.name in done]
    counts = Counter(str(done[site.name]["outcome"]) for site in tried)
    every = sum(len(sites(path)) for path in files())
    seen = counts["killed"] + counts["timeout"]
    print(f"{len(tried)} of a sample of {len(chosen)} of {every:,} mistakes tried")
    if tried:
        print(f"seen by a test: {seen} ({seen / len(tried):.1%}), {counts['timeout']} of them by taking too long")
    for site in tried:
        if done[site.name]["outcome"] == "survived":
            print(f"  line {site.line} of {site.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
