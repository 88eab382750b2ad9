"""Codes of notes: every one is on the page of the docs, and none names a keyword of Python."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import policymcda as mcda

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def listed() -> Iterator[list[tuple[str, str, str]]]:
    sys.path.insert(0, str(ROOT / "docs"))
    from note_codes import note_codes

    yield note_codes()
    sys.path.remove(str(ROOT / "docs"))


def asked() -> list[pd.DataFrame]:
    """Notes of answers that have some of every room."""
    case = mcda.load("cyber-policy")
    one = case.select(groups=["no_formal_ties"])
    matrix = pd.DataFrame({"a": [1.0, 2], "b": [3.0, 3]}, index=["x", "y"])
    plain = mcda.Problem.from_matrix(matrix, directions="benefit", weights=[0.5, 0.5])
    results = [
        mcda.rank(case, screen=True),
        mcda.rank(plain),
        mcda.compare(one),
        mcda.stability(plain, method="weighted_sum"),
        mcda.dominance(one),
        mcda.flips(one, kinds=["weights"]),
        mcda.next_question(one),
        mcda.value_of_information(one, method="topsis", samples=1),
        mcda.regret(one, samples=1),
        mcda.sensitivity(one, samples=64),
        mcda.implied(one, method="vikor", samples=1),
        mcda.stakeholders(one),
        mcda.smaa(one, samples=1, tolerance=0.5),
        mcda.evidence(one),
        mcda.weighting.ahp(one),
        mcda.weighting.critic(plain),
    ]
    return [result.notes for result in results]


def test_every_code_of_an_answer_is_listed_with_its_text(listed: list[tuple[str, str, str]]) -> None:
    notes = pd.concat(asked())
    assert notes["code"].nunique() > 15
    assert set(notes["code"]) <= {code for code, _, _ in listed}
    patterns: dict[str, list[str]] = {}
    for code, _, text in listed:
        patterns.setdefault(code, []).append(".*".join(map(re.escape, text.split("..."))))
    for row in notes.itertuples():
        assert any(re.fullmatch(pattern, row.text, re.DOTALL) for pattern in patterns[row.code]), (row.code, row.text)


def test_no_note_names_a_keyword_of_python(listed: list[tuple[str, str, str]]) -> None:
    assert [text for _, _, text in listed if re.search(r"\w=|\bTrue\b|\bFalse\b|\bNone\b", text)] == []


def test_the_page_has_a_row_for_every_code(listed: list[tuple[str, str, str]]) -> None:
    from note_codes import notes_page

    rows = notes_page().splitlines()[2:]
    assert len(rows) == len(listed)
    assert {row.split("`")[1] for row in rows} == {code for code, _, _ in listed}
