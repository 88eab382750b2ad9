"""The table of statements: options and sketches, checked at the door."""

import json

import jsonschema
import pytest

import policymcda as mcda
from policymcda.tables.json_schema import json_schema
from policymcda.tables.sketches import read_sketch, sketch_text


@pytest.fixture
def problem():
    return mcda.load("cyber-policy")


def faults_of(problem, *rows):
    with pytest.raises(mcda.ProblemError) as caught:
        problem.replace(statements=list(rows))
    return caught.value.faults


def test_a_sketch_reads_back_as_it_is_written():
    ratings = {"root cause": 7.5, "speed": 2.0, "a=b": 1.0}
    assert read_sketch(sketch_text(ratings)) == (ratings, [])


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ({"better": "regional_org", "worse": "common_areas"}, "better", "is no option and no sketch"),
        ({"better": "speed=9", "worse": "speed=x"}, "worse", "has no number behind the ="),
        ({"better": "speed=9", "worse": "speed="}, "worse", "has no number behind the ="),
        ({"better": "speed=9; speed=8", "worse": "speed=1"}, "better", "names the criterion a second time"),
        ({"better": "sped=9", "worse": "common_areas"}, "better", "is not a criterion that options are rated on"),
        ({"better": "speed=9.5", "worse": "speed=1"}, "better", "is outside the scale of speed, 1 to 9"),
        ({"better": "speed=9; 3", "worse": "speed=1"}, "better", "is neither an option nor criterion=rating"),
        ({"better": "speed=9; legitimacy=1", "worse": "speed=1"}, "worse", "does not name legitimacy"),
        ({"better": "speed=9", "worse": "speed=1; legitimacy=1"}, "better", "does not name legitimacy"),
        ({"better": "common_areas", "worse": "common_areas"}, "worse", "stands on both sides"),
        ({"better": "common_areas", "worse": ""}, "worse", "the cell is blank"),
        ({"better": "speed=9", "worse": "speed=1", "same": "perhaps"}, "same", "is none of"),
        ({"better": "speed=9", "worse": "speed=1", "sure": 1.5}, "sure", "must be 1 or less"),
        ({"better": "speed=9", "worse": "speed=1", "sure": -1}, "sure", "must not be below 0"),
        ({"better": "speed=9", "worse": "speed=1", "group": "nobody"}, "group", "is not a known group"),
    ],
)
def test_each_fault_says_where_it_is_and_which_rule_it_breaks(problem, row, column, rule):
    found = faults_of(problem, row)
    assert [(fault.table, fault.row, fault.column) for fault in found.itertuples()] == [("statements", "1", column)]
    assert rule in found["rule"].iloc[0]


def test_every_fault_of_every_row_comes_at_once(problem):
    rows = [{"better": "nothing", "worse": "speed=99"}, {"better": "speed=9", "worse": "sped=1"}]
    assert len(faults_of(problem, *rows)) == 3


def test_the_same_statement_of_the_same_person_stands_once(problem):
    row = {"group": "", "stakeholder": "a", "better": "speed=9", "worse": "speed=1"}
    assert "stands in row 1 already" in faults_of(problem, row, {**row, "group": "no_formal_ties"})["rule"].iloc[0]
    problem.replace(statements=[row, {**row, "stakeholder": "b"}])


def test_a_selection_keeps_the_statements_about_what_is_left(problem):
    rows = [
        {"better": "common_areas", "worse": "regional_orgs"},
        {"better": "speed=9; legitimacy=1", "worse": "speed=1; legitimacy=9"},
        {"better": "speed=9", "worse": "regional_orgs"},
    ]
    stated = problem.replace(statements=rows)
    assert len(stated.select(options=["common_areas", "regional_orgs"]).statements) == 3
    assert stated.select(options=["common_areas", "ict_bricolage"]).statements["better"].tolist() == [rows[1]["better"]]
    left = stated.select(criteria=["speed", "feasibility"]).statements
    assert left["better"].tolist() == ["common_areas", "speed=9"]
    assert len(stated.select(groups=["no_formal_ties"]).statements) == 3


def test_statements_decide_and_same_does_too(problem):
    row = {"better": "common_areas", "worse": "regional_orgs"}
    prints = {
        problem.fingerprint,
        problem.replace(statements=[row]).fingerprint,
        problem.replace(statements=[{**row, "same": "yes"}]).fingerprint,
        problem.replace(statements=[{**row, "sure": 0.5}]).fingerprint,
    }
    assert len(prints) == 4
    everywhere = [{**row, "group": group} for group in reversed(problem.labels("group"))]
    assert problem.replace(statements=everywhere).fingerprint == problem.replace(statements=[row]).fingerprint


@pytest.mark.parametrize("same", [True, False, "true", "", None])
def test_what_the_published_schema_takes_the_reader_takes(problem, same):
    row = {"better": "common_areas", "worse": "regional_orgs", "same": same, "sure": 0.25}
    case = problem.to_dict()
    case["tables"]["statements"] = [row]
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(json.dumps(case)))
    assert len(mcda.load(case).statements) == 1


def test_it_is_saved_and_read_back(problem, tmp_path):
    rows = [{"better": "speed=9; legitimacy=1", "worse": "speed=1; legitimacy=9", "same": True, "sure": 0.5}]
    stated = problem.replace(statements=rows)
    again = mcda.load(stated.save(tmp_path / "case"))
    assert again.fingerprint == stated.fingerprint
