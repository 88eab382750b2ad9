"""The published JSON Schema and the reader follow one set of rules: what one takes the other takes, and what one refuses too."""

import copy
import json
import random

import jsonschema
import numpy as np
import pytest

import policymcda as mcda
from policymcda.cli import main
from policymcda.tables.json_schema import json_schema
from policymcda.tables.schemas import SCHEMAS, kind

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_the_schema_itself_is_valid():
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", mcda.cases())
def test_cases_that_ship_fit_it(name):
    VALIDATOR.validate(json.loads(json.dumps(mcda.load(name).to_dict())))


SMALL = {
    "case": {"name": "small", "defaults": {"method": "weighted_sum", "unknown": "worst"}},
    "tables": {
        "options": [{"option": "x"}, {"option": "y", "name": "The other", "status_quo": "yes"}],
        "criteria": [
            {"criterion": "all"},
            {"criterion": "a", "direction": "benefit", "low": 0, "high": 10, "parent": "all", "indifference": 0},
            {"criterion": "b", "direction": "cost", "parent": "all", "function": "linear", "preference": "2"},
        ],
        "groups": [{"group": "g"}],
        "ratings": [
            {"group": "g", "option": "x", "criterion": "a", "mode": 1, "low": 0.5, "high": "2.5", "evidence": "direct"},
            {"option": "x", "criterion": "b", "mode": "3"},
            {"option": "y", "criterion": "a", "low": 1, "high": 9, "evidence": "none", "my own": True},
            {"option": "y", "criterion": "b", "mode": 4, "sd": 0.5},
        ],
        "judgements": [{"criterion": "a", "versus": "b", "value": "1/3", "stakeholder": "s"}],
        "weights": [{"criterion": "a", "weight": 0.5}, {"criterion": "b", "weight": "0.5"}],
        "swings": [{"criterion": "a", "points": 100, "low": 0, "high": 10}],
        "stakeholders": [{"stakeholder": "s", "weight": 1}],
        "screens": [{"option": "y", "status": "possible"}],
        "thresholds": [{"criterion": "a", "at_least": 0}],
        "expectations": [{"group": "g", "option": "x", "relation": "within", "rank": 1}],
    },
}

WIDE = {
    "criteria": [{"criterion": "a", "direction": "benefit"}, {"criterion": "b", "direction": "cost"}],
    "ratings": [{"option": "x", "a": 1, "b": "2.5"}, {"option": "y", "a": 2, "b": 1, "remark": "good"}],
    "judgements": [{"": "a", "a": 1, "b": 3}, {"": "b", "a": None, "b": 1}],
}

JUDGED = {
    "criteria": [{"criterion": "a", "direction": "benefit"}],
    "option_judgements": [{"criterion": "a", "option": "x", "versus": "y", "value": 2}],
}

COLUMNS = {
    "tables": {
        "criteria": {"criterion": ["a", "b"], "direction": ["benefit", "cost"]},
        "ratings": {"option": ["x", "y"], "group": "all", "a": {"0": 1, "1": 2}, "b": [1, 2]},
        "groups": None,
        "options": [],
    },
    "policymcda": "0.1",
}

CAPITALS = {
    "criteria": [
        {" CRITERION": "a", "Direction": "MAX", "Wei ght": 0.5},
        {" CRITERION": "b", "Direction": -1, "Wei ght": 0.5},
    ],
    "ratings": {"Option": ["x", "y"], "GROUP": "all", "a": [1, 2], "b": [1, 2]},
    "judgements": [{"Criterion": "a", "VERSUS": "b", "val_ue": "1/3"}],
}

WHOLE = (SMALL, WIDE, JUDGED, COLUMNS, CAPITALS)


def accepted(document) -> bool:
    """Whether the reader takes a document, alone and as text."""
    try:
        mcda.Problem.from_dict(copy.deepcopy(document))
    except mcda.ProblemError:
        return False
    return True


@pytest.mark.parametrize(
    "document", WHOLE, ids=["nested", "flat and wide", "comparisons options", "columns", "capitals"]
)
def test_every_form_that_is_read_fits_it(document):
    VALIDATOR.validate(document)
    assert accepted(document)


def altered():
    """Documents with one change each: of the frame, of a table, of a record or of a cell."""
    for document in WHOLE:
        for key, value in (
            ("tabels", {}),
            ("title", "x"),
            ("case", 3),
            ("case", None),
            ("policymcda", [1]),
            ("tables", []),
            ("tabels", []),
            ("tabels", None),
        ):
            yield {**document, key: value}
        inner = document.get("tables", document)
        for name in SCHEMAS:
            for table in ("x", 3, [1], [[]], [{}], {}, None, []):
                if name in inner or name in ("options", "groups") or table in (None, []):
                    changed = copy.deepcopy(document)
                    changed.get("tables", changed)[name] = table
                    yield changed
    for key, value in (("method", 3), ("metod", "x"), ("unknown", "midpoint"), ("unknown", "best"), ("weights", None)):
        yield {**SMALL, "case": {"defaults": {key: value}}}
    for name, records in SMALL["tables"].items():
        for place, record in enumerate(records):
            for column in (*SCHEMAS[name].columns, "my own"):
                for value in cells(name, column):
                    changed = copy.deepcopy(SMALL)
                    changed["tables"][name][place][column] = value
                    yield changed
            for column in sorted(record.keys() - {"parent"}):  # judgements are of siblings, which no schema can tell
                changed = copy.deepcopy(SMALL)
                del changed["tables"][name][place][column]
                yield changed


def cells(name, column):
    """What may be written into a cell: what always fits there and what never does, whatever stands in other cells."""
    spec = SCHEMAS[name].columns.get(column)
    yield from ([1], {"a": 1}, "\ud800")
    if spec is None or (
        kind(spec) == "text" and column not in ("direction", "evidence", "function", "relation", "status_quo")
    ):
        yield from (True, 3, 2.5, "text", "two\nlines")
        yield from (None, "", " ") if spec is None or spec.metadata["blank"] else ()
    elif kind(spec) in ("number", "fraction"):
        yield from (True, "x", "7,5", "1_000", "inf", 1e400, "0x10", "1/0", "\uff16")
        yield from ("-1", -1) if any(check.name.startswith("greater") for check in spec.checks) else ()
    elif kind(spec) == "label":
        yield from ("a\tb", "y" * 201)
    else:
        yield "perhaps"
    if spec is not None and not spec.metadata["blank"]:
        yield from (None, "", "  ")


def test_the_schema_and_the_reader_agree_on_documents_with_one_change(trials):
    documents = random.Random(0).sample(list(altered()), trials(40, 200))
    takes = [(VALIDATOR.is_valid(document), accepted(document)) for document in documents]
    wrong = [documents[place] for place, (fits, read) in enumerate(takes) if fits != read]
    assert wrong == []
    assert 0.1 <= np.mean([read for _, read in takes]) <= 0.9


@pytest.mark.parametrize(
    ("table", "record"),
    [
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


@pytest.mark.parametrize(
    "word",
    ["benefit", "COST", "Max", "minimise", "MAXIMIZE", "+", "-", "\u2212", "+1", " 1 ", "-1.0", 1, -1, 1.0, -1.0],
)
def test_every_spelling_of_a_direction_fits_it(word):
    document = copy.deepcopy(COLUMNS)
    document["tables"]["criteria"]["direction"] = [word, "cost"]
    VALIDATOR.validate(document)
    assert accepted(document)


@pytest.mark.parametrize("word", ["up", "maxi", "2", "0", 0, 2, 1.5, True, "+-", "--", "1.5", "\u2013", "b"])
def test_any_other_direction_fits_neither(word):
    document = copy.deepcopy(COLUMNS)
    document["tables"]["criteria"]["direction"] = [word, "cost"]
    assert not VALIDATOR.is_valid(document)
    assert not accepted(document)


@pytest.mark.parametrize("written", ["Option", "OPTION ", "op_tion", " o p-tion"])
@pytest.mark.parametrize("form", [list, dict])
def test_names_of_columns_fit_it_whatever_their_capitals_blanks_hyphens_and_underscores(written, form):
    rows = [{written: option, "Criterion": "a", "MO-DE": 1} for option in ("x", "y")]
    ratings = rows if form is list else {column: [row[column] for row in rows] for column in rows[0]}
    document = {"criteria": [{"criterion": "a", "direction": "benefit"}], "ratings": ratings}
    VALIDATOR.validate(document)
    assert accepted(document)


def test_an_unknown_key_beside_case_and_tables_is_a_fault_that_names_it():
    with pytest.raises(mcda.ProblemError, match="tabels: is no part of a case"):
        mcda.Problem.from_dict({**SMALL, "tabels": {}})


def test_the_command_prints_it(capsys):
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(json_schema()))
