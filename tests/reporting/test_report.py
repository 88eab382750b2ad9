"""The report: says no more than holds, asks for nothing, takes whatever was typed as text, and is the same each time."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import policymcda as mcda
from policymcda import pages
from policymcda.cli import main
from policymcda.reporting import charts
from policymcda.reporting.markdown import written
from policymcda.reporting.naming import Names

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "]]>&\"'`{{7*7}}",
    "=cmd|'/C calc'!A0",
    "\u202egnp.exe\u202c",
    "$\\frac{ **bold** | # [a](b)",
    "emoji \U0001f600 \u05e2\u05d1\u05e8\u05d9\u05ea",
]
VOID = {"meta", "link", "br", "input", "img", "hr"}


class Page(HTMLParser):
    """Elements, what they would ask for, ids, headings, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.asked: list[str] = []
        self.handlers: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            own = ("#", "data:,", "data:application/zip;base64,")
            if name in ("src", "href", "xlink:href", "action", "data", "srcset") and not (value or "").startswith(own):
                self.asked.append(f"{tag} {name} {value}")
            if name.startswith("on"):
                self.handlers.append(name)
            if name == "id":
                self.ids.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.text.append(data)

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.text))


def small(hostile: bool = False) -> mcda.Problem:
    """Two groups: in one an option leads everywhere; in the other two are even."""
    words = HOSTILE if hostile else ["tax", "ban", "permit", "nothing"]
    names = HOSTILE[:3] if hostile else ["reach", "price", "speed"]
    options, leaf_criteria = words[: max(4, len(words))], names
    rng = np.random.default_rng(4)
    cells = []
    for group in HOSTILE[:2] if hostile else ["clear", "even"]:
        for place, option in enumerate(options):
            for leaf in leaf_criteria:
                mode = (
                    (9 if place == 0 else 3) if group in ("clear", HOSTILE[0]) else round(float(rng.uniform(4, 6)), 1)
                )
                evidence = "none" if place == 2 and leaf == names[2] else "direct"
                cells.append({"group": group, "option": option, "criterion": leaf, "low": max(1, mode - 2), "mode": mode,
                              "high": min(9, mode + 2), "evidence": evidence, "section": words[0], "rationale": words[-1]})  # fmt: skip
    text = HOSTILE[1] if hostile else "What to do?"
    groups = [
        {"group": group, "name": f"{group} {words[2]}", "definition": words[1]}
        for group in dict.fromkeys(c["group"] for c in cells)
    ]
    return mcda.Problem.from_tables(
        case={"name": words[0], "title": words[-1], "question": text, "source": words[1]},
        options=[{"option": option, "name": f"{option}!", "summary": words[0]} for option in options],
        criteria=[{"criterion": leaf, "direction": "benefit", "low": 1, "high": 9, "weight": 1 / 3, "definition": words[0]} for leaf in leaf_criteria],
        groups=groups,
        ratings=cells,
        screens=[{"group": "", "option": options[3], "status": "precondition_missing", "reason": words[1]}],
        expectations=[{"group": cells[0]["group"], "option": options[1], "relation": "within", "rank": 1, "basis": words[0]}],
    )  # fmt: skip


@pytest.fixture
def page(reported: Callable[..., str]) -> Callable[[str, bool], str]:
    return lambda tier, hostile: reported(f"small {hostile}", small(hostile), tier)


@pytest.mark.parametrize("tier", ["brief", "full"])
def test_a_page_asks_for_nothing_and_is_well_formed(tier: str, page: Callable[[str, bool], str]) -> None:
    found = Page(page(tier, False))
    assert found.asked == []
    assert found.handlers == []
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert "default-src 'none'" in unescape(page(tier, False))
    assert "://" not in re.sub(r"http://www\.w3\.org/\S+", "", page(tier, False))


@pytest.mark.parametrize("tier", ["brief", "full"])
def test_whatever_was_typed_comes_out_as_text(tier: str, page: Callable[[str, bool], str]) -> None:
    hostile, harmless = Page(page(tier, True)), Page(page(tier, False))
    assert hostile.asked == []
    assert hostile.handlers == []
    assert hostile.open == []
    assert set(hostile.tags) == set(harmless.tags)
    assert hostile.tags.count("script") == harmless.tags.count("script")
    for text in HOSTILE[:4]:
        assert text in hostile.words
    assert "\u202e" not in "".join(hostile.text)


def test_headings_go_down_a_level_at_a_time_and_drawings_have_words(page: Callable[[str, bool], str]) -> None:
    text = page("full", False)
    levels = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    drawings = re.findall(r'<svg class="drawing".*?</desc>', text, re.DOTALL)
    assert len(drawings) >= 15
    assert all(
        re.search(r'role="img".*<title id="\w+">[^<]+</title><desc id="\w+">[^<]+</desc>', one) for one in drawings
    )


def test_drawings_take_the_colours_of_the_page(page: Callable[[str, bool], str]) -> None:
    drawings = re.findall(r'<svg class="drawing".*?</svg>', page("full", False), re.DOTALL)
    for one in drawings:
        assert "currentColor" in one or 'class="k' in one
        assert charts.INK not in one
        assert charts.PAGE not in one
        assert not re.search(r"#000000|fill: black", re.sub(r"<text.*?</text>", "", one))


@pytest.mark.parametrize("ending", ["html", "md"])
def test_only_a_robust_group_is_told_what_is_first(ending: str, reported: Callable[..., str]) -> None:
    problem = small()
    found = mcda.verdict(problem).table.set_index("group")["verdict"]
    assert found.to_dict() == {"clear": "robust", "even": "contested"} or found["clear"] == "robust"
    text = reported("small False", problem, "brief", ending)
    words = Page(text).words if ending == "html" else text
    words = words.replace("how near to the best on every criterion", "").replace("from the best score", "")
    assert not re.search(r"\bbest option\b|\bthe best\b|recommend", words, re.IGNORECASE)
    assert len(re.findall(r"is first and passes each of the \d tests", words)) == 1
    assert "under every rule" not in words


def test_sentences_are_those_of_the_verdict_with_names(
    case: mcda.Problem, verdicts: pd.DataFrame, shipped: Callable[[str, str], str]
) -> None:
    text = shipped("brief", "md").replace("**", "")
    names = Names(case)
    for sentence in verdicts["sentence"]:
        assert names.in_text(sentence)[1:] in text.replace("; and ", " and ").replace("; ", ", ")
    assert "western_integration" not in text.partition("## How this was done")[0]
    assert "Integration with the West" in text


def test_the_brief_of_the_case_is_small_and_the_same_each_time(tmp_path: Path) -> None:
    problem = mcda.load("cyber-policy").select(groups=["rivals_with_ties"])
    (tmp_path / "again").mkdir()
    one, two = (mcda.report(problem, tmp_path / name).read_bytes() for name in ("one.html", "again/one.html"))
    assert one == two
    assert len(one) < 100_000
    other = mcda.report(problem, tmp_path / "three.html", seed=1).read_bytes()
    assert other != one
    assert b"--seed 1" in other


def test_a_full_report_is_the_same_each_time_and_holds_every_rating(
    page: Callable[[str, bool], str], tmp_path: Path
) -> None:
    once = page("full", False)
    name = re.search(r"-o (\S+\.html)", Page(once).words)[1]  # type: ignore[index]
    again = mcda.report(small(), tmp_path / name, tier="full").read_text("utf-8")
    assert again == once
    words = Page(again).words
    for heading in ("Move the weights", "The case", "Weights", "Ratings", "Screens", "Agreement with the source", "Good practice",
                    "Method and settings", "Every table", "How this was done"):  # fmt: skip
        assert heading in words
    assert "1 of 1 expectations" not in words
    assert "ban! was expected within rank 1" in words
    assert again.count('<td dir="auto">direct</td>') >= 22
    assert small().fingerprint in words


def test_the_full_report_of_the_case_leaves_no_question_out(written: Callable[[str], Any]) -> None:
    asked = written("full")[1]
    assert asked.left_out == {}
    assert set(asked.results["compare"].table["group"]) == set(asked.problem.grids)


def test_draws_that_questions_share_give_the_verdict_of_its_own_draws(
    written: Callable[[str], Any], verdict_alone: Any
) -> None:
    shared = written("brief")[1].results["verdict"]
    for name in ("rules", "contenders"):
        numbers = [table.select_dtypes("number") for table in (shared.tables[name], verdict_alone.tables[name])]
        pd.testing.assert_frame_equal(*numbers, check_exact=True)


def test_mixtures_of_voices_are_drawn_for_the_report_that_has_their_table(written: Callable[[str], Any]) -> None:
    brief, full = (written(tier)[1].results["stakeholders"] for tier in ("brief", "full"))
    assert len(brief.mixtures) == 0
    assert set(full.mixtures["group"]) == set(full.table["group"])
    assert "mixtures" not in set(brief.notes["code"])
    pd.testing.assert_frame_equal(brief.agreement, full.agreement)


def test_progress_ends_at_all(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    mcda.report(small(), tmp_path / "report.md", progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][0] == seen[-1][1]


def test_what_cannot_be_answered_is_told_and_not_left_out_in_silence(tmp_path: Path) -> None:
    matrix = pd.DataFrame({"reach": [3, 5, 4.0], "price": [4, 2, 3.0]}, index=["tax", "ban", "permit"])
    problem = mcda.Problem.from_matrix(
        matrix, directions={"reach": "benefit", "price": "cost"}, weights={"reach": 0.6, "price": 0.4}
    )
    text = mcda.report(problem, tmp_path / "report.html", tier="full", method="vikor").read_text("utf-8")
    words = Page(text).words
    assert "explore: the explorer computes topsis and weighted_sum, not vikor" in words
    assert "Move the weights" not in words
    assert "The case does not say what its source advises" in words
    assert "policymcda report CASE -o report.html --tier full --method vikor --seed 0" in words


def test_faults_of_the_call_name_what_would_do(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no tier 'ful' .did you mean full"):
        mcda.report(small(), tmp_path / "report.html", tier="ful")
    with pytest.raises(ValueError, match="is a folder; name a file"):
        mcda.report(small(), tmp_path)


def test_a_function_of_ones_own_is_told_as_a_call(tmp_path: Path) -> None:
    def mean(matrix, weights, benefit):  # type: ignore[no-untyped-def]
        return (np.where(benefit, matrix, -matrix) * weights[..., None, :]).sum(axis=-1)

    text = mcda.report(small(), tmp_path / "report.md", method=mean).read_text("utf-8")
    assert "policymcda.report(problem, 'report.md', tier='brief', method=..., seed=0)" in text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a | b", r"a &#124; b"),
        ("<b>", "&lt;b&gt;"),
        ("**x** _y_", r"\*\*x\*\* \_y\_"),
        ("- item", r"\- item"),
        ("# no", r"\# no"),
    ],
)
def test_marks_of_markdown_are_spelled_out(text: str, sentence: str) -> None:
    assert written(text) == sentence


def test_names_stand_for_labels_but_not_within_other_words() -> None:
    problem = small().replace(options=[{"option": "tax", "name": "Tax"}, {"option": "ban", "name": "Ban"},
                                       {"option": "permit", "name": "Ban"}, {"option": "nothing", "name": ""}])  # fmt: skip
    names = Names(problem)
    assert names.full["option"] == {"tax": "Tax", "ban": "ban", "permit": "permit", "nothing": "nothing"}
    assert names.in_text("tax is before ban") == "Tax is before ban"  # ban is not the only one that is called so
    assert names("option", "tax, nothing") == "Tax, nothing"
    named = Names(mcda.load("cyber-policy"))
    assert named.in_text("common_areas, not common_areas_2") == "Joint action on shared interests, not common_areas_2"


def test_a_drawing_keeps_its_numbers_when_it_is_slimmed() -> None:
    slim = charts.slim(
        '<g>\n<path d="M 1.23456 2.0 \nL 3.999 4.5" style="stroke: red; stroke-linejoin: miter"/>\n</g><text x="1.005">0.12345</text>'
    )
    assert slim == '<path d="M 1.23 2 L 4 4.5" style="stroke: red"/><text x="1">0.12345</text>'


def test_the_command_writes_a_report_and_a_plot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "governance-2013", "-o", str(tmp_path / "report.md"), "--weights", "equal", "--quiet"]) == 0
    assert "wrote" in capsys.readouterr().err
    for name in ("matrix", "scores", "groups", "stability", "methods", "waterfall"):
        path = tmp_path / f"{name}.svg"
        assert main(["plot", name, "cyber-policy", "--group", "no_formal_ties", "-o", str(path)]) == 0
        assert path.read_text("utf-8").startswith("<?xml")
    capsys.readouterr()
    assert main(["plot", "scores", "cyber-policy", "-o", str(tmp_path / "scores.svg")]) == 2
    assert "name one group: capacity_partners" in capsys.readouterr().err
    assert main(["plot", "scores", "cyber-policy", "--group", "rivals", "-o", str(tmp_path / "scores.svg")]) == 2
    assert "no group 'rivals'" in capsys.readouterr().err
    assert main(["plot", "scores", "cyber-policy", "-o", str(tmp_path / "scores.doc")]) == 2
    assert "must end in .svg, .png, .pdf" in capsys.readouterr().err


def test_the_policy_lets_styles_of_drawings_in_and_nothing_else() -> None:
    assert "style-src 'unsafe-inline'" in pages.policy("", "", inline_styles=True)
    assert "script-src 'none'" in pages.policy("", "", inline_styles=True)


def test_the_full_report_of_the_case_is_below_1500_kilobytes_and_the_brief_below_150(
    shipped: Callable[[str, str], str],
) -> None:
    assert len(shipped("full", "html").encode()) < 1_500_000
    assert len(shipped("brief", "html").encode()) < 150_000
