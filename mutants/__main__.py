"""`make mutants`, or `python -m mutants [--size 500] [--minutes 5]`: goes on where it stopped, and says what the tests saw."""

import argparse
import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mutants import RESULTS, explained, read, sentence
from mutants.running import functions, outcome
from mutants.sites import Site, files, sample, sites
from mutants.tests import choose, clean_environment, measure, test_files

MOST = 4.0
"""Seconds of tests at most for one mistake, as they take without it."""


class Trying:
    """Takes the place of pytest's loop: all tests are collected, and each mistake is tried in a child of this process."""

    def __init__(self, asked: argparse.Namespace, chosen: list[Site], done: dict[str, Any]) -> None:
        self.asked, self.chosen, self.done = asked, chosen, done

    def pytest_collection(self) -> None:
        """Before the tests are imported: examples that fail are not made smaller, and fewer are tried."""
        from hypothesis import Phase, settings

        settings.register_profile(
            "mutants", parent=settings(), phases=(Phase.explicit, Phase.generate), max_examples=40
        )
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        known = measure(session.items)
        loaded = functions()
        gc.freeze()
        stop = time.monotonic() + 60 * self.asked.minutes
        for site in self.chosen:
            before = self.done.get(site.name)
            if time.monotonic() > stop:
                break
            if before is None or (self.asked.again and before["outcome"] != "killed" and site.name not in explained()):
                tests = choose(site, known, session.items, self.asked.most)
                found, seconds, test = outcome(site, tests, loaded)
                line = {
                    "site": site.name,
                    "outcome": found,
                    "seconds": round(seconds, 2),
                    "tests": len(tests),
                    "by": test,
                }
                self.done[site.name] = line
                with self.asked.results.open("a", encoding="utf-8") as lines:
                    print(json.dumps(line), file=lines)
        return True


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
    parser.add_argument(
        "--most", type=float, default=MOST, help=f"seconds of tests for one mistake (default: {MOST:g})"
    )
    parser.add_argument(
        "--results", type=Path, default=RESULTS, help="where results are kept (default: mutants/results.jsonl)"
    )
    asked = parser.parse_args()
    chosen = sample(asked.size, asked.seed)
    done = read(asked.results)
    if asked.minutes > 0:
        clean_environment()
        Path("build").mkdir(exist_ok=True)
        off = [word for name in ("cacheprovider", "randomly", "xdist", "pytest_cov") for word in ("-p", f"no:{name}")]
        code = pytest.main(["-qq", "-s", *off, *test_files()], plugins=[Trying(asked, chosen, done)])
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return int(code)
    return report(chosen, done)


def report(chosen: list[Site], done: dict[str, dict[str, Any]]) -> int:
    """The score, and every mistake that no test saw and nobody has explained."""
    tried = {site.name: done[site.name] for site in chosen if site.name in done}
    every = sum(len(sites(path)) for path in files())
    print(f"a sample of {len(chosen)} of {every:,} mistakes; {sentence(tried)}")
    for site in chosen:
        found = tried.get(site.name, {"outcome": "killed"})["outcome"]
        if found not in ("killed", "timeout") and site.name not in explained():
            print(f"  {found}: line {site.line} of {site.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
