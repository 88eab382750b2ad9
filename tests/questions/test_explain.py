"""Why one option comes before another."""

import re
from functools import partial

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, explain, load, rank
from policymcda.arrays.methods import METHODS, of_kind
from policymcda.arrays.methods.description import describe
from policymcda.cli import main

GROUP = "nonsignatory_developing"

LINEAR = {name: describe(method).linear for name, method in METHODS.items() if describe(method).linear}


@pytest.fixture(scope="module")
def case():
    return load("cyber-policy")


@pytest.mark.parametrize(
    "name", [*(name for name in METHODS if name not in LINEAR), *of_kind("interval"), "pymcdm:RIM"]
)
def test_contributions_sum_to_the_difference_of_the_scores(case, name):
    text = explain(case, GROUP, "regional_orgs", "capacity_building", method=name)
    scores = rank(case, method=name).table.set_index(["group", "option"])["score"]
    expected = scores[GROUP, "regional_orgs"] - scores[GROUP, "capacity_building"]
    assert_allclose(text.table["contribution"].sum(), expected, atol=1e-12)
    assert_allclose(text.scores["difference"], expected, atol=1e-12)
    assert text.settings["contributions"] == "Shapley values"


@pytest.mark.parametrize("name", ["weighted_sum", "promethee_ii", "mabac", "spotis", "weighted_product"])
def test_an_additive_method_is_taken_apart_by_its_own_sum(case, name):
    # the same numbers come out of the exchange of values where nobody knows that the method is additive
    def unknown(matrix, weights, benefit, *, low=None, high=None):
        settings = {"low": low, "high": high} if name in ("weighted_sum", "spotis") else {}
        return LINEAR[name](METHODS[name](matrix, weights, benefit, **settings))

    own = explain(case, GROUP, "regional_orgs", "common_areas", method=name)
    exchanged = explain(case, GROUP, "regional_orgs", "common_areas", method=unknown)
    assert own.settings["contributions"].startswith("additive")
    both = own.table.merge(exchanged.table, on="criterion", suffixes=("", "_exchanged"))
    assert_allclose(both["contribution"], both["contribution_exchanged"], atol=1e-12)


def test_a_logarithm_is_said_to_be_one(case):
    text = explain(case, GROUP, "regional_orgs", "common_areas", method="weighted_product")
    difference = np.log(text.scores["score"]) - np.log(text.scores["score_versus"])
    assert_allclose(text.table["contribution"].sum(), difference, atol=1e-12)
    assert "link" in set(text.notes["code"])


def test_two_sentences_tell_what_speaks_for_whom():
    frame = pd.DataFrame({"reach": [9.0, 3, 1], "cost": [8.0, 2, 9]}, index=["ban", "tax", "none"])
    problem = Problem.from_matrix(
        frame,
        directions={"reach": "benefit", "cost": "cost"},
        weights={"reach": 0.75, "cost": 0.25},
        bounds={"reach": (0, 10), "cost": (0, 10)},
    )
    text = explain(problem, None, "ban", "tax", method="weighted_sum")
    assert text.table["criterion"].tolist() == ["reach", "cost"]
    assert_allclose(text.table["contribution"], [0.45, -0.15])
    assert text.text == (
        "ban (rank 1, score 0.725) comes before tax (rank 2, score 0.425), most of all for reach (9 against 3: +0.45). "
        "For tax speaks cost (8 against 2: -0.15), which takes back 33% of what speaks for ban."
    )
    back = explain(problem, "all", "tax", "ban", method="weighted_sum")
    assert back.text == (
        "tax (rank 2, score 0.425) comes after ban (rank 1, score 0.725), most of all for reach (3 against 9: -0.45). "
        "For tax speaks cost (2 against 8: +0.15), which takes back 33% of what speaks for ban."
    )
    nothing = explain(problem, None, "tax", "none", method="weighted_sum")
    assert nothing.sentences["sentence"].iloc[1] == "Nothing speaks for none."


def test_a_tie_is_told_as_one():
    frame = pd.DataFrame({"a": [4.0, 2, 4, 9], "b": [2.0, 4, 2, 9]}, index=["x", "y", "z", "best"])
    problem = Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.5], bounds=[(0, 10), (0, 10)])
    text = explain(problem, None, "x", "y", method="weighted_sum")
    assert "ties with y" in text.text
    assert text.text.endswith("What speaks for x, a (4 against 2: +0.1), is made up for by b (2 against 4: -0.1).")
    assert explain(problem, None, "x", "z").text.endswith("No criterion tells them apart.")


def test_more_than_sixteen_criteria_are_sampled_with_errors_that_cover():
    rng = np.random.default_rng(2)
    labels = [f"c{j:02}" for j in range(18)]
    frame = pd.DataFrame(rng.uniform(1, 9, (4, 18)), columns=labels, index=list("wxyz"))
    problem = Problem.from_matrix(frame, directions="benefit", weights=rng.dirichlet(np.ones(18)))
    text = explain(problem, None, "w", "x", orders=64, seed=3)
    assert text.settings["contributions"] == "Shapley values from 64 random orders, seed 3"
    assert (text.table["error"] > 0).any()
    assert "sampled" in set(text.notes["code"])
    assert_allclose(text.table["contribution"].sum(), text.scores["difference"], atol=1e-12)
    assert re.search(r"\) and \d+ more, which takes back", text.text)
    assert "error" in str(text)


def test_options_groups_and_rules_are_those_of_the_case(case):
    text = explain(case, GROUP, "regional_orgs", "tailored_capabilities", unknown="worst")
    assert text.settings["unknown"] == "worst"
    assert "unknown" in set(text.notes["code"])
    with pytest.raises(ValueError, match=r"no group 'rivals' \(did you mean rivals_with_ties\?\)|no group 'rivals'"):
        explain(case, "rivals", "regional_orgs", "common_areas")
    with pytest.raises(ValueError, match="name one group"):
        explain(case, None, "regional_orgs", "common_areas")
    with pytest.raises(ValueError, match=r"no option 'regional_org' is rated .* \(did you mean regional_orgs\?\)"):
        explain(case, GROUP, "regional_org", "common_areas")
    with pytest.raises(ValueError, match="against itself"):
        explain(case, GROUP, "common_areas", "common_areas")


def test_settings_and_functions_are_taken_as_by_rank(case):
    text = explain(case, GROUP, "regional_orgs", "common_areas", method=partial(METHODS["vikor"], majority=1))
    assert text.settings["method"] == "vikor(majority=1)"
    assert text.to_dict()["sentences"][0]["sentence"] in text.text


def test_a_terminal_is_told_the_same(capsys):
    assert main(["explain", "cyber-policy", "regional_orgs", "common_areas", "--group", GROUP]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"In {GROUP}, regional_orgs (rank 1")
    assert "contribution" in printed
