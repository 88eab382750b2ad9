"""Pages: how long reports take and how large they are, and how quickly the explorer follows a slider."""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import Row, row
from benchmarks.growth import problem

EVENTS, WARM = 60, 10
"""Moves of a slider that are measured, and before that."""

MOVE = """([count, first]) => new Promise((done) => {
  const slider = document.querySelector('#sliders input');
  let i = first;
  const next = () => {
    if (i === first + count) return void requestAnimationFrame(() => done());
    slider.value = String(0.15 + 0.01 * i++);
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})"""
"""Moves a frame apart, for the page draws at most once a frame."""

COUNTED = ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration")

REPORT = """
import sys
import policymcda as mcda
from benchmarks.growth import in_groups

of = mcda.load("cyber-policy") if sys.argv[1] == "case" else in_groups(8, 25, 10)
mcda.report(of, sys.argv[2], tier=sys.argv[3])
"""


def rows() -> list[Row]:
    """Reports of the case and of a large one, the explorer of 60 and of 500 options."""
    return [*reports(), *explorers()]


def reports() -> Iterator[Row]:
    """Each in a process of its own: time on the clock, of all processors, and size."""
    limits = {("case", "brief"): 5, ("case", "full"): 8, ("large", "full"): 60}
    names = {"case": "the case", "large": "25 options x 10 criteria x 8 groups"}
    for (which, tier), limit in limits.items():
        with tempfile.TemporaryDirectory() as folder:
            path, before = Path(folder) / "x.html", resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", REPORT, which, str(path), tier], check=True, timeout=1800)
            taken, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
            size = f"{path.stat().st_size / 1e6:.2f} MB"
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        yield {
            "what": f"{tier} report of {names[which]}, the whole process (to stay under {limit} s)",
            "ours": taken,
            "spread": f"{spent:.1f} s of processors; {size}",
        }


def explorers() -> Iterator[Row]:
    """In Chromium, by the clock of the thread of the page: opened, and an event of a slider."""
    for options in (60, 500):
        with _page(options) as (page, ready):
            yield {"what": f"explorer of {options} options x 6 criteria, opened (to stay under 2 s)", "ours": ready}
            most = 16 if options == 60 else 50
            parts = _each(page, MOVE)
            what = f"a move of a slider of {options} options: script, styles and layout (to stay under {most} ms)"
            text = ", ".join(f"{1e3 * part:.1f}" for part in parts)
            yield {**row(what, [sum(parts)]), "spread": f"{text} ms"}


def _each(page: Any, moves: str) -> list[float]:
    """Seconds of script, styles and layout of one move."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def counted() -> list[float]:
        found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return [found[name] for name in COUNTED]

    page.evaluate(moves, [WARM, 0])
    before = counted()
    page.evaluate(moves, [EVENTS, WARM])
    return [(then - now) / EVENTS for now, then in zip(before, counted(), strict=True)]


@contextmanager
def _page(options: int) -> Iterator[tuple[Any, float]]:
    """The explorer of a random problem, opened in a browser; and the seconds until it was ready."""
    from playwright.sync_api import sync_playwright

    from policymcda import explore

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = explore(problem(options, 6), Path(folder) / "x.html")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        yield page, float(page.evaluate("Number(document.documentElement.dataset.ready)")) / 1e3
        browser.close()
