"""What every result does: it shows its tables, tells JSON, keeps its notes, and says what made it."""

import dataclasses
import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from policymcda import Problem, agreement_with_source, load, rank, weighting
from policymcda.results import SHOWN, Result, made_by, notes_table, provenance_line
from policymcda.tables.layout import wide
from policymcda.tables.notebooks import ROWS

CASES = ["cyber-policy", "governance-2013"]
CROSS = "<script>alert('&')</script>"


def results(case: str) -> list[Result]:
    problem = load(case)
    ranking = rank(problem)
    return [ranking, weighting.equal(problem), weighting.resolve(problem), agreement_with_source(problem, ranking)]


HOSTILE = {
    "criteria": [{"criterion": CROSS, "direction": "benefit", "weight": 1}],
    "ratings": [{"option": f"{CROSS} {place}", CROSS: place} for place in (1, 2)],
    "screens": [{"option": f"{CROSS} 1", "status": "precondition_missing", "reason": CROSS}],
    "groups": [{"group": CROSS}, {"group": "b"}],
}


def hostile() -> Result:
    return rank(Problem.from_tables(**HOSTILE), screen=True)


@pytest.mark.parametrize("case", CASES)
def test_printed_results_fit_80_columns_and_end_with_what_made_them(case: str) -> None:
    for result in results(case):
        lines = str(result).split("\n")
        assert max(map(wide, lines)) <= 80
        assert str(result).endswith(provenance_line(result.settings))
        assert load(case).fingerprint in lines[-1]
        assert repr(result) == str(result)


@pytest.mark.parametrize("case", CASES)
def test_results_turn_into_json_and_back_with_every_table(case: str) -> None:
    for result in results(case):
        text = json.loads(json.dumps(result.to_dict(), allow_nan=False))
        assert text == result.to_dict()
        assert set(text) == {"settings", *result.tables}
        for name, table in result.tables.items():
            assert [list(row) for row in text[name]] == [list(table.columns)] * len(table)
            for column in table.select_dtypes("float"):
                assert [row[column] for row in text[name]] == [None if pd.isna(x) else x for x in table[column]]


def test_tables_of_a_result_are_its_own_with_the_notes_last() -> None:
    ranking = rank(load("cyber-policy"))
    assert list(ranking.tables) == ["table", "weights", "evidence", "consistency", "nodes", "notes"]
    assert ranking.tables["weights"] is ranking.weights


def test_a_result_does_not_change() -> None:
    ranking = rank(load("cyber-policy"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        ranking.table = ranking.weights  # type: ignore[misc]


def test_a_notebook_shows_the_main_table_and_what_is_left() -> None:
    ranking = rank(load("cyber-policy"))
    page = ranking._repr_html_()
    assert re.findall("<h4>(.*?)</h4>", page) == ["table"]
    assert page.count("<tr") == 1 + ROWS
    assert f"... {len(ranking.table) - ROWS} more rows" in page
    assert f"<code>.weights</code> ({len(ranking.weights)} rows), <code>.evidence</code>" in page
    assert all(note in page for note in ranking.notes["text"])
    assert provenance_line(ranking.settings, 1000) in page


def test_a_notebook_shows_all_of_a_short_result() -> None:
    frame = pd.DataFrame({"x": [1, 2]}, index=["a", "b"])
    page = rank(Problem.from_matrix(frame, directions={"x": "benefit"}, weights={"x": 1}))._repr_html_()
    assert re.findall("<h4>(.*?)</h4>", page) == ["table", "weights", "evidence"]
    assert "more rows" not in page
    assert "Also" not in page


def test_a_notebook_shows_a_problem() -> None:
    page = load("cyber-policy")._repr_html_()
    assert re.findall("<h4>(.*?)</h4>", page) == ["criteria", "ratings of capacity_partners"]
    assert page.startswith("<p><b>Problem &#x27;cyber-policy&#x27;: 9 options, 4 criteria, 4 groups</b></p>")
    assert page.count("<tr") == 1 + 4 + 1 + 9
    assert "<code>.matrix(&#x27;nonsignatory_developing&#x27;)</code>" in page
    many = pd.DataFrame({"x": range(100)}, index=[f"option_{place:03}" for place in range(100)])
    long = Problem.from_matrix(many, directions="benefit", weights=[1])._repr_html_()
    assert "... 80 more rows" in long
    assert "Also" not in long


def test_a_notebook_runs_nothing_that_stands_in_a_label() -> None:
    seen: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: seen.append(tag)  # type: ignore[method-assign]
    parser.feed(hostile()._repr_html_())
    parser.feed(Problem.from_tables(**HOSTILE)._repr_html_())
    assert {"table", "td"} <= set(seen)
    assert "script" not in seen


def test_options_that_are_shut_out_are_null_in_json_and_blank_in_print() -> None:
    result = hostile()
    row = next(row for row in result.to_dict()["table"] if row["screened"])
    assert (row["score"], row["rank"], row["reason"]) == (None, None, CROSS)
    assert "nan" not in str(result).lower()
    assert "<NA>" not in str(result)


def test_long_tables_are_cut_in_print_but_not_in_the_table() -> None:
    frame = pd.DataFrame({"x": range(100)}, index=[f"option_{place:03}" for place in range(100)])
    ranking = rank(Problem.from_matrix(frame, directions={"x": "benefit"}, weights={"x": 1}))
    assert f"... {100 - SHOWN} more rows" in str(ranking)
    assert "more rows" not in ranking.to_text(rows=None)
    assert len(ranking.to_dict()["table"]) == 100


def test_each_note_is_kept_once() -> None:
    notes = notes_table([("unknown", "", "two"), ("constant", "a", "one"), ("unknown", "", "two")])
    assert notes.to_dict("records") == [
        {"code": "unknown", "group": "", "text": "two"},
        {"code": "constant", "group": "a", "text": "one"},
    ]


def test_the_last_line_leaves_out_settings_that_say_nothing() -> None:
    text = provenance_line(made_by("f00", method="topsis", order=None, screen=False, seed=0, name=""))
    assert text.startswith("method topsis, seed 0, version ")
    assert text.endswith(", fingerprint f00")


def test_a_case_without_groups_shows_no_name_of_a_group() -> None:
    matrix = pd.DataFrame({"x": [1, 2]}, index=["a", "b"])
    text = str(rank(Problem.from_matrix(matrix, directions={"x": "benefit"}, weights={"x": 1})))
    assert text.startswith("weights: x 1.000\nrank  option  score\n")
