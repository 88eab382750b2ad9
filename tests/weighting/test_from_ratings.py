"""Weights that describe the spread of the ratings, by label."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from policymcda import Problem, ProblemError, load, weighting


def problem_of(matrix, types=None):
    labels = [f"c{column}" for column in range(len(matrix[0]))][::-1]
    directions = ["benefit" if sign == 1 else "cost" for sign in types or [1] * len(labels)]
    frame = pd.DataFrame(np.array(matrix, dtype=float), columns=labels, index=[f"o{k}" for k in range(len(matrix))])
    return Problem.from_matrix(frame, directions=directions), labels


@pytest.mark.parametrize(
    ("name", "way", "settings", "key"),
    [
        ("entropy_elsayed_2017", "entropy", {}, "weights"),
        ("entropy_hwang_yoon_1981_fighter", "entropy", {}, "weights"),
        ("entropy_lee_chang_2018", "entropy", {}, "weights"),
        ("entropy_ulutas_2019", "entropy", {}, "weights"),
        ("entropy_zeros_public_derived", "entropy", {}, "weights"),
        ("critic_diakoulaki_1995", "critic", {}, "weights"),
        ("critic_diakoulaki_1995", "critic", {"correlation": "spearman"}, "weights_spearman"),
        ("critic_akcakanat_2018", "critic", {}, "weights"),
        ("critic_tus_adali_2019", "critic", {"directions_ignored": True}, "weights"),
        ("merec_keshavarz_2021_illustrative", "merec", {}, "weights"),
    ],
)
def test_weights_match_published_ones_at_their_own_tolerance(name, way, settings, key, golden, weight):
    case = golden(name)
    types = case["inputs"].get("types_in_paper", case["inputs"].get("types"))
    problem, labels = problem_of(case["inputs"]["matrix"], types)
    found = getattr(weighting, way)(problem, **settings)
    case.check(key, weight(found, labels))
    assert "describes_spread" in set(found.notes["code"])


def test_critic_minds_directions_unless_told_otherwise(golden, weight):
    case = golden("critic_tus_adali_2019")
    problem, labels = problem_of(case["inputs"]["matrix"], case["inputs"]["types_in_paper"])
    apart = weight(weighting.critic(problem), labels) - weight(
        weighting.critic(problem, directions_ignored=True), labels
    )
    assert abs(apart).max() > 0.01


@pytest.mark.parametrize("way", ["entropy", "critic", "merec", "standard_deviation"])
def test_a_constant_criterion_weighs_nothing_and_is_noted(way, weight):
    problem, labels = problem_of([[1, 7, 2], [3, 7, 1], [2, 7, 5]])
    found = weighting.resolve(problem, way)
    assert weight(found, labels)[1] == 0
    assert found.notes.loc[found.notes["code"] == "constant_column", "text"].str.contains(labels[1]).all()


@pytest.mark.parametrize("way", ["entropy", "critic", "merec", "standard_deviation"])
def test_options_that_do_not_differ_have_no_spread_to_describe(way):
    problem, _ = problem_of([[1, 7], [1, 7]])
    with pytest.raises(ProblemError, match="no spread to describe"):
        weighting.resolve(problem, way)
    single, _ = problem_of([[1], [1]])
    assert weighting.resolve(single, way).table["weight"].tolist() == [1.0]


@pytest.mark.parametrize(("way", "bad"), [("entropy", [-1.0]), ("merec", [-1.0, 0.0])])
def test_ratings_that_a_way_cannot_take_are_named(way, bad):
    problem, labels = problem_of([[1, 7], *([2, value] for value in bad)])
    with pytest.raises(ProblemError) as caught:
        weighting.resolve(problem, way)
    wanted = [f"all, o{row + 1}, {labels[1]}: {value:g}" for row, value in enumerate(bad)]
    assert caught.value.faults["value"].tolist() == wanted


def test_zeros_are_defined_for_entropy_and_standard_deviation(weight):
    problem, labels = problem_of([[0, 0], [0, 1], [4, 3]])
    assert_allclose(weight(weighting.entropy(problem), labels).sum(), 1)
    assert_allclose(weight(weighting.standard_deviation(problem), labels).sum(), 1)


def test_ratings_without_evidence_count_as_told():
    problem = load("cyber-policy")
    by_rule = [weighting.entropy(problem, unknown=rule).table["weight"] for rule in ("mode", "worst")]
    assert not np.allclose(*by_rule)
    assert weighting.entropy(problem).settings["unknown"] == "mode"


def test_an_unknown_correlation_is_refused():
    with pytest.raises(ValueError, match="did you mean spearman"):
        weighting.critic(load("cyber-policy"), correlation="spearmann")
