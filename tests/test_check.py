"""A case that passes `check` can be ranked by its own defaults; verbs do not fail where warnings are errors."""

import io
import json
import subprocess
import sys

import pytest

from policymcda import Problem, ProblemError, cases, load, rank, weighting
from policymcda.cli import main

CRITERIA = [{"criterion": label, "direction": "benefit"} for label in "abc"]
RATINGS = [{"option": "x", "a": 1, "b": 2, "c": 3}, {"option": "y", "a": 2, "b": 1, "c": 5}]


@pytest.fixture
def checked(monkeypatch, capsys):
    """The exit code and what was printed for a case."""

    def run(defaults=None, **tables):
        data = {"case": {"defaults": defaults or {}}, "tables": {"criteria": CRITERIA, "ratings": RATINGS, **tables}}
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(data)))
        code = main(["check", "-"])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def weighted(*weights):
    return [{**row, "weight": weight} for row, weight in zip(CRITERIA, weights, strict=True)]


@pytest.mark.parametrize(
    ("defaults", "tables", "sentence"),
    [
        ({}, {"criteria": weighted(0.5, 0.5, 0.3)}, "'1.3' do not sum to 1"),
        ({"weights": "given"}, {"criteria": weighted(0, 0, 0)}, "all weights are zero"),
        ({}, {"criteria": weighted(0, 0, 0)}, "all weights are zero"),
        ({"weights": "given"}, {"criteria": weighted(50, 30, 20)}, "percentages"),
        ({"method": "topsys", "weights": "equal"}, {}, "case, column defaults.method: 'topsys' no method 'topsys'"),
        ({"weights": "equl"}, {}, "case, column defaults.weights: 'equl' no weights 'equl' (did you mean equal?)"),
        ({}, {"weights": [{"criterion": "zz", "weight": 1}]}, "'zz' is not a known criterion"),
        ({}, {"weights": [{"criterion": "a", "weight": 1}]}, "b' has no weight"),
        ({}, {}, "no judgements, swings or weights are given"),
        ({"weights": "ahp"}, {}, "nobody judged for it"),
        ({"weights": "equal", "method": "spotis"}, {}, "spotis needs it for every criterion"),
        ({"weights": "equal", "method": "electre_i"}, {}, "gives no scores to rank by"),
    ],
)
def test_check_refuses_what_rank_refuses(defaults, tables, sentence, checked):
    code, text = checked(defaults, **tables)
    assert code == 2
    assert sentence in text
    assert "no fault" not in text


def test_what_the_method_and_the_weights_lack_is_listed_together(checked):
    code, text = checked({"method": "spotis", "weights": "given"}, criteria=weighted(0.5, 0.5, 0.3))
    assert code == 2
    assert "3 faults" in text


def test_check_names_weights_that_were_divided(checked):
    code, text = checked(criteria=weighted(0.333, 0.333, 0.333))
    assert code == 0
    assert "note: the weights sum to 0.999, as rounded weights may" in text


@pytest.mark.parametrize("name", cases())
def test_the_cases_that_ship_pass_and_can_be_ranked(name, capsys):
    assert main(["check", name]) == 0
    assert "no fault" in capsys.readouterr().out
    rank(load(name))


CIRCLE = [{"criterion": one, "versus": other, "value": 9} for one, other in (("a", "b"), ("b", "c"), ("c", "a"))]
INCONSISTENT = Problem.from_tables(criteria=CRITERIA, ratings=RATINGS, judgements=CIRCLE)


def test_inconsistent_judgements_are_a_note_and_a_warning_only_from_ahp_by_hand():
    assert "inconsistent" in set(rank(INCONSISTENT).notes["code"])
    assert "inconsistent" in set(weighting.resolve(INCONSISTENT, "ahp").notes["code"])
    with pytest.warns(weighting.InconsistentJudgements, match=r"the judgements have a consistency ratio of") as caught:
        weighting.ahp(INCONSISTENT)
    assert caught[0].filename == __file__


VERBS = """
import sys
from policymcda import *
from policymcda import weighting
problem = Problem.from_dict(__import__("json").load(sys.stdin))
for verb in (rank, compare, stability, flips, dominance, outranking, reversal, evidence, regret, sensitivity):
    verb(problem, **({"samples": 512} if verb is sensitivity else {}))
explain(problem, "all", "x", "y")
value_of_information(problem)
verdict(problem)
smaa(problem, weights=weighting.WeightSpace.constrained(["a >= b", "b >= 0.333 * c", "a <= 0.6", "c >= 0.05"]))
"""


def test_no_question_fails_where_warnings_are_errors():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", VERBS],
        check=False,
        input=json.dumps(INCONSISTENT.to_dict()),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr


def test_a_blank_weight_of_a_stakeholder_is_refused_at_the_door_too():
    judgements = [
        {"stakeholder": who, "criterion": "a", "option": "x", "versus": "y", "value": value}
        for who, value in (("ann", 3), ("bob", 5))
    ]
    tables = {"criteria": CRITERIA[:1], "option_judgements": judgements, "options": {"option": ["x", "y"]}}
    people = {"stakeholder": ["ann", "bob"], "weight": [1, None]}
    with pytest.raises(ProblemError, match="'bob' has no weight"):
        Problem.from_tables(**tables, stakeholders=people)
