"""The report in a real Chromium: opened from disk without a network, no complaint, no barrier, no page wider than its window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policymcda import Problem, load, report

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
        assert [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found if rule["impact"] in ("serious", "critical")] == []  # fmt: skip
        assert complaints == []
    finally:
        page.context.close()


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
