"""How the input was understood travels with the problem: beside it, in every result, never into its fingerprint or files."""

from dataclasses import replace

import pandas as pd
import pytest

from policymcda import Problem, load, rank
from policymcda.errors import Findings, ReadingNote

NOTE = ReadingNote("encoding", "options.csv", "3", "was read as cp1252")


@pytest.fixture
def problem():
    return replace(load("governance-2013"), reading_notes=(NOTE,))


def test_notes_are_a_table_of_code_table_row_and_text(problem):
    assert problem.notes.to_dict("records") == [
        {"code": "encoding", "table": "options.csv", "row": "3", "text": "was read as cp1252"}
    ]
    assert list(load("governance-2013").notes) == ["code", "table", "row", "text"]


def test_notes_come_first_in_a_result(problem):
    notes = rank(problem).notes
    assert tuple(notes.iloc[0]) == ("encoding", "", "options.csv, row 3: was read as cp1252")


def test_notes_are_neither_in_the_fingerprint_nor_in_what_is_saved(problem, tmp_path):
    assert problem.fingerprint == load("governance-2013").fingerprint
    assert "cp1252" not in str(problem.to_dict())
    assert len(load(problem.save(tmp_path / "case")).notes) == 0


def test_notes_stay_with_a_part_of_the_problem_and_go_with_the_table_that_is_replaced(problem):
    assert problem.select(options=problem.labels("option")[:3]).reading_notes == (NOTE,)
    about = replace(problem, reading_notes=(ReadingNote("dates", "ratings"),))
    assert about.replace(ratings=problem.ratings).reading_notes == ()
    assert about.replace(options=problem.options).reading_notes == about.reading_notes


def test_findings_collect_faults_and_notes_and_a_note_is_given_once():
    findings = Findings()
    for _ in range(2):
        findings.note("encoding", "options.csv", 3, "was read as cp1252")
    tables = {
        "criteria": pd.DataFrame({"criterion": ["reach"], "direction": ["benefit"]}),
        "ratings": pd.DataFrame({"option": ["tax"], "reach": [1]}),
    }
    from policymcda.tables import reading

    case, raws, _ = reading.mapping(tables)
    assert Problem._from_read(case, raws, findings).reading_notes == (NOTE,)
