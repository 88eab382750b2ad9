"""How the questionnaire behaves: by keyboard alone, by touch, closed half-way, where nothing is kept, in German."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from policymcda import Problem, ask, collect, load, rank
from policymcda.cli import main

pytestmark = pytest.mark.browser

KINDS = ("judgements", "swings", "codings", "statements")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
REFUSED = (
    """Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError'); }})"""
)
FOCUSED = """() => {
    const one = document.activeElement, label = one.labels?.[0]?.textContent;
    return one === document.body ? '' : `${one.tagName} ${one.getAttribute('aria-label') ?? label ?? one.textContent}`.trim();
}"""


@pytest.fixture(scope="module")
def case() -> Problem:
    return load("cyber-policy")


@pytest.fixture(scope="module")
def page_file(case: Problem, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All kinds of questions for one group."""
    path = tmp_path_factory.mktemp("asked") / "ask.html"
    return ask(case, path, kinds=KINDS, groups=["rivals_with_ties"])


@pytest.fixture(scope="module")
def short_file(case: Problem, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six comparisons."""
    return ask(case, tmp_path_factory.mktemp("short") / "ask.html", groups="all")


@pytest.fixture
def device(chromium: Any) -> Iterator[Callable[..., Callable[[Path], Any]]]:
    """One person's device: what it gives opens a file, again and again, with what the device keeps."""
    contexts, complaints, asked = [], [], []

    def run(refuse_storage: bool = False, **options: Any) -> Callable[[Path], Any]:
        context = chromium.new_context(
            **{"reduced_motion": "reduce", "viewport": {"width": 1200, "height": 900}, **options}
        )
        context.set_offline(True)
        if refuse_storage:
            context.add_init_script(REFUSED)
        contexts.append(context)

        def opened(path: Path) -> Any:
            page = context.new_page()
            page.set_default_timeout(5000)
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("request", lambda request: asked.append(request.url))
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready]", state="attached")
            return page

        return opened

    yield run
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:,", "blob:"))] == []


def tab_to(page: Any, label: str) -> None:
    """Presses Tab until something of this label has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if re.search(label, page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"Tab does not reach {label}")


def test_by_keyboard_alone_from_the_name_to_the_file(
    device: Callable[..., Any], short_file: Path, case: Problem
) -> None:
    page = device()(short_file)
    tab_to(page, "Your name")
    page.keyboard.type("Büro 3")
    tab_to(page, "BUTTON Begin")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "heading"
    for place in range(5):
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.tagName") == "SUMMARY":
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        if place % 2:
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        for _ in range(place):
            page.keyboard.press("ArrowDown")
        if place == 0:
            page.keyboard.press("Space")
        tab_to(page, "BUTTON Next")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "heading"
    tab_to(page, "I don't know")
    page.keyboard.press("Enter")
    assert page.locator("#heading").inner_text() == "Your answers"
    tab_to(page, "Save the answer file")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    answer = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert download.value.suggested_filename == "answers-cyber-policy-Büro-3.json"
    assert (answer["stakeholder"], answer["finished"], len(answer["skipped"])) == ("Büro 3", True, 1)
    collected = collect(case, answer)
    values = collected.problem.judgements[["criterion", "versus", "value"]].to_numpy().tolist()
    assert values[0] == ["legitimacy", "feasibility", 2]
    assert [row[2] for row in values] == [2, 3, 4, 5, 6]
    assert values[1][:2] == ["speed", "root_cause"] or values[1][:2] == ["root_cause", "feasibility"]


def test_by_touch_on_a_phone_all_kinds_of_questions(device: Callable[..., Any], page_file: Path, case: Problem) -> None:
    page = device(**PHONE, color_scheme="dark")(page_file)

    def fits() -> bool:
        return page.evaluate("document.documentElement.scrollWidth") <= 390

    assert fits()
    page.get_by_role("button", name="Begin").tap()
    for number in range(6):
        page.locator(".pills label").nth(number % 2).tap()
        page.locator(".steps label").nth(number).tap()
        assert fits()
        page.get_by_role("button", name="Next").tap()
    fields = page.get_by_role("spinbutton")
    for place, points in enumerate((100, 60, 30, 10)):
        fields.nth(place).tap()
        fields.nth(place).fill(str(points))
    assert page.locator(".share").all_inner_texts() == [f"{share}% of all points" for share in (50, 30, 15, 5)]
    assert fits()
    page.get_by_role("button", name="Next").tap()
    for _ in range(4):
        page.get_by_label(": most plausible").first.fill("5")
        page.locator(".check").nth(1).tap()
        assert fits()
        page.get_by_role("button", name="Next").tap()
    while page.locator("#heading").inner_text() != "Your answers":
        page.locator(".pills label").first.tap()
        page.locator(".pills label", has_text="fairly sure").tap()
        assert fits()
        page.get_by_role("button", name=re.compile("^(Next|To the end)$")).tap()
    page.get_by_label("Your name").fill("Phone")
    page.get_by_role("button", name="Show as text").tap()
    assert fits()
    collected = collect(case, page.locator("#text").input_value())
    rows = collected.table.set_index("kind")["rows"].to_dict()
    assert rows == {"judgements": 6, "swings": 4, "codings": 8, "statements": 9}
    assert collected.problem.codings["evidence"].tolist() == ["", "none"] * 4
    assert collected.problem.statements["sure"].tolist() == [0.7] * 9
    small = page.evaluate("""() => [...document.querySelectorAll('button, .pills label, .steps label')]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 40).map((one) => one.outerHTML)""")
    assert small == []


def test_whoever_closes_it_half_way_loses_nothing(device: Callable[..., Any], short_file: Path) -> None:
    opened = device()
    page = opened(short_file)
    assert "kept on this device only" in page.locator("#keeps").inner_text()
    page.get_by_label("Your name").fill("Büro 3")
    page.get_by_role("button", name="Begin").click()
    page.locator(".pills label").first.click()
    page.locator(".steps label").nth(3).click()
    page.locator(".remark summary").click()
    page.get_by_label("Comment on this question").fill("because")
    page.get_by_role("button", name="Next").click()
    page.locator(".remark summary").click()
    page.get_by_label("Comment on this question").fill("what is it")
    page.get_by_role("button", name="I don't know").click()
    page.get_by_role("button", name="Back").click()
    assert page.get_by_role("button", name="I don't know").get_attribute("aria-pressed") == "true"
    before = page.evaluate("policymcda.answers()")
    page.close()
    page = opened(short_file)
    page.get_by_role("button", name=re.compile("Go on as Büro 3, 1 answered, saved")).click()
    after = page.evaluate("policymcda.answers()")
    assert {**after, "saved": ""} == {**before, "saved": ""}
    assert [(row["reason"], row["comment"]) for row in after["skipped"]] == [("unknown", "what is it")]
    assert [row["rationale"] for row in after["tables"]["judgements"]] == ["because"]
    page.locator(".pills label").first.click()
    page.locator(".steps label").first.click()
    answers = page.evaluate("policymcda.answers()")
    assert (answers["skipped"], len(answers["tables"]["judgements"])) == ([], 2)
    page.get_by_role("button", name="I don't know").click()
    assert len(page.evaluate("policymcda.answers().tables.judgements")) == 1
    page.close()
    page = opened(short_file)
    assert page.get_by_role("button", name=re.compile("1 answered")).count() == 1
    assert page.evaluate("policymcda.answers().id") != before["id"]


def test_several_people_on_one_device_stay_apart_and_each_can_be_forgotten(
    device: Callable[..., Any], short_file: Path
) -> None:
    opened = device()
    for name in ("Ann", "Bob"):
        page = opened(short_file)
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Begin").click()
        page.locator(".pills label").last.click()
        page.close()
    page = opened(short_file)
    assert page.locator(".kept li").count() == 2
    page.get_by_role("button", name="Forget the answers of Ann").click()
    assert page.locator(".kept li").count() == 1
    page.get_by_role("button", name=re.compile("Go on as Bob")).click()
    page.get_by_role("button", name="All questions").click()
    page.get_by_role("button", name="Forget my answers").click()
    page.get_by_role("button", name="Keep them").click()
    page.get_by_role("button", name="Forget my answers").click()
    page.get_by_role("button", name="Yes, forget them").click()
    assert "are forgotten" in page.locator("#notice").inner_text()
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("policymcda.answers().tables.judgements") == []


def test_where_nothing_is_kept_the_page_says_so_and_a_file_goes_on(
    device: Callable[..., Any], short_file: Path, tmp_path: Path
) -> None:
    opened = device(refuse_storage=True)
    page = opened(short_file)
    assert "This browser keeps nothing" in page.locator("#keeps.note").inner_text()
    page.get_by_role("button", name="Begin").click()
    page.locator(".pills label").last.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save so far").click()
    download.value.save_as(tmp_path / "so-far.json")
    answer = json.loads((tmp_path / "so-far.json").read_text("utf-8"))
    assert answer["finished"] is False
    assert answer["stakeholder"] == f"anonymous {answer['id'][:6]}"
    page.close()
    page = opened(short_file)
    page.get_by_text("Go on from a saved file").click()
    page.locator("#file").set_input_files(tmp_path / "so-far.json")
    page.get_by_text("are loaded").first.wait_for()
    again = page.evaluate("policymcda.answers()")
    assert (again["id"], again["tables"]) == (answer["id"], answer["tables"])
    page.get_by_role("button", name="Go on", exact=True).click()
    assert page.locator("#at").inner_text() == "Question 2 of 6"


@pytest.mark.parametrize(
    "text", ["nothing", "{}", '{"format": "policymcda-answers/1", "tables": {"judgements": [null]}}']
)
def test_what_is_no_answer_file_is_left_aside(device: Callable[..., Any], short_file: Path, text: str) -> None:
    page = device()(short_file)
    page.get_by_text("Go on from a saved file").click()
    page.get_by_label("or paste its text").fill(text)
    page.get_by_role("button", name="Load").click()
    assert "not an answer file" in page.locator("#notice").inner_text()


def test_answers_of_another_version_are_taken_as_far_as_they_fit(device: Callable[..., Any], short_file: Path) -> None:
    page = device()(short_file)
    rows = [
        {"group": "", "criterion": "speed", "versus": "legitimacy", "value": 3, "__proto__": {"value": 9}},
        {"group": "", "criterion": "speed", "versus": "legitimacy ", "value": 3},
        {"group": "", "criterion": "speed", "versus": "feasibility", "value": "<b>"},
    ]
    given = {"format": "policymcda-answers/1", "shown": "0", "id": "x", "stakeholder": "<b>Ann</b>", "tables": {"judgements": rows, "weights": [{}]}, "skipped": [{"question": "?"}]}  # fmt: skip
    page.get_by_text("Go on from a saved file").click()
    page.get_by_label("or paste its text").fill(f"Hello {json.dumps(given)} bye")
    page.get_by_role("button", name="Load").click()
    words = page.locator("#notice").inner_text()
    assert "answers of <b>Ann</b> are loaded; 3 of them belong to questions that are not asked here" in words
    assert "another version" in words
    assert [row["value"] for row in page.evaluate("policymcda.answers().tables.judgements")] == [3]


def test_what_clashes_is_said_while_answering_and_nothing_is_blocked(
    device: Callable[..., Any], short_file: Path
) -> None:
    page = device()(short_file)
    page.get_by_role("button", name="Begin").click()
    for side, step in ((0, 3), (0, 3), (0, 0), (1, 3)):
        page.locator(".pills label").nth(side).click()
        page.locator(".steps label").nth(step).click()
        words = page.locator("#feedback").inner_text()
        page.get_by_role("button", name="Next").click()
    assert "above 0.10" in words
    assert "The answers to question 4 and question 1 clash." in words
    assert "By questions 1 and 2 together, Legitimacy matters 25 times as much as Root-cause impact" in words
    assert "by question 4, Root-cause impact matters 5 times as much as Legitimacy" in words
    assert page.locator("#at").inner_text() == "Question 5 of 6"
    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Look at question 1 again").click()
    assert page.locator("#at").inner_text() == "Question 1 of 6"
    page.wait_for_timeout(400)
    assert "Two answers clash" in page.locator("#status").text_content()


def test_ratings_that_do_not_fit_are_marked_and_left_out_and_do_not_block(
    device: Callable[..., Any], page_file: Path
) -> None:
    page = device()(page_file)
    page.evaluate("policymcda.show(7)")
    first = {
        part: page.get_by_label(f"Local capacity building: {part}") for part in ("lowest", "most plausible", "highest")
    }
    for part, value, complaint in [
        ("lowest", "7", "Add the most plausible rating."),
        ("most plausible", "3", "The lowest must not be above the most plausible"),
        ("most plausible", "12", "Outside of the scale."),
        ("most plausible", "8", ""),
    ]:
        first[part].fill(value)
        assert complaint in page.locator("#codings .fault").first.inner_text()
        assert bool(complaint) == (first["lowest"].get_attribute("aria-invalid") == "true")
        assert len(page.evaluate("policymcda.answers().tables.codings")) == (0 if complaint else 1)
    page.evaluate("policymcda.show(6)")
    page.get_by_label("Points for Speed").fill("-1")
    assert "Points must not be below 0" in page.locator("#feedback").inner_text()
    assert page.evaluate("policymcda.answers().tables.swings") == []
    page.locator("input[type=range]").first.evaluate(
        "one => { one.value = 40; one.dispatchEvent(new Event('input')); }"
    )
    assert [row["points"] for row in page.evaluate("policymcda.answers().tables.swings")] == [40]
    page.get_by_role("button", name="Next").click()
    assert page.locator("#at").inner_text() == "Question 8 of 20"


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_axe_finds_no_barrier(device: Callable[..., Any], page_file: Path, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = device(viewport={"width": width, "height": 900}, color_scheme=scheme)(page_file)
    for place in (-1, 0, 6, 7, 11, 20):
        page.evaluate("place => policymcda.show(place)", place)
        if place == 0:
            page.locator(".pills label").first.click()
            page.locator(".steps label").nth(2).click()
        found = Axe().run(page)
        assert found.violations_count == 0, f"{place}: {found.generate_report()}"


def test_hostile_texts_come_out_as_text(
    device: Callable[..., Any], hostile: Problem, weapons: list[str], tmp_path: Path
) -> None:
    scaled = hostile.replace(criteria=hostile.criteria.assign(low=0, high=8, unit=weapons[1], anchor_0=weapons[0]))
    path = ask(
        scaled, tmp_path / "ask.html", kinds=("judgements", "swings", "codings"), groups=[scaled.labels("group")[0]]
    )
    opened = device(viewport=PHONE["viewport"])
    page = opened(path)
    page.get_by_label("Your name").fill(weapons[1])
    count = len(page.evaluate("JSON.parse(document.getElementById('data').textContent).questions"))
    for place in range(count + 1):
        page.evaluate("place => policymcda.show(place)", place)
        if page.locator(".pills label").count():
            page.locator(".pills label").first.click()
            page.locator(".steps label").last.click()
        assert page.locator("script").count() == 2
        assert page.locator("img, iframe, object, main a").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("h1").text_content() == weapons[2]
    page.get_by_role("button", name="Show as text").click()
    collected = collect(scaled, page.locator("#text").input_value())
    assert set(collected.problem.judgements["stakeholder"]) == {weapons[1]}
    page.close()
    page = opened(path)
    assert f"Forget the answers of {weapons[1]}" in page.locator(".kept").text_content()


def test_a_german_table_of_texts_makes_a_german_page(device: Callable[..., Any], case: Problem, tmp_path: Path) -> None:
    german = Path(__file__).parents[1] / "asking" / "german.csv"
    page = device()(ask(case, tmp_path / "ask.html", kinds=KINDS, groups="all", texts=german))
    assert page.locator("html").get_attribute("lang") == "de"
    page.get_by_role("button", name="Beginnen").click()
    page.locator(".pills label").first.click()
    page.locator(".steps label").nth(2).click()
    assert (
        "Legitimacy ist zwischen etwas und deutlich wichtiger als Feasibility (4)."
        in page.locator("#feedback").inner_text()
    )
    english = ["Next", "Skip", "Back", "know", "How much", "Which", "answered"]
    for place in (-1, 0, 6, 7, 11, 20):
        page.evaluate("place => policymcda.show(place)", place)
        words = page.locator("#work").inner_text()
        assert [word for word in english if word in words] == []


def test_a_page_from_right_to_left_says_so(case: Problem, tmp_path: Path) -> None:
    html = ask(case, tmp_path / "ask.html", texts={"direction": "rtl"}).read_text("utf-8")
    assert '<html lang="en" dir="rtl">' in html


def test_without_scripts_the_questions_are_there_to_read(chromium: Any, short_file: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(short_file.as_uri())
    assert page.locator("#paper li").count() == 6
    assert "save this file and open it in a browser" in page.locator("#paper").inner_text()
    assert not page.locator("#work").is_visible()
    context.close()


def test_three_filled_pages_end_in_a_ranked_case_in_one_command(
    device: Callable[..., Any], short_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for number, name in enumerate(("Ann", "Bob", "Eve")):
        page = device()(short_file)
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Begin").click()
        for place in range(6):
            page.locator(".pills label").nth((place + number) % 2).click()
            page.locator(".steps label").nth((place * 3 + number) % 4).click()
            page.get_by_role("button", name=re.compile("^(Next|To the end)$")).click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save the answer file").click()
        files.append(str(tmp_path / f"{name}.json"))
        download.value.save_as(files[-1])
    assert main(["collect", "cyber-policy", *files, "-o", str(tmp_path / "new"), "--rank"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "3 stakeholders by the geometric mean of their judgements" in out
    ranking = rank(load(tmp_path / "new"))
    assert (ranking.notes["code"] == "inconsistent").any()
    assert ranking.table["rank"].notna().all()
