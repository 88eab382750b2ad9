"""The verdict hears coders and stakeholders one by one, of one panel or of several."""

import pandas as pd
import pytest

import policymcda as mcda
from policymcda.model import PreferenceModel
from policymcda.syntheses.voices import Voices, heard, listed

FIRST, SECOND = mcda.load("cyber-policy"), mcda.load("cyber-policy-2016")
GROUP = "nonsignatory_developing"
BOTH = {name: pd.concat([FIRST.table(name), SECOND.table(name)]) for name in ("codings", "judgements")}


def voices(problem, weights=None, **settings):
    return heard(PreferenceModel.of(problem, weights=weights, **settings), weights)


def test_six_coders_are_heard_as_the_readme_of_the_case_says():
    found = voices(FIRST.replace(**BOTH))[0][GROUP]
    firsts = [option for first in found.firsts.values() for option in first]
    assert {option: firsts.count(option) for option in set(firsts)} == {
        "ict_bricolage": 3, "regional_orgs": 2, "voice_participation": 1,
    }  # fmt: skip
    assert found.share("regional_orgs") == 2 / 6
    assert found.most("regional_orgs") == 2 / 3
    assert "(by panel: first 2 of 3, second 0 of 3)" in found.sentence("regional_orgs")


@pytest.mark.parametrize("ratings_of", [FIRST, SECOND], ids=lambda problem: problem.name)
def test_a_group_that_looks_robust_to_one_panel_is_not_with_both(ratings_of):
    alone = mcda.verdict(SECOND, samples=1).table.set_index("group")["verdict"]
    found = mcda.verdict(ratings_of.replace(**BOTH), samples=1)
    rule = found.rules[(found.rules["group"] == GROUP) & (found.rules["rule"] == "voices")].iloc[0]
    assert alone[GROUP] == "robust"
    assert found.table.set_index("group")["verdict"][GROUP] == "contested"
    assert not rule["passes"]
    why = found.contenders[found.contenders["group"] == GROUP].set_index("option")["why"]
    assert "is first for coder_c" in why["voice_participation"]


@pytest.mark.parametrize("problem", [FIRST, SECOND], ids=lambda problem: problem.name)
@pytest.mark.parametrize("settings", [{}, {"unknown": "worst"}, {"screen": True}, {"weights": "equal"}], ids=str)
def test_a_voice_is_the_ranking_of_that_stakeholder_alone(problem, settings):
    table = mcda.stakeholders(problem, **settings).table
    found, notes = voices(problem, **settings)
    assert notes == []
    for (group, name), part in table[table["rank"] == 1].groupby(["group", "stakeholder"]):
        assert found[group].firsts[name] == set(part["option"])


def test_a_case_without_stakeholders_has_no_such_rule():
    found = mcda.verdict(mcda.load("governance-2013"), samples=1, method="weighted_sum")
    assert "voices" not in set(found.rules["rule"])


def test_a_coder_of_a_part_is_heard_by_the_ratings_of_the_case():
    codings = FIRST.codings
    part = (codings["stakeholder"] == "coder_a") & (codings["group"] == GROUP) & (codings["option"] == "regional_orgs")
    found, notes = voices(FIRST.replace(codings=codings[~part]))
    assert [note[1] for note in notes] == [GROUP]
    assert "coder_a rated only a part" in notes[0][2]
    assert set(found[GROUP].firsts) == {"coder_a", "coder_b", "coder_c"}


def test_judgements_too_few_for_one_stakeholder_leave_the_weights_of_all_with_a_note():
    judgements = FIRST.judgements
    judgements = judgements[(judgements["stakeholder"] != "coder_a") | (judgements["criterion"] == "feasibility")]
    lonely = judgements[(judgements["stakeholder"] == "coder_a") & (judgements["versus"] == "legitimacy")]
    rest = judgements[judgements["stakeholder"] != "coder_a"]
    found, notes = voices(FIRST.replace(judgements=pd.concat([rest, lonely])))
    assert notes[0][:2] == ("voices", "")
    assert set(found[GROUP].firsts) == {"coder_a", "coder_b", "coder_c"}


def test_those_who_agree_are_counted_with_ties_and_named_up_to_four():
    found = Voices({"ann": {"x", "y"}, "bob": {"x"}, "cid": {"y"}})
    assert found.share("x") == 2 / 3
    assert found.most("y") == 2 / 3
    assert found.others("x") == ["y"]
    assert found.sentence("x").endswith("y is first for ann and cid")
    assert listed(["a"]) == "a"
    assert listed(list("abcdef")) == "a, b, c, d and 2 more"
