"""What somebody does in the explorer for longer than a minute: back and forth, A against B, two options, where it is contested."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, apply, explain, load, rank, smaa, verdict

pytestmark = pytest.mark.browser

GROUP = "capacity_partners"


@pytest.fixture(scope="module")
def case() -> Problem:
    return load("cyber-policy")


@pytest.fixture(scope="module")
def sixty() -> Problem:
    """60 options by 8 criteria."""
    return many(60, 8)


def many(options: int, criteria: int) -> Problem:
    """Random ratings, each within 1 of its mode."""
    ratings = np.random.default_rng(1).uniform(1, 9, (options, criteria)).round(1)
    labels = [f"option {i:03}" for i in range(options)]
    frame = pd.DataFrame(ratings, labels, [f"criterion {k}" for k in range(criteria)])
    settings = {"low": frame - 1, "high": frame + 1, "bounds": [(0, 10)] * criteria}
    return Problem.from_matrix(frame, directions="benefit", weights=[1 / criteria] * criteria, **settings)


def until(page: Any, condition: str) -> None:
    """Waits for what a script says; the policy of the page lets no other way of waiting in."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"not within 10 s: {condition}")


def state_of(page: Any) -> dict[str, Any]:
    return page.evaluate("policymcda.state()")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1400, 600)])
def test_verdict_and_first_places_stay_in_sight_while_a_slider_moves(
    explored: Callable[..., Any], case: Problem, width: int, height: int
) -> None:
    page = explored(case, viewport={"width": width, "height": height})
    slider = page.get_by_label("Speed", exact=True)
    slider.scroll_into_view_if_needed()
    for key in ("PageUp", "PageUp", "PageUp", "PageUp", "PageUp"):
        slider.press(key)
    sight, track = page.locator("#sight").bounding_box(), slider.bounding_box()
    assert sight["y"] == 0
    assert sight["height"] <= 0.25 * height
    assert track["y"] >= sight["y"] + sight["height"]
    first = page.locator("#bars > li").first
    assert page.locator("#verdict strong").inner_text() == first.locator(".name").inner_text()
    assert page.locator("#places .score").first.inner_text() == first.locator(".score").inner_text()
    assert page.locator("#places > li").count() == 3


def test_undo_and_redo_go_through_moves_and_one_drag_is_one_step(explored: Callable[..., Any], case: Problem) -> None:
    page = explored(case)
    states = [state_of(page)]
    assert page.locator("#undo").is_disabled()
    drag = """() => { const slider = document.querySelector('#sliders input');
        for (const at of [.3, .4, .5]) { slider.value = at; slider.dispatchEvent(new Event('input', {bubbles: true})); } }"""
    cell = page.get_by_label("Legitimacy of Local capacity building")
    for move in (
        lambda: page.evaluate(drag),
        lambda: page.get_by_label("Weighted sum").check(force=True),
        lambda: (cell.fill("6.5"), cell.press("Enter")),
    ):
        move()
        states.append(state_of(page))
    assert [json.dumps(one) for one in states] == list(dict.fromkeys(json.dumps(one) for one in states))
    for back in states[-2::-1]:
        page.get_by_role("button", name="Undo").click()
        assert state_of(page) == back
    assert page.locator("#undo").is_disabled()
    assert cell.input_value() == "7"
    page.locator("h1").click()
    for forth in states[1:]:
        page.keyboard.press("Control+Shift+z")
        assert state_of(page) == forth
    assert page.locator("#redo").is_disabled()
    page.keyboard.press("Control+z")
    page.get_by_label("the best").check(force=True)
    assert page.locator("#redo").is_disabled()


def test_the_address_keeps_the_state_and_is_clean_where_nothing_differs(
    explored: Callable[..., Any], case: Problem
) -> None:
    page = explored(case)
    start = page.url
    page.get_by_label("Legitimacy", exact=True).press("PageUp")
    page.get_by_role("button", name="Pin as A").click()
    page.get_by_label("Weighted sum").check(force=True)
    until(page, "location.hash.includes('weighted_sum')")
    again = explored(case, "#" + page.url.split("#")[1])
    assert state_of(again) == state_of(page)
    assert again.locator("#compared").inner_text() == page.locator("#compared").inner_text()
    assert '"method":"topsis"' in unquote(page.url.split("pinned=")[1])
    page.get_by_role("button", name="Unpin A").click()
    page.get_by_role("button", name="Reset everything").click()
    until(page, "!location.hash")
    assert page.url == start


def test_a_pinned_state_is_held_against_the_one_on_the_screen(explored: Callable[..., Any], case: Problem) -> None:
    page = explored(case)
    page.get_by_role("button", name="Pin as A").click()
    assert page.locator("#differences").inner_text() == "A and B are the same in this group."
    page.get_by_label("Weighted sum").check(force=True)
    cell = page.get_by_label("Speed of Joint action on shared interests")
    cell.fill("8.5")
    cell.press("Enter")
    ends = dict.fromkeys(("low", "mode", "high"), 8.5)
    changed = case.change(GROUP, "common_areas", "speed", **ends, evidence="unstated")
    before, after = rank(case), rank(changed, method="weighted_sum")
    names = case.options.set_index("option")["name"]
    expected = after.table[after.table["group"] == GROUP].sort_values("rank", kind="stable")
    known = before.table[before.table["group"] == GROUP].set_index("option")
    rows = [one.split("\t") for one in page.locator("#compared").inner_text().split("\n")]
    assert [row[0] for row in rows] == [names[option] for option in expected["option"]]
    for row, one in zip(rows, expected.itertuples(), strict=True):
        assert row[1:3] == [str(known.loc[one.option, "rank"]), str(one.rank)]
        assert row[4:] == [f"{known.loc[one.option, 'score']:.3f}", f"{one.score:.3f}"]
    assert page.locator("#differences li").all_inner_texts() == [
        "Method: TOPSIS in A, weighted sum in B",
        "Speed of Joint action on shared interests: 5 in A, 8.5 in B",
    ]
    page.get_by_role("button", name="Swap A and B").click()
    assert state_of(page)["method"] == "topsis"
    assert page.locator("#differences li").first.inner_text() == "Method: weighted sum in A, TOPSIS in B"


@pytest.mark.parametrize("method", ["topsis", "weighted_sum"])
def test_what_criteria_add_between_two_options_is_what_explain_says(
    explored: Callable[..., Any], case: Problem, method: str
) -> None:
    page = explored(case)
    page.evaluate("method => policymcda.set({method})", method)
    options = sorted(case.grids[GROUP].options)
    for one, other in zip(options, options[3:] + options[:3], strict=True):
        found = page.evaluate("([one, other]) => policymcda.contributions(one, other)", [one, other])
        table = explain(case, GROUP, one, other, method=method).table.set_index("criterion")
        assert_allclose(found, table.loc[list(case.leaf_criteria), "contribution"], rtol=0, atol=1e-12)
    page.locator("#one").select_option(label="Joint action on shared interests")
    page.locator("#other").select_option(label="Integration with the West")
    scores = rank(case, method=method).table.query("group == @GROUP").set_index("option")["score"]
    by = scores["common_areas"] - scores["western_integration"]
    assert f"{abs(by):.3f}" in page.locator("#pair-verdict").inner_text()
    added = [text.replace("\N{MINUS SIGN}", "-") for text in page.locator("#pair-rows td:last-child").all_inner_texts()]
    assert sum(map(float, added)) == pytest.approx(by, abs=0.0021)


def test_shares_of_first_places_are_those_of_smaa_and_contenders_those_of_verdict(
    explored: Callable[..., Any], case: Problem
) -> None:
    answers = {one["group"]: one for one in explored(case).evaluate("policymcda.standing()")}
    ranks = smaa(case, weights=None, samples=2**15).ranks.query("rank == 1")
    for row in ranks.itertuples():
        error = np.sqrt(row.acceptability * (1 - row.acceptability) / 1000) + row.error
        assert abs(answers[row.group]["shares"][row.option] - row.acceptability) <= 4 * error + 1e-9
    whole = verdict(case.replace(codings=None), samples=2**15)
    for row in whole.table.itertuples():
        because = whole.contenders.query("group == @row.group").set_index("option")["why"]
        page = [one["option"] for one in answers[row.group]["contenders"]]
        close = {option for option, share in answers[row.group]["shares"].items() if abs(share - 0.2) < 0.06}
        assert set(page) ^ {option for option, why in because.items() if "for" not in why.split()} <= close | {""}
        assert answers[row.group]["word"] == (row.verdict if row.verdict != "robust" else "")


def test_contested_is_said_beside_the_verdict(explored: Callable[..., Any], case: Problem) -> None:
    page = explored(case)
    until(page, "!document.querySelector('#contested').textContent.includes('being drawn')")
    assert page.locator("#standing").inner_text() == "Contested"
    assert (
        "It is between ICT-industry bricolage and Integration with the West." in page.locator("#contested").inner_text()
    )
    certain = {"ratings": {"option": ["tax", "ban"], "reach": [9, 1], "price": [8, 2]}}
    criteria = {"criterion": ["reach", "price"], "direction": ["benefit", "benefit"], "weight": [0.5, 0.5]}
    calm = explored(Problem.from_tables(criteria=criteria, **certain))
    until(calm, "document.querySelector('#contested').textContent.includes('certain')")
    assert calm.locator("#standing").is_hidden()


def test_it_is_drawn_once_a_frame(explored: Callable[..., Any], sixty: Problem) -> None:
    page = explored(sixty)
    drawn = page.evaluate("""async () => {
        let count = 0;
        new MutationObserver(() => count++).observe(document.getElementById('verdict'), {childList: true});
        const slider = document.querySelector('#sliders input');
        for (let i = 0; i < 40; i++) {
            slider.value = 0.2 + 0.01 * i;
            slider.dispatchEvent(new Event('input', {bubbles: true}));
            await null;
        }
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        return count;
    }""")
    assert drawn == 2
    assert state_of(page)["weights"]["all"]["criterion 0"] == pytest.approx(0.59)


def test_500_options_are_ranked_as_python_does(explored: Callable[..., Any]) -> None:
    problem = many(500, 10)
    page = explored(problem)
    expected = rank(problem).table.set_index("option")
    rows = pd.DataFrame(page.evaluate("policymcda.answer()")[0]["options"]).set_index("option").loc[expected.index]
    assert_allclose(rows["score"], expected["score"], rtol=0, atol=1e-9)
    assert rows["rank"].tolist() == expected["rank"].tolist()
    assert page.locator("#bars > li").count() == 500


def test_a_saved_state_becomes_a_case_that_ranks_as_the_page(
    explored: Callable[..., Any], case: Problem, tmp_path: Any
) -> None:
    page = explored(case)
    page.get_by_label("Speed", exact=True).press("PageUp")
    page.get_by_label("Leave out what is screened").check()
    page.get_by_label("the worst").check(force=True)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save state").click()
    assert waiting.value.suggested_filename == "state.json"
    waiting.value.save_as(tmp_path / "state.json")
    expected = rank(apply(case, tmp_path / "state.json")).table
    for group in page.evaluate("policymcda.answer()"):
        rows = pd.DataFrame(group["options"]).set_index("option")
        table = expected[expected["group"] == group["group"]].set_index("option")
        assert_allclose(rows.loc[table.index, "score"].astype(float), table["score"], rtol=0, atol=1e-12)
        assert rows.loc[table.index, "rank"].fillna(0).tolist() == table["rank"].fillna(0).tolist()
