"""The file that `explore` writes, without a browser: its bytes, its policy, and what it refuses."""

import base64
import hashlib
import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from policymcda import Problem, ProblemError, explore, load, pages
from policymcda.arrays.methods import METHODS
from policymcda.cli import main

ISLAND = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def case() -> Problem:
    return load("cyber-policy")


def data_of(path: Path) -> dict[str, Any]:
    return json.loads(ISLAND.search(path.read_text("utf-8"))[1])


def test_the_same_problem_gives_the_same_bytes_and_any_order_of_rows_the_same_numbers(
    case: Problem, tmp_path: Path
) -> None:
    first, second = (explore(load("cyber-policy"), tmp_path / f"{i}.html").read_bytes() for i in range(2))
    assert first == second
    shuffled = case.replace(ratings=case.ratings.sample(frac=1, random_state=1))
    assert explore(shuffled, tmp_path / "2.html").read_bytes() == first
    assert len(first) < 100_000


def test_the_policy_lets_in_nothing_but_the_style_and_the_script_of_the_page(case: Problem, tmp_path: Path) -> None:
    html = explore(case, tmp_path / "page.html").read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, kind in (("style", "style"), ("script", "script")):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not re.findall(r"https?:|//\w|@import|url\(", html.replace(ISLAND.search(html)[0], ""))


def test_a_drawing_within_a_page_may_bring_its_style() -> None:
    assert "style-src 'unsafe-inline'; script-src 'none'" in pages.policy("a{}", "", inline_styles=True)


def test_no_text_can_end_the_data(hostile: Problem, tmp_path: Path) -> None:
    path = explore(hostile, tmp_path / "page.html")
    html = path.read_text("utf-8")
    assert not re.search(r"[<>&\u2028\u2029]", ISLAND.search(html)[1])
    assert len(re.findall("<script", html)) == len(re.findall("</script", html)) == 2
    text = data_of(path)
    assert [option["name"] for option in text["groups"][0]["options"]] == [
        name for _, name in sorted(zip(hostile.options["option"], hostile.options["name"], strict=True))
    ]


def test_what_utf_8_cannot_tell_becomes_a_question_mark(tmp_path: Path) -> None:
    assert pages.write(tmp_path / "page.html", "a\ud800b").read_bytes() == b"a?b"


def test_the_page_opens_with_what_it_is_told(case: Problem, tmp_path: Path) -> None:
    own = data_of(explore(case, tmp_path / "own.html"))
    assert (own["method"], own["unknown"]) == ("topsis", "mode")
    equal = data_of(explore(case, tmp_path / "equal.html", method="weighted_sum", weights="equal", unknown="worst"))
    assert (equal["method"], equal["unknown"]) == ("weighted_sum", "worst")
    assert equal["groups"][0]["weights"] == [0.25] * 4
    assert (own["screen"], data_of(explore(case, tmp_path / "screen.html", screen=True))["screen"]) == (False, True)


def test_screens_go_along_by_reason_and_thresholds_by_number(awkward: Problem, tmp_path: Path) -> None:
    north, south = data_of(explore(awkward, tmp_path / "page.html"))["groups"]
    reach, price = awkward.leaf_criteria.index("reach"), awkward.leaf_criteria.index("price")
    limit = {"criterion": reach, "at_least": 30, "at_most": None}
    assert (south["limits"], north["limits"]) == (
        [limit],
        [limit, {"criterion": price, "at_least": None, "at_most": 45}],
    )
    assert [option["reason"] for option in south["options"]] == ["no law", None, None, None]
    assert {option["reason"] for option in north["options"]} == {None}


@pytest.mark.parametrize("method", ["vikor", partial(METHODS["topsis"], metric="manhattan"), lambda m, w, b: m @ w])
def test_a_method_that_the_page_does_not_compute_is_refused(case: Problem, tmp_path: Path, method: Any) -> None:
    with pytest.raises(ValueError, match="the explorer computes topsis and weighted_sum, not"):
        explore(case, tmp_path / "page.html", method=method)
    assert not list(tmp_path.iterdir())


def test_a_function_that_is_only_called_topsis_is_not_taken_for_it(case: Problem, tmp_path: Path) -> None:
    def topsis(matrix: Any, weights: Any, benefit: Any) -> Any:
        return matrix @ weights

    with pytest.raises(ValueError, match="the explorer computes"):
        explore(case, tmp_path / "page.html", method=topsis)


def test_an_unknown_rule_and_a_rating_without_an_estimate_are_refused(case: Problem, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="did you mean worst"):
        explore(case, tmp_path / "page.html", unknown="worse")
    problem = Problem.from_tables(
        criteria={"criterion": ["reach"], "direction": ["benefit"], "weight": [1], "low": [1], "high": [9]},
        ratings=[{"option": "ban", "criterion": "reach", "mode": None, "evidence": "none"}],
    )
    with pytest.raises(ProblemError, match="is not known and has no mode"):
        explore(problem, tmp_path / "page.html")
    assert data_of(explore(problem, tmp_path / "page.html", unknown="best"))["groups"][0]["mode"] == [[None]]


def test_more_options_than_a_page_can_show_are_refused(tmp_path: Path) -> None:
    many = Problem.from_tables(
        criteria={"criterion": ["reach"], "direction": ["benefit"], "weight": [1]},
        ratings={"option": [f"{i:03}" for i in range(501)], "reach": list(range(501))},
    )
    with pytest.raises(ValueError, match="501 options, and a page shows 500"):
        explore(many, tmp_path / "page.html")


def test_a_file_is_replaced_whole_and_a_folder_is_refused(case: Problem, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "page.html"
    explore(case, path)
    path.write_text("x" * 1_000_000)
    explore(case, path)
    assert path.stat().st_size < 100_000
    assert [entry.name for entry in path.parent.iterdir()] == ["page.html"]
    with pytest.raises(ValueError, match=r"is a folder; name a file"):
        explore(case, tmp_path)


def test_the_command_writes_the_same_file(
    case: Problem, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["explore", "cyber-policy", "-o", "page.html"]) == 0
    out, text = capsys.readouterr()
    assert (out, text) == ("", "wrote page.html: open it in a browser\n")
    assert Path("page.html").read_bytes() == explore(case, "again.html").read_bytes()
    assert main(["explore", "cyber-policy", "-o", "."]) == 2
    assert "is a folder" in capsys.readouterr()[1]
    assert main(["explore", "cyber-policy", "-o", "page.html", "--method", "vikor"]) == 2
