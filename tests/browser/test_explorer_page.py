"""How the page behaves and looks: text stays text, nothing is asked for, nobody is shut out, nothing overlaps."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from policymcda import Problem, load

pytestmark = pytest.mark.browser

WIDTHS = {390: {"width": 390, "height": 844}, 1400: {"width": 1400, "height": 900}}


@pytest.fixture(scope="module")
def case() -> Problem:
    return load("cyber-policy")


def state_of(page: Any) -> dict[str, Any]:
    return page.evaluate("policymcda.state()")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1400, "dark")])
def test_axe_finds_no_barrier(explored: Callable[..., Any], case: Problem, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = explored(case, viewport=WIDTHS[width], color_scheme=scheme)
    page.get_by_label("Rivals with formal ties").check(force=True)
    page.get_by_role("button", name="Pin as A").click()
    page.get_by_label("Speed", exact=True).press("PageUp")
    page.get_by_role("button", name="Copy JSON").click()
    assert page.locator("#comparison:visible, #pair:visible, #standing:visible").count() == 3
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("count", [1, 4, 21])
def test_nothing_overlaps_and_nothing_sticks_out(explored: Callable[..., Any], count: int) -> None:
    problem = load("governance-2013")
    page = explored(problem.select(options=problem.labels("option")[:count]), viewport=WIDTHS[390])
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)
        _nothing_overlaps(page, width, count)


def _nothing_overlaps(page: Any, width: int, count: int) -> None:
    """Names, scores and bars of the rows stand apart, and all text has the room that it needs."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    apart = """rows => rows.map(row => {
        const [name, score, bar] = ['.label', '.score', '.measure'].map(one => row.querySelector(one).getBoundingClientRect());
        const hit = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;
        return hit(name, score) || hit(name, bar) || hit(score, bar);
    })"""
    assert page.locator("#bars > li").evaluate_all(apart) == [False] * count
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML)"
    assert page.locator("#bars .rank, #bars .score, .weight .value, #ratings input").evaluate_all(cut) == []


def test_hostile_texts_come_out_as_text(explored: Callable[..., Any], hostile: Problem, weapons: list[str]) -> None:
    page = explored(hostile, viewport=WIDTHS[390])
    assert page.locator("script").count() == 2
    assert page.locator("img, iframe, object, b").count() == 0
    assert page.locator("h1").text_content() == weapons[2]
    assert page.locator(".kicker").text_content() == weapons[0]
    assert f"Source: {weapons[7]}" in page.locator("footer").text_content()
    assert sorted(page.locator("#bars .name").all_text_contents()) == sorted(weapons)
    assert page.locator("#sliders .name").all_text_contents() == weapons[:-4:-1]
    assert page.locator("#about").text_content() == weapons[-1]
    assert weapons[0] in page.locator("#reasons").text_content()
    for place in range(len(weapons)):
        page.locator(f"input[name=group][value='{place}']").check(force=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    text = state_of(page)
    assert set(text["weights"]) == set(hostile.grids)
    page.evaluate("state => policymcda.set(state)", text)
    assert state_of(page) == text


def test_a_link_brings_the_state_back(explored: Callable[..., Any], case: Problem) -> None:
    page = explored(case)
    page.get_by_label("Sources without formal ties").check(force=True)
    page.get_by_label("Weighted sum").check(force=True)
    page.get_by_label("the best").check(force=True)
    page.get_by_label("Legitimacy", exact=True).press("PageUp")
    cell = page.get_by_label("Legitimacy of Local capacity building")
    cell.fill("6.5")
    cell.press("Enter")
    page.get_by_role("button", name="Copy link").click()
    link = page.locator("#text").input_value()
    assert link == page.url
    again = explored(case, "#" + link.split("#")[1])
    assert state_of(again) == state_of(page)
    assert again.evaluate("policymcda.answer()") == page.evaluate("policymcda.answer()")
    assert again.get_by_label("Legitimacy of Local capacity building").input_value() == "6.5"


DO_NOT_FIT = [
    ("%7B", "left aside"),
    (None, "holds no state"),
    ({"fingerprint": "0"}, "another problem"),
    ({"group": "<img src=x onerror=alert(1)>"}, "no group <img"),
    ({"method": "constructor"}, "constructor is not known"),
    ({"unknown": ["mode"]}, "is not known"),
    ({"weights": {"no_formal_ties": {"speed": 1}}}, "no weight of"),
    (
        {"weights": {"no_formal_ties": dict.fromkeys(["feasibility", "legitimacy", "root_cause", "speed"], 1)}},
        "sum to 1",
    ),
    ({"weights": {"__proto__": {}}}, "no weight of"),
    (
        {"ratings": [{"group": "no_formal_ties", "option": "common_areas", "criterion": "speed", "mode": 99}]},
        "outside",
    ),
    (
        {"ratings": [{"group": "no_formal_ties", "option": "common_areas", "criterion": "speed", "mode": "9"}]},
        "no number",
    ),
]
"""States in a link, and what is said of each."""


def test_a_link_that_does_not_fit_is_left_aside_and_said_so(explored: Callable[..., Any], case: Problem) -> None:
    links = [f"state={given if isinstance(given, str) else quote(json.dumps(given))}" for given, _ in DO_NOT_FIT]
    page = explored(case, f"#{links[0]}")
    follow = "link => { document.getElementById('refused').textContent = ''; location.hash = link; }"
    for place, (link, (_, complaint)) in enumerate(zip(links, DO_NOT_FIT, strict=True)):
        if place:
            page.evaluate(follow, link)
        page.locator("#refused").filter(has_text=complaint).wait_for(timeout=10_000)
        found = state_of(page)
        assert (found["group"], found["method"], found["ratings"]) == ("capacity_partners", "topsis", []), complaint


def test_a_rating_outside_of_its_scale_is_refused_in_place(explored: Callable[..., Any], case: Problem) -> None:
    page = explored(case)
    cell = page.get_by_label("Speed of Harnessing regional organizations")
    before = page.evaluate("policymcda.answer()")
    cell.fill("12")
    cell.press("Enter")
    assert cell.get_attribute("aria-invalid") == "true"
    assert cell.evaluate("cell => cell.validationMessage") == "12 is outside of 1 to 9"
    assert page.evaluate("policymcda.answer()") == before
    cell.fill("7")
    cell.press("Enter")
    assert cell.get_attribute("aria-invalid") is None
    assert page.evaluate("policymcda.answer()") != before
    cell.fill("")
    cell.press("Enter")
    assert page.evaluate("policymcda.answer()") == before
    assert cell.input_value() == "5"


def test_a_rating_that_has_no_estimate_must_be_given_one_before_the_rule_takes_it(explored: Callable[..., Any]) -> None:
    ratings = [
        {"option": "tax", "criterion": "reach", "low": 0, "mode": 4, "high": 9, "evidence": "direct"},
        {"option": "ban", "criterion": "reach", "evidence": "none"},
    ]
    criteria = {"criterion": ["reach"], "direction": ["benefit"], "weight": [1], "low": [0], "high": [9]}
    page = explored(Problem.from_tables(criteria=criteria, ratings=ratings), settings={"unknown": "worst"})
    estimate = page.get_by_label("its estimate")
    assert estimate.is_disabled()
    assert [row["rank"] for row in page.evaluate("policymcda.answer()")[0]["options"]] == [2, 1]
    cell = page.get_by_label("reach of ban")
    cell.fill("8")
    cell.press("Enter")
    estimate.check(force=True)
    assert [row["rank"] for row in page.evaluate("policymcda.answer()")[0]["options"]] == [1, 2]
    cell.fill("")
    cell.press("Enter")
    assert "no estimate" in cell.evaluate("cell => cell.validationMessage")


def test_changes_are_announced_once_they_settle(explored: Callable[..., Any], case: Problem) -> None:
    page = explored(case)
    slider = page.get_by_label("Speed", exact=True)
    page.evaluate("""() => {
        const status = document.getElementById('status');
        window.sentences = [];
        new MutationObserver(() => sentences.push(status.textContent)).observe(status, {childList: true});
    }""")
    press = "slider => slider.dispatchEvent(new KeyboardEvent('keydown', {key: 'PageUp', bubbles: true}))"
    slider.evaluate(f"slider => {{ for (let i = 0; i < 6; i++) ({press})(slider); }}")
    page.wait_for_selector("#status:not(:empty)", state="attached")
    assert page.evaluate("sentences") == [page.locator("#verdict").text_content()]
    assert slider.get_attribute("aria-valuetext") == "73.5%"
    described = page.locator(f"#{slider.get_attribute('aria-describedby')}")
    assert described.text_content() == "Networks stays first from 51.0% on; below, ICT industry."


@pytest.mark.parametrize(("motion", "count"), [("reduce", 0), ("no-preference", 1)])
def test_bars_slide_to_their_rank_unless_motion_is_not_wanted(
    explored: Callable[..., Any], case: Problem, motion: str, count: int
) -> None:
    page = explored(case, reduced_motion=motion)
    moving = """() => {
        document.querySelector('[value=weighted_sum]').click();
        return [...document.querySelectorAll('#bars > li')].flatMap(row => row.getAnimations()).length;
    }"""
    page.evaluate("policymcda.set({...policymcda.state(), unknown: 'best', weights: {}})")
    page.wait_for_timeout(400)
    assert min(page.evaluate(moving), 1) == count


def test_on_paper_there_are_numbers_and_no_controls(explored: Callable[..., Any], case: Problem) -> None:
    page = explored(case, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("button:visible, input[type=range]:visible").count() == 0
    assert page.locator("#bars > li:visible, .weight .value:visible").count() == 13
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
