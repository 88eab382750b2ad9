"""The published JSON Schema takes what is read, and refuses what no reader would take."""

import json

import jsonschema
import pytest

import policymcda as mcda
from policymcda.cli import main
from policymcda.tables.json_schema import json_schema

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_the_schema_itself_is_valid():
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", mcda.cases())
def test_cases_that_ship_fit_it(name):
    assert VALIDATOR.is_valid(json.loads(json.dumps(mcda.load(name).to_dict())))


def test_a_wide_table_and_fractions_fit_it():
    case = {
        "tables": {
            "criteria": [{"criterion": "a", "direction": "benefit"}, {"criterion": "b", "direction": "cost"}],
            "ratings": [{"option": "x", "a": 1, "b": "2.5"}, {"option": "y", "a": 2, "b": 1}],
            "judgements": [{"criterion": "a", "versus": "b", "value": "1/3"}],
        }
    }
    VALIDATOR.validate(case)
    assert len(mcda.load(case).labels("option")) == 2


@pytest.mark.parametrize(
    ("table", "record"),
    [
        ("criteria", {"criterion": "a", "direction": "max"}),
        ("criteria", {"criterion": "", "direction": "cost"}),
        ("criteria", {"criterion": "a", "direction": "cost", "weight": -1}),
        ("ratings", {"option": "x", "criterion": "a", "mode": "7,5"}),
        ("ratings", {"option": "x", "criterion": "a", "mode": 3, "evidence": "perhaps"}),
        ("judgements", {"criterion": "a", "versus": "b", "value": 0}),
        ("judgements", {"criterion": "a", "versus": "b"}),
        ("expectations", {"group": "g", "option": "x", "relation": "near", "rank": 1}),
    ],
)
def test_what_the_schema_refuses_the_reader_refuses_too(table, record):
    case = mcda.load("cyber-policy").to_dict()
    case["tables"][table] = [*case["tables"][table], record]
    assert not VALIDATOR.is_valid(case)
    with pytest.raises(mcda.ProblemError):
        mcda.load(case)


def test_the_command_prints_it(capsys):
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(json_schema()))
