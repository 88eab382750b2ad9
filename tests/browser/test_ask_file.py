"""The file that `ask` writes, without a browser: its bytes, its policy, its questions, and what it refuses."""

import base64
import hashlib
import json
import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from policymcda import Problem, ask, load
from policymcda.arrays.weights.pairwise import random_index
from policymcda.cli import main

ISLAND = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
KINDS = ("judgements", "swings", "codings", "statements")


@pytest.fixture(scope="module")
def case() -> Problem:
    return load("cyber-policy")


def data_of(path: Path) -> dict[str, Any]:
    return json.loads(ISLAND.search(path.read_text("utf-8"))[1])


def questions_of(path: Path, kind: str) -> list[dict[str, Any]]:
    return [question for question in data_of(path)["questions"] if question["kind"] == kind]


def test_the_same_problem_gives_the_same_bytes(case: Problem, tmp_path: Path) -> None:
    first, second = (ask(load("cyber-policy"), tmp_path / f"{i}.html", kinds=KINDS).read_bytes() for i in range(2))
    assert first == second
    assert len(first) < 150_000


def test_the_policy_lets_in_nothing_but_the_style_and_the_script_of_the_page(case: Problem, tmp_path: Path) -> None:
    html = ask(case, tmp_path / "page.html", kinds=KINDS).read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, kind in (("style", "style"), ("script", "script")):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not re.findall(r"https?:|//\w|@import|url\(", html.replace(ISLAND.search(html)[0], ""))


def test_no_text_can_end_the_data(hostile: Problem, tmp_path: Path) -> None:
    scaled = hostile.replace(criteria=hostile.criteria.assign(low=0, high=8))
    html = ask(scaled, tmp_path / "page.html", kinds=("judgements", "swings", "codings")).read_text("utf-8")
    assert not re.search(r"[<>&\u2028\u2029]", ISLAND.search(html)[1])
    assert len(re.findall("<script", html)) == len(re.findall("</script", html)) == 2


def test_the_page_has_no_answer_of_others_no_rating_and_no_ranking(case: Problem, tmp_path: Path) -> None:
    html = ask(case, tmp_path / "page.html", kinds=KINDS).read_text("utf-8")
    assert not re.search("coder_[abc]", html)
    for text in [*case.ratings["rationale"], *case.judgements["rationale"]]:
        assert text not in html
    weighted = case.replace(criteria=case.criteria.assign(weight=[0.4, 0.3, 0.2, 0.1]))
    again = ask(weighted, tmp_path / "again.html", kinds=KINDS).read_text("utf-8")
    changed = case.change("rivals_with_ties", "common_areas", "speed", mode=3.5)
    assert again == html == ask(changed, tmp_path / "changed.html", kinds=KINDS).read_text("utf-8")


def test_the_span_of_ratings_is_shown_only_where_a_range_is_asked_about(awkward: Problem, tmp_path: Path) -> None:
    more = awkward.change("north", "ban", "delay", mode=40)
    for kinds, hidden in ((("judgements", "codings"), True), (("swings",), False)):
        pair = [
            ask(one.select(criteria=["reach", "price", "delay"]), tmp_path / f"{n}.html", kinds=kinds)
            for n, one in enumerate((awkward, more))
        ]
        assert (pair[0].read_bytes() == pair[1].read_bytes()) is hidden


def test_without_a_script_the_questions_and_how_to_open_the_page_are_there(case: Problem, tmp_path: Path) -> None:
    html = ask(case, tmp_path / "page.html", kinds=KINDS, groups=["no_formal_ties"]).read_text("utf-8")
    paper = re.search(r'<section id="paper">(.*?)</section>', html, re.DOTALL)[1]
    assert "save this file and open it in a browser" in paper
    assert paper.count("<li") == len(data_of(tmp_path / "page.html")["questions"])
    assert "Legitimacy or Speed?" in paper
    assert "two to five years" in paper
    assert re.search('<div id="work" hidden>', html)


def test_every_pair_is_asked_for_each_group_and_neighbours_connect_first(case: Problem, tmp_path: Path) -> None:
    path = ask(case, tmp_path / "page.html")
    asked = questions_of(path, "judgements")
    labels = case.labels("criterion")
    for group in case.grids:
        pairs = [(one["first"], one["second"]) for one in asked if one["group"] == group]
        assert sorted(map(sorted, pairs)) == sorted(map(sorted, combinations(labels, 2)))
        assert pairs[:3] == list(pairwise(labels))
    once = questions_of(ask(case, tmp_path / "once.html", groups="all"), "judgements")
    assert (len(asked), len(once), {one["group"] for one in once}) == (24, 6, {""})


def test_a_tree_is_asked_node_by_node_with_a_random_index_for_every_number_of_gaps(tmp_path: Path) -> None:
    criteria = [{"criterion": "good", "direction": ""}, {"criterion": "cheap", "direction": ""}]
    criteria += [
        {"criterion": f"g{k}", "direction": "benefit", "parent": "good", "low": 0, "high": 1} for k in range(4)
    ]
    criteria += [{"criterion": "c0", "direction": "cost", "parent": "cheap", "low": 0, "high": 1}]
    ratings = [{"option": "x", "criterion": label, "mode": 1} for label in ("g0", "g1", "g2", "g3", "c0")]
    path = ask(Problem.from_tables(criteria=criteria, ratings=ratings), tmp_path / "page.html")
    assert [one["node"] for one in questions_of(path, "judgements")] == [""] + ["good"] * 6
    assert data_of(path)["random_index"] == {"4": [random_index(4, missing=k) for k in range(4)]}


def test_swings_show_ranges_and_trade_offs_are_a_short_list(case: Problem, awkward: Problem, tmp_path: Path) -> None:
    path = ask(awkward.select(criteria=["reach", "price"]), tmp_path / "page.html", kinds=KINDS, groups=["north"])
    data = data_of(path)
    ends = {label: (one["low"], one["high"]) for label, one in data["criteria"].items()}
    assert ends == {"reach": (0, 100), "price": (0, None)}
    assert {label: one["range"] for label, one in data["criteria"].items()} == {"reach": [0, 100], "price": [0, 95]}
    texts = [(one["a"]["text"], one["b"]["text"]) for one in questions_of(path, "statements")]
    assert texts == [
        ("reach=100; price=95", "reach=0; price=0"),
        ("reach=50; price=95", "reach=0; price=0"),
    ]
    many = ask(case, tmp_path / "many.html", kinds="statements")
    assert len(questions_of(many, "statements")) == 4 * 9


def test_only_options_that_compete_in_a_group_are_rated_there(awkward: Problem, tmp_path: Path) -> None:
    path = ask(awkward, tmp_path / "page.html", kinds="codings")
    asked = {one["group"]: one["options"] for one in questions_of(path, "codings")}
    assert "ban" in asked["north"]
    assert "ban" not in asked["south"]
    assert (
        "ban"
        in questions_of(ask(awkward, tmp_path / "all.html", kinds="codings", groups="all"), "codings")[0]["options"]
    )


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"kinds": "judgments"}, "no kind of question 'judgments' .did you mean judgements"),
        ({"kinds": ()}, "name what to ask"),
        ({"groups": "nort"}, "no group 'nort' .did you mean north"),
        ({"groups": []}, "name at least one group"),
        ({"kinds": "swings"}, "swings show ranges, and same has none"),
        ({"kinds": "statements"}, "statements show ranges"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    awkward: Problem, tmp_path: Path, settings: dict[str, Any], complaint: str
) -> None:
    flat = awkward.replace(criteria=awkward.criteria.assign(low=[0, 0, -1, None], high=[100, 100, 9, None]))
    with pytest.raises(ValueError, match=complaint):
        ask(flat, tmp_path / "page.html", **settings)
    assert not list(tmp_path.iterdir())


def test_nothing_to_ask_too_much_and_labels_that_a_sketch_cannot_write_are_refused(tmp_path: Path) -> None:
    one = {"criteria": {"criterion": ["a"], "direction": ["cost"]}, "ratings": {"option": ["x"], "a": [1]}}
    with pytest.raises(ValueError, match="there is nothing to ask"):
        ask(Problem.from_tables(**one), tmp_path / "page.html")
    labels = [f"c{k}" for k in range(70)]
    many = {
        "criteria": {"criterion": labels, "direction": ["cost"] * 70},
        "ratings": [{"option": "x", **dict.fromkeys(labels, 1)}],
    }
    with pytest.raises(ValueError, match="2415 questions, and a questionnaire has 2,000 at most"):
        ask(Problem.from_tables(**many), tmp_path / "page.html")
    odd = {"criteria": {"criterion": ["a;1", "b"], "direction": ["cost"] * 2, "low": [0] * 2, "high": [1] * 2}}
    with pytest.raises(ValueError, match="must not hold a ;"):
        ask(
            Problem.from_tables(**odd, ratings={"option": ["x"], "a;1": [1], "b": [1]}),
            tmp_path / "p.html",
            kinds="statements",
        )


def test_the_command_writes_the_same_file(
    case: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["--kinds", "judgements,swings", "--group", "no_formal_ties", "--group", "rivals_with_ties"]
    assert main(["ask", "cyber-policy", "-o", "page.html", *words]) == 0
    assert capsys.readouterr().err.startswith("wrote page.html: send it to those whom you ask")
    again = ask(case, "again.html", kinds=("judgements", "swings"), groups=["no_formal_ties", "rivals_with_ties"])
    assert Path("page.html").read_bytes() == again.read_bytes()
    assert main(["ask", "cyber-policy", "-o", "page.html", "--kinds", "x"]) == 2
    Path("texts.csv").write_text("key,text\nnext,Onwards\n", "utf-8")
    assert main(["ask", "cyber-policy", "-o", "page.html", "--texts", "texts.csv"]) == 0
    assert "Onwards" in Path("page.html").read_text("utf-8")
