"""The report in a real Chromium: opened from disk without a network, no complaint, no barrier, no page wider than its window."""

import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from policymcda import Problem, load, rank, report
from policymcda.reporting import report_results

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The report of two groups of the case that ships; each tier is written once."""
    folder, known = tmp_path_factory.mktemp("reports"), {}
    problem: Problem = load("cyber-policy").select(groups=["rivals_with_ties", "no_formal_ties"])

    def run(tier: str) -> Path:
        if tier not in known:
            known[tier] = report(problem, folder / f"{tier}.html", tier=tier)
        return known[tier]

    return run


def opened(chromium: Any, path: Path, **options: Any) -> tuple[Any, list[str], list[str]]:
    """The page, what it asked for and what it complained of."""
    context = chromium.new_context(**options)
    context.set_offline(True)
    page, asked, complaints = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    return page, asked, complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("tier", ["brief", "full"])
def test_a_report_opens_without_complaint_or_barrier(
    tier: str, width: int, scheme: str, chromium: Any, reported: Callable[[str], Path]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, asked, complaints = opened(
        chromium, reported(tier), viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    try:
        assert [url for url in asked if not url.startswith(("file:", "data:,"))] == []
        assert len([url for url in asked if url.startswith("file:")]) == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found] == []
        assert complaints == []
    finally:
        page.context.close()


@pytest.mark.parametrize("width", [390, 1400])
def test_the_first_screen_looks_the_same_in_both_tiers(
    width: int, chromium: Any, reported: Callable[[str], Path]
) -> None:
    """What the page to move weights in adds leaves names, bars, shares and marks as they are in the brief."""
    seen = []
    for tier in ("brief", "full"):
        page, _, _ = opened(chromium, reported(tier), viewport={"width": width, "height": 900})
        seen.append(page.evaluate(LOOK))
        page.context.close()
    assert seen[0] == seen[1]
    assert len(seen[0]) > 10


LOOK = """() => [...document.querySelectorAll(".findings .bars span, .tests .mark")].map(one => {
  const { width, height } = one.getBoundingClientRect(), style = getComputedStyle(one);
  return [one.textContent, Math.round(width), Math.round(height), style.color, style.display];
})"""
"""Size and colour of what stands on the first screen, and of the marks of tests."""


CUT = """() => [...document.querySelectorAll("svg.drawing")].filter(svg => svg.checkVisibility()).filter(svg => {
  const scroller = svg.closest(".scroll"), shown = svg.getBoundingClientRect(), view = svg.viewBox.baseVal, box = svg.getBBox();
  const [left, top] = [box.x - view.x, box.y - view.y];
  const outside = Math.max(-left, -top, left + box.width - view.width, top + box.height - view.height);
  return outside > 4 || (scroller && scroller.scrollHeight > scroller.clientHeight + 1)
    || (!scroller && shown.width > svg.parentElement.clientWidth + 1);
}).map(svg => svg.querySelector("title").textContent)"""
"""Drawings that are larger than their box, or have something outside of themselves."""


def not_asked(*given: Any, **settings: Any) -> None:
    raise ValueError("not asked here")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full report, which holds the brief, of 25 options, 10 criteria and 8 groups, by as few draws as there can be.

    What has no chart, or one of 20 rows at most, is not asked.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("smaa", "named_verdict", "stakeholders"):
            patch.setattr(report_results, name, partial(getattr(report_results, name), samples=1))
        for name in ("value_of_information", "evidence", "regret"):
            patch.setattr(report_results, name, not_asked)
        path = tmp_path_factory.mktemp("large") / "full.html"
        return report(many(), path, tier="full", method="weighted_sum")


def many() -> Problem:
    """Eight groups; in two of them two options are as good as each other, in the others one is far ahead."""
    rng = np.random.default_rng(5)
    options = [
        {"option": f"o{place:02d}", "name": f"Programme {place} to build up what small partners lack"}
        for place in range(25)
    ]
    criteria = [
        {
            "criterion": f"c{place}",
            "name": f"Feasibility within {place} years",
            "direction": "benefit",
            "low": 1,
            "high": 9,
        }
        for place in range(10)
    ]
    groups = [{"group": f"g{place}", "name": f"Partners of region {place} without formal ties"} for place in range(8)]
    rows = [
        {
            "group": group["group"],
            "option": option["option"],
            "criterion": one["criterion"],
            "mode": mode,
            "low": mode - wide,
            "high": mode + wide,
        }
        for number, group in enumerate(groups)
        for place, option in enumerate(options)
        for one in criteria
        for ahead in [place < 2 if number < 2 else place == 0]
        for mode in [7.0 if ahead else round(float(rng.uniform(2, 6)), 1)]
        for wide in [1.0 if ahead else 0.0]
    ]
    weights = [
        {"stakeholder": f"Ministry {person}", "criterion": one["criterion"], "weight": weight}
        for person in range(3)
        for one, weight in zip(criteria, rng.dirichlet(np.ones(10)), strict=True)
    ]
    return Problem.from_tables(options=options, criteria=criteria, groups=groups, ratings=rows, weights=weights)


@pytest.mark.thorough
def test_every_chart_of_25_options_10_criteria_and_8_groups_is_whole(chromium: Any, large: Path) -> None:
    for width in (1400, 390):
        page, _, _ = opened(chromium, large, viewport={"width": width, "height": 900})
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        seen = "[...document.querySelectorAll('svg.drawing')].filter(each => each.checkVisibility()).length"
        assert page.evaluate(seen) > 45
        assert page.evaluate(CUT) == []
        page.context.close()


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("tier", ["brief", "full"])
def test_no_box_is_smaller_than_its_drawing(
    tier: str, width: int, chromium: Any, reported: Callable[[str], Path]
) -> None:
    page, _, _ = opened(chromium, reported(tier), viewport={"width": width, "height": 900})
    assert page.evaluate(CUT) == []
    silent = """() => [...document.querySelectorAll(".scroll")].filter(e => e.checkVisibility() && !e.closest("#explorer")
      && e.scrollWidth > e.clientWidth + 1)
      .filter(e => !getComputedStyle(e, "::before").content.includes("scroll sideways") || e.tabIndex !== 0).length"""
    assert page.evaluate(silent) == 0
    page.context.close()


def test_the_brief_has_charts_of_its_own_for_a_telephone(chromium: Any, reported: Callable[[str], Path]) -> None:
    for width, shown in ((390, "on-narrow"), (1400, "on-wide")):
        page, _, _ = opened(chromium, reported("brief"), viewport={"width": width, "height": 900})
        kinds = page.evaluate(
            "[...document.querySelectorAll('figure svg')].filter(e => e.checkVisibility()).map(e => e.parentElement.className)"
        )
        assert set(kinds) == {shown}
        page.context.close()


def test_a_keyboard_reaches_the_end_of_the_full_report_in_60_stops(
    chromium: Any, reported: Callable[[str], Path]
) -> None:
    page, _, _ = opened(chromium, reported("full"), viewport={"width": 1400, "height": 900})
    stops = "a[href], button, input, select, textarea, summary, [tabindex]"
    count = (
        f"[...document.querySelectorAll('{stops}')].filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility())"
    )
    assert page.evaluate(f"{count}.length") <= 60
    page.context.close()


def test_in_print_a_group_has_a_page_of_its_own(chromium: Any, reported: Callable[[str], Path]) -> None:
    page, _, _ = opened(chromium, reported("brief"), viewport={"width": 680, "height": 1000})
    page.emulate_media(media="print")
    sections = page.evaluate(
        "[...document.querySelectorAll('section.group')].map(e => [e.offsetHeight, getComputedStyle(e).breakBefore])"
    )
    assert len(sections) == 2
    for height, before in sections:
        assert before == "page"
        assert height < 273 / 25.4 * 96  # an A4 page with margins of 12 mm
    page.context.close()


def test_tables_are_taken_along_as_they_are(chromium: Any, reported: Callable[[str], Path], tmp_path: Path) -> None:
    page, _, _ = opened(chromium, reported("full"), accept_downloads=True)
    with page.expect_download() as found:
        page.locator("a.download").click()
    found.value.save_as(tmp_path / "tables.zip")
    page.context.close()
    with zipfile.ZipFile(tmp_path / "tables.zip") as tables:
        names = tables.namelist()
        ranks = pd.read_csv(tables.open("rank-table.csv"))
    expected = rank(load("cyber-policy").select(groups=["rivals_with_ties", "no_formal_ties"])).table
    assert {"case-ratings.csv", "smaa-ranks.csv", "verdict-rules.csv"} <= set(names)
    assert list(ranks["option"]) == list(expected["option"])
    assert ranks["score"].to_numpy() == pytest.approx(expected["score"].to_numpy(), rel=1e-5)


def test_the_brief_is_read_at_once(chromium: Any, reported: Callable[[str], Path]) -> None:
    page, _, _ = opened(chromium, reported("brief"))
    times = []
    for _ in range(3):
        page.reload()
        times.append(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"))
    page.context.close()
    assert min(times) < 500


def test_drawings_are_seen_in_the_dark(chromium: Any, reported: Callable[[str], Path]) -> None:
    colours = []
    for scheme in ("light", "dark"):
        page, _, _ = opened(chromium, reported("brief"), color_scheme=scheme)
        colours.append(page.evaluate("getComputedStyle(document.querySelector('svg.drawing text')).fill"))
        page.context.close()
    assert colours[0] != colours[1]


def test_the_page_to_move_weights_works_within_the_report(chromium: Any, reported: Callable[[str], Path]) -> None:
    page, _, complaints = opened(chromium, reported("full"))
    page.wait_for_selector("html[data-ready]", state="attached", timeout=10_000)
    assert page.locator("#bars li").count() == 9
    page.context.close()
    assert complaints == []
