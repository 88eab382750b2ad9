"""What stands for weights: a result, a name, a table, a mapping; and what is refused, by name."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, ProblemError, load, rank, weighting
from policymcda.cli import main
from policymcda.weighting.resolve import WAYS

OWN = {"legitimacy": 0.4, "feasibility": 0.3, "root_cause": 0.2, "speed": 0.1}


@pytest.fixture
def problem():
    return load("cyber-policy")


@pytest.mark.parametrize(
    "form",
    [
        lambda own, problem: own,
        lambda own, problem: pd.Series(own).sort_index(),
        lambda own, problem: pd.DataFrame({"weight": own}).rename_axis("criterion").reset_index(),
        lambda own, problem: {group: own for group in problem.labels("group")},
        lambda own, problem: pd.concat({group: pd.Series(own) for group in problem.labels("group")}),
        lambda own, problem: weighting.given(problem, own),
    ],
)
def test_every_form_by_label_gives_the_same_weights(form, problem):
    found = weighting.resolve(problem, form(OWN, problem))
    assert_allclose(found.table["weight"], list(OWN.values()) * 4)
    assert rank(problem, weights=form(OWN, problem)).weights["weight"].equals(found.table["weight"])


@pytest.mark.parametrize("name", ["ahp", "best_worst", "best-worst", "equal", "standard-deviation", "merec"])
def test_a_way_is_named_with_hyphens_or_underscores(name, problem):
    found = weighting.resolve(problem, name)
    assert found.settings["weights"] == name.replace("-", "_")
    assert_allclose(found.table.groupby("group")["weight"].sum(), 1)
    assert name.replace("-", "_") in WAYS


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ({**OWN, "speed": float("nan")}, "speed"),
        ({**OWN, "speed": -0.1}, "speed: -0.1' is no weight"),
        ({**OWN, "speed": float("inf")}, "speed"),
        ({**OWN, "speed": 0.2}, "1.1' do not sum to 1"),
        (dict.fromkeys(OWN, 0.0), "all weights are zero"),
        ({key: value for key, value in OWN.items() if key != "speed"}, "speed' has no weight"),
        ({**OWN, "sped": 0.0}, "did you mean speed"),
        (pd.Series([0.4, 0.3, 0.2, 0.05, 0.05], index=[*OWN, "speed"]), "more than one weight"),
    ],
)
def test_weights_that_do_not_fit_are_refused_by_name_before_anything_is_ranked(weights, sentence, problem):
    with pytest.raises(ProblemError) as found:
        rank(problem, weights=weights)
    assert sentence in str(found.value)


@pytest.mark.parametrize("weights", [[0.4, 0.3, 0.2, 0.1], np.full(4, 0.25), 0.25])
def test_weights_by_position_are_refused(weights, problem):
    with pytest.raises(ValueError, match="by label"):
        rank(problem, weights=weights)


def test_weights_of_another_sum_are_divided_only_on_request_and_that_is_noted(problem):
    twice = {label: 2 * weight for label, weight in OWN.items()}
    found = weighting.given(problem, twice, normalise=True)
    assert_allclose(found.table["weight"].head(4), list(OWN.values()))
    assert "normalised_weights" in set(found.notes["code"])


def test_the_cases_own_weights_are_its_default_else_its_only_source(problem):
    assert weighting.resolve(problem).settings["weights"] == "ahp"
    both = problem.replace(
        case={**problem.case, "defaults": {}}, weights={"criterion": list(OWN), "weight": OWN.values()}
    )
    with pytest.raises(ProblemError, match="several sources: ahp, given"):
        weighting.resolve(both)
    assert weighting.resolve(both.replace(judgements=None)).settings["weights"] == "given"
    with pytest.raises(ProblemError, match="no judgements, swings or weights are given"):
        weighting.resolve(both.replace(judgements=None, weights=None))


def test_side_by_side_has_each_way_and_its_ranks(problem):
    found = weighting.side_by_side(problem, ["ahp", OWN, weighting.equal(problem), dict.fromkeys(OWN, 0.25)])
    assert found.table["way"].unique().tolist() == ["ahp", "given", "equal", "given (4)"]
    rows = found.table[(found.table["way"] == "given") & (found.table["group"] == "no_formal_ties")]
    assert rows["rank"].tolist() == [1, 2, 3, 4]
    assert set(found.table.loc[found.table["way"] == "equal", "rank"]) == {1}
    ahp = weighting.ahp(problem).table.set_index(["group", "criterion"])["weight"]
    own = found.table[found.table["way"] == "ahp"].set_index(["group", "criterion"])["weight"]
    assert_allclose(own, ahp.loc[own.index])


def test_side_by_side_of_all_leaves_out_what_the_case_cannot_say(problem):
    found = weighting.side_by_side(problem)
    assert {"ahp", "best_worst", "equal", "entropy", "critic", "merec", "standard_deviation"} == set(found.table["way"])
    assert found.notes["text"].str.contains("swing: left out").any()
    with pytest.raises(ProblemError, match="nobody stated anything"):
        weighting.side_by_side(problem, ["swing"])
    with pytest.raises(ValueError, match="no ways to compare"):
        weighting.side_by_side(problem, [])
    assert max(map(len, str(found).splitlines())) <= 80


def test_a_name_that_is_not_known_is_told_the_nearest(problem):
    with pytest.raises(ValueError, match="did you mean best_worst"):
        weighting.resolve(problem, "best-wurst")


CIRCLE = [
    {"criterion": "root_cause", "versus": "speed", "value": 9},
    {"criterion": "speed", "versus": "legitimacy", "value": 9},
    {"criterion": "legitimacy", "versus": "root_cause", "value": 3},
    {"criterion": "feasibility", "versus": "speed", "value": 1},
]


def test_strict_exits_with_three_when_a_set_is_inconsistent_and_says_what_would_mend_it(tmp_path, capsys, problem):
    assert main(["weights", "cyber-policy", "--strict"]) == 0
    path = tmp_path / "circle.json"
    problem.replace(judgements=CIRCLE).save(path)
    capsys.readouterr()
    assert main(["weights", str(path), "--by", "ahp", "--strict"]) == 3
    text = capsys.readouterr().out
    assert "judge " in text
    assert "the ratio falls from" in text.replace("\n  ", " ")
    assert max(map(len, text.splitlines())) <= 80
    assert main(["weights", str(path), "--by", "ahp"]) == 0
    assert main(["weights", str(path), "--by", "entropy", "--strict"]) == 0


def test_the_command_line_tells_any_table_of_any_way(capsys):
    assert main(["weights", "cyber-policy", "--table", "consistency", "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("group,group_name,stakeholder,consistency_ratio")
    assert main(["weights", "cyber-policy", "--no-combine", "--format", "json"]) == 0
    assert {row["stakeholder"] for row in json.loads(capsys.readouterr().out)["table"]} == {
        "coder_a",
        "coder_b",
        "coder_c",
    }
    assert main(["weights", "cyber-policy", "--side-by-side", "ahp, best-worst"]) == 0
    assert "best_worst" in capsys.readouterr().out
    assert main(["weights", "cyber-policy", "--side-by-side", "all", "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("group,group_name,criterion,criterion_name,way,weight,rank")
    with pytest.raises(SystemExit):
        main(["weights", "cyber-policy", "--table", "nothing"])
    assert "no 'nothing' - choose from 'table'" in capsys.readouterr().err


def test_many_criteria_have_a_line_each_and_many_sets_are_told_where_they_matter(capsys):
    labels = [f"criterion_{k}" for k in range(10)]
    people = [f"person_{k}" for k in range(30)]
    rows = [
        {"criterion": one, "versus": other, "value": 1, "stakeholder": name}
        for name in people
        for i, one in enumerate(labels)
        for other in labels[i + 1 :]
    ]
    crooked = {"person_3": (9, 1 / 9), "person_7": (9, 1 / 9)}
    for row in rows:
        if row["stakeholder"] in crooked and row["criterion"] in ("criterion_0", "criterion_4"):
            row["value"] = crooked[row["stakeholder"]][int(row["versus"][-1]) % 2]
    frame = pd.DataFrame([[1.0] * 10, [2.0] * 10], columns=labels, index=["x", "y"])
    problem = Problem.from_matrix(frame, directions="benefit").replace(judgements=rows)
    with pytest.warns(weighting.InconsistentJudgements, match="1 more"):
        text = str(weighting.ahp(problem))
    assert "criterion_0   0." in text
    assert "person_3" in text
    assert max(map(len, text.splitlines())) <= 80
