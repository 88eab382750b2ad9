"""`problem.using(...)`: what a case chooses for all questions is chosen once, and they agree."""

import json

import pytest

from policymcda import (
    Problem,
    ProblemError,
    WeightSpace,
    load,
    rank,
    report,
    reversal,
    smaa,
    stability,
    verdict,
    weighting,
)
from policymcda.arrays.methods import METHODS

CASE = load("cyber-policy").select(groups=["no_formal_ties"])
FEW = {"samples": 2**8}
CHOICES = {"method": "vikor", "weights": "equal", "unknown": "worst", "screen": True}


def first_score(matrix, weights, benefit):
    return (matrix * weights)[..., 0]


def test_what_is_chosen_once_is_what_every_question_uses_where_it_is_not_asked_otherwise():
    chosen = CASE.using(**CHOICES)
    for question, more in ((rank, {}), (stability, {}), (reversal, {}), (verdict, FEW)):
        settings = question(chosen, **more).settings
        assert {name: settings[name] for name in CHOICES} == CHOICES
    assert {name: smaa(chosen, **FEW).settings[name] for name in ("method", "screen")} == {
        "method": "vikor",
        "screen": True,
    }


def test_rank_and_verdict_and_smaa_at_the_case_agree_with_the_keywords_repeated():
    chosen = CASE.using(**CHOICES)
    assert rank(chosen).to_dict() == rank(CASE, **CHOICES).to_dict()
    assert json.dumps(verdict(chosen, **FEW).to_dict()) == json.dumps(verdict(CASE, **CHOICES, **FEW).to_dict())
    drawn = {name: CHOICES[name] for name in ("method", "screen", "unknown")}
    assert smaa(chosen, **FEW).ranks.equals(smaa(CASE, **drawn, **FEW).ranks)


def test_an_argument_goes_before_the_case():
    ranking = rank(CASE.using(**CHOICES), method="topsis", weights="ahp", unknown="mode", screen=False)
    assert ranking.to_dict() == rank(CASE).to_dict()


def test_any_weights_stay_any_weights():
    assert smaa(CASE.using(weights="equal"), **FEW).settings["weights"] == "any"
    assert smaa(CASE.using(weights="equal"), **FEW).ranks.equals(smaa(CASE, **FEW).ranks)


def test_the_fingerprint_stays_unless_the_weights_themselves_change():
    assert CASE.using(**CHOICES).fingerprint == CASE.fingerprint
    assert CASE.using(method=first_score).fingerprint == CASE.fingerprint


@pytest.mark.parametrize("ending", ["folder", "case.xlsx", "case.json"])
def test_choices_are_saved_and_read_again(tmp_path, ending):
    path = CASE.using(**CHOICES, normalise=True).save(tmp_path / ending)
    assert load(path).defaults == {**CHOICES, "normalise": True}
    assert rank(load(path)).to_dict() == rank(CASE, **CHOICES).to_dict()


def test_a_function_works_in_memory_and_save_refuses_it(tmp_path):
    chosen = CASE.using(method=first_score)
    assert rank(chosen).settings["method"] == "first_score"
    assert rank(chosen).to_dict() == rank(CASE, method=first_score).to_dict()
    for writing in (lambda: chosen.save(tmp_path / "case"), chosen.to_dict):
        with pytest.raises(ValueError, match="the function first_score, which no file can hold: name a method instead"):
            writing()
    assert not (tmp_path / "case").exists()
    chosen.using(method="topsis").save(tmp_path / "case")


def test_weights_of_a_result_take_the_place_of_the_table_of_weights():
    own = weighting.ahp(CASE)
    chosen = CASE.using(weights=own)
    assert chosen.defaults["weights"] == "given"
    assert rank(chosen).table.equals(rank(CASE, weights=own).table)
    by_label = CASE.using(weights={"legitimacy": 0.4, "feasibility": 0.3, "root_cause": 0.2, "speed": 0.1})
    assert set(rank(by_label).weights.query("criterion == 'legitimacy'")["weight"]) == {0.4}


def test_weights_that_do_not_sum_to_one_are_taken_where_the_case_normalises():
    stated = {"legitimacy": 4, "feasibility": 3, "root_cause": 2, "speed": 1}
    with pytest.raises(ProblemError, match="do not sum to 1"):
        rank(CASE.using(weights=stated))
    ranking = rank(CASE.using(weights=stated, normalise=True))
    assert set(ranking.weights.query("criterion == 'legitimacy'")["weight"]) == {0.4}
    assert "normalised_weights" in set(ranking.notes["code"])


def test_none_takes_a_choice_away():
    assert dict(CASE.using(**CHOICES).using(method=None, weights=None, unknown=None, screen=None).defaults) == {}


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"methods": "topsis"}, r"no setting 'methods' \(did you mean method\?\)"),
        ({"method": "topsys"}, r"no method 'topsys' \(did you mean topsis\?\)"),
        ({"method": 3}, "method is a name or a function, not int"),
        ({"weights": "egual"}, r"no weights 'egual' \(did you mean equal\?\)"),
        ({"weights": [0.5, 0.5]}, "weights are the name of a way or weights by criterion, not list"),
        ({"weights": WeightSpace.ordered(["speed", "legitimacy"])}, "weights are the name of a way or weights by criterion, not WeightSpace"),
        ({"unknown": "middle"}, "no rule 'middle' for the unknown"),
        ({"screen": "yes"}, "screen is True or False, not 'yes'"),
        ({"normalise": 1}, "normalise is True or False, not 1"),
    ],
)  # fmt: skip
def test_a_choice_that_is_not_known_is_refused_in_a_sentence(settings, sentence):
    with pytest.raises(ValueError, match=sentence):
        CASE.using(**settings)


def test_a_screen_is_chosen_in_the_file_of_the_case():
    chosen = Problem.from_dict({**CASE.to_dict(), "case": {**CASE.case, "defaults": {"screen": True}}})
    assert rank(chosen).to_dict() == rank(CASE, screen=True).to_dict()
    with pytest.raises(ProblemError, match=r"defaults.screen: 'yes' is not yes or no"):
        Problem.from_dict({**CASE.to_dict(), "case": {**CASE.case, "defaults": {"screen": "yes"}}})


@pytest.mark.slow
def test_the_report_names_the_choices_of_the_case(tmp_path):
    page = report(CASE.using(method="vikor", weights="equal"), tmp_path / "brief.md").read_text(encoding="utf-8")
    assert "vikor" in page
    assert "topsis" not in page.lower().replace("group_topsis", "")


def test_every_method_of_the_library_may_be_chosen():
    for name in METHODS:
        assert CASE.using(method=name).defaults["method"] == name
